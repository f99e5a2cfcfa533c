"""Access constraints in force: since when, until when, lifted when, and by which report.

Records of the same constraint (type, sector, place) are one series. A record opens an episode or confirms the open
one; a lifting closes it; the next record after that opens another.
"""

from __future__ import annotations

from datetime import date
from hashlib import blake2b
from typing import Any

import msgspec
from sqlalchemy import Connection, delete, insert, or_, select

from waqai.ledger.filters import LedgerError
from waqai.ledger.places import containing
from waqai.ledger.rows import ordinal
from waqai.ledger.schema import constraints, records, reports
from waqai.model import PlaceRef, Record


class Notice(msgspec.Struct, frozen=True):
    """One report's word on a constraint. ``day`` is the stated day, else that of publication, else None."""

    record: str
    report: str
    outlet: str | None
    published: str | None
    day: str | None
    day_basis: str
    lifted: bool
    degree: str | None
    hours: str | None


class Constraint(msgspec.Struct, frozen=True):
    """A restriction on movement, services or aid, from when it was first in force to when it was lifted.

    ``since_basis`` is ``stated``, ``reported`` (the day of the first report: it may be older) or ``unknown``.
    ``until`` is a stated end; ``lifted`` the day a report says it was lifted.
    """

    id: str
    type: str
    sector: str | None
    degree: str | None
    hours: str | None
    humanitarian: bool
    place: PlaceRef | None
    since: str | None
    since_basis: str
    until: str | None
    lifted: str | None
    notices: list[Notice]


def refresh_constraints(conn: Connection, groups: set[str]) -> None:
    """Work out again the episodes of these groups of access records."""
    for key in sorted(groups):
        conn.execute(delete(constraints).where(constraints.c.group_key == key))
        said = _records(conn, key)
        rows = [_row(key, episode) for episode in _episodes(key, said)]
        if rows:
            conn.execute(insert(constraints), rows)


def in_force(conn: Connection, day: str, place: str | None = None) -> list[Constraint]:
    """The constraints in force on a day (ISO) at a place or in it, oldest first; undated ones come last.

    A constraint of a wider area that contains the place is in force there too.
    """
    try:
        date.fromisoformat(day)
    except ValueError as error:
        raise LedgerError(f"--on {day}: not a date of the form 2023-08-28") from error
    c = constraints.c
    query = select(c.data).where(
        or_(c.since.is_(None), c.since <= day),
        or_(c.until.is_(None), c.until >= day),
        or_(c.lifted.is_(None), c.lifted > day),
    )
    if place:
        query = query.where(containing(conn, constraints, place))
    rows = conn.execute(query.order_by(c.since.is_(None), c.since, c.id))
    return [msgspec.json.decode(row[0], type=Constraint) for row in rows]


def _records(conn: Connection, key: str) -> list[tuple[Notice, Record]]:
    c, r = records.c, reports.c
    query = select(c.uid, c.data, r.id, r.outlet, r.published, c.report_seq).join(reports, r.seq == c.report_seq)
    found = []
    for row in conn.execute(query.where(c.group_key == key)):
        record = msgspec.json.decode(row.data, type=Record)
        found.append((row.report_seq, record.trigger.start, _notice(row, record), record))
    found.sort(key=lambda f: (f[2].day or "", f[2].lifted, f[0], f[1]))
    return [(notice, record) for _, _, notice, record in found]


def _notice(row: Any, record: Record) -> Notice:
    stated = record.date.start is not None
    day = record.date.start or row.published
    basis = "stated" if stated else "reported" if day else "unknown"
    return Notice(row.uid, row.id, row.outlet, row.published, day, basis, record.lifted, record.degree, record.hours)


def _episodes(key: str, said: list[tuple[Notice, Record]]) -> list[Constraint]:
    episodes: list[list[tuple[Notice, Record]]] = []
    closed = True
    for notice, record in said:
        past_end = episodes and not closed and _ended_before(episodes[-1], notice.day)
        if closed or past_end:
            episodes.append([])
        episodes[-1].append((notice, record))
        closed = notice.lifted
    return [_constraint(key, number, episode) for number, episode in enumerate(episodes)]


def _ended_before(episode: list[tuple[Notice, Record]], day: str | None) -> bool:
    until = _until(episode)
    return until is not None and day is not None and until < day


def _until(episode: list[tuple[Notice, Record]]) -> str | None:
    """A stated end of the latest notice that gives one: its date has a last day after its first."""
    ends = [r.date.end for n, r in episode if not n.lifted and r.date.end and r.date.end != r.date.start]
    return ends[-1] if ends else None


def _constraint(key: str, number: int, episode: list[tuple[Notice, Record]]) -> Constraint:
    first, record = episode[0]
    lifting = next((n for n, _ in episode if n.lifted), None)
    opening = next(((n, r) for n, r in episode if not n.lifted), None)
    latest = [r for n, r in episode if not n.lifted] or [record]
    return Constraint(
        id="a" + blake2b(f"{key}|{first.record}".encode(), digest_size=6).hexdigest(),
        type=record.type, sector=record.sector, degree=latest[-1].degree, hours=latest[-1].hours,
        humanitarian=any(r.humanitarian for _, r in episode), place=record.place,
        # A lifting alone says that a constraint was in force before, not since when.
        since=opening[0].day if opening else None, since_basis=opening[0].day_basis if opening else "unknown",
        until=_until(episode), lifted=lifting.day if lifting else None, notices=[n for n, _ in episode],
    )  # fmt: skip


def _row(key: str, found: Constraint) -> dict[str, Any]:
    place = found.place
    return {
        "id": found.id, "group_key": key, "type": found.type, "sector": found.sector, "degree": found.degree,
        "place_id": place.id if place else None, "place_ar": place.name_ar if place else None,
        "place_en": place.name_en if place else None, "country": place.country if place else None,
        "adm1": place.adm1 if place else None, "adm2": place.adm2 if place else None,
        "adm3": place.adm3 if place else None, "since": found.since, "since_basis": found.since_basis,
        "until": found.until, "lifted": found.lifted, "sort_day": ordinal(found.since or found.lifted) or 0,
        "data": msgspec.json.encode(found),
    }  # fmt: skip
