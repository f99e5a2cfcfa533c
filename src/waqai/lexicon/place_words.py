"""The words around place names: heads (قرية، محافظة), nearness, direction, links, anaphora, cues of a role."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from waqai.lexicon.gazetteer import FOLDER, Gazetteer, load_gazetteer
from waqai.lexicon.packs import BUILT_IN, decode_toml
from waqai.text.morph import ARTICLE
from waqai.text.normalize import fold


class HeadRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A noun before a name: the kinds of place it may head, its singular and its plural or dual forms."""

    id: str
    kinds: str
    one: str
    many: str


class _Cues(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    cues: str
    words: str = ""


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    fathers: str
    glued: str
    openers: str
    closers: str
    directions: str
    direction_adjectives: str
    near: str
    near_phrases: str
    parts: str
    same: str
    between: str
    distance_units: str
    road_fillers: str
    links: str
    stop: str
    not_names: str
    not_places: str
    never_bare: str
    lands: str
    hours: str
    hour_of: str
    first_countries: str
    next_countries: str
    prepositions: str
    bare_after: str
    from_words: str
    capitals: str
    adjective_endings: str
    plural_endings: str
    twofold: str
    site_heads: str
    person_words: str
    no_unknown: str
    not_heads: str
    not_after_be: str
    named_after: str
    second_mention: str
    home: _Cues
    origin: _Cues
    destination: _Cues
    head: list[HeadRow]
    anaphora: dict[str, str]
    nationality: dict[str, str]


class Head(msgspec.Struct, frozen=True):
    """A head word: its class, the kinds it may head, best first, and whether it heads several names."""

    id: str
    kinds: tuple[str, ...]
    many: bool


def keys(words: str) -> frozenset[str]:
    """The folded words of a list."""
    return frozenset(fold(w) for w in words.split())


class PlaceWords:
    """The words of the place reader, folded. Picklable."""

    def __init__(self, file: _File) -> None:
        self.openers, self.closers = keys(file.openers), keys(file.closers)
        self.directions, self.direction_adjectives = keys(file.directions), keys(file.direction_adjectives)
        self.near, self.parts, self.same = keys(file.near), keys(file.parts), keys(file.same)
        self.between, self.distance_units = keys(file.between), keys(file.distance_units)
        self.links, self.stop, self.not_names = keys(file.links), keys(file.stop), keys(file.not_names)
        self.road_fillers = keys(file.road_fillers)
        self.not_after_be = keys(file.not_after_be)
        self.no_unknown, self.not_heads = keys(file.no_unknown), frozenset(file.not_heads.split())
        self.first_countries = frozenset(file.first_countries.split())
        self.next_countries = frozenset(file.next_countries.split())
        self.capitals = tuple(keys(file.capitals))
        self.adjective_endings = tuple(keys(file.adjective_endings))
        self.plural_endings = tuple(keys(file.plural_endings))
        self.twofold, self.site_heads = keys(file.twofold), keys(file.site_heads)
        self.from_words, self.person_words = keys(file.from_words), keys(file.person_words)
        self.prepositions, self.bare_after = keys(file.prepositions), keys(file.bare_after)
        self.lands, self.named_after = keys(file.lands), keys(file.named_after)
        self.hours, self.hour_of = keys(file.hours), keys(file.hour_of)
        self.never_bare = keys(file.never_bare)
        self.home, self.origin = keys(file.home.cues), keys(file.origin.cues)
        self.destination, self.towards = keys(file.destination.cues), keys(file.destination.words)
        self.near_phrases = _phrases(file.near_phrases)
        self.not_places = _phrases(file.not_places)
        self._index(file)

    def _index(self, file: _File) -> None:
        """Heads and definite nouns by word, and every word that can open a place phrase."""
        self.heads: dict[str, Head] = {}
        for row in file.head:
            for words, many in ((row.one, False), (row.many, True)):
                for word in keys(words):
                    self.heads[word] = Head(row.id, tuple(row.kinds.split()), many)
        self.anaphora = {word: kind for kind, words in file.anaphora.items() for word in keys(words)}
        for word in keys(file.second_mention):
            self.anaphora.setdefault(ARTICLE + word, f"same:{word}")
        self.nationality = {word: iso for iso, words in file.nationality.items() for word in keys(words)}
        self.firsts = frozenset(
            {
                *self.heads,
                *self.anaphora,
                *self.near,
                *self.parts,
                *self.directions,
                *self.near_phrases,
                *self.between,
                *self.lands,
            }
        )


def _phrases(text: str) -> dict[str, list[tuple[str, ...]]]:
    """Phrases by their first word, longest first."""
    out: dict[str, list[tuple[str, ...]]] = {}
    for phrase in text.split("|"):
        words = tuple(fold(w) for w in phrase.split())
        out.setdefault(words[0], []).append(words)
    for found in out.values():
        found.sort(key=len, reverse=True)
    return out


def load_place_words() -> PlaceWords:
    """The words of the built-in pack."""
    return PlaceWords(decode_toml(BUILT_IN / FOLDER / "words.toml", _File))


class PlaceTables:
    """What the place reader needs: the gazetteer and the words. Picklable."""

    def __init__(self, gazetteer: Gazetteer, words: PlaceWords) -> None:
        self.gazetteer = gazetteer
        self.words = words
        self.memo: dict[str, tuple[Any, ...]] = {}
        self.not_memo: dict[str, tuple[tuple[str, ...], ...]] = {}

    def __getstate__(self) -> tuple[Gazetteer, PlaceWords]:
        return self.gazetteer, self.words

    def __setstate__(self, state: tuple[Gazetteer, PlaceWords]) -> None:
        self.__init__(*state)  # type: ignore[misc]


def load_places(packs: Sequence[Path] = (BUILT_IN,)) -> PlaceTables:
    """Gazetteer and words of the packs; a later pack's row of the same id wins."""
    return PlaceTables(load_gazetteer(packs), load_place_words())


@lru_cache(maxsize=1)
def default_tables() -> PlaceTables:
    """The tables of the built-in pack."""
    return load_places()
