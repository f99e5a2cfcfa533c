"""Which place a name means: stated parents first, then the document's country and provinces, then size.

A name that is also a common word counts only with a head word, in a chain with its own parent, joined to a place
named in the same breath, or where the document has named the same place so.
"""

from __future__ import annotations

import math
from collections import Counter

from waqai.lexicon.gazetteer import Gazetteer, Place
from waqai.lexicon.place_words import PlaceWords
from waqai.match.places_scan import SITES, Raw
from waqai.text.tokens import Token

KIND_WEIGHT = {
    "country": 9.0, "city": 6.0, "region": 5.0, "town": 4.0, "adm1": 5.5, "village": 2.5, "neighbourhood": 2.0, "adm2": 2.2,
    "adm3": 1.8,
}  # fmt: skip
OWN_KIND, PARENT, COUNTRY, PROVINCE, HINT = 30.0, 60.0, 14.0, 5.0, 20.0
BARE_PREPS = ("ب", "ل")
BARE_WORDS = frozenset(("في", "من", "الى", "نحو", "باتجاه", "غرب", "شرق", "جنوب", "شمال", "قرب", "داخل", "وسط"))
ANAPHOR_KINDS: dict[str, tuple[str, ...]] = {
    "city": ("city", "town"),
    "town": ("town", "village", "city"),
    "village": ("village", "town"),
    "neighbourhood": ("neighbourhood",),
    "camp": ("camp",),
}


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


class Settler:
    """Settles the mentions of one document."""

    def __init__(self, tokens: list[Token], gaz: Gazetteer, words: PlaceWords, country: str | None) -> None:
        self.tokens, self.gaz, self.words, self.hint = tokens, gaz, words, country
        self.countries: Counter[str] = Counter()
        self.provinces: Counter[str] = Counter()

    def settle(self, raws: list[Raw]) -> list[Choice]:
        """The mentions that hold, each with its place."""
        self._vote(raws)
        sure = {p.id for raw in raws if self._strong(raw) for p in raw.rows[:8]}
        choices: list[Choice] = []
        for raw in raws:
            if raw.anaphor:
                choice = self._resolve(raw, choices)
            elif self._holds(raw, sure):
                choice = self._choose(raw)
            else:
                continue
            if choice is not None:
                choices.append(choice)
        return choices

    # --- which names hold
    def _weak(self, raw: Raw) -> bool:
        return bool(raw.rows) and all(self.gaz.is_weak(raw.key, p) for p in raw.rows)

    def _short(self, raw: Raw) -> bool:
        """A short rest behind a proclitic (بعد is ب + عد only where much speaks for it)."""
        return raw.skip > 0 and raw.head is None and len(raw.key) <= 3 and not any(
            p.kind in ("city", "adm1", "country") and not self.gaz.is_weak(raw.key, p) for p in raw.rows
        )  # fmt: skip

    def _strong(self, raw: Raw) -> bool:
        if raw.anaphor or not raw.rows:
            return False
        return raw.head is not None or raw.parent is not None or not (self._weak(raw) or self._short(raw))

    def _holds(self, raw: Raw, sure: set[str]) -> bool:
        if raw.unknown or raw.head is not None or raw.parent is not None:
            return True
        if self._short(raw):
            return False
        if not self._weak(raw):
            return True
        if any(p.id in sure for p in raw.rows) or (raw.paired and raw.key not in self.words.never_bare):
            raw.why.append("places.weak.said_before")
            return True
        return self._bare(raw)

    def _bare(self, raw: Raw) -> bool:
        """A city or province with a common word's name, after a preposition, in its own country's news."""
        if raw.key in self.words.never_bare or " " in raw.key:
            return " " in raw.key and raw.key not in self.words.never_bare
        before = self.tokens[raw.i - 1].key if raw.i else ""
        after_prep = raw.prep[-1:] in BARE_PREPS or before in BARE_WORDS or raw.near or raw.direction
        leading = self._leading()
        if not after_prep or not leading:
            return False
        fits = [p for p in raw.rows if p.country == leading and (p.kind in ("city", "adm1", "town"))]
        if fits:
            raw.why.append("places.weak.own_country")
        return bool(fits)

    # --- the document's country
    def _leading(self) -> str | None:
        if self.countries:
            return self.countries.most_common(1)[0][0]
        return self.hint

    def _vote(self, raws: list[Raw]) -> None:
        if self.hint:
            self.countries[self.hint] += 2
        for raw in raws:
            at: Raw | None = raw
            while at is not None:
                self._vote_one(at)
                at = at.parent

    def _vote_one(self, raw: Raw) -> None:
        if raw.nation:
            self.countries[raw.nation] += 1
        if not raw.rows or not (self._strong(raw)):
            return
        countries = {p.country for p in raw.rows}
        if len(countries) == 1:
            country = next(iter(countries))
            if country:
                self.countries[country] += 1 if raw.rows[0].kind == "country" else 2
            provinces = {p.adm1 for p in raw.rows if p.adm1}
            if len(provinces) == 1:
                self.provinces[next(iter(provinces))] += 1

    # --- choosing
    def _choose(self, raw: Raw) -> Choice:
        choice = Choice(raw)
        choice.parents = self._parents(raw)
        if raw.unknown:
            choice.why.append("places.unknown")
            return choice
        around = choice.parents
        ranked = sorted(raw.rows, key=lambda p: -self._score(p, raw, around))
        choice.candidates = tuple(ranked)
        choice.place = ranked[0]
        choice.why.append(self._reason(ranked, around))
        if not choice.parents and raw.parent is not None:
            choice.parents = self._parents(raw)
        return choice

    def _reason(self, ranked: list[Place], around: tuple[Place, ...]) -> str:
        if len(ranked) == 1:
            return "places.only_one"
        if around and self.gaz.within(ranked[0], around[0]):
            return "places.by_parent"
        if len({p.country for p in ranked}) > 1 and self.countries[ranked[0].country]:
            return "places.by_country"
        return "places.by_kind_and_size"

    def _parents(self, raw: Raw) -> tuple[Place, ...]:
        """The stated places around a mention, nearest first, each settled with the next."""
        if raw.parent is None or not raw.parent.rows:
            return self._parents(raw.parent) if raw.parent is not None else ()
        outer = self._parents(raw.parent)
        around = raw.parent.rows
        fits = [p for p in around if not raw.rows or any(self.gaz.within(i, p) for i in raw.rows)] or list(around)
        best = max(fits, key=lambda p: self._score(p, raw.parent or raw, outer))
        return (best, *outer)

    def _score(self, place: Place, raw: Raw, around: tuple[Place, ...]) -> float:
        score = KIND_WEIGHT.get(place.kind, 3.0) + (math.log10(place.population) if place.population else 0.0)
        if raw.head is not None and place.kind in raw.head.kinds:
            score += OWN_KIND - 6 * raw.head.kinds.index(place.kind)
        if raw.direction and place.kind in ("adm1", "country") and raw.head is None:
            score += 1.0
        for n, outer in enumerate(around):
            if self.gaz.within(place, outer):
                score += PARENT / (n + 1)
            elif place.country != outer.country:
                score -= PARENT
        if place.country:
            total = sum(self.countries.values()) or 1
            score += COUNTRY * self.countries[place.country] / total * min(2, 1 + total / 10)
            score += HINT if place.country == self.hint else 0.0
        if place.adm1 and self.provinces[place.adm1]:
            score += PROVINCE * min(2, self.provinces[place.adm1])
        return score - (2.0 if self.gaz.is_weak(raw.key, place) else 0.0)

    # --- anaphors
    def _resolve(self, raw: Raw, before: list[Choice]) -> Choice | None:
        place = self._antecedent(raw, before)
        if place is None:
            return None
        choice = Choice(raw)
        choice.place, choice.candidates, choice.anaphoric = place, (place,), True
        choice.why.append("places.inherited")
        return choice

    def _antecedent(self, raw: Raw, before: list[Choice]) -> Place | None:
        kind = raw.anaphor
        said = [c.place for c in reversed(before) if c.place is not None and not c.raw.road]
        if kind == "city" and self._is_capital(raw):
            return self._capital(raw.nation or self._leading())
        if raw.nation:
            return None
        if kind == "strip":
            return self._strip(raw, said)
        if kind in ("governorate", "countryside"):
            return next((u for p in said if (u := self.gaz.get(p.adm1)) is not None), None)
        if kind == "district":
            return said[0] if said else None
        if kind in SITES and kind != "camp":
            return next((p for p in said if p.kind == kind), None)
        for place in said:
            found = self._of_kind(place, ANAPHOR_KINDS[kind])
            if found is not None:
                return found
        return None

    def _of_kind(self, place: Place, kinds: tuple[str, ...]) -> Place | None:
        """The place itself, or the town a neighbourhood or a site is in."""
        if place.kind in kinds:
            return place
        if "city" not in kinds:
            return None
        if place.kind == "adm1":
            return next((p for p in self.gaz.named_like(place) if p.kind in kinds), None)
        parent = self.gaz.get(place.parent)
        return parent if parent is not None and parent.kind in kinds else None

    def _is_capital(self, raw: Raw) -> bool:
        return self.tokens[raw.name_i].key.endswith("عاصمه")

    def _capital(self, country: str | None) -> Place | None:
        row = self.gaz.get(country)
        return self.gaz.get(row.coord_source) if row is not None else None

    def _strip(self, raw: Raw, said: list[Place]) -> Place | None:
        """القطاع is Gaza, الضفة the West Bank, in news of Palestine."""
        if not (self.countries["PS"] or self.countries["IL"] or self.hint == "PS"):
            return None
        return self.gaz.get("PS02")
