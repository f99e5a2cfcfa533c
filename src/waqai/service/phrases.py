"""How well each value reader reads its corpus of phrases: what must be found is found, what must be left alone is.

A row of ``corpus/phrases`` is one phrase: with something to find, it is right when the mention stands on the very
characters of ``span`` with every value the row gives; with nothing to find, when the reader finds nothing there.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import msgspec

from waqai.evaluate import interval
from waqai.lexicon.load import Lexicon, load
from waqai.match import actors, dates, numbers, people, places
from waqai.model import WaqaiError
from waqai.text.normalize import normalize
from waqai.text.segment import Layout, segment
from waqai.text.tokens import Doc

Row = dict[str, str]
SHOWN = 200


class Rate(msgspec.Struct, frozen=True):
    """Right of how many, with Wilson's 95 % interval; ``rate`` is None of none."""

    right: int
    of: int
    rate: float | None
    interval: tuple[float, float]


class ReaderScore(msgspec.Struct, frozen=True):
    """One reader: phrases in which it must find something, phrases it must leave alone, and those it got wrong."""

    reader: str
    found: Rate
    left_alone: Rate
    wrong: list[str]


def readers(names: str, packs: Sequence[Path] = (), folder: Path | None = None) -> list[ReaderScore]:
    """The scores of the readers named (separated by commas, or ``all``), by the lexicon of these packs.

    Raises WaqaiError for a name that is no reader, and where there is no corpus.
    """
    wanted = list(READERS) if names == "all" else [name.strip() for name in names.split(",") if name.strip()]
    unknown = [name for name in wanted if name not in READERS]
    if unknown or not wanted:
        raise WaqaiError(f"--readers {names}: not all, or some of {', '.join(READERS)}")
    where, lexicon = folder or _folder(), load(packs)
    return [_scored(name, where / READERS[name][0], READERS[name][1], lexicon) for name in wanted]


def _folder() -> Path:
    for root in (Path.cwd(), Path(__file__).parents[3]):
        if (root / "corpus" / "phrases").is_dir():
            return root / "corpus" / "phrases"
    raise WaqaiError("corpus/phrases: not here; readers are scored in a checkout of the project, not in a package")


def _scored(name: str, path: Path, right: Callable[[Row, Lexicon], bool], lexicon: Lexicon) -> ReaderScore:
    told: dict[bool, list[bool]] = {True: [], False: []}
    wrong: list[str] = []
    for row in _rows(path):
        ok = right(row, lexicon)
        told[_is_nothing(row)].append(ok)
        if not ok and len(wrong) < SHOWN:
            wrong.append(row["text"])
    return ReaderScore(name, _rate(told[False]), _rate(told[True]), wrong)


def _rows(path: Path) -> Iterable[Row]:
    lines = [line for line in path.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    return csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)


def _is_nothing(row: Row) -> bool:
    """Whether the row says that there is nothing to find: its first column that may say so is a dash."""
    return "-" in (row.get("kind"), row.get("actor"), row.get("name_en"), row.get("qualifier"))


def _rate(told: list[bool]) -> Rate:
    right, of = sum(told), len(told)
    return Rate(right, of, right / of if of else None, interval(right, of))


def _plain(text: str) -> Doc:
    return Doc(normalize(text), [], [])


def _number(value: str) -> int | None:
    return int(value) if value else None


def _numbers(row: Row, lexicon: Lexicon) -> bool:
    doc = segment(normalize(row["text"]), Layout(), lambda _: False)
    found = numbers.read(doc, lexicon.numbers)
    if _is_nothing(row):
        return not any(m.kind == "count" for m in found)
    want = (row["span"], row["kind"], _number(row["low"]), _number(row["high"]), row["qualifier"])
    return want in [(doc.span(m.i, m.j, m.skip).text, m.kind, m.low, m.high, m.qualifier) for m in found]


def _dates(row: Row, lexicon: Lexicon) -> bool:
    doc = segment(normalize(row["text"]), Layout(), lambda _: False)
    published = dt.date.fromisoformat(row["published"]) if row["published"] else None
    found = dates.read(doc, lexicon.dates, published)
    if _is_nothing(row):
        return not found
    names = ("kind", "start", "end", "grain", "basis")
    want = (row["span"], *(row[name] for name in names), row["period"] == "1")
    given = [(doc.span(m.i, m.j, m.skip).text, *(str(getattr(m, n) or "") for n in names), m.period) for m in found]
    return want in given


def _actors(row: Row, lexicon: Lexicon) -> bool:
    doc = _plain(row["text"])
    found = actors.find(
        doc, lexicon.actors, countries=tuple(row["countries"].split(",")) if row["countries"] else (),
        date=dt.date.fromisoformat(row["date"]) if row["date"] else None, outlet=row["outlet"] or None,
    )  # fmt: skip
    if _is_nothing(row):
        texts = [doc.span(m.i, m.j, m.skip).text for m in found]
        return not [t for t in texts if not row["span"] or t in row["span"] or row["span"] in t]
    mention: Any = next((m for m in found if doc.span(m.i, m.j, m.skip).text == row["span"]), None)
    wanted = None if row["actor"] == "?" else row["actor"]
    candidates = set(filter(None, row["candidates"].split("|")))
    return (
        mention is not None
        and (mention.actor, mention.kind) == (wanted, row["kind"])
        and candidates <= set(mention.candidates)
    )


def _places(row: Row, lexicon: Lexicon) -> bool:
    found = {m.span.text: m for m in places.find(_plain(row["text"]), lexicon.places)}
    if _is_nothing(row):
        return not found
    m = found.get(row["span"])
    if m is None:
        return False
    given = {
        "name_en": m.place.name_en if m.place else "?", "country": m.country, "adm1": m.adm1, "precision": m.precision,
        "role": "a" if m.anaphoric else m.role,
    }  # fmt: skip
    return all(not row[name] or row[name] == value for name, value in given.items())


def _victims(row: Row, lexicon: Lexicon) -> bool:
    doc = _plain(row["text"])
    counted = numbers.read(doc, lexicon.numbers)
    found = people.read(doc, lexicon.people, counted, actors.find(doc, lexicon.actors))
    told = [(doc.span(m.i, m.j, m.skip).text, m) for m in found]
    if _is_nothing(row):
        return not [text for text, _ in told if not row["span"] or row["span"] in text]
    want = (
        _number(row["low"]),
        _number(row["high"]),
        row["qualifier"],
        row["category"],
        row["unit"],
        row["harm"] or None,
    )
    for text, m in told:
        if text == row["span"] and want == (m.low, m.high, m.qualifier, m.category, m.unit, m.harm):
            theirs = not row["actors"] or set(m.actors) == set(row["actors"].split("|"))
            return theirs and (not row["relation"] or m.relation == row["relation"])
    return False


READERS: dict[str, tuple[str, Callable[[Row, Lexicon], bool]]] = {
    "numbers": ("numbers.tsv", _numbers),
    "dates": ("dates.tsv", _dates),
    "places": ("places.tsv", _places),
    "actors": ("actors.tsv", _actors),
    "people": ("victims.tsv", _victims),
}
