"""Speed of the gazetteer and of the place reader: ``python bench/places.py [FILE ...]``.

Loading from the tables and from a pickle, and words a second over the phrase corpus (or the text files given).
"""

from __future__ import annotations

import pickle
import sys
import time
from pathlib import Path

from waqai.lexicon.place_words import PlaceTables, load_places
from waqai.match.places import find
from waqai.text.normalize import normalize
from waqai.text.tokens import Doc

PHRASES = Path(__file__).parents[1] / "corpus" / "phrases" / "places.tsv"
REPORTS = Path(__file__).parents[1] / "corpus" / "reports"
ROUNDS = 5


def texts(paths: list[str]) -> list[str]:
    """The given files, else the corpus's reports, else its phrases as one text."""
    files = [Path(p) for p in paths] or sorted(REPORTS.glob("*.txt"))
    if files:
        return [f.read_text(encoding="utf-8") for f in files]
    return ["\n".join(line.rpartition("\t")[2] for line in PHRASES.read_text(encoding="utf-8").splitlines()[2:])]


def timed(label: str, call) -> object:
    """Run and print how long it took."""
    start = time.perf_counter()
    value = call()
    print(f"{label}: {1000 * (time.perf_counter() - start):.1f} ms")
    return value


def main() -> None:
    """Print the figures."""
    tables: PlaceTables = timed("tables from the TSV files", load_places)  # type: ignore[assignment]
    blob = pickle.dumps(tables, protocol=5)
    tables = timed(f"tables from a pickle of {len(blob) // 1024} KiB", lambda: pickle.loads(blob))  # type: ignore[assignment]
    docs = [Doc(normalize(t), [], []) for t in texts(sys.argv[1:])]
    words = sum(t.kind == "word" for d in docs for t in d.tokens)
    best = float("inf")
    found = 0
    for _ in range(ROUNDS):
        start = time.perf_counter()
        found = sum(len(find(d, tables)) for d in docs)
        best = min(best, time.perf_counter() - start)
    print(
        f"{len(docs)} texts, {words} words, {found} mentions: {words / best:,.0f} words/s, {1e6 * best / words:.2f} us a word"
    )


if __name__ == "__main__":
    main()
