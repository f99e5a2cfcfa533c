"""Lists of what is not an incident: reports, tallies, claims and denials, access constraints."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import Connection, func, or_, select

from waqai.ledger import search
from waqai.ledger.access import Constraint
from waqai.ledger.filters import GRADES, Filters, LedgerError, Page, split
from waqai.ledger.places import containing, within
from waqai.ledger.schema import constraints, incidents, record_actors, records, reports
from waqai.ledger.tallies import Tally, as_tally
from waqai.model import Record
from waqai.text.normalize import fold

CHUNK = 400
KINDS = ("incident", "access", "tally", "statement")
HEAVY = ("text", "signature")  # columns of a report that no list shows
VOICED = ("claim", "denial", "accusation", "threat", "condemnation", "intent", "appeal", "characterisation", "calm")


class ReportRow(msgspec.Struct, frozen=True):
    """A report as a list shows it: no text, and no quotation."""

    id: str
    source: str
    url: str | None
    outlet: str | None
    title: str | None
    published: str | None
    language: str | None
    chars: int
    retrieved_at: str
    state: str
    records: int
    copy: bool


class Claim(msgspec.Struct, frozen=True):
    """A statement and what it is about: who said it, of which incident, or of which denied event.

    ``alleged_by`` are the reports that tell the event as having happened.
    """

    record: str
    type: str
    who: str | None
    actor: str | None
    report: str
    outlet: str | None
    published: str | None
    about: str | None
    incident: str | None
    grade: str | None
    alleged_by: list[str]


class Reports(msgspec.Struct, frozen=True):
    """A page of reports, newest first, and how many pass the filters in all."""

    items: list[ReportRow]
    total: int


class Tallies(msgspec.Struct, frozen=True):
    """A page of tallies, newest first, and how many pass the filters in all."""

    items: list[Tally]
    total: int


class Claims(msgspec.Struct, frozen=True):
    """A page of statements, newest first, and how many pass the filters in all."""

    items: list[Claim]
    total: int


class Constraints(msgspec.Struct, frozen=True):
    """A page of access constraints, newest first, and how many pass the filters in all."""

    items: list[Constraint]
    total: int


def list_reports(conn: Connection, filters: Filters, page: Page | None = None) -> Reports:
    """Reports by their own day and outlet; the other filters ask that one of their records passes."""
    r = reports.c
    query: Any = select(r.seq, r.sort_day)
    query = _window(query, filters, r.sort_day)
    if filters.outlet:
        query = query.where(r.outlet_key.in_([fold(part).strip() for part in split(filters.outlet)]))
    if filters.query:
        query = query.where(search.matching(conn, "report", filters.query, r.seq))
    asked = _record_conditions(conn, filters)
    if asked:
        telling: Any = select(records.c.report_seq).where(*asked)
        if not filters.actor:  # whose records are found by their keys; every other index begins with the kind
            telling = telling.where(records.c.kind.in_(KINDS))
        query = query.where(r.seq.in_(telling))
    total = _total(conn, query)
    newest = (r.sort_day.desc(), r.seq.desc())
    shown = _paged(query.order_by(*newest), page).subquery()
    counted = select(func.count()).where(records.c.report_seq == r.seq).scalar_subquery()
    columns = select(*(column for column in reports.c if column.name not in HEAVY), counted.label("records"))
    rows = conn.execute(columns.join(shown, shown.c.seq == r.seq).order_by(*newest))
    return Reports([as_report_row(row) for row in rows], total)


def as_report_row(row: Any) -> ReportRow:
    """A report's row, with the number of its records, as lists show it."""
    names = [n for n in ReportRow.__struct_fields__ if n not in ("copy", "records")]
    return ReportRow(
        **{n: row._mapping[n] for n in names}, records=row._mapping["records"], copy=row.copy_of is not None
    )


def list_tallies(conn: Connection, filters: Filters, page: Page | None = None) -> Tallies:
    """Tallies by the end of the period they count."""
    rows, total = _list(conn, "tally", filters, page)
    return Tallies([as_tally(row) for row in rows], total)


def list_claims(conn: Connection, filters: Filters, page: Page | None = None) -> Claims:
    """Claims, denials and other statements; ``grade`` is that of the incident a statement is about."""
    rows, total = _list(conn, "statement", filters, page)
    return Claims(_as_claims(conn, rows), total)


def list_constraints(conn: Connection, filters: Filters, page: Page | None = None) -> Constraints:
    """Access constraints in force at any time of the window, at the place or in it."""
    page = page or Page()
    c = constraints.c
    filters.days()
    query = select(c.data).order_by(c.sort_day.desc(), c.id)
    if filters.place:
        query = query.where(containing(conn, constraints, filters.place))
    if filters.type:
        query = query.where(c.type.in_(split(filters.type)))
    if filters.to:
        query = query.where(or_(c.since.is_(None), c.since <= filters.to))
    if filters.from_:
        query = query.where(or_(c.lifted.is_(None), c.lifted >= filters.from_))
        query = query.where(or_(c.until.is_(None), c.until >= filters.from_))
    found = [msgspec.json.decode(row[0], type=Constraint) for row in conn.execute(query)]
    rest = msgspec.structs.replace(filters, from_=None, to=None, place=None, type=None, grade=None)
    asked = _record_conditions(conn, rest) + _report_conditions(conn, rest)
    if asked:
        passing = select(records.c.uid).join(reports, reports.c.seq == records.c.report_seq)
        allowed = set(conn.execute(passing.where(records.c.part == "access", *asked)).scalars())
        found = [f for f in found if any(n.record in allowed for n in f.notices)]
    start = _offset(page)
    return Constraints(found[start : start + page.limit], len(found))


def _as_claims(conn: Connection, rows: list[Any]) -> list[Claim]:
    """Statements with the events they are linked to, looked up for many of them at once."""
    return [claim for at in range(0, len(rows), CHUNK) for claim in _some_claims(conn, rows[at : at + CHUNK])]


def _some_claims(conn: Connection, rows: list[Any]) -> list[Claim]:
    said = {row.uid: msgspec.json.decode(row.data, type=Record) for row in rows}
    about = _about(conn, rows, said)
    seqs = {found.incident_seq for found in about.values() if found.incident_seq is not None}
    i = incidents.c
    graded = {r.seq: r for r in conn.execute(select(i.seq, i.id, i.grade).where(i.seq.in_(seqs)))}
    alleging = _alleging(conn, seqs)
    return [_claim(row, said[row.uid], about.get(row.uid), graded, alleging) for row in rows]


def _claim(row: Any, record: Record, about: Any, graded: dict[int, Any], alleging: dict[int, set[str]]) -> Claim:
    speaker = next((a for a in record.actors if a.role == "speaker"), None)
    source = record.sources[0] if record.sources else None
    actor = (speaker.actor if speaker else None) or (source.actor if source else None)
    who = (speaker.label if speaker else None) or (source.name if source else None) or actor
    seq = about.incident_seq if about else None
    incident = graded.get(seq) if seq is not None else None
    return Claim(
        record=row.uid, type=record.type, who=who, actor=actor, report=row.id, outlet=row.outlet,
        published=row.published, about=about.uid if about else None, incident=incident.id if incident else None,
        grade=incident.grade if incident else None, alleged_by=sorted(alleging.get(incident.seq, ())) if incident else [],
    )  # fmt: skip


def _about(conn: Connection, rows: list[Any], said: dict[str, Record]) -> dict[str, Any]:
    """Statement -> the record of an incident, in its own report, that it is linked to."""
    c = records.c
    # The kind is looked at here: as a condition it would have SQLite walk the index of all incidents.
    query = select(c.report_seq, c.rid, c.kind, c.uid, c.incident_seq)
    told = conn.execute(query.where(c.report_seq.in_({row.report_seq for row in rows})))
    events = {(r.report_seq, r.rid): r for r in told if r.kind == "incident"}
    found: dict[str, Any] = {}
    for row in rows:
        linked = [
            events[row.report_seq, link.to] for link in said[row.uid].links if (row.report_seq, link.to) in events
        ]
        if linked:
            found[row.uid] = linked[0]
    return found


def _alleging(conn: Connection, seqs: set[int]) -> dict[int, set[str]]:
    """Incident -> the reports that tell it as having happened."""
    c = records.c
    query = select(c.incident_seq, reports.c.id).join(reports, c.report_seq == reports.c.seq)
    found: dict[int, set[str]] = {}
    for seq, report in conn.execute(query.where(c.incident_seq.in_(seqs), c.part == "member")):
        found.setdefault(seq, set()).add(report)
    return found


def _list(conn: Connection, kind: str, filters: Filters, page: Page | None) -> tuple[list[Any], int]:
    """Records of a kind: their keys by an index alone, then the rows of one page."""
    c, r = records.c, reports.c
    chosen: Any = select(c.sort_day, c.uid).where(c.kind == kind, *_record_conditions(conn, filters))
    asked = _report_conditions(conn, filters)
    if asked:
        chosen = chosen.where(c.report_seq.in_(select(r.seq).where(*asked)))
    chosen = _window(chosen, filters, c.sort_day)
    graded = filters.grades()
    if kind == "statement" and graded:
        ranks = [GRADES.index(grade) for grade in graded]
        about = records.alias("about")
        rated = select(incidents.c.seq).where(incidents.c.grade_rank.in_(ranks))
        chosen = chosen.where(c.report_seq.in_(select(about.c.report_seq).where(about.c.incident_seq.in_(rated))))
    total = _total(conn, chosen)
    newest = (c.sort_day.desc(), c.uid.desc())
    shown = _paged(chosen.order_by(*newest), page).subquery()
    query = select(c.uid, c.data, c.state, c.sort_day, c.report_seq, r.id, r.outlet, r.published)
    query = query.join(shown, shown.c.uid == c.uid).join(reports, r.seq == c.report_seq)
    return list(conn.execute(query.order_by(*newest))), total


def _record_conditions(conn: Connection, filters: Filters) -> list[Any]:
    c = records.c
    found: list[Any] = []
    if filters.place:
        found.append(within(conn, records, filters.place))
    if filters.type:
        found.append(c.type.in_(split(filters.type)))
    if filters.factuality:
        found.append(c.factuality.in_(split(filters.factuality)))
    if filters.victim:
        found.append(or_(*(c.victims.contains(f" {part} ", autoescape=True) for part in split(filters.victim))))
    if filters.actor:
        found.append(or_(*(_acts(part) for part in split(filters.actor))))
    return found


def _acts(part: str) -> Any:
    """A record in which the actor has a role: any, or the one before the colon."""
    role, _, actor = part.rpartition(":")
    named = select(record_actors.c.uid).where(record_actors.c.actor == actor)
    return records.c.uid.in_(named.where(record_actors.c.role == role) if role else named)


def _report_conditions(conn: Connection, filters: Filters) -> list[Any]:
    found: list[Any] = []
    if filters.outlet:
        found.append(reports.c.outlet_key.in_([fold(part).strip() for part in split(filters.outlet)]))
    if filters.query:
        found.append(search.matching(conn, "report", filters.query, reports.c.seq))
    return found


def _window(query: Any, filters: Filters, day: Any) -> Any:
    low, high = filters.days()
    filters.grades()
    query = query.where(day >= low) if low is not None else query
    return query.where(day <= high) if high is not None else query


def _total(conn: Connection, query: Any) -> int:
    return int(conn.execute(select(func.count()).select_from(query.order_by(None).subquery())).scalar_one())


def _paged(query: Any, page: Page | None) -> Any:
    page = page or Page()
    return query.limit(page.limit).offset(_offset(page))


def _offset(page: Page) -> int:
    """These lists are paged by offset: a cursor of theirs is the offset as text."""
    if page.cursor is None:
        return page.offset
    if not page.cursor.isdigit():
        raise LedgerError(f"cursor {page.cursor}: not one that this list gave")
    return int(page.cursor)
