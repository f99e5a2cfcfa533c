"""The coded report: the one data contract that every part of Waqai reads and writes.

Offsets are Python ``str`` indices into the report's text as stored (0-based, end-exclusive), so that
``text[span.start:span.end] == span.text`` always holds. What the text does not give is ``None`` or ``[]``.
"""

from __future__ import annotations

from typing import Literal

import msgspec

SCHEMA = "waqai.coded-report/1"

Kind = Literal["incident", "access", "tally", "statement"]
Factuality = Literal["asserted", "alleged", "denied", "planned", "foiled", "hypothetical", "generic"]
SegmentKind = Literal["heading", "sentence", "dateline", "source_line", "boilerplate"]
Qualifier = Literal["exact", "at_least", "at_most", "about", "vague", "dual_or_plural"]
Harm = Literal[
    "killed", "injured", "killed_or_injured", "neutralised", "missing", "detained",
    "abducted", "released", "displaced", "returned", "stranded",
]  # fmt: skip
Category = Literal[
    "civilian", "child", "woman", "elderly", "fighter", "military", "security", "forces", "commander",
    "official", "tribal", "religious", "idp_refugee", "detainee", "aid_worker", "medical", "rescuer",
    "journalist", "education", "livelihood", "peacekeeper", "perpetrator", "unspecified",
]  # fmt: skip
Role = Literal["initiator", "target", "affected", "speaker", "addressee", "mediator"]
ActorBasis = Literal["stated", "inherited", "deixis", "inferred"]
InitiatorStatus = Literal["stated", "unknown", "not_stated", "inferred"]
Precision = Literal["point", "settlement", "near", "district", "governorate", "region", "country"]
Grain = Literal["day", "week", "month", "year", "period"]
DateBasis = Literal["explicit", "relative", "weekday", "inherited", "not_stated"]
Weapon = Literal[
    "small_arms", "artillery", "rocket", "missile", "aircraft", "drone", "ied", "car_bomb",
    "motorcycle_bomb", "mine", "uxo", "suicide_vest", "grenade", "blade", "chemical", "other",
]  # fmt: skip
Sector = Literal[
    "market", "education", "health", "administration", "transport", "utilities", "communications", "fuel", "aid"
]
Degree = Literal["full", "near_full", "partial", "hours"]
SourceKind = Literal["speaker", "document", "agency", "observatory", "outlet", "observation"]
Stance = Literal["asserts", "denies", "alleges", "relays"]
LinkRel = Literal["part_of", "same_as", "updates", "caused_by", "background_of", "denies", "includes", "ends"]
PublishedBasis = Literal["given", "metadata", "page", "feed", "file"]

COUNTING_FACTUALITY = frozenset({"asserted", "alleged"})
COUNTING_KINDS = frozenset({"incident", "access"})


class WaqaiError(Exception):
    """An error a user can act on: its message names the thing and the reason."""


class Span(msgspec.Struct, frozen=True, gc=False):
    """Characters of the stored text: ``text[start:end] == span.text``."""

    start: int
    end: int
    text: str


class Quantity(msgspec.Struct, frozen=True):
    """A count: ``high`` is None for "at least"; both are None for an unbounded vague count."""

    low: int | None
    high: int | None
    qualifier: Qualifier
    span: Span | None = None


class ActorRef(msgspec.Struct, frozen=True):
    """An actor in a role. ``label`` keeps the outlet's own name; ``actor`` is the registry id or None."""

    role: Role
    actor: str | None
    label: str | None
    basis: ActorBasis
    candidates: list[str] = []
    span: Span | None = None


class PlaceRef(msgspec.Struct, frozen=True):
    """A stated or inherited place. Coordinates are the gazetteer's, degrees WGS 84."""

    id: str | None
    name_ar: str | None
    name_en: str | None
    country: str | None
    adm1: str | None
    adm2: str | None
    adm3: str | None
    lat: float | None
    lon: float | None
    precision: Precision
    basis: Literal["stated", "inherited"]
    candidates: list[str] = []
    span: Span | None = None


class OtherPlace(PlaceRef, frozen=True, kw_only=True):
    """A place of a record that is not where it happened, or not the only one."""

    role: Literal["origin", "destination", "also"]


class DateRef(msgspec.Struct, frozen=True):
    """When: ISO dates, inclusive. ``start`` is None when a relative date has no publication date to stand on."""

    start: str | None
    end: str | None
    grain: Grain
    basis: DateBasis
    span: Span | None = None


class Period(msgspec.Struct, frozen=True):
    """What a tally counts over: ISO dates, inclusive."""

    start: str | None
    end: str | None
    basis: Literal["stated", "inherited"]
    span: Span | None = None


class Casualty(msgspec.Struct, frozen=True):
    """One counted group. ``subset_of`` is the index of the entry that contains it; partitions carry none."""

    harm: Harm
    low: int | None
    high: int | None
    qualifier: Qualifier
    category: Category
    unit: Literal["person", "family", "vehicle"] = "person"
    actors: list[str] = []
    subset_of: int | None = None
    span: Span | None = None


class SourceRef(msgspec.Struct, frozen=True):
    """One link of the chain a record came by."""

    kind: SourceKind
    name: str | None
    role: str | None
    actor: str | None
    verb: str | None
    stance: Stance
    span: Span | None = None


class Link(msgspec.Struct, frozen=True):
    """A relation to another record of the same report, by its id."""

    rel: LinkRel
    to: str


class Why(msgspec.Struct, frozen=True):
    """A rule that made or changed the record, and the characters it stood on."""

    rule: str
    span: Span | None = None


class Record(msgspec.Struct, frozen=True):
    """One incident, access constraint, tally or statement of a report."""

    id: str
    kind: Kind
    type: str
    factuality: Factuality
    background: bool
    counts: bool
    name: str | None
    trigger: Span
    evidence: Span
    actors: list[ActorRef]
    initiator_status: InitiatorStatus
    place: PlaceRef | None
    other_places: list[OtherPlace]
    date: DateRef
    event_count: Quantity | None
    period: Period | None
    casualties: list[Casualty]
    weapon: Weapon | None
    sector: Sector | None
    degree: Degree | None
    hours: str | None
    until: Span | None
    exception: Span | None
    lifted: bool
    humanitarian: bool
    direction: Literal["out", "return"] | None
    judicial: bool
    sources: list[SourceRef]
    links: list[Link]
    origin: Literal["rules", "reader", "person"]
    proposed: bool
    why: list[Why]


class Segment(msgspec.Struct, frozen=True):
    """A part of the text by its layout."""

    kind: SegmentKind
    start: int
    end: int


class Problem(msgspec.Struct, frozen=True):
    """Something about a report that its reader should know."""

    code: str
    message: str


class ReportHead(msgspec.Struct, frozen=True):
    """What is known of a report besides its text. ``id`` is the SHA-256 of the text."""

    id: str
    source: str
    url: str | None
    outlet: str | None
    title: str | None
    published: str | None
    published_basis: PublishedBasis | None
    language: str | None
    chars: int


class CodedReport(msgspec.Struct, frozen=True):
    """A report, coded: what ``waqai code`` prints."""

    schema: str
    report: ReportHead
    segments: list[Segment]
    records: list[Record]
    problems: list[Problem]


class Report(msgspec.Struct, frozen=True):
    """A report to be coded, as a source gives it. ``published`` is an ISO date."""

    text: str
    source: str
    title: str | None = None
    outlet: str | None = None
    published: str | None = None
    published_basis: PublishedBasis | None = None
    url: str | None = None
