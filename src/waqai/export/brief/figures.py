"""The numbers of a brief: worked out once, each with the incidents it stands on."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from waqai.export.rows import Count, ExportAccess, ExportData, ExportIncident, ExportTally
from waqai.export.tables import NOT_CIVIL, types

Group = Literal["battles", "explosions", "civilians", "demonstrations", "other"]
GROUPS: tuple[Group, ...] = ("battles", "explosions", "civilians", "demonstrations", "other")
BY_EVENT: dict[str, Group] = {
    "Battles": "battles",
    "Explosions/Remote violence": "explosions",
    "Violence against civilians": "civilians",
    "Protests": "demonstrations",
    "Riots": "demonstrations",
}
MOST_WEEKS = 20
TOP = 7


@dataclass(frozen=True)
class Figure:
    """A number with its range and the incidents behind it. ``best`` is 0 where incidents state none."""

    key: str
    best: int
    low: int
    high: int
    rows: tuple[str, ...]


@dataclass(frozen=True)
class Bar:
    """One week or month: incidents by group, people killed, and the incidents behind it."""

    start: date
    groups: dict[Group, int]
    killed: int
    rows: tuple[str, ...]


@dataclass(frozen=True)
class TopPlace:
    """A place by its incidents."""

    en: str
    ar: str
    incidents: int
    killed: int
    injured: int
    rows: tuple[str, ...]


@dataclass(frozen=True)
class Brief:
    """Everything a brief shows. ``start`` and ``end`` are inclusive."""

    start: date
    end: date
    place: tuple[str, str]
    incidents: tuple[ExportIncident, ...]
    figures: tuple[Figure, ...]
    bars: tuple[Bar, ...]
    monthly: bool
    places: tuple[TopPlace, ...]
    access: tuple[ExportAccess, ...]
    contested: tuple[ExportIncident, ...]
    tallies: tuple[ExportTally, ...]
    undated: int
    not_stated: int


def group_of(incident: ExportIncident) -> Group:
    """The group an incident is shown in."""
    row = types().get(incident.type)
    return BY_EVENT.get(row.acled_event, "other") if row else "other"


def day_of(incident: ExportIncident) -> str | None:
    """The day an incident is shown at: its own, else the first day it was published."""
    return incident.date_start or incident.reported


def make_brief(data: ExportData, start: date, end: date, place: tuple[str, str]) -> Brief:
    """Work out the numbers of the period (inclusive) from public data."""
    within = [i for i in data.incidents if (day := day_of(i)) and start.isoformat() <= day <= end.isoformat()]
    shown = sorted((i for i in within if i.grade != "discounted"), key=lambda i: (day_of(i) or "", i.id))
    in_force = [a for a in data.access if is_in_force(a, end)]
    monthly = (end - start).days > MOST_WEEKS * 7
    return Brief(
        start, end, place, tuple(shown), tuple(figures(shown, in_force)), tuple(bars(shown, start, end, monthly)), monthly,
        tuple(top_places(shown)), tuple(in_force), tuple(i for i in shown if i.grade == "contested"),
        tuple(t for t in data.tallies if overlaps(t, start, end)), sum(i.date_start is None for i in shown),
        sum(i.killed.best is None and group_of(i) in ("battles", "explosions", "civilians") for i in shown),
    )  # fmt: skip


def is_in_force(access: ExportAccess, day: date) -> bool:
    """Whether a constraint is in force on a day; one of unknown beginning is, until it is lifted."""
    iso = day.isoformat()
    begun = access.since is None or access.since <= iso
    return begun and (access.until is None or access.until >= iso) and (access.lifted is None or access.lifted > iso)


def overlaps(tally: ExportTally, start: date, end: date) -> bool:
    """Whether a tally's period touches the brief's."""
    first, last = tally.period_start or tally.period_end, tally.period_end or tally.period_start
    return first is not None and last is not None and first <= end.isoformat() and last >= start.isoformat()


def figures(shown: list[ExportIncident], in_force: list[ExportAccess]) -> list[Figure]:
    """The key figures."""
    contested = [i.id for i in shown if i.grade == "contested"]
    access = [a.id for a in in_force]
    return [
        Figure("incidents", len(shown), len(shown), len(shown), tuple(i.id for i in shown)),
        summed("killed", shown, [i.killed for i in shown]),
        summed("civilians_killed", shown, [civilians(i) for i in shown]),
        summed("injured", shown, [i.injured for i in shown]),
        Figure("access", len(access), len(access), len(access), tuple(access)),
        Figure("contested", len(contested), len(contested), len(contested), tuple(contested)),
    ]


def summed(key: str, shown: list[ExportIncident], counts: list[Count]) -> Figure:
    """A sum over incidents with its range; those that state nothing add nothing."""
    stated = [(i, c) for i, c in zip(shown, counts, strict=True) if c.best is not None]
    best = sum(c.best or 0 for _, c in stated)
    low = sum(c.low if c.low is not None else c.best or 0 for _, c in stated)
    high = sum(max(c.high or 0, c.best or 0) for _, c in stated)
    return Figure(key, best, low, high, tuple(i.id for i, c in stated if c.best))


def civilians(incident: ExportIncident) -> Count:
    """Civilians killed by the reports' words: categories that are civilian and no subset of another such category."""
    mine = [t for t in incident.tolls if t.harm == "killed" and t.category not in NOT_CIVIL]
    whole = [t for t in mine if not t.subset] or [t for t in mine if t.category == "civilian"]
    if not whole:
        return Count()
    lows = sum(t.count.low or 0 for t in whole)
    bests = sum(t.count.best or 0 for t in whole)
    return Count(lows, bests, sum(max(t.count.high or 0, t.count.best or 0) for t in whole))


def bars(shown: list[ExportIncident], start: date, end: date, monthly: bool) -> list[Bar]:
    """Every week (from Monday) or month of the period, empty ones too."""
    held: defaultdict[date, list[ExportIncident]] = defaultdict(list)
    for incident in shown:
        held[beginning(date.fromisoformat(day_of(incident) or ""), monthly)].append(incident)
    found, at = [], beginning(start, monthly)
    while at <= end:
        here = held[at]
        groups = Counter(group_of(i) for i in here)
        killed = sum(i.killed.best or 0 for i in here)
        found.append(Bar(at, {g: groups[g] for g in GROUPS}, killed, tuple(i.id for i in here)))
        at = beginning(at + timedelta(days=32 if monthly else 7), monthly)
    return found


def beginning(day: date, monthly: bool) -> date:
    """The Monday of a day's week, or the first of its month."""
    return day.replace(day=1) if monthly else day - timedelta(days=day.weekday())


def top_places(shown: list[ExportIncident]) -> list[TopPlace]:
    """The places with most incidents; an incident known only to a province counts for the province."""
    held: defaultdict[tuple[str, str], list[ExportIncident]] = defaultdict(list)
    for incident in shown:
        place = incident.place
        if place and place.precision not in ("region", "country"):
            en, ar = place.name_en or place.name_ar or "", place.name_ar or place.name_en or ""
            held[en, ar].append(incident)
    ranked = sorted(held.items(), key=lambda pair: (-len(pair[1]), -sum(i.killed.best or 0 for i in pair[1]), pair[0]))
    return [
        TopPlace(en, ar, len(here), sum(i.killed.best or 0 for i in here), sum(i.injured.best or 0 for i in here), tuple(i.id for i in here))
        for (en, ar), here in ranked[:TOP]
    ]  # fmt: skip
