"""The number reader: every number of a document with its bounds, what kind of thing it counts, and why.

Casualty rules look only at ``kind == "count"``: ages, distances, hours, unit numbers, calibres, money, roads and
populations are told apart here.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from pathlib import Path

import msgspec

from waqai.lexicon import numbers as lexicon
from waqai.lexicon.numbers import ARTICLE, Effect, NumberKind, NumberTables, Phrase
from waqai.match.numbers_kinds import CLOSE, OPEN, Finding, Kinds
from waqai.match.numbers_words import AND, Atom, Numeral, Parser, atoms, read_numeral
from waqai.model import Qualifier, Span
from waqai.text.normalize import fold, normalize
from waqai.text.segment import Layout, segment
from waqai.text.tokens import Doc

# Bounds are phrases of quantities: a date, a year or a brigade's number takes none.
UNBOUND: frozenset[NumberKind] = frozenset(
    ("date", "clock", "year", "unit_number", "road", "model", "calibre", "ordinal")
)
# Kinds that figures joined by و share («4 و5 و11 عاما»).
SHARED: frozenset[NumberKind] = frozenset(
    ("age", "distance", "duration", "money", "percent", "date", "weight", "year", "calibre")
)
REACH_AFTER = 4
LINE_ENDS = (".", ":", "؛", "!", "؟", "،")  # marks that a list may break its line behind


class NumberMention(msgspec.Struct, frozen=True):
    """A number at tokens ``[i, j)``, bound words ahead of it included, ``skip`` letters of proclitic on token ``i``.

    ``low`` and ``high`` are None for no floor and no ceiling (both for عدد من); ``value`` is the figure itself, also
    where it is no whole number (14.5). ``noun`` is the index of the counted noun's token. ``why`` are rule ids.
    """

    i: int
    j: int
    skip: int
    low: int | None
    high: int | None
    qualifier: Qualifier
    kind: NumberKind
    noun: int | None
    proclitics: str
    bound: bool
    value: float | None
    why: tuple[str, ...]


class ReadNumber(msgspec.Struct, frozen=True):
    """A number of a text: what :func:`read_numbers` gives. ``noun`` is the counted noun as written."""

    span: Span
    low: int | None
    high: int | None
    qualifier: Qualifier
    kind: NumberKind
    noun: str | None
    why: tuple[str, ...]


def read(doc: Doc, tables: NumberTables, found: dict[int, Atom] | None = None) -> list[NumberMention]:
    """All numbers of ``doc``, in order, none overlapping another.

    ``found`` is ``atoms(doc.tokens, tables)`` where the caller has it already (the date reader takes it too).
    """
    found = atoms(doc.tokens, tables) if found is None else found
    reader = _Reader(doc, tables, Parser(doc, found))
    reader.collect(found)
    return reader.mentions()


class _Reader:
    def __init__(self, doc: Doc, tables: NumberTables, parser: Parser) -> None:
        self.doc = doc
        self.tokens = doc.tokens
        self.tables = tables
        self.parser = parser
        self.kinds = Kinds(doc, tables)
        self.numerals: list[Numeral] = []
        self.joiners = tables.range.or_ | tables.range.and_ | frozenset("،,")
        self.spent = 0  # the end of the last bound that stood behind a number

    def collect(self, found: dict[int, Atom]) -> None:
        """Numerals, quantity phrases and what fixed phrases take out, left to right."""
        at = 0
        quantifiers, nothing = self.tables.quantifiers, self.tables.nothing
        for token in self.tokens:
            k, key = token.i, token.key
            if k < at or not (k in found or key in quantifiers):
                continue
            if key in nothing and (end := self._fixed(k)):
                at = end
                continue
            numeral = self._quantifier(k) if key in quantifiers else None
            if numeral is None and k in found:
                numeral = read_numeral(self.parser, k)
            if numeral is not None:
                self.numerals.append(numeral)
                at = numeral.j

    def _fixed(self, k: int) -> int:
        """Where the fixed phrase around the numeral at ``k`` ends, 0 where there is none."""
        for words, ahead in self.tables.nothing[self.tokens[k].key]:
            if k >= ahead and self.tokens[k - ahead].key == words[0] and self._match(k - ahead, words):
                return k - ahead + len(words)
        return 0

    def _match(self, k: int, words: tuple[str, ...]) -> bool:
        if k < 0 or k + len(words) > len(self.tokens):
            return False
        return all(self.tokens[k + n].key == word for n, word in enumerate(words))

    def _quantifier(self, k: int) -> Numeral | None:
        for q in self.tables.quantifiers[self.tokens[k].key]:
            if self._match(k, q.words):
                return Numeral(k, k + len(q.words), q.skip, q.pro, q.low or 0, None, "vague", "word", 1, (q.id,))
        return None

    def mentions(self) -> list[NumberMention]:
        """The numerals with ranges joined, bounds attached and kinds decided."""
        out: list[NumberMention] = []
        k = 0
        while k < len(self.numerals):
            first = self.numerals[k]
            joined = self._range(first, self.numerals[k + 1]) if k + 1 < len(self.numerals) else None
            k += 2 if joined else 1
            numeral = joined or first
            if numeral.i < max(self.kinds.taken, out[-1].j if out else 0):
                continue
            mention = self._mention(numeral, max(self.spent, out[-1].j if out else 0))
            if mention is not None:
                out.append(mention)
        return self._share_units(out)

    def _share_units(self, mentions: list[NumberMention]) -> list[NumberMention]:
        """«أعمارهم 4 و5 و11 عاما»: the unit said once is that of every figure before it."""
        for k in range(len(mentions) - 2, -1, -1):
            first, second = mentions[k], mentions[k + 1]
            if first.kind != "count" or first.noun is not None or first.value is None or second.kind not in SHARED:
                continue
            gap = [self.tokens[n].key for n in range(first.j, second.i)]
            if (not gap and second.proclitics == AND) or (len(gap) == 1 and gap[0] in self.joiners):
                why = (*first.why, "numbers.shared_unit")
                mentions[k] = msgspec.structs.replace(first, kind=second.kind, noun=second.noun, why=why)
        return mentions

    def _range(self, a: Numeral, b: Numeral) -> Numeral | None:
        """``a`` and ``b`` as one range: بين a وb, من a إلى b, a-b, a أو b."""
        words = self.tables.range
        if a.high is not None or b.high is not None or a.role != "unit" or b.role not in ("unit", "ordinal"):
            return None
        low = a.value * b.scaled if a.scaled == 1 < b.scaled and a.value * b.scaled < b.value else a.value
        between = self.kinds.key(a.i - 1).lstrip(AND) in words.between
        gap = [self.tokens[n].key for n in range(a.j, b.i)]
        opens = a.i
        if between and ((b.pro == AND and not gap) or gap == [AND]):
            opens = a.i - 1
            opens -= 1 if self.kinds.key(opens - 1) in words.what else 0
        elif len(gap) == 1 and gap[0] in words.to and not b.pro:
            if self._changed(a.i) or self.kinds.dated_year(a) and not self.kinds.dated_year(b):
                return None  # «ارتفعت … منذ 7 أكتوبر 2023 إلى 34683»
            opens = a.i - 1 if self.kinds.key(a.i - 1) in words.from_ else a.i
        elif not (len(gap) == 1 and not b.pro and (gap[0] in words.or_ or gap[0] in words.dash)):
            return None
        if low >= b.value or self._numbers_item(a, b):
            return None
        skip, pro = (a.skip, a.pro) if opens == a.i else (0, "")
        return Numeral(opens, b.j, skip, pro, low, b.value, "unit", a.shape, b.scaled, (*a.why, words.id))

    def _numbers_item(self, a: Numeral, b: Numeral) -> bool:
        """«1- 3 مدنيين في …»: a dash that clings to the first number alone, which opens a line, sets off a list's item."""
        mark = self.tokens[a.j]
        clings = mark.start == self.tokens[a.j - 1].end and mark.end < self.tokens[b.i].start
        return clings and (a.i == 0 or self.tokens[a.i - 1].text in LINE_ENDS)

    def _changed(self, k: int) -> bool:
        """Whether a verb of rising or falling stands in the clause before ``k``."""
        for back in range(1, 9):
            key = self.kinds.key(k - back)
            if not key or key in ".؛!؟":
                return False
            if key in self.tables.change or key[1:] in self.tables.change:
                return True
        return False

    def _mention(self, n: Numeral, floor: int) -> NumberMention | None:
        if (n.role == "one_of" and not self._one_of(n)) or self._no_two(n):
            return None
        found = self._merge_digits(n) or self.kinds.find(n)
        quantity: tuple[int | None, int | None, Qualifier] = self._quantity(n)
        i, skip, pro, why, bound = n.i, n.skip, n.pro, (*n.why, found.rule), False
        if found.kind not in UNBOUND:
            ahead = self._bound_before(n, floor)
            behind = None if ahead else self._bound_after(found) or self._exceeds(n, found)
            if ahead or behind:
                phrase = ahead[0] if ahead else behind
                assert phrase is not None
                quantity, bound, why = _bounded(quantity, phrase), True, (*why, phrase.id)
            if ahead:
                i, skip, pro = ahead[1], ahead[0].skip, self.tokens[ahead[1]].key[: ahead[0].skip]
        if self.kinds.key(i - 1) == AND and self.tokens[i].glued and not pro:
            pro = AND
        if i == n.i and self.kinds.key(i - 1).endswith(ARTICLE) and self._article(i):
            i, skip, pro = i - 1, len(self.kinds.key(i - 1)) - 2, self.kinds.key(i - 1)
        value = n.value if n.role != "vague" else None
        end = found.end
        if i < n.i and self.kinds.key(n.i - 1) in OPEN and self.kinds.key(end) and self.kinds.key(end) in CLOSE:
            end += 1
        return NumberMention(i, end, skip, *quantity, found.kind, found.noun, pro, bound, value, why)

    def _article(self, i: int) -> bool:
        """Whether the token before the figure at ``i`` is its article (الـ23, بالـ23)."""
        key = self.kinds.key(i - 1)
        return self.tokens[i].kind == "number" and len(key) <= 4 and key[:-2] in ("", "و", "ب", "وب", "ف", "ك")

    def _no_two(self, n: Numeral) -> bool:
        """«الاثنين» is Monday but behind a dual («الشابين الاثنين»); the construct form counts only in twelve («الإثني»)."""
        key = self.tokens[n.i].key
        if n.value != 2 or n.j > n.i + 1 or n.role != "unit" or n.shape != "word":
            return False
        if not key.endswith("ن"):
            return True
        if not n.pro.endswith(ARTICLE) or not key.endswith("ين"):
            return False
        before = self.kinds.key(n.i - 1)
        return not (before.endswith("ين") and before.lstrip("وفبلك").startswith(ARTICLE))

    def _one_of(self, n: Numeral) -> bool:
        """أحد counts one only in construct: before a definite noun or a noun of people, never «لم يصب أحد»."""
        after = self.kinds.key(n.j)
        if n.j >= len(self.tokens) or self.tokens[n.j].kind != "word" or after in self.tables.stop:
            return False
        if n.pro.endswith(ARTICLE):
            return False
        return after.startswith(ARTICLE) or after[0] not in "بلوفيتنس" or after.endswith(("ها", "هم", "ه"))

    def _merge_digits(self, n: Numeral) -> Finding | None:
        """«ثلاثة (3) أشخاص» is one number: the figure in brackets repeats the word."""
        k = n.j
        if self.kinds.key(k) not in ("(", "[") or self.kinds.key(k + 2) not in (")", "]"):
            return None
        for at, later in enumerate(self.numerals):
            if later.i == k + 1 and later.value == n.value and later.j == k + 2:
                del self.numerals[at]
                return self.kinds.find(n._replace(j=k + 3))
        return None

    def _quantity(self, n: Numeral) -> tuple[int | None, int | None, Qualifier]:
        if n.role == "vague":
            low = int(n.value) or None
            return low, None, "vague"
        if n.role == "odd":
            return int(n.value), None, "at_least"
        if n.shape == "date":
            return None, None, "exact"
        if n.high is not None:
            return _int(n.value), _int(n.high), "about"
        return _int(n.value), _int(n.value), "exact"

    def _bound_before(self, n: Numeral, floor: int) -> tuple[Phrase, int] | None:
        """The longest bound phrase that ends where the number begins."""
        end = n.i
        if self.kinds.key(end - 1).endswith(ARTICLE) and self._article(end):
            end -= 1
        while end > floor and self.kinds.key(end - 1) in OPEN and self.kinds.key(end - 1):
            end -= 1
        for size in range(6, 0, -1):
            start = end - size
            if start < floor:
                continue
            for phrase in self.tables.before.get(self.tokens[start].key, ()):
                if len(phrase.words) == size and self._match(start, phrase.words):
                    return phrase, start
        return None

    def _exceeds(self, n: Numeral, found: Finding) -> Phrase | None:
        """«تجاوز عدد النازحين من المخيمات 26 ألفا»: the verb, then what is counted, with no other figure between."""
        words = self.tables.exceed
        if found.kind not in ("count", "population"):
            return None
        verbs = words.on if self.kinds.key(n.i - 1) in words.on_words else words.verbs
        for k in range(n.i - 1, max(n.i - 14, 0), -1):
            key = self.kinds.key(k)
            if k in self.parser.found or key in ".؛!؟":
                return None
            if key in words.subjects and _conjoined(self.kinds.key(k - 1)) in verbs:
                effect: Effect = "at_most" if self.kinds.key(k - 2) in words.not_ else "at_least"
                return Phrase((key,), effect, words.id, 0)
        return None

    def _bound_after(self, found: Finding) -> Phrase | None:
        """A bound behind the number or behind its noun («19 شخصا على الأقل»)."""
        for k in range(found.end, min(found.end + REACH_AFTER, len(self.tokens))):
            token = self.tokens[k]
            for phrase in self.tables.after.get(token.key, ()):
                if self._match(k, phrase.words) and self.kinds.key(k + len(phrase.words)) not in self.kinds.of:
                    self.spent = k + len(phrase.words)
                    return phrase
            if token.kind != "word" and token.key not in CLOSE:
                return None
            if k > found.end and token.key[0] == AND and k in self.parser.found:
                return None
        return None


def _conjoined(key: str) -> str:
    return key[1:] if key[:1] in (AND, "ف") and len(key) > 4 else key


def _int(value: float) -> int | None:
    return int(value) if value == int(value) else None


def _bounded(
    quantity: tuple[int | None, int | None, Qualifier], phrase: Phrase
) -> tuple[int | None, int | None, Qualifier]:
    low, high, qualifier = quantity
    if qualifier == "vague" and phrase.effect != "at_most":
        return low, None, "vague"
    if phrase.effect == "at_least":
        return low, None, "at_least"
    if phrase.effect == "at_most":
        return None, high if high is not None else low, "at_most"
    return low, high, "about"


def parse_words(words: list[str], tables: NumberTables | None = None) -> int | None:
    """The number that all of ``words`` spell together, None where they spell none.

    >>> parse_words(["ثلاثة", "وعشرون"])
    23
    """
    tables = tables or default_tables()
    doc = segment(normalize(" ".join(words)), Layout(), lambda _: False)
    found = atoms(doc.tokens, tables)
    if 0 not in found:
        return None
    numeral = read_numeral(Parser(doc, found), 0)
    whole = numeral is not None and numeral.j == len(doc.tokens) and numeral.high is None
    return _int(numeral.value) if whole and numeral else None


@lru_cache(maxsize=1)
def default_tables() -> NumberTables:
    """The tables of the packaged lexicon."""
    return lexicon.compile([Path(str(files("waqai") / "data"))])


def read_numbers(text: str) -> list[ReadNumber]:
    """The numbers of a text, each with its exact characters.

    >>> [(n.span.text, n.low, n.high, n.kind) for n in read_numbers("ما لا يقل عن 44 قتيلا قرب اللواء 12")]
    [('ما لا يقل عن 44', 44, None, 'count'), ('12', 12, 12, 'unit_number')]
    """
    doc = segment(normalize(text), Layout(), lambda _: False)
    return [
        ReadNumber(
            doc.span(m.i, m.j, m.skip), m.low, m.high, m.qualifier, m.kind,
            None if m.noun is None else doc.span(m.noun, m.noun + 1).text, m.why,
        )
        for m in read(doc, default_tables())
    ]  # fmt: skip


__all__ = ["NumberMention", "ReadNumber", "default_tables", "fold", "parse_words", "read", "read_numbers"]
