"""Normalisation with a map: what a reader's eye skips is taken out, and every edit keeps its offsets.

The *clean* text has no marks, tatweel, bidi or zero-width controls; presentation forms are letters, every
digit set is ASCII. The *key* text has the same length and folds spelling (hamza seats, ى/ي, ة/ه) for
look-up only.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

from waqai.text.offsets import Edit, OffsetMap, apply_edits

MARKS = "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u08d3-\u08ff\ufe70-\ufe7f"
CONTROLS = "\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff"
TATWEEL = "\u0640"
LETTER = "\u0621-\u063a\u0641-\u064a\u0671-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06fc"
PRESENTATION = "\ufb50-\ufdff\ufe80-\ufefc"
DIGITS = "\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\uff10-\uff19"

_REMOVED = re.compile(f"[{MARKS}{CONTROLS}{TATWEEL}]+")
_CHANGED = re.compile(f"[{MARKS}{CONTROLS}{TATWEEL}{PRESENTATION}{DIGITS}]")
_MARK_RUN = re.compile(f"[{MARKS}{TATWEEL}]+")

# Platforms hide words such as داعـ.ـش and اعتقـ ـال from filters by breaking them. A tatweel beside the
# break tells a broken word; a space needs a tatweel on both sides, for «بـ قوات» is a proclitic.
_BROKEN = re.compile(
    f"(?<=[{LETTER}{MARKS}])(?:{TATWEEL}+[.*/·•_-]+{TATWEEL}*|[.*/·•]+{TATWEEL}+|{TATWEEL}+ +{TATWEEL}+)(?=[{LETTER}])"
)
# A bare separator inside a word (ق.صف، قس/د) needs the lexicon's word, for «آخرين.وحسب» is two sentences.
_BARE = re.compile(f"[{LETTER}]+(?:[.*/·•][{LETTER}]+)+")
_SEPARATOR = re.compile("[.*/·•]")
_SEPARATED = re.compile(f"[.*/·•](?<=[{LETTER}].)(?=[{LETTER}])")

_FOLD = str.maketrans("أإآٱىئؤةکیۀہھگڤپچژ", "اااايي" + "وهكيههه" + "كفبجز")


def _no_word(_: str) -> bool:
    return False


class CleanText:
    """A text, its clean and key forms (same length as each other), and the map from them to the text."""

    __slots__ = ("key", "map", "raw", "text")

    def __init__(self, raw: str, text: str, map_: OffsetMap) -> None:
        self.raw = raw
        self.text = text
        self.key = fold_clean(text)
        self.map = map_

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """The characters of the raw text behind ``[start, end)`` of the clean text, marks after it included."""
        lo, hi = self.map.span(start, end)
        run = _MARK_RUN.match(self.raw, hi) if start < end else None
        return lo, run.end() if run and not self.raw[run.start()].isspace() and hi < len(self.raw) else hi


def fold_clean(text: str) -> str:
    """The look-up key of a clean text; one character for one."""
    lowered = text.translate(_FOLD)
    lower = lowered.lower()
    return lower if len(lower) == len(lowered) else lowered


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """The look-up key of any spelling: marks gone, hamza seats, ى and ة folded.

    >>> fold("الديمقراطيّة") == fold("الديمقراطية")
    True
    """
    return fold_clean(normalize(text).text)


@lru_cache(maxsize=4096)
def _new(char: str) -> str:
    """What an edited character becomes: nothing, a digit, or the letters of a presentation form."""
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    if _REMOVED.match(char):
        return ""
    return _REMOVED.sub("", unicodedata.normalize("NFKC", char))


def _surface(raw: str) -> tuple[str, OffsetMap]:
    """Marks, controls, tatweel (and what hides behind it), presentation forms and digits."""
    spans = [(m.start(), m.end(), "") for m in _BROKEN.finditer(raw)]
    taken = iter([*spans, (len(raw) + 1, len(raw) + 1, "")])
    start, end, _ = next(taken)
    edits: list[Edit] = []
    for m in _CHANGED.finditer(raw):
        at = m.start()
        while at >= end:
            edits.append(Edit(start, end, ""))
            start, end, _ = next(taken)
        if at < start:
            edits.append(Edit(at, at + 1, _new(raw[at])))
    if start <= len(raw):
        edits.append(Edit(start, end, ""))
    edits.extend(Edit(*later) for later in taken if later[0] <= len(raw))
    return apply_edits(raw, edits)


def _bare_breaks(text: str, is_word: Callable[[str], bool]) -> list[Edit]:
    """Separators inside a fragment that becomes a word of the lexicon without them."""
    edits: list[Edit] = []
    if not _SEPARATED.search(text):
        return edits
    for m in _BARE.finditer(text):
        parts = _SEPARATOR.split(m[0])
        broken = any(len(p) < 3 or not is_word(fold_clean(p)) for p in parts)
        if broken and is_word(fold_clean("".join(parts))):
            edits.extend(Edit(m.start() + s.start(), m.start() + s.end(), "") for s in _SEPARATOR.finditer(m[0]))
    return edits


def normalize(raw: str, is_word: Callable[[str], bool] = _no_word) -> CleanText:
    """The clean form of ``raw``. ``is_word`` says whether a key is a word of the lexicon.

    >>> normalize("قـ.ـصف").text, normalize("١٢٫٥").text
    ('قصف', '12٫5')
    """
    text, map_ = _surface(raw)
    edits = _bare_breaks(text, is_word) if is_word is not _no_word else []
    if edits:
        text, later = apply_edits(text, edits)
        map_ = map_.then(later)
    return CleanText(raw, text, map_)
