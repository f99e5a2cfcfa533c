"""What the people reader builds on: readings of a token as a noun of people, and a mention under construction."""

from __future__ import annotations

from typing import Literal, NamedTuple, cast

from waqai.lexicon.people import Form, Noun, PeopleTables
from waqai.model import Category, Harm, Qualifier
from waqai.text.morph import splits

MAX_ROLE = 10
PAIR = 2
REACH = 4
PEOPLE_ACTORS = ("CIVILIAN", "UNIDENT", "COMMUNAL", "CRIMINAL")
OWN_REACH = 45


class Reading(NamedTuple):
    """One reading of a token as a noun of people."""

    prefix: str
    skip: int
    definite: bool
    form: Form


class Draft:
    """A mention under construction; the fields of ``PeopleMention``."""

    __slots__ = (
        "actors", "category", "counted", "definite", "gender", "harm", "head", "high", "i", "inner", "j", "low", "named",
        "nationality", "noun", "number", "ordinal", "other", "parent", "prefix", "qualifier", "relation", "role",
        "skip", "unit", "why",
    )  # fmt: skip

    def __init__(self, i: int, j: int, skip: int, prefix: str, head: int) -> None:
        self.i, self.j, self.skip, self.prefix, self.head = i, j, skip, prefix, head
        self.low: int | None = 1
        self.high: int | None = 1
        self.qualifier: Qualifier = "exact"
        self.category: Category = "unspecified"
        self.unit: Literal["person", "family", "vehicle"] = "person"
        self.harm: Harm | Literal[""] = ""
        self.actors: list[str] = []
        self.relation: Literal["subset", "partition"] | None = None
        self.parent: int | None = None
        self.definite = False
        self.number = "sg"
        self.gender = "m"
        self.named: list[tuple[int, int]] = []
        self.nationality: str | None = None
        self.role: tuple[int, int] | None = None
        self.ordinal = False
        self.other = False
        self.counted = False
        self.noun: Noun | None = None
        self.inner = head
        self.why: list[str] = []


def readings(key: str, t: PeopleTables) -> tuple[Reading, ...]:
    """The readings of a folded token as a noun of people; memoised in ``t.cache``."""
    cached = t.cache.get(key)
    if cached is not None:
        return cast(tuple[Reading, ...], cached)
    found: list[Reading] = []
    for done, rest in splits(key):
        forms = t.forms.get(rest)
        if not forms or done.endswith("س"):
            continue
        definite = done.endswith("ال")
        prefix = done[:-2] if definite else done
        skip = len(key) - len(rest) if prefix.endswith("ل") and definite else len(prefix)
        found += [Reading(prefix, skip, definite or bool(f.suffix), f) for f in forms if not (definite and f.construct)]
        if not done:
            break
    if len(t.cache) > 200_000:
        t.cache.clear()
    result = tuple(found)
    t.cache[key] = result
    return result
