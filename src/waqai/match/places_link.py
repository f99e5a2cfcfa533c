"""Chains from specific to general, and coordinated places: what the text itself says of how places relate."""

from __future__ import annotations

from itertools import pairwise

from waqai.lexicon.gazetteer import Gazetteer, Place
from waqai.lexicon.place_words import PlaceWords
from waqai.match.places_raw import ARTICLE, SETTLED, Raw, weak_name
from waqai.text.tokens import Token

MAX_GAP = 4
BRACKETS = frozenset('("«/-–”“')
COMMAS = frozenset("،,()")
BIG = 150_000
LOOSE = frozenset({"region", "river", "road", "water"})
BROAD = frozenset({"country", "region", "adm1", "adm2", "adm3"})


class Linker:
    """Joins the mentions of one document."""

    def __init__(self, tokens: list[Token], gaz: Gazetteer, words: PlaceWords) -> None:
        self.tokens, self.gaz, self.words = tokens, gaz, words

    def join(self, raws: list[Raw]) -> list[Raw]:
        """The mentions that stand for themselves; the rest are parents in a chain."""
        self._share_heads(raws)
        kept: list[Raw] = []
        for n in range(len(raws) - 1, -1, -1):
            raw = raws[n]
            after = kept[-1] if kept else None
            if after is not None and self._same_place(raw, after):
                kept.pop()
                raw.rows = self._shared(raw, after)
                raw.why.append("places.other_name")
            elif after is not None and after.i - raw.j <= MAX_GAP and self._lies_in(raw, after):
                raw.parent = kept.pop()
                raw.why.append("places.chain")
            kept.append(raw)
        kept.reverse()
        self._share_parents(kept)
        return kept

    def _same_place(self, a: Raw, b: Raw) -> bool:
        """«عين العرب (كوباني)»: another name of the same place, in brackets or after a dash."""
        gap = [t.text for t in self.tokens[a.j : b.i]]
        opens = bool(gap) and all(g in BRACKETS for g in gap)
        return opens and a.key != b.key and b.head is None and b.prep == "" and bool(self._shared(a, b))

    @staticmethod
    def _shared(a: Raw, b: Raw) -> tuple[Place, ...]:
        ids = {p.id for p in b.rows}
        return tuple(p for p in a.rows if p.id in ids)

    def _share_heads(self, raws: list[Raw]) -> None:
        """«قريتي الدورة والحصان»: the head of the first is the head of those joined to it."""
        for a, b in pairwise(raws):
            if not self._joined(a, b):
                continue
            b.paired = a.paired = True
            b.partner, a.partner = a, a.partner or b
            if a.i and self.tokens[a.i - 1].key in self.words.between and b.prep == "و":
                a.near = b.near = True
                a.why.append("places.between")
                b.why.append("places.between")
            if a.head is not None and b.head is None and (a.head.many or a.paired) and not b.anaphor:
                fits = tuple(p for p in b.rows if p.kind in a.head.kinds)
                if fits and a.head.many:
                    b.head, b.rows = a.head, fits
                    b.part = a.part
                    b.why.append(f"places.head.{a.head.id}")

    def _joined(self, a: Raw, b: Raw) -> bool:
        """Whether ``b`` follows ``a`` with و, or with a comma in a list that ends with و."""
        gap = self.tokens[a.j : b.i]
        if b.prep == "و" and not gap:
            return True
        return len(gap) == 1 and gap[0].text in "،," and b.prep in ("", "و") and a.head is not None and a.head.many

    def _share_parents(self, raws: list[Raw]) -> None:
        """«قريتي الدورة والحصان بريف دير الزور»: the parent of the last is the parent of both."""
        for a, b in zip(reversed(raws[:-1]), reversed(raws[1:]), strict=True):
            if a.parent is None and b.parent is not None and a.paired and self._joined(a, b):
                told = b.parent.head is not None or b.parent.prep != ""
                if (
                    told
                    and a.head is not None
                    and a.head.id in SETTLED
                    and not self._some_within(a.rows, b.parent.rows)
                ):
                    self._forget(a)
                if a.unknown or self._some_within(a.rows, b.parent.rows):
                    a.parent = b.parent
                    a.why.append("places.chain.shared")

    def _lies_in(self, a: Raw, b: Raw) -> bool:
        if b.prep.startswith(("و", "ف", "ك")) or a.anaphor or a.road:
            return False
        if not self._linked(a, b):
            return False
        if not a.unknown and self._weak(a) and not self._holds_weak(a, b):
            return False
        if b.anaphor == "lands" or b.anaphor.startswith("same:"):
            return False
        if b.anaphor:
            return a.unknown or b.anaphor in ("city", "governorate", "countryside", "strip", "town", "village")
        if b.unknown:
            return a.unknown and b.parent is not None
        if a.unknown:
            return not b.near and not self._weak(b)
        if self._some_within(a.rows, b.rows) or (b.direction and self._near(a.rows, b.rows)):
            return True
        return self._elsewhere(a, b)

    def _holds_weak(self, a: Raw, b: Raw) -> bool:
        """A common word is a place by its parent only if the parent is a province or a town, joined by a preposition."""
        if b.anaphor or (b.i == a.j and b.prep not in ("ب", "ل") and not b.direction and b.head is None):
            return False
        return any(p.kind not in ("country", "region") for p in b.rows)

    def _elsewhere(self, a: Raw, b: Raw) -> bool:
        """«قرية X بريف Y» where no X the gazetteer knows lies in Y: an unknown place in Y, never a namesake far away."""
        named = a.head is not None and a.head.id in SETTLED
        if not named or self._weak(b) or b.prep not in ("ب", "") or not any(p.kind in BROAD for p in b.rows):
            return False
        if any(p.population > BIG for p in a.rows):
            return False
        self._forget(a)
        return True

    def _weak(self, b: Raw) -> bool:
        """A bare common word, no ground for placing something in it."""
        return b.head is None and b.parent is None and weak_name(self.gaz, b)

    @staticmethod
    def _forget(a: Raw) -> None:
        a.rows, a.unknown = (), True
        a.why.append("places.unknown.not_in_parent")

    def _linked(self, a: Raw, b: Raw) -> bool:
        """Whether the words between say that ``a`` lies in ``b``."""
        gap = [t.key for t in self.tokens[a.j : b.i]]
        if not gap:
            broad = b.head is not None and b.head.id in (
                "countryside",
                "governorate",
                "city",
                "town",
                "district",
                "desert",
            )
            return b.prep in ("ب", "ل") or b.direction or b.near or broad or self._broader(a, b)
        if all(g in COMMAS for g in gap):
            return b.prep == "ب" or b.direction or self._broader(a, b)
        if gap[-1] in self.words.from_words and not any(self._direction(g) for g in gap):
            return len(gap) == 1 and b.head is not None and b.head.id == "countryside"
        if any(g in self.words.towards for g in gap) and not any(self._direction(g) for g in gap):
            return False
        return all(g in self.words.links or g in COMMAS or self._direction(g) for g in gap)

    def _direction(self, key: str) -> bool:
        """«إلى الغرب من»."""
        return key in self.words.directions or (key.startswith(ARTICLE) and key[2:] in self.words.directions)

    def _broader(self, a: Raw, b: Raw) -> bool:
        """A name straight after a name, broader and around it («الباب حلب» is not; «تدمر، حمص» is)."""
        return bool(b.rows) and any(p.kind in BROAD for p in b.rows) and not b.unknown and b.prep == ""

    def _some_within(self, inner: tuple[Place, ...], outer: tuple[Place, ...]) -> bool:
        return any(
            i.id != o.id and (i.level >= o.level or i.kind in LOOSE) and self._inside(i, o) and not self._twins(i, o)
            for o in outer
            for i in inner
        )

    def _inside(self, inner: Place, outer: Place) -> bool:
        """Within, or not known to be elsewhere: in the same province, or a region whose provinces are not recorded."""
        if self.gaz.within(inner, outer):
            return True
        if inner.country != outer.country or outer.kind == "country":
            return False
        if inner.adm1 is None and inner.kind in LOOSE:
            return True
        return outer.adm1 is not None and inner.adm1 == outer.adm1 and outer.kind in ("adm2", "adm3", "city", "town")

    @staticmethod
    def _twins(a: Place, b: Place) -> bool:
        """A town and the unit of its name: «الرقة في الرقة» is no chain."""
        return a.name_ar == b.name_ar

    def _near(self, inner: tuple[Place, ...], outer: tuple[Place, ...]) -> bool:
        """Whether some of the two are in one first-level unit: «صرمان غرب طرابلس»."""
        return any(i.country == o.country and i.id != o.id for i in inner for o in outer)
