"""A correction form's fields as the value that the record's field takes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import msgspec

from waqai.model import Record, WaqaiError

Form = Mapping[str, str]
SIMPLE = frozenset({"type", "factuality", "weapon", "sector", "degree", "initiator_status", "direction"})
FLAGS = frozenset({"background", "lifted", "judicial", "humanitarian"})


class CorrectionError(WaqaiError):
    """A form cannot be read as a value of its field."""


def value_of(field: str, form: Form, record: Record) -> Any:
    """The new value of a record's field; raises CorrectionError where the form does not make one."""
    if field in SIMPLE:
        return form.get("value") or None
    if field in FLAGS:
        return bool(form.get("value"))
    if field == "date":
        return _date(form, record)
    if field == "period":
        return _period(form, record)
    if field == "place":
        return _json(form.get("value", "")) if form.get("value") else None
    if field == "event_count":
        return _quantity(form, record)
    if field == "actors":
        return _rows(form, _actor, msgspec.to_builtins(record.actors))
    if field == "casualties":
        return _rows(form, _casualty, msgspec.to_builtins(record.casualties))
    raise CorrectionError(f"field {field}: cannot be corrected here")


def _date(form: Form, record: Record) -> dict[str, Any]:
    start = form.get("start") or None
    end = form.get("end") or start
    old = record.date
    grain = "day" if start == end else "period"
    span = _json(form.get("span", "")) or (msgspec.to_builtins(old.span) if old.span else None)
    return {"start": start, "end": end, "grain": grain, "basis": "explicit" if start else "not_stated", "span": span}


def _period(form: Form, record: Record) -> dict[str, Any] | None:
    start, end = form.get("start") or None, form.get("end") or None
    if start is None and end is None:
        return None
    old = record.period.span if record.period else None
    span = _json(form.get("span", "")) or (msgspec.to_builtins(old) if old else None)
    return {"start": start, "end": end, "basis": "stated", "span": span}


def _quantity(form: Form, record: Record) -> dict[str, Any] | None:
    low, high = _int(form.get("low")), _int(form.get("high"))
    if low is None and high is None:
        return None
    old = record.event_count.span if record.event_count else None
    span = _json(form.get("span", "")) or (msgspec.to_builtins(old) if old else None)
    return {"low": low, "high": high, "qualifier": _qualifier(low, high), "span": span}


def _rows(form: Form, make: Any, old: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found = []
    for n in range(len(old) + 20):
        row = {k.rsplit("_", 1)[0]: v for k, v in form.items() if k.rsplit("_", 1)[-1] == str(n)}
        if row and not row.get("remove"):
            made = make(row, old[n] if n < len(old) else {})
            found += [made] if made else []
    return found


def _actor(row: Form, old: dict[str, Any]) -> dict[str, Any] | None:
    actor, label = row.get("actor") or None, row.get("label") or None
    if not actor and not label:
        return None
    span = _json(row.get("span", "")) or old.get("span")
    return {"role": row.get("role") or "initiator", "actor": actor, "label": label, "basis": "stated", "candidates": [],
            "span": span}  # fmt: skip


def _casualty(row: Form, old: dict[str, Any]) -> dict[str, Any] | None:
    low, high = _int(row.get("low")), _int(row.get("high"))
    if low is None and high is None and not old:
        return None
    kept = {k: old.get(k) for k in ("actors", "subset_of", "unit", "span")} if old else {}
    base: dict[str, Any] = {"actors": [], "subset_of": None, "unit": "person", "span": None} | kept
    base["span"] = _json(row.get("span", "")) or base["span"]
    harm, category = row.get("harm") or "killed", row.get("category") or "unspecified"
    return base | {"harm": harm, "category": category, "low": low, "high": high, "qualifier": _qualifier(low, high)}


def _qualifier(low: int | None, high: int | None) -> str:
    if low is None:
        return "vague" if high is None else "at_most"
    return "at_least" if high is None else "exact" if low == high else "about"


def _int(text: str | None) -> int | None:
    if not text:
        return None
    if not text.isdigit():
        raise CorrectionError(f"{text}: not a number")
    return int(text)


def _json(text: str) -> Any:
    if not text:
        return None
    try:
        return json.loads(text)
    except ValueError as error:
        raise CorrectionError(f"{text[:40]}: not JSON") from error
