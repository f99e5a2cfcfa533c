"""Segments: headings (glued ones too), sentences, datelines, source lines and boilerplate.

Works on clean text; the cues (what opens a sentence, what marks a menu) come from the lexicon's ``layout`` rows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

import msgspec

from waqai.text.normalize import LETTER, CleanText
from waqai.text.tokens import Doc, Part

MAX_HEADING_WORDS = 14
MAX_HEADLINE_WORDS = 24
MAX_GLUED_HEADING_WORDS = 9

# A stop ends a sentence unless it stands between digits (3.5), after a one-letter abbreviation (أ. د.) or before a
# closing quote, which it takes along.
_STOP = re.compile(r"(?:[.!?؟…]+|\n)[\"”»’')\]]*")
_WORDS = re.compile(f"[{LETTER}\\d]+")
# ة and ى end a word: a letter straight after one starts the next («إرهابيّة|وفي»).
_GLUE_LETTER = re.compile(f"(?<=[{LETTER}])[ةى](?=[ء-غف-ي])")
_SOURCE_LINE = re.compile(r"\(([^()]{2,40})\)\s*$")
_ENDS = (".", "،", "؛", "!", "؟", "…", '."', ".»")
_BULLET = re.compile(r"\s*(?:[•▪◾●*\-–🔴🔺📌⭕]|\d+[.)-])")
_QUOTE = re.compile('[«»“”„"]')


class Layout(msgspec.Struct, frozen=True):
    """What the segmenter knows of words: all keys folded. ``is_word`` answers for the whole lexicon."""

    glue_openers: tuple[str, ...] = ()
    topic_openers: tuple[str, ...] = ()
    boilerplate: tuple[str, ...] = ()
    boilerplate_blocks: tuple[str, ...] = ()
    source_openers: tuple[str, ...] = ()
    dateline_words: frozenset[str] = frozenset()
    alert_openers: tuple[str, ...] = ()
    abbreviations: frozenset[str] = frozenset()


def quotes(text: str) -> list[tuple[int, int]]:
    """The quoted stretches of a clean text, outer before inner; an unclosed quote ends with its line."""
    found: list[tuple[int, int]] = []
    stack: list[tuple[str, int]] = []
    for m in _QUOTE.finditer(text):
        mark, at = m[0], m.start()
        closes = {"»": "«", "”": "“"}.get(mark)
        if mark == '"':
            closes = '"' if stack and stack[-1][0] == '"' else None
        if closes and stack and stack[-1][0] in (closes, "„"):
            found.append((stack.pop()[1], at + 1))
        elif closes is None:
            stack.append((mark, at))
    for _, start in stack:
        end = text.find("\n", start)
        found.append((start, end if end >= 0 else len(text)))
    return sorted(found, key=lambda q: (q[0], -q[1]))


def _stops(text: str, lo: int, hi: int, layout: Layout) -> Iterator[int]:
    """Where sentences end inside ``[lo, hi)``."""
    for m in _STOP.finditer(text, lo, hi):
        before, after = text[m.start() - 1 : m.start()], text[m.end() : m.end() + 1]
        if m[0] == "." and before.isdigit() and after.isdigit():
            continue
        if m[0].startswith("."):
            word = _last_word(text, lo, m.start())
            if len(word) == 1 and word != "و" or word in layout.abbreviations:
                continue
        if after in "،؛,:" and after:
            continue
        yield m.end()


def _last_word(text: str, lo: int, hi: int) -> str:
    at = hi
    while at > lo and text[at - 1].isalnum():
        at -= 1
    return text[at:hi]


def _glue_points(clean: CleanText, lo: int, hi: int, layout: Layout, is_word: Callable[[str], bool]) -> list[int]:
    """Where two words are glued inside ``[lo, hi)`` and the second opens a sentence."""
    found = []
    for m in _GLUE_LETTER.finditer(clean.text, lo, hi):
        at = m.end()
        if clean.key.startswith(layout.glue_openers, at) or _whole_word(clean, at, is_word):
            found.append(at)
    tail = _glue_tail(layout.glue_openers)
    for m in _WORDS.finditer(clean.key, lo, hi) if layout.glue_openers else ():
        word = m[0]
        head = tail(word) if len(word) >= 5 else 0
        if head < 3 or is_word(word):
            continue
        at = m.start() + head
        if clean.key.startswith(layout.glue_openers, at) and is_word(clean.key[m.start() : at]):
            found.append(at)
    return sorted(set(found))


@lru_cache(maxsize=8)
def _glue_tail(openers: tuple[str, ...]) -> Callable[[str], int]:
    """Where the first word of an opener, the longest that fits, begins at the end of a word; 0 where none does."""
    heads = sorted({o.split(" ")[0] for o in openers}, key=lambda h: -len(h))
    pattern = re.compile(f"(?:{'|'.join(heads)})$")

    @lru_cache(maxsize=65536)
    def start(word: str) -> int:
        found = pattern.search(word)
        return found.start() if found else 0

    return start


def _whole_word(clean: CleanText, at: int, is_word: Callable[[str], bool]) -> bool:
    m = _WORDS.match(clean.key, at)
    return bool(m and is_word(m[0]))


def _topic_points(clean: CleanText, lo: int, hi: int, layout: Layout) -> list[int]:
    """Where an opener that only begins sentences stands in mid-line («… شمال شرق سوريا في ما يخصّ …»)."""
    found = []
    for opener in layout.topic_openers:
        at = clean.key.find(opener, lo + 1, hi)
        while at > 0:
            before = clean.text[lo:at].rstrip()
            whole = not clean.key[at - 1].isalnum() and not clean.key[at + len(opener) : at + len(opener) + 1].isalnum()
            if whole and before and before[-1].isalnum():
                found.append(at)
            at = clean.key.find(opener, at + 1, hi)
    return found


def _words_in(text: str, lo: int, hi: int) -> int:
    return len(_WORDS.findall(text, lo, hi))


def _trim(text: str, lo: int, hi: int) -> tuple[int, int]:
    while lo < hi and text[lo].isspace():
        lo += 1
    while hi > lo and text[hi - 1].isspace():
        hi -= 1
    return lo, hi


def _lines(text: str) -> Iterator[tuple[int, int]]:
    lo = 0
    for m in re.finditer("[\n\r\u2028\u2029]+", text):
        yield lo, m.start()
        lo = m.end()
    yield lo, len(text)


def _split_line(clean: CleanText, lo: int, hi: int, layout: Layout, is_word: Callable[[str], bool]) -> list[Part]:
    """The segments of one line: its sentences, with a heading before each glue or topic point."""
    parts: list[Part] = []
    at = lo
    for end in [*_stops(clean.text, lo, hi, layout), hi]:
        glue = _glue_points(clean, at, end, layout, is_word)
        for point in sorted(set(glue + _topic_points(clean, at, end, layout))):
            a, b = _trim(clean.text, at, point)
            if b > a:
                short = _words_in(clean.text, a, b) <= MAX_GLUED_HEADING_WORDS
                parts.append(Part("heading" if short else "sentence", a, b))
            at = point
        a, b = _trim(clean.text, at, end)
        if b > a:
            parts.append(Part("sentence", a, b))
        at = end
    return parts


def _is_boilerplate(key: str, layout: Layout) -> bool:
    return key.startswith(layout.boilerplate)


def _dateline_end(clean: CleanText, lo: int, hi: int, layout: Layout) -> int:
    """Where a dateline («بيروت – رويترز:») ends at the start of a line, or ``lo`` where there is none."""
    m = re.compile("[^\n.،:|–—-]{2,40}(?:[–—/(-][^\n.،:|–—-]{1,30}){0,3}[-–—:|]+").match(clean.text, lo, hi)
    if not m or _words_in(clean.text, lo, m.end()) > 7:
        return lo
    words = [w for w in _WORDS.findall(clean.key[lo : m.end()]) if not w.isdigit()]
    known = any(w in layout.dateline_words for w in words)
    if not known or _words_in(clean.text, m.end(), hi) < 4:
        return lo
    return m.end()


def _line_parts(clean: CleanText, lo: int, hi: int, layout: Layout, is_word: Callable[[str], bool]) -> list[Part]:
    lo, hi = _trim(clean.text, lo, hi)
    if lo >= hi:
        return []
    key = clean.key[lo:hi]
    if _is_boilerplate(key, layout):
        return [Part("boilerplate", lo, hi)]
    if key.startswith(layout.source_openers) and _words_in(clean.text, lo, hi) <= 8:
        return [Part("source_line", lo, hi)]
    parts = []
    start = _dateline_end(clean, lo, hi, layout)
    if start > lo:
        parts.append(Part("dateline", *_trim(clean.text, lo, start)))
        lo = start
    source = _SOURCE_LINE.search(clean.text, lo, hi)
    end = source.start() if source and source.start() > lo and _words_in(source[1], 0, len(source[1])) <= 4 else hi
    if source and end < hi and not clean.text[lo:end].rstrip().endswith((".", "!", "؟", '"', "»")):
        end = hi
    parts += _split_line(clean, lo, end, layout, is_word)
    if end < hi:
        parts.append(Part("source_line", *_trim(clean.text, end, hi)))
    return parts


def _mark_headings(clean: CleanText, lines: list[list[Part]]) -> None:
    """A short unstopped line followed by longer ones is a heading; in a feed of unstopped items only the first line is."""
    filled = [line for line in lines if any(p.kind == "sentence" for p in line)]
    unstopped = [not clean.text[line[-1].start : line[-1].end].endswith(_ENDS) for line in filled]
    feed = len(filled) > 3 and sum(unstopped) > len(filled) * 0.6
    counts = [[_words_in(clean.text, p.start, p.end) for p in line] for line in filled]
    last = max((n for n, words in enumerate(counts) if max(words) > 12), default=-1)
    for n, line in enumerate(filled[:-1]):
        most = MAX_HEADLINE_WORDS if n == 0 else MAX_HEADING_WORDS
        listed = feed and n > 0 or _BULLET.match(clean.text, line[0].start) is not None
        longer = n < last
        if unstopped[n] and not listed and longer and sum(counts[n]) <= most and (n == 0 or len(line) == 1):
            for part in line:
                if part.kind == "sentence":
                    part.kind = "heading"


def segment(clean: CleanText, layout: Layout, is_word: Callable[[str], bool]) -> Doc:
    """The document of a clean text: its parts in order, its quotes, its tokens."""
    lines: list[list[Part]] = []
    dropping = False
    for lo, hi in _lines(clean.text):
        line = _line_parts(clean, lo, hi, layout, is_word)
        if line and clean.key.startswith(layout.boilerplate_blocks, line[0].start):
            dropping = True
        if dropping:
            for part in line:
                part.kind = "boilerplate"
        lines.append(line)
    _mark_headings(clean, lines)
    return Doc(clean, [part for line in lines for part in line], quotes(clean.text))
