"""Pools: one number over dead and injured («تسعة بين قتيل وجريح») stays one number."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from waqai.lexicon.events import EventTables
from waqai.match.people import PeopleMention
from waqai.text.tokens import Doc

REACH = 9  # tokens between the counted people and «بين»


def pool(doc: Doc, events: EventTables, people: Sequence[PeopleMention]) -> list[PeopleMention]:
    """The mentions with every «بين قتيل وجريح» folded into the group it divides.

    The two singular nouns count nobody themselves; the group before them becomes ``killed_or_injured``.
    """
    out = list(people)
    for n, m in enumerate(people):
        if n + 1 >= len(people) or m.i == 0 or not _between(doc, events, m.i - 1):
            continue
        other = people[n + 1]
        if (
            m.harm is None
            or other.harm is None
            or m.harm == other.harm
            or other.i - m.j > 1
            or m.counted
            or other.counted
        ):
            continue
        out[n] = msgspec.structs.replace(m, low=None, high=None, harm=None)
        out[n + 1] = msgspec.structs.replace(other, low=None, high=None, harm=None)
        group = next(
            (k for k in range(n - 1, -1, -1) if m.i - people[k].j <= REACH and people[k].relation is None), None
        )
        if group is not None:
            out[group] = msgspec.structs.replace(out[group], harm="killed_or_injured")
    return out


def _between(doc: Doc, events: EventTables, k: int) -> bool:
    return any(s.kind == "prep" and s.id == "between" for _, s in events.index.senses(doc.tokens[k].key))
