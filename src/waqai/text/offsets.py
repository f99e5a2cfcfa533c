"""Edits that remember where they came from.

A map is built while text is edited, never guessed afterwards by comparing two texts. For each character
of the edited text it holds where that character starts and ends in the source, and maps compose.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Edit(NamedTuple):
    """Replace ``[start, end)`` of the source by ``new``."""

    start: int
    end: int
    new: str


class OffsetMap:
    """For each character of an edited text, its ``[start, end)`` in the source.

    >>> text, map_ = apply_edits("قـ.ـصف", [Edit(1, 4, "")])
    >>> text, map_.span(0, 3)
    ('قصف', (0, 6))
    """

    __slots__ = ("ends", "size", "starts")

    def __init__(self, starts: list[int], ends: list[int], size: int) -> None:
        self.starts = starts
        self.ends = ends
        self.size = size

    @classmethod
    def identity(cls, size: int) -> OffsetMap:
        """The map of a text of ``size`` characters that nobody edited."""
        return cls(list(range(size)), list(range(1, size + 1)), size)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The source characters behind ``[start, end)``; an empty range stays empty."""
        if start >= end:
            at = self.starts[start] if start < len(self.starts) else self.size
            return at, at
        return self.starts[start], self.ends[end - 1]

    def then(self, later: OffsetMap) -> OffsetMap:
        """The map of this edit followed by ``later``, whose source is this one's result."""
        starts = [self.starts[s] for s in later.starts]
        ends = [self.ends[e - 1] for e in later.ends]
        return OffsetMap(starts, ends, self.size)


def apply_edits(text: str, edits: Iterable[Edit]) -> tuple[str, OffsetMap]:
    """``text`` with ``edits`` made (sorted, not overlapping), and the map back to ``text``.

    An inserted character stands for the whole range it replaces; a range replaced by nothing between two
    characters belongs to neither.
    """
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    for start, end, new in edits:
        parts.append(text[at:start])
        starts.extend(range(at, start))
        ends.extend(range(at + 1, start + 1))
        if new:
            parts.append(new)
            starts.extend([start] * len(new))
            ends.extend([end] * len(new))
        at = end
    parts.append(text[at:])
    starts.extend(range(at, len(text)))
    ends.extend(range(at + 1, len(text) + 1))
    return "".join(parts), OffsetMap(starts, ends, len(text))
