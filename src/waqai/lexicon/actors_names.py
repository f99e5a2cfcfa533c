"""Names as they are looked up: folded words in every accepted spelling and case, and who bears them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

import msgspec

from waqai.text.morph import feminine, sound_feminine, sound_masculine
from waqai.text.normalize import fold, normalize
from waqai.text.tokens import tokenize

Guard = Literal["", "?", "*", "#", '"']


class Name(msgspec.Struct, frozen=True):
    """A written name as folded words, and every actor or role that bears it."""

    keys: tuple[str, ...]
    actors: tuple[str, ...]
    guard: Guard = ""
    role: str = ""
    loaded: bool = False


def words_of(text: str) -> tuple[str, ...]:
    """The folded words and numbers of a written name."""
    return tuple(t.key for t in tokenize(normalize(text)) if t.kind != "punct")


def spellings(name: str, pairs: Sequence[tuple[str, str]]) -> list[str]:
    """A name in each accepted spelling."""
    found = [name]
    for one, other in pairs:
        for a, b in ((one, other), (other, one)):
            found += [n.replace(a, b) for n in found if a in n and n.replace(a, b) not in found]
    return found[:24]


def _cases(keys: tuple[str, ...]) -> Iterable[tuple[str, ...]]:
    """A name with sound plurals, duals and kin nouns in both cases (مسلحون/مسلحين، أبو/أبي)."""
    yield keys
    oblique = tuple(_oblique(k) for k in keys)
    if oblique != keys:
        yield oblique
    if keys[0] == "ابو":
        yield ("ابي", *keys[1:])
        yield ("ابا", *keys[1:])


def _oblique(key: str) -> str:
    if len(key) > 4 and key.endswith("ون"):
        return key[:-2] + "ين"
    if len(key) > 4 and key.endswith(("لو", "حو", "يو", "مو", "مو", "نو")) and not key.endswith(("فيو", "ريو")):
        return key[:-1] + "ي"
    if len(key) > 5 and key.endswith("ان") and key.startswith(("مسلح", "مجهول", "ملثم", "يستقل")):
        return key[:-2] + "ين"
    return key


def _marked(alias: str) -> tuple[str, Guard]:
    """An alias without its mark, and the mark."""
    for mark in ("?", "*", "#"):
        if alias.startswith(mark):
            return alias[1:], mark
    if alias[0] in '"(' and alias[-1] in '")':
        return alias, '"'
    return alias, ""


class NameIndex:
    """Collects the bearers of each written name."""

    def __init__(self, pairs: Sequence[tuple[str, str]]) -> None:
        self.pairs = pairs
        self.found: dict[tuple[tuple[str, ...], str], dict[str, bool]] = {}
        self.guards: dict[tuple[tuple[str, ...], str], Guard] = {}

    def add(self, alias: str, bearer: str, role: str = "", loaded: bool = False, guard: Guard = "") -> None:
        """Enter an alias of an actor, or of a role where ``bearer`` is empty."""
        text, mark = _marked(alias)
        mark = mark or guard
        for spelling in spellings(text, self.pairs):
            for keys in _cases(words_of(spelling)):
                if keys:
                    slot = (keys, '"' if mark == '"' else role)
                    self.found.setdefault(slot, {}).setdefault(bearer, loaded)
                    old = self.guards.get(slot)
                    self.guards[slot] = mark if old is None or old == "" else old

    def index(self) -> dict[str, tuple[Name, ...]]:
        """The names by first word, longest first."""
        table: dict[str, list[Name]] = {}
        for (keys, kind), bearers in self.found.items():
            role = kind if kind != '"' else ""
            ids = tuple(b for b in bearers if b)
            name = Name(keys, ids, self.guards[(keys, kind)], role, all(bearers.values()))
            table.setdefault(keys[0], []).append(name)
        return {k: tuple(sorted(v, key=lambda n: (-len(n.keys), n.role))) for k, v in table.items()}


def adjective_forms(stem: str) -> set[str]:
    """Every form of a nisba adjective, folded; a stem marked ``+`` is itself a plural and stands alone."""
    key = fold(stem)
    if key.startswith("+"):
        return {key[1:]}
    forms = {key, key + "ا", feminine(key), sound_feminine(key), key + "ان", key + "تان", key + "تين"}
    return forms | set(sound_masculine(key))
