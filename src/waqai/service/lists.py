"""The ledger's lists as a command shows them: whole rows for programs, flat rows for tables and CSV."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from waqai.export.output import csv_bytes
from waqai.ledger import views
from waqai.ledger.filters import Filters, Page
from waqai.ledger.views import IncidentView, PairView, RecordView, ReportView, Shown, Stats
from waqai.service import catalogue, linked
from waqai.service.desk import Desk

__all__ = [
    "COLUMNS", "IncidentView", "Listing", "PairView", "RecordView", "ReportView", "Shown", "Stats", "as_csv", "flat",
    "listed", "records_of", "show", "suggestions",
]  # fmt: skip

EVERYTHING = 1_000_000
COLUMNS: dict[str, tuple[str, ...]] = {
    "reports": ("id", "published", "outlet", "title", "records", "state", "copy", "source"),
    "incidents": (
        "id", "date", "type", "place", "adm1", "country", "initiators", "targets", "killed", "injured", "grade",
        "reports", "sources", "state",
    ),
    "tallies": (
        "record", "type", "period", "place", "initiators", "events", "recorded", "difference", "killed",
        "killed_recorded", "outlet", "published", "problem",
    ),
    "access": ("id", "type", "sector", "degree", "place", "since", "since_basis", "until", "lifted", "reports"),
    "claims": ("record", "type", "who", "said", "outlet", "published", "incident", "grade"),
}  # fmt: skip


class Listing(msgspec.Struct, frozen=True):
    """Rows of a list and how many there are in all (at least, where not ``exact``)."""

    rows: list[Any]
    total: int
    exact: bool = True


def listed(
    desk: Desk,
    kind: str,
    filters: Filters,
    limit: int = 100,
    offset: int = 0,
    on: str | None = None,
    sort: str = "date",
) -> Listing:
    """Rows of one of the five lists; a ``limit`` of 0 is all. ``on`` (access only) is a day to be in force on, ``sort``
    (incidents only) one of ``SORTS``.
    """
    page = Page(limit=limit or EVERYTHING, offset=offset, sort=sort)
    if kind == "incidents":
        found = linked.incident_list(desk, filters, page)
        return Listing(list(found.items), found.total, found.exact)
    if kind == "reports":
        reports = catalogue.report_list(desk, filters, page)
        return Listing(list(reports.items), reports.total)
    if kind == "access":
        if on:
            held = catalogue.in_force(desk, on, filters.place)
            return Listing(list(held[offset : offset + page.limit]), len(held))
        constraints = catalogue.constraints_of(desk, filters, page)
        return Listing(list(constraints.items), constraints.total)
    rows, total = (catalogue.compared if kind == "tallies" else catalogue.claims)(desk, filters, page)
    return Listing(list(rows), total)


def flat(kind: str, row: Any) -> dict[str, Any]:
    """A row as plain cells: the columns of ``COLUMNS[kind]``."""
    return FLAT[kind](row)


def as_csv(kind: str, rows: list[Any]) -> bytes:
    """Rows as CSV; a cell that a spreadsheet would run as a formula is disarmed."""
    return csv_bytes(COLUMNS[kind], [flat(kind, row) for row in rows])


def show(desk: Desk, id_: str) -> Shown:
    """Whatever has this id: an incident, a report, a record, a constraint."""
    with desk.ledger.read() as conn:
        return views.show(conn, id_)


def suggestions(desk: Desk, limit: int = 50) -> list[PairView]:
    """Pairs of records in two incidents that may be one, likeliest first."""
    with desk.ledger.read() as conn:
        return views.suggestions(conn, Page(limit=limit or EVERYTHING))


def records_of(desk: Desk, id_: str) -> list[str]:
    """The records an id stands for: a record itself, the members of an incident, all records of a report."""
    if "." in id_:
        return [id_]
    found = show(desk, id_)
    if isinstance(found, IncidentView):
        return [m.record for m in found.incident.members]
    if isinstance(found, ReportView):
        return [r.uid for r in found.records]
    if isinstance(found, RecordView):
        return [found.uid]
    return [n.record for n in found.notices]


def _report(row: Any) -> dict[str, Any]:
    return {n: getattr(row, n) for n in COLUMNS["reports"] if n != "copy"} | {"copy": "yes" if row.copy else None}


def _incident(row: Any) -> dict[str, Any]:
    return {
        "id": row.id, "date": _span(row.date_start, row.date_end), "type": row.type,
        "place": row.place_en or row.place_ar, "adm1": row.adm1, "country": row.country,
        "initiators": "; ".join(row.initiators), "targets": "; ".join(row.targets),
        "killed": _count(row.killed_low, row.killed_best, row.killed_high),
        "injured": _count(row.injured_low, row.injured_best, row.injured_high),
        "grade": row.grade, "reports": row.reports, "sources": row.sources, "state": row.state,
    }  # fmt: skip


def _tally(row: Any) -> dict[str, Any]:
    tally = row.tally
    dead = next((d for d in row.deaths if d.category == "total"), None)
    return {
        "record": tally.record, "type": tally.type, "period": _span(tally.start, tally.end),
        "place": _place(tally.place), "initiators": "; ".join(tally.initiators),
        "events": _count(tally.low, tally.low, tally.high), "recorded": row.recorded, "difference": row.difference,
        "killed": _count(dead.claimed_low, dead.claimed_low, dead.claimed_high) if dead else None,
        "killed_recorded": dead.best if dead else None, "outlet": tally.outlet, "published": tally.published,
        "problem": row.problem,
    }  # fmt: skip


def _access(row: Any) -> dict[str, Any]:
    values = {n: getattr(row, n) for n in COLUMNS["access"] if n not in ("place", "reports")}
    return values | {"place": _place(row.place), "reports": len({n.report for n in row.notices})}


def _claim(row: Any) -> dict[str, Any]:
    claim = row.claim
    plain = {n: getattr(claim, n) for n in COLUMNS["claims"] if n != "said"}
    return plain | {"said": row.said}


def _place(place: Any) -> str | None:
    return (place.name_en or place.name_ar) if place else None


def _span(start: str | None, end: str | None) -> str | None:
    return start if end in (None, start) else f"{start or '…'}/{end}"


def _count(low: int | None, best: int | None, high: int | None) -> str | None:
    """``3``, or ``3 (2–5)`` where sources differ."""
    if best is None:
        return None
    same = low in (None, best) and high in (None, best)
    return f"{best}" if same else f"{best} ({'…' if low is None else low}–{'…' if high is None else high})"


FLAT: dict[str, Callable[[Any], dict[str, Any]]] = {
    "reports": _report, "incidents": _incident, "tallies": _tally, "access": _access, "claims": _claim,
}  # fmt: skip
