"""What an incident is made of, as the ledger keeps and shows it."""

from __future__ import annotations

from typing import Literal

import msgspec

from waqai.model import PlaceRef, Record

Standing = Literal["current", "superseded"]


class Told(msgspec.Struct, frozen=True):
    """A member record with what the ledger knows of the report that tells it."""

    uid: str
    record: Record
    report_seq: int
    report_id: str
    outlet: str | None
    outlet_key: str
    published: str | None
    copy_of: int | None
    origins: list[str]  # names of the original source, the first being the one to group by
    state: str
    revises: bool = False  # it says that its toll is a later one
    coded_at: str = ""  # when the run that tells it was made


class Figure(msgspec.Struct, frozen=True):
    """One count of one harm by one source: who says it, where, when, and whether a later one replaced it."""

    harm: str
    category: str  # a casualty category, or ``total``
    low: int | None
    high: int | None
    qualifier: str
    who: str
    report: str
    record: str
    said_on: str | None
    standing: Standing


class Toll(msgspec.Struct, frozen=True):
    """Low, best and high of one harm and category over what sources now say, and every figure behind it.

    ``open`` is true where a current figure has no upper bound ("at least").
    """

    harm: str
    category: str
    low: int | None
    best: int | None
    high: int | None
    open: bool
    figures: list[Figure]


class Party(msgspec.Struct, frozen=True):
    """An actor in an incident, the labels outlets gave it, and the records that say so."""

    actor: str
    labels: list[str]
    records: list[str]


class Voice(msgspec.Struct, frozen=True):
    """A denial of an incident or a claim of responsibility for it: whose, and in which report."""

    kind: Literal["denial", "claim"]
    who: str
    actor: str | None
    origin: str
    report: str
    record: str


class IndependentSource(msgspec.Struct, frozen=True):
    """One original source and the reports that go back to it."""

    names: list[str]
    reports: list[str]


class Member(msgspec.Struct, frozen=True):
    """A record of an incident, as a list shows it."""

    record: str
    report: str
    outlet: str | None
    published: str | None
    type: str
    factuality: str
    state: str


class IncidentDate(msgspec.Struct, frozen=True):
    """When: ISO dates, inclusive; all None when no report gives a day of its own."""

    start: str | None
    end: str | None
    grain: str


class Incident(msgspec.Struct, frozen=True):
    """One date, place, set of actors and type, from every report that tells it."""

    id: str
    type: str
    name: str | None
    date: IncidentDate
    reported: str | None
    place: PlaceRef | None
    initiators: list[Party]
    targets: list[Party]
    weapon: str | None
    factuality: str
    tolls: list[Toll]
    grade: str
    grade_why: str
    sources: list[IndependentSource]
    voices: list[Voice]
    members: list[Member]
    state: str
    sort_day: int
    tags: list[tuple[str, str]]
