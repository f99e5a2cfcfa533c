"""What every export is written from: one view of the ledger, with nothing in it that the ledger does not know.

Dates are ISO days, coordinates degrees (WGS 84), counts persons. None is "not stated" and never zero.
"""

from __future__ import annotations

from typing import Literal

import msgspec

Precision = Literal["point", "settlement", "near", "district", "governorate", "region", "country"]
Side = Literal["a", "b"]


class Count(msgspec.Struct, frozen=True):
    """Low, best and high; ``open`` where a source says "at least", ``vague`` where the count is a word (tens)."""

    low: int | None = None
    best: int | None = None
    high: int | None = None
    open: bool = False
    vague: bool = False


class Toll(msgspec.Struct, frozen=True):
    """One harm to one category. ``side`` is whose the people were where they were of a party; ``subset`` counts people
    that another entry of the same harm counts too.
    """

    harm: str
    category: str
    count: Count
    side: Side | None = None
    subset: bool = False


class Actor(msgspec.Struct, frozen=True):
    """A party of the registry. ``label`` is the outlets' word for it (internal exports only)."""

    role: str
    id: str
    name_en: str
    name_ar: str
    category: str | None = None
    country: str | None = None
    label: str | None = None


class Area(msgspec.Struct, frozen=True):
    """An administrative area: its P-code, where it has one, and names."""

    code: str | None = None
    name_en: str | None = None
    name_ar: str | None = None


class Point(msgspec.Struct, frozen=True):
    """A named point."""

    lat: float
    lon: float
    name_en: str | None = None
    name_ar: str | None = None


class Place(msgspec.Struct, frozen=True):
    """Where. ``sensitive`` marks a camp, shelter or clinic, ``settlement`` what it is shown at; ``capital`` is the
    province's main town and ``centroid`` the area's middle, for conventions that want them.
    """

    id: str | None
    name_en: str | None
    name_ar: str | None
    country: str | None
    precision: Precision
    adm1: Area = Area()
    adm2: Area = Area()
    adm3: Area = Area()
    lat: float | None = None
    lon: float | None = None
    sensitive: bool = False
    settlement: Point | None = None
    capital: Point | None = None
    centroid: Point | None = None


class Source(msgspec.Struct, frozen=True):
    """One report of a row: who published it, and which characters of its text the row stands on.

    ``title``, ``speaker`` and ``quote`` are the report's own words: internal exports only.
    """

    report: str
    outlet: str | None = None
    url: str | None = None
    published: str | None = None
    retrieved: str | None = None
    record: str | None = None
    spans: list[tuple[int, int]] = []
    title: str | None = None
    speaker: str | None = None
    quote: str | None = None


class ExportIncident(msgspec.Struct, frozen=True):
    """One incident. ``date_start`` None means that no report gives a day of its own; ``reported`` is the first day
    it was published. ``denied_by`` and ``claimed_by`` are parties of the registry, never private persons. ``killed`` and ``injured`` are totals without the attacker, ``attackers_killed`` is theirs.
    """

    id: str
    type: str
    factuality: str
    grade: str
    date_start: str | None
    date_end: str | None
    grain: str
    reported: str | None
    place: Place | None
    actors: list[Actor] = []
    initiator_status: str = "not_stated"
    killed: Count = Count()
    injured: Count = Count()
    attackers_killed: Count = Count()
    tolls: list[Toll] = []
    weapon: str | None = None
    civilians_targeted: bool = False
    judicial: bool = False
    independent_sources: int = 0
    sources: list[Source] = []
    state: str = "machine-coded"
    denied_by: list[Actor] = []
    claimed_by: list[Actor] = []
    name: str | None = None


class ExportAccess(msgspec.Struct, frozen=True):
    """One access constraint, from when it was in force to when it was lifted."""

    id: str
    type: str
    sector: str | None
    degree: str | None
    hours: str | None
    humanitarian: bool
    place: Place | None
    since: str | None
    since_basis: str
    until: str | None
    lifted: str | None
    sources: list[Source] = []


class ExportTally(msgspec.Struct, frozen=True):
    """A cumulative count over a period. ``events`` counts incidents of ``type``; ``counts`` are people by harm."""

    id: str
    type: str
    period_start: str | None
    period_end: str | None
    place: Place | None
    events: Count | None
    counts: list[Toll]
    actors: list[Actor] = []
    sources: list[Source] = []
    ledger_events: int | None = None
    ledger_killed: int | None = None


class ExportData(msgspec.Struct, frozen=True):
    """Everything an export is written from. ``internal`` says that rule 17 was lifted by a person, and logged."""

    incidents: list[ExportIncident] = []
    access: list[ExportAccess] = []
    tallies: list[ExportTally] = []
    internal: bool = False


def actors_of(incident: ExportIncident, role: str) -> list[Actor]:
    """The parties in a role, in their order."""
    return [actor for actor in incident.actors if actor.role == role]


def ordered(data: ExportData) -> ExportData:
    """The same data in the one order exports are written in: by day, then by id."""
    return msgspec.structs.replace(
        data,
        incidents=sorted(data.incidents, key=lambda i: (i.date_start or i.reported or "9999", i.id)),
        access=sorted(data.access, key=lambda a: (a.since or "9999", a.id)),
        tallies=sorted(data.tallies, key=lambda t: (t.period_end or "9999", t.id)),
    )
