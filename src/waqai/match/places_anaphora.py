"""Second mentions: a definite noun (المدينة، الريف الغربي، القطاع) and the place named before that it stands for."""

from __future__ import annotations

from typing import Protocol

from waqai.lexicon.gazetteer import Gazetteer, Place
from waqai.lexicon.place_words import PlaceWords
from waqai.match.places_raw import ARTICLE, SITES, Raw
from waqai.text.tokens import Token

KINDS: dict[str, tuple[str, ...]] = {
    "city": ("city", "town"),
    "town": ("town", "village", "city"),
    "village": ("village", "town"),
    "neighbourhood": ("neighbourhood",),
    "camp": ("camp",),
}
SAME_HEAD = frozenset({"village", "town", "neighbourhood", "camp", "city"})
STRIPS = {"strip": "PS02", "bank": "PS01"}
NAMED_TOWN = 20_000


class Choice:
    """What a mention was settled to."""

    __slots__ = ("anaphoric", "candidates", "parents", "place", "raw", "why")

    def __init__(self, raw: Raw) -> None:
        self.raw = raw
        self.place: Place | None = None
        self.candidates: tuple[Place, ...] = ()
        self.parents: tuple[Place, ...] = ()
        self.anaphoric = False
        self.why: list[str] = []

    @property
    def where(self) -> Place | None:
        """The place, or what an unknown one lies in."""
        return self.place or (self.parents[0] if self.parents else None)


class Context(Protocol):
    """What anaphors need of the document."""

    gaz: Gazetteer
    tokens: list[Token]
    words: PlaceWords

    def leading(self) -> str | None:
        """The document's country."""

    def in_palestine(self) -> bool:
        """Whether القطاع and الضفة are those of Palestine."""


class Anaphors:
    """Resolves a definite noun against the mentions before it."""

    def __init__(self, context: Context, before: list[Choice]) -> None:
        self.gaz, self.tokens, self.context = context.gaz, context.tokens, context
        self.before = before

    def resolve(self, raw: Raw) -> Choice | None:
        """The mention with its antecedent; None where there is none."""
        same = self._same_head(raw)
        place = same.place if same is not None else self._antecedent(raw)
        if place is None and same is None:
            return None
        choice = Choice(raw)
        choice.place, choice.anaphoric = place, True
        choice.candidates = (place,) if place is not None else ()
        if same is not None:
            choice.parents = same.parents
        choice.why.append("places.inherited")
        return choice

    def _same_head(self, raw: Raw) -> Choice | None:
        """«القرية» after «قرية X»: the last mention this very noun headed, unknown names too."""
        noun = self.tokens[raw.name_i].key.removeprefix(raw.prep)
        noun = noun[noun.find(ARTICLE) + len(ARTICLE) :] if ARTICLE in noun else noun
        if not (raw.anaphor.startswith("same:") or raw.anaphor in SAME_HEAD or raw.anaphor in SITES):
            return None
        for c in reversed(self.before):
            if c.raw.head is not None and c.raw.head_i >= 0 and self.tokens[c.raw.head_i].key.endswith(noun):
                return c if c.where is not None else None
        return None

    def _antecedent(self, raw: Raw) -> Place | None:
        kind = raw.anaphor
        if raw.nation:
            return self._of_nation(raw)
        if kind in STRIPS:
            return self.gaz.get(STRIPS[kind]) if self.context.in_palestine() else None
        if kind == "land":
            return self.gaz.get(self.context.leading())
        if kind.startswith("same:"):
            return None
        if kind == "city" and self._is_capital(raw):
            return self._capital(self.context.leading())
        said = [c for c in reversed(self.before) if c.place is not None and not c.raw.road]
        if kind in ("governorate", "countryside"):
            return self._province(said, kind)
        if kind == "district":
            return next((c.place for c in said if c.place and c.place.kind != "country"), None)
        if kind in SITES and kind != "camp":
            return next((c.place for c in said if c.place and c.place.kind == kind), None)
        return self._settlement(said, KINDS[kind])

    def _of_nation(self, raw: Raw) -> Place | None:
        """«العاصمة السورية» is its capital, «الأراضي السورية» the country."""
        if raw.anaphor == "city" and self._is_capital(raw):
            return self._capital(raw.nation)
        return self.gaz.get(raw.nation) if raw.anaphor == "lands" else None

    def _province(self, said: list[Choice], kind: str) -> Place | None:
        """The last place this head word stood before, else the last province named, else that of the last place."""
        for c in said:
            if c.place and c.raw.head is not None and c.raw.head.id == kind and not c.anaphoric:
                return c.place if c.place.kind.startswith("adm") else self.gaz.get(c.place.adm1)
        named = [c.place for c in said[:6] if c.place and c.place.kind == "adm1"]
        if named:
            return named[0]
        return next((u for c in said if c.place and (u := self.gaz.get(c.place.adm1)) is not None), None)

    def _settlement(self, said: list[Choice], kinds: tuple[str, ...]) -> Place | None:
        found = [(c, p) for c in said if c.place and (p := self._of_kind(c.place, kinds)) is not None]
        if kinds[0] == "city":
            found = [(c, p) for c, p in found if self._is_city(c, p)] or found
        return found[0][1] if found else None

    def _is_city(self, choice: Choice, place: Place) -> bool:
        """Called a city, large, or the seat of a unit of its name."""
        called = choice.raw.head is not None and choice.raw.head.id == "city"
        units = [self.gaz.get(code) for code in (place.adm1, place.adm2)]
        seat = any(u is not None and u.name_ar == place.name_ar for u in units)
        return called or seat or place.kind == "city" or place.population > NAMED_TOWN

    def _of_kind(self, place: Place, kinds: tuple[str, ...]) -> Place | None:
        """The place itself, the town a neighbourhood or a site is in, or the town a province is named after."""
        if place.kind in kinds:
            return place
        if "city" not in kinds:
            return None
        if place.kind == "adm1":
            return next((p for p in self.gaz.named_like(place) if p.kind in kinds), None)
        parent = self.gaz.get(place.parent)
        if parent is None:
            return None
        if parent.kind in kinds:
            return parent
        if place.kind == "neighbourhood" and parent.kind.startswith("adm"):
            return next((p for p in self.gaz.named_like(parent) if p.kind in kinds), None)
        return None

    def _is_capital(self, raw: Raw) -> bool:
        return self.tokens[raw.name_i].key.endswith(self.context.words.capitals)

    def _capital(self, country: str | None) -> Place | None:
        row = self.gaz.get(country)
        return self.gaz.get(row.coord_source) if row is not None else None
