"""What people decide about records: rows that are only ever added, over machine output that is never changed.

A record starts ``machine-coded``; ``start`` brings it ``in_review``, ``accept``, ``correct``, ``reject`` and ``add``
make it ``reviewed``, ``finalise`` closes it, ``reopen`` brings it back. ``comment`` changes nothing. ``discount``
and ``restore`` are about the incident that a record founds.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, insert, select

from waqai.ledger.filters import LedgerError
from waqai.ledger.rows import report_prefix
from waqai.ledger.schema import decisions, records, reports
from waqai.model import Record

STATES = ("machine-coded", "in_review", "reviewed", "finalised")
REVIEWS = frozenset({"accept", "correct", "reject", "add"})
# action -> (states it may be taken in, state after it; None keeps the state)
MACHINE: dict[str, tuple[tuple[str, ...], str | None]] = {
    "start": (("machine-coded",), "in_review"),
    "accept": (STATES[:3], "reviewed"),
    "correct": (STATES[:3], "reviewed"),
    "reject": (STATES[:3], "reviewed"),
    "add": (STATES[:1], "reviewed"),
    "finalise": (("reviewed",), "finalised"),
    "reopen": (("reviewed", "finalised"), "in_review"),
    "comment": (STATES, None),
    "discount": (STATES, None),
    "restore": (STATES, None),
}
PROTECTED = frozenset({"id", "kind", "trigger", "evidence", "origin", "why", "proposed"})


class Decision(msgspec.Struct, frozen=True):
    """One row of a record's history. ``old`` and ``new`` are the field's values as JSON."""

    id: int
    uid: str
    action: str
    field: str | None
    old: msgspec.Raw | None
    new: msgspec.Raw | None
    by: str
    at: str
    note: str | None


class Standing(msgspec.Struct, frozen=True):
    """A record after review: as it stands, where it is in the process, and whether it was rejected."""

    record: Record
    state: str
    rejected: bool


def now() -> str:
    """The time as ISO 8601 in UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def history(conn: Connection, uid: str) -> list[Decision]:
    """Every decision about a record, oldest first."""
    rows = conn.execute(select(decisions).where(decisions.c.uid == uid).order_by(decisions.c.id))
    return [_decision(row) for row in rows]


def histories(conn: Connection, report_id: str) -> dict[str, list[Decision]]:
    """Every decision about the records of a report, by record."""
    query = select(decisions).where(decisions.c.report_id == report_id).order_by(decisions.c.id)
    found: dict[str, list[Decision]] = {}
    for row in conn.execute(query):
        found.setdefault(row.uid, []).append(_decision(row))
    return found


def standing(record: Record, made: list[Decision]) -> Standing:
    """The machine's record with a person's decisions applied in order."""
    state, rejected = STATES[0], False
    for decision in made:
        state = MACHINE[decision.action][1] or state
        if decision.action in ("accept", "reject"):
            rejected = decision.action == "reject"
        if decision.action == "accept":
            record = msgspec.structs.replace(record, proposed=False)
        elif decision.action == "correct" and decision.new is not None:
            record = corrected(record, decision.field or "", json.loads(bytes(decision.new)))
    return Standing(record, state, rejected)


def corrected(record: Record, path: str, value: Any) -> Record:
    """A record with one field set. ``path`` is dotted, list places are numbers (``casualties.0.low``).

    Raises LedgerError when the field does not exist, may not be corrected, or cannot hold the value.
    """
    data = msgspec.to_builtins(record)
    steps = path.split(".")
    if steps[0] in PROTECTED or steps[0] not in data:
        raise LedgerError(f"field {path}: cannot be corrected")
    holder = data
    for step in steps[:-1]:
        holder = _into(holder, step, path)
    _into(holder, steps[-1], path)
    holder[int(steps[-1]) if isinstance(holder, list) else steps[-1]] = value
    try:
        fixed = msgspec.convert(data, Record, strict=True)
    except msgspec.ValidationError as error:
        raise LedgerError(f"field {path}: {error}") from error
    return msgspec.structs.replace(fixed, counts=_counts(fixed)) if steps[0] == "factuality" else fixed


def decide(
    conn: Connection, uid: str, action: str, by: str, *, field: str | None = None, value: Any = None,
    note: str | None = None, at: str | None = None,
) -> Standing:  # fmt: skip
    """Add one decision about a record and return how the record now stands.

    The caller then calls ``refresh`` (see ``waqai.ledger.store``) so that incidents follow, and commits.
    Raises LedgerError for an unknown record or action, a state that does not allow it, or a bad value.
    """
    if action not in MACHINE or action == "add":
        raise LedgerError(f"action {action}: not one of {', '.join(a for a in MACHINE if a != 'add')}")
    found = conn.execute(select(records.c.data, records.c.state).where(records.c.uid == uid)).first()
    if found is None:
        raise LedgerError(f"record {uid}: not in this ledger")
    if found.state not in MACHINE[action][0]:
        raise LedgerError(f"record {uid}: is {found.state}, so it cannot be given `{action}`")
    if not by.strip():
        raise LedgerError("a decision needs the name of who made it")
    record = msgspec.json.decode(found.data, type=Record)
    old = new = None
    if action == "correct":
        corrected(record, field or "", value)
        old, new = value_at(record, field or ""), value
    conn.execute(
        insert(decisions).values(
            report_id=report_of(conn, uid), uid=uid, action=action, field=field, by=by, at=at or now(), note=note,
            old=None if action != "correct" else json.dumps(old, ensure_ascii=False),
            new=None if action != "correct" else json.dumps(new, ensure_ascii=False),
        )
    )  # fmt: skip
    after = standing(record, history(conn, uid)[-1:])
    return msgspec.structs.replace(after, state=MACHINE[action][1] or found.state)


def value_at(record: Record, path: str) -> Any:
    """The value of a dotted path in a record, as plain JSON values; raises LedgerError where there is none."""
    value: Any = msgspec.to_builtins(record)
    for step in path.split("."):
        value = _into(value, step, path)
    return value


def report_of(conn: Connection, uid: str) -> str:
    """The full id of the report that a record belongs to; raises LedgerError when there is none."""
    prefix = report_prefix(uid)
    found = conn.execute(select(reports.c.id).where(reports.c.id.between(prefix, prefix + "g"))).scalar()
    if found is None:
        raise LedgerError(f"record {uid}: not in this ledger")
    return str(found)


def _counts(record: Record) -> bool:
    return record.kind in ("incident", "access") and record.factuality in ("asserted", "alleged")


def _into(holder: Any, step: str, path: str) -> Any:
    try:
        return holder[int(step)] if isinstance(holder, list) else holder[step]
    except (KeyError, IndexError, ValueError, TypeError) as error:
        raise LedgerError(f"field {path}: there is no {step}") from error


def _decision(row: Any) -> Decision:
    old = msgspec.Raw(row.old.encode()) if row.old is not None else None
    new = msgspec.Raw(row.new.encode()) if row.new is not None else None
    return Decision(row.id, row.uid, row.action, row.field, old, new, row.by, row.at, row.note)
