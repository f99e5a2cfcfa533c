"""What people say of pairs of records: same, different, or a judgement taken back. Rows are only ever added."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import msgspec
from sqlalchemy import Connection, insert, or_, select

from waqai.ledger.filters import LedgerError
from waqai.ledger.review import now
from waqai.ledger.schema import judgements, records

Pair = tuple[str, str]


class Judgement(msgspec.Struct, frozen=True):
    """One verdict on a pair. Rows of one decision share ``batch``; a later ``id`` is a later judgement."""

    id: int
    batch: str
    verb: str
    a: str
    b: str
    by: str
    at: str
    note: str | None


def same(conn: Connection, pairs: list[Pair], by: str, note: str | None = None) -> str:
    """Say that the records of each pair tell one incident; returns the batch's id."""
    return _add(conn, "same", pairs, by, note)


def different(conn: Connection, pairs: list[Pair], by: str, note: str | None = None) -> str:
    """Say that the records of each pair tell two incidents; returns the batch's id."""
    return _add(conn, "different", pairs, by, note)


def retract(conn: Connection, batch: str, by: str, note: str | None = None) -> list[str]:
    """Take a whole batch back, by new rows; returns the records it spoke of."""
    rows = conn.execute(select(judgements).where(judgements.c.batch == batch, judgements.c.verb != "retract")).all()
    if not rows:
        raise LedgerError(f"judgement {batch}: not in this ledger")
    conn.execute(
        insert(judgements),
        [
            {
                "batch": f"{batch}-retracted-{uuid4().hex[:6]}", "verb": "retract", "a": r.a, "b": r.b, "by": by,
                "at": now(), "note": note, "retracts": r.id,
            }
            for r in rows
        ],
    )  # fmt: skip
    return sorted({uid for r in rows for uid in (r.a, r.b)})


def partners(conn: Connection, uids: list[str]) -> set[str]:
    """Records that a judgement speaks of together with one of these."""
    query = select(judgements.c.a, judgements.c.b).where(or_(judgements.c.a.in_(uids), judgements.c.b.in_(uids)))
    return {uid for row in conn.execute(query) for uid in row}


def active(conn: Connection, uids: list[str]) -> list[Judgement]:
    """The verdicts in force on pairs that touch these records, oldest first."""
    rows: list[Any] = []
    for at in range(0, len(uids), 400):
        part = uids[at : at + 400]
        rows += conn.execute(select(judgements).where(or_(judgements.c.a.in_(part), judgements.c.b.in_(part))))
    unique = {r.id: r for r in rows}
    taken_back = {r.retracts for r in unique.values() if r.retracts is not None}
    kept = [r for _, r in sorted(unique.items()) if r.verb != "retract" and r.id not in taken_back]
    return [Judgement(r.id, r.batch, r.verb, r.a, r.b, r.by, r.at, r.note) for r in kept]


def settle(verdicts: list[Judgement], present: set[str]) -> tuple[set[Pair], list[Pair]]:
    """Pairs to keep apart and pairs to join, the later verdict on a pair winning over the earlier.

    A join is left out when it would bring together a pair that a *later* verdict tells apart.
    """
    verdict_of = {(v.a, v.b): v for v in verdicts if v.a in present and v.b in present}
    apart = {pair: v.id for pair, v in verdict_of.items() if v.verb == "different"}
    joins = sorted((v for v in verdict_of.values() if v.verb == "same"), key=lambda v: -v.id)
    groups = {uid: {uid} for uid in present}
    kept: list[Pair] = []
    for join in joins:
        one, two = groups[join.a], groups[join.b]
        crossing = (apart.get((min(a, b), max(a, b)), 0) for a in one for b in two)
        if one is not two and max(crossing, default=0) > join.id:
            continue
        kept.append((join.a, join.b))
        joined = one | two
        groups.update(dict.fromkeys(joined, joined))
    held = {p for p in apart if groups[p[0]] is not groups[p[1]]}
    return held, kept


def _add(conn: Connection, verb: str, pairs: list[Pair], by: str, note: str | None) -> str:
    if not by.strip():
        raise LedgerError("a judgement needs the name of who made it")
    uids = sorted({uid for pair in pairs for uid in pair})
    known = set(
        conn.execute(select(records.c.uid).where(records.c.uid.in_(uids), records.c.part == "member")).scalars()
    )
    missing = [uid for uid in uids if uid not in known]
    if missing:
        raise LedgerError(f"record {missing[0]}: not in this ledger, or no part of an incident")
    batch, at = uuid4().hex[:12], now()
    rows = [
        {"batch": batch, "verb": verb, "a": min(p), "b": max(p), "by": by, "at": at, "note": note, "retracts": None}
        for p in sorted(set(pairs))
        if p[0] != p[1]
    ]
    if not rows:
        raise LedgerError("a judgement needs two different records")
    conn.execute(insert(judgements), rows)
    return batch
