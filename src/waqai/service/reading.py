"""Reading: code a text without keeping it, keep it, and open a kept report as it now stands."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import msgspec
from sqlalchemy import select, update

from waqai.ledger import actions, review, store, views
from waqai.ledger.catalogue import ReportRow, list_reports
from waqai.ledger.filters import Filters, LedgerError, Page
from waqai.ledger.schema import reports, runs
from waqai.ledger.store import Ingested
from waqai.ledger.views import RecordView, ReportView
from waqai.model import CodedReport, Report, WaqaiError
from waqai.service.desk import Desk

MAX_CHARS = 200_000
_UNSAFE = re.compile(r"[^\w.\-]+")

__all__ = [
    "Ingested",
    "RecordView",
    "ReportRow",
    "ReportView",
    "as_coded",
    "keep",
    "open_report",
    "recent",
    "report_of",
]


class ReadingError(WaqaiError):
    """A text cannot be read as a report; the message says why."""


def report_of(text: str, *, published: str | None, outlet: str | None, title: str | None, source: str) -> Report:
    """A pasted text as a report; raises ReadingError for an empty or overlong one, or a date that is none."""
    if not text.strip():
        raise ReadingError("the text is empty")
    if len(text) > MAX_CHARS:
        raise ReadingError(f"the text has {len(text)} characters, more than {MAX_CHARS}")
    if published:
        try:
            date.fromisoformat(published)
        except ValueError as error:
            raise ReadingError(f"{published} is not a date of the form 2023-08-28") from error
    return Report(
        text=text, source=source, title=title or None, outlet=outlet or None, published=published or None,
        published_basis="given" if published else None,
    )  # fmt: skip


def reports_of_file(name: str, data: bytes) -> Iterator[Report]:
    """The reports of an uploaded file; raises ReadingError with the reason where it holds none."""
    from waqai.sources import SourceError, read

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / (
            _UNSAFE.sub("_", name.replace("\\", "/").rsplit("/", 1)[-1])[-80:].lstrip(".") or "upload"
        )
        path.write_bytes(data)
        for item in read(path):
            if isinstance(item, SourceError):
                raise ReadingError(f"{name}: {item.reason}")
            yield msgspec.structs.replace(item, source=item.source.replace(str(path), path.name))


def keep(desk: Desk, report: Report) -> Ingested:
    """Code a report and put it into the ledger, committed."""
    coded = desk.code(report)
    with desk.ledger.begin() as conn:
        return store.ingest(conn, report, coded, desk.fingerprint, review.now())


def open_report(desk: Desk, report_id: str) -> ReportView:
    """A kept report with its text, runs and records as they stand; raises LedgerError when there is none."""
    with desk.ledger.read() as conn:
        return views.show_report(conn, report_id)


def as_coded(desk: Desk, view: ReportView) -> CodedReport:
    """A kept report as a coded report: the segments and problems of its current run, the records that stand now."""
    with desk.ledger.read() as conn:
        query = select(runs.c.coded).join(reports, reports.c.run_id == runs.c.id).where(reports.c.id == view.report.id)
        data = conn.execute(query).scalar()
    if data is None:
        raise LedgerError(f"report {view.report.id}: not in this ledger, or forgotten")
    run = msgspec.json.decode(data, type=CodedReport)
    head = msgspec.structs.replace(run.report, published=view.report.published, outlet=view.report.outlet)
    return msgspec.structs.replace(run, report=head, records=[r.record for r in view.records])


def set_published(desk: Desk, report_id: str, day: str, by: str) -> Ingested:
    """Say when a kept report was published: it is coded again with the day, as a new run beside the old.

    Raises ReadingError where a day is known already, or the day is none.
    """
    held = open_report(desk, report_id)
    row = held.report
    if row.published:
        raise ReadingError(f"report {row.id}: was published on {row.published}")
    report = report_of(held.text, published=day, outlet=row.outlet, title=row.title, source=row.source)
    report = msgspec.structs.replace(report, url=row.url)
    coded = desk.code(report)
    with desk.ledger.begin() as conn:
        known = {"published": day, "published_basis": "given", "sort_day": date.fromisoformat(day).toordinal()}
        conn.execute(update(reports).where(reports.c.id == row.id).values(**known))
        actions.log(conn, by, "publication day", f"{row.id} {day}")
        return store.ingest(conn, report, coded, f"{desk.fingerprint}, published {day}", review.now())


def recent(desk: Desk, limit: int = 30) -> list[ReportRow]:
    """Kept reports, the latest published first."""
    with desk.ledger.read() as conn:
        return list_reports(conn, Filters(), Page(limit=limit)).items
