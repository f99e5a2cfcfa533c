"""Reading: code a text without keeping it, keep it, and open a kept report as it now stands."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import msgspec
from sqlalchemy import func, select

from waqai.ledger import review, store
from waqai.ledger.filters import LedgerError
from waqai.ledger.rows import uids
from waqai.ledger.schema import records, reports, runs
from waqai.ledger.store import Ingested
from waqai.model import CodedReport, Record, Report, ReportHead, WaqaiError
from waqai.service.desk import Desk

MAX_CHARS = 200_000


class ReadingError(WaqaiError):
    """A text cannot be read as a report; the message says why."""


class KeptRecord(msgspec.Struct, frozen=True):
    """A record of a kept report as it stands after review. ``incident`` is the id of the incident it is part of."""

    uid: str
    record: Record
    state: str
    rejected: bool
    decisions: list[review.Decision]


class KeptReport(msgspec.Struct, frozen=True):
    """A kept report: its exact text, its current coding, and how each record stands."""

    head: ReportHead
    text: str
    coded: CodedReport
    records: list[KeptRecord]
    retrieved_at: str


class ReportRow(msgspec.Struct, frozen=True):
    """A kept report as a list shows it; ``records`` is how many records its coding has."""

    id: str
    title: str | None
    outlet: str | None
    published: str | None
    source: str
    chars: int
    records: int


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
        path = Path(folder) / Path(name.replace("\\", "/")).name
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


def open_report(desk: Desk, report_id: str) -> KeptReport:
    """A kept report; raises LedgerError when there is none of this id."""
    with desk.ledger.read() as conn:
        query = (
            select(reports.c.text, reports.c.retrieved_at, runs.c.coded)
            .join(runs, runs.c.id == reports.c.run_id)
            .where(reports.c.id == report_id)
        )
        row = conn.execute(query).first()
        if row is None or row.text is None:
            raise LedgerError(f"report {report_id}: not in this ledger, or forgotten")
        coded = msgspec.json.decode(row.coded, type=CodedReport)
        made = review.histories(conn, report_id)
    ids = uids(coded)
    kept = [_kept(ids[record.id], record, made.get(ids[record.id], [])) for record in coded.records]
    kept += [
        _kept(uid, msgspec.json.decode(bytes(rows[0].new), type=Record), rows)
        for uid, rows in made.items()
        if rows[0].action == "add" and rows[0].new is not None
    ]
    return KeptReport(coded.report, row.text, coded, kept, row.retrieved_at)


def recent(desk: Desk, limit: int = 30) -> list[ReportRow]:
    """The reports kept last, newest first."""
    r = reports.c
    with desk.ledger.read() as conn:
        found = conn.execute(select(r.seq, r.id, r.title, r.outlet, r.published, r.source, r.chars).order_by(r.seq.desc()).limit(limit)).all()
        n = records.c
        held = select(n.report_seq, func.count()).where(n.report_seq.in_([f.seq for f in found])).group_by(n.report_seq)
        sizes = {row[0]: row[1] for row in conn.execute(held)}
    return [ReportRow(f.id, f.title, f.outlet, f.published, f.source, f.chars, sizes.get(f.seq, 0)) for f in found]


def _kept(uid: str, record: Record, made: list[review.Decision]) -> KeptRecord:
    stands = review.standing(record, made)
    return KeptRecord(uid, stands.record, stands.state, stands.rejected, made)
