"""The actor tables: who is who, compiled from ``data/actors/*.tsv`` of every pack.

A pack directory may hold an ``actors/`` folder; a later pack's row replaces an earlier one with the same id. Names are
written as an editor writes them; a mark before an alias says when it counts: ``?`` only beside a head word or once the
actor was named otherwise (homographs of common words), ``*`` only where the country fits (names many states share),
``#`` a country's own name; an alias in quotation marks counts only when quoted in the text.
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Literal

import msgspec

from waqai.lexicon.actors_names import Name, NameIndex, adjective_forms, spellings, words_of
from waqai.lexicon.packs import LexiconError
from waqai.text.normalize import fold

ActorCategory = Literal[
    "NSAG", "NSAG_SEC", "NSAG_PROXY", "STATE_MIL", "STATE_SEC", "STATE_GOV", "EXT_STATE", "COALITION", "TRIBAL", "COMMUNAL",
    "CRIMINAL", "UNIDENT", "POLITICAL", "CIVIL_AUTH", "CIVILIAN", "NGO_LOCAL", "INGO", "UN", "OTHER_AID", "MONITOR", "MEDIA",
]  # fmt: skip
CATEGORIES: frozenset[str] = frozenset(ActorCategory.__args__)  # type: ignore[attr-defined]
ARMED = frozenset(
    [
        "NSAG",
        "NSAG_SEC",
        "NSAG_PROXY",
        "STATE_MIL",
        "STATE_SEC",
        "EXT_STATE",
        "COALITION",
        "TRIBAL",
        "COMMUNAL",
        "CRIMINAL",
        "UNIDENT",
    ]
)
CIVIL = frozenset(["STATE_GOV", "CIVIL_AUTH", "CIVILIAN", "NGO_LOCAL", "INGO", "UN", "OTHER_AID", "MONITOR", "MEDIA"])
SOURCES = frozenset(("MEDIA", "MONITOR"))
HOW_KNOWN = frozenset(("state", "self", "news", "un", "listed"))
COLUMNS = [
    "id",
    "country",
    "category",
    "side",
    "valid_from",
    "valid_to",
    "name_en",
    "how_known",
    "parent",
    "flags",
    "name_ar",
    "aliases_ar",
    "loaded_aliases_ar",
    "adjectives",
]


class Actor(msgspec.Struct, frozen=True):
    """One row of the registry. Dates are ISO or empty; ``theatres`` are countries it acts in besides its own."""

    id: str
    countries: tuple[str, ...]
    category: str
    side: str
    valid_from: str
    valid_to: str
    name_en: str
    how_known: str
    parent: str
    flags: tuple[str, ...]
    name_ar: str
    aliases: tuple[str, ...]
    loaded: tuple[str, ...]
    adjectives: tuple[str, ...]
    theatres: tuple[str, ...] = ()

    @property
    def armed(self) -> bool:
        """Whether it is an armed side."""
        return self.category in ARMED or "force" in self.flags


class Adjective(msgspec.Struct, frozen=True):
    """A nationality or group adjective's form: the country it points to, or the actors."""

    country: str
    actors: tuple[str, ...]
    definite: bool


class ActorTables(msgspec.Struct, frozen=True):
    """What the actor reader looks up; ``cache`` memoises the analysis of folded words."""

    actors: dict[str, Actor]
    names: dict[str, tuple[Name, ...]]
    roles: dict[tuple[str, str], tuple[str, ...]]
    role_categories: dict[str, str]
    adjectives: dict[str, Adjective]
    heads: dict[str, str]
    countries: dict[str, tuple[tuple[tuple[str, ...], str], ...]]
    words: dict[str, frozenset[str]]
    first_words: dict[str, frozenset[str]]
    outlets: dict[str, str]
    cache: dict[str, Any] = {}

    def word(self, group: str, key: str) -> bool:
        """Whether a folded word is in a list of ``words.toml``."""
        return key in self.words[group]

    def roles_of_flag(self, flag: str) -> tuple[str, ...]:
        """The actors whose row carries a flag."""
        return tuple(a.id for a in self.actors.values() if flag in a.flags)


def rows(path: Path, required: Sequence[str]) -> Iterator[tuple[str, dict[str, str]]]:
    """Each row of a TSV file with ``file:line``; raises ``LexiconError`` on a wrong header or width."""
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        header = next(reader, [])
        missing = [c for c in required if c not in header]
        if missing:
            raise LexiconError(f"{path}:1: no column {', '.join(missing)}; has {', '.join(header)}")
        for cells in reader:
            if not cells or not any(cells) or cells[0].startswith("#!"):
                continue
            where = f"{path}:{reader.line_num}"
            if len(cells) != len(header):
                raise LexiconError(f"{where}: {len(cells)} cells where the header has {len(header)}")
            yield where, dict(zip(header, (c.strip() for c in cells), strict=True))


def alternatives(cell: str) -> tuple[str, ...]:
    """The alternatives of a cell, separated by ``|``."""
    return tuple(a.strip() for a in cell.split("|") if a.strip())


def pack_files(packs: Sequence[Path], folder: str, suffix: str = ".tsv") -> list[Path]:
    """The files of ``folder`` in each pack, packs in order, names sorted."""
    found = [p for pack in packs for p in sorted((pack / folder).glob(f"*{suffix}"))]
    if not found:
        raise LexiconError(f"no {folder}/*{suffix} in any pack: {', '.join(str(p) for p in packs)}")
    return found


def _actor(where: str, row: dict[str, str]) -> Actor:
    flags = row["flags"].split(",") if row["flags"] else []
    theatres: list[str] = []
    clean: list[str] = []
    for flag in flags:
        if flag.startswith("in="):
            theatres = [flag[3:]]
        elif theatres and len(flag) == 2 and flag.isupper():
            theatres.append(flag)
        else:
            clean.append(flag)
    category = row["category"].split("/")[0]
    if category not in CATEGORIES:
        raise LexiconError(f"{where}: {row['id']}: category {category!r} is none of {', '.join(sorted(CATEGORIES))}")
    if row["how_known"] not in HOW_KNOWN:
        raise LexiconError(f"{where}: {row['id']}: how_known {row['how_known']!r} is none of {', '.join(HOW_KNOWN)}")
    if not row["id"] or not row["name_ar"] or not row["name_en"]:
        raise LexiconError(f"{where}: an actor needs id, name_ar and name_en")
    for bound in (row["valid_from"], row["valid_to"]):
        if bound and (len(bound) != 10 or bound[4] != "-"):
            raise LexiconError(f"{where}: {row['id']}: {bound!r} is not an ISO date")
    return Actor(
        row["id"],
        tuple(row["country"].split("/")),
        category,
        row["side"],
        row["valid_from"],
        row["valid_to"],
        row["name_en"],
        row["how_known"],
        row["parent"],
        tuple(clean),
        row["name_ar"],
        alternatives(row["aliases_ar"]),
        alternatives(row["loaded_aliases_ar"]),
        alternatives(row["adjectives"]),
        tuple(theatres),
    )


_SPECIAL = ("countries.tsv", "heads.tsv", "roles.tsv", "spellings.tsv")


def read_actors(packs: Sequence[Path]) -> dict[str, Actor]:
    """Every actor of the packs by id; a later pack wins, a double id inside one pack is an error."""
    found: dict[str, Actor] = {}
    for pack in packs:
        here: dict[str, str] = {}
        for path in sorted((pack / "actors").glob("*.tsv")):
            if path.name in _SPECIAL:
                continue
            for where, row in rows(path, COLUMNS):
                actor = _actor(where, row)
                if actor.id in here:
                    raise LexiconError(f"{where}: id {actor.id} is already at {here[actor.id]}")
                here[actor.id] = where
                found[actor.id] = actor
    for actor in found.values():
        if actor.parent and actor.parent not in found:
            raise LexiconError(f"actors: {actor.id}: parent {actor.parent} is no actor")
    return found


def _adjectives(
    actors: dict[str, Actor], packs: Sequence[Path], pairs: Sequence[tuple[str, str]]
) -> dict[str, Adjective]:
    found: dict[str, Adjective] = {}

    def put(stem: str, country: str, owners: tuple[str, ...]) -> None:
        for spelling in spellings(stem, pairs):
            for form in adjective_forms(spelling):
                for key, definite in ((form, False), ("ال" + form, True)):
                    old = found.get(key)
                    both = owners if old is None else tuple(dict.fromkeys(old.actors + owners))
                    found[key] = Adjective(country or (old.country if old else ""), both, definite)

    for path in (p for p in pack_files(packs, "actors") if p.name == "countries.tsv"):
        for _, row in rows(path, ("country", "adjectives_ar", "names_ar")):
            for stem in alternatives(row["adjectives_ar"]):
                if " " not in stem:
                    put(stem, row["country"], ())
    for actor in actors.values():
        for stem in actor.adjectives:
            put(stem, "", (actor.id,))
    return found


def _countries(packs: Sequence[Path]) -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    table: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for path in (p for p in pack_files(packs, "actors") if p.name == "countries.tsv"):
        for _, row in rows(path, ("country", "adjectives_ar", "names_ar")):
            for name in alternatives(row["names_ar"]):
                keys = words_of(name)
                table.setdefault(keys[0], []).append((keys, row["country"]))
    return {k: tuple(sorted(v, key=lambda n: -len(n[0]))) for k, v in table.items()}


def _words(packs: Sequence[Path]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for path in pack_files(packs, "actors", ".toml"):
        try:
            data = tomllib.loads(path.read_text(encoding="utf-8"))
        except tomllib.TOMLDecodeError as error:
            raise LexiconError(f"{path}: {error}") from None
        for group, listed in data.items():
            if not isinstance(listed, list):
                raise LexiconError(f"{path}: {group} must be a list of words")
            found.setdefault(group, set()).update(fold(w) for w in listed)
    return {k: frozenset(v) for k, v in found.items()}


def _heads(packs: Sequence[Path]) -> dict[str, str]:
    found: dict[str, str] = {}
    for path in (p for p in pack_files(packs, "actors") if p.name == "heads.tsv"):
        for _, row in rows(path, ("id", "class", "forms_ar")):
            for form in alternatives(row["forms_ar"]):
                found[fold(form)] = row["class"]
    return found


def _roles(actors: dict[str, Actor]) -> dict[tuple[str, str], tuple[str, ...]]:
    """(role, country) → actors that hold it."""
    found: dict[tuple[str, str], list[str]] = {}
    for actor in actors.values():
        for flag in actor.flags:
            for country in actor.countries:
                found.setdefault((flag, country), []).append(actor.id)
    return {k: tuple(v) for k, v in found.items()}


def _spelling_pairs(packs: Sequence[Path]) -> list[tuple[str, str]]:
    return [
        (row["written_ar"], row["also_ar"])
        for p in pack_files(packs, "actors")
        if p.name == "spellings.tsv"
        for _, row in rows(p, ("written_ar", "also_ar"))
    ]


def _add_roles(names: NameIndex, packs: Sequence[Path]) -> dict[str, str]:
    """Enter the names that every state's services share; gives the category of each role."""
    categories: dict[str, str] = {}
    for path in (p for p in pack_files(packs, "actors") if p.name == "roles.tsv"):
        for where, row in rows(path, ("role", "category", "guard", "names_ar")):
            if row["category"] not in CATEGORIES:
                raise LexiconError(f"{where}: category {row['category']!r} is unknown")
            categories[row["role"]] = row["category"]
            for alias in alternatives(row["names_ar"]):
                names.add(alias, "", role=row["role"], guard="*")
    return categories


def _first_words(index: dict[str, tuple[Name, ...]]) -> dict[str, frozenset[str]]:
    """The words each actor's names begin with, articles off: what a second mention may be."""
    found: dict[str, set[str]] = {}
    for listed in index.values():
        for name in listed:
            for bearer in name.actors:
                found.setdefault(bearer, set()).add(name.keys[0].removeprefix("ال"))
    return {k: frozenset(v) for k, v in found.items()}


def compile(packs: Sequence[Path]) -> ActorTables:
    """Read, check and compile the actor tables of ``packs``; later packs win by id."""
    actors = read_actors(packs)
    pairs = _spelling_pairs(packs)
    names = NameIndex(pairs)
    for actor in actors.values():
        for alias in (actor.name_ar, *actor.aliases):
            names.add(alias, actor.id)
        for alias in actor.loaded:
            names.add(alias, actor.id, loaded=True)
    role_categories = _add_roles(names, packs)
    words = _words(packs)
    for phrase in (p for p in words["generic"] if " " in p):
        names.add(phrase, "", role="generic")
    index = names.index()
    return ActorTables(
        actors,
        index,
        _roles(actors),
        role_categories,
        _adjectives(actors, packs, pairs),
        _heads(packs),
        _countries(packs),
        words,
        _first_words(index),
        {" ".join(n.keys): n.actors[0] for v in index.values() for n in v if n.actors},
    )
