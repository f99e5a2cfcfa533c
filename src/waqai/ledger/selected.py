"""Which incidents filters choose: tags to walk in order of day, others to look up beside them, and how many there are.

Filters become tags. The rarest tag is walked in order of day and the others are looked up beside it, so a page costs
what it shows; counts come from the kept counters wherever at most two filters are set.
"""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import Connection, and_, case, func, literal, or_, select, true
from sqlalchemy.sql import ColumnElement, FromClause

from waqai.ledger import search
from waqai.ledger.facets import COUNTED, EVERY, Tag
from waqai.ledger.filters import Filters, LedgerError, split
from waqai.ledger.places import areas
from waqai.ledger.schema import facets, incidents, tags
from waqai.text.normalize import fold

SORT_BELOW = 20_000  # a union of tags smaller than this is sorted; a larger one is met while walking the days
WALK = 20_000  # of the rarest tag, looked at to count what no counter knows
MULTIPLE = frozenset({"actor", "initiator", "target", "victim", "outlet"})  # an incident may carry several


class Selection(msgspec.Struct, frozen=True):
    """Filters made ready: groups of tags (any of a group, every group), the day window, and the query."""

    groups: list[list[Tag]]
    low: int | None
    high: int | None
    query: str | None
    impossible: bool = False


def selection(conn: Connection, filters: Filters) -> Selection:
    """Read filters against this ledger; raises LedgerError for a value that can mean nothing."""
    low, high = filters.days()
    groups: list[list[Tag]] = []
    impossible = False
    if filters.place:
        found = areas(conn, filters.place)
        impossible = not found
        groups.append([(area.level, area.code) for area in found])
    if filters.actor:
        groups.append([_actor(part) for part in split(filters.actor)])
    for dim, value in (("type", filters.type), ("victim", filters.victim), ("factuality", filters.factuality)):
        if value:
            groups.append([(dim, part) for part in split(value)])
    graded = filters.grades()
    if graded:
        groups.append([("grade", name) for name in graded])
    if filters.outlet:
        groups.append([("outlet", fold(part).strip()) for part in split(filters.outlet)])
    return Selection([g for g in groups if g], low, high, filters.query, impossible)


def keys(conn: Connection, chosen: Selection, cursor: str | None = None) -> Any:
    """The statement that gives (sort_day, seq) of the incidents chosen, newest first."""
    driver, rest, _ = _driver(conn, chosen)
    query = _walk(driver, chosen, cursor)
    day, seq = query.selected_columns.sort_day, query.selected_columns.seq
    for number, group in enumerate(rest, 1):
        query = query.where(carries(group, number, day, seq))
    if chosen.query:
        query = query.where(search.matching(conn, "incident", chosen.query, seq))
    return query


def _walk(driver: list[Tag] | None, chosen: Selection, cursor: str | None = None) -> Any:
    """The incidents of the driving tags (all of them, where there are none) in the window, newest first."""
    source: FromClause = incidents if driver is None else tags.alias("t0")
    day, seq = source.c.sort_day, source.c.seq
    query: Any = select(day, seq).order_by(day.desc(), seq.desc())
    if driver is not None:
        values = [value for _, value in driver]
        query = query.where(source.c.dim == driver[0][0])
        query = (
            query.where(source.c.value == values[0]) if len(values) == 1 else query.where(source.c.value.in_(values))
        )
        if len(values) > 1 and driver[0][0] in MULTIPLE:
            query = query.distinct()
    return windowed(query, day, seq, chosen, cursor)


class Counted(msgspec.Struct, frozen=True):
    """How many incidents are chosen (at least, unless ``exact``), how many are expected to be where that is not known,
    how many must be read to find them all, and how many there are in the ledger.
    """

    total: int
    exact: bool
    expected: float
    reach: int
    incidents: int


def count(conn: Connection, chosen: Selection) -> Counted:
    """How many incidents are chosen."""
    everything = sizes(conn, [EVERY])[EVERY]
    kept = _kept_count(conn, chosen)
    driver, rest, size = _driver(conn, chosen)
    reach = everything if size is None else size
    if kept is not None:
        return Counted(kept, True, kept, min(reach, max(kept, 1)) if len(chosen.groups) < 2 else reach, everything)
    walked = _walk(driver, chosen).limit(WALK + 1).subquery()
    query = select(func.count(), func.coalesce(func.sum(_passes(rest, chosen, walked, conn)), 0))
    seen, passed = conn.execute(query.select_from(walked)).one()
    if seen <= WALK:
        return Counted(int(passed), True, int(passed), int(seen), everything)
    return Counted(int(passed), False, passed / seen * reach, reach, everything)


def _passes(rest: list[list[Tag]], chosen: Selection, walked: Any, conn: Connection) -> Any:
    """1 for a row of the walk that passes every other filter, else 0."""
    conditions = [carries(group, n, walked.c.sort_day, walked.c.seq) for n, group in enumerate(rest, 1)]
    if chosen.query:
        conditions.append(search.matching(conn, "incident", chosen.query, walked.c.seq))
    return case((and_(true(), *conditions), 1), else_=0)


def sizes(conn: Connection, wanted: list[Tag]) -> dict[Tag, int]:
    """How many incidents carry each tag; for a dimension without counters, at most SORT_BELOW."""
    found: dict[Tag, int] = {}
    f, t = facets.c, tags.c
    for tag in wanted:
        if tag[0] in COUNTED or tag == EVERY:
            at = (f.dim1 == EVERY[0], f.value1 == EVERY[1], f.dim2 == tag[0], f.value2 == tag[1])
            query = select(func.coalesce(func.sum(f.n), 0)).where(*at)
        else:
            part = select(literal(1)).where(t.dim == tag[0], t.value == tag[1]).limit(SORT_BELOW).subquery()
            query = select(func.count()).select_from(part)
        found[tag] = int(conn.execute(query).scalar_one())
    return found


def _driver(conn: Connection, chosen: Selection) -> tuple[list[Tag] | None, list[list[Tag]], int | None]:
    """The group to walk (its tags of one dimension), the groups to look up beside it, and how many incidents that is;
    None for a walk of them all.
    """
    usable = [g for g in chosen.groups if len({dim for dim, _ in g}) == 1]
    if not usable:
        return None, chosen.groups, None
    known = sizes(conn, [tag for group in usable for tag in group])
    best = min(usable, key=lambda group: sum(known[tag] for tag in group))
    size = sum(known[tag] for tag in best)
    if len(best) > 1 and size >= SORT_BELOW:
        return None, chosen.groups, None
    return best, [group for group in chosen.groups if group is not best], size


def carries(group: list[Tag], number: int, day: ColumnElement[int], seq: ColumnElement[int]) -> ColumnElement[bool]:
    """The condition that an incident carries any tag of a group."""
    other = tags.alias(f"t{number}")
    named = or_(*(and_(other.c.dim == dim, other.c.value == value) for dim, value in group))
    return select(literal(1)).where(named, other.c.sort_day == day, other.c.seq == seq).exists()


def windowed(
    query: Any, day: ColumnElement[int], seq: ColumnElement[int], chosen: Selection, cursor: str | None = None
) -> Any:
    """The query, of the days asked for and of what comes after the cursor only."""
    if chosen.low is not None:
        query = query.where(day >= chosen.low)
    if chosen.high is not None:
        query = query.where(day <= chosen.high)
    if cursor:
        try:
            last_day, last_seq = (int(part) for part in cursor.split("."))
        except ValueError as error:
            raise LedgerError(f"cursor {cursor}: not one that a list gave") from error
        query = query.where(day <= last_day, or_(day < last_day, seq < last_seq))
    return query


def _kept_count(conn: Connection, chosen: Selection) -> int | None:
    """The count from the kept counters, or None when they cannot tell."""
    if chosen.query or chosen.low is not None or chosen.high is not None or len(chosen.groups) > 2:
        return None
    if not all(_adds_up(group) for group in chosen.groups):
        return None
    one, two = [*chosen.groups, [EVERY], [EVERY]][:2]
    f = facets.c
    at = [f.dim1 == one[0][0], f.value1.in_([value for _, value in one])]
    at += [f.dim2 == two[0][0], f.value2.in_([value for _, value in two])]
    return int(conn.execute(select(func.coalesce(func.sum(f.n), 0)).where(*at)).scalar_one())


def _adds_up(group: list[Tag]) -> bool:
    """Whether the counters of a group's tags can be added: one counted dimension, no incident in two of them."""
    dims = {dim for dim, _ in group}
    return len(dims) == 1 and dims <= COUNTED and (len(group) == 1 or not dims & MULTIPLE)


def _actor(part: str) -> Tag:
    role, _, actor = part.rpartition(":")
    if role not in ("", "initiator", "target"):
        raise LedgerError(f"--actor {part}: a role is initiator or target")
    return (role or "actor", actor)
