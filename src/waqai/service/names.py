"""Names of actors, countries and areas for people to read."""

from __future__ import annotations

from functools import cache
from importlib import resources

from waqai.export import tables
from waqai.ledger.copies import shown_origin
from waqai.service.words import Language
from waqai.text.normalize import fold

__all__ = ["actor_name", "actors", "area_name", "areas", "country_name", "is_loaded", "loaded_names", "shown_origin"]


@cache
def actors() -> dict[str, tuple[str, str]]:
    """Registry id -> (Arabic, English) from the built-in actor tables."""
    found: dict[str, tuple[str, str]] = {}
    for file in resources.files("waqai").joinpath("data", "actors").iterdir():
        if not file.name.endswith(".tsv"):
            continue
        head, *lines = file.read_text("utf-8").splitlines()
        columns = head.split("\t")
        if not {"id", "name_en", "name_ar"} <= set(columns):
            continue
        at = {name: columns.index(name) for name in ("id", "name_en", "name_ar")}
        for line in lines:
            parts = line.split("\t")
            if len(parts) > max(at.values()):
                english, arabic = parts[at["name_en"]], parts[at["name_ar"]]
                found[parts[at["id"]]] = (arabic or english, english or arabic)
    return found


@cache
def loaded_names() -> frozenset[tuple[str, str]]:
    """(registry id, folded name) of every name the registry marks as loaded."""
    found: set[tuple[str, str]] = set()
    for file in resources.files("waqai").joinpath("data", "actors").iterdir():
        head, *lines = file.read_text("utf-8").splitlines() if file.name.endswith(".tsv") else ("",)
        columns = head.split("\t")
        if "loaded_aliases_ar" not in columns or "id" not in columns:
            continue
        at = columns.index("loaded_aliases_ar")
        for parts in (line.split("\t") for line in lines):
            names = parts[at].split("|") if len(parts) > at else []
            found |= {(parts[columns.index("id")], fold(n.strip("*?")).strip()) for n in names if n}
    return frozenset(found)


def is_loaded(actor: str, label: str) -> bool:
    """Whether a name given to an actor is one the registry marks as loaded."""
    return (actor, fold(label).strip()) in loaded_names()


def actor_name(language: Language, actor: str | None) -> str:
    """An actor's name; an id that the registry does not have is given as it is."""
    if not actor:
        return ""
    pair = actors().get(actor)
    return (pair[0] if language == "ar" else pair[1]) if pair else actor


def country_name(language: Language, code: str | None) -> str:
    """A country's name by its ISO alpha-2 code."""
    return tables.country_name(code, language)


@cache
def areas() -> dict[str, tuple[str, str]]:
    """Code of a country's division (P-code, or ISO 3166-2) -> (Arabic, English) from the gazetteer."""
    file = resources.files("waqai").joinpath("data", "places", "admin.tsv")
    if not file.is_file():
        return {}
    rows = [line.split("\t") for line in file.read_text("utf-8").splitlines()[1:]]
    return {row[0]: (row[14] or row[13], row[13] or row[14]) for row in rows if len(row) > 14}


def area_name(language: Language, code: str | None) -> str:
    """The name of a governorate or district; a code that the gazetteer does not have is given as it is."""
    pair = areas().get(code or "")
    return (pair[0] if language == "ar" else pair[1]) if pair else code or ""
