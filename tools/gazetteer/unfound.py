"""The most frequent place-like strings of a corpus that the gazetteer lacks.

``python -m tools.gazetteer.unfound --texts FILE.jsonl [--top 300]``: names behind a head word of places (قرية، حي، مديرية…)
that found no entry, with how often and one context; names inside actors are left out.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path

from waqai.match import actors, places
from waqai.text.normalize import normalize
from waqai.text.tokens import Doc


def blocked(doc: Doc) -> set[int]:
    """Tokens inside names of actors."""
    found = actors.find(doc, actors.default_tables())
    return {i for m in found if not m.country_name for i in range(*m.core)}


def unfound(texts: list[str]) -> list[tuple[str, int, str]]:
    """Head and name, count and one context, most frequent first."""
    tables = places.default_tables()
    count: Counter[str] = Counter()
    where: dict[str, str] = {}
    for text in texts:
        doc = Doc(normalize(text), [], [])
        for m in places.find(doc, tables, blocked=blocked(doc)):
            if m.place is None and not m.anaphoric:
                key = f"{m.head} {m.name}"
                count[key] += 1
                where.setdefault(key, " ".join(text[max(0, m.span.start - 30) : m.span.end + 25].split()))
    return [(key, n, where[key]) for key, n in count.most_common()]


def main() -> None:
    """Print the list."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=Path, required=True)
    parser.add_argument("--top", type=int, default=300)
    args = parser.parse_args()
    texts = [json.loads(line)["text"] for line in args.texts.read_text(encoding="utf-8").splitlines()]
    for key, n, context in unfound(texts)[: args.top]:
        print(f"{n}\t{key}\t{context}")


if __name__ == "__main__":
    main()
