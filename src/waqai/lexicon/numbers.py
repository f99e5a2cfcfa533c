"""The numeral tables: what each folded word is worth, what bounds it, and what shows that it counts no people.

Rows come from ``numbers/words.tsv``, ``numbers/bounds.toml`` and ``numbers/kinds.toml`` of each pack; a row of a
later pack replaces the row with its ``id``. Look-up at run time is one dictionary hit per token.
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from pathlib import Path
from typing import Any, Literal, NamedTuple

import msgspec

from waqai.model import WaqaiError
from waqai.text.normalize import fold

Role = Literal[
    "zero",
    "unit", "ten", "teen", "tens", "hundred", "hundreds", "scale", "scale_plural", "scale_dual", "scale_case", "part", "ordinal",
    "vague", "several", "odd", "one_of",
]  # fmt: skip
NumberKind = Literal[
    "count", "ordinal", "age", "distance", "duration", "clock", "money", "percent", "unit_number", "calibre", "road",
    "model", "year", "date", "population", "weight", "other",
]  # fmt: skip
Effect = Literal["at_least", "at_most", "about"]

# first word → second word (empty where there is none) → what follows
Fixed = dict[str, dict[str, tuple[tuple[str, ...], ...]]]

ARTICLE = "ال"
# لست is "I am not", بست and كست are no numerals: a two-letter numeral takes the conjunctions only.
SHORT = 2


class LexiconError(WaqaiError):
    """A pack file that cannot be read: the message names the file, the line and the reason."""


class WordRow(msgspec.Struct, frozen=True):
    """A row of ``words.tsv``."""

    id: str
    role: Role
    value: float
    forms: tuple[str, ...]


class BoundRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A ``[[bound]]`` of ``bounds.toml``: phrases ahead of or behind a number, and what they make of it."""

    id: str
    effect: Effect
    side: Literal["before", "after"]
    phrases: list[str]
    examples: list[str]
    not_examples: list[str]


class KindRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An ``[[after]]``, ``[[before]]`` or ``[[cue]]`` of ``kinds.toml``."""

    id: str
    kind: NumberKind
    words: list[str]
    examples: list[str]
    not_examples: list[str]
    reach: int = 1


class QuantifierRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A ``[[quantifier]]`` of ``bounds.toml``: a quantity with no numeral; ``low`` is -1 where it has no floor."""

    id: str
    low: int
    phrases: list[str]
    examples: list[str]
    not_examples: list[str]


class NothingRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A ``[[nothing]]``: fixed phrases whose numeral counts nothing."""

    id: str
    phrases: list[str]
    examples: list[str]
    not_examples: list[str]


class Form(NamedTuple):
    """What a folded token is: a numeral in a role behind ``pro`` (``skip`` letters of it are not the numeral's)."""

    id: str
    role: Role
    value: float
    pro: str
    skip: int


class Phrase(NamedTuple):
    """A bound phrase by its folded words (the first behind ``skip`` proclitic letters)."""

    words: tuple[str, ...]
    effect: Effect
    id: str
    skip: int


class Quantifier(NamedTuple):
    """A quantity phrase by its folded words."""

    words: tuple[str, ...]
    low: int | None
    id: str
    pro: str
    skip: int


class RangeWords(msgspec.Struct, frozen=True):
    """The words that join two figures into one range."""

    id: str
    between: frozenset[str]
    what: frozenset[str]
    to: frozenset[str]
    from_: frozenset[str]
    or_: frozenset[str]
    dash: frozenset[str]
    and_: frozenset[str]


class Exceed(msgspec.Struct, frozen=True):
    """The verbs of a figure that stands words away from them («تجاوز عدد النازحين … 26 ألفا»)."""

    id: str
    verbs: frozenset[str]
    on: frozenset[str]
    on_words: frozenset[str]
    subjects: frozenset[str]
    not_: frozenset[str]


class NumberTables(msgspec.Struct, frozen=True):
    """Everything the number reader looks up, by folded token key. Picklable."""

    words: dict[str, Form]
    before: dict[str, tuple[Phrase, ...]]
    after: dict[str, tuple[Phrase, ...]]
    quantifiers: dict[str, tuple[Quantifier, ...]]
    units: dict[str, tuple[NumberKind, str]]
    heads: dict[str, tuple[NumberKind, str]]
    cues: dict[str, tuple[NumberKind, str, int]]
    nothing: dict[str, tuple[tuple[tuple[str, ...], int], ...]]
    months: frozenset[str]
    month_words: frozenset[str]
    of_month: frozenset[str]
    hundred_words: frozenset[str]
    change: frozenset[str]
    range: RangeWords
    exceed: Exceed
    percent_in: frozenset[str]
    stop: frozenset[str]
    opens: tuple[str, ...]
    year_before: frozenset[str]
    never: frozenset[str]


def compile(packs: Sequence[Path]) -> NumberTables:
    """The tables of the packs' ``numbers`` folders; rows of later packs win by id.

    Raises LexiconError naming the file, the line or row, and the reason.
    """
    words: dict[str, WordRow] = {}
    tables: dict[str, dict[str, Any]] = {k: {} for k in _RULES}
    single: dict[str, Any] = {}
    months: set[str] = set()
    for pack in packs:
        words |= {row.id: row for row in read_words(pack / "numbers" / "words.tsv")}
        for name in ("bounds.toml", "kinds.toml"):
            _read_rules(pack / "numbers" / name, tables, single)
        months |= set(_month_keys(pack / "dates" / "months.tsv"))
    if not words or "range" not in single:
        raise LexiconError(f"no numbers/words.tsv and numbers/bounds.toml in any of: {', '.join(map(str, packs))}")
    bounds = list(tables["bound"].values())
    forms = word_forms(words.values())
    quantifiers = _quantifiers(tables["quantifier"].values())
    return NumberTables(
        words=forms,
        before=_phrases(b for b in bounds if b.side == "before"),
        after=_phrases(b for b in bounds if b.side == "after"),
        quantifiers=quantifiers,
        units={k: (r.kind, r.id) for r in tables["after"].values() for k in _keys(r.words)},
        heads={k: (r.kind, r.id) for r in tables["before"].values() for k in _keys(r.words)},
        cues={k: (r.kind, r.id, r.reach) for r in tables["cue"].values() for k in _keys(r.words)},
        # the ordinal in a month's name (تشرين الثاني) is a fixed phrase too
        nothing=_around(
            [p for row in tables["nothing"].values() for p in row.phrases] + [m for m in months if " " in m],
            forms.keys() | quantifiers.keys(),
        ),
        months=frozenset(months),
        month_words=frozenset(_keys(single.get("month", {}).get("words", []))),
        of_month=frozenset(_keys(single.get("month", {}).get("of_it", []))),
        hundred_words=frozenset(k for k, f in forms.items() if f.role == "hundred" and f.pro == ARTICLE),
        change=frozenset(_keys(single.get("change", {}).get("words", []))),
        range=_range(single["range"]),
        exceed=_exceed(single.get("exceed", {})),
        percent_in=frozenset(_keys(single.get("percent", {}).get("in", []))),
        stop=frozenset(_keys(single.get("stop", {}).get("words", []))),
        opens=tuple(single.get("stop", {}).get("opens", [])),
        # as written: كمية is no كمئة, though their keys are one
        never=frozenset(c + w for w in single.get("never", {}).get("words", []) for c in ("", "و", "ف")),
        year_before=frozenset(_keys(single.get("year_before", {}).get("words", []))),
    )


def _keys(words: Iterable[str]) -> list[str]:
    return [fold(word) for word in words]


def tsv_rows(path: Path, columns: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a pack table with their line numbers; ``#`` lines are comments. A missing file has none."""
    if not path.is_file():
        return
    lines = [(n, line) for n, line in enumerate(path.read_text("utf-8").splitlines(), 1) if line.strip()]
    lines = [(n, line) for n, line in lines if not line.startswith("#")]
    for at, (n, line) in enumerate(lines):
        cells = next(csv.reader([line], delimiter="\t", quoting=csv.QUOTE_NONE))
        if at == 0:
            if list(cells) != list(columns):
                raise LexiconError(f"{path}:{n}: columns are {cells}, expected {list(columns)}")
            continue
        if len(cells) != len(columns):
            raise LexiconError(f"{path}:{n}: {len(cells)} cells, expected {len(columns)}")
        yield n, dict(zip(columns, cells, strict=True))


def read_words(path: Path) -> Iterator[WordRow]:
    """The typed rows of a ``words.tsv``."""
    for n, cells in tsv_rows(path, ("id", "role", "value", "forms")):
        try:
            row = msgspec.convert({**cells, "forms": cells["forms"].split("|")}, WordRow, strict=False)
        except msgspec.ValidationError as error:
            raise LexiconError(f"{path}:{n}: {error}") from error
        if not all(row.forms):
            raise LexiconError(f"{path}:{n}: an empty form in row {row.id!r}")
        yield row


_RULES: dict[str, type] = {
    "bound": BoundRow,
    "quantifier": QuantifierRow,
    "after": KindRow,
    "before": KindRow,
    "cue": KindRow,
    "nothing": NothingRow,
}


def read_toml(path: Path) -> dict[str, Any]:
    """A TOML file of a pack, empty where there is none."""
    if not path.is_file():
        return {}
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise LexiconError(f"{path}: {error}") from error


def _read_rules(path: Path, tables: dict[str, dict[str, Any]], single: dict[str, Any]) -> None:
    for name, rows in read_toml(path).items():
        if name not in _RULES:
            single[name] = rows
            continue
        for n, raw in enumerate(rows, 1):
            try:
                row: Any = msgspec.convert(raw, _RULES[name])
            except msgspec.ValidationError as error:
                raise LexiconError(f"{path}: [[{name}]] number {n} ({raw.get('id')}): {error}") from error
            tables[name][row.id] = row


def _month_keys(path: Path) -> Iterator[str]:
    for _, cells in tsv_rows(path, ("id", "month", "calendar", "use", "forms")):
        yield from (fold(form) for form in cells["forms"].split("|"))


def proclitics(word: str) -> Iterator[tuple[str, str, int]]:
    """Every written form of a folded word with its conjunction, preposition and article: ``(form, pro, skip)``."""
    prepositions = ("", "ب", "ل", "ك") if len(word) > SHORT else ("",)
    for conj, prep, article in product(("", "و", "ف"), prepositions, ("", ARTICLE)):
        joined = "لل" if prep == "ل" and article else prep + article
        yield conj + joined + word, conj + prep + article, len(conj + prep)


def word_forms(rows: Iterable[WordRow]) -> dict[str, Form]:
    """Full form → numeral; a bare form stands before one that needs a proclitic (واحد is 1, not و + احد)."""
    forms: dict[str, Form] = {}
    kept = [(row, int(row.value) if row.value == int(row.value) else row.value) for row in rows]
    for row, value in kept:
        for written in row.forms:
            forms.setdefault(fold(written), Form(row.id, row.role, value, "", 0))
    for row, value in kept:
        for written in row.forms:
            for form, pro, skip in proclitics(fold(written)):
                forms.setdefault(form, Form(row.id, row.role, value, pro, skip))
    return forms


def expand(written: str) -> Iterator[tuple[str, ...]]:
    """Every word sequence of a written phrase: ``a|b`` are alternatives, ``?`` after a slot lets it be absent.

    >>> list(expand("لا يقل|تقل عن?"))
    [('لا', 'يقل', 'عن'), ('لا', 'يقل'), ('لا', 'تقل', 'عن'), ('لا', 'تقل')]
    """
    slots = []
    for part in written.split():
        choices = [fold(word) for word in part.removesuffix("?").split("|")]
        slots.append([*choices, ""] if part.endswith("?") else choices)
    for words in product(*slots):
        yield tuple(word for word in words if word)


def _phrases(rows: Iterable[BoundRow]) -> dict[str, tuple[Phrase, ...]]:
    """By the key of the first word, longest first; a phrase ahead of a number may carry proclitics."""
    table: dict[str, dict[tuple[str, ...], Phrase]] = {}
    for row in rows:
        for written in row.phrases:
            for words in expand(written):
                _add_phrase(table, words, row)
    return {k: tuple(sorted(found.values(), key=lambda p: -len(p.words))) for k, found in table.items()}


def _add_phrase(table: dict[str, dict[tuple[str, ...], Phrase]], words: tuple[str, ...], row: BoundRow) -> None:
    heads: list[tuple[str, int]] = [(words[0], 0)]
    if row.side == "before":
        pairs = product(("", "و", "ف"), ("", "ب", "ل", "ك"))
        heads += [(c + p + words[0], len(c + p)) for c, p in pairs if c + p]
    for head, skip in heads:
        full = (head, *words[1:])
        table.setdefault(head, {}).setdefault(full, Phrase(full, row.effect, row.id, skip))


def _quantifiers(rows: Iterable[QuantifierRow]) -> dict[str, tuple[Quantifier, ...]]:
    table: dict[str, list[Quantifier]] = {}
    for row in rows:
        for phrase in row.phrases:
            words = tuple(_keys(phrase.split()))
            for head, pro, skip in proclitics(words[0]):
                if ARTICLE not in pro:
                    low = None if row.low < 0 else row.low
                    table.setdefault(head, []).append(Quantifier((head, *words[1:]), low, row.id, pro, skip))
    return {k: tuple(sorted(found, key=lambda q: -len(q.words))) for k, found in table.items()}


def fixed(phrases: Iterable[str]) -> Fixed:
    """Fixed phrases by their first word (conjunction or preposition on it or not), then by their second."""
    table: dict[str, dict[str, list[tuple[str, ...]]]] = {}
    for phrase in phrases:
        words = tuple(_keys(phrase.split()))
        second = words[1] if len(words) > 1 else ""
        for head in dict.fromkeys([words[0], *(c + words[0] for c in "وفبل")]):
            table.setdefault(head, {}).setdefault(second, []).append(words[2:])
    return {first: {second: tuple(rests) for second, rests in found.items()} for first, found in table.items()}


def _around(phrases: Iterable[str], numerals: Iterable[str]) -> dict[str, tuple[tuple[tuple[str, ...], int], ...]]:
    """Fixed phrases by their first numeral word, with how many words stand ahead of it."""
    known = set(numerals)
    table: dict[str, list[tuple[tuple[str, ...], int]]] = {}
    for phrase in phrases:
        words = tuple(_keys(phrase.split()))
        for head in dict.fromkeys([words[0], *(c + words[0] for c in "وفبل")]):
            full = (head, *words[1:])
            at = next((n for n, word in enumerate(full) if word in known), None)
            if at is not None:
                table.setdefault(full[at], []).append((full, at))
    return {key: tuple(found) for key, found in table.items()}


def _range(raw: dict[str, Any]) -> RangeWords:
    sets = {k: frozenset(_keys(raw[k])) for k in ("between", "what", "to", "dash")}
    return RangeWords(
        id=raw["id"],
        from_=frozenset(_keys(raw["from"])),
        or_=frozenset(_keys(raw["or"])),
        and_=frozenset(_keys(raw["and"])),
        **sets,
    )


def _exceed(raw: dict[str, Any]) -> Exceed:
    sets = {k: frozenset(_keys(raw.get(k, []))) for k in ("verbs", "on", "on_words", "subjects")}
    return Exceed(id=raw.get("id", "numbers.exceeds"), not_=frozenset(_keys(raw.get("not", []))), **sets)
