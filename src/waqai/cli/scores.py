"""How scores are printed."""

from __future__ import annotations

import json
from collections.abc import Sequence
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


RESOLVED = ("stories", "reports", "records", "true_pairs", "found_pairs", "right_pairs", "precision", "recall")


def print_resolution(packs: Sequence[Path], as_json: bool, details: bool) -> None:
    """How the ledger resolves the authored stories into incidents, and why pairs stayed apart."""
    figures = scoring.resolution(packs)
    if as_json:
        print_json(figures)
        return
    out = console()
    table = Table(title="incident resolution", title_justify="left", header_style="bold")
    for name in ("figure", *(f"from {how}" for how in figures)):
        table.add_column(name, justify="left" if name == "figure" else "right")
    for name in RESOLVED:
        table.add_row(name.replace("_", " "), *(_figure(found[name]) for found in figures.values()))
    out.print(table)
    causes = Table(title="pairs left apart, by cause", title_justify="left", header_style="bold")
    for name in ("from", "cause", "pairs"):
        causes.add_column(name, justify="right" if name == "pairs" else "left")
    for how, found in figures.items():
        for cause, pairs in found["causes"].items():
            causes.add_row(how, cause, str(pairs))
    out.print(causes)
    for how, found in figures.items() if details else ():
        for m in found["mistakes"]:
            said = f"{how}: {m['kind']} {m['a']} {m['b']} {_figure(m['score'])} {m['cause'] or ''}"
            out.print(said.strip(), markup=False, highlight=False)


def print_readers(names: str, packs: Sequence[Path], as_json: bool, details: bool) -> None:
    """How well the value readers read their phrases; with ``details`` each phrase that one got wrong."""
    from waqai.service import phrases

    found = phrases.readers(names, packs)
    if as_json:
        print_json(found)
        return
    table = Table(title="readers on their phrases", title_justify="left", header_style="bold")
    for name in ("reader", "phrases", "value", "right", "of", "95 %"):
        table.add_column(name, justify="left" if name in ("reader", "phrases") else "right")
    for score in found:
        for what, rate in (("to be read", score.found), ("to be left alone", score.left_alone)):
            low, high = rate.interval
            cells = (_figure(rate.rate), str(rate.right), str(rate.of), f"{low:.2f}–{high:.2f}")
            table.add_row(score.reader, what, *cells)
    out = console()
    out.print(table)
    for score in found if details else ():
        for text in score.wrong:
            out.print(f"{score.reader}: {text}", markup=False, highlight=False)


def _figure(value: Any) -> str:
    return "–" if value is None else f"{value:.3f}" if isinstance(value, float) else str(value)
