"""How much the readers' specification and their tables hold: ``python -m tools.counts``, a Markdown table.

Phrase rows with a cell ``-`` must give nothing. Places are the rows of the gazetteer by kind; those without a
point of their own stand at their parent's.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from waqai.lexicon.gazetteer import Gazetteer, Place, load_gazetteer
from waqai.match.actors import default_tables

PHRASES = Path(__file__).parents[1] / "corpus" / "phrases"
AIMS = {"numbers": (1500, 400), "dates": (1200, 300)}
SETTLED = ("city", "town", "village", "neighbourhood")
SITES = ("camp", "prison", "crossing", "dam", "oilfield", "base", "airport", "hospital", "road", "region")


def phrase_rows(path: Path) -> tuple[int, int]:
    """Rows that must give a value, and rows that must give nothing."""
    lines = [x.split("\t") for x in path.read_text(encoding="utf-8").splitlines() if x and not x.startswith("#")]
    nothing = sum("-" in row for row in lines[1:])
    return len(lines) - 1 - nothing, nothing


def places(gazetteer: Gazetteer) -> list[Place]:
    """Every row."""
    return [gazetteer.place(n) for n in range(len(gazetteer))]


def main() -> None:
    """Print the table."""
    print("| what | rows | asked |\n|---|---:|---:|")
    for path in sorted(PHRASES.glob("*.tsv")):
        forms, nothing = phrase_rows(path)
        aim = AIMS.get(path.stem)
        print(
            f"| phrases: {path.stem} | {forms} and {nothing} of nothing | {f'{aim[0]} and {aim[1]}' if aim else ''} |"
        )
    print(f"| actors | {len(default_tables().actors)} | 350 |")
    rows = places(load_gazetteer())
    small = [p for p in rows if p.kind in ("village", "neighbourhood")]
    print(f"| Syrian villages and neighbourhoods | {sum(p.country == 'SY' for p in small)} | 1500 |")
    print(f"| villages and neighbourhoods elsewhere | {sum(p.country != 'SY' for p in small)} | 1000 |")
    kinds = Counter(p.kind for p in rows)
    for kind in SITES:
        print(f"| places: {kind} | {kinds[kind]} | |")
    print(f"| places, all | {len(rows)} | |")
    own = sum(p.lat is not None and not p.coord_source.startswith("parent:") for p in rows)
    print(f"| places with a point of their own | {own} | |")


if __name__ == "__main__":
    main()
