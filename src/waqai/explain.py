"""A record's rule tree: which rules made it, on which characters, as text and as plain values."""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.text import Text
from rich.tree import Tree

from waqai.model import CodedReport, Record, Span

COLOURS = {"incident": "red", "access": "yellow", "tally": "blue", "statement": "magenta"}


def marked_text(text: str, record: Record) -> Text:
    """The evidence of a record with its trigger and values marked, and a little of what stands around."""
    lo = max(0, record.evidence.start - 60)
    hi = min(len(text), record.evidence.end + 60)
    shown = Text(text[lo:hi].replace("\n", " "), style="dim")
    shown.stylize("not dim", record.evidence.start - lo, record.evidence.end - lo)
    for span, style in spans(record):
        if lo <= span.start and span.end <= hi:
            shown.stylize(style, span.start - lo, span.end - lo)
    return shown


def spans(record: Record) -> list[tuple[Span, str]]:
    """The spans of a record's values, each with the style it is marked in."""
    found: list[tuple[Span | None, str]] = [
        (record.place.span if record.place else None, "green"),
        (record.date.span, "cyan"),
    ]
    found += [(a.span, "underline") for a in record.actors]
    found += [(c.span, "bold") for c in record.casualties]
    found.append((record.trigger, f"reverse {COLOURS[record.kind]}"))
    return [(s, style) for s, style in found if s is not None]


def tree(text: str, record: Record) -> Tree:
    """The rule tree of one record."""
    root = Tree(
        Text(f"{record.id} · {record.kind} · {record.type} · {record.factuality}", style=f"bold {COLOURS[record.kind]}")
    )
    root.add(marked_text(text, record))
    values = root.add("values")
    for name, value in described(record):
        values.add(Text(f"{name}: {value}"))
    rules = root.add("rules")
    for why in record.why:
        rules.add(Text.assemble((why.rule, "bold"), "  ", (why.span.text if why.span else "", "dim")))
    return root


def described(record: Record) -> list[tuple[str, str]]:
    """The values of a record in words: ``(field, value)``."""
    rows = [("trigger", record.trigger.text)]
    rows += [(a.role, f"{a.actor or '?'} «{a.label}» ({a.basis})") for a in record.actors]
    if record.place:
        rows.append(
            (
                "place",
                f"{record.place.name_en or record.place.name_ar} {record.place.adm1 or ''} ({record.place.precision}, {record.place.basis})",
            )
        )
    rows.append(("date", f"{record.date.start or '–'} … {record.date.end or '–'} ({record.date.basis})"))
    if record.event_count:
        rows.append(("events", f"{record.event_count.low} ({record.event_count.qualifier})"))
    if record.period:
        rows.append(("period", f"{record.period.start or '–'} … {record.period.end or '–'} ({record.period.basis})"))
    rows += [
        (
            c.harm,
            f"{number(c.low, c.high)} {c.category} ({c.qualifier}){' in ' + str(c.subset_of) if c.subset_of is not None else ''}",
        )
        for c in record.casualties
    ]
    rows += [("source", f"{s.kind} {s.name or ''} {s.verb or ''} ({s.stance})") for s in record.sources]
    return rows


def number(low: int | None, high: int | None) -> str:
    """A quantity in words.

    >>> number(3, 3), number(20, None), number(5, 7)
    ('3', '20 or more', '5–7')
    """
    if low is None:
        return "unknown"
    if high is None:
        return f"{low} or more"
    return str(low) if low == high else f"{low}–{high}"


def as_json(record: Record) -> dict[str, Any]:
    """The rule tree as plain values."""
    return {
        "id": record.id, "kind": record.kind, "type": record.type, "factuality": record.factuality,
        "values": [{"field": name, "value": value} for name, value in described(record)],
        "rules": [{"rule": w.rule, "text": w.span.text if w.span else None} for w in record.why],
    }  # fmt: skip


def draw(console: Console, text: str, coded: CodedReport, record_id: str | None = None) -> int:
    """Draw the trees of a coded report (or of one record); how many were drawn."""
    chosen = [r for r in coded.records if record_id in (None, r.id)]
    for record in chosen:
        console.print(tree(text, record))
    return len(chosen)
