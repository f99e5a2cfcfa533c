"""Checks coded reports by hand: ``python tools/check_gold.py [FILE or FOLDER ...]``, by default ``corpus/reports``.

A gold file must be JSON of the shape that ``docs/records.md`` gives; each quoted span must stand in the text at its
offsets; dates, places, actors and types must be codes that exist. One line a problem, ``file: where: reason``, without a
word of the text, so that it can be run over a set held apart; exit 1 if there is any.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, get_args

from waqai import model
from waqai.lexicon.load import load

ROOT = Path(__file__).resolve().parents[1]
REPORTS = ROOT / "corpus" / "reports"
HEAD = {"file": str, "register": str, "country": str, "set": str, "phenomena": list, "records": list, "chars": int}
RECORD = {
    "id": str,
    "kind": str,
    "type": str,
    "factuality": str,
    "counts": bool,
    "must": bool,
    "trigger": dict,
    "evidence": dict,
}
SETS = ("open", "apart")
WORDS: dict[str, tuple[str, ...]] = {
    "kind": get_args(model.Kind),
    "factuality": get_args(model.Factuality),
    "initiator_status": get_args(model.InitiatorStatus),
    "weapon": get_args(model.Weapon),
    "sector": get_args(model.Sector),
    "degree": get_args(model.Degree),
    "direction": ("out", "return"),
}
PARTS: dict[str, dict[str, tuple[str, ...]]] = {
    "actors": {"role": get_args(model.Role), "basis": get_args(model.ActorBasis)},
    "casualties": {
        "harm": get_args(model.Harm),
        "qualifier": get_args(model.Qualifier),
        "category": get_args(model.Category),
        "unit": ("person", "family", "vehicle"),
    },
    "sources": {"kind": get_args(model.SourceKind), "stance": get_args(model.Stance)},
    "links": {"rel": get_args(model.LinkRel)},
    "other_places": {"role": ("origin", "destination", "also")},
}
COUNTRY = re.compile(r"[A-Z]{2}")
Problem = tuple[str, str]
"""Where in the file, and what is wrong."""


@cache
def known() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """The types, actors and first-level areas that exist."""
    lexicon = load()
    areas = (lexicon.gazetteer.place(row).adm1 for row in range(len(lexicon.gazetteer)))
    types = {row.type for row in lexicon.events.triggers.values()} | {
        row.type for row in lexicon.events.objects.values() if row.type
    }
    return frozenset(types), frozenset(lexicon.actors.actors), frozenset(a for a in areas if a)


def spans(value: Any, where: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every quoted span below a value."""
    if isinstance(value, dict):
        if "start" in value and "text" in value:
            yield where, value
            return
        for key, inner in value.items():
            yield from spans(inner, f"{where}.{key}")
    elif isinstance(value, list):
        for n, inner in enumerate(value):
            yield from spans(inner, f"{where}[{n}]")


def in_text(value: Any, where: str, text: str) -> Iterator[Problem]:
    """Spans that do not stand in the text."""
    for at, span in spans(value, where):
        start, end = span.get("start"), span.get("end")
        if not isinstance(start, int) or not isinstance(end, int):
            yield at, "a span needs whole numbers as start and end"
        elif not 0 <= start < end <= len(text):
            yield at, f"{start}–{end} is not in a text of {len(text)} characters"
        elif text[start:end] != span["text"]:
            yield at, f"the text at {start}–{end} is not what is quoted"


def shape(value: Any, needed: dict[str, type], where: str) -> Iterator[Problem]:
    """Keys that are missing or of another kind."""
    if not isinstance(value, dict):
        yield where, "not an object"
        return
    for key, kind in needed.items():
        if key not in value:
            yield where, f"{key} is missing"
        elif not isinstance(value[key], kind):
            yield where, f"{key} is no {kind.__name__}"


def words(value: dict[str, Any], allowed: dict[str, tuple[str, ...]], where: str) -> Iterator[Problem]:
    """Closed values that are none of the closed list."""
    for key, choices in allowed.items():
        if value.get(key) is not None and value[key] not in choices:
            yield where, f"{key} cannot be {value[key]!r}"


def days(value: dict[str, Any] | None, where: str) -> Iterator[Problem]:
    """Dates and periods that are none."""
    if not value:
        return
    ends: list[date] = []
    for key in ("start", "end"):
        day = value.get(key)
        if day is None:
            continue
        try:
            if date.fromisoformat(day).isoformat() != day:
                raise ValueError
            ends.append(date.fromisoformat(day))
        except (ValueError, TypeError):
            yield where, f"{key} {day!r} is no day YYYY-MM-DD"
    if len(ends) == 2 and ends[0] > ends[1]:
        yield where, "ends before it starts"


def place(value: dict[str, Any] | None, where: str) -> Iterator[Problem]:
    """Country and area codes that are none, or of two countries."""
    if not value:
        return
    country, adm1 = value.get("country"), value.get("adm1")
    if country is not None and not COUNTRY.fullmatch(country):
        yield where, f"country {country!r} is no ISO 3166 code"
    if adm1 is not None and adm1 not in known()[2]:
        yield where, f"adm1 {adm1!r} is no area of the gazetteer"
    elif adm1 and country and not adm1.startswith(country):
        yield where, f"adm1 {adm1} is not in {country}"
    yield from words(value, {"precision": get_args(model.Precision), "basis": ("stated", "inherited")}, where)


def counts(entries: list[dict[str, Any]], where: str) -> Iterator[Problem]:
    """Casualties that cannot be."""
    for n, c in enumerate(entries):
        low, high, whole = c.get("low"), c.get("high"), c.get("subset_of")
        if low is not None and high is not None and low > high:
            yield f"{where}[{n}]", "low is over high"
        if whole is not None and (whole == n or not 0 <= whole < len(entries)):
            yield f"{where}[{n}]", f"subset_of {whole} is no other entry"


def actors(record: dict[str, Any], where: str) -> Iterator[Problem]:
    """Actors that the registry does not have."""
    for part in ("actors", "casualties", "sources"):
        for n, entry in enumerate(record.get(part) or []):
            named = entry.get("actors") if part == "casualties" else [entry.get("actor")]
            for actor in named or []:
                if actor is not None and actor not in known()[1]:
                    yield f"{where}.{part}[{n}]", f"no actor {actor!r} in the registry"


def record_problems(record: Any, where: str, text: str, names: Sequence[str]) -> Iterator[Problem]:
    """What is wrong with one record."""
    bad = list(shape(record, RECORD, where))
    yield from bad
    if bad:
        return
    yield from in_text(record, where, text)
    yield from words(record, WORDS, where)
    for part, allowed in PARTS.items():
        for n, entry in enumerate(record.get(part) or []):
            yield from words(entry, allowed, f"{where}.{part}[{n}]")
    if record["type"] not in known()[0]:
        yield where, f"no type {record['type']!r}"
    trigger, evidence = record["trigger"], record["evidence"]
    if not evidence["start"] <= trigger["start"] < trigger["end"] <= evidence["end"]:
        yield where, "the trigger is not within the evidence"
    should = record["kind"] in model.COUNTING_KINDS and record["factuality"] in model.COUNTING_FACTUALITY
    if record["counts"] != should:
        yield where, f"counts must be {str(should).lower()} of {record['kind']}, {record['factuality']}"
    when = record.get("date") or {}
    yield from words(when, {"grain": get_args(model.Grain), "basis": get_args(model.DateBasis)}, f"{where}.date")
    yield from days(when, f"{where}.date")
    yield from days(record.get("period"), f"{where}.period")
    yield from place(record.get("place"), f"{where}.place")
    for n, other in enumerate(record.get("other_places") or []):
        yield from place(other, f"{where}.other_places[{n}]")
    yield from counts(record.get("casualties") or [], f"{where}.casualties")
    yield from actors(record, where)
    for link in record.get("links") or []:
        if link.get("to") not in names or link["to"] == record["id"]:
            yield where, f"a link to {link.get('to')!r}, which is no other record"


def problems(path: Path) -> Iterator[Problem]:
    """What is wrong with one gold file."""
    try:
        gold = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        yield "file", f"not readable as JSON: {error}"
        return
    bad = list(shape(gold, HEAD, "head"))
    yield from bad
    if bad:
        return
    if gold["file"] != path.with_suffix(".txt").name:
        yield "head", f"file is {gold['file']}, not the text beside it"
    try:
        text = (path.parent / gold["file"]).read_bytes().decode("utf-8").removeprefix("\ufeff")
    except (OSError, ValueError) as error:
        yield "head", f"no readable text: {error}"
        return
    if gold["chars"] != len(text):
        yield "head", f"chars is {gold['chars']}, the text has {len(text)}"
    if gold["set"] not in SETS:
        yield "head", f"set cannot be {gold['set']!r}"
    if not COUNTRY.fullmatch(gold["country"]):
        yield "head", f"country {gold['country']!r} is no ISO 3166 code"
    if any(not isinstance(p, int) for p in gold["phenomena"]):
        yield "head", "phenomena are whole numbers"
    yield from days({"start": gold.get("published")}, "published")
    names = [r.get("id") for r in gold["records"] if isinstance(r, dict)]
    if len(set(names)) != len(names):
        yield "records", "two records of one id"
    for n, record in enumerate(gold["records"]):
        yield from record_problems(record, f"records[{n}]", text, [str(x) for x in names])


def files(paths: Iterable[Path]) -> Iterator[Path]:
    """The gold files of some paths; a folder stands for its ``*.json``."""
    for path in paths:
        yield from sorted(path.glob("*.json")) if path.is_dir() else [path]


def main(arguments: Sequence[str]) -> int:
    """Prints every problem; 1 if there is one."""
    checked = found = 0
    for path in files([Path(a) for a in arguments] or [REPORTS]):
        checked += 1
        for where, reason in problems(path):
            found += 1
            print(f"{path.name}: {where}: {reason}")
    print(f"{checked} gold files, {found} problems")
    return 1 if found or not checked else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
