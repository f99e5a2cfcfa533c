"""Reviewed reports as gold files, so that what people correct becomes what the coder is tested on."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import Connection, select

from waqai.ledger.filters import LedgerError
from waqai.ledger.schema import decisions, records, reports
from waqai.model import Record

DONE = ("reviewed", "finalised")
LEFT_OUT = frozenset({"id", "why", "origin", "proposed", "initiator_status", "other_places"})


def reviewed_reports(conn: Connection) -> list[str]:
    """The ids of the reports whose every record was reviewed, oldest first."""
    open_ = select(records.c.report_seq).where(records.c.state.not_in(DONE))
    some = select(records.c.report_seq).where(records.c.state.in_(DONE))
    query = select(reports.c.id).where(reports.c.seq.in_(some), reports.c.seq.not_in(open_))
    return list(conn.execute(query.order_by(reports.c.seq)).scalars())


def gold(conn: Connection, report_id: str) -> tuple[str, dict[str, Any]]:
    """A reviewed report as (its text, its gold): rejected records are not in it, the others must be found."""
    head = conn.execute(select(reports).where(reports.c.id == report_id)).first()
    if head is None or head.text is None:
        raise LedgerError(f"report {report_id}: not in this ledger, or forgotten")
    rejected = _rejected(conn, report_id)
    rows = conn.execute(select(records).where(records.c.report_seq == head.seq, records.c.state.in_(DONE))).all()
    kept = [msgspec.json.decode(r.data, type=Record) for r in rows if r.uid not in rejected]
    kept.sort(key=lambda record: record.trigger.start)
    names = {record.id: f"g{n}" for n, record in enumerate(kept, 1)}
    return head.text, {
        "file": f"{report_id[:16]}.txt",
        "published": head.published,
        "outlet": head.outlet,
        "records": [_gold(record, names) for record in kept],
    }


def _rejected(conn: Connection, report_id: str) -> set[str]:
    query = select(decisions.c.uid, decisions.c.action).where(
        decisions.c.report_id == report_id, decisions.c.action.in_(("accept", "reject"))
    )
    last = {row.uid: row.action for row in conn.execute(query.order_by(decisions.c.id))}
    return {uid for uid, action in last.items() if action == "reject"}


def _gold(record: Record, names: dict[str, str]) -> dict[str, Any]:
    data = {k: v for k, v in msgspec.to_builtins(record).items() if k not in LEFT_OUT}
    data["links"] = [link | {"to": names[link["to"]]} for link in data["links"] if link["to"] in names]
    for actor in data["actors"]:
        actor.pop("candidates")
    if data["place"]:
        data["place"].pop("candidates")
    return {"id": names[record.id], "must": True, "note": None, **data}
