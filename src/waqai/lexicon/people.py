"""The people tables: nouns of people with every inflected form, titles, kin, adjectives, names, cue words.

Compiled from ``data/people/`` of every pack; a later pack's row replaces an earlier one with the same id. A noun row gives
its singular and its plurals (``SM`` is the sound masculine plural); forms are generated here, folded, once.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Literal, get_args

import msgspec

from waqai.lexicon.actors import alternatives, pack_files, rows
from waqai.lexicon.actors_names import adjective_forms, words_of
from waqai.lexicon.packs import LexiconError
from waqai.model import Category, Harm
from waqai.text.morph import dual, feminine, sound_feminine, sound_masculine
from waqai.text.normalize import fold

Number = Literal["sg", "du", "dp", "pl"]
Unit = Literal["person", "family", "vehicle"]
CATEGORIES = frozenset(get_args(Category))
HARMS = frozenset(get_args(Harm))
UNITS = frozenset(get_args(Unit))
FLAGS = frozenset(
    [
        "fem",
        "adj",
        "weak",
        "weakadj",
        "container",
        "body",
        "own",
        "title",
        "kin",
        "member",
        "rank",
        "counted",
        "plonly",
        "quiet",
        "named",
        "roleonly",
        "definite",
        "suffixed",
        "dual2",
        "hamza",
        "verb",
        "subject",
        "construct",
        "licensed",
    ]
)
SHORT = 2
PRONOUNS = ("ه", "ها", "هم", "هما", "هن", "نا")


class Noun(msgspec.Struct, frozen=True):
    """A noun of people, of families or of vehicles."""

    id: str
    category: Category
    unit: Unit
    harm: Harm | Literal[""]
    gender: str
    flags: frozenset[str]
    first: str = ""


class Form(msgspec.Struct, frozen=True):
    """One inflected form: ``dp`` is the dual that looks like the plural; ``suffix`` is an attached pronoun,
    ``construct`` a form without its nun."""

    noun: str
    number: Number
    gender: str
    suffix: str = ""
    construct: bool = False


class Complement(msgspec.Struct, frozen=True):
    """Words after a noun that settle what it is (رجل أمن، عامل إغاثة)."""

    keys: tuple[str, ...]
    category: Category


class PeopleAdjective(msgspec.Struct, frozen=True):
    """An adjective of people; ``effect`` is category, plain or other."""

    category: Category | Literal[""]
    effect: str
    number: Number


class PeopleTables(msgspec.Struct, frozen=True):
    """What the people reader looks up; ``cache``, ``kinds``, ``cites`` memoise folded words."""

    nouns: dict[str, Noun]
    forms: dict[str, tuple[Form, ...]]
    phrases: dict[str, tuple[tuple[tuple[str, ...], Form], ...]]
    complements: dict[str, tuple[Complement, ...]]
    adjectives: dict[str, PeopleAdjective]
    nationalities: dict[str, tuple[str, Number]]
    words: dict[str, frozenset[str]]
    lists: dict[str, dict[str, tuple[tuple[str, ...], ...]]]
    given: frozenset[str]
    doubtful: frozenset[str]
    particles: dict[str, str]
    cache: dict[str, Any] = {}
    kinds: dict[str, str] = {}
    cites: dict[str, str] = {}


def _noun(where: str, row: dict[str, str]) -> Noun:
    flags = frozenset(f for f in row["flags"].split(",") if f)
    for value, allowed, what in (
        (row["category"], CATEGORIES, "category"),
        (row["unit"], UNITS, "unit"),
        (row["harm"] or "killed", HARMS, "harm"),
    ):
        if value not in allowed:
            raise LexiconError(f"{where}: {row['id']}: {what} {value!r} is none of {', '.join(sorted(allowed))}")
    if flags - FLAGS:
        raise LexiconError(f"{where}: {row['id']}: unknown flags {', '.join(sorted(flags - FLAGS))}")
    noun = {k: row[k] for k in ("id", "category", "unit", "harm", "gender")}
    return msgspec.convert(noun | {"flags": flags, "first": row["sg_ar"][:1]}, Noun)


def _suffixed(base: str, number: Number, form: Form) -> Iterable[tuple[str, Form]]:
    stem = base[:-1] + "ت" if base.endswith("ه") else base
    # أبها is a city and آمنا is safe
    for pronoun in PRONOUNS if len(base) > SHORT else PRONOUNS[:2]:
        yield stem + pronoun, Form(form.noun, number, form.gender, pronoun)


def _singular(noun: Noun, sg: str, gender: str, broken: bool) -> Iterable[tuple[str, Form]]:
    """The singular and dual of one gender, with pronouns where the noun takes them."""
    one = Form(noun.id, "sg", gender)
    yield sg, one
    if not sg.endswith(("ه", "ا")):
        yield sg + "ا", one
    own = noun.flags & {"own", "kin"}
    if own:
        yield from _suffixed(sg, "sg", one)
    if len(sg) <= SHORT:
        return  # the duals of أب, أم, عم are other words
    both: Number = "du" if broken or gender == "f" else "dp"
    nun, oblique, construct, construct_oblique = dual(sg)
    yield nun, Form(noun.id, "du", gender)
    yield oblique, Form(noun.id, both, gender)
    if gender == "f":
        yield construct, Form(noun.id, "du", gender, construct=True)
    yield construct_oblique, Form(noun.id, both, gender, construct=True)
    if own:
        yield from _suffixed(construct, "du", one)
        yield from _suffixed(construct_oblique, both, one)


def _plural(noun: Noun, plural: str, sg: str, others: Sequence[str]) -> Iterable[tuple[str, Form]]:
    many = Form(noun.id, "pl", noun.gender)
    if plural == "SM":
        for form in sound_masculine(sg):
            many_or_two: Number = "dp" if form.endswith("ين") else "pl"
            yield form, Form(noun.id, many_or_two, noun.gender, construct=form.endswith("و"))
        if noun.flags & {"own", "kin"}:
            yield from _suffixed(sg + "و", "pl", many)
        return
    key = fold(plural)
    two = key.endswith("ان") and key[:-2] + "ين" in [fold(o) for o in others]
    number: Number = "dp" if key.endswith("ين") else "du" if two else "pl"
    if "dual2" in noun.flags:
        number = "du"
    yield key, Form(noun.id, number, noun.gender)
    if noun.flags & {"own", "kin"} and " " not in key:
        yield from _suffixed(key, "pl", many)


def noun_forms(noun: Noun, sg_ar: str, plurals: Sequence[str]) -> list[tuple[str, Form]]:
    """Every folded form of a noun, singular first."""
    found: list[tuple[str, Form]] = []
    sg = fold(sg_ar)
    if sg and " " in sg:
        head, rest = sg.split(" ", 1)
        found += [(f"{h} {rest}", f) for h, f in _singular(noun, head, noun.gender, True)]
    elif sg:
        found += _singular(noun, sg, noun.gender, not any(p == "SM" or p.endswith("ين") for p in plurals))
        if "fem" in noun.flags:
            found += _singular(noun, feminine(sg), "f", True)
            found.append((sound_feminine(sg), Form(noun.id, "pl", "f")))
    for plural in plurals:
        found += _plural(noun, plural, sg, plurals)
    return found


def _nouns(packs: Sequence[Path]) -> dict[str, tuple[Noun, dict[str, str]]]:
    found: dict[str, tuple[Noun, dict[str, str]]] = {}
    for pack in packs:
        path, here = pack / "people" / "nouns.tsv", set()
        if not path.exists():
            continue
        for where, row in rows(path, ("id", "category", "unit", "harm", "gender", "flags", "sg_ar", "pl_ar")):
            if row["id"] in here:
                raise LexiconError(f"{where}: id {row['id']} is there twice")
            here.add(row["id"])
            found[row["id"]] = (_noun(where, row), row)
    return found


def _complements(packs: Sequence[Path], known: Iterable[str]) -> dict[str, tuple[Complement, ...]]:
    found: dict[str, list[Complement]] = {}
    names = set(known)
    for pack in packs:
        path = pack / "people" / "complements.tsv"
        if not path.exists():
            continue
        for where, row in rows(path, ("noun", "category", "next_ar")):
            if row["noun"] not in names:
                raise LexiconError(f"{where}: noun {row['noun']!r} is not in nouns.tsv")
            if row["category"] not in CATEGORIES:
                raise LexiconError(f"{where}: category {row['category']!r} is unknown")
            for words in alternatives(row["next_ar"]):
                found.setdefault(row["noun"], []).append(
                    msgspec.convert({"keys": words_of(words), "category": row["category"]}, Complement)
                )
    return {k: tuple(sorted(v, key=lambda c: -len(c.keys))) for k, v in found.items()}


def _number_of(form: str, stem: str) -> Number:
    if form.endswith("ين"):
        return "dp"
    if form.endswith(("ون", "ات", "و")):
        return "pl"
    return "du" if form.endswith(("ان", "تان", "تين")) and len(form) > len(stem) + 1 else "sg"


def _adjective(row: dict[str, str], number: Number) -> PeopleAdjective:
    return msgspec.convert({"category": row["category"], "effect": row["effect"], "number": number}, PeopleAdjective)


def _adjectives(packs: Sequence[Path]) -> dict[str, PeopleAdjective]:
    found: dict[str, PeopleAdjective] = {}
    for pack in packs:
        path = pack / "people" / "adjectives.tsv"
        if not path.exists():
            continue
        for _, row in rows(path, ("id", "category", "effect", "stem_ar", "plural_ar")):
            stem = fold(row["stem_ar"])
            for form in adjective_forms(stem):
                adjective = _adjective(row, _number_of(form, stem))
                found.setdefault(form, adjective)
                found.setdefault("ال" + form, adjective)
            for plural in alternatives(row["plural_ar"]):
                if plural != "SM":
                    many = _adjective(row, "pl")
                    found.setdefault(fold(plural), many)
                    found.setdefault("ال" + fold(plural), many)
    return found


def _nationalities(packs: Sequence[Path]) -> dict[str, tuple[str, Number]]:
    found: dict[str, tuple[str, Number]] = {}
    for path in (p for p in pack_files(packs, "actors") if p.name == "countries.tsv"):
        for _, row in rows(path, ("country", "adjectives_ar", "names_ar")):
            for stem in alternatives(row["adjectives_ar"]):
                key = fold(stem)
                for form in adjective_forms(stem):
                    number: Number = "pl" if key.startswith("+") else _number_of(form, key)
                    found.setdefault(form, (row["country"], number))
                    found.setdefault("ال" + form, (row["country"], number))
    for form in list(found):
        if "امريك" in form or "اميرك" in form:
            other = form.replace("امريك", "\0").replace("اميرك", "امريك").replace("\0", "اميرك")
            found.setdefault(other, found[form])
    return found


def _words(
    packs: Sequence[Path],
) -> tuple[dict[str, frozenset[str]], dict[str, dict[str, tuple[tuple[str, ...], ...]]]]:
    """The word lists: single words as sets, phrases by first word, longest first."""
    singles: dict[str, set[str]] = {}
    many: dict[str, dict[str, list[tuple[str, ...]]]] = {}
    for path in pack_files(packs, "people", ".toml"):
        try:
            data = tomllib.loads(path.read_text(encoding="utf-8"))
        except tomllib.TOMLDecodeError as error:
            raise LexiconError(f"{path}: {error}") from None
        for group, listed in data.items():
            if not isinstance(listed, list):
                raise LexiconError(f"{path}: {group} must be a list of words")
            for item in listed:
                keys = words_of(item) or (fold(item),)
                singles.setdefault(group, set())
                many.setdefault(group, {}).setdefault(keys[0], []).append(keys)
                if len(keys) == 1:
                    singles[group].add(keys[0])
    lists = {g: {k: tuple(sorted(v, key=lambda p: -len(p))) for k, v in d.items()} for g, d in many.items()}
    return {k: frozenset(v) for k, v in singles.items()}, lists


def _names(packs: Sequence[Path]) -> tuple[frozenset[str], frozenset[str], dict[str, str]]:
    """Given names, those that are also everyday words, and the particles of names."""
    given: set[str] = set()
    doubtful: set[str] = set()
    particles: dict[str, str] = {}
    for pack in packs:
        folder = pack / "people"
        if (folder / "given_names.tsv").exists():
            for _, row in rows(folder / "given_names.tsv", ("group", "names_ar")):
                names = {fold(n) for n in alternatives(row["names_ar"])}
                given |= names
                doubtful |= names if row["group"] == "ambiguous" else set()
        if (folder / "name_particles.tsv").exists():
            for _, row in rows(folder / "name_particles.tsv", ("kind", "words_ar")):
                particles.update({fold(w): row["kind"] for w in alternatives(row["words_ar"])})
    return frozenset(given), frozenset(doubtful), particles


def compile(packs: Sequence[Path]) -> PeopleTables:
    """Read, check and compile the people tables of ``packs``; later packs win by id."""
    nouns = _nouns(packs)
    if not nouns:
        raise LexiconError(f"no people/nouns.tsv in any pack: {', '.join(str(p) for p in packs)}")
    forms: dict[str, dict[tuple[str, bool], Form]] = {}
    phrases: dict[str, list[tuple[tuple[str, ...], Form]]] = {}
    for noun, row in nouns.values():
        for key, form in noun_forms(noun, row["sg_ar"], alternatives(row["pl_ar"])):
            if " " in key:
                keys = tuple(key.split(" "))
                phrases.setdefault(keys[0], []).append((keys, form))
            else:
                forms.setdefault(key, {}).setdefault((noun.id, bool(form.suffix)), form)
    singles, lists = _words(packs)
    given, doubtful, particles = _names(packs)
    return PeopleTables(
        {k: n for k, (n, _) in nouns.items()},
        {k: tuple(v.values()) for k, v in forms.items()},
        {k: tuple(sorted(v, key=lambda p: -len(p[0]))) for k, v in phrases.items()},
        _complements(packs, nouns),
        _adjectives(packs),
        _nationalities(packs),
        singles,
        lists,
        given,
        doubtful,
        particles,
    )
