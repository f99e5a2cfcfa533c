"""A record while it is being made: what the stages fill in, before it becomes the contract's frozen record."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from waqai.events.frames import Frame
from waqai.model import Factuality, Kind


@dataclass(slots=True)
class DraftActor:
    """An actor in a role, with the tokens it came from."""

    role: str
    actor: str | None
    label: str | None
    basis: str
    i: int
    j: int
    skip: int = 0
    candidates: list[str] = field(default_factory=list)


@dataclass(slots=True)
class DraftCasualty:
    """A counted group; ``parent`` is the entry that contains it."""

    harm: str
    low: int | None
    high: int | None
    qualifier: str
    category: str
    unit: str
    actors: list[str]
    i: int
    j: int
    skip: int = 0
    parent: DraftCasualty | None = None
    implicit: bool = False
    stale: bool = False


@dataclass(slots=True)
class DraftSource:
    """One link of the chain of who said it."""

    kind: str
    name: str | None
    role: str | None
    actor: str | None
    verb: str | None
    stance: str
    span: tuple[int, int, int] | None = None


@dataclass(eq=False, slots=True)
class Draft:
    """One record in the making. ``frames`` are all tellings of it, the first being the one it is recorded at."""

    frame: Frame
    kind: Kind
    type: str
    family: str
    factuality: Factuality = "asserted"
    background: bool = False
    name: str | None = None
    actors: list[DraftActor] = field(default_factory=list)
    initiator_status: str = "not_stated"
    place: Any = None
    place_basis: str = "stated"
    other_places: list[tuple[str, Any]] = field(default_factory=list)
    date: Any = None
    date_basis: str | None = None
    count: Any = None
    period: Any = None
    period_basis: str = "stated"
    casualties: list[DraftCasualty] = field(default_factory=list)
    weapon: str | None = None
    sector: str | None = None
    degree: str | None = None
    hours: str | None = None
    until: tuple[int, int, int] | None = None
    exception: tuple[int, int, int] | None = None
    lifted: bool = False
    humanitarian: bool = False
    direction: str | None = None
    judicial: bool = False
    sources: list[DraftSource] = field(default_factory=list)
    links: list[tuple[str, Draft]] = field(default_factory=list)
    frames: list[Frame] = field(default_factory=list)
    why: list[tuple[str, int, int]] = field(default_factory=list)
    lo: int = 0
    hi: int = 0
    own_place: bool = False
    separate: bool = False
    caused: bool = False
    id: str = ""

    def initiators(self) -> list[DraftActor]:
        """Its initiators."""
        return [a for a in self.actors if a.role == "initiator"]

    def targets(self) -> list[DraftActor]:
        """Its targets."""
        return [a for a in self.actors if a.role == "target"]

    def widen(self, i: int, j: int) -> None:
        """Take tokens ``[i, j)`` into the evidence."""
        self.lo = min(self.lo, i)
        self.hi = max(self.hi, j)
