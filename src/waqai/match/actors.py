"""Actors in a text: names, adjectives of nationality, pronouns of side, unknown gunmen, second mentions, sources.

A homonym is decided by country, date, outlet and what else the text names, or left open with its candidates.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

import msgspec

from waqai.lexicon import actors as lexicon
from waqai.lexicon.actors import ActorTables
from waqai.lexicon.packs import BUILT_IN
from waqai.match.actors_raw import Raw
from waqai.match.actors_scan import scan as scan
from waqai.match.actors_settle import settle
from waqai.model import Category
from waqai.text.morph import ARTICLE
from waqai.text.normalize import normalize
from waqai.text.tokens import Doc

MentionKind = Literal["name", "adjective", "deixis", "unknown", "generic", "anaphoric", "source"]


class ActorMention(msgspec.Struct, frozen=True):
    """An actor where the text names it: tokens ``[i, j)`` without the first ``skip`` letters.

    ``core`` is the token range of the name itself when a head word (عناصر، حاجز، قوات) stands before it. ``actor`` is
    None where nothing decides; ``candidates`` are then the registry ids it may be. ``parent`` is whom the text says it
    belongs to. ``members`` is the victim category of its plain members. ``country_name`` marks a state called by its country's name, which may as well be the place.
    """

    i: int
    j: int
    skip: int
    actor: str | None
    candidates: tuple[str, ...]
    kind: MentionKind
    category: str | None
    country: str | None
    prefix: str
    force: bool
    civil: bool
    label: str
    why: tuple[str, ...]
    core: tuple[int, int]
    parent: str | None = None
    country_name: bool = False
    loaded: bool = False
    members: Category | None = None


Scanned = tuple[list[Raw], list[int]]
"""What :func:`scan` finds: every possible mention, and the tokens that name countries."""

MEMBERS: dict[str, Category] = {
    "STATE_MIL": "military", "EXT_STATE": "military", "COALITION": "military", "STATE_SEC": "security",
    "NSAG_SEC": "security", "NSAG": "fighter", "NSAG_PROXY": "fighter", "TRIBAL": "fighter", "COMMUNAL": "fighter",
    "CRIMINAL": "fighter", "UNIDENT": "fighter", "STATE_GOV": "official", "CIVIL_AUTH": "official", "UN": "aid_worker",
    "INGO": "aid_worker", "NGO_LOCAL": "aid_worker", "OTHER_AID": "aid_worker", "MEDIA": "journalist",
    "POLITICAL": "official", "MONITOR": "civilian", "CIVILIAN": "civilian",
}  # fmt: skip


def _members(category: str | None, flags: Sequence[str]) -> Category | None:
    """What a plain member of the actor is as a victim."""
    if "peacekeeper" in flags:
        return "peacekeeper"
    if "cd" in flags:
        return "rescuer"
    if "force" in flags and category == "POLITICAL":
        return "fighter"
    if "police" in flags and category == "EXT_STATE":
        return "security"
    return MEMBERS.get(category or "")


def _label(raw: Raw, label: str) -> str:
    """The name as the text has it; للجيش gives back its article."""
    return ARTICLE + label if raw.prefix.endswith("ل") and raw.skip > len(raw.prefix) else label


def find(
    doc: Doc,
    tables: ActorTables,
    *,
    countries: Sequence[str] = (),
    date: datetime.date | None = None,
    outlet: str | None = None,
    scanned: Scanned | None = None,
) -> list[ActorMention]:
    """Every actor mention of a document, in order, none overlapping.

    ``countries`` are ISO codes of the places the report names, the likeliest first; ``date`` is the report's, which
    decides names that changed their bearer; ``outlet`` is the publisher's name. ``scanned`` is ``scan(doc, tables)``
    where the caller has it already.
    """
    found, nations = scan(doc, tables) if scanned is None else scanned
    raws = found if scanned is None else [raw.copy() for raw in found]  # what is settled is written into them
    iso = date.isoformat() if date else None
    return [_mention(raw, doc, tables) for raw in settle(raws, nations, doc, tables, countries, iso, outlet)]


def _mention(raw: Raw, doc: Doc, tables: ActorTables) -> ActorMention:
    row = tables.actors.get(raw.actor) if raw.actor else None
    category = row.category if row else raw.category
    kind: MentionKind = raw.kind  # type: ignore[assignment]
    if kind == "name" and category in lexicon.SOURCES:
        kind = "source"
    elif raw.actor == "UNIDENT_ARMED":
        kind = "unknown"
    label = doc.clean.text[doc.tokens[raw.i].start + raw.skip : doc.tokens[raw.j - 1].end]
    return ActorMention(
        i=raw.i,
        j=raw.j,
        skip=raw.skip,
        actor=raw.actor,
        candidates=raw.candidates,
        kind=kind,
        category=category,
        country=row.countries[0] if row and row.countries[0] not in ("INT", "ANY") else raw.country,
        prefix=raw.prefix,
        force=row.armed if row else category in lexicon.ARMED or kind in ("deixis", "generic"),
        civil=category in lexicon.CIVIL,
        label=_label(raw, label),
        why=tuple(raw.why),
        core=(raw.core_i, raw.core_j),
        parent=raw.parent,
        country_name=raw.guard == "#",
        loaded=raw.loaded,
        members=_members(category, row.flags if row else raw.roles),
    )


@lru_cache(maxsize=1)
def default_tables() -> ActorTables:
    """The tables of the package's own data."""
    return lexicon.compile([BUILT_IN])


def find_actors(
    text: str,
    *,
    countries: Sequence[str] = (),
    date: datetime.date | None = None,
    outlet: str | None = None,
    tables: ActorTables | None = None,
) -> list[ActorMention]:
    """The actors of a plain text, by the packaged tables. See ``find``."""
    doc = Doc(normalize(text), [], [])
    return find(doc, tables or default_tables(), countries=countries, date=date, outlet=outlet)
