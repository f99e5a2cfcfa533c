"""People in a text: counted, named or told of; families and vehicles that are counted; who they belong to.

Subsets (بينهم) and partitions (هم) are told apart here and never added. Whether somebody was harmed is for the events to
say, except where the noun itself says it (قتيل، جريح).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Literal

import msgspec

from waqai.lexicon import people as lexicon
from waqai.lexicon.people import PeopleTables
from waqai.match.people_lists import relate
from waqai.match.people_phrases import Actorish, Numberish, phrases
from waqai.match.people_speakers import SpeakerMention, speakers
from waqai.model import Category, Harm, Qualifier
from waqai.text.tokens import Doc

Relation = Literal["subset", "partition"]


class PeopleMention(msgspec.Struct, frozen=True):
    """A group of people (or one) at tokens ``[i, j)`` without the first ``skip`` letters.

    ``head`` is the token of the noun, or of the number where there is none. ``low``/``high`` are None for no floor or no
    ceiling. ``parent`` is the index, in the returned list, of the group this one is part of. ``named`` are the token
    ranges of personal names; ``other`` tells «آخر/آخرين», whose category is the group's before it.
    """

    i: int
    j: int
    skip: int
    prefix: str
    head: int
    low: int | None
    high: int | None
    qualifier: Qualifier
    category: Category
    unit: Literal["person", "family", "vehicle"]
    harm: Harm | None
    actors: tuple[str, ...]
    relation: Relation | None
    parent: int | None
    definite: bool
    number: Literal["sg", "dual", "pl"]
    gender: str
    named: tuple[tuple[int, int], ...]
    nationality: str | None
    role: str | None
    ordinal: bool
    other: bool
    counted: bool
    why: tuple[str, ...]


def read(
    doc: Doc, tables: PeopleTables, numbers: Sequence[Numberish], actors: Sequence[Actorish]
) -> list[PeopleMention]:
    """Every group of people in a document, in order, none overlapping."""
    drafts = phrases(doc, tables, numbers, actors)
    relate(drafts, doc, tables)
    text, tokens = doc.clean.text, doc.tokens
    number: dict[str, Literal["sg", "dual", "pl"]] = {"sg": "sg", "du": "dual", "dp": "pl", "pl": "pl"}
    return [
        PeopleMention(
            d.i, d.j, d.skip, d.prefix, d.head, d.low, d.high, d.qualifier, d.category, d.unit, d.harm or None,
            tuple(dict.fromkeys(d.actors)), d.relation, d.parent, d.definite, number[d.number], d.gender,
            tuple(d.named), d.nationality, text[tokens[d.role[0]].start : tokens[d.role[1] - 1].end] if d.role else None,
            d.ordinal, d.other, d.counted, tuple(d.why),
        )
        for d in drafts
    ]  # fmt: skip


def find_speakers(
    doc: Doc, tables: PeopleTables, actors: Sequence[Actorish], people: Sequence[PeopleMention] = ()
) -> list[SpeakerMention]:
    """Everybody and everything a report may be cited from: spokespersons, sources, witnesses, documents, agencies."""
    return speakers(doc, tables, actors)


@lru_cache(maxsize=1)
def default_tables() -> PeopleTables:
    """The tables of the package's own data."""
    return lexicon.compile([Path(__file__).parent.parent / "data"])


__all__ = ["PeopleMention", "SpeakerMention", "default_tables", "find_speakers", "read"]
