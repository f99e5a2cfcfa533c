"""A list of incidents as a file, as it is seen: chosen columns, in the reader's language."""

from __future__ import annotations

import csv
import io
import json
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from waqai.ledger.filters import Filters, LedgerError, Page
from waqai.ledger.lists import IncidentRow, list_incidents
from waqai.service import names, words
from waqai.service.desk import Desk
from waqai.service.linked import in_box
from waqai.service.words import Language

MAX_ROWS = 100_000
BATCH = 2_000
PROFILES = {
    "acled": ".csv",
    "ucdp": ".csv",
    "hxl": ".csv",
    "hapi": ".csv",
    "geojson": ".geojson",
    "parquet": ".parquet",
}
# A cell that begins so would be run as a formula by a spreadsheet.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


class File(msgspec.Struct, frozen=True):
    """A file to hand out."""

    data: bytes
    media_type: str


def table_file(
    desk: Desk, filters: Filters, box: str | None, columns: list[str], kind: str, language: Language
) -> File:
    """Every incident that passes, as ``csv``, ``xlsx`` or ``json``; raises LedgerError for another kind."""
    head = [words.say(language, f"field.{column}") for column in columns]
    rows = [[cell(row, column, language) for column in columns] for row in rows_of(desk, filters, box)]
    if kind == "csv":
        return File(_csv(head, rows), "text/csv; charset=utf-8")
    if kind == "xlsx":
        return File(_xlsx(head, rows, language), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    if kind == "json":
        listed = [dict(zip(columns, row, strict=True)) for row in rows]
        return File(json.dumps(listed, ensure_ascii=False, indent=1).encode(), "application/json")
    raise LedgerError(f"format {kind}: not one of csv, xlsx, json")


def profile_file(desk: Desk, filters: Filters, box: str | None, profile: str, by: str) -> File:
    """An export profile (ACLED-style, HXL, GeoJSON …) of what passes, with its dictionary and notice, as one ZIP.

    It has passed codebook rule 17 whoever asks.
    """
    from waqai.service import out

    if profile not in PROFILES:
        raise LedgerError(f"format {profile}: not one of csv, xlsx, json, {', '.join(PROFILES)}")
    with desk.ledger.read() as conn:
        chosen = in_box(conn, filters, box)
    packed = io.BytesIO()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"waqai-{profile}{PROFILES[profile]}"
        out.export(desk, profile, chosen, path, internal=False, by=by)
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for file in sorted(Path(folder).rglob("*")):
                if file.is_file():
                    archive.write(file, file.relative_to(folder))
    return File(packed.getvalue(), "application/zip")


def rows_of(desk: Desk, filters: Filters, box: str | None) -> Iterator[IncidentRow]:
    """Every incident that passes, newest first, MAX_ROWS at most."""
    with desk.ledger.read() as conn:
        chosen = in_box(conn, filters, box)
        cursor: str | None = None
        for _ in range(MAX_ROWS // BATCH):
            found = list_incidents(conn, chosen, Page(limit=BATCH, cursor=cursor))
            yield from found.items
            cursor = found.next
            if cursor is None:
                return


def cell(row: IncidentRow, column: str, language: Language) -> Any:
    """One value of a row, in words."""
    if column == "date":
        return row.date_start if row.date_end in (None, row.date_start) else f"{row.date_start}/{row.date_end}"
    if column == "place":
        return row.place_ar or row.place_en if language == "ar" else row.place_en or row.place_ar
    if column in ("initiator", "target"):
        actors = row.initiators if column == "initiator" else row.targets
        return "; ".join(names.actor_name(language, actor) for actor in actors)
    if column in ("killed", "injured"):
        return getattr(row, f"{column}_best")
    if column == "adm1":
        return names.area_name(language, row.adm1)
    if column == "reports":
        return row.reports
    return words.value_name(language, column, getattr(row, column))


def _csv(head: list[str], rows: list[list[Any]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(head)
    writer.writerows([[_plain(value) for value in row] for row in rows])
    return ("\ufeff" + out.getvalue()).encode()


def _plain(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def _xlsx(head: list[str], rows: list[list[Any]], language: Language) -> bytes:
    import xlsxwriter  # type: ignore[import-untyped]

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet()
    if language == "ar":
        sheet.right_to_left()
    sheet.write_row(0, 0, head, book.add_format({"bold": True}))
    for number, row in enumerate(rows, 1):
        sheet.write_row(number, 0, row)
    sheet.freeze_panes(1, 0)
    book.close()
    return out.getvalue()
