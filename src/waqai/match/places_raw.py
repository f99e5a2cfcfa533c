"""The parts of a place mention before anything is decided, and the readings of a token."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from waqai.lexicon.gazetteer import Gazetteer, Place
from waqai.lexicon.place_words import Head
from waqai.text.morph import ARTICLE as ARTICLE

OPENING, CLOSING, DASHES = frozenset("«\"“”'("), frozenset("»\"“”')"), frozenset("-–—/")
MAX_PRE = 4
SITES = frozenset({"site", "prison", "crossing", "dam", "oilfield", "base", "airport", "hospital", "camp"})
SETTLED = frozenset({"village", "town", "city", "neighbourhood", "camp", "district", "subdistrict"})
NO_UNKNOWN = frozenset({"governorate", "countryside", "desert", "road"})


class Entry(NamedTuple):
    """A token read as proclitics and a word that can open a place phrase."""

    prep: str
    skip: int
    word: str


class Raw:
    """A possible mention: tokens ``[i, j)``, the name at ``[name_i, name_j)``, the rows that bear it."""

    __slots__ = (
        "anaphor",
        "direction",
        "hashtag",
        "head",
        "head_i",
        "i",
        "j",
        "key",
        "name_i",
        "name_j",
        "nation",
        "near",
        "other",
        "paired",
        "parent",
        "part",
        "partner",
        "prep",
        "road",
        "rows",
        "skip",
        "unknown",
        "why",
    )  # fmt: skip

    def __init__(self, i: int, j: int, entry: Entry) -> None:
        self.i, self.j, self.skip, self.prep = i, j, entry.skip, entry.prep
        self.name_i, self.name_j = i, j
        self.head_i = -1
        self.key = ""
        self.head: Head | None = None
        self.rows: tuple[Place, ...] = ()
        self.unknown = self.near = self.direction = self.part = self.road = self.paired = False
        self.anaphor = ""
        self.hashtag = False
        self.nation: str | None = None
        self.parent: Raw | None = None
        self.other: Raw | None = None
        self.partner: Raw | None = None
        self.why: list[str] = []


@lru_cache(maxsize=65536)
def readings(key: str) -> tuple[Entry, ...]:
    """A folded token without proclitics, then behind each that it may carry.

    >>> [e.word for e in readings("للرقه")]
    ['للرقه', 'الرقه', 'لرقه']
    """
    found = [Entry("", 0, key)]
    heads = [("", key)]
    if len(key) > 2 and key[0] in "وف":
        heads.append((key[0], key[1:]))
        found.append(Entry(key[0], 1, key[1:]))
    for done, rest in heads:
        if rest.startswith("لل") and len(rest) > 4:
            found.append(Entry(done + "ل", len(done) + 1, ARTICLE + rest[2:]))
        if len(rest) > 2 and rest[0] in "بلك":
            found.append(Entry(done + rest[0], len(done) + 1, rest[1:]))
    return tuple(found)


def weak_name(gaz: Gazetteer, raw: Raw) -> bool:
    """Whether the name is a common word for every place that bears it."""
    return bool(raw.rows) and all(gaz.is_weak(raw.key, p) for p in raw.rows)
