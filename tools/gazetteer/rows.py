"""The row of the gazetteer and how the tables are written."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from waqai.text.normalize import fold

COLUMNS = (
    "id", "kind", "country", "adm1", "adm2", "adm3", "lat", "lon", "coord_source", "precision", "population",
    "parent", "needs_context", "name_en", "name_ar", "variants_ar",
)  # fmt: skip


@dataclass
class Row:
    """A place. ``lat`` is None where no source gives a point; ``precision`` says what the point stands for."""

    id: str
    kind: str
    country: str
    name_en: str
    name_ar: str
    adm1: str = ""
    adm2: str = ""
    adm3: str = ""
    lat: float | None = None
    lon: float | None = None
    coord_source: str = ""
    precision: str = "settlement"
    population: int = 0
    parent: str = ""
    needs_context: bool = False
    variants: list[str] = field(default_factory=list)

    def line(self) -> str:
        """The row as one tab-separated line."""
        at = (f"{self.lat:.5g}", f"{self.lon:.5g}") if self.lat is not None and self.lon is not None else ("", "")
        seen = {fold(self.name_ar)}
        variants = [v for v in self.variants if v and not ((k := fold(v.rstrip("!"))) in seen or seen.add(k))]
        cells = (
            self.id, self.kind, self.country, self.adm1, self.adm2, self.adm3, *at, self.coord_source, self.precision,
            str(self.population or ""), self.parent, "1" if self.needs_context else "", self.name_en, self.name_ar,
            "|".join(variants),
        )  # fmt: skip
        return "\t".join(cell.replace("\t", " ").replace("\n", " ").strip() for cell in cells)


def write(path: Path, rows: list[Row]) -> None:
    """Write a table, header first, rows in the order of country, kind and id."""
    rows = sorted(rows, key=lambda r: (r.country, r.kind, r.adm1, r.adm2, r.id))
    path.write_text("\n".join(["\t".join(COLUMNS), *(r.line() for r in rows)]) + "\n", encoding="utf-8")
