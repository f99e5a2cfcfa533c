"""The export data files as typed rows: types, countries, kinds of actors, labels and enumerations."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any, Literal, NamedTuple

Lang = Literal["en", "ar"]
# Categories of people who are armed, and all that are not civilian by the reports' words.
ARMED = frozenset({"fighter", "military", "security", "forces", "commander", "peacekeeper"})
NOT_CIVIL = ARMED | {"unspecified", "perpetrator", "total"}
LANGS: tuple[Lang, Lang] = ("en", "ar")


class TypeRow(NamedTuple):
    """An incident type: its ACLED-style event and sub-event, and a second pair where the one hit decides."""

    type: str
    acled_event: str
    acled_sub: str
    acled_event_b: str
    acled_sub_b: str
    name_en: str
    name_ar: str


class AccessRow(NamedTuple):
    """An access type: the closest AMRF category, and the one where a humanitarian mover is stopped."""

    type: str
    amrf: str
    amrf_humanitarian: str
    name_en: str
    name_ar: str


class Country(NamedTuple):
    """A country's codes: ISO 3166 (numeric with leading zeros) and Gleditsch-Ward, empty where there is none."""

    iso2: str
    iso3: str
    iso_num: str
    gwno: str
    name_en: str
    name_ar: str
    acled_region: str
    ucdp_region: str


class ActorKind(NamedTuple):
    """How a registry category reads in its own country and abroad, and what kind of side it is."""

    category: str
    inter_home: str
    inter_abroad: str
    side: str


def text_of(name: str) -> str:
    """A data file of the exports."""
    return resources.files("waqai").joinpath("data", "export", name).read_text("utf-8")


def tsv(name: str) -> list[list[str]]:
    """The rows of a table below its header."""
    return [line.split("\t") for line in text_of(name).splitlines()[1:] if line]


@cache
def types() -> dict[str, TypeRow]:
    """Incident types by id."""
    return {row[0]: TypeRow(*row) for row in tsv("types.tsv")}


@cache
def access_types() -> dict[str, AccessRow]:
    """Access types by id."""
    return {row[0]: AccessRow(*row) for row in tsv("access.tsv")}


@cache
def countries() -> dict[str, Country]:
    """Countries by ISO alpha-2 code."""
    return {row[0]: Country(*row) for row in tsv("countries.tsv")}


@cache
def actor_kinds() -> dict[str, ActorKind]:
    """Kinds of actors by registry category."""
    return {row[0]: ActorKind(*row) for row in tsv("actor_kinds.tsv")}


@cache
def hxl_tags() -> frozenset[str]:
    """The HXL core hashtags."""
    return frozenset(row[0] for row in tsv("hxl_tags.tsv"))


@cache
def labels() -> dict[str, Any]:
    """The words generated text is written in."""
    return tomllib.loads(text_of("labels.toml"))


@cache
def enumerations() -> dict[str, Any]:
    """The values each enumerated column may hold."""
    return tomllib.loads(text_of("enumerations.toml"))


@cache
def sensitive() -> dict[str, list[str]]:
    """What tells a camp, a shelter or a clinic."""
    return tomllib.loads(text_of("sensitive.toml"))


def label(group: str, key: str | None, lang: Lang) -> str:
    """The word for a value in a language; a value without one is given as it is, None as nothing."""
    if key is None:
        return ""
    pair = labels()[group].get(key)
    return str(pair[LANGS.index(lang)]) if pair else key


def type_name(type_: str, lang: Lang) -> str:
    """The name of an incident or access type."""
    row: TypeRow | AccessRow | None = types().get(type_) or access_types().get(type_)
    if row is None:
        return type_
    return row.name_en if lang == "en" else row.name_ar


def country_name(iso2: str | None, lang: Lang) -> str:
    """The name of a country, its code where the table has none."""
    row = countries().get(iso2 or "")
    if row is None:
        return iso2 or ""
    return row.name_en if lang == "en" else row.name_ar


def actor_kind(category: str | None) -> ActorKind:
    """The kind of a registry category; of several (``A/B``) an armed group first, an unlisted one is unidentified."""
    parts = (category or "").split("/")
    known = [actor_kinds()[part] for part in parts if part in actor_kinds()]
    return next((kind for kind in known if kind.side == "group"), known[0] if known else actor_kinds()["UNIDENT"])
