"""Keeping a ledger well: backup, restore, check, migrate, rebuild, and forgetting a report."""

from __future__ import annotations

import sqlite3
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import Connection, Table, delete, func, insert, select, text
from sqlalchemy.exc import DatabaseError

from waqai.ledger import resolve, review, search
from waqai.ledger.access import refresh_constraints
from waqai.ledger.engine import STALE, Ledger, head, open_ledger, upgrade, version
from waqai.ledger.filters import LedgerError
from waqai.ledger.schema import (
    audit,
    bands,
    constraints,
    decisions,
    edges,
    facets,
    incident_aliases,
    incident_details,
    incident_tolls,
    incidents,
    judgements,
    meta,
    places,
    record_actors,
    records,
    reports,
    runs,
    sightings,
    tags,
    tombstones,
)
from waqai.ledger.store import access_groups, refresh, remove_rows

FACTS = (reports, bands, sightings, runs, judgements, decisions, tombstones, audit, incident_aliases)
DERIVED = (
    records, record_actors, places, edges, incidents, incident_details, tags, facets, incident_tolls, constraints,
)  # fmt: skip
BATCH = 500


class Problem(msgspec.Struct, frozen=True):
    """Something wrong in a ledger: which check found it, and what."""

    check: str
    message: str


def backup(ledger: Ledger, path: Path) -> None:
    """Write a whole copy of a ledger to a new SQLite file, while it stays in use.

    A PostgreSQL ledger is written as a SQLite ledger too, so that either can be restored into either.
    """
    if path.exists():
        raise LedgerError(f"{path}: exists already; a backup is never written over another file")
    if ledger.is_sqlite:
        with ledger.engine.connect() as conn:
            raw: Any = conn.connection.driver_connection
            with sqlite3.connect(path) as copy:
                raw.backup(copy)
            copy.close()
        return
    with open_ledger(path) as copy_, ledger.read() as source, copy_.begin() as target:
        _copy(source, target)


def restore(path: Path, location: str) -> None:
    """Make a new ledger at ``location`` from a backup; refuses a place that holds one with reports already."""
    with open_ledger(path, create=False) as source:
        problems = check(source)
        if problems:
            raise LedgerError(f"{path}: is damaged: {problems[0].message}")
        with open_ledger(location) as target:
            with target.read() as conn:
                if conn.execute(select(reports.c.seq).limit(1)).first():
                    raise LedgerError(f"{location}: holds reports already; a backup is restored into an empty ledger")
            with source.read() as from_, target.begin() as to:
                _copy(from_, to)


def migrate(location: str) -> tuple[str | None, str]:
    """Bring an older ledger to this version's schema and work out what is derived; returns (from, to) revisions."""
    with open_ledger(location, create=False, migrate=True, upgrade_now=False) as ledger:
        with ledger.read() as conn:
            before = version(conn)
        upgrade(ledger.engine)
        with ledger.begin() as conn:
            if conn.execute(select(meta.c.key).where(meta.c.key == STALE)).first():
                rebuild(conn)
                conn.execute(delete(meta).where(meta.c.key == STALE))
        return before, head()


def rebuild(conn: Connection) -> None:
    """Work out everything derived again from the facts, in the order they came in. Incidents keep their ids."""
    for table in DERIVED:
        conn.execute(delete(table))
    for kind in search.KINDS:
        conn.execute(text(f"DELETE FROM {kind}_search"))
    for row in conn.execute(select(reports.c.seq, reports.c.id, reports.c.title, reports.c.text).order_by("seq")).all():
        search.put_report(conn, row.seq, row.title, row.text or "")
        refresh(conn, row.id)


def forget(conn: Connection, report_id: str, by: str, reason: str) -> list[str]:
    """Take a report out for good, on request: only its hash, who, when and why stay. Returns the incidents touched.

    The caller commits, then calls ``scrub`` so that the file does not keep the bytes.
    """
    seq = conn.execute(select(reports.c.seq).where(reports.c.id == report_id)).scalar()
    if seq is None:
        raise LedgerError(f"report {report_id}: not in this ledger, or forgotten already")
    groups = access_groups(conn, seq)
    affected = remove_rows(conn, seq)
    for table in (runs, sightings, decisions):
        conn.execute(delete(table).where(table.c.report_id == report_id))
    conn.execute(delete(bands).where(bands.c.report_seq == seq))
    conn.execute(delete(reports).where(reports.c.seq == seq))
    search.remove(conn, "report", seq)
    conn.execute(insert(tombstones).values(report_id=report_id, by=by, at=review.now(), reason=reason))
    refresh_constraints(conn, groups)
    return resolve.recompute(conn, [], affected)


def scrub(ledger: Ledger) -> None:
    """Overwrite what was deleted: a forgotten text must not be readable in free pages, the log or the index."""
    with ledger.engine.connect() as conn:
        if ledger.is_sqlite:
            for kind in search.KINDS:
                conn.exec_driver_sql(f"INSERT INTO {kind}_search({kind}_search) VALUES ('optimize')")
            conn.exec_driver_sql("VACUUM")
            conn.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            return
        autocommit = conn.execution_options(isolation_level="AUTOCOMMIT")
        for table in ("reports", "runs", "records", "decisions", "report_search", "incident_search"):
            autocommit.exec_driver_sql(f"VACUUM FULL {table}")


def check(ledger: Ledger) -> list[Problem]:
    """Look for damage: in the file, in the snapshots, and between what is kept and what is derived from it."""
    try:
        with ledger.read() as conn:
            return [*_file(conn), *_snapshots(conn), *(Problem(name, message) for name, message in _counts(conn))]
    except DatabaseError as error:
        return [Problem("file", str(error.orig))]


def _file(conn: Connection) -> list[Problem]:
    if conn.dialect.name != "sqlite":
        return []
    return [Problem("file", line) for (line,) in conn.exec_driver_sql("PRAGMA integrity_check") if line != "ok"]


def _snapshots(conn: Connection) -> list[Problem]:
    """Reports whose text no longer has the hash that is their id."""
    return [
        Problem("snapshot", f"report {row.id[:16]}: its text is not the one it was filed under")
        for row in conn.execute(select(reports.c.id, reports.c.text))
        if row.text is None or sha256(row.text.encode()).hexdigest() != row.id
    ]


def _counts(conn: Connection) -> list[tuple[str, str]]:
    def one(query: Any) -> int:
        return int(conn.execute(query).scalar_one())

    c, f = records.c, facets.c
    no_run = one(select(func.count()).where(reports.c.run_id.not_in(select(runs.c.id))))
    lost = one(select(func.count()).where(c.part == "member", c.incident_seq.is_(None)))
    dangling = one(
        select(func.count()).where(c.incident_seq.is_not(None), c.incident_seq.not_in(select(incidents.c.seq)))
    )
    members = select(c.incident_seq).where(c.part == "member", c.incident_seq.is_not(None))
    empty = one(select(func.count()).where(incidents.c.seq.not_in(members)))
    kept = one(select(func.coalesce(func.sum(f.n), 0)).where(f.dim1 == "all", f.dim2 == "all"))
    real = one(select(func.count()).select_from(incidents))
    tagged = one(select(func.count()).where(tags.c.dim == "type"))
    orphans = one(select(func.count()).where(edges.c.a.not_in(select(c.uid))))
    checks = (
        ("runs", no_run, "reports without the run they are read by"),
        ("records", lost, "records of incidents that are in none"),
        ("records", dangling, "records that point to an incident which is not there"),
        ("incidents", empty, "incidents without a record"),
        ("counters", kept - real, "incidents more in the counters than in the ledger"),
        ("tags", tagged - real, "incidents more in the tags than in the ledger"),
        ("pairs", orphans, "pairs of a record which is not there"),
    )
    return [(name, f"{count} {what}") for name, count, what in checks if count]


def _copy(source: Connection, target: Connection) -> None:
    """Copy the facts, then work out the rest."""
    for table in FACTS:
        rows: list[dict[str, Any]] = []
        for row in source.execute(select(table)):
            rows.append(dict(row._mapping))
            if len(rows) == BATCH:
                target.execute(insert(table), rows)
                rows = []
        if rows:
            target.execute(insert(table), rows)
        _next_number(target, table)
    rebuild(target)


def _next_number(conn: Connection, table: Table) -> None:
    """PostgreSQL goes on counting from its own sequence, not from the rows that were copied in."""
    key = next((c.name for c in table.primary_key if c.name in ("seq", "id") and c.autoincrement is True), None)
    if key and conn.dialect.name == "postgresql":
        conn.execute(
            text(
                f"SELECT setval(pg_get_serial_sequence('{table.name}', '{key}'), "
                f"(SELECT COALESCE(MAX({key}), 0) + 1 FROM {table.name}), false)"
            )
        )
