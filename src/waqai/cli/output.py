"""How results are printed: tables for people, JSON for programs."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Any

import msgspec
from rich.console import Console
from rich.table import Table

from waqai.model import CodedReport, Record


class Format(StrEnum):
    """How to print: ``table`` is the default on a terminal, ``json`` elsewhere."""

    table = "table"
    json = "json"
    jsonl = "jsonl"


def chosen(given: Format | None) -> Format:
    """The format given, or the default of where we print to."""
    return given or (Format.table if sys.stdout.isatty() else Format.json)


def console() -> Console:
    """The console of tables; wide where nobody can see, so that nothing is cut."""
    return Console(width=None if sys.stdout.isatty() else 160)


def print_json(value: Any) -> None:
    """One value as indented JSON."""
    sys.stdout.buffer.write(msgspec.json.format(msgspec.json.encode(value), indent=1) + b"\n")
    sys.stdout.flush()


def print_line(data: bytes) -> None:
    """One JSON value as a line."""
    sys.stdout.buffer.write(data + b"\n")
    sys.stdout.flush()


def record_table(coded: CodedReport) -> Table:
    """The records of a report as a table."""
    table = Table(title=None, show_lines=False, header_style="bold")
    for name in ("id", "kind", "type", "factuality", "place", "date", "who → whom", "toll", "trigger"):
        table.add_column(name, overflow="fold")
    for r in coded.records:
        table.add_row(r.id, r.kind, r.type, r.factuality, _place(r), _date(r), _sides(r), _toll(r), r.trigger.text)
    return table


def _place(r: Record) -> str:
    if r.place is None:
        return "–"
    return f"{r.place.name_en or r.place.name_ar}{f' ({r.place.adm1})' if r.place.adm1 else ''}"


def _date(r: Record) -> str:
    if r.kind == "tally" and r.period is not None:
        return f"{r.period.start or '…'} – {r.period.end or '…'}"
    return r.date.start or ("–" if r.date.span is None else r.date.span.text)


def _sides(r: Record) -> str:
    doers = ", ".join(a.actor or a.label or "?" for a in r.actors if a.role in ("initiator", "speaker")) or "–"
    targets = ", ".join(a.actor or a.label or "?" for a in r.actors if a.role in ("target", "addressee")) or "–"
    return f"{doers} → {targets}"


def _toll(r: Record) -> str:
    parts = [f"{r.event_count.low}× events"] if r.event_count and r.event_count.low else []
    for c in r.casualties:
        many = (
            "?"
            if c.low is None
            else (f"{c.low}" if c.low == c.high else f"{c.low}+" if c.high is None else f"{c.low}–{c.high}")
        )
        parts.append(f"{'of them ' if c.subset_of is not None else ''}{c.harm} {many} {c.category}")
    return "; ".join(parts)


def rows_table(rows: Sequence[dict[str, Any]], columns: Iterable[str]) -> Table:
    """Rows of plain values as a table."""
    table = Table(header_style="bold")
    names = list(columns)
    for name in names:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*["" if row.get(n) is None else str(row[n]) for n in names])
    return table
