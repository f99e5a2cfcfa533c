"""Lists of incidents: filtered, newest first, paged, with facets.

Filters become tags. The rarest tag is walked in order of day and the others are looked up beside it, so a page costs
what it shows; counts come from the kept counters wherever at most one filter is set.
"""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import Connection, and_, case, func, literal, or_, select, true
from sqlalchemy.sql import ColumnElement, FromClause

from waqai.ledger import search
from waqai.ledger.facets import COUNTED, EVERY, Tag
from waqai.ledger.filters import Filters, LedgerError, Page, split
from waqai.ledger.places import areas
from waqai.ledger.schema import facets, incidents, tags
from waqai.text.normalize import fold

SORT_BELOW = 20_000  # a union of tags smaller than this is sorted; a larger one is met while walking the days
WALK = 20_000  # of the rarest tag, looked at to count what no counter knows
MULTIPLE = frozenset({"actor", "initiator", "target", "victim", "outlet"})  # an incident may carry several


class IncidentRow(msgspec.Struct, frozen=True):
    """An incident as a list shows it. Counts are persons; ``date`` is None when no report gives a day."""

    id: str
    type: str
    name: str | None
    date_start: str | None
    date_end: str | None
    grain: str
    place_id: str | None
    place_ar: str | None
    place_en: str | None
    precision: str | None
    country: str | None
    adm1: str | None
    adm2: str | None
    adm3: str | None
    lat: float | None
    lon: float | None
    initiators: list[str]
    targets: list[str]
    weapon: str | None
    factuality: str
    killed_low: int | None
    killed_best: int | None
    killed_high: int | None
    injured_low: int | None
    injured_best: int | None
    injured_high: int | None
    grade: str
    reports: int
    sources: int
    state: str


class IncidentList(msgspec.Struct, frozen=True):
    """A page of incidents. ``next`` is the cursor of the page after it; ``total`` is a lower bound unless exact."""

    items: list[IncidentRow]
    next: str | None
    total: int
    exact: bool


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


def list_incidents(conn: Connection, filters: Filters, page: Page | None = None) -> IncidentList:
    """A page of the incidents that pass the filters, newest first."""
    page = page or Page()
    chosen = selection(conn, filters)
    if chosen.impossible:
        return IncidentList([], None, 0, True)
    query = keys(conn, chosen, page.cursor).limit(page.limit + 1).offset(0 if page.cursor else page.offset)
    found = conn.execute(query).all()
    more = len(found) > page.limit
    shown = found[: page.limit]
    rows = {row.seq: row for row in conn.execute(select(incidents).where(incidents.c.seq.in_([k.seq for k in shown])))}
    total, exact = count(conn, chosen)
    cursor = f"{shown[-1].sort_day}.{shown[-1].seq}" if more else None
    return IncidentList([as_row(rows[k.seq]) for k in shown if k.seq in rows], cursor, total, exact)


def keys(conn: Connection, chosen: Selection, cursor: str | None = None) -> Any:
    """The statement that gives (sort_day, seq) of the incidents chosen, newest first."""
    driver, rest = _driver(conn, chosen)
    query = _walk(driver, chosen, cursor)
    day, seq = query.selected_columns.sort_day, query.selected_columns.seq
    for number, group in enumerate(rest, 1):
        query = query.where(_carries(group, number, day, seq))
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
    return _windowed(query, day, seq, chosen, cursor)


def count(conn: Connection, chosen: Selection) -> tuple[int, bool]:
    """How many incidents are chosen, and whether that is exact (else it is at least that many)."""
    kept = _kept_count(conn, chosen)
    if kept is not None:
        return kept, True
    driver, rest = _driver(conn, chosen)
    walked = _walk(driver, chosen).limit(WALK + 1).subquery()
    query = select(func.count(), func.coalesce(func.sum(_passes(rest, chosen, walked, conn)), 0))
    seen, passed = conn.execute(query.select_from(walked)).one()
    return int(passed), seen <= WALK


def _passes(rest: list[list[Tag]], chosen: Selection, walked: Any, conn: Connection) -> Any:
    """1 for a row of the walk that passes every other filter, else 0."""
    conditions = [_carries(group, n, walked.c.sort_day, walked.c.seq) for n, group in enumerate(rest, 1)]
    if chosen.query:
        conditions.append(search.matching(conn, "incident", chosen.query, walked.c.seq))
    return case((and_(true(), *conditions), 1), else_=0)


def as_row(row: Any) -> IncidentRow:
    """A row of ``incidents`` as lists and exports take it."""
    values = {name: row._mapping[name] for name in IncidentRow.__struct_fields__}
    return IncidentRow(**(values | {"initiators": row.initiators.split(), "targets": row.targets.split()}))


def sizes(conn: Connection, wanted: list[Tag]) -> dict[Tag, int]:
    """How many incidents carry each tag; for a dimension without counters, at most SORT_BELOW."""
    found: dict[Tag, int] = {}
    f, t = facets.c, tags.c
    for tag in wanted:
        if tag[0] in COUNTED:
            at = (f.dim1 == EVERY[0], f.value1 == EVERY[1], f.dim2 == tag[0], f.value2 == tag[1])
            query = select(func.coalesce(func.sum(f.n), 0)).where(*at)
        else:
            part = select(literal(1)).where(t.dim == tag[0], t.value == tag[1]).limit(SORT_BELOW).subquery()
            query = select(func.count()).select_from(part)
        found[tag] = int(conn.execute(query).scalar_one())
    return found


def _driver(conn: Connection, chosen: Selection) -> tuple[list[Tag] | None, list[list[Tag]]]:
    """The group to walk (its tags of one dimension) and the groups to look up beside it."""
    usable = [g for g in chosen.groups if len({dim for dim, _ in g}) == 1]
    if not usable:
        return None, chosen.groups
    known = sizes(conn, [tag for group in usable for tag in group])
    best = min(usable, key=lambda group: sum(known[tag] for tag in group))
    if len(best) > 1 and sum(known[tag] for tag in best) >= SORT_BELOW:
        return None, chosen.groups
    return best, [group for group in chosen.groups if group is not best]


def _carries(group: list[Tag], number: int, day: ColumnElement[int], seq: ColumnElement[int]) -> ColumnElement[bool]:
    other = tags.alias(f"t{number}")
    named = or_(*(and_(other.c.dim == dim, other.c.value == value) for dim, value in group))
    return select(literal(1)).where(named, other.c.sort_day == day, other.c.seq == seq).exists()


def _windowed(
    query: Any, day: ColumnElement[int], seq: ColumnElement[int], chosen: Selection, cursor: str | None
) -> Any:
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
