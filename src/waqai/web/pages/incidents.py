"""Incidents: map, timeline and table of the same selection; the address holds the whole of it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import msgspec
from litestar import Request, Response, get

from waqai.service import linked, names, tabular
from waqai.service.linked import Count
from waqai.web.asked import COLUMNS, Asked, asked
from waqai.web.named import NamedDesk, NamedView
from waqai.web.security import needs
from waqai.web.view import View

DIMENSIONS = ("country", "adm1", "type", "grade", "factuality", "victim", "actor", "outlet")
PARAMETER = {"country": "place", "adm1": "place"}
PLACES = ("country", "adm1")
SHOWN_VALUES = 8


class Facet(msgspec.Struct):
    """One value to filter by: its name, counts, whether it is chosen, and the address that turns it."""

    value: str
    name: str
    count: Count | None
    chosen: bool
    address: str
    share: int


@get("/incidents", guards=[needs("reader")], sync_to_thread=True)
def incidents(request: Request[Any, Any, Any], view: NamedView, desk: NamedDesk) -> Response[str]:
    """The page, or for htmx the part of it that a change of filters redraws."""
    wanted = asked(request)
    listed = linked.incident_list(desk, wanted.filters, wanted.page, wanted.box)
    counted = linked.counts(desk, wanted.filters, wanted.box)
    context: dict[str, Any] = {
        "asked": wanted, "listed": listed, "counted": counted, "facets": facets(view, wanted, counted.by),
        "chips": chips(view, wanted), "all_columns": COLUMNS, "profiles": list(tabular.PROFILES),
        "sorts": [(name, address_of(view, wanted, sort=name)) for name in linked.SORTS],
        "reported": linked.reported_days(desk, listed.items), "address": address_of(view, wanted),
    }  # fmt: skip
    return view.draw("incidents_linked.html" if request.headers.get("hx-request") else "incidents.html", **context)


@get("/incidents/points", guards=[needs("reader")], sync_to_thread=True)
def points(request: Request[Any, Any, Any], desk: NamedDesk) -> linked.Points:
    """The columns that map and timeline draw; days and box are left to the page."""
    filters = msgspec.structs.replace(asked(request).filters, from_=None, to=None)
    return linked.points(desk, filters, coarse=not request.user.sees_names)


@get("/incidents/export", guards=[needs("reader")], sync_to_thread=True)
def export(request: Request[Any, Any, Any], view: NamedView, desk: NamedDesk) -> Response[bytes]:
    """The list as seen, every row of it: the columns chosen, in the language chosen."""
    wanted = asked(request)
    kind = request.query_params.get("format", "csv")
    if kind in ("csv", "xlsx", "json"):
        file, name = tabular.table_file(desk, wanted.filters, wanted.box, wanted.columns, kind, view.lang), kind
    else:
        file, name = tabular.profile_file(desk, wanted.filters, wanted.box, kind, view.person.name), f"{kind}.zip"
    headers = {"content-disposition": f'attachment; filename="waqai-incidents.{name}"'}
    return Response(file.data, media_type=file.media_type, headers=headers)


def facets(view: View, wanted: Asked, by: dict[str, list[Count]]) -> list[tuple[str, list[Facet]]]:
    """What can be chosen, by dimension. Governorates are those of the country chosen, if one is."""
    found = []
    for dim in DIMENSIONS:
        counts = by.get(dim, [])
        if dim == "adm1" and not wanted.filters.place:
            counts = []
        most = max((c.incidents for c in counts), default=1)
        values = [_facet(view, wanted, dim, count, most) for count in counts]
        if values:
            found.append((dim, values))
    return found


def _facet(view: View, wanted: Asked, dim: str, count: Count, most: int) -> Facet:
    parameter = PARAMETER.get(dim, dim)
    current = [v for v in (wanted.values().get(parameter) or "").split(",") if v]
    chosen = count.value in current
    after = [v for v in current if v != count.value] if chosen else [*current, count.value]
    if dim in PLACES and not chosen:
        after = [count.value]  # the place chain: a narrower area takes the place of the wider one
    address = address_of(view, wanted, **{parameter: ",".join(after)})
    return Facet(
        count.value, facet_name(view, dim, count.value), count, chosen, address, round(100 * count.incidents / most)
    )


def facet_name(view: View, dim: str, value: str) -> str:
    """A value of a dimension in words."""
    if dim == "country":
        return view.country(value)
    if dim in ("adm1", "place"):
        return view.area(value) if view.area(value) != value else view.country(value)
    if dim == "actor":
        return view.actor(value.rsplit(":", 1)[-1])
    if dim == "outlet":
        return names.shown_origin(value)
    return view.name({"victim": "category"}.get(dim, dim), value)


def chips(view: View, wanted: Asked) -> list[tuple[str, str, str]]:
    """What is chosen, each as (what, value, the address without it)."""
    found = []
    for name, value in wanted.values().items():
        parts = [value] if name in ("from", "to", "query", "box") else value.split(",")
        for part in parts:
            rest = ",".join(v for v in parts if v != part)
            shown = (
                part
                if name in ("from", "to", "query")
                else view.t("linked.drawn")
                if name == "box"
                else facet_name(view, name, part)
            )
            found.append((view.t(f"field.{name}"), shown, address_of(view, wanted, **{name: rest})))
    return found


def address_of(view: View, wanted: Asked, **change: str) -> str:
    """The page's address with some filters changed, from its first row."""
    values: dict[str, str] = wanted.values() | change
    cols = view.request.query_params.get("cols")
    sort = values.pop("sort", wanted.sort)
    asked_for = {k: v for k, v in {**values, "cols": cols, "sort": sort if sort != "date" else None}.items() if v}
    return view.url("/incidents") + (f"?{urlencode(asked_for)}" if asked_for else "")


HANDLERS = (incidents, points, export)
