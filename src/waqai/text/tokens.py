"""One tokeniser decides every word boundary; nothing else tests letters at a word's edge.

Tokens keep their proclitics (وبريف, للوفد): splitting one needs evidence that the rest is a word, which the
lexicon has. A letter glued to a number (و32, الـ23) is a token of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal

from waqai.model import SegmentKind, Span
from waqai.text.normalize import LETTER, CleanText

TokenKind = Literal["word", "number", "latin", "punct"]

_TOKEN = re.compile(
    f"(?P<word>[{LETTER}]+)|(?P<number>\\d+(?:[.,٫٬:/-]\\d+)*)|(?P<latin>[A-Za-zÀ-ɏ]+)|(?P<punct>[^\\s_#])"
)


class Token:
    """A word, number or mark. ``start``/``end`` are offsets into the clean text; ``key`` is the folded spelling."""

    __slots__ = ("end", "glued", "i", "key", "kind", "start", "text")

    def __init__(self, i: int, start: int, end: int, text: str, key: str, kind: TokenKind, glued: bool) -> None:
        self.i = i
        self.start = start
        self.end = end
        self.text = text
        self.key = key
        self.kind = kind
        self.glued = glued  # no space or mark between it and the token before

    def __repr__(self) -> str:
        return f"Token({self.i}, {self.text!r})"


def tokenize(clean: CleanText, cuts: frozenset[int] = frozenset()) -> list[Token]:
    """All tokens of a clean text, in order. Hash signs and underscores of hashtags are spaces.

    ``cuts`` are offsets at which a word ends though no space follows (a heading glued to the next sentence).
    """
    tokens: list[Token] = []
    text, key = clean.text, clean.key
    last = -1
    for m in _TOKEN.finditer(text):
        start, end = m.span()
        kind: TokenKind = m.lastgroup  # type: ignore[assignment]
        inside = [c for c in cuts if start < c < end] if cuts and kind == "word" else ()
        for stop in (*inside, end):
            tokens.append(Token(len(tokens), start, stop, text[start:stop], key[start:stop], kind, start == last))
            start = last = stop
    return tokens


class Part:
    """A segment of a document as a range of tokens ``[i, j)`` and of clean characters."""

    __slots__ = ("end", "i", "j", "kind", "start")

    def __init__(self, kind: SegmentKind, start: int, end: int) -> None:
        self.kind = kind
        self.start = start
        self.end = end
        self.i = 0
        self.j = 0


class Doc:
    """A report's text with its clean form, segments and tokens: what every reader works on."""

    __slots__ = ("clean", "parts", "quotes", "raw", "tokens")

    def __init__(self, clean: CleanText, parts: list[Part], quotes: list[tuple[int, int]]) -> None:
        self.raw = clean.raw
        self.clean = clean
        self.parts = parts
        self.quotes = quotes  # clean offsets of quoted stretches, outer before inner
        glued = (
            p.start
            for p in parts
            if p.start and clean.text[p.start - 1].isalpha() and clean.text[p.start : p.start + 1].isalpha()
        )
        self.tokens = tokenize(clean, frozenset(glued))
        self._place_parts()

    def _place_parts(self) -> None:
        at = 0
        for part in self.parts:
            while at < len(self.tokens) and self.tokens[at].start < part.start:
                at += 1
            part.i = at
            while at < len(self.tokens) and self.tokens[at].start < part.end:
                at += 1
            part.j = at

    def span(self, i: int, j: int, skip: int = 0) -> Span:
        """The raw characters of tokens ``[i, j)`` without the first ``skip`` letters (proclitics)."""
        start = self.tokens[i].start + skip
        lo, hi = self.clean.raw_span(start, self.tokens[j - 1].end)
        return Span(lo, hi, self.raw[lo:hi])

    def char_span(self, start: int, end: int) -> Span:
        """The raw characters behind ``[start, end)`` of the clean text."""
        lo, hi = self.clean.raw_span(start, end)
        return Span(lo, hi, self.raw[lo:hi])


SplitWord = Callable[[str], bool]
