"""Numerals: what a run of tokens is worth, in words, digits, or both (``31 ألفا و40``).

``و`` joins two numerals only where the second completes the first (ثلاثة وعشرون, مئة وخمسة, ألف و304); any other
pair is two figures («قتل ثلاثة وأربعة جرحوا»).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from waqai.lexicon.numbers import ARTICLE, Form, NumberTables
from waqai.text.tokens import Doc, Token

Shape = Literal["word", "plain", "decimal", "range", "date", "clock", "odd"]

_GROUPED = re.compile(r"\d{1,3}(?:[,٬]\d{3})+(?:[.٫]\d+)?$|\d{1,3}(?:\.\d{3}){2,}$")
_DECIMAL = re.compile(r"(\d+)[.,٫](\d+)$")
_RANGE = re.compile(r"(\d+(?:[.,٫]\d+)?)-(\d+(?:[.,٫]\d+)?)$")
_DATE = re.compile(r"\d{1,4}([/.-])\d{1,2}(?:\1\d{1,4})?$")
_CLOCK = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?$")
AND = "و"
POINT_LETTER = "ر"
TANWEEN = "\u064b"
THOUSANDS = re.compile(r"\d{1,3}[.,٬]\d{3}")
SCALES = ("scale", "scale_plural")
LONGEST = 12


class Atom(NamedTuple):
    """One token as a numeral: a word of the tables, or digits (``shape`` says of what kind)."""

    form: Form
    shape: Shape
    high: float | None = None
    width: int = 1


class Numeral(NamedTuple):
    """A numeral at tokens ``[i, j)`` behind ``skip`` letters of proclitic. ``scaled``: it has a word for thousands."""

    i: int
    j: int
    skip: int
    pro: str
    value: float
    high: float | None
    role: str
    shape: Shape
    scaled: float
    why: tuple[str, ...]


def number(text: str) -> float:
    """A plain or grouped figure of digits.

    >>> number("12,450"), number("12٫5"), number("1.234.567")
    (12450, 12.5, 1234567)
    """
    if _GROUPED.match(text):
        dots = text.count(".")
        text = re.sub("[,٬]", "", text)
        text = text.replace(".", "") if dots > 1 else text.replace("٫", ".")
    text = re.sub("[,٫]", ".", text)
    return float(text) if "." in text else int(text)


@lru_cache(maxsize=16384)
def digits(text: str) -> Atom:
    """The reading of a token of digits."""
    if text.isdigit():
        odd = len(text) > LONGEST or (len(text) > 1 and text[0] == "0")
        return _digit_atom(int(text[:18]), "odd" if odd else "plain")
    if _GROUPED.match(text):
        return _digit_atom(number(text), "plain")
    if _CLOCK.match(text):
        return _digit_atom(int(text.split(":")[0]), "clock")
    if (m := _DECIMAL.match(text)) and not text.count(".") > 1:
        # 1.250 may be a thousand and a quarter or one and a quarter: the unit behind it decides later
        whole = int(m[1] + m[2]) if "." in text and len(m[2]) == 3 and m[1] != "0" and len(m[1]) <= 3 else number(text)
        return _digit_atom(whole, "plain" if isinstance(whole, int) else "decimal")
    if m := _RANGE.match(text):
        low, high = number(m[1]), number(m[2])
        return _digit_atom(low, "range", high) if low < high else _digit_atom(low, "odd")
    return _digit_atom(0, "date" if _DATE.match(text) else "odd")


def _digit_atom(value: float, shape: Shape, high: float | None = None) -> Atom:
    return Atom(Form("digits", "unit", value, "", 0), shape, high)


def atoms(tokens: Sequence[Token], tables: NumberTables) -> dict[int, Atom]:
    """The tokens that are numerals, by index."""
    words, never = tables.words, tables.never
    found: dict[int, Atom] = {}
    for token in tokens:
        if token.kind == "word":
            form = words.get(token.key)
            if form is not None and not (form.pro and token.text in never):
                found[token.i] = Atom(_hamza(form, token), "word")
        elif token.kind == "number":
            found[token.i] = digits(token.text)
            if token.glued and token.i > 1 and tokens[token.i - 1].key == POINT_LETTER:
                _letter_decimal(tokens, found, token.i)
    return found


def _letter_decimal(tokens: Sequence[Token], found: dict[int, Atom], k: int) -> None:
    """«63ر5088»: agencies write ر for the point, the fraction first."""
    before = tokens[k - 2]
    if before.kind == "number" and before.text.isdigit() and tokens[k].text.isdigit() and tokens[k - 1].glued:
        del found[k]
        value = float(f"{tokens[k].text}.{before.text}")
        found[k - 2] = Atom(Form("digits", "unit", value, "", 0), "decimal", None, 3)


def _hamza(form: Form, token: Token) -> Form:
    # the key of وأحد is that of واحد; its hamza tells
    if form.id == "one" and not form.pro and token.text[1] in "أإ":
        return Form("eleven_one", "one_of", 1, AND, 1)
    return form


def fixed_end(tokens: Sequence[Token], k: int, phrases: dict[str, tuple[tuple[str, ...], ...]]) -> int:
    """Where the fixed phrase that begins at ``k`` ends, 0 where none of ``phrases`` (by second word) follows."""
    if "" in phrases:
        return k + 1
    second = tokens[k + 1].key if k + 1 < len(tokens) else ""
    for rest in phrases.get(second, ()):
        if all(at < len(tokens) and tokens[at].key == word for at, word in enumerate(rest, k + 2)):
            return k + 2 + len(rest)
    return 0


class Parser:
    """Reads numerals off a document's atoms."""

    def __init__(self, doc: Doc, found: dict[int, Atom]) -> None:
        self.doc = doc
        self.tokens = doc.tokens
        self.found = found

    def key(self, k: int) -> str:
        """The folded token at ``k``, empty outside the document."""
        return self.tokens[k].key if 0 <= k < len(self.tokens) else ""

    def plain(self, k: int, *roles: str) -> Form | None:
        """The numeral word at ``k`` with no conjunction or preposition, in one of ``roles``."""
        atom = self.found.get(k)
        if atom is None or atom.shape != "word" or atom.form.pro not in ("", ARTICLE) or atom.form.role not in roles:
            return None
        return atom.form

    def joined(self, k: int) -> int | None:
        """Where the numeral joined by و at token ``k`` stands: ``k`` itself, or after a و of its own."""
        atom = self.found.get(k)
        if atom is not None and atom.form.pro in (AND, AND + ARTICLE):
            return k
        if k < len(self.tokens) and self.tokens[k].key == AND:
            after = self.found.get(k + 1)
            if after is not None and after.form.pro in ("", ARTICLE):
                return k + 1
        return None

    def below_hundred(self, k: int) -> tuple[float, int] | None:
        """Units, teens and tens from ``k``; digits under a hundred too."""
        atom = self.found.get(k)
        if atom is None or atom.shape not in ("word", "plain", "decimal"):
            return None
        form = atom.form
        if atom.shape != "word":
            return (form.value, k + atom.width) if form.value < 100 else None
        if (form.role in ("unit", "one_of", "ordinal") and form.value < 10) or form.role == "several":
            return self._unit(form, k)
        return (form.value, k + 1) if form.role in ("zero", "ten", "teen", "tens") or form.role == "ordinal" else None

    def _unit(self, form: Form, k: int) -> tuple[float, int] | None:
        value = form.value
        if form.role == "several":
            value = 3 if form.id == "few" else 0
        if self.plain(k + 1, "ten"):
            return value + 10, k + 2
        at = self.joined(k + 1)
        if at is not None and self.found[at].form.role == "tens" and value:
            return value + self.found[at].form.value, at + 1
        return (value, k + 1) if form.role in ("unit", "ordinal") else None

    def below_thousand(self, k: int) -> tuple[float, int] | None:
        """Hundreds with what و joins to them, or anything below."""
        atom = self.found.get(k)
        if atom is None:
            return None
        if atom.shape in ("plain", "decimal"):
            return (atom.form.value, k + atom.width) if atom.form.value < 1000 else None
        hundreds = self._hundreds(atom.form, k)
        if hundreds is None:
            return self.below_hundred(k)
        value, j = hundreds
        at = self.joined(j)
        rest = self.below_hundred(at) if at is not None else None
        return (value + rest[0], rest[1]) if rest and self.found[at or 0].form.role != "ordinal" else (value, j)

    def _hundreds(self, form: Form, k: int) -> tuple[float, int] | None:
        if form.role in ("hundred", "hundreds"):
            return form.value, k + 1
        if form.role == "unit" and 3 <= form.value <= 9 and self.plain(k + 1, "hundred"):
            return form.value * 100, k + 2
        return None

    def chunk(self, k: int) -> tuple[float, int, float] | None:
        """``(value, j, scale)``: a numeral with its thousand, million or thousand million, if any (scale 1)."""
        atom = self.found.get(k)
        if atom is None:
            return None
        form = atom.form
        if atom.shape == "word" and form.role in ("scale", "scale_dual", "scale_case"):
            return self._bare_scale(form, k)
        if atom.shape == "word" and form.role in ("part", "vague"):
            scale = self.plain(k + 1, *SCALES)
            return (form.value * scale.value, k + 2, scale.value) if scale else None
        part = self.below_thousand(k)
        if part is None and atom.shape in ("plain", "decimal"):
            part = form.value, k + atom.width
        if part is None:
            return None
        value, j = part
        times = self.plain(j, *SCALES, "scale_case")
        if times and form.role != "ordinal" and value:
            return self._scaled(value * times.value, j + 1, times.value)
        return value, j, 1

    def _scaled(self, value: float, j: int, scale: float) -> tuple[float, int, float]:
        more = self.plain(j, *SCALES)
        return (value * more.value, j + 1, more.value) if more and more.value > scale else (value, j, scale)

    def _bare_scale(self, form: Form, k: int) -> tuple[float, int, float]:
        if form.role == "scale_dual":
            return form.value, k + 1, form.value / 2
        if form.role == "scale_case":
            # ألفًا is one thousand; ألفا شخص, with no tanween, is two
            one = TANWEEN in self.doc.span(k, k + 1).text or self.joined(k) == k
            return form.value * (1 if one else 2), k + 1, form.value
        more = self.plain(k + 1, *SCALES)
        if more and more.value > form.value:
            return form.value * more.value, k + 2, more.value
        return form.value, k + 1, form.value

    def whole(self, k: int) -> tuple[float, int, float] | None:
        """The longest numeral from ``k``: chunks of falling scale joined by و."""
        first = self.chunk(k)
        if first is None:
            return None
        value, j, scale = first
        top = scale
        while scale > 1:
            at = self.joined(j)
            if at is None or self.found[at].form.role == "ordinal":
                break
            part = self.plain_part(at)
            if part:
                value, j = value + part * scale, at + 1
                j += 1 if self.plain(j, *SCALES) else 0
                break
            more = self.chunk(at)
            if more is None or more[2] >= scale or more[0] >= scale:
                break
            value, j, scale = value + more[0], more[1], more[2]
        return value, j, top

    def plain_part(self, k: int) -> float | None:
        """A half, third or quarter at ``k``."""
        form = self.found[k].form
        return form.value if form.role == "part" else None


def whole_or_float(value: float) -> float:
    """An integral value as int (12.5 × 1,000), rounding away the third of a million's last digits."""
    near = round(value)
    return near if abs(value - near) < 1e-6 * max(1.0, abs(value)) else value


def read_numeral(parser: Parser, k: int) -> Numeral | None:
    """The numeral that begins at token ``k``, or None."""
    atom = parser.found[k]
    form = atom.form
    if atom.shape in ("range", "date", "clock", "odd"):
        return Numeral(k, k + 1, 0, "", form.value, atom.high, "unit", atom.shape, 1, ("numbers.digits." + atom.shape,))
    if atom.shape == "word":
        floor = _floor(parser, form, k)
        if floor is not None:
            return floor
    read = parser.whole(k)
    if read is None:
        return None
    value, j, scale = read
    if atom.shape != "word" and scale == 1 and parser.key(k - 1) == "(" and parser.key(j) == ")":
        times = parser.plain(j + 1, *SCALES, "scale_case")
        if times:  # «(174) مليون»
            bracketed = ("numbers.digits", "numbers.bracketed")
            total = whole_or_float(value * times.value)
            return Numeral(k - 1, j + 2, 0, "", total, None, "unit", atom.shape, times.value, bracketed)
    rule = "numbers.digits" if form.id == "digits" else "numbers.words"
    # «3.500» may be three and a half: three figures behind one mark are thousands
    marked = form.id == "digits" and THOUSANDS.fullmatch(parser.key(k)) is not None
    role = "ordinal" if form.role == "ordinal" else "unit"
    why = (rule, "numbers.words.compound") if j > k + 1 else (rule,)
    why = (*why, "numbers.mark_of_thousands") if marked else why
    return Numeral(k, j, form.skip, form.pro, whole_or_float(value), None, role, atom.shape, scale, why)


def _floor(parser: Parser, form: Form, k: int) -> Numeral | None:
    """Vague numerals and one-of, which are worth a floor: عشرات الآلاف, آلاف, بضع مئات, أحد."""
    if form.role in ("vague", "scale_plural"):
        base = form.value if form.role == "vague" else form.value * 2
        scale = parser.plain(k + 1, *SCALES)
        value, j = (base * scale.value, k + 2) if scale else (base, k + 1)
        return Numeral(k, j, form.skip, form.pro, value, None, "vague", "word", 1, ("numbers.vague",))
    if form.role == "several":
        return _several(parser, form, k)
    if form.role == "one_of" and not parser.plain(k + 1, "ten") and not _joins_tens(parser, k):
        return Numeral(k, k + 1, form.skip, form.pro, 1, None, "one_of", "word", 1, ("numbers.one_of",))
    if form.role == "odd":
        at = parser.joined(k + 1)
        if at is not None and parser.found[at].form.role in ("tens", "hundred", "scale"):
            value = parser.found[at].form.value
            return Numeral(k, at + 1, form.skip, form.pro, value, None, "odd", "word", 1, ("numbers.odd",))
    return None


def _joins_tens(parser: Parser, k: int) -> bool:
    at = parser.joined(k + 1)
    return at is not None and parser.found[at].form.role == "tens"


def _several(parser: Parser, form: Form, k: int) -> Numeral | None:
    """بضعة (three to nine) or عدة (no floor), with a scale (بضع مئات, عدة آلاف) or tens (بضع وعشرون) of its own."""
    base = 3 if form.id == "few" else 2
    after = parser.found.get(k + 1)
    if after is not None and after.shape == "word" and after.form.pro in ("", ARTICLE):
        if after.form.role == "vague":
            value = base * after.form.value / 2
            scale = parser.plain(k + 2, *SCALES)
            value, j = (value * scale.value, k + 3) if scale else (value, k + 2)
            return Numeral(k, j, form.skip, form.pro, int(value), None, "vague", "word", 1, ("numbers.several",))
        if after.form.role in SCALES:
            value = base * after.form.value
            return Numeral(k, k + 2, form.skip, form.pro, value, None, "vague", "word", 1, ("numbers.several",))
    teens = parser.below_hundred(k) if form.id == "few" else None
    value, j = teens if teens else (base if form.id == "few" else 0, k + 1)
    return Numeral(k, j, form.skip, form.pro, value, None, "vague", "word", 1, ("numbers.several",))
