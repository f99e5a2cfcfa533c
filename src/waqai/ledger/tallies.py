"""Tallies against the ledger: "89 attacks since January" beside what is recorded for the same actor, area and time."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import Connection, select

from waqai.ledger.facets import Tag
from waqai.ledger.families import counted_types
from waqai.ledger.features import ARMED
from waqai.ledger.filters import LedgerError
from waqai.ledger.rows import ordinal, total
from waqai.ledger.schema import incident_tolls, incidents, records, reports
from waqai.ledger.selected import Selection, keys
from waqai.ledger.tolls import TOTAL, by_category
from waqai.model import PlaceRef, Record

SOFT_PARTS = ("child", "woman", "elderly")


class Tally(msgspec.Struct, frozen=True):
    """A count over a period, as one report gives it. ``killed`` is category -> (low, high), with ``total``."""

    record: str
    report: str
    outlet: str | None
    published: str | None
    type: str
    initiators: list[str]
    place: PlaceRef | None
    start: str | None
    end: str | None
    low: int | None
    high: int | None
    killed: dict[str, tuple[int | None, int | None]]
    state: str


class Deaths(msgspec.Struct, frozen=True):
    """Dead of one category: what the tally says, what is recorded, and recorded best minus the tally's low."""

    category: str
    claimed_low: int | None
    claimed_high: int | None
    low: int | None
    best: int | None
    high: int | None
    difference: int | None


class Comparison(msgspec.Struct, frozen=True):
    """A tally beside the ledger. ``difference`` is recorded minus claimed: below zero, the ledger knows of fewer.

    ``problem`` says why there is nothing to compare (no period, no place); then ``recorded`` is None.
    """

    tally: Tally
    recorded: int | None
    difference: int | None
    deaths: list[Deaths]
    incidents: list[str]
    types: list[str]
    problem: str | None


class Step(msgspec.Struct, frozen=True):
    """A tally in a series, and how it differs from the one before: in days of its end, events, and dead."""

    tally: Tally
    days: int | None
    events: int | None
    killed: int | None


def tally(conn: Connection, uid: str) -> Tally:
    """One tally by its record's ledger id; raises LedgerError when there is none."""
    row = conn.execute(_columns().where(records.c.uid == uid, records.c.kind == "tally")).first()
    if row is None:
        raise LedgerError(f"tally {uid}: not in this ledger")
    return as_tally(row)


def compare(conn: Connection, uid: str) -> Comparison:
    """What is recorded for the same initiator, area, period and kind as a tally counts.

    Areas contain by their admin codes. Discounted incidents do not count. An incident that has only a day of
    publication stands on that day.
    """
    claimed = tally(conn, uid)
    types = counted_types(claimed.type)
    problem = _problem(claimed)
    if problem:
        return Comparison(claimed, None, None, _claimed_deaths(claimed), [], types, problem)
    found = _matching(conn, claimed, types)
    tolls = _tolls(conn, [row.seq for row in found])
    difference = len(found) - claimed.low if claimed.low is not None else None
    return Comparison(claimed, len(found), difference, _deaths(claimed, tolls), [row.id for row in found], types, None)


def series(conn: Connection, uid: str) -> list[Step]:
    """A tally among those of the same kind, initiator and area, over time and from every source."""
    wanted = tally(conn, uid)
    c = records.c
    query = _columns().where(c.kind == "tally", c.type == wanted.type, c.country == _code(wanted, "country"))
    same = [t for t in map(as_tally, conn.execute(query)) if _alike(t, wanted)]
    same.sort(key=lambda t: (t.end or t.published or "", t.published or "", t.record))
    steps: list[Step] = []
    for number, current in enumerate(same):
        before = same[number - 1] if number else None
        steps.append(_step(current, before))
    return steps


def as_tally(row: Any) -> Tally:
    """A tally from its record's row joined with its report."""
    record = msgspec.json.decode(row.data, type=Record)
    killed = {c: (low, high) for c, (low, high, _) in by_category(record.casualties, "killed").items()}
    whole = total(record, "killed")
    count, period = record.event_count, record.period
    return Tally(
        record=row.uid, report=row.id, outlet=row.outlet, published=row.published, type=record.type,
        initiators=sorted({a.actor for a in record.actors if a.role == "initiator" and a.actor}), place=record.place,
        start=period.start if period else None, end=(period.end if period else None) or row.published,
        low=count.low if count else None, high=count.high if count else None,
        killed=({TOTAL: whole} if whole else {}) | killed, state=row.state,
    )  # fmt: skip


def _columns() -> Any:
    c, r = records.c, reports.c
    return select(c.uid, c.data, c.state, c.sort_day, r.id, r.outlet, r.published).join(reports, r.seq == c.report_seq)


def _problem(claimed: Tally) -> str | None:
    if not claimed.start or not claimed.end:
        return "the period it counts is not known"
    if claimed.place is None:
        return "the area it counts is not known"
    return None


def _area(place: PlaceRef) -> Tag:
    """What a tally's place covers. A name that is also the governorate's, as "the Deir ez-Zor area" may mean either a
    district or the whole, is taken as the whole: who adds up a year's attacks does so of the wider.
    """
    if place.adm1 and place.adm1 in place.candidates:
        return ("adm1", place.adm1)
    for level in ("adm3", "adm2", "adm1", "country"):
        wide = {"adm1": "governorate", "adm2": "district", "country": "country"}.get(level)
        if place.precision == wide and getattr(place, level):
            return (level, getattr(place, level))
    if place.id and place.precision in ("point", "settlement", "near"):
        return ("place", place.id)
    for level in ("adm3", "adm2", "adm1", "country"):
        if getattr(place, level):
            return (level, getattr(place, level))
    return ("place", place.id or "")


def _matching(conn: Connection, claimed: Tally, types: list[str]) -> list[Any]:
    assert claimed.place is not None
    groups: list[list[Tag]] = [[_area(claimed.place)], [("type", t) for t in types]]
    if claimed.initiators:
        groups.append([("initiator", a) for a in claimed.initiators])
    chosen = Selection(groups, ordinal(claimed.start), ordinal(claimed.end), None)
    found = keys(conn, chosen).subquery()
    i = incidents.c
    query = select(i.seq, i.id).join(found, found.c.seq == i.seq).where(i.grade != "discounted")
    return list(conn.execute(query.order_by(i.sort_day, i.seq)))


def _tolls(conn: Connection, seqs: list[int]) -> list[dict[str, tuple[int, int, int]]]:
    """Dead by category of each incident: (low, best, high)."""
    found: dict[int, dict[str, tuple[int, int, int]]] = {}
    t = incident_tolls.c
    for at in range(0, len(seqs), 400):
        query = select(incident_tolls).where(t.seq.in_(seqs[at : at + 400]), t.harm == "killed", t.best.is_not(None))
        for row in conn.execute(query):
            found.setdefault(row.seq, {})[row.category] = (row.low, row.best, row.high)
    return list(found.values())


def _deaths(claimed: Tally, tolls: list[dict[str, tuple[int, int, int]]]) -> list[Deaths]:
    made = []
    for category in claimed.killed or {TOTAL: (None, None)}:
        low, high = claimed.killed.get(category, (None, None))
        sums = [_of(toll, category) for toll in tolls]
        recorded = tuple(sum(part) for part in zip(*sums, strict=True)) if sums else (0, 0, 0)
        difference = recorded[1] - low if low is not None else None
        made.append(Deaths(category, low, high, recorded[0], recorded[1], recorded[2], difference))
    return made


def _claimed_deaths(claimed: Tally) -> list[Deaths]:
    """The tally's own figures, where there is nothing to set beside them."""
    return [Deaths(c, low, high, None, None, None, None) for c, (low, high) in claimed.killed.items()]


def _of(toll: dict[str, tuple[int, int, int]], category: str) -> tuple[int, int, int]:
    """The dead of a category in one incident. ``forces`` is the pool of all armed; children are civilians."""
    if category == "forces":
        return _sum([toll[c] for c in ARMED if c in toll])
    if category == "civilian":
        return max(toll.get("civilian", (0, 0, 0)), _sum([toll[c] for c in SOFT_PARTS if c in toll]))
    return toll.get(category, (0, 0, 0))


def _sum(parts: list[tuple[int, int, int]]) -> tuple[int, int, int]:
    return (sum(p[0] for p in parts), sum(p[1] for p in parts), sum(p[2] for p in parts))


def _code(claimed: Tally, level: str) -> str | None:
    return getattr(claimed.place, level) if claimed.place else None


def _alike(one: Tally, two: Tally) -> bool:
    if set(one.initiators) != set(two.initiators) or one.place is None or two.place is None:
        return one.record == two.record
    return _area(one.place) == _area(two.place)


def _step(current: Tally, before: Tally | None) -> Step:
    if before is None:
        return Step(current, None, None, None)
    days = None
    if current.end and before.end:
        days = (ordinal(current.end) or 0) - (ordinal(before.end) or 0)
    return Step(
        current, days, _minus(current.low, before.low),
        _minus(current.killed.get(TOTAL, (None, None))[0], before.killed.get(TOTAL, (None, None))[0]),
    )  # fmt: skip


def _minus(one: int | None, two: int | None) -> int | None:
    return one - two if one is not None and two is not None else None
