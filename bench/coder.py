"""How long the whole coder takes, beside a floor run in the same process; its stages; and what starting costs.

    python bench/coder.py [--rounds 5] [--starts 5] [--quick] [FOLDER]

FOLDER holds ``.txt`` reports, by default the open reports of ``corpus/reports``. The floor is the least that any coder
does with the same lexicon: a scan of the same folded texts for every string of it, with an Aho–Corasick automaton where
``pyahocorasick`` is installed, else one dictionary look-up a word. Seconds are of processor time, but starts of wall
time; ratios are what to compare between machines. ``--quick`` takes three reports and one round.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from waqai import pipeline
from waqai.lexicon.load import Lexicon, load
from waqai.match import actors, dates, numbers, people, people_speakers, places
from waqai.model import Report

ROOT = Path(__file__).resolve().parents[1]
REPORTS = ROOT / "corpus" / "reports"
WORDS = 350
PUBLISHED = "2025-06-01"
STAGES: tuple[tuple[str, Any, str], ...] = (
    ("text", pipeline, "document"),
    ("numbers, dates", numbers, "read"),
    ("numbers, dates", dates, "read"),
    ("actors", actors, "find"),
    ("places", places, "find"),
    ("people", people, "read"),
    ("people", people_speakers, "speakers"),
)


def lexicon_strings(lexicon: Lexicon) -> set[str]:
    """Every folded string that the readers look up, words of a phrase joined by a space."""
    index = lexicon.events.index
    found = set(index.words) | {" ".join(words) for entries in index.phrases.values() for words, _ in entries}
    found |= {" ".join(name.keys) for names in lexicon.actors.names.values() for name in names}
    found |= set(lexicon.people.forms) | set(lexicon.dates.words) | set(lexicon.numbers.words)
    found |= set(lexicon.gazetteer.names)
    return {s for s in found if s}


def scanner(strings: set[str]) -> tuple[str, Callable[[str], int]]:
    """The floor: its name, and a function that counts what of ``strings`` is in a text."""
    try:
        import ahocorasick
    except ImportError:
        return "dictionary look-up of each word", lambda text: sum(word in strings for word in text.split())
    automaton = ahocorasick.Automaton()
    for string in strings:
        automaton.add_word(string, len(string))
    automaton.make_automaton()
    return "Aho–Corasick scan", lambda text: sum(1 for _ in automaton.iter(text))


def timed(work: Callable[[Any], object], items: Sequence[Any]) -> float:
    """Seconds of processor time for all items."""
    start = time.process_time()
    for item in items:
        work(item)
    return time.process_time() - start


def stage_seconds(work: Callable[[Any], object], items: Sequence[Any]) -> dict[str, float]:
    """Processor seconds by stage, what a stage calls of another left out of it; what no stage takes is events."""
    spent = dict.fromkeys([name for name, _, _ in STAGES], 0.0)
    inner = [0.0]

    def wrapped(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def run(*arguments: Any, **named: Any) -> Any:
            inner.append(0.0)
            start = time.process_time()
            try:
                return function(*arguments, **named)
            finally:
                took = time.process_time() - start
                spent[name] += took - inner.pop()
                inner[-1] += took

        return run

    kept = [(module, attribute, getattr(module, attribute)) for _, module, attribute in STAGES]
    try:
        for name, module, attribute in STAGES:
            setattr(module, attribute, wrapped(name, getattr(module, attribute)))
        total = timed(work, items)
    finally:
        for module, attribute, function in kept:
            setattr(module, attribute, function)
    return spent | {"events": total - sum(spent.values())}


def starts(report: Path, times: int) -> Iterator[tuple[str, float]]:
    """Median wall seconds of starting the interpreter, the command, and of a first report."""
    main = "from waqai.cli import main; main()"
    code = [sys.executable, "-c", main, "code", str(report), "--published", PUBLISHED]
    runs = {
        "python -c pass": [sys.executable, "-c", "pass"],
        "import waqai.cli.app": [sys.executable, "-c", "import waqai.cli.app"],
        "waqai --version": [sys.executable, "-c", main, "--version"],
        "waqai code, one report": code,
    }
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"WAQAI_CACHE": folder}
        _wall(code, environment)  # compiles the lexicon
        found: dict[str, list[float]] = {name: [] for name in runs}
        for _ in range(times):
            for name, command in runs.items():
                found[name].append(_wall(command, environment))
        for name, seconds in found.items():
            yield name, statistics.median(seconds)
    with tempfile.TemporaryDirectory() as folder:
        yield "the same, lexicon not yet compiled (once)", _wall(code, os.environ | {"WAQAI_CACHE": folder})


def _wall(command: Sequence[str], environment: dict[str, str]) -> float:
    start = time.perf_counter()
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    took = time.perf_counter() - start
    if done.returncode:
        raise SystemExit(f"{' '.join(command)}: exit {done.returncode}\n{done.stderr}")
    return took


def row(name: str, *cells: str) -> None:
    """A line of a table."""
    print(f"{name:44}" + "".join(f"{cell:>14}" for cell in cells))


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--starts", type=int, default=5)
    parser.add_argument("--quick", action="store_true")
    return parser.parse_args()


def main() -> None:
    """Prints the three tables."""
    given = arguments()
    paths = sorted(given.folder.glob("*.txt") if given.folder else REPORTS.glob("r*.txt"))
    if given.quick:
        paths, given.rounds, given.starts = paths[:3], 1, 1
    if not paths:
        raise SystemExit("no .txt reports to measure on")
    lexicon = load()
    reports = [Report(text=p.read_text("utf-8"), source=p.name, published=PUBLISHED) for p in paths]
    documents = [pipeline.document(report.text, lexicon) for report in reports]
    folded = [" ".join(token.key for token in doc.tokens) for doc in documents]
    words = sum(token.kind != "punct" for doc in documents for token in doc.tokens)
    strings = lexicon_strings(lexicon)
    name, scan = scanner(strings)

    def code(report: Report) -> object:
        return pipeline.code(report, lexicon)

    first = timed(code, reports)
    floor_s, coder_s, ratios = [], [], []
    for _ in range(given.rounds):
        floor_s.append(timed(scan, folded) or 1e-9)
        coder_s.append(timed(code, reports))
        ratios.append(coder_s[-1] / floor_s[-1])
    print(f"{len(reports)} reports, {words:,} words; floor: {name}, {len(strings):,} strings; {given.rounds} rounds")
    row("", "reports/s", f"ms/{WORDS} words", "× floor")
    for label, seconds, ratio in (
        ("floor", statistics.median(floor_s), 1.0),
        ("coder", statistics.median(coder_s), statistics.median(ratios)),
        ("coder, first pass (nothing remembered)", first, first / statistics.median(floor_s)),
    ):
        row(label, f"{len(reports) / seconds:,.0f}", f"{1000 * seconds / words * WORDS:.3f}", f"{ratio:,.1f}")

    by_stage = stage_seconds(code, reports)
    total = sum(by_stage.values())
    print()
    row("stage", "share", f"ms/{WORDS} words")
    for label, seconds in by_stage.items():
        row(label, f"{seconds / total:.0%}", f"{1000 * seconds / words * WORDS:.3f}")

    print()
    row(f"start, median of {given.starts}", "s", "× python")
    bare = 0.0
    for label, seconds in starts(paths[0], given.starts):
        bare = bare or seconds
        row(label, f"{seconds:.3f}", f"{seconds / bare:.1f}")


if __name__ == "__main__":
    main()
