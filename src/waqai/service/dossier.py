"""One incident in full: its figures, its sources grouped by origin with their sentences, and what people judged."""

from __future__ import annotations

import json
from typing import Any

import msgspec
from sqlalchemy import Connection, or_, select

from waqai.ledger import judgements as judged
from waqai.ledger import resolve, review, store
from waqai.ledger.filters import LedgerError
from waqai.ledger.lists import IncidentRow, as_row
from waqai.ledger.parts import Incident
from waqai.ledger.schema import edges, incident_aliases, incident_details, incidents, records, reports
from waqai.model import Record
from waqai.service.desk import Desk

CONTEXT = 220  # characters of the report shown on either side of a record's sentence


class Quote(msgspec.Struct, frozen=True):
    """A record's sentence in its report: the text around it, and where in that text sentence and trigger lie."""

    uid: str
    report: str
    outlet: str | None
    title: str | None
    published: str | None
    record: Record
    text: str
    evidence: tuple[int, int]
    trigger: tuple[int, int]
    state: str


class Group(msgspec.Struct, frozen=True):
    """The reports that go back to one original source."""

    names: list[str]
    quotes: list[Quote]


class Suggestion(msgspec.Struct, frozen=True):
    """Another incident that may be this one: the score of the closest pair of records, and its reasons in words."""

    incident: IncidentRow
    score: float
    reasons: list[str]
    mine: str
    theirs: str


class Dossier(msgspec.Struct, frozen=True):
    """Everything the ledger holds of one incident."""

    incident: Incident
    groups: list[Group]
    voices: list[Quote]
    suggestions: list[Suggestion]
    judgements: list[judged.Judgement]


def dossier(desk: Desk, incident_id: str) -> Dossier:
    """An incident by its id, or by an id it had before; raises LedgerError when there is none."""
    with desk.ledger.read() as conn:
        seq = _seq(conn, incident_id)
        data = conn.execute(select(incident_details.c.data).where(incident_details.c.seq == seq)).scalar_one()
        found = msgspec.json.decode(data, type=Incident)
        quotes = _quotes(conn, [m.record for m in found.members])
        groups = [Group(s.names, [q for q in quotes if q.report in s.reports]) for s in found.sources]
        members = [m.record for m in found.members]
        return Dossier(
            found, groups, _quotes(conn, [v.record for v in found.voices]), _suggestions(conn, members, seq),
            judged.active(conn, members),
        )  # fmt: skip


def merge(desk: Desk, one: str, other: str, by: str, note: str | None) -> list[str]:
    """Say that two incidents are one; returns the ids of the incidents touched."""
    with desk.ledger.begin() as conn:
        a, b = _founder(conn, one), _founder(conn, other)
        judged.same(conn, [(a, b)], by, note)
        return resolve.recompute(conn, [a, b], set())


def split(desk: Desk, incident_id: str, apart: list[str], by: str, note: str | None) -> list[str]:
    """Say that these records of an incident tell another one; returns the ids of the incidents touched."""
    with desk.ledger.begin() as conn:
        members = _members(conn, _seq(conn, incident_id))
        leaving = [uid for uid in members if uid in apart]
        staying = [uid for uid in members if uid not in apart]
        if not leaving or not staying:
            raise LedgerError(f"incident {incident_id}: to split it, choose some of its records, not all and not none")
        judged.different(conn, [(a, b) for a in leaving for b in staying], by, note)
        if len(leaving) > 1:
            judged.same(conn, [(leaving[0], uid) for uid in leaving[1:]], by, note)
        return resolve.recompute(conn, members, set())


def tell_apart(desk: Desk, mine: str, theirs: str, by: str, note: str | None) -> list[str]:
    """Say that two records tell different incidents, so that they are no longer suggested as one."""
    with desk.ledger.begin() as conn:
        judged.different(conn, [(mine, theirs)], by, note)
        return resolve.recompute(conn, [mine, theirs], set())


def take_back(desk: Desk, batch: str, by: str, note: str | None) -> list[str]:
    """Take a judgement back; returns the ids of the incidents touched."""
    with desk.ledger.begin() as conn:
        return resolve.recompute(conn, judged.retract(conn, batch, by, note), set())


def discount(desk: Desk, incident_id: str, by: str, note: str | None, *, restore: bool = False) -> None:
    """Decide that an incident does not stand (or stands again); its records stay as they are."""
    with desk.ledger.begin() as conn:
        uid = _founder(conn, incident_id)
        review.decide(conn, uid, "restore" if restore else "discount", by, note=note)
        store.refresh(conn, review.report_of(conn, uid))


def _seq(conn: Connection, incident_id: str) -> int:
    seq = conn.execute(select(incidents.c.seq).where(incidents.c.id == incident_id)).scalar()
    if seq is None:
        uid = select(incident_aliases.c.uid).where(incident_aliases.c.old_id == incident_id).scalar_subquery()
        seq = conn.execute(select(records.c.incident_seq).where(records.c.uid == uid)).scalar()
    if seq is None:
        raise LedgerError(f"incident {incident_id}: not in this ledger")
    return int(seq)


def _members(conn: Connection, seq: int) -> list[str]:
    query = select(records.c.uid).where(records.c.incident_seq == seq, records.c.part == "member")
    return list(conn.execute(query.order_by(records.c.report_seq, records.c.uid)).scalars())


def _founder(conn: Connection, incident_id: str) -> str:
    return _members(conn, _seq(conn, incident_id))[0]


def _quotes(conn: Connection, uids: list[str]) -> list[Quote]:
    r, p = records.c, reports.c
    query = (
        select(r.uid, r.data, r.state, p.id, p.outlet, p.title, p.published, p.text)
        .join(reports, p.seq == r.report_seq)
        .where(r.uid.in_(uids))
    )
    found = {row.uid: _quote(row) for row in conn.execute(query)}
    return [found[uid] for uid in uids if uid in found]


def _quote(row: Any) -> Quote:
    record = msgspec.json.decode(row.data, type=Record)
    text: str = row.text or record.evidence.text
    start = max(0, record.evidence.start - CONTEXT)
    end = min(len(text), record.evidence.end + CONTEXT)
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return Quote(
        row.uid, row.id, row.outlet, row.title, row.published, record, text[start:end],
        (record.evidence.start - start, record.evidence.end - start),
        (record.trigger.start - start, record.trigger.end - start), row.state,
    )  # fmt: skip


def _suggestions(conn: Connection, members: list[str], seq: int) -> list[Suggestion]:
    """Incidents that a pair short of automatic joins to this one, the likeliest first."""
    apart = {frozenset((j.a, j.b)) for j in judged.active(conn, members) if j.verb == "different"}
    query = select(edges).where(or_(edges.c.a.in_(members), edges.c.b.in_(members))).order_by(edges.c.score.desc())
    best: dict[int, tuple[float, list[str], str, str]] = {}
    for edge in conn.execute(query):
        mine, theirs = (edge.a, edge.b) if edge.a in members else (edge.b, edge.a)
        if theirs in members or frozenset((mine, theirs)) in apart:
            continue
        where = (records.c.uid == theirs, records.c.part == "member")
        other = conn.execute(select(records.c.incident_seq).where(*where)).scalar()
        if other is not None and other != seq and other not in best:
            best[other] = (edge.score, _reasons(edge.reasons), mine, theirs)
    rows = {row.seq: as_row(row) for row in conn.execute(select(incidents).where(incidents.c.seq.in_(list(best))))}
    return [Suggestion(rows[other], *said) for other, said in best.items() if other in rows]


def _reasons(packed: str) -> list[str]:
    return [str(reason.get("says") or reason.get("text") or reason) for reason in json.loads(packed)]
