"""The cursor that date rules read a document with: words of time, day numbers, months, years, counted units."""

from __future__ import annotations

from datetime import date
from typing import Literal, NamedTuple

from waqai.lexicon import dates as lexicon
from waqai.lexicon.dates import DateTables, DateWord
from waqai.lexicon.numbers import ARTICLE
from waqai.match.dates_calendar import YEARS_G, YEARS_H
from waqai.match.numbers_words import AND, Atom, Parser, read_numeral
from waqai.model import DateBasis, Grain
from waqai.text.tokens import Doc

DateKind = Literal["day", "period", "duration", "part_of_day", "habitual", "anchor"]
SEPARATORS = frozenset("/-–—(،,")
MONTH = 43200
# What may begin at a numeral: a dated day, figures, the nth day of a feast, counted units, a bare year.
NUMERAL = lexicon.NUMBERED | lexicon.NAMED | lexicon.UNITS | lexicon.YEARS
OPEN, CLOSE = frozenset("(["), frozenset(")]")


class When(NamedTuple):
    """A date read at tokens ``[i, j)``; ``uncertain`` days either way (Hijri: 1); ``direction`` is what the words say."""

    i: int
    j: int
    start: date | None
    end: date | None
    grain: Grain
    basis: DateBasis
    kind: DateKind
    why: tuple[str, ...]
    period: bool = False
    open_end: bool = False
    direction: int = 0
    uncertain: int = 0
    shift: int | None = None  # days from the day told last («اليوم التالي» 1)
    inner: int | None = None  # where the day or period itself begins, behind منذ or خلال
    day_number: int | None = None  # of the month told last («17 من الشهر ذاته»)


class Month(NamedTuple):
    """A month's name, doubled or not, that ends before token ``j``. ``sure``: its name is nothing else."""

    number: int
    calendar: str
    sure: bool
    j: int


class Year(NamedTuple):
    """What follows a month or stands for a year: a figure, or a direction from the publication year.

    ``of_month``: the adjective was the month's own (آذار الماضي), not the year's (من العام الماضي).
    """

    number: int | None
    direction: int
    same: bool
    of_month: bool
    calendar: str
    j: int


class Units(NamedTuple):
    """Counted units of time: ``number`` None for an unnumbered plural (أيام). ``definite``: with the article."""

    number: int | None
    minutes: int
    definite: bool
    j: int


class Cursor:
    """Reads words of time at a token; the first token of an expression may carry proclitics, no later one."""

    def __init__(self, doc: Doc, tables: DateTables, found: dict[int, Atom], published: date | None) -> None:
        self.doc = doc
        self.tokens = doc.tokens
        self.size = len(doc.tokens)
        self.tables = tables
        self.found = found
        self.numerals = Parser(doc, found)
        self.published = published
        self.open = -1
        self.text_year: int | None = None  # the year said last
        self.loose = -1  # where a bare year is expected: «بين 2008 و2012»
        self.readings: dict[int, list[DateWord]] = {}

    def key(self, k: int) -> str:
        """The folded token at ``k``, empty outside the document."""
        return self.tokens[k].key if 0 <= k < self.size else ""

    def starts(self, k: int) -> int:
        """What the tokens at ``k`` can begin, as the bits of the lexicon."""
        if not 0 <= k < self.size:
            return 0
        key = self.tokens[k].key
        mask = self.tables.starts.get(key, 0)
        pairs = self.tables.pairs.get(key)
        if pairs is not None:
            mask |= pairs.get(self.key(k + 1), 0)
        if k in self.found or (k + 1 in self.found and key.endswith(ARTICLE) and self.tokens[k + 1].glued):
            mask |= NUMERAL
        return mask

    def word(self, k: int, *roles: str, joined: bool = False) -> DateWord | None:
        """The longest word or phrase of time at ``k`` in one of ``roles``; ``joined``: behind و."""
        readings = self.readings.get(k)
        if readings is None:
            readings = self.readings[k] = self._readings(k)
        for word in readings:
            if word.role in roles and self._allowed(k, word, joined):
                return word
        return None

    def _readings(self, k: int) -> list[DateWord]:
        """All that the tokens at ``k`` can be, longest first."""
        if not 0 <= k < self.size:
            return []
        key = self.tokens[k].key
        found = [word for rest, word in self.tables.phrases.get(key, ()) if self._follow(k + 1, rest)]
        found.extend(self.tables.words.get(key, ()))
        return found

    def _allowed(self, k: int, word: DateWord, joined: bool) -> bool:
        if joined:
            return word.pro in (AND, AND + ARTICLE)
        return k == self.open or word.pro in ("", ARTICLE)

    def _follow(self, k: int, rest: tuple[str, ...]) -> bool:
        if k + len(rest) > self.size:
            return False
        return all(self.tokens[k + n].key == key for n, key in enumerate(rest))

    def day_number(self, k: int) -> tuple[int, int, int] | None:
        """``(first, last, j)``: digits 1..31 with or without article, a range of them, or an ordinal in words."""
        at = k
        if (
            self.key(k).endswith(ARTICLE)
            and len(self.key(k)) <= 4
            and k + 1 in self.found
            and self.tokens[k + 1].kind == "number"
        ):
            at = k + 1
        atom = self.found.get(at)
        if atom is None:
            return None
        if atom.shape == "plain" or (atom.shape == "odd" and len(self.key(at)) == 2):
            value = int(self.key(at)) if self.key(at).isdigit() else 0
            return (value, value, at + 1) if 1 <= value <= 31 and len(self.key(at)) <= 2 else None
        if atom.shape == "range":
            low, high = atom.form.value, atom.high or 0
            return (int(low), int(high), at + 1) if 1 <= low < high <= 31 else None
        return self._ordinal_day(k, atom) if atom.shape == "word" else None

    def _ordinal_day(self, k: int, atom: Atom) -> tuple[int, int, int] | None:
        if k != self.open and atom.form.pro not in ("", ARTICLE):
            return None
        numeral = read_numeral(self.numerals, k)
        if numeral is None or not 1 <= numeral.value <= 31:
            return None
        tens = atom.form.role == "tens" and atom.form.pro.endswith(ARTICLE)
        if numeral.role != "ordinal" and not tens and atom.form.role != "unit":
            return None
        return int(numeral.value), int(numeral.value), numeral.j

    def month(self, k: int) -> Month | None:
        """The month's name at ``k`` and its double («تشرين الثاني/ نوفمبر», «أبريل نيسان»)."""
        first = self.word(k, "month")
        if first is None:
            return None
        j = k + first.length
        at = j + 1 if self.key(j) in SEPARATORS else j
        second = self.word(at, "month")
        if second is None or second.value != first.value or second.calendar != first.calendar:
            return Month(first.value, first.calendar, first.sure, j)
        end = at + second.length
        if self.key(j) in OPEN and self.key(end) in CLOSE:
            end += 1
        return Month(first.value, first.calendar, True, end)

    def figure(self, k: int, calendar: str = "g") -> int | None:
        """A year in figures at ``k``: four digits of the calendar."""
        atom = self.found.get(k)
        if atom is None or atom.shape != "plain" or len(self.tokens[k].text) != 4:
            return None
        value = int(atom.form.value)
        return value if value in (YEARS_H if calendar == "h" else YEARS_G) else None

    def year(self, k: int, calendar: str = "g") -> Year | None:
        """The year behind a month: a figure, من العام الماضي, or the month's own adjective."""
        number = self.figure(k, calendar)
        if number is None and self.key(k) in ("،", ",", "/", "-") and self.figure(k + 1, calendar):
            k, number = k + 1, self.figure(k + 1, calendar)
        if number is not None:
            return Year(number, 0, False, False, calendar, self._era(k + 1))
        adjective = self.adjective(k)
        if adjective:
            after = self.year_of(adjective[2], calendar) if adjective[0] == 0 else None
            return after or Year(None, adjective[0], adjective[1], True, calendar, adjective[2])
        return self.year_of(k, calendar)

    def year_of(self, k: int, calendar: str = "g") -> Year | None:
        """«من العام الماضي», «عام 2014», «من العام ذاته» at ``k``."""
        at = k + 1 if self.word(k, "of") else k
        this = self.word(at, "this", "same_word")
        at += 1 if this else 0
        word = self.word(at, "year_word")
        if word is None:
            return None
        at += word.length
        if this and this.role == "same_word":
            return Year(None, 0, True, False, calendar, at)
        number = self.figure(at, calendar)
        if number is not None:
            return Year(number, 0, False, False, calendar, self._era(at + 1))
        adjective = self.adjective(at)
        if adjective:
            return Year(None, adjective[0], adjective[1], False, calendar, adjective[2])
        return Year(None, 0, False, False, calendar, at) if this else None

    def _era(self, k: int) -> int:
        return k + 1 if self.word(k, "era") else k

    def adjective(self, k: int) -> tuple[int, bool, int] | None:
        """``(direction, same, j)`` of الماضي (-1), قبل الماضي (-2), الجاري (0), المقبل (1), ذاته (0, same)."""
        word = self.word(k, "past", "current", "next", "same")
        if word is None or (word.role == "current" and not self.key(k).startswith(ARTICLE)):
            return None
        direction = {"past": -word.value, "next": 1}.get(word.role, 0)
        return direction, word.role == "same", k + word.length

    def units(self, k: int) -> Units | None:
        """A unit, a dual, or a numeral with a unit, in any of their orders (الأيام الثلاثة, الـ24 ساعة, 48 ساعة)."""
        word = self.word(k, "unit.0", "unit.1", "unit.2")
        if word is not None:
            named = word.value == MONTH and word.role == "unit.1" and self.month(k + word.length)
            return None if named else self._unit_first(k, word)
        definite = self.key(k).endswith(ARTICLE) and len(self.key(k)) <= 4 and self.key(k + 1).isdigit()
        at = k + 1 if definite else k
        atom = self.found.get(at)
        if atom is None or (at != self.open and atom.form.pro not in ("", ARTICLE)):
            return None
        numeral = read_numeral(self.numerals, at)
        if numeral is None or numeral.role == "ordinal" or numeral.shape not in ("word", "plain", "range", "decimal"):
            return None
        unit = self.word(numeral.j, "unit.0", "unit.1")
        if unit is None:
            return None
        definite = definite or atom.form.pro.endswith(ARTICLE) or unit.pro.endswith(ARTICLE)
        count = int(numeral.high or numeral.value)
        return Units(count or None, unit.value, definite, numeral.j + unit.length)

    def _half(self, j: int) -> bool:
        atom = self.found.get(j)
        return atom is not None and atom.form.role == "part" and atom.form.pro == AND

    def _unit_first(self, k: int, word: DateWord) -> Units:
        j = k + word.length
        definite = word.pro.endswith(ARTICLE)
        count = {"unit.1": 1, "unit.2": 2}.get(word.role)
        if count and self._half(j):
            # «شهر ونصف الشهر»
            again = self.word(j + 1, "unit.1")
            j += 2 if again else 1
        if word.role == "unit.0" and definite:
            at = j + 1 if self.key(j) == ARTICLE and self.key(j + 1).isdigit() else j
            atom = self.found.get(at)
            fits = atom is not None and (at > j or atom.form.pro == ARTICLE or atom.shape == "plain")
            numeral = read_numeral(self.numerals, at) if fits else None
            if numeral is not None and numeral.role == "unit":
                return Units(int(numeral.value), word.value, True, numeral.j)
        return Units(count, word.value, definite, j)
