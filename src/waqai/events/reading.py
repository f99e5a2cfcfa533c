"""What all readers found in a document, laid out by token so that rules can ask in constant time."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from waqai.lexicon.events import EventTables
from waqai.lexicon.index import Hit
from waqai.match.actors import ActorMention
from waqai.match.dates import DateMention
from waqai.match.numbers import NumberMention
from waqai.match.people import PeopleMention
from waqai.match.places import PlaceMention
from waqai.text.tokens import Doc

TOTAL_NEAR = 7  # tokens between «ليرتفع» and what rises
TOTAL_HEADS = ("count_head", "toll_head", "losses")
NO_KINDS: frozenset[str] = frozenset()
LONGEST = 160  # tokens: a longer sentence has lost its stops

_Hits = tuple[list[int], list[Hit]]  # where they begin, in order, and the hits


class Sentence(NamedTuple):
    """A segment that can tell events, as tokens ``[i, j)``; ``n`` counts them in the document."""

    n: int
    i: int
    j: int
    heading: bool


class Reading:
    """A document with its lexicon hits and value mentions."""

    def __init__(
        self,
        doc: Doc,
        events: EventTables,
        numbers: Sequence[NumberMention],
        dates: Sequence[DateMention],
        places: Sequence[PlaceMention],
        actors: Sequence[ActorMention],
        people: Sequence[PeopleMention],
        published: dt.date | None,
    ) -> None:
        self.doc = doc
        self.tokens = doc.tokens
        self.events = events
        self.numbers = numbers
        self.dates = dates
        self.places = places
        self.actors = actors
        self.people = people
        self.published = published
        self.hits = events.index.hits(doc.tokens)
        size = len(doc.tokens)
        self.harm_nouns = {p.head for p in people if p.harm is not None and p.counted}
        self._date_starts = [d.i for d in dates]
        self._number_starts = [n.i for n in numbers]
        self._people_starts = [p.i for p in people]
        self.people_index = {id(m): n for n, m in enumerate(people)}
        self.number_at = _by_start(numbers)
        self.date_at = _by_start(dates)
        self.place_at = _by_start(places)
        self.actor_at = _by_start(actors)
        self.people_at = _by_start(people)
        self.named = [False] * size  # inside an actor's own name, its head word (طائرات، عناصر) left out
        for a in actors:
            if a.kind in ("name", "source", "unknown"):
                for k in range(a.core[0], min(a.core[1], size)):
                    self.named[k] = True
        self.in_place = _covered(size, places)
        self.in_date = _covered(size, dates)
        self.in_people = _covered(size, people)
        self.spoken_for: set[int] = set()  # ids of place mentions that an uncounted event took
        self.speaker_at: dict[int, Any] = {}
        self.kinds: list[frozenset[str]] = [NO_KINDS] * size
        self._of_kind: dict[str, _Hits] = {}
        for k, here in enumerate(self.hits):
            if here:
                self.kinds[k] = frozenset([h.sense.kind for h in here])
            for h in here:
                _file(self._of_kind, h.sense.kind, k, h)
        self.clauses: dict[tuple[int, int], list[int]] = {}  # of sentences, where their clauses begin
        self._rows: dict[str, dict[str, _Hits]] = {}

    def of(self, kind: str, i: int, j: int) -> list[Hit]:
        """The hits of a kind that begin in tokens ``[i, j)``."""
        found = self._of_kind.get(kind)
        if found is None:
            return []
        starts, hits = found
        return hits[bisect_left(starts, i) : bisect_left(starts, j)]

    def of_row(self, kind: str, id_: str, i: int, j: int) -> list[Hit]:
        """The hits of a kind and row that begin in tokens ``[i, j)``."""
        found = self._of_rows(kind).get(id_)
        if found is None:
            return []
        starts, hits = found
        return hits[bisect_left(starts, i) : bisect_left(starts, j)]

    def has(self, kind: str, id_: str, i: int, j: int) -> bool:
        """Whether a hit of ``kind`` and row ``id_`` begins in tokens ``[i, j)``."""
        rows = self._rows.get(kind)
        found = (self._of_rows(kind) if rows is None else rows).get(id_)
        if found is None:
            return False
        n = bisect_left(found[0], i)
        return n < len(found[0]) and found[0][n] < j

    def _of_rows(self, kind: str) -> dict[str, _Hits]:
        """The hits of a kind by row, filed when first asked for."""
        rows = self._rows.get(kind)
        if rows is None:
            rows = self._rows[kind] = {}
            for k, h in zip(*self._of_kind.get(kind, ((), ())), strict=True):
                _file(rows, h.sense.id, k, h)
        return rows

    def starts(self, kind: str, i: int, j: int) -> list[int]:
        """The tokens of ``[i, j)`` at which hits of a kind begin, in order, one for each hit."""
        found = self._of_kind.get(kind)
        return found[0][bisect_left(found[0], i) : bisect_left(found[0], j)] if found else []

    def sentences(self) -> list[Sentence]:
        """The segments that may tell events: headings and sentences, a sentence with no end cut at its commas."""
        found: list[Sentence] = []
        for part in self.doc.parts:
            if part.kind in ("heading", "sentence") and part.j > part.i:
                for i, j in self._pieces(part.i, part.j):
                    n = found[-1].n + 1 if found else 0
                    marks = [i, *self._totals(i, j), j]
                    found += [Sentence(n, a, b, part.kind == "heading") for a, b in pairwise(marks)]
        return found

    def _totals(self, i: int, j: int) -> list[int]:
        """Where a total opens that the events before it add to: «مقتل جنديين، ليرتفع عدد القتلى منذ … إلى 43».

        It is read as a sentence of its own under the same number, so that neither takes the other's period or figures.
        """
        out: list[int] = []
        for h in self.of_row("context", "rise", i + 1, j):
            if not (out and h.i - out[-1] < TOTAL_NEAR):
                near = self.of("context", h.i, min(h.j + TOTAL_NEAR, j))
                if any(x.sense.id in TOTAL_HEADS and x.j > h.i + 1 for x in near):
                    out.append(h.i)
        return out

    def _pieces(self, i: int, j: int) -> list[tuple[int, int]]:
        out = []
        while j - i > LONGEST:
            cut = next(
                (k + 1 for k in range(i + LONGEST, i + LONGEST // 2, -1) if self.tokens[k].text in "،,؛"), i + LONGEST
            )
            out.append((i, cut))
            i = cut
        return [*out, (i, j)]

    def dates_in(self, lo: int, hi: int) -> Sequence[DateMention]:
        """The dates that begin in tokens ``[lo, hi)``."""
        return self.dates[bisect_left(self._date_starts, lo) : bisect_left(self._date_starts, hi)]

    def numbers_in(self, lo: int, hi: int) -> Sequence[NumberMention]:
        """The numbers that begin in tokens ``[lo, hi)``."""
        return self.numbers[bisect_left(self._number_starts, lo) : bisect_left(self._number_starts, hi)]

    def people_in(self, lo: int, hi: int) -> Sequence[PeopleMention]:
        """The people that begin in tokens ``[lo, hi)``."""
        return self.people[bisect_left(self._people_starts, lo) : bisect_left(self._people_starts, hi)]


def _file(into: dict[str, _Hits], name: str, k: int, h: Hit) -> None:
    found = into.get(name)
    if found is None:
        into[name] = ([k], [h])
    else:
        found[0].append(k)
        found[1].append(h)


def _by_start(mentions: Sequence[Any]) -> dict[int, Any]:
    out: dict[int, Any] = {}
    for m in mentions:
        if m.i not in out or m.j > out[m.i].j:
            out[m.i] = m
    return out


def _covered(size: int, mentions: Sequence[Any]) -> list[bool]:
    out = [False] * size
    for m in mentions:
        for k in range(m.i, min(m.j, size)):
            out[k] = True
    return out
