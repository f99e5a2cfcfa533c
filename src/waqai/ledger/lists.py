"""Lists of incidents: filtered, in an order, paged."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import Connection, select

from waqai.ledger.filters import Filters, Page
from waqai.ledger.orders import check_sort, ordered
from waqai.ledger.schema import incidents
from waqai.ledger.selected import count, keys, selection

CHUNK = 1000


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


def list_incidents(conn: Connection, filters: Filters, page: Page | None = None) -> IncidentList:
    """A page of the incidents that pass the filters, in the order of ``page.sort`` (newest first by default)."""
    page = page or Page()
    check_sort(page.sort)
    chosen = selection(conn, filters)
    if chosen.impossible:
        return IncidentList([], None, 0, True)
    counted = count(conn, chosen)
    by_date = page.sort == "date"
    query = keys(conn, chosen, page.cursor) if by_date else ordered(conn, chosen, page, counted)
    found = conn.execute(query.limit(page.limit + 1).offset(0 if page.cursor else page.offset)).all()
    shown = found[: page.limit]
    rows: dict[int, Any] = {}
    for at in range(0, len(shown), CHUNK):
        seqs = [k.seq for k in shown[at : at + CHUNK]]
        rows |= {row.seq: row for row in conn.execute(select(incidents).where(incidents.c.seq.in_(seqs)))}
    cursor = ".".join(str(part) for part in shown[-1]) if len(found) > page.limit else None
    return IncidentList([as_row(rows[k.seq]) for k in shown], cursor, counted.total, counted.exact)


def as_row(row: Any) -> IncidentRow:
    """A row of ``incidents`` as lists and exports take it."""
    values = {name: row._mapping[name] for name in IncidentRow.__struct_fields__}
    return IncidentRow(**(values | {"initiators": row.initiators.split(), "targets": row.targets.split()}))
