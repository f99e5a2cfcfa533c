"""Authored stories: several reports of one or more incidents, coded by hand in a short form.

A story is a TOML file of reports, each with its text and its records; a record names the incident it tells, so a
resolution can be scored. ``places.toml`` beside the stories holds the places they speak of. The short form is in
docs/ledger.md.
"""

from __future__ import annotations

import re
import tomllib
from hashlib import sha256
from pathlib import Path
from typing import Any, cast

import msgspec

from waqai.ledger.filters import LedgerError
from waqai.model import (
    COUNTING_FACTUALITY,
    COUNTING_KINDS,
    SCHEMA,
    ActorRef,
    Casualty,
    CodedReport,
    DateRef,
    Link,
    Period,
    PlaceRef,
    Quantity,
    Record,
    Report,
    ReportHead,
    SourceRef,
    Span,
)

_SENTENCE_END = re.compile(r"[.!؟\n]")
_CASUALTY = re.compile(r"(\w+) (\d+|\?)(\+|-\d+)? (\w+)(?: of (\d+))?(?: (\w+))?")


class StoryReport(msgspec.Struct, frozen=True):
    """One report of a story; ``gold`` is record id -> the name of the incident it tells."""

    report: Report
    coded: CodedReport
    gold: dict[str, str]


class Story(msgspec.Struct, frozen=True):
    """Reports that belong together, and what they are there to try."""

    id: str
    title: str
    tries: str
    reports: list[StoryReport]


def load_stories(folder: Path) -> list[Story]:
    """Every story of a folder, by file name; raises LedgerError naming the file and what is wrong in it."""
    places = tomllib.loads((folder / "places.toml").read_text("utf-8"))
    stories = []
    for path in sorted(folder.glob("*.toml")):
        if path.name == "places.toml":
            continue
        data = tomllib.loads(path.read_text("utf-8"))
        try:
            told = [_report(f"{path.stem}-{n}", r, places) for n, r in enumerate(data["reports"], 1)]
            stories.append(Story(path.stem, data["title"], data["tries"], told))
        except (KeyError, ValueError, msgspec.ValidationError) as error:
            raise LedgerError(f"{path}: {error}") from error
    return stories


def _report(source: str, data: dict[str, Any], places: dict[str, Any]) -> StoryReport:
    text = data["text"].strip()
    report = Report(
        text=text, source=source, title=data.get("title"), outlet=data["outlet"], published=data.get("published"),
        published_basis="given" if data.get("published") else None, url=data.get("url"),
    )  # fmt: skip
    records = data.get("records", [])
    built = [build_record(f"r{n}", text, spec, places, data["outlet"]) for n, spec in enumerate(records, 1)]
    gold = {f"r{n}": spec["incident"] for n, spec in enumerate(records, 1) if "incident" in spec}
    return StoryReport(report, coded_report(report, built), gold)


def coded_report(report: Report, records: list[Record]) -> CodedReport:
    """Hand-made records as the coded report of a text."""
    head = ReportHead(
        id=sha256(report.text.encode()).hexdigest(), source=report.source, url=report.url, outlet=report.outlet,
        title=report.title, published=report.published, published_basis=report.published_basis, language="ar",
        chars=len(report.text),
    )  # fmt: skip
    return CodedReport(SCHEMA, head, [], records, [])


def build_record(rid: str, text: str, spec: dict[str, Any], places: dict[str, Any], outlet: str) -> Record:
    """A record from its short form; raises ValueError when a quoted part is not in the text."""
    trigger = _find(text, spec["trigger"])
    kind = spec.get("kind", "incident")
    factuality = spec.get("factuality", "asserted")
    fields: dict[str, Any] = {
        "id": rid, "kind": kind, "type": spec["type"], "factuality": factuality,
        "background": spec.get("background", False),
        "counts": kind in COUNTING_KINDS and factuality in COUNTING_FACTUALITY, "name": spec.get("name"),
        "trigger": trigger,
        "evidence": _find(text, spec["evidence"]) if "evidence" in spec else _sentence(text, trigger),
        "actors": [*_actors(spec, "initiator", "by"), *_actors(spec, "target", "on"), *_actors(spec, "speaker", "says")],
        "initiator_status": "stated" if spec.get("by") else "not_stated", "place": _place(spec.get("place"), places),
        "other_places": [], "date": _date(spec.get("date"), spec.get("date_basis")),
        "event_count": _quantity(spec.get("events")), "period": _period(spec.get("period")),
        "casualties": [_casualty(c) for c in spec.get("casualties", [])], "weapon": spec.get("weapon"),
        "sector": spec.get("sector"), "degree": spec.get("degree"), "hours": spec.get("hours"), "until": None,
        "exception": None, "lifted": spec.get("lifted", False), "humanitarian": spec.get("humanitarian", False),
        "direction": None, "judicial": False, "sources": [_source(s, outlet) for s in spec.get("sources", ["outlet"])],
        "links": [Link(*cast("list[Any]", link.split(" "))) for link in spec.get("links", [])],
        "origin": spec.get("origin", "rules"), "proposed": spec.get("proposed", False), "why": [],
    }  # fmt: skip
    return msgspec.convert(msgspec.to_builtins(fields), Record)


def _find(text: str, part: str) -> Span:
    at = text.find(part)
    if at < 0:
        raise ValueError(f"{part!r} is not in the text")
    return Span(at, at + len(part), part)


def _sentence(text: str, trigger: Span) -> Span:
    before = [m.end() for m in _SENTENCE_END.finditer(text, 0, trigger.start)]
    start = before[-1] if before else 0
    after = _SENTENCE_END.search(text, trigger.end)
    end = after.start() if after else len(text)
    start += len(text[start:end]) - len(text[start:end].lstrip())
    return Span(start, end, text[start:end])


def _actors(spec: dict[str, Any], role: str, key: str) -> list[ActorRef]:
    """``by = ["ISIS", "?ملثمون"]``: a registry id, or a label that has none after a question mark."""
    found = []
    for value in spec.get(key, []):
        known = not value.startswith("?")
        fields = {"role": role, "actor": value if known else None, "label": value.lstrip("?"), "basis": "stated"}
        found.append(msgspec.convert(fields, ActorRef))
    return found


def _place(value: str | None, places: dict[str, Any]) -> PlaceRef | None:
    """``place = "basira"`` or ``"basira:near"``."""
    if value is None:
        return None
    key, _, precision = value.partition(":")
    known = places[key]
    fields = {
        "id": key, "name_ar": known["ar"], "name_en": known["en"], "country": known["country"],
        "adm1": known.get("adm1"), "adm2": known.get("adm2"), "adm3": known.get("adm3"), "lat": known.get("lat"),
        "lon": known.get("lon"), "precision": precision or known.get("precision", "settlement"), "basis": "stated",
    }  # fmt: skip
    return msgspec.convert(fields, PlaceRef)


def _date(value: str | None, basis: str | None) -> DateRef:
    if value is None:
        return DateRef(None, None, "day", "not_stated")
    start, _, end = value.partition("/")
    fields = {"start": start, "end": end or start, "grain": "period" if end else "day", "basis": basis or "relative"}
    return msgspec.convert(fields, DateRef)


def _quantity(value: int | None) -> Quantity | None:
    return None if value is None else Quantity(value, value, "exact")


def _period(value: str | None) -> Period | None:
    if value is None:
        return None
    start, _, end = value.partition("/")
    return Period(start or None, end or None, "stated")


def _casualty(value: str) -> Casualty:
    """``killed 3 civilian``, ``killed 3+ civilian`` (at least), ``injured 4-6 unspecified``, ``killed 1 child of 0``,
    with the actor they belong to last.
    """
    match = _CASUALTY.fullmatch(value)
    if match is None:
        raise ValueError(f"casualty {value!r} is not in the short form")
    harm, low, bound, category, subset, actor = match.groups()
    least = None if low == "?" else int(low)
    most = None if bound == "+" or least is None else int(bound[1:]) if bound else least
    fields = {
        "harm": harm, "low": least, "high": most, "category": category,
        "qualifier": "at_least" if bound == "+" else "about" if bound else "vague" if least is None else "exact",
        "actors": [actor] if actor else [], "subset_of": int(subset) if subset else None,
    }  # fmt: skip
    return msgspec.convert(fields, Casualty)


def _source(value: str, outlet: str) -> SourceRef:
    """``kind:name:actor:stance``, later parts optional; ``outlet`` alone is the report's own."""
    kind, name, actor, stance = [*value.split(":"), "", "", ""][:4]
    fields = {
        "kind": kind, "name": name or (outlet if kind == "outlet" else None), "role": None, "actor": actor or None,
        "verb": None, "stance": stance or "asserts",
    }  # fmt: skip
    return msgspec.convert(fields, SourceRef)
