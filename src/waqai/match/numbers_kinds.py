"""What a numeral counts: people and things, or years of age, kilometres, a brigade's number, a road."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from waqai.lexicon.numbers import ARTICLE, NumberKind, NumberTables
from waqai.match.numbers_words import AND, Numeral
from waqai.text.morph import splits
from waqai.text.tokens import Doc, Token

YEARS = range(1900, 2100)
ROADS = frozenset((1, 4, 5))
OPEN, CLOSE = '([（«"“', ')]）»"”'
DASHES = "-–—_/"


class Finding(NamedTuple):
    """The kind of a number, the index of its noun, the rule, and where the expression now ends."""

    kind: NumberKind
    noun: int | None
    rule: str
    end: int


@lru_cache(maxsize=32768)
def bare(key: str) -> tuple[str, ...]:
    """The readings of a folded word without proclitics: itself first."""
    return tuple(dict.fromkeys(rest for _, rest in splits(key)))


class Kinds:
    """Decides kinds over one document."""

    def __init__(self, doc: Doc, tables: NumberTables) -> None:
        self.tokens: Sequence[Token] = doc.tokens
        self.doc = doc
        self.tables = tables
        self.of = tables.range.from_
        self.taken = 0  # the end of what is a unit and no numeral of its own («15 بالمئة»)

    def key(self, k: int) -> str:
        """The folded token at ``k``, empty outside the document."""
        return self.tokens[k].key if 0 <= k < len(self.tokens) else ""

    def find(self, n: Numeral) -> Finding:
        """The kind of ``n`` by the first rule that knows it."""
        for rule in (self._shape, self._glued, self._sign, self._date, self._head, self._unit, self._year, self._list):
            found = rule(n)
            if found is not None:
                return found
        if n.role == "ordinal":
            return Finding("ordinal", self.noun(n), "numbers.ordinal", n.j)
        cue = self._cue(n)
        return cue if cue else self._count(n)

    def _shape(self, n: Numeral) -> Finding | None:
        if n.shape == "date":
            return Finding("date", None, "numbers.date.digits", n.j)
        if n.shape == "clock":
            return Finding("clock", None, "numbers.clock.digits", n.j)
        if n.shape == "plain" and n.j == n.i + 1 and self._slashed(n):
            return Finding("date", None, "numbers.date.slashes", n.j)
        if n.shape == "plain" and n.j == n.i + 1 and self._score(n):
            return Finding("other", None, "numbers.score", n.j)
        if n.shape == "odd":
            return Finding("other", None, "numbers.odd_digits", n.j)
        if n.shape != "word" and n.high and n.value in YEARS and n.high in YEARS and not self._accusative(n.j):
            return Finding("year", None, "numbers.years", n.j)
        return None

    def _slashed(self, n: Numeral) -> bool:
        """One of the figures of «18 / 10 / 1436»."""
        marks = [self.key(n.i + d) == "/" and self.key(n.i + 2 * d).isdigit() for d in (-1, 1)]
        return any(marks)

    def _score(self, n: Numeral) -> bool:
        """One of the figures of «2 - 0», where the second is not the larger and no range."""
        ahead = self.key(n.j) in ("-", "–") and self.key(n.j + 1)
        back = self.key(n.i - 1) in ("-", "–") and self.key(n.i - 2)
        return bool(
            (ahead and ahead.isdecimal() and int(ahead) <= n.value)
            or (back and back.isdecimal() and int(back) >= n.value)
        )

    def _glued(self, n: Numeral) -> Finding | None:
        """A figure behind a Latin letter (F16, M4) or ahead of one (5G)."""
        at = n.i - 1
        if at > 0 and self.key(at) in DASHES and self.tokens[n.i].glued:
            at -= 1
        if (
            n.shape != "word"
            and at >= 0
            and self.tokens[at].kind == "latin"
            and self.tokens[n.i].start - self.tokens[at].end <= 1
        ):
            road = self.key(at) == "m" and n.value in ROADS
            return Finding("road" if road else "model", None, "numbers.road" if road else "numbers.model.latin", n.j)
        return None if n.shape == "word" else self._joined_mark(n, at)

    def _joined_mark(self, n: Numeral, at: int) -> Finding | None:
        """A figure joined to a name (أوميجا-3), a sum (5+1), a figure before Latin letters (5G, 88591 - STC)."""
        if "+" in (self.key(n.i - 1), self.key(n.j)):
            return Finding("other", None, "numbers.sum", n.j)
        named = at >= 0 and at == n.i - 2 and self.tokens[at].kind == "word" and self.tokens[n.i - 1].glued
        if named and len(self.key(at)) > 2 and self.noun_at(n.j) is None:
            return Finding("model", None, "numbers.model.hyphen", n.j)
        after = n.j + 1 if self.key(n.j) in DASHES and self.key(n.j) else n.j
        latin = after < len(self.tokens) and self.tokens[after].kind == "latin"
        if latin and (after > n.j or self.tokens[after].glued):
            return Finding("other", None, "numbers.latin_unit", n.j)
        return None

    def _sign(self, n: Numeral) -> Finding | None:
        """Percent and money signs, and percent in two words (في المئة)."""
        after = self.key(n.j)
        if after in self.tables.percent_in and self.key(n.j + 1) in self.tables.hundred_words:
            self.taken = n.j + 2
            return Finding("percent", None, "numbers.percent.words", n.j)
        known = self.tables.units.get(after)
        if known and not after.isalpha():
            return Finding(known[0], None, known[1], n.j)
        before = self.tables.heads.get(self.key(n.i - 1))
        if before and not self.key(n.i - 1).isalpha():
            return Finding(before[0], None, before[1], n.j)
        if (sign := self.tables.units.get(self.key(n.i - 1))) and sign[0] == "percent":
            return Finding("percent", None, "numbers.percent.sign", n.j)
        return None

    def _date(self, n: Numeral) -> Finding | None:
        """A day of a month: a month's name follows, at once or after من / شهر."""
        if not 1 <= n.value <= 31 or n.scaled > 1:
            return None
        at = n.j
        if self.key(at) in self.tables.of_month:
            return Finding("date", at, "numbers.date.of_it", n.j)
        if self.key(at) in self.of:
            at += 1
            if self.is_month_word(at):
                return Finding("date", at, "numbers.date.of_month", n.j)
        if self.is_month_word(at) and self.month(at + 1):
            at += 1
        if self.month(at) and (n.shape != "word" or n.role == "ordinal" or self.key(n.j) in self.of or True):
            return Finding("date", at, "numbers.date.month", n.j)
        return None

    def is_month_word(self, k: int) -> bool:
        """Whether the token is the word for month, with the article (الشهر الجاري)."""
        return any(r in self.tables.month_words for r in bare(self.key(k))) if self.key(k) else False

    def month(self, k: int) -> bool:
        """Whether a month's name begins at ``k``."""
        key = self.key(k)
        return key in self.tables.months or f"{key} {self.key(k + 1)}" in self.tables.months

    def _head(self, n: Numeral) -> Finding | None:
        """The word ahead: a brigade, a calibre, the hour, a year, an aircraft type."""
        at = n.i - 1
        while at >= 0 and self.key(at) in DASHES and n.shape != "word":
            at -= 1
        if at >= 0 and self.key(at) == ARTICLE and self.tokens[n.i].glued:
            at -= 1
        if at < 0 or not self.key(at).isalpha():
            return None
        known = next((self.tables.heads[k] for k in bare(self.key(at)) if k in self.tables.heads), None)
        attached = n.pro.removesuffix(ARTICLE) != ""
        if known is None or attached or not self._head_fits(known, n, at):
            return None
        return Finding(known[0], at, known[1], n.j)

    def _head_fits(self, known: tuple[NumberKind, str], n: Numeral, at: int) -> bool:
        kind = known[0]
        if kind in ("age", "model"):
            return n.shape != "word" or kind == "age" or n.role != "ordinal"
        if kind == "other" and n.scaled > 1:
            return False
        if kind == "year":
            if n.shape == "word" and self.noun_at(n.j) is not None:
                return False
            return (n.shape != "word" and 1000 <= n.value < 2100) or (n.scaled == 1000 and n.value < 2100)
        if kind == "clock":
            return n.value <= 24 and (n.role == "ordinal" or n.shape != "word")
        if known[1] == "numbers.ratio":
            return True
        if kind == "ordinal" and n.shape == "word" and n.pro.endswith(ARTICLE):
            return True
        if kind == "ordinal":
            return n.role == "ordinal" or (n.shape != "word" and self.key(n.i - 1) == ARTICLE)
        if n.shape == "word" and n.role != "ordinal":
            return (n.pro.endswith(ARTICLE) and self.key(at).startswith(ARTICLE) and kind != "other") or False
        # a counted noun behind the figure: «في شارع 15 قتيلا» is not the name of a street
        return n.role == "ordinal" or not self._accusative(n.j)

    def _accusative(self, k: int) -> bool:
        key = self.key(k)
        return len(key) > 3 and key.endswith("ا") and k < len(self.tokens) and not key.startswith(ARTICLE)

    def _unit(self, n: Numeral) -> Finding | None:
        """The word behind: kilometres, years, dollars, mm."""
        k = self._behind_bracket(n)
        if self.key(k) in self.of and (self.tables.heads.get(self.key(k + 1)) or ("",))[0] == "age":
            return Finding("age", k + 1, "numbers.age.of", n.j)
        known = self.tables.units.get(self.key(k))
        if known is None and (n.role == "vague" or n.scaled > 1):
            # «ملايين الدولارات», «آلاف السنين», «عشرات الملايين من الدولارات»
            k += 1 if self.key(k) in self.of else 0
            known = self.tables.units.get(self.key(k)[2:]) if self.key(k).startswith(ARTICLE) else None
        if known is None:
            return None
        kind, rule = known
        if kind == "distance" and len(self.key(k)) == 1 and n.value in YEARS and n.shape == "plain":
            return Finding("year", None, "numbers.year.era", n.j)
        if rule == "numbers.time_unit" and self._is_age(n, k):
            return Finding("age", k, "numbers.age", n.j)
        if n.role == "ordinal" and kind != "clock":
            return None
        self.taken = k + 1
        return Finding(kind, k, rule, n.j)

    def _behind_bracket(self, n: Numeral) -> int:
        """The token behind the number, or behind the bracket that closes on it («(2.700.000) ريال»)."""
        closed = self.key(n.i - 1) == "(" and self.key(n.j) == ")"
        return n.j + 1 if closed and self.key(n.j + 1) in self.tables.units else n.j

    def _is_age(self, n: Numeral, k: int) -> bool:
        """Years in brackets or between commas, or after a word of age."""
        first = n.i
        while first > 0 and (self.key(first - 1) == AND or self.tokens[first - 1].kind == "number"):
            first -= 1
        before, after = self.key(first - 1), self.key(k + 1)
        if before and before in OPEN and after and after in CLOSE:
            return True
        comma = before in ("،", ",", "-", "–") and after in ("،", ",", "-", "–", ".")
        heads = (self.tables.heads.get(r, ("", "")) for b in (1, 2, 3) for r in bare(self.key(n.i - b) or "-"))
        return bool(comma) or any(h[0] == "age" for h in heads)

    def _year(self, n: Numeral) -> Finding | None:
        """A bare figure from 1900 to 2099 that no noun follows."""
        if n.shape != "plain" or n.value not in YEARS or n.j > n.i + 1:
            return None
        text = self.tokens[n.i].text
        if len(text) != 4 or self._accusative(n.j):
            return None
        if self.key(n.i - 1) in self.tables.year_before and self.key(n.i - 2) not in self.tables.before:
            return Finding("year", None, "numbers.year.preposition", n.j)
        if self.dated_year(n):
            return Finding("year", None, "numbers.year.month", n.j)
        after = self.key(n.j)
        counted = after and self.noun_at(n.j) is not None and not after.startswith((ARTICLE, "و"))
        return None if counted else Finding("year", None, "numbers.year.bare", n.j)

    def dated_year(self, n: Numeral) -> bool:
        """Whether a figure is the year behind a month's name («7 أكتوبر 2023»)."""
        dated = n.i - 2 if self.key(n.i - 1) == ")" else n.i - 1
        return n.value in YEARS and (self.month(dated) or self.month(dated - 1))

    def _list(self, n: Numeral) -> Finding | None:
        """A list's numbering at the start of a line: «1- », «2. », «3) »."""
        if n.shape != "plain" or n.value > 99 or self.key(n.j) not in ("-", ".", ")", "–", ":", "ـ", "/"):
            return None
        start = self.tokens[n.i].start
        before = self.doc.clean.text[max(0, start - 2) : start].strip(" (")
        first = n.i == 0 or "\n" in self.doc.clean.text[self.tokens[n.i - 1].end : start]
        return Finding("other", None, "numbers.list", n.j) if first and not before.strip() else None

    def _cue(self, n: Numeral) -> Finding | None:
        """A stock of inhabitants said just before."""
        for back in range(1, 6):
            key = self.key(n.i - back)
            # «34 من السكان (بينهم 8 أطفال» counts no stock
            if not key.isalpha() or self.key(n.i - back - 1) in self.of:
                return None
            for reading in bare(key):
                known = self.tables.cues.get(reading)
                stock = known and (known[0] == "population" or self.noun_at(n.j) is None)
                if known and stock and back <= known[2]:
                    return Finding(known[0], self.noun(n), known[1], n.j)
        return None

    def _count(self, n: Numeral) -> Finding:
        noun = self.noun(n)
        if n.why == ("numbers.several",) and n.value == 0 and self._behind(n):
            noun = n.i - 1
        ahead = noun is not None and noun < n.i
        unit = (
            next((self.tables.units[k] for k in bare(self.key(noun or 0)) if k in self.tables.units), None)
            if ahead
            else None
        )
        if unit is not None:
            # «الأيام الثلاثة», «الساعات الـ24»
            return Finding(unit[0], noun, unit[1], n.j)
        return Finding("count", noun, "numbers.count", n.j)

    def _behind(self, n: Numeral) -> bool:
        """Whether عدة follows its noun («مناطق عدة في الريف») and does not precede it («عدة مناطق»)."""
        after, before = self.key(n.j), n.i - 1
        word = before >= 0 and self.tokens[before].kind == "word" and self.key(before) not in self.tables.stop
        return word and self.key(before) not in self.of and (self.noun_at(n.j) is None or after[0] in "بلو")

    def noun(self, n: Numeral) -> int | None:
        """The counted noun's token: behind the number, after من, or ahead of it (شخص واحد, الشهداء الـ23)."""
        k = n.j
        if self.key(k) and self.key(k) in CLOSE:
            k += 1
        after = self.noun_at(k)
        one = n.value == 1 and n.role == "unit" and n.shape == "word"
        definite = n.pro.endswith(ARTICLE) or self.key(n.i - 1) == ARTICLE
        if one or (definite and n.role != "ordinal"):
            at = n.i - 2 if self.key(n.i - 1) == ARTICLE else n.i - 1
            ahead = at >= 0 and self.tokens[at].kind == "word" and self.key(at) not in self.tables.stop
            if ahead and ((one and self.key(k) not in self.of) or self.key(at).lstrip("وفبلك").startswith(ARTICLE)):
                return at
        return after

    def noun_at(self, k: int) -> int | None:
        """``k`` where it can be a counted noun, the word after من where it is من."""
        if self.key(k) in self.of:
            k += 1
        key = self.key(k)
        if len(key) < 2 or self.tokens[k].kind != "word" or key in self.tables.stop:
            return None
        if self.tokens[k].text.startswith(self.tables.opens) or (key[0] == AND and key[1:] in self.tables.stop):
            return None
        numeral = self.tables.words.get(key)
        if numeral is not None and numeral.pro[:1] == AND:
            return None
        return k
