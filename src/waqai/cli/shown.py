"""One thing of the ledger, drawn for a person."""

from __future__ import annotations

from typing import Any

import msgspec
from rich.console import Console

from waqai.cli.lists import list_table
from waqai.service.names import shown_origin


def draw(out: Console, found: Any) -> None:
    """An incident, a report, a record or a constraint."""
    fields = found.__struct_fields__
    if "incident" in fields and "pairs" in fields:
        incident(out, found)
    elif "text" in fields:
        report(out, found)
    elif "history" in fields:
        record(out, found)
    else:
        constraint(out, found)


def incident(out: Console, view: Any) -> None:
    """An incident with its figures, sources, members, voices and what may belong to it."""
    one = view.incident
    place = one.place
    where = f"{place.name_en or place.name_ar} ({place.precision})" if place else "no place"
    day = one.date.start or f"no day of its own; reported {one.reported or 'on an unknown day'}"
    last = f" to {one.date.end}" if one.date.end not in (None, one.date.start) else ""
    head(out, f"{one.id}  {one.type}", f"{day}{last}, {where}")
    by, on = (", ".join(p.actor for p in side) or "–" for side in (one.initiators, one.targets))
    lines(out, {"by": by, "on": on, "weapon": one.weapon, "grade": f"{one.grade}: {one.grade_why}", "state": one.state})
    table(out, "tolls", one.tolls, ("harm", "category", "low", "best", "high"))
    totals = [f for toll in one.tolls for f in toll.figures if f.category == "total"]
    figures = [msgspec.structs.replace(f, who=shown_origin(f.who)) for f in totals]
    table(out, "who says it", figures, ("harm", "low", "high", "qualifier", "who", "said_on", "standing", "record"))
    origins = [{"origin": ", ".join(map(shown_origin, s.names)), "reports": len(s.reports)} for s in one.sources]
    table(out, "independent sources", origins, ("origin", "reports"))
    table(out, "records", one.members, ("record", "outlet", "published", "type", "factuality", "state"))
    table(out, "denials and claims", one.voices, ("kind", "who", "actor", "record"))
    table(out, "why they are one", [pair(p) for p in view.pairs], ("a", "b", "score", "reasons"))
    table(out, "may be the same", [pair(p) for p in view.suggestions], ("a", "b", "score", "reasons"))
    table(out, "related", view.related, ("rel", "incident", "record"))
    table(out, "judgements", view.judgements, ("batch", "verb", "a", "b", "by", "at", "note"))


def pair(found: Any) -> dict[str, Any]:
    """A scored pair as cells, the weightiest reasons first."""
    best = sorted(found.reasons, key=lambda r: -abs(r.weight))[:4]
    reasons = "; ".join(f"{r.feature} {r.found} ({r.weight:+.1f})" for r in best)
    return {"a": found.a, "b": found.b, "score": f"{found.score:.2f}", "reasons": reasons}


def report(out: Console, view: Any) -> None:
    """A report with its text, records, runs and where it was met."""
    one = view.report
    head(out, one.title or one.source, f"{one.outlet or 'no outlet'}, {one.published or 'undated'}, {one.id}")
    out.print(view.text, markup=False, highlight=False)
    rows = [
        {"record": r.uid, "kind": r.record.kind, "type": r.record.type, "factuality": r.record.factuality,
         "trigger": r.record.trigger.text, "incident": r.incident, "state": r.state}
        for r in view.records
    ]  # fmt: skip
    table(out, "records", rows, ("record", "kind", "type", "factuality", "trigger", "incident", "state"))
    table(out, "met at", view.sightings, ("source", "url", "outlet", "published", "retrieved_at"))
    table(out, "runs", view.runs, ("id", "fingerprint", "created_at", "current", "records"))


def record(out: Console, view: Any) -> None:
    """A record: its values that are not empty, and every decision about it."""
    one = view.record
    head(out, f"{view.uid}  {one.type}", f"{one.kind}, {one.factuality}, {view.state}")
    lines(
        out,
        {
            "report": view.report[:16],
            "incident": view.incident,
            "trigger": one.trigger.text,
            "evidence": one.evidence.text,
        },
    )
    skip = {"id", "kind", "type", "factuality", "trigger", "evidence", "why"}
    values = {k: brief(v) for k, v in msgspec.to_builtins(one).items() if k not in skip and v not in (None, [], False)}
    lines(out, values)
    history = [
        {"id": d.id, "action": d.action, "field": d.field, "old": raw(d.old), "new": raw(d.new), "by": d.by, "at": d.at, "note": d.note}
        for d in view.history
    ]  # fmt: skip
    table(out, "history", history, ("id", "action", "field", "old", "new", "by", "at", "note"))


def constraint(out: Console, one: Any) -> None:
    """An access constraint with the reports that speak of it."""
    place = one.place
    head(out, f"{one.id}  {one.type}", (place.name_en or place.name_ar) if place else "no place")
    names = ("sector", "degree", "hours", "since", "since_basis", "until", "lifted")
    lines(out, {name: getattr(one, name) for name in names})
    table(out, "notices", one.notices, ("record", "outlet", "published", "day", "day_basis", "lifted"))


def head(out: Console, title: str, under: str) -> None:
    """A heading of two lines."""
    out.print(title, style="bold", markup=False, highlight=False)
    out.print(under, markup=False, highlight=False)


def lines(out: Console, values: dict[str, Any]) -> None:
    """Named values, those that are not given left out."""
    for name, value in values.items():
        if value not in (None, ""):
            out.print(f"  {name.replace('_', ' ')}: {value}", markup=False, highlight=False)


def table(out: Console, title: str, rows: Any, columns: tuple[str, ...]) -> None:
    """A titled table; none where there are no rows."""
    if not rows:
        return
    plain = [row if isinstance(row, dict) else {c: getattr(row, c) for c in columns} for row in rows]
    made = list_table(plain, columns)
    made.title, made.title_justify = title, "left"
    out.print(made)


def raw(value: Any) -> str | None:
    """A decision's old or new value as short text."""
    return None if value is None else bytes(value).decode("utf-8")[:60]


def brief(value: Any) -> str:
    """A value as one line: spans as their words, what is empty left out."""
    if isinstance(value, list):
        return "; ".join(brief(v) for v in value)
    if not isinstance(value, dict):
        return str(value)
    if set(value) == {"start", "end", "text"}:
        return f"«{value['text']}»"
    return ", ".join(f"{k} {brief(v)}" for k, v in value.items() if v not in (None, [], False))
