"""Who denies an incident, who claims it, and what people decided of it as a whole."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import Connection, func, or_, select

from waqai.ledger.copies import origin_keys
from waqai.ledger.parts import Told, Voice
from waqai.ledger.schema import decisions, edges, judgements, records, reports
from waqai.ledger.tolls import revises
from waqai.model import Record, ReportHead
from waqai.text.normalize import fold

DENIED_AT = 0.5  # how alike a denied event and an incident must be for the denial to be of it
STATEMENTS = ("denial", "claim")


def as_told(row: Any, head: Any) -> Told:
    """A record row with the head of its report, as the makers of incidents take it."""
    record = msgspec.json.decode(row.data, type=Record)
    return Told(
        uid=row.uid, record=record, report_seq=row.report_seq, report_id=head.id, outlet=head.outlet,
        outlet_key=head.outlet_key or "", published=head.published, copy_of=head.copy_of,
        origins=origin_keys(record.sources, _head(head)), state=row.state, revises=revises(record.evidence.text),
        coded_at=head.created_at or "",
    )  # fmt: skip


def of_clusters(
    conn: Connection, clusters: list[list[str]], told_by: dict[str, Told], denied_too: bool = True
) -> list[list[Voice]]:
    """The denials and claims of each cluster, from statements beside its records and from denied records alike."""
    if not clusters:
        return []
    linked = _statements(conn, told_by)
    denied = _denied(conn, [uid for cluster in clusters for uid in cluster]) if denied_too else {}
    found = []
    for cluster in clusters:
        voices = [v for uid in cluster for v in (*linked.get(uid, []), *denied.get(uid, []))]
        unique = {(v.kind, v.record): v for v in voices}
        found.append([unique[key] for key in sorted(unique)])
    return found


def decided(conn: Connection, uids: list[str]) -> dict[str, str]:
    """Record -> who discounted its incident, where the last such decision was not taken back by ``restore``."""
    query = (
        select(decisions.c.uid, decisions.c.action, decisions.c.by)
        .where(decisions.c.uid.in_(uids), decisions.c.action.in_(("discount", "restore")))
        .order_by(decisions.c.id)
    )
    last = {row.uid: row for row in conn.execute(query)}
    return {uid: row.by for uid, row in last.items() if row.action == "discount"}


def last_said(conn: Connection, told: dict[str, Told]) -> dict[str, str]:
    """When the last fact about each record came: its coding, a decision about it, or a judgement of a pair it is in."""
    found = {uid: t.coded_at for uid, t in told.items()}
    d, j, uids = decisions.c, judgements.c, list(told)
    for at in range(0, len(uids), 400):
        part = uids[at : at + 400]
        for of, when in ((d.uid, d.at), (j.a, j.at), (j.b, j.at)):
            for uid, last in conn.execute(select(of, func.max(when)).where(of.in_(part)).group_by(of)):
                found[uid] = max(found[uid], last)
    return found


def _statements(conn: Connection, told_by: dict[str, Told]) -> dict[str, list[Voice]]:
    """Denials and claims that a report itself links to one of its records."""
    seqs = sorted({t.report_seq for t in told_by.values()})
    ids = {(t.report_seq, t.record.id): t for t in told_by.values()}
    query = select(records.c.uid, records.c.report_seq, records.c.type, records.c.data).where(
        records.c.report_seq.in_(seqs), records.c.part == "voice", records.c.type.in_(STATEMENTS)
    )
    found: dict[str, list[Voice]] = {}
    for row in conn.execute(query):
        record = msgspec.json.decode(row.data, type=Record)
        for link in record.links:
            member = ids.get((row.report_seq, link.to))
            if member is not None:
                found.setdefault(member.uid, []).append(_voice(row.type, row.uid, record, _as_head(member)))
    return found


def _denied(conn: Connection, uids: list[str]) -> dict[str, list[Voice]]:
    """For each member, the denied records that are of it rather than of another incident."""
    best: dict[str, tuple[float, str]] = {}
    for denial, member, p in _denial_edges(conn, uids):
        if p >= DENIED_AT and (p, member) > best.get(denial, (0.0, "")):
            best[denial] = (p, member)
    if not best:
        return {}
    query = (
        select(records.c.uid, records.c.data, reports.c.id, reports.c.outlet, reports.c.outlet_key, reports.c.url)
        .join(reports, reports.c.seq == records.c.report_seq)
        .where(records.c.uid.in_(list(best)))
    )
    found: dict[str, list[Voice]] = {}
    for row in conn.execute(query):
        record = msgspec.json.decode(row.data, type=Record)
        found.setdefault(best[row.uid][1], []).append(_voice("denial", row.uid, record, _head(row)))
    return found


def _denial_edges(conn: Connection, uids: list[str]) -> list[tuple[str, str, float]]:
    """(denied record, member record, score) of every pair that a member of these is in."""
    found: list[tuple[str, str, float]] = []
    for at in range(0, len(uids), 400):
        part = uids[at : at + 400]
        for mine, theirs in ((edges.c.a, edges.c.b), (edges.c.b, edges.c.a)):
            query = (
                select(theirs, mine, edges.c.score)
                .join(records, records.c.uid == theirs)
                .where(mine.in_(part), records.c.part == "denial")
            )
            found += [(row[0], row[1], row[2]) for row in conn.execute(query)]
    return found


def denials_near(conn: Connection, uids: list[str]) -> list[Any]:
    """(uid, incident_seq) of the denied records that share a pair with one of these records."""
    found: list[Any] = []
    columns = select(records.c.uid, records.c.incident_seq).where(records.c.part == "denial")
    for at in range(0, len(uids), 400):
        part = uids[at : at + 400]
        paired = or_(
            records.c.uid.in_(select(edges.c.b).where(edges.c.a.in_(part))),
            records.c.uid.in_(select(edges.c.a).where(edges.c.b.in_(part))),
        )
        found += conn.execute(columns.where(paired))
    return found


def _voice(kind: str, uid: str, record: Record, head: ReportHead) -> Voice:
    """Whose word a denial or claim is: its speaker's, else that of the source that denies, else the outlet's."""
    speaker = next((a for a in record.actors if a.role == "speaker" and (a.actor or a.label)), None)
    source = next((s for s in record.sources if s.stance == "denies"), record.sources[0] if record.sources else None)
    actor = (speaker.actor if speaker else None) or (source.actor if source else None)
    label = (speaker.label if speaker else None) or (source.name if source else None)
    if actor:
        origin = f"actor:{actor}"
    elif speaker and speaker.label:
        origin = f"speaker:{fold(speaker.label).strip()}"
    else:
        origin = origin_keys([source] if source else [], head)[0]
    return Voice(
        kind="claim" if kind == "claim" else "denial", who=actor or label or origin.split(":", 1)[-1], actor=actor,
        origin=origin, report=head.id, record=uid,
    )  # fmt: skip


def _head(row: Any) -> ReportHead:
    """Enough of a report's head for its outlet's key."""
    return ReportHead(row.id, "", None, row.outlet or row.outlet_key, None, None, None, None, 0)


def _as_head(member: Told) -> ReportHead:
    return ReportHead(member.report_id, "", None, member.outlet or member.outlet_key, None, None, None, None, 0)
