"""One thing of the ledger, whole: an incident with its pairs, a report with its runs, a record with its history."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import Connection, and_, func, or_, select

from waqai.ledger import judgements as judged
from waqai.ledger import review
from waqai.ledger.access import Constraint
from waqai.ledger.catalogue import ReportRow, as_report_row
from waqai.ledger.copies import NO_OUTLET
from waqai.ledger.features import Reason
from waqai.ledger.filters import LedgerError, Page
from waqai.ledger.parts import Incident
from waqai.ledger.schema import (
    constraints,
    edges,
    facets,
    incident_aliases,
    incident_details,
    incidents,
    records,
    reports,
    runs,
    sightings,
)
from waqai.model import CodedReport, Record


class PairView(msgspec.Struct, frozen=True):
    """Two records scored as one incident: how likely, and why; ``incidents`` are where each is now."""

    a: str
    b: str
    score: float
    automatic: bool
    reasons: list[Reason]
    incidents: tuple[str | None, str | None]


class Related(msgspec.Struct, frozen=True):
    """Another incident that a report ties to this one: ``part_of``, ``caused_by``, ``includes`` …"""

    rel: str
    incident: str
    record: str


class IncidentView(msgspec.Struct, frozen=True):
    """An incident with the pairs that joined it, what else might belong to it, and what people decided."""

    incident: Incident
    pairs: list[PairView]
    suggestions: list[PairView]
    related: list[Related]
    judgements: list[judged.Judgement]


class Run(msgspec.Struct, frozen=True):
    """One coding of a report; the ``current`` one is what the ledger reads."""

    id: int
    fingerprint: str
    created_at: str
    current: bool
    records: int


class Sighting(msgspec.Struct, frozen=True):
    """An address the same text was met at."""

    source: str
    url: str | None
    outlet: str | None
    published: str | None
    retrieved_at: str


class RecordView(msgspec.Struct, frozen=True):
    """A record as it stands, as the machine first gave it, and every decision between the two."""

    uid: str
    report: str
    record: Record
    initial: Record | None
    state: str
    part: str
    incident: str | None
    history: list[review.Decision]


class ReportView(msgspec.Struct, frozen=True):
    """A report with its exact text, its runs, where it was met, and its records."""

    report: ReportRow
    text: str
    runs: list[Run]
    sightings: list[Sighting]
    records: list[RecordView]


class Stats(msgspec.Struct, frozen=True):
    """What a ledger holds."""

    reports: int
    outlets: int
    copies: int
    runs: int
    records: dict[str, int]
    incidents: int
    killed: int
    grades: dict[str, int]
    states: dict[str, int]
    constraints: int
    suggestions: int
    first_day: str | None
    last_day: str | None


Shown = IncidentView | ReportView | RecordView | Constraint


def show(conn: Connection, id_: str) -> Shown:
    """Whatever has this id: an incident, a report (8 or more characters of its hash), a record, a constraint."""
    if "." in id_:
        return show_record(conn, id_)
    if id_.startswith("i"):
        return show_incident(conn, id_)
    row = conn.execute(select(constraints.c.data).where(constraints.c.id == id_)).first()
    if row is not None:
        return msgspec.json.decode(row[0], type=Constraint)
    return show_report(conn, id_)


def incident_seq(conn: Connection, id_: str) -> int:
    """Where an incident id leads now, old ids included; raises LedgerError when nowhere."""
    seq = conn.execute(select(incidents.c.seq).where(incidents.c.id == id_)).scalar()
    if seq is None:
        old = (
            select(records.c.incident_seq)
            .join(incident_aliases, incident_aliases.c.uid == records.c.uid)
            .where(incident_aliases.c.old_id == id_)
        )
        seq = conn.execute(old).scalar()
    if seq is None:
        raise LedgerError(f"incident {id_}: not in this ledger")
    return int(seq)


def show_incident(conn: Connection, id_: str) -> IncidentView:
    """An incident by its id, or by one that it had before a merge."""
    seq = incident_seq(conn, id_)
    data = conn.execute(select(incident_details.c.data).where(incident_details.c.seq == seq)).scalar_one()
    incident = msgspec.json.decode(data, type=Incident)
    uids = {m.record for m in incident.members}
    pairs = _pairs(conn, or_(edges.c.a.in_(uids), edges.c.b.in_(uids)))
    inside = [p for p in pairs if p.a in uids and p.b in uids]
    outside = [p for p in pairs if p not in inside and None not in p.incidents and not _denies(incident, p)]
    return IncidentView(incident, inside, outside, _related(conn, seq, incident), judged.active(conn, sorted(uids)))


def show_record(conn: Connection, uid: str) -> RecordView:
    """A record by its ledger id; raises LedgerError when there is none."""
    columns = select(records, reports.c.id.label("report_id"), reports.c.run_id)
    row = conn.execute(columns.join(reports, reports.c.seq == records.c.report_seq).where(records.c.uid == uid)).first()
    if row is None:
        raise LedgerError(f"record {uid}: not in this ledger")
    return _record(conn, row, review.history(conn, uid), _coded(conn, row.run_id))


def show_report(conn: Connection, id_: str) -> ReportView:
    """A report by its id or the first 8 or more characters of it; raises LedgerError when none or several fit."""
    row = _report_row(conn, id_)
    made = review.histories(conn, row.id)
    coded = _coded(conn, row.run_id)
    c = records.c
    query = select(records, reports.c.id.label("report_id")).join(reports, reports.c.seq == c.report_seq)
    told = [
        _record(conn, r, made.get(r.uid, []), coded)
        for r in conn.execute(query.where(c.report_seq == row.seq).order_by(c.uid))
    ]
    told.sort(key=lambda view: view.record.trigger.start)
    seen = conn.execute(select(sightings).where(sightings.c.report_id == row.id).order_by("retrieved_at", "source"))
    names = Sighting.__struct_fields__
    return ReportView(
        as_report_row(row), row.text or "", _runs(conn, row), [Sighting(*(s._mapping[n] for n in names)) for s in seen],
        told,
    )  # fmt: skip


def suggestions(conn: Connection, page: Page | None = None) -> list[PairView]:
    """Pairs in two incidents that may be one, likeliest first."""
    page = page or Page()
    one, two = records.alias("one"), records.alias("two")
    query = (
        select(edges, one.c.incident_seq.label("seq_a"), two.c.incident_seq.label("seq_b"))
        .join(one, one.c.uid == edges.c.a)
        .join(two, two.c.uid == edges.c.b)
        .where(one.c.part == "member", two.c.part == "member", one.c.incident_seq != two.c.incident_seq)
        .order_by(edges.c.score.desc(), edges.c.a, edges.c.b)
    )
    rows = conn.execute(query.limit(page.limit).offset(page.offset)).all()
    return _as_pairs(conn, list(rows))


def stats(conn: Connection) -> Stats:
    """Counts over the whole ledger."""

    def one(query: Any) -> Any:
        return conn.execute(query).scalar_one()

    r, i, f = reports.c, incidents.c, facets.c
    everything = select(func.coalesce(func.sum(f.n), 0), func.coalesce(func.sum(f.killed), 0))
    n, killed = conn.execute(everything.where(f.dim1 == "all", f.dim2 == "all")).one()
    graded = (
        select(f.value2, func.sum(f.n)).where(f.dim1 == "all", f.dim2 == "grade").group_by(f.value2).order_by(f.value2)
    )
    days = conn.execute(select(func.min(i.date_start), func.max(i.date_end))).one()
    kinds = select(records.c.kind, func.count()).group_by(records.c.kind).order_by(records.c.kind)
    states = select(records.c.state, func.count()).group_by(records.c.state).order_by(records.c.state)
    return Stats(
        reports=one(select(func.count()).select_from(reports)), outlets=one(select(func.count(r.outlet_key.distinct())).where(r.outlet_key.not_like(f"{NO_OUTLET}%"))),
        copies=one(select(func.count()).where(r.copy_of.is_not(None))),
        runs=one(select(func.count()).select_from(runs)), records={kind: n_ for kind, n_ in conn.execute(kinds) if n_},
        incidents=n, killed=killed, grades={g: c for g, c in conn.execute(graded) if c},
        states={state: n_ for state, n_ in conn.execute(states) if n_}, constraints=one(select(func.count()).select_from(constraints)),
        suggestions=one(select(func.count()).where(edges.c.automatic.is_(False))), first_day=days[0], last_day=days[1],
    )  # fmt: skip


def _denies(incident: Incident, pair: PairView) -> bool:
    denied = {voice.record for voice in incident.voices}
    return bool({pair.a, pair.b} & denied)


def _pairs(conn: Connection, condition: Any) -> list[PairView]:
    one, two = records.alias("one"), records.alias("two")
    query = (
        select(edges, one.c.incident_seq.label("seq_a"), two.c.incident_seq.label("seq_b"))
        .join(one, one.c.uid == edges.c.a)
        .join(two, two.c.uid == edges.c.b)
        .where(condition, and_(one.c.part == "member", two.c.part == "member"))
        .order_by(edges.c.score.desc(), edges.c.a, edges.c.b)
    )
    return _as_pairs(conn, list(conn.execute(query)))


def _as_pairs(conn: Connection, rows: list[Any]) -> list[PairView]:
    seqs = {seq for r in rows for seq in (r.seq_a, r.seq_b) if seq is not None}
    found = conn.execute(select(incidents.c.seq, incidents.c.id).where(incidents.c.seq.in_(seqs)))
    ids = {row.seq: row.id for row in found}
    return [
        PairView(
            r.a, r.b, r.score, r.automatic, msgspec.json.decode(r.reasons, type=list[Reason]),
            (ids.get(r.seq_a), ids.get(r.seq_b)),
        )
        for r in rows
    ]  # fmt: skip


def _related(conn: Connection, seq: int, incident: Incident) -> list[Related]:
    """Links that member records have to records of their own report which are in other incidents, both ways."""
    mine = {m.record for m in incident.members}
    seqs = select(records.c.report_seq).where(records.c.incident_seq == seq, records.c.part == "member")
    columns = select(records.c.uid, records.c.rid, records.c.report_seq, records.c.data, incidents.c.id)
    joined = columns.join(incidents, incidents.c.seq == records.c.incident_seq)
    rows = conn.execute(joined.where(records.c.report_seq.in_(seqs), records.c.part == "member")).all()
    where = {(r.report_seq, r.rid): r for r in rows}
    found: set[tuple[str, str, str]] = set()
    for row in rows:
        for link in msgspec.json.decode(row.data, type=Record).links:
            other = where.get((row.report_seq, link.to))
            if other is None or other.id == row.id:
                continue
            if row.uid in mine:
                found.add((link.rel, other.id, other.uid))
            elif other.uid in mine:
                found.add((f"{link.rel} of", row.id, row.uid))
    return [Related(*item) for item in sorted(found)]


def _report_row(conn: Connection, id_: str) -> Any:
    if len(id_) < 8:
        raise LedgerError(f"{id_}: no incident, record or constraint; a report needs 8 characters of its id")
    counted = select(func.count()).where(records.c.report_seq == reports.c.seq).scalar_subquery()
    query = select(reports, counted.label("records")).where(reports.c.id.between(id_, id_ + "g"))
    rows = conn.execute(query.limit(2)).all()
    if len(rows) != 1:
        raise LedgerError(f"{id_}: {'several reports begin so' if rows else 'not in this ledger'}")
    return rows[0]


def _coded(conn: Connection, run_id: int | None) -> CodedReport | None:
    data = conn.execute(select(runs.c.coded).where(runs.c.id == run_id)).scalar()
    return msgspec.json.decode(data, type=CodedReport) if data else None


def _record(conn: Connection, row: Any, made: list[review.Decision], coded: CodedReport | None) -> RecordView:
    ids = select(incidents.c.id).where(incidents.c.seq == row.incident_seq)
    initial = next((r for r in coded.records if r.id == row.rid), None) if coded else None
    return RecordView(
        row.uid, row.report_id, msgspec.json.decode(row.data, type=Record), initial, row.state, row.part,
        conn.execute(ids).scalar() if row.incident_seq is not None else None, made,
    )  # fmt: skip


def _runs(conn: Connection, report: Any) -> list[Run]:
    found = conn.execute(select(runs).where(runs.c.report_id == report.id).order_by(runs.c.id))
    return [
        Run(r.id, r.fingerprint, r.created_at, r.id == report.run_id, len(msgspec.json.decode(r.coded, type=CodedReport).records))
        for r in found
    ]  # fmt: skip
