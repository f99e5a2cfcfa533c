"""How scores are printed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from rich.table import Table

from waqai.cli.output import console, print_json
from waqai.service import scoring


def print_scores(judge: Any, only: str, as_json: bool, details: bool, against: Path | None) -> None:
    """The figures of a run, harmful errors first."""
    figures = scoring.figures(judge)
    if as_json:
        print_json(figures)
        return
    out = console()
    if details:
        for f in judge.findings:
            out.print(f"{f.file} · {f.what}\n    gold:  {f.gold}\n    given: {f.given}", markup=False, highlight=False)
    keys = sorted(figures) if only == "every" else [only]
    for key in keys:
        if key in figures:
            out.print(_table(key, figures[key]))
    if against is not None:
        out.print(_changes(scoring.changes(json.loads(against.read_text("utf-8")), figures)))


def _table(key: str, f: dict[str, Any]) -> Table:
    table = Table(title=f"{key}: {f['reports']} reports", title_justify="left", header_style="bold")
    for name in ("figure", "value", "right", "of", "95 %"):
        table.add_column(name, justify="left" if name == "figure" else "right")
    for name, n in f["harmful"].items():
        table.add_row(f"harmful: {name}", str(n), "", "", f"{f['harmful_per_100'][name]} per 100")
    for kind, d in f["detection"].items():
        if d["recall"]["of"] or d["precision"]["of"]:
            _rate_row(table, f"{kind} recall (must)", d["recall"])
            _rate_row(table, f"{kind} precision", d["precision"])
            table.add_row(f"{kind} F1", "–" if d["f1"] is None else f"{d['f1']:.3f}", "", "", "")
    for name, r in f["values"].items():
        _rate_row(table, name, r)
    return table


def _rate_row(table: Table, name: str, r: dict[str, Any]) -> None:
    if r["of"]:
        table.add_row(
            name, f"{r['rate']:.3f}", str(r["right"]), str(r["of"]), f"{r['interval'][0]:.2f}–{r['interval'][1]:.2f}"
        )


def _changes(rows: list[tuple[str, float | None, float | None]]) -> Table:
    table = Table(title="gains and losses", title_justify="left", header_style="bold")
    for name in ("figure", "before", "after"):
        table.add_column(name)
    for name, a, b in rows:
        table.add_row(name, "–" if a is None else f"{a:.3f}", "–" if b is None else f"{b:.3f}")
    return table


def print_resolution(as_json: bool) -> None:
    """How the ledger resolves the authored stories into incidents."""
    figures = scoring.resolution()
    if as_json:
        print_json(figures)
        return
    table = Table(title="incident resolution", title_justify="left", header_style="bold")
    table.add_column("figure")
    table.add_column("value", justify="right")
    for name, value in figures.items():
        table.add_row(name, f"{value:.3f}" if isinstance(value, float) else str(value))
    console().print(table)
