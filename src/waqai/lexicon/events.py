"""Event rows: triggers, cues, weapons, things that close, reporting verbs; each rule with its examples."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import msgspec

from waqai.lexicon import likelihood
from waqai.lexicon.index import WordIndex
from waqai.lexicon.likelihood import Likelihood
from waqai.lexicon.packs import LexiconError, decode_toml, overlay, pack_files
from waqai.model import Factuality, Harm, Kind, Sector, Stance, Weapon

Frame = Literal[
    "strike", "undergo", "mutual", "blast", "found", "move", "closure", "flee", "agree", "release", "launch", "seize",
    "gather", "meet", "speech", "state",
]  # fmt: skip
CueCategory = Literal[
    "negation", "denial", "rumour", "refutation", "hedge", "planned", "foiled", "hypothetical", "purpose", "generic",
    "exercise", "anniversary", "background", "attempt", "survived", "demand", "judicial", "accident", "future",
    "consequence", "cause", "light", "tally", "total", "separate", "update", "affirm", "lifting", "context",
]  # fmt: skip


class Words(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """How a row is written: verbs ``perfect imperfect``, nouns ``singular plural ...``, fixed phrases."""

    verbs: list[str] = []
    passives: list[str] = []
    nouns: list[str] = []
    phrases: list[str] = []


class TriggerRow(Words, kw_only=True):
    """A trigger of a type. ``needs`` are context classes one of which its clause must hold (``weapon:drone``, ``object:road``,
    ``cue:armed``, ``people``, ``actor``), ``also`` more classes of which it must hold one as well; ``unless`` are classes
    or neighbours that forbid it. ``before:`` asks for a class earlier in the sentence, ``sentence:`` anywhere in it, ``number`` for a count."""

    id: str
    frame: Frame
    harm: Harm | None = None
    weapon: Weapon | None = None
    needs: list[str] = []
    also: list[str] = []
    unless: list[str] = []
    next_not: list[str] = []
    previous_not: list[str] = []
    weak: bool = False
    examples: list[str]
    not_examples: list[str]


class TypeFile(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """One file of ``events/``: an event type and its triggers."""

    type: str
    kind: Kind
    name_en: str
    name_ar: str
    family: str
    trigger: list[TriggerRow]


class CueRow(Words, kw_only=True):
    """A cue with scope: what it says of the event it governs (``right`` of it, ``left``, or ``both``)."""

    id: str
    category: CueCategory
    direction: Literal["right", "left", "both"] = "right"
    reach: int = 12
    factuality: Factuality | None = None
    examples: list[str]
    not_examples: list[str]


class WeaponRow(Words, kw_only=True):
    """Words that name a weapon or what delivers it."""

    id: str
    weapon: Weapon
    strong: bool = True


class ObjectRow(Words, kw_only=True):
    """Things that can be closed, cut, suspended: the access type and sector that follow."""

    id: str
    type: str
    sector: Sector | None = None


class SayRow(Words, kw_only=True):
    """A reporting verb or phrase, and how its speaker stands to what is said."""

    id: str
    stance: Stance
    kind: Literal["verb", "preposition", "noun"] = "verb"


class PrepRow(Words, kw_only=True):
    """A preposition, or a relative verb that works as one («هجوم شنه …»): the row's id is the role it gives."""

    id: str


class ClauseRow(Words, kw_only=True):
    """Words that open a clause: ``subordinate``, ``complement`` (أن) or ``relative`` (الذي)."""

    id: str


class DetailRow(Words, kw_only=True):
    """Words that say how far, until when or but for whom something is closed."""

    id: str


class ContextRow(Words, kw_only=True):
    """Words of a class that rules ask for or forbid (``accident``, ``sport``, ``economy`` …)."""

    id: str


class CueFile(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """One file of ``cues/``; each table is optional."""

    cue: list[CueRow] = []
    weapon: list[WeaponRow] = []
    object: list[ObjectRow] = []
    say: list[SayRow] = []
    context: list[ContextRow] = []
    prep: list[PrepRow] = []
    clause: list[ClauseRow] = []
    degree: list[DetailRow] = []
    until: list[DetailRow] = []
    exception: list[DetailRow] = []


class Trigger(msgspec.Struct, frozen=True):
    """A trigger row with the type it belongs to, as the engine reads it."""

    id: str
    type: str
    kind: Kind
    family: str
    frame: Frame
    harm: Harm | None
    weapon: Weapon | None
    needs: tuple[str, ...]
    unless: tuple[str, ...]
    next_not: frozenset[str]
    previous_not: frozenset[str]
    weak: bool
    also: tuple[str, ...] = ()


class EventTables(msgspec.Struct):
    """All event rows by id, and the index of their full forms. Senses are of kind trigger, cue, weapon, object, say, context."""

    index: WordIndex
    triggers: dict[str, Trigger]
    cues: dict[str, CueRow]
    weapons: dict[str, WeaponRow]
    objects: dict[str, ObjectRow]
    says: dict[str, SayRow]
    contexts: dict[str, ContextRow]
    preps: dict[str, PrepRow]
    clauses: dict[str, ClauseRow]
    details: dict[str, DetailRow]
    types: dict[str, TypeFile]
    fingerprint: str = ""
    likelihood: Likelihood = msgspec.field(default_factory=Likelihood)


def _add(index: WordIndex, kind: str, row: Words, id_: str) -> None:
    for verb in row.verbs:
        index.add_verb(verb, kind, id_)
    for verb in row.passives:
        index.add_verb(verb, kind, id_, passive=True)
    for noun in row.nouns:
        index.add_noun(noun, kind, id_)
    for phrase in row.phrases:
        index.add_phrase(phrase, kind, id_)


def _check_examples(path: Path, rows: Sequence[TriggerRow | CueRow]) -> None:
    for row in rows:
        if not row.examples or not row.not_examples:
            raise LexiconError(f"{path}: {row.id}: examples and not_examples are compulsory")


def _add_verbs(path: Path, kind: str, rows: Sequence[Words], index: WordIndex) -> None:
    for row in rows:
        for verb in [*row.verbs, *row.passives]:
            if len(verb.split()) not in (2, 3):
                raise LexiconError(
                    f"{path}: {getattr(row, 'id', '?')}: a verb is written «perfect imperfect», not «{verb}»"
                )
        _add(index, kind, row, getattr(row, "id", ""))


def _trigger(file: TypeFile, row: TriggerRow) -> Trigger:
    from waqai.text.normalize import fold

    return Trigger(
        row.id, file.type, file.kind, file.family, row.frame, row.harm, row.weapon, tuple(row.needs), tuple(row.unless),
        frozenset(fold(w) for w in row.next_not), frozenset(fold(w) for w in row.previous_not), row.weak,
        tuple(row.also),
    )  # fmt: skip


def read_types(packs: Sequence[Path]) -> list[tuple[Path, TypeFile]]:
    """Every ``events/*.toml`` of the packs, checked."""
    found = []
    for path in pack_files(packs, "events/*.toml"):
        file = decode_toml(path, TypeFile)
        _check_examples(path, file.trigger)
        found.append((path, file))
    return found


def read_cues(packs: Sequence[Path]) -> list[tuple[Path, CueFile]]:
    """Every ``cues/*.toml`` of the packs, checked."""
    found = []
    for path in pack_files(packs, "cues/*.toml"):
        file = decode_toml(path, CueFile)
        _check_examples(path, file.cue)
        found.append((path, file))
    return found


def compile(packs: Sequence[Path]) -> EventTables:
    """The event tables of some packs, later ones winning by id."""
    index = WordIndex()
    tables = EventTables(index, {}, {}, {}, {}, {}, {}, {}, {}, {}, {})
    for path, file in read_types(packs):
        tables.types[file.type] = file
        _add_verbs(path, "trigger", file.trigger, index)
        for row in overlay(file.trigger):
            tables.triggers[row.id] = _trigger(file, row)
    for path, cues in read_cues(packs):
        groups: tuple[tuple[str, Sequence[Words], dict[str, Words]], ...] = (
            ("cue", cues.cue, tables.cues), ("weapon", cues.weapon, tables.weapons), ("object", cues.object, tables.objects),
            ("say", cues.say, tables.says), ("context", cues.context, tables.contexts),
            ("prep", cues.prep, tables.preps), ("clause", cues.clause, tables.clauses),
            ("degree", cues.degree, tables.details), ("until", cues.until, tables.details), ("exception", cues.exception, tables.details),
        )  # type: ignore[assignment]  # fmt: skip
        for kind, rows, table in groups:
            _add_verbs(path, kind, rows, index)
            table.update({getattr(row, "id", ""): row for row in rows})
    index.finish()
    tables.likelihood = likelihood.compile(packs)
    return tables
