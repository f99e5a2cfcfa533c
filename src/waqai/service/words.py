"""The words of the surfaces in both languages: messages, and names for every value a record can hold."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Literal

from waqai.export import tables
from waqai.model import WaqaiError

Language = Literal["ar", "en"]
LANGUAGES: tuple[Language, Language] = ("ar", "en")
# Groups of values that the export tables name; the others are in data/desk/words.tsv as ``group.value``.
SHARED = frozenset({"harm", "category", "grade", "sector", "degree"})


class UnknownWordError(WaqaiError):
    """A message that data/desk/words.tsv does not have."""


@cache
def catalogue() -> dict[str, tuple[str, str]]:
    """Key -> (Arabic, English), from data/desk/words.tsv; raises UnknownWordError for a row without both."""
    found: dict[str, tuple[str, str]] = {}
    text = resources.files("waqai").joinpath("data", "desk", "words.tsv").read_text("utf-8")
    for number, line in enumerate(text.splitlines()[1:], 2):
        if not line.strip() or line.startswith("#"):
            continue
        parts = line.split("\t")
        if len(parts) != 3 or not all(parts):
            raise UnknownWordError(f"data/desk/words.tsv line {number}: needs a key, English and Arabic")
        found[parts[0]] = (parts[2], parts[1])
    return found


def say(language: Language, key: str, **values: object) -> str:
    """A message in a language, its ``{name}`` places filled; raises UnknownWordError for a key that has none."""
    pair = catalogue().get(key)
    if pair is None:
        raise UnknownWordError(f"no words for {key!r} in data/desk/words.tsv")
    text = pair[LANGUAGES.index(language)]
    return text.format(**values) if values else text


def value_name(language: Language, group: str, value: str | None) -> str:
    """The name of a value (a type, a harm, a weapon …); a value without one is given as it is, None as nothing."""
    if value is None:
        return ""
    if group == "type":
        named = tables.type_name(value, language)
        return named if named != value else _own(language, f"type.{value}", value)
    if group in SHARED:
        return tables.label(group, value, language)
    return _own(language, f"{group}.{value}", value)


def _own(language: Language, key: str, value: str) -> str:
    pair = catalogue().get(key)
    return pair[LANGUAGES.index(language)] if pair else value


def types_of(kind: str) -> list[str]:
    """The codebook's types that a record of a kind can have."""
    if kind == "access":
        return list(tables.access_types())
    if kind == "statement":
        return [key.removeprefix("type.") for key in catalogue() if key.startswith("type.")]
    return list(tables.types())
