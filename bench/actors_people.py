"""How long the actor and people readers take on a report of 350 words, in milliseconds of one core.

python bench/actors_people.py [folder of .txt reports]
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

from waqai.match import actors, numbers, people
from waqai.text.normalize import normalize
from waqai.text.tokens import Doc

REPORTS = Path(__file__).parents[1] / "corpus" / "reports"
TOKENS = 400  # tokens of a report of 350 words
ROUNDS = 5


def best(task: Callable[[], object]) -> float:
    """The shortest of several runs, in seconds."""
    times = []
    for _ in range(ROUNDS):
        start = time.process_time()
        task()
        times.append(time.process_time() - start)
    return min(times)


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else REPORTS
    docs = [Doc(normalize(p.read_text(encoding="utf-8")), [], []) for p in sorted(folder.glob("*.txt"))]
    words = sum(len(d.tokens) for d in docs) / TOKENS
    names, nouns, figures = actors.default_tables(), people.default_tables(), numbers.default_tables()
    counts = [numbers.read(d, figures) for d in docs]
    found = [actors.find(d, names) for d in docs]
    print(f"{len(docs)} reports, {sum(len(d.tokens) for d in docs)} tokens")
    for label, task in (
        ("actors.find", lambda: [actors.find(d, names) for d in docs]),
        ("people.read", lambda: [people.read(d, nouns, c, a) for d, c, a in zip(docs, counts, found, strict=True)]),
        ("people.find_speakers", lambda: [people.find_speakers(d, nouns, a) for d, a in zip(docs, found, strict=True)]),
    ):
        print(f"{label}: {best(task) / words * 1000:.2f} ms per 350 words")


if __name__ == "__main__":
    main()
