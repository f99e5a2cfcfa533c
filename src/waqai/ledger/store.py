"""Putting reports in: exact snapshot, runs side by side, and the rows that everything else is computed from.

Nothing here commits: the caller's transaction does, once per report or once per batch, and a killed process leaves
whole reports or none.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec
from sqlalchemy import Connection, delete, insert, or_, select, update

from waqai.ledger import resolve, review, search
from waqai.ledger.access import refresh_constraints
from waqai.ledger.copies import band_hashes, find_original, folded_words, outlet_key, pack, signature
from waqai.ledger.engine import upsert
from waqai.ledger.filters import LedgerError
from waqai.ledger.rows import ordinal, row, uids
from waqai.ledger.schema import (
    bands,
    decisions,
    edges,
    places,
    record_actors,
    records,
    reports,
    runs,
    sightings,
    tombstones,
)
from waqai.model import CodedReport, PlaceRef, Record, Report
from waqai.text.normalize import fold

Outcome = Literal["added", "recoded", "sighted", "known", "forgotten"]


class Ingested(msgspec.Struct, frozen=True):
    """What ingesting one report did: ``sighted`` is a known text met at another address, ``known`` is nothing new."""

    report_id: str
    outcome: Outcome
    incidents: list[str] = []


def ingest(conn: Connection, report: Report, coded: CodedReport, fingerprint: str, retrieved_at: str) -> Ingested:
    """Add a report and its coding by the lexicon of ``fingerprint``; safe to repeat.

    The same text is one report however often it is met; each address it is met at is kept. A coding by another
    fingerprint becomes a new run, and the run the ledger reads, beside the old.
    """
    _checked(report, coded)
    head = coded.report
    if conn.execute(select(tombstones.c.by).where(tombstones.c.report_id == head.id)).first():
        return Ingested(head.id, "forgotten")
    seq = conn.execute(select(reports.c.seq).where(reports.c.id == head.id)).scalar()
    new_sighting = _sight(conn, report, head.id, retrieved_at)
    is_new = seq is None
    if seq is None:
        seq = _add_report(conn, report, coded, retrieved_at)
    run_id = _add_run(conn, head.id, coded, fingerprint, retrieved_at)
    if run_id is None:
        return Ingested(head.id, "sighted" if new_sighting else "known")
    conn.execute(update(reports).where(reports.c.seq == seq).values(run_id=run_id))
    incidents = _put_records(conn, seq, coded, fresh=is_new)
    return Ingested(head.id, "added" if is_new else "recoded", incidents)


def refresh(conn: Connection, report_id: str) -> list[str]:
    """Bring a report's rows and incidents up to its current run and decisions; returns the incidents touched."""
    found = conn.execute(
        select(reports.c.seq, runs.c.coded).join(runs, runs.c.id == reports.c.run_id).where(reports.c.id == report_id)
    ).first()
    if found is None:
        raise LedgerError(f"report {report_id}: not in this ledger, or forgotten")
    return _put_records(conn, found.seq, msgspec.json.decode(found.coded, type=CodedReport))


def add_record(conn: Connection, report_id: str, record: Record, by: str, note: str | None = None) -> str:
    """Add a record that a person found and the machine did not; returns its ledger id. Follow with ``refresh``."""
    text = conn.execute(select(reports.c.text).where(reports.c.id == report_id)).scalar()
    if text is None:
        raise LedgerError(f"report {report_id}: not in this ledger, or forgotten")
    for span in (record.trigger, record.evidence):
        if text[span.start : span.end] != span.text:
            raise LedgerError(f"report {report_id}: the text at {span.start}–{span.end} is not {span.text!r}")
    record = msgspec.structs.replace(record, origin="person", proposed=False)
    count = len(review.histories(conn, report_id))
    uid = f"{report_id[:16]}.{record.trigger.start}{record.kind[0]}p{count}"
    conn.execute(
        insert(decisions).values(
            report_id=report_id, uid=uid, action="add", by=by, at=review.now(), note=note,
            new=msgspec.json.encode(record).decode(),
        )
    )  # fmt: skip
    return uid


def remove_rows(conn: Connection, report_seq: int) -> set[int]:
    """Take a report's derived rows out; returns the incidents that they were in."""
    old = conn.execute(select(records.c.uid, records.c.incident_seq).where(records.c.report_seq == report_seq)).all()
    gone = [r.uid for r in old]
    if gone:
        conn.execute(delete(edges).where(or_(edges.c.a.in_(gone), edges.c.b.in_(gone))))
        conn.execute(delete(record_actors).where(record_actors.c.uid.in_(gone)))
        conn.execute(delete(records).where(records.c.report_seq == report_seq))
    return {r.incident_seq for r in old if r.incident_seq is not None}


def _put_records(conn: Connection, seq: int, coded: CodedReport, fresh: bool = False) -> list[str]:
    """Replace a report's rows; a ``fresh`` report has none yet, and no decisions."""
    day = conn.execute(select(reports.c.sort_day).where(reports.c.seq == seq)).scalar_one()
    groups = set() if fresh else access_groups(conn, seq)
    affected = set() if fresh else remove_rows(conn, seq)
    made = {} if fresh else review.histories(conn, coded.report.id)
    known = _records_of(coded, made)
    standings = {uid: review.standing(record, made.get(uid, [])) for uid, record in known.items()}
    rows = [
        row(stands.record, coded.report, seq, uid, day, stands.rejected) | {"state": stands.state}
        for uid, stands in standings.items()
    ]
    if rows:
        conn.execute(insert(records), rows)
    if made:
        states = {stands.state for stands in standings.values()}
        state = states.pop() if len(states) == 1 else "in_review"
        conn.execute(update(reports).where(reports.c.seq == seq).values(state=state))
    _put_actors(conn, standings)
    _put_places(conn, [s.record.place for s in standings.values() if s.record.place])
    told = _told_again(list(standings.values()), {record.id: uid for uid, record in known.items()})
    resolve.link(conn, rows, told)
    if groups or any(built["part"] == "access" for built in rows):
        refresh_constraints(conn, groups | {r["group_key"] for r in rows if r["group_key"]})
    return resolve.recompute(conn, list(standings), affected)


def _records_of(coded: CodedReport, made: dict[str, list[review.Decision]]) -> dict[str, Record]:
    """The run's records and those that people added, by ledger id."""
    ids = uids(coded)
    known = {ids[record.id]: record for record in coded.records}
    for uid, decided in made.items():
        if decided[0].action == "add" and decided[0].new is not None:
            known[uid] = msgspec.json.decode(bytes(decided[0].new), type=Record)
    return known


def access_groups(conn: Connection, seq: int) -> set[str]:
    """The groups of access records (see ``rows.group_key``) that a report speaks of."""
    query = select(records.c.group_key).where(records.c.report_seq == seq, records.c.group_key.is_not(None))
    return set(conn.execute(query).scalars())


def _told_again(standings: list[review.Standing], ids: dict[str, str]) -> list[tuple[str, str]]:
    """Pairs of one report's records that the report itself says are one event."""
    pairs = []
    for stands in standings:
        for link in stands.record.links:
            if link.rel in ("same_as", "updates") and link.to in ids and link.to != stands.record.id:
                pairs.append((ids[stands.record.id], ids[link.to]))
    return pairs


def _checked(report: Report, coded: CodedReport) -> None:
    if coded.report.chars != len(report.text):
        raise LedgerError(f"{report.source}: its coding is of another text ({coded.report.chars} characters)")
    for record in coded.records:
        for span in (record.trigger, record.evidence):
            if report.text[span.start : span.end] != span.text:
                raise LedgerError(f"{report.source}: record {record.id} does not stand on this text")


def _sight(conn: Connection, report: Report, report_id: str, at: str) -> bool:
    where = (sightings.c.report_id == report_id, sightings.c.source == report.source)
    if conn.execute(select(sightings.c.source).where(*where)).first():
        return False
    conn.execute(
        insert(sightings).values(
            report_id=report_id, source=report.source, url=report.url, outlet=report.outlet,
            published=report.published, retrieved_at=at,
        )
    )  # fmt: skip
    return True


def _add_report(conn: Connection, report: Report, coded: CodedReport, at: str) -> int:
    head = coded.report
    hashes = signature(folded_words(report.text))
    statement = insert(reports).values(
        id=head.id, source=report.source, url=head.url, outlet=head.outlet, outlet_key=outlet_key(head),
        title=head.title, published=head.published, published_basis=head.published_basis, language=head.language,
        chars=head.chars, text=report.text, retrieved_at=at,
        sort_day=ordinal(head.published) or date.fromisoformat(at[:10]).toordinal(),
        copy_of=find_original(conn, hashes) if hashes else None, signature=pack(hashes) if hashes else None,
        state=review.STATES[0], forgotten=False,
    )  # fmt: skip
    seq = conn.execute(statement.returning(reports.c.seq)).scalar_one()
    if hashes:
        conn.execute(insert(bands), [{"hash": h, "report_seq": seq} for h in set(band_hashes(hashes))])
    search.put_report(conn, seq, head.title, report.text)
    return int(seq)


def _add_run(conn: Connection, report_id: str, coded: CodedReport, fingerprint: str, at: str) -> int | None:
    where = (runs.c.report_id == report_id, runs.c.fingerprint == fingerprint)
    if conn.execute(select(runs.c.id).where(*where)).first():
        return None
    statement = insert(runs).values(
        report_id=report_id, fingerprint=fingerprint, coded=msgspec.json.encode(coded), created_at=at
    )
    return int(conn.execute(statement.returning(runs.c.id)).scalar_one())


def _put_actors(conn: Connection, standings: dict[str, review.Standing]) -> None:
    found = {
        (actor.actor, actor.role, uid)
        for uid, stands in standings.items()
        for actor in stands.record.actors
        if actor.actor
    }
    if found:
        conn.execute(insert(record_actors), [{"actor": a, "role": r, "uid": u} for a, r, u in sorted(found)])


def _put_places(conn: Connection, seen: list[PlaceRef]) -> None:
    coded = {p.id or p.adm3 or p.adm2 or p.adm1 or p.country: p for p in seen}
    unique = {i: p for i, p in coded.items() if i}
    upsert(
        conn,
        places,
        [
            {
                "id": i, "name_ar": p.name_ar, "name_en": p.name_en, "key_ar": fold(p.name_ar or "").strip(),
                "key_en": (p.name_en or "").strip().lower(), "precision": p.precision, "country": p.country,
                "adm1": p.adm1, "adm2": p.adm2, "adm3": p.adm3,
            }
            for i, p in sorted(unique.items())
        ],
    )  # fmt: skip
