"""How long the number and date readers take on a report of 350 words, in milliseconds of CPU, per reader.

python bench/numbers_dates.py [reports folder]
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from waqai.match import dates, numbers
from waqai.text.normalize import normalize
from waqai.text.segment import Layout, segment
from waqai.text.tokens import Doc

ROOT = Path(__file__).resolve().parents[1]
WORDS = 350
ROUNDS = 5


def documents(folder: Path) -> list[Doc]:
    """The reports of a folder as documents."""
    texts = [path.read_text("utf-8") for path in sorted(folder.glob("*.txt"))]
    return [segment(normalize(text), Layout(), lambda _: False) for text in texts]


def timed(work: Callable[[Doc], object], docs: list[Doc]) -> float:
    """Seconds of CPU that the best of some rounds over ``docs`` took."""
    best = float("inf")
    for _ in range(ROUNDS):
        start = time.process_time()
        for doc in docs:
            work(doc)
        best = min(best, time.process_time() - start)
    return best


def main() -> None:
    """Prints the milliseconds per 350 words of each reader."""
    docs = documents(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "corpus" / "reports")
    words = sum(token.kind != "punct" for doc in docs for token in doc.tokens)
    published = date(2025, 6, 1)
    number_tables, date_tables = numbers.default_tables(), dates.default_tables()
    readers: dict[str, Callable[[Doc], object]] = {
        "numbers": lambda doc: numbers.read(doc, number_tables),
        "dates": lambda doc: dates.read(doc, date_tables, published),
    }
    print(f"{len(docs)} reports, {words} words")
    for name, work in readers.items():
        print(f"{name:8} {timed(work, docs) / words * WORDS * 1000:.3f} ms per {WORDS} words")


if __name__ == "__main__":
    main()
