"""The date reader: every date and period of a document, resolved against the day of publication where the words ask it.

Explicit dates without a year are read as past. Without a publication date a relative date keeps its grain and basis, and no day.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

import msgspec

from waqai.lexicon import dates as lexicon
from waqai.lexicon.dates import DateTables
from waqai.lexicon.numbers import ARTICLE
from waqai.match.dates_calendar import day, shift_days
from waqai.match.dates_periods import point
from waqai.match.dates_spans import ago, bare_range, from_to, habitual, since, until_now, within
from waqai.match.dates_words import Cursor, DateKind, When
from waqai.match.numbers_words import Atom, atoms, fixed_end
from waqai.model import DateBasis, Grain, Span
from waqai.text.normalize import normalize
from waqai.text.segment import Layout, segment
from waqai.text.tokens import Doc


class DateMention(msgspec.Struct, frozen=True):
    """A date at tokens ``[i, j)``, ``skip`` letters of proclitic on token ``i`` left out.

    ``inner`` is the token where the day or period itself begins: «منذ 7 آب» has its 7 there, else it is ``i``.
    ``start`` and ``end`` are inclusive days, None where nothing resolves them. ``period``: what a tally counts over.
    ``open_end``: until publication. ``uncertain``: days either way (Hijri 1). ``past``: before publication, by its days
    or by its words. ``why`` are rule ids.
    """

    i: int
    j: int
    inner: int
    skip: int
    start: date | None
    end: date | None
    grain: Grain
    basis: DateBasis
    kind: DateKind
    period: bool
    open_end: bool
    past: bool
    uncertain: int
    why: tuple[str, ...]


class ReadDate(msgspec.Struct, frozen=True):
    """A date of a text: what :func:`read_dates` gives."""

    span: Span
    start: date | None
    end: date | None
    grain: Grain
    basis: DateBasis
    kind: DateKind
    period: bool
    open_end: bool
    why: tuple[str, ...]


RULES = (
    (lexicon.HABITS, habitual),
    (lexicon.SINCE, since),
    (lexicon.WITHIN, within),
    (lexicon.FROM, from_to),
    (lexicon.AGO, ago),
    (lexicon.UNTIL, until_now),
    (lexicon.NUMBERED, bare_range),
    (lexicon.POINTS, point),
)
# What begins with a preposition of its own follows no name.
PREPOSITIONAL = frozenset(
    ("dates.since", "dates.since_event", "dates.within", "dates.lasting", "dates.from", "dates.between")
)


def read(
    doc: Doc, tables: DateTables, published: date | None, atoms_found: dict[int, Atom] | None = None
) -> list[DateMention]:
    """All dates of ``doc``, in order, none overlapping another.

    ``atoms_found`` is ``atoms(doc.tokens, tables.numbers)`` where the caller has it already.
    """
    found = atoms(doc.tokens, tables.numbers) if atoms_found is None else atoms_found
    cursor = Cursor(doc, tables, found, published)
    out: list[DateMention] = []
    nothing, triggers = tables.nothing, tables.triggers
    told = _Told(published)
    at = 0
    for token in doc.tokens:
        k, key = token.i, token.key
        if k < at or not (key in triggers or k in found or k + 1 in found):
            continue
        if key in nothing and (end := fixed_end(doc.tokens, k, nothing[key])):
            at = end
            continue
        mask = cursor.starts(k)
        if not mask or (mask == lexicon.FROM and not cursor.starts(k + 1)):
            continue
        when = _at(cursor, k, mask)
        if when is None:
            continue
        at = when.j
        kept = _named(cursor, when)
        if kept is not None:
            told.add(kept)
            out.append(_mention(cursor, told.last))
            cursor.text_year = told.year
    return out


class _Told:
    """What the text told last: the day that «اليوم التالي» hangs on, and the year where there is no publication."""

    def __init__(self, published: date | None) -> None:
        self.published = published
        self.day: date | None = None
        self.dated: date | None = None  # the last that was no relative day: «الشهر ذاته» is its month
        self.year: int | None = None
        self.period: When | None = None
        self.last: When

    def _hung(self, when: When) -> date | None:
        """The day of an anchor that hangs on what was told; none after publication."""
        if when.kind != "anchor" or self.day is None:
            return None
        that = when.why[-1] == "dates.that_date"
        on = None
        if when.day_number is not None:
            of = self.dated or self.day
            on = day(of.year, of.month, when.day_number)
        elif when.shift is not None and (when.open_end or not that):
            on = shift_days((self.dated if that else None) or self.day, when.shift)
        late = on is not None and self.published is not None and on > self.published
        return None if late else on

    def add(self, when: When) -> None:
        """Resolves an anchor against what was told, and remembers what ``when`` tells."""
        on = self._hung(when)
        self.last = when
        if on:
            end = None if when.open_end else on
            self.last = when._replace(start=on, end=end, why=(*when.why, "dates.anchor.resolved"))
        elif when.why[-1] == "dates.same_period" and self.period is not None:
            start, end = self.period.start, self.period.end
            why = (*when.why, "dates.anchor.resolved")
            self.last = when._replace(start=start, end=end, kind="period", period=True, why=why)
        elif when.period and when.start:
            self.period = when
        if on or (when.start and (when.kind == "day" or when.grain == "month")):
            self.day = on or when.start
        if when.start and when.basis == "explicit":
            self.dated = when.start
            self.year = when.start.year


def _at(c: Cursor, k: int, mask: int) -> When | None:
    c.open = k
    for bit, rule in RULES:
        if mask & bit:
            when = rule(c, k)
            if when is not None:
                return when
    return None


def _named(c: Cursor, when: When) -> When | None:
    """A date that is part of a name is dropped (جسر 17 تموز); one that names an event is its anchor (اتفاق 10 آذار)."""
    if when.basis != "explicit" or when.why[-1] == "dates.year" or when.why[0] in PREPOSITIONAL:
        return when
    before = _bare_before(c, when.i)
    if any(key in c.tables.name_heads for key in before):
        return None
    if any(key in c.tables.event_heads for key in before):
        return when._replace(kind="anchor", period=False, why=(*when.why, "dates.event_name"))
    return when


def _bare_before(c: Cursor, k: int) -> tuple[str, ...]:
    key = c.key(k - 1)
    return (key, key[1:]) if key.isalpha() else ()


def _mention(c: Cursor, w: When) -> DateMention:
    skip = _skip(c, w.i)
    i = w.i
    end = w.end or w.start
    past = end < c.published if end and c.published else w.direction < 0
    return DateMention(
        i, w.j, i if w.inner is None else w.inner, skip, w.start, w.end, w.grain, w.basis, w.kind, w.period, w.open_end, past, w.uncertain, w.why
    )  # fmt: skip


def _skip(c: Cursor, i: int) -> int:
    """The letters of conjunction and preposition on the first token."""
    key = c.tokens[i].key
    if i not in c.found:
        found = list(c.tables.words.get(key, ())) + [w for _, w in c.tables.phrases.get(key, ())]
        return min((w.skip for w in found), default=max(0, len(key) - 2) if key.endswith(ARTICLE) else 0)
    return c.found[i].form.skip


@lru_cache(maxsize=1)
def default_tables() -> DateTables:
    """The tables of the packaged lexicon."""
    return lexicon.compile([Path(str(files("waqai") / "data"))])


def read_dates(text: str, published: date | str | None = None) -> list[ReadDate]:
    """The dates of a text, each with its exact characters; ``published`` is a date or its ISO form.

    >>> [(d.span.text, str(d.start), d.kind) for d in read_dates("قتل مدني مساء أمس", "2024-03-12")]
    [('مساء أمس', '2024-03-11', 'day')]
    """
    on = date.fromisoformat(published) if isinstance(published, str) else published
    doc = segment(normalize(text), Layout(), lambda _: False)
    return [
        ReadDate(doc.span(m.i, m.j, m.skip), m.start, m.end, m.grain, m.basis, m.kind, m.period, m.open_end, m.why)
        for m in read(doc, default_tables(), on)
    ]
