"""Which place a name means: stated parents first, then the document's country and provinces, then size.

A name that is also a common word counts only with a head word, in a chain with its own parent, joined to a place
named in the same breath, or where the document has named the same place so.
"""

from __future__ import annotations

import math
from collections import Counter

from waqai.lexicon.gazetteer import Gazetteer, Place
from waqai.lexicon.place_words import PlaceWords
from waqai.match.places_anaphora import Anaphors, Choice
from waqai.match.places_raw import ARTICLE, SETTLED, SITES, Raw, weak_name
from waqai.text.tokens import Token

KIND_WEIGHT = {
    "country": 9.0, "city": 6.0, "region": 5.0, "town": 4.0, "adm1": 3.9, "village": 2.5, "neighbourhood": 2.0, "adm2": 2.2,
    "adm3": 1.8,
}  # fmt: skip
OWN_KIND, KIND_STEP, PARENT, COUNTRY, PROVINCE, LOCAL, HINT = 42.0, 3.0, 60.0, 14.0, 4.0, 6.0, 20.0
BORROWERS = frozenset({*SITES, "neighbourhood"})
LARGE, NEAR_DEGREES, ROAD_END = 100_000, 1.5, 15.0
FIRST, NEXT, METRO = 5.0, 2.0, 24.0
PRONOUN, TA_MARBUTA = "ه", "ة"
WELL_KNOWN, METROPOLIS = 200_000, 3_000_000
INHERIT_TOKENS = 150
BARE_PREPS = ("ب", "ل")


def _settled_head(raw: Raw) -> bool:
    """Whether a head word of settlements or provinces stands before the name."""
    return raw.head is not None and (raw.head.id in SETTLED or raw.head.id in ("governorate", "countryside"))


def _borrowed(raw: Raw) -> bool:
    """Whether a site, a quarter or a road has the name of some place of another kind: it need not be there."""
    if raw.head is None or raw.other is not None or raw.parent is not None:
        return False
    if raw.head.id == "road":
        return True
    return raw.head.id in BORROWERS and not any(p.kind in raw.head.kinds for p in raw.rows)


def _close(a: Place, b: Place) -> bool:
    """Whether two places are near enough to be the ends of a road."""
    if a.lat is None or b.lat is None or a.lon is None or b.lon is None:
        return False
    return abs(a.lat - b.lat) + abs(a.lon - b.lon) < NEAR_DEGREES


class Settler:
    """Settles the mentions of one document."""

    def __init__(self, tokens: list[Token], gaz: Gazetteer, words: PlaceWords, country: str | None) -> None:
        self.tokens, self.gaz, self.words, self.hint = tokens, gaz, words, country
        self.countries: Counter[str] = Counter()
        self.provinces: Counter[str] = Counter()
        self.local: str | None = None  # the province of the last place settled

    def settle(self, raws: list[Raw]) -> list[Choice]:
        """The mentions that hold, each with its place."""
        self._vote(raws)
        sure = {raw.key for raw in raws if raw.rows and (raw.parent is not None or _settled_head(raw) or raw.hashtag)}
        choices: list[Choice] = []
        for raw in raws:
            if raw.anaphor:
                choice = Anaphors(self, choices).resolve(raw)
            elif self._holds(raw, sure):
                choice = self._choose(raw, choices)
            else:
                continue
            if choice is not None:
                choices.append(choice)
                self._note(choice)
        return choices

    def _note(self, choice: Choice) -> None:
        where = choice.place or (choice.parents[0] if choice.parents else None)
        if where is not None and where.adm1 and where.kind != "country":
            self.local = where.adm1

    # --- which names hold
    def _capital_of(self, raw: Raw) -> tuple[Place, ...]:
        """«عاصمة قرغيزستان» is the city, not the country."""
        word = self.tokens[raw.head_i].key if raw.head_i >= 0 else ""
        if raw.rows and raw.rows[0].kind == "country" and word.endswith(self.words.capitals):
            found = self.gaz.get(raw.rows[0].coord_source)
            return (found,) if found is not None else raw.rows
        return raw.rows

    def _weak(self, raw: Raw) -> bool:
        return weak_name(self.gaz, raw)

    def _short(self, raw: Raw) -> bool:
        """A short rest behind a proclitic (بعد is ب + عد only where much speaks for it)."""
        return raw.skip > 0 and raw.head is None and len(raw.key) <= 3 and not any(
            p.kind in ("city", "adm1", "country") and not self.gaz.is_weak(raw.key, p) for p in raw.rows
        )  # fmt: skip

    def _strong(self, raw: Raw) -> bool:
        if raw.anaphor or not raw.rows:
            return False
        return (
            raw.head is not None or raw.parent is not None or raw.hashtag or not (self._weak(raw) or self._short(raw))
        )

    def _holds(self, raw: Raw, sure: set[str]) -> bool:
        if raw.head is not None and raw.head.many and raw.parent is None and self._weak(raw):
            return self._known_here(raw)
        if raw.unknown and raw.parent is None and not self._stands(raw):
            return False
        if raw.unknown or raw.head is not None or raw.parent is not None or raw.hashtag:
            return True
        if self._short(raw) or raw.key in self.words.never_bare or self._personal(raw):
            return False
        if not self._weak(raw):
            return True
        if self._with_pronoun(raw):
            return False
        if raw.key in sure or self._with_partner(raw):
            raw.why.append("places.weak.said_before")
            return True
        return self._bare(raw)

    def _with_pronoun(self, raw: Raw) -> bool:
        """«في حواره» is his talk, not the town حوارة: a common word that the writer ends with ه where the name has ة."""
        ending = self.tokens[raw.name_j - 1].text[-1:]
        return ending == PRONOUN and all(p.name_ar.endswith(TA_MARBUTA) for p in raw.rows)

    def _personal(self, raw: Raw) -> bool:
        """A bare name of a small place straight after a given name or a title is a person's."""
        if raw.prep or raw.near or raw.direction or raw.part or not raw.i:
            return False
        if self.tokens[raw.i - 1].key not in self.words.person_words:
            return False
        return not any(p.kind in ("country", "adm1", "region") or p.population > WELL_KNOWN for p in raw.rows)

    def _stands(self, raw: Raw) -> bool:
        """Whether an unknown name is one: an ordinary word (ناحية العمل) or an indefinite name needs a preposition."""
        if raw.head is None:
            return True
        before = self.tokens[raw.i - 1].key if raw.i else ""
        placed = (
            raw.prep[-1:] == "ب" or raw.near or before in self.words.bare_after or before in self.words.prepositions
        )
        head_word = self.tokens[raw.head_i].key[raw.skip if raw.head_i == raw.i else 0 :]
        if head_word in self.words.twofold:
            return placed and before not in self.words.from_words
        definite = raw.key.startswith(ARTICLE) or raw.key.partition(" ")[0] in self.words.openers
        return placed or definite or raw.head.id in ("village", "town", "city", "neighbourhood")

    def _with_partner(self, raw: Raw) -> bool:
        """A common word joined to a sure place of its own province: «غيل بن يمين وتريم»."""
        partner = raw.partner
        if partner is None or not partner.rows or self._weak(partner):
            return False
        own = {p.adm1 for p in partner.rows if p.adm1}
        return any(p.adm1 in own for p in raw.rows)

    def _known_here(self, raw: Raw) -> bool:
        """Whether some bearer of the name is in a province the document names."""
        return any(p.adm1 and self.provinces[p.adm1] for p in raw.rows)

    def _bare(self, raw: Raw) -> bool:
        """A town with a common word's name, after a preposition, in its own country's news."""
        before = self.tokens[raw.i - 1].key if raw.i else ""
        if raw.prep[-1:] == "ب" and raw.key in self.words.not_after_be:
            return False
        after_prep = raw.prep[-1:] in BARE_PREPS or before in self.words.bare_after or raw.near or raw.direction
        if not after_prep:
            return False
        total = sum(self.countries.values())
        own = {c for c, n in self.countries.items() if n * 4 >= total}
        fits = [p for p in raw.rows if p.country in own and (p.kind in ("city", "adm1") or self._seat(p))]
        if fits:
            raw.why.append("places.weak.own_country")
        return bool(fits)

    def _seat(self, place: Place) -> bool:
        """A town that is the seat of a unit of its name, or in a province the document names."""
        if place.kind != "town":
            return False
        unit = self.gaz.get(place.adm2)
        return (unit is not None and unit.name_ar == place.name_ar) or bool(place.adm1 and self.provinces[place.adm1])

    # --- the document's country
    def in_palestine(self) -> bool:
        """Whether the news is of Palestine or Israel."""
        return bool(self.countries["PS"] or self.countries["IL"] or self.hint == "PS")

    def leading(self) -> str | None:
        """The document's country: the one most places are in, else the hint."""
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
        if not raw.rows or not self._strong(raw) or (self._weak(raw) and raw.parent is None) or _borrowed(raw):
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
    def _choose(self, raw: Raw, before: list[Choice]) -> Choice:
        choice = Choice(raw)
        choice.parents = self._parents(raw)
        if not raw.unknown and not choice.parents and self._far(raw):
            raw.why.append("places.unknown.other_country")
            raw.unknown, raw.rows = True, ()
        if raw.unknown:
            choice.why.append("places.unknown")
            if not choice.parents and raw.parent is not None and raw.parent.anaphor:
                self._anaphoric_parent(choice, raw.parent, before)
            if not choice.parents:
                self._inherit(choice, before)
            return choice
        raw.rows = self._capital_of(raw)
        ranked = sorted(raw.rows, key=lambda p: -self._score(p, raw, choice.parents))
        choice.candidates = tuple(ranked)
        choice.place = ranked[0]
        choice.why.append(self._reason(ranked, choice.parents))
        return choice

    def _far(self, raw: Raw) -> bool:
        """Whether the name's bearers are all where the document is not: rather an unknown namesake (حي عدن in Mosul)."""
        if not self.countries or raw.head is None or raw.head.id in ("governorate", "countryside"):
            return False
        here = any(self.countries[p.country] for p in raw.rows)
        borrowed = raw.head.id in (*SITES, "neighbourhood", "road") and not any(
            p.kind in raw.head.kinds for p in raw.rows
        )
        if borrowed and weak_name(self.gaz, raw) and not self._known_here(raw):
            return True
        if borrowed:
            return not here
        if any(p.kind in ("country", "adm1", "region", "river") or p.population > LARGE for p in raw.rows):
            return False
        if not here:
            return sum(self.countries.values()) > 2
        return (
            raw.head.id == "neighbourhood"
            and weak_name(self.gaz, raw)
            and bool(self.provinces)
            and not self._known_here(raw)
        )

    def _anaphoric_parent(self, choice: Choice, parent: Raw, before: list[Choice]) -> None:
        found = Anaphors(self, before).resolve(parent)
        if found is not None and found.place is not None:
            choice.parents = (found.place,)

    def _inherit(self, choice: Choice, before: list[Choice]) -> None:
        """An unknown name with no stated parent lies where the text last was."""
        raw = choice.raw
        for c in reversed(before):
            where = c.place or (c.parents[0] if c.parents else None)
            if where is None or c.raw.road or where.kind in ("country", "region", "river", "sea"):
                continue
            if raw.i - c.raw.j > INHERIT_TOKENS:
                break
            unit = self._seat_of(where) if raw.head is not None and raw.head.id == "neighbourhood" else None
            unit = unit or self.gaz.get(where.adm1)
            if unit is not None:
                choice.parents = (unit,)
                choice.why.append("places.parent.inherited")
            return

    def _seat_of(self, where: Place) -> Place | None:
        """The town a neighbourhood named next would be in."""
        if where.kind in ("city", "town"):
            return where
        parent = self.gaz.get(where.parent)
        return parent if parent is not None and parent.kind in ("city", "town") else None

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

    def _kind_score(self, place: Place, raw: Raw) -> float:
        """By kind and size: the head word's own kinds first, else the larger place."""
        size = math.log10(place.population) if place.population else 0.0
        if raw.head is not None and place.kind in raw.head.kinds:
            score = OWN_KIND - KIND_STEP * raw.head.kinds.index(place.kind) + size / 3
        else:
            score = KIND_WEIGHT.get(place.kind, 3.0) + size
        if raw.head is None and place.population > METROPOLIS:
            score += METRO
        if place.population > WELL_KNOWN and place.adm1 and (raw.head is None or raw.head.id == "city"):
            score += FIRST  # «مدينة سوسة» with no country is the city of Tunisia before a town at war
        if place.country in self.words.first_countries:
            return score + FIRST
        return score + (NEXT if place.country in self.words.next_countries else 0.0)

    def _score(self, place: Place, raw: Raw, around: tuple[Place, ...]) -> float:
        score = self._kind_score(place, raw)
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
        if place.adm1 and place.adm1 == self.local and place.level == 4:
            score += LOCAL
        if raw.other is not None and any(_close(place, p) for p in raw.other.rows):
            score += ROAD_END
        return score - (2.0 if self.gaz.is_weak(raw.key, place) else 0.0)
