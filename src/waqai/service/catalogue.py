"""Lists beside the incidents: tallies against the ledger, access constraints, claims, reports, outlets."""

from __future__ import annotations

import msgspec
from sqlalchemy import func, select

from waqai.ledger import access, catalogue, tallies, views
from waqai.ledger.access import Constraint
from waqai.ledger.catalogue import Claim, Claims, Constraints, ReportRow, Reports, Tallies
from waqai.ledger.copies import shown_origin
from waqai.ledger.filters import Filters, Page
from waqai.ledger.lists import IncidentRow, as_row
from waqai.ledger.schema import incidents, records, reports, sightings
from waqai.ledger.tallies import Comparison, Step, Tally
from waqai.ledger.views import Stats
from waqai.model import Record
from waqai.service.desk import Desk

__all__ = [
    "Claim", "ClaimPair", "Claims", "Comparison", "Constraint", "Constraints", "Copying", "LoadedName", "Outlet", "ReportRow",
    "Reports", "Stats", "Step", "Tallies", "Tally", "TallyCase", "claims", "compared", "constraints_of", "copying",
    "in_force", "loaded_names", "outlets", "report_list", "stats", "tally_case",
]  # fmt: skip


class TallyCase(msgspec.Struct, frozen=True):
    """One tally against the ledger, the tallies before and after it, and the incidents behind what is recorded."""

    comparison: Comparison
    series: list[Step]
    incidents: list[IncidentRow]


class ClaimPair(msgspec.Struct, frozen=True):
    """A statement with its own words, and the incident it is about where it is linked to one."""

    claim: Claim
    said: str
    incident: IncidentRow | None


class Outlet(msgspec.Struct, frozen=True):
    """An outlet: its reports, those that copy another text, the days they span, and reports by month."""

    key: str
    name: str
    reports: int
    copies: int
    first: str | None
    last: str | None
    months: dict[str, int]


class Copying(msgspec.Struct, frozen=True):
    """How many of one outlet's reports are copies of another's."""

    outlet: str
    source: str
    reports: int


class LoadedName(msgspec.Struct, frozen=True):
    """A name that an outlet gives an actor, and how often."""

    outlet: str
    actor: str
    label: str
    times: int


def compared(desk: Desk, filters: Filters, page: Page) -> tuple[list[Comparison], int]:
    """A page of tallies, each against what the ledger holds, and how many there are."""
    with desk.ledger.read() as conn:
        found = catalogue.list_tallies(conn, filters, page)
        return [tallies.compare(conn, t.record) for t in found.items], found.total


def tally_case(desk: Desk, uid: str) -> TallyCase:
    """One tally in full; raises LedgerError when there is none."""
    with desk.ledger.read() as conn:
        made = tallies.compare(conn, uid)
        query = select(incidents).where(incidents.c.id.in_(made.incidents[:500])).order_by(incidents.c.sort_day)
        return TallyCase(made, tallies.series(conn, uid), [as_row(row) for row in conn.execute(query)])


def constraints_of(desk: Desk, filters: Filters, page: Page) -> Constraints:
    """Access constraints in force at any time of the window."""
    with desk.ledger.read() as conn:
        return catalogue.list_constraints(conn, filters, page)


def in_force(desk: Desk, day: str, place: str | None = None) -> list[Constraint]:
    """Access constraints in force on a day."""
    with desk.ledger.read() as conn:
        return access.in_force(conn, day, place)


def claims(desk: Desk, filters: Filters, page: Page) -> tuple[list[ClaimPair], int]:
    """A page of statements with what they are about."""
    with desk.ledger.read() as conn:
        found = catalogue.list_claims(conn, filters, page)
        ids = [c.incident for c in found.items if c.incident]
        rows = {r.id: as_row(r) for r in conn.execute(select(incidents).where(incidents.c.id.in_(ids)))}
        uids = [c.record for c in found.items]
        data = conn.execute(select(records.c.uid, records.c.data).where(records.c.uid.in_(uids)))
        said = {r.uid: msgspec.json.decode(r.data, type=Record).evidence.text for r in data}
    return [ClaimPair(c, said.get(c.record, ""), rows.get(c.incident or "")) for c in found.items], found.total


def report_list(desk: Desk, filters: Filters, page: Page) -> Reports:
    """A page of reports."""
    with desk.ledger.read() as conn:
        return catalogue.list_reports(conn, filters, page)


def stats(desk: Desk) -> Stats:
    """Counts over the whole ledger."""
    with desk.ledger.read() as conn:
        return views.stats(conn)


def outlets(desk: Desk) -> list[Outlet]:
    """Every outlet, the one with most reports first."""
    r = reports.c
    month = func.substr(r.published, 1, 7)
    query = select(
        r.outlet_key,
        func.max(r.outlet),
        month,
        func.count(),
        func.count(r.copy_of),
        func.min(r.published),
        func.max(r.published),
    ).group_by(r.outlet_key, month)
    made: dict[str, Outlet] = {}
    with desk.ledger.read() as conn:
        for key, name, at, n, copies, first, last in conn.execute(query):
            old = made.get(key or "") or Outlet(key or "", name or shown_origin(key or ""), 0, 0, None, None, {})
            days = [d for d in (old.first, old.last, first, last) if d]
            made[key or ""] = Outlet(
                old.key, old.name or name or "", old.reports + n, old.copies + copies, min(days, default=None),
                max(days, default=None), old.months | ({at: n} if at else {}),
            )  # fmt: skip
    return sorted(made.values(), key=lambda o: (-o.reports, o.name))


def copying(desk: Desk) -> list[Copying]:
    """Who copies whom: pairs of outlets by how many reports of the first repeat a text of the second."""
    one, two = reports.alias("one"), reports.alias("two")
    query = (
        select(func.max(one.c.outlet), func.max(two.c.outlet), func.count())
        .join(two, two.c.seq == one.c.copy_of)
        .where(one.c.outlet_key != two.c.outlet_key)
        .group_by(one.c.outlet_key, two.c.outlet_key)
        .order_by(func.count().desc())
    )
    with desk.ledger.read() as conn:
        return [Copying(a or "", b or "", n) for a, b, n in conn.execute(query.limit(200))]


def loaded_names(desk: Desk, limit: int = 20_000) -> list[LoadedName]:
    """The names that outlets give to registered actors, over the latest records, the most frequent first."""
    found: dict[tuple[str, str, str], int] = {}
    query = (
        select(records.c.data, reports.c.outlet)
        .join(reports, reports.c.seq == records.c.report_seq)
        .where(records.c.kind != "tally")
        .order_by(records.c.report_seq.desc())
        .limit(limit)
    )
    with desk.ledger.read() as conn:
        for data, outlet in conn.execute(query):
            for actor in msgspec.json.decode(data, type=Record).actors:
                if actor.actor and actor.label and outlet:
                    key = (outlet, actor.actor, actor.label)
                    found[key] = found.get(key, 0) + 1
    made = [LoadedName(*key, times) for key, times in found.items()]
    return sorted(made, key=lambda name: (-name.times, name.actor, name.outlet))


def retrieval_days(desk: Desk) -> dict[str, int]:
    """Day of retrieval -> texts met on it, the latest sixty."""
    day = func.substr(sightings.c.retrieved_at, 1, 10)
    query = select(day, func.count()).group_by(day).order_by(day.desc()).limit(60)
    with desk.ledger.read() as conn:
        return {row[0]: row[1] for row in conn.execute(query)}
