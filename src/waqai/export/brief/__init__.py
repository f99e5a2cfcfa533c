"""A one-page situation brief in English and Arabic, as HTML or PDF."""

from __future__ import annotations

import importlib
from datetime import date
from pathlib import Path
from typing import Any

from waqai.export.brief.figures import Brief, make_brief
from waqai.export.brief.page import html_page
from waqai.export.output import ExportError, write_bytes
from waqai.export.public import public
from waqai.export.rows import ExportData
from waqai.export.tables import label

__all__ = ["Brief", "make_brief", "write_brief"]


def write_brief(data: ExportData, start: date, end: date, out: Path, place: tuple[str, str] | None = None) -> Path:
    """Write the brief of a period (inclusive) to ``out`` (``.html`` or ``.pdf``).

    ``data`` are the rows of the period and place; ``place`` its names in English and Arabic. Rule 17 holds whatever
    ``data.internal`` says: a brief is made to be passed on. Raises ExportError for another suffix, an end before its
    start, or a PDF without the extra that makes it.
    """
    if end < start:
        raise ExportError(f"{out}: the brief's end {end} is before its start {start}")
    if out.suffix.lower() not in (".html", ".pdf"):
        raise ExportError(f"{out}: a brief is an .html or a .pdf file")
    open_data = public(ExportData(data.incidents, data.access, data.tallies))
    names = place or (label("brief", "all_places", "en"), label("brief", "all_places", "ar"))
    page = html_page(make_brief(open_data, start, end, names))
    return write_bytes(out, page.encode("utf-8") if out.suffix.lower() == ".html" else pdf_bytes(page))


def pdf_bytes(page: str) -> bytes:
    """The page as a PDF."""
    try:
        weasyprint: Any = importlib.import_module("weasyprint")
    except (ImportError, OSError):
        reason = "a PDF brief needs an extra (pip install 'waqai[brief]') and the system's Pango library; write .html instead"
        raise ExportError(reason) from None
    document: bytes = weasyprint.HTML(string=page, url_fetcher=refuse).write_pdf(pdf_variant="pdf/ua-1")
    return document


def refuse(url: str, *args: object, **options: object) -> Any:
    """A brief needs nothing from outside: nothing is fetched for it."""
    raise ExportError(f"{url}: a brief fetches nothing")
