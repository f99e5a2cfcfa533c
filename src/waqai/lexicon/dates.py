"""The tables of time: months, weekdays, parts of day, units, edges, named days, and where none of them is a date.

Rows come from ``dates/months.tsv``, ``dates/words.tsv``, ``dates/named.tsv`` and ``dates/traps.toml`` of each pack; a row of a
later pack replaces the row with its ``id``. The numeral tables come along, for days are counted and numbered.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import reduce
from itertools import product
from operator import or_
from pathlib import Path
from typing import Any, Literal, NamedTuple

import msgspec

from waqai.lexicon import numbers
from waqai.lexicon.numbers import ARTICLE, Fixed, LexiconError, NumberTables, read_toml, tsv_rows
from waqai.text.normalize import fold

Calendar = Literal["g", "h"]
Role = Literal[
    "weekday", "day", "night", "part", "part_adv", "yom", "past", "current", "next", "same", "this", "same_word", "edge",
    "season", "unit.0", "unit.1", "unit.2", "year_word", "since", "from", "until", "to", "now", "within", "lasting", "ago",
    "after", "between", "of", "month_word", "last_n", "approx", "date_word", "era", "vague", "habit", "row", "few", "just", "shift", "event", "after_of", "month", "named",
]  # fmt: skip
# These never carry the article of their own (a unit does: الشهر), nor a preposition written on them.
ARTICLED = ("unit.0", "unit.1", "unit.2", "part_adv")


# What can begin at a token, as bits: the reader tries only the rules its token can start.
DAYS, MONTHS, EDGES, NAMED, UNITS, YEARS, SEASONS, VAGUE, HABITS, SINCE, WITHIN, FROM, AGO, UNTIL, NUMBERED = (
    1 << n for n in range(15)
)
POINTS = DAYS | MONTHS | EDGES | NAMED | UNITS | YEARS | SEASONS | VAGUE | NUMBERED
STARTS: dict[Role, int] = {
    "weekday": DAYS,
    "day": DAYS | HABITS,
    "night": DAYS,
    "part": DAYS | VAGUE,
    "yom": DAYS,
    "part_adv": VAGUE,
    "vague": VAGUE,
    "just": VAGUE,
    "shift": VAGUE,
    "month": MONTHS,
    "month_word": MONTHS | UNITS,
    "edge": EDGES,
    "named": NAMED,
    "unit.0": UNITS,
    "unit.1": UNITS | HABITS,
    "unit.2": UNITS,
    "this": UNITS,
    "last_n": UNITS,
    "year_word": YEARS | UNITS,
    "season": SEASONS,
    "habit": HABITS,
    "since": SINCE,
    "within": WITHIN,
    "lasting": WITHIN,
    "from": FROM,
    "between": FROM,
    "ago": AGO,
    "after": AGO,
    "until": UNTIL,
}


class WordRow(msgspec.Struct, frozen=True):
    """A row of ``words.tsv``."""

    id: str
    role: Role
    value: int
    forms: tuple[str, ...]


class MonthRow(msgspec.Struct, frozen=True):
    """A row of ``months.tsv``. ``use`` near: a month only where its neighbours say so."""

    id: str
    month: int
    calendar: Calendar
    use: Literal["sure", "near"]
    forms: tuple[str, ...]


class NamedRow(msgspec.Struct, frozen=True):
    """A row of ``named.tsv``: the first of ``length`` days."""

    id: str
    calendar: Calendar
    month: int
    day: int
    length: int
    forms: tuple[str, ...]


class TrapRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A row of ``traps.toml``: ``words`` beside a date word, or whole ``phrases``."""

    id: str
    examples: list[str]
    not_examples: list[str]
    words: list[str] = []
    phrases: list[str] = []


class DateWord(NamedTuple):
    """What a run of ``length`` tokens is: a ``role`` with its ``value``, behind ``pro`` (``skip`` letters)."""

    id: str
    role: Role
    value: int
    calendar: str
    sure: bool
    pro: str
    skip: int
    length: int


class DateTables(msgspec.Struct, frozen=True):
    """Everything the date reader looks up, by folded token key. Picklable."""

    words: dict[str, tuple[DateWord, ...]]
    phrases: dict[str, tuple[tuple[tuple[str, ...], DateWord], ...]]
    starts: dict[str, int]
    pairs: dict[str, dict[str, int]]
    named: dict[str, NamedRow]
    name_heads: frozenset[str]
    event_heads: frozenset[str]
    weekday_heads: frozenset[str]
    today_after: frozenset[str]
    today_before: frozenset[str]
    month_before: frozenset[str]
    never: frozenset[str]
    nothing: Fixed
    triggers: frozenset[str]
    numbers: NumberTables


def compile(packs: Sequence[Path]) -> DateTables:
    """The tables of the packs' ``dates`` folders (and ``numbers``); rows of later packs win by id.

    Raises LexiconError naming the file, the line or row, and the reason.
    """
    words: dict[str, WordRow] = {}
    months: dict[str, MonthRow] = {}
    named: dict[str, NamedRow] = {}
    traps: dict[str, dict[str, TrapRow]] = {}
    before: list[str] = []
    never: list[str] = []
    for pack in packs:
        words |= _rows(pack / "dates" / "words.tsv", WordRow, ("id", "role", "value", "forms"))
        months |= _rows(pack / "dates" / "months.tsv", MonthRow, ("id", "month", "calendar", "use", "forms"))
        named |= _rows(pack / "dates" / "named.tsv", NamedRow, ("id", "calendar", "month", "day", "length", "forms"))
        _traps(pack / "dates" / "traps.toml", traps, before, never)
    if not words or not months:
        raise LexiconError(f"no dates/words.tsv and dates/months.tsv in any of: {', '.join(map(str, packs))}")
    single, phrases = _index([*_word_entries(words), *_month_entries(months), *_named_entries(named)])
    starts, pairs = _starts(single), _pairs(phrases)
    nothing = numbers.fixed(p for row in traps.get("nothing", {}).values() for p in row.phrases)
    return DateTables(
        words=single,
        phrases=phrases,
        starts=starts,
        pairs=pairs,
        named=named,
        name_heads=_trap_words(traps, "name_head"),
        event_heads=_trap_words(traps, "event_head"),
        weekday_heads=_trap_words(traps, "weekday_head"),
        today_after=_trap_words(traps, "today_noun_after"),
        today_before=_trap_words(traps, "today_noun_before"),
        month_before=frozenset(fold(w) for w in before),
        never=frozenset(never),
        nothing=nothing,
        triggers=frozenset(starts.keys() | pairs.keys() | nothing.keys()),
        numbers=numbers.compile(packs),
    )


def _mask(word: DateWord) -> int:
    # «لليوم السادس» is a habit, «اليوم» is not
    nth = word.role in ("day", "unit.1") and "ل" not in word.pro
    return STARTS.get(word.role, 0) & (~HABITS if nth else -1)


def _starts(single: dict[str, tuple[DateWord, ...]]) -> dict[str, int]:
    masks = {key: reduce(or_, map(_mask, words)) for key, words in single.items()}
    return {key: mask for key, mask in masks.items() if mask}


def _pairs(phrases: dict[str, tuple[tuple[tuple[str, ...], DateWord], ...]]) -> dict[str, dict[str, int]]:
    """What a phrase can begin, by its first and second word."""
    masks: dict[str, dict[str, int]] = {}
    for key, entries in phrases.items():
        for rest, word in entries:
            if _mask(word):
                seconds = masks.setdefault(key, {})
                seconds[rest[0]] = seconds.get(rest[0], 0) | _mask(word)
    return masks


def _rows(path: Path, kind: type, columns: tuple[str, ...]) -> dict[str, Any]:
    rows: dict[str, Any] = {}
    for n, cells in tsv_rows(path, columns):
        try:
            row: Any = msgspec.convert({**cells, "forms": cells["forms"].split("|")}, kind, strict=False)
        except msgspec.ValidationError as error:
            raise LexiconError(f"{path}:{n}: {error}") from error
        if not all(row.forms):
            raise LexiconError(f"{path}:{n}: an empty form in row {row.id!r}")
        rows[row.id] = row
    return rows


def _traps(path: Path, traps: dict[str, dict[str, TrapRow]], before: list[str], never: list[str]) -> None:
    """Reads one ``traps.toml``: its tables into ``traps`` by id, its word lists into ``before`` and ``never``."""
    raw = read_toml(path)
    before += raw.pop("month_before", {}).get("words", [])
    never += raw.pop("never", {}).get("words", [])
    for name, rows in raw.items():
        for n, row in enumerate(rows, 1):
            try:
                read = msgspec.convert(row, TrapRow)
            except msgspec.ValidationError as error:
                raise LexiconError(f"{path}: [[{name}]] number {n} ({row.get('id')}): {error}") from error
            traps.setdefault(name, {})[read.id] = read


def _trap_words(traps: dict[str, dict[str, TrapRow]], name: str) -> frozenset[str]:
    return frozenset(fold(w) for row in traps.get(name, {}).values() for w in row.words)


Entry = tuple[tuple[str, ...], DateWord, bool]


def _written(form: str) -> Iterator[tuple[str, ...]]:
    """Each word sequence of a form; ``a,b`` are alternatives of one word."""
    yield from product(*([fold(w) for w in part.split(",")] for part in form.split()))


def _entries(row: WordRow | MonthRow | NamedRow, word: DateWord, articled: bool) -> Iterator[Entry]:
    for form in row.forms:
        for words in _written(form):
            yield words, word._replace(length=len(words)), articled


def _word_entries(rows: dict[str, WordRow]) -> Iterator[Entry]:
    for row in rows.values():
        word = DateWord(row.id, row.role, row.value, "", True, "", 0, 1)
        yield from _entries(row, word, row.role in ARTICLED)


def _month_entries(rows: dict[str, MonthRow]) -> Iterator[Entry]:
    for row in rows.values():
        yield from _entries(row, DateWord(row.id, "month", row.month, row.calendar, row.use == "sure", "", 0, 1), False)


def _named_entries(rows: dict[str, NamedRow]) -> Iterator[Entry]:
    for row in rows.values():
        yield from _entries(row, DateWord(row.id, "named", 0, row.calendar, True, "", 0, 1), False)


def heads(word: str, articled: bool) -> Iterator[tuple[str, str, int]]:
    """The written forms of a phrase's first word: ``(form, proclitics, letters skipped)``."""
    inside = word.startswith(ARTICLE)
    # باب is a gate, not «in August»
    prepositions = ("", "ب", "ل", "ك") if len(word) > numbers.SHORT else ("",)
    for conj, prep in product(("", "و", "ف"), prepositions):
        joined = conj + ("ل" + word[1:] if prep == "ل" and inside else prep + word)
        yield joined, conj + prep, len(conj + prep)
        if articled:
            form = conj + ("لل" if prep == "ل" else prep + ARTICLE) + word
            yield form, conj + prep + ARTICLE, len(conj + prep)


def _index(
    entries: Sequence[Entry],
) -> tuple[dict[str, tuple[DateWord, ...]], dict[str, tuple[tuple[tuple[str, ...], DateWord], ...]]]:
    single: dict[str, dict[tuple[str, str], DateWord]] = {}
    phrases: dict[str, list[tuple[tuple[str, ...], DateWord]]] = {}
    for words, word, articled in entries:
        for form, pro, skip in heads(words[0], articled):
            found = word._replace(pro=pro, skip=skip)
            if len(words) == 1:
                single.setdefault(form, {}).setdefault((word.id, pro), found)
            else:
                phrases.setdefault(form, []).append((words[1:], found))
    flat = {k: tuple(sorted(v.values(), key=lambda w: len(w.pro))) for k, v in single.items()}
    return flat, {k: tuple(sorted(v, key=lambda p: -len(p[0]))) for k, v in phrases.items()}
