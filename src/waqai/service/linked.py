"""The linked view: table, counts, and the points of map and timeline, all under the same filters."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
from sqlalchemy import Connection, func, select

from waqai.ledger.counts import Count, Facets, facet_counts
from waqai.ledger.filters import Filters, LedgerError, Page
from waqai.ledger.lists import IncidentList, IncidentRow, list_incidents
from waqai.ledger.orders import SORTS, check_sort
from waqai.ledger.places import within
from waqai.ledger.schema import decisions, incidents, judgements, runs, tombstones
from waqai.ledger.selected import keys, selection
from waqai.service import privacy
from waqai.service.desk import Desk

MAX_POINTS = 300_000
MAX_BOX_PLACES = 400
EPOCH = date(1970, 1, 1).toordinal()

__all__ = [
    "SORTS", "Count", "Facets", "IncidentList", "IncidentRow", "Points", "check_sort", "counts", "incident_list", "points",
]  # fmt: skip


class MapPlace(msgspec.Struct, frozen=True, array_like=True):
    """A place that incidents lie at, as the map takes it."""

    id: str | None
    ar: str | None
    en: str | None
    lat: float
    lon: float
    precision: str
    adm1: str | None


class Points(msgspec.Struct, frozen=True):
    """One entry per incident in three columns: index of its place (-1 for none), day (days since 1970, null for
    none) and deaths (best count, 0 where untold). ``complete`` is false when there are more than MAX_POINTS.
    """

    places: list[MapPlace]
    place: list[int]
    day: list[int | None]
    killed: list[int]
    complete: bool


def incident_list(desk: Desk, filters: Filters, page: Page, box: str | None = None) -> IncidentList:
    """A page of incidents, newest first or in the order the page asks for; ``box`` is ``west,south,east,north`` in degrees."""
    with desk.ledger.read() as conn:
        return list_incidents(conn, in_box(conn, filters, box), page)


def reported_days(desk: Desk, rows: list[IncidentRow]) -> dict[str, str]:
    """Incident id -> the day its first report was published, for those of a list that have no day of their own."""
    undated = [row.id for row in rows if row.date_start is None]
    query = select(incidents.c.id, incidents.c.sort_day).where(incidents.c.id.in_(undated), incidents.c.sort_day > 0)
    with desk.ledger.read() as conn:
        return {row.id: date.fromordinal(row.sort_day).isoformat() for row in conn.execute(query)} if undated else {}


def counts(desk: Desk, filters: Filters, box: str | None = None) -> Facets:
    """Counts by month and by every dimension."""
    with desk.ledger.read() as conn:
        return facet_counts(conn, in_box(conn, filters, box))


def points(desk: Desk, filters: Filters, *, coarse: bool = False) -> Points:
    """Every incident that passes the filters, as map and timeline take them; ``coarse`` as readers may see them."""
    i = incidents.c
    with desk.ledger.read() as conn:
        chosen = selection(conn, filters)
        where = (i.place_id, i.place_ar, i.place_en, i.lat, i.lon, i.precision, i.adm1)
        columns = select(*where, i.sort_day, func.coalesce(i.killed_best, 0))
        if chosen.impossible:
            return Points([], [], [], [], True)
        if filters == Filters():
            query = columns.order_by(i.sort_day.desc()).limit(MAX_POINTS + 1)
        else:
            found = keys(conn, chosen).limit(MAX_POINTS + 1).subquery()
            query = columns.join(found, found.c.seq == i.seq)
        rows = [tuple(row) for row in conn.execute(query)]
        return _columns([_coarse(row) for row in rows] if coarse else rows)


def _coarse(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """A camp, shelter or clinic at about ten kilometres (codebook rule 17)."""
    lat, lon = row[3], row[4]
    if lat is None or lon is None or not privacy.is_sensitive(row[1], row[2]):
        return row
    return (*row[:3], round(lat, 1), round(lon, 1), "near", *row[6:])


def _columns(rows: list[tuple[Any, ...]]) -> Points:
    at: dict[tuple[Any, ...], int] = {}
    shown = rows[:MAX_POINTS]
    where = [-1 if row[3] is None or row[4] is None else at.setdefault(row[:7], len(at)) for row in shown]
    made = [MapPlace(*key) for key in at]
    days = [row[7] - EPOCH if row[7] else None for row in shown]
    return Points(made, where, days, [row[8] for row in shown], len(rows) <= MAX_POINTS)


def in_box(conn: Connection, filters: Filters, box: str | None) -> Filters:
    """The filters with a drawn box as the places that lie in it (those with most incidents where there are many)."""
    if not box:
        return filters
    west, south, east, north = read_box(box)
    i = incidents.c
    query = select(i.place_id).where(i.lat.between(south, north), i.lon.between(west, east), i.place_id.is_not(None))
    if filters.place:
        query = query.where(within(conn, incidents, filters.place))
    query = query.group_by(i.place_id).order_by(func.count().desc()).limit(MAX_BOX_PLACES)
    found = list(conn.execute(query).scalars())
    return msgspec.structs.replace(filters, place=",".join(found) or "-")


def read_box(box: str) -> tuple[float, float, float, float]:
    """A box as four numbers; raises LedgerError for one that is none."""
    try:
        west, south, east, north = (float(part) for part in box.split(","))
    except ValueError as error:
        raise LedgerError(f"box {box}: needs west,south,east,north in degrees") from error
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
        raise LedgerError(f"box {box}: west must be below east, south below north")
    return west, south, east, north


def mark(desk: Desk) -> str:
    """A mark of the ledger's state: it changes whenever a run, a decision, a judgement or a tombstone is added."""
    with desk.ledger.read() as conn:
        parts = [conn.execute(select(func.max(t.c.id))).scalar() or 0 for t in (runs, decisions, judgements)]
        parts.append(conn.execute(select(func.count()).select_from(tombstones)).scalar() or 0)
    return ".".join(str(part) for part in parts)


def is_empty(desk: Desk) -> bool:
    """Whether the ledger holds no incident."""
    with desk.ledger.read() as conn:
        return conn.execute(select(incidents.c.seq).limit(1)).first() is None
