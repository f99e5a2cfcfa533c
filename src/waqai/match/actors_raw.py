"""Readings of a token as a part of an actor's name, and a possible mention before it is decided."""

from __future__ import annotations

from typing import NamedTuple, cast

from waqai.lexicon.actors import ActorTables, Adjective
from waqai.lexicon.actors_names import Name
from waqai.text.morph import splits


class Entry(NamedTuple):
    """One reading of a token: what it is once its proclitics are off."""

    prefix: str
    skip: int
    word: str
    names: tuple[Name, ...]
    seconds: dict[str, tuple[Name, ...]]
    head: str
    adjective: Adjective | None
    countries: tuple[tuple[tuple[str, ...], str], ...]
    group: str


class Raw:
    """A possible mention; ``ids`` and ``roles`` are who may bear the name."""

    __slots__ = (
        "actor", "candidates", "category", "core_i", "core_j", "country", "guard", "head", "headed", "i", "ids", "j",
        "keys", "kind", "loaded", "parent", "parents", "prefix", "roles", "skip", "why",
    )  # fmt: skip

    def __init__(self, i: int, j: int, entry: Entry, kind: str, why: str) -> None:
        self.i = self.core_i = i
        self.j = self.core_j = j
        self.skip = entry.skip
        self.prefix = entry.prefix
        self.kind = kind
        self.why = [why]
        self.keys: tuple[str, ...] = (entry.word,)
        self.ids: tuple[str, ...] = ()
        self.roles: tuple[str, ...] = ()
        self.country: str | None = None
        self.guard = ""
        self.head = ""
        self.headed = False
        self.loaded = False
        self.parents: tuple[str, ...] = ()
        self.parent: str | None = None
        self.actor: str | None = None
        self.candidates: tuple[str, ...] = ()
        self.category: str | None = None

    def copy(self) -> Raw:
        """A mention of its own, as it stands."""
        other = Raw.__new__(Raw)
        for name in Raw.__slots__:
            setattr(other, name, getattr(self, name))
        other.why = list(self.why)
        return other


_GROUPS = ("deixis", "generic", "units", "anaphors")
OWNED = "owned"
MIN_OWNED = 5


def _entry(prefix: str, skip: int, word: str, t: ActorTables) -> Entry | None:
    names = t.names.get(word, ())
    head = t.heads.get(word) or t.heads.get(word.removeprefix("ال"), "")
    adjective = t.adjectives.get(word)
    countries = t.countries.get(word, ())
    group = next((g for g in _GROUPS if word in t.words[g]), "")
    if not (names or head or group) and _owned(word, t):
        group = OWNED
    if names or head or adjective or countries or group:
        return Entry(prefix, skip, word, names, _seconds(names), head, adjective, countries, group)
    return None


def _owned(word: str, t: ActorTables) -> bool:
    """Whether a word is a head with a pronoun («مقاتليها», «قواته»): the force's that was named last."""
    if len(word) < MIN_OWNED:
        return False
    stems = [word.removesuffix(p) for p in t.words["pronouns"] if word.endswith(p)]
    return any(
        t.heads.get(form) in ("force", "member", "fighter")
        for s in stems
        for form in (s, s[:-1] + "ه" if s[-1:] == "ت" else s)
    )


def _seconds(names: tuple[Name, ...]) -> dict[str, tuple[Name, ...]]:
    """Names by their second word, those of one word under every key; longest first."""
    alone = tuple(n for n in names if len(n.keys) == 1)
    found: dict[str, list[Name]] = {}
    for name in names:
        if len(name.keys) > 1:
            found.setdefault(name.keys[1], []).append(name)
    return {k: (*v, *alone) for k, v in found.items()} | {"": alone}


def entries(key: str, t: ActorTables) -> tuple[Entry, ...]:
    """The readings of a folded token, least stripped first; memoised in ``t.cache``."""
    cached = t.cache.get(key)
    if cached is not None:
        return cast(tuple[Entry, ...], cached)
    found: list[Entry] = []
    for done, rest in splits(key):
        if done.endswith("ال"):
            prefix, word = done[:-2], "ال" + rest
            skip = len(key) - len(rest) if prefix.endswith("ل") else len(prefix)
        elif done.endswith(("س", "ك")):
            continue
        else:
            prefix, word, skip = done, rest, len(done)
        if any(e.word == word for e in found):
            continue
        entry = _entry(prefix, skip, word, t)
        if entry:
            found.append(entry)
            if not prefix:
                break
    if len(t.cache) > 200_000:
        t.cache.clear()
    result = tuple(found)
    t.cache[key] = result
    return result


def is_attack(key: str, t: ActorTables) -> bool:
    """Whether a folded word is one of attack, its proclitics off."""
    if key in t.words["attack"]:
        return True
    return any(rest in t.words["attack"] for done, rest in splits(key) if done and not done.endswith("س"))


def bear(raw: Raw, names: list[Name]) -> None:
    """Take over the bearers of the names found."""
    raw.ids = tuple(dict.fromkeys(a for n in names for a in n.actors))
    raw.roles = tuple(n.role for n in names if n.role)
    raw.guard = names[0].guard if len(names) == 1 else next((n.guard for n in names if not n.role), "*")
    raw.loaded = all(n.loaded for n in names)
    raw.keys = names[0].keys
