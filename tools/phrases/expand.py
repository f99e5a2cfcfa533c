"""Rewrites the expanded half of corpus/phrases/numbers.tsv and dates.tsv; what stands above the marker is written by hand.

Expected values come from this folder's own arithmetic and from tests/match/spell.py, never from the reader under test.

    python tools/phrases/expand.py
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests" / "match"), str(Path(__file__).parent)]
MARKER = "# Expanded by tools/phrases/expand.py; write new rows above this line."


def rewrite(path: Path, rows: list[tuple[str, ...]]) -> int:
    """Replaces what follows the marker in ``path`` by ``rows``; returns how many were written."""
    kept = path.read_text("utf-8").split(MARKER)[0].rstrip("\n")
    seen = dict.fromkeys("\t".join(row) for row in rows)
    path.write_text("\n".join([kept, MARKER, *seen]) + "\n", "utf-8")
    return len(seen)


def main() -> None:
    """Writes both corpora."""
    import dates_rows
    import numbers_rows

    phrases = ROOT / "corpus" / "phrases"
    print("numbers", rewrite(phrases / "numbers.tsv", numbers_rows.rows()))
    print("dates", rewrite(phrases / "dates.tsv", dates_rows.rows()))


if __name__ == "__main__":
    main()
