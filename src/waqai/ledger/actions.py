"""What people do to incidents and records, each followed by the incidents that must be worked out again."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import Connection, insert, select

from waqai.ledger import judgements, resolve, review
from waqai.ledger.filters import LedgerError
from waqai.ledger.schema import audit, records
from waqai.ledger.store import add_record, refresh
from waqai.ledger.views import incident_seq
from waqai.model import Record


class Judged(msgspec.Struct, frozen=True):
    """A judgement made (its batch takes it back) and the incidents that it touched."""

    batch: str
    incidents: list[str]


def merge(conn: Connection, incidents: list[str], by: str, note: str | None = None) -> Judged:
    """Say that these incidents are one; it is named after the one whose record came in first."""
    if len(set(incidents)) < 2:
        raise LedgerError("merge needs two different incidents")
    groups = [_members(conn, id_) for id_ in dict.fromkeys(incidents)]
    pairs = [(groups[0][0], group[0]) for group in groups[1:]]
    # One pair would be undone by an older "different" of another pair: every pair across is said to be the same.
    pairs += [(a, b) for n, one in enumerate(groups) for two in groups[n + 1 :] for a in one for b in two]
    return _judged(conn, judgements.same(conn, pairs, by, note), [uid for group in groups for uid in group])


def confirm(conn: Connection, incident: str, by: str, note: str | None = None) -> Judged:
    """Say that the records of an incident belong together, whatever later scores say."""
    members = _members(conn, incident)
    if len(members) < 2:
        raise LedgerError(f"incident {incident}: has one record, so there is nothing to confirm")
    pairs = [(a, b) for n, a in enumerate(members) for b in members[n + 1 :]]
    return _judged(conn, judgements.same(conn, pairs, by, note), members)


def split(conn: Connection, incident: str, uids: list[str], by: str, note: str | None = None) -> Judged:
    """Say that these records of an incident are another incident."""
    members = _members(conn, incident)
    stray = [uid for uid in uids if uid not in members]
    if stray or not uids:
        raise LedgerError(f"incident {incident}: has no record {stray[0] if stray else '(none given)'}")
    rest = [uid for uid in members if uid not in uids]
    if not rest:
        raise LedgerError(f"incident {incident}: a split must leave a record behind")
    pairs = [(a, b) for a in uids for b in rest]
    return _judged(conn, judgements.different(conn, pairs, by, note), members)


def judge_pair(conn: Connection, a: str, b: str, same: bool, by: str, note: str | None = None) -> Judged:
    """Answer a suggestion: these two records tell one incident, or two."""
    say = judgements.same if same else judgements.different
    return _judged(conn, say(conn, [(a, b)], by, note), [a, b])


def retract(conn: Connection, batch: str, by: str, note: str | None = None) -> Judged:
    """Take a judgement back; the scores decide again."""
    return _judged(conn, batch, judgements.retract(conn, batch, by, note))


def decide(
    conn: Connection, uid: str, action: str, by: str, *, field: str | None = None, value: Any = None,
    note: str | None = None,
) -> list[str]:  # fmt: skip
    """Make a decision about a record (see ``waqai.ledger.review``); returns the incidents it touched."""
    review.decide(conn, uid, action, by, field=field, value=value, note=note)
    return refresh(conn, review.report_of(conn, uid))


def add(conn: Connection, report_id: str, record: Record, by: str, note: str | None = None) -> str:
    """Add a record that the machine missed; returns its ledger id."""
    uid = add_record(conn, report_id, record, by, note)
    refresh(conn, report_id)
    return uid


def decide_incident(conn: Connection, incident: str, action: str, by: str, note: str | None = None) -> list[str]:
    """``discount`` an incident, or ``restore`` it: the decision is about its founding record."""
    if action not in ("discount", "restore"):
        raise LedgerError(f"action {action}: an incident is discounted or restored")
    return decide(conn, _members(conn, incident)[0], action, by, note=note)


def log(conn: Connection, by: str, action: str, detail: str) -> None:
    """Write what must be known later, such as an ``--internal`` export, into the audit log."""
    conn.execute(insert(audit).values(at=review.now(), by=by, action=action, detail=detail))


def _members(conn: Connection, incident: str) -> list[str]:
    seq = incident_seq(conn, incident)
    query = select(records.c.uid).where(records.c.incident_seq == seq, records.c.part == "member")
    return list(conn.execute(query.order_by(records.c.report_seq, records.c.uid)).scalars())


def _judged(conn: Connection, batch: str, uids: list[str]) -> Judged:
    return Judged(batch, resolve.recompute(conn, uids, set()))
