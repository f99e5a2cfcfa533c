"""People in a text: counted, named or told of; families and vehicles that are counted; who they belong to.

Subsets (بينهم) and partitions (هم) are told apart here and never added. Whether somebody was harmed is for the events to
say, except where the noun itself says it (قتيل، جريح).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

import msgspec

from waqai.lexicon import people as lexicon
from waqai.lexicon.packs import BUILT_IN
from waqai.lexicon.people import PeopleTables
from waqai.match import actors, numbers
from waqai.match.actors import ActorMention
from waqai.match.numbers import NumberMention
from waqai.match.people_lists import relate
from waqai.match.people_phrases import phrases
from waqai.match.people_speakers import SpeakerMention, speakers
from waqai.model import Category, Harm, Qualifier
from waqai.text.normalize import normalize
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
    doc: Doc, tables: PeopleTables, counts: Sequence[NumberMention], names: Sequence[ActorMention]
) -> list[PeopleMention]:
    """Every group of people in a document, in order, none overlapping.

    ``counts`` are the document's numbers, ``names`` its actor mentions.
    """
    drafts = phrases(doc, tables, counts, names)
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
    doc: Doc, tables: PeopleTables, names: Sequence[ActorMention], people: Sequence[PeopleMention] = ()
) -> list[SpeakerMention]:
    """Everybody and everything a report may be cited from: spokespersons, sources, witnesses, documents, agencies."""
    return speakers(doc, tables, names)


@lru_cache(maxsize=1)
def default_tables() -> PeopleTables:
    """The tables of the package's own data."""
    return lexicon.compile([BUILT_IN])


def read_people(text: str) -> list[PeopleMention]:
    """The groups of people of a plain text, by the packaged tables; numbers and actors are read first.

    >>> [(p.low, p.category) for p in read_people("مقتل ثلاثة مدنيين وإصابة شرطي")]
    [(3, 'civilian'), (1, 'security')]
    """
    doc = Doc(normalize(text), [], [])
    found = actors.find(doc, actors.default_tables())
    return read(doc, default_tables(), numbers.read(doc, numbers.default_tables()), found)


__all__ = ["PeopleMention", "SpeakerMention", "default_tables", "find_speakers", "read", "read_people"]
