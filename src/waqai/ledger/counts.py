"""Facets: how many incidents, and how many killed, by month and by each counted dimension, under any filters."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import msgspec
from sqlalchemy import Connection, func, select

from waqai.ledger.facets import COUNTED, DAY, EVERY, Tag, month_of, month_start
from waqai.ledger.filters import Filters
from waqai.ledger.schema import facets, incidents, reports
from waqai.ledger.selected import MULTIPLE, Selection, keys, selection

SCAN = 3_000
NAMED = 40
SINGLE = ("country", "adm1", "type", "grade", "factuality")
DIMENSIONS = (*SINGLE, "actor", "victim", "outlet")


class Count(msgspec.Struct, frozen=True):
    """One value of a dimension: its incidents and the best count of their dead."""

    value: str
    incidents: int
    killed: int


class Facets(msgspec.Struct, frozen=True):
    """Counts under filters. Not ``exact`` when more than SCAN incidents pass: then they are of the latest SCAN."""

    incidents: int
    killed: int
    exact: bool
    months: list[Count]  # ``value`` is ``2023-08``; in order of time, what has no day left out
    by: dict[str, list[Count]]  # most incidents first


class _Sums:
    def __init__(self) -> None:
        self.n: Counter[Tag] = Counter()
        self.killed: Counter[Tag] = Counter()
        self.exact = True

    def add(self, tag: Tag, n: int, killed: int) -> None:
        self.n[tag] += n
        self.killed[tag] += killed


def facet_counts(conn: Connection, filters: Filters) -> Facets:
    """Counts of the incidents that pass the filters, by month and dimension."""
    chosen = selection(conn, filters)
    sums = _Sums()
    if not chosen.impossible:
        base = _base(chosen)
        if base is None:
            _scan(conn, chosen, sums)
        else:
            _kept(conn, chosen, base, sums)
    found = _facets(sums)
    found.by["outlet"] = _named(conn, found.by["outlet"])
    return found


def _named(conn: Connection, outlets: list[Count]) -> list[Count]:
    """The larger outlets by a name of theirs in place of their folded key; either will do as a filter."""
    shown = []
    for count in outlets[:NAMED]:
        query = select(reports.c.outlet).where(reports.c.outlet_key == count.value).limit(1)
        shown.append(Count(conn.execute(query).scalar() or count.value, count.incidents, count.killed))
    return [*shown, *outlets[NAMED:]]


def _base(chosen: Selection) -> list[Tag] | None:
    """The tags whose counters add up to the selection, or None when incidents must be read."""
    if chosen.query or len(chosen.groups) > 1:
        return None
    group = chosen.groups[0] if chosen.groups else [EVERY]
    if any(dim not in COUNTED and (dim, value) != EVERY for dim, value in group):
        return None
    if len(group) > 1 and (len({d for d, _ in group}) > 1 or group[0][0] in MULTIPLE):
        return None
    return group


def _kept(conn: Connection, chosen: Selection, base: list[Tag], sums: _Sums) -> None:
    """Whole months from the counters; the days of a part of a month from the incidents themselves."""
    low, high = _whole_months(chosen)
    f = facets.c
    where = [f.dim1 == base[0][0], f.value1.in_([value for _, value in base])]
    if low is not None:
        where.append(f.month >= low)
    if high is not None:
        where.append(f.month <= high)
    if low is None or high is None or low <= high:
        totals = f.dim2 == EVERY[0]
        by_value = select(f.dim2, f.value2, func.sum(f.n), func.sum(f.killed)).where(*where)
        for dim, value, n, killed in conn.execute(by_value.group_by(f.dim2, f.value2)):
            sums.add((dim, value), n, killed)
        by_month = select(f.month, func.sum(f.n), func.sum(f.killed)).where(*where, totals)
        for month, n, killed in conn.execute(by_month.group_by(f.month)):
            sums.add(("month", _month(month)), n, killed)
        if base[0] != EVERY:
            for value in base:
                # A tag is not paired with itself: its own count is the total's share.
                _own(conn, value, where, sums)
    for part in _edges(chosen, low, high):
        if base == [EVERY]:
            _days(conn, part, sums)
        else:
            _scan(conn, part, sums)


def _days(conn: Connection, part: Selection, sums: _Sums) -> None:
    """Days of a month from the counters by day; there are at most two months of them."""
    assert part.low is not None and part.high is not None
    f = facets.c
    days = [str(day) for day in range(part.low, part.high + 1)]
    query = select(f.month, f.dim2, f.value2, func.sum(f.n), func.sum(f.killed))
    query = query.where(f.dim1 == DAY, f.value1.in_(days)).group_by(f.month, f.dim2, f.value2)
    for month, dim, value, n, killed in conn.execute(query):
        sums.add((dim, value), n, killed)
        if dim == EVERY[0]:
            sums.add(("month", _month(month)), n, killed)


def _own(conn: Connection, tag: Tag, where: list[Any], sums: _Sums) -> None:
    f = facets.c
    months = where[2:]
    query = select(func.sum(f.n), func.sum(f.killed)).where(
        f.dim1 == tag[0],
        f.value1 == tag[1],
        f.dim2 == EVERY[0],
        *months,
    )
    n, killed = conn.execute(query).one()
    if n:
        sums.add(tag, n, killed)


def _whole_months(chosen: Selection) -> tuple[int | None, int | None]:
    low = high = None
    if chosen.low is not None:
        low = month_of(chosen.low)
        low += chosen.low != month_start(low)
    if chosen.high is not None:
        high = month_of(chosen.high)
        high -= chosen.high != month_start(high + 1) - 1
    return low, high


def _edges(chosen: Selection, low: int | None, high: int | None) -> list[Selection]:
    """The days of the window before its first whole month and after its last."""
    replace = msgspec.structs.replace
    if low is not None and high is not None and low > high:
        return [chosen]
    parts = []
    if low is not None and chosen.low is not None and chosen.low < month_start(low):
        parts.append(replace(chosen, high=month_start(low) - 1))
    if high is not None and chosen.high is not None and chosen.high >= month_start(high + 1):
        parts.append(replace(chosen, low=month_start(high + 1)))
    return parts


def _scan(conn: Connection, chosen: Selection, sums: _Sums) -> None:
    """Count by reading the incidents, column by column: each different value is taken apart once."""
    i = incidents.c
    found = keys(conn, chosen).limit(SCAN + 1).subquery()
    read = [i.sort_day, i.initiators, i.targets, i.victims, i.outlets, *(i[dim] for dim in SINGLE)]
    rows = conn.execute(select(func.coalesce(i.killed_best, 0), *read).join(found, found.c.seq == i.seq)).all()
    if len(rows) > SCAN:
        sums.exact = False
        rows = rows[:SCAN]
    if not rows:
        return
    killed, days, initiators, targets, victims, outlets, *single = zip(*rows, strict=True)
    sums.add(EVERY, len(rows), sum(killed))
    for (day, dead), n in Counter(zip(days, killed, strict=True)).items():
        sums.add(("month", _month(month_of(day))), n, n * dead)
    for dim, values in zip(SINGLE, single, strict=True):
        for (value, dead), n in Counter(zip(values, killed, strict=True)).items():
            if value:
                sums.add((dim, value), n, n * dead)
    for (one, two, dead), n in Counter(zip(initiators, targets, killed, strict=True)).items():
        for actor in {*one.split(), *two.split()}:
            sums.add(("actor", actor), n, n * dead)
    for dim, values, mark in (("victim", victims, " "), ("outlet", outlets, "\n")):
        for (text, dead), n in Counter(zip(values, killed, strict=True)).items():
            for value in filter(None, text.split(mark)):
                sums.add((dim, value), n, n * dead)


def _month(month: int) -> str:
    return date.fromordinal(month_start(month)).strftime("%Y-%m") if month else ""


def _facets(sums: _Sums) -> Facets:
    by: dict[str, list[Count]] = {dim: [] for dim in DIMENSIONS}
    months: list[Count] = []
    for (dim, value), n in sums.n.items():
        made = Count(value, n, sums.killed[dim, value])
        if n and dim in by:
            by[dim].append(made)
        elif n and dim == "month" and value:
            months.append(made)
    for counts in by.values():
        counts.sort(key=lambda c: (-c.incidents, c.value))
    months.sort(key=lambda c: c.value)
    return Facets(sums.n[EVERY], sums.killed[EVERY], sums.exact, months, by)
