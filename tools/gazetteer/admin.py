"""Countries and admin units: P-codes of OCHA where there are any, ISO 3166-2 codes elsewhere."""

from __future__ import annotations

import csv
import re
from pathlib import Path

from babel import Locale
from tools.gazetteer import hand
from tools.gazetteer.facts import Shapes, tsv
from tools.gazetteer.geonames import GeoNames
from tools.gazetteer.names import clean_arabic, plain
from tools.gazetteer.rows import Row

ISO2 = {
    "SYR": "SY", "IRQ": "IQ", "YEM": "YE", "SDN": "SD", "PSE": "PS", "LBN": "LB", "LBY": "LY", "EGY": "EG", "SOM": "SO",
    "SSD": "SS", "DZA": "DZ", "MAR": "MA", "TUN": "TN", "TCD": "TD", "MRT": "MR",
}  # fmt: skip
DEEP = {"IRQ", "YEM", "SDN", "PSE", "LBN", "LBY", "EGY", "SOM"}  # countries with level 2


def countries(gn: GeoNames) -> list[Row]:
    """Every country, with its capital's point standing for it."""
    arabic = Locale("ar").territories
    wanted = {key: (names, flag) for key, names, flag in hand.assignments("countries.txt")}
    rows = []
    for iso, c in gn.countries.items():
        names, flag = wanted.get(iso, ([clean_arabic(arabic.get(iso, ""))], iso not in wanted))
        if not names[0]:
            continue
        lat, lon, source = gn.capital(iso)
        row = Row(iso, "country", iso, c["name"], names[0], lat=lat, lon=lon, coord_source=source, precision="country")
        row.variants, row.population = names[1:], c["population"]
        row.needs_context = flag and len(names[0]) <= 5
        rows.append(row)
    return rows


def _point(row: Row, shapes: Shapes, source: str) -> bool:
    if row.id in shapes.centroids:
        row.lat, row.lon = shapes.centroids[row.id]
        row.coord_source = source
        return True
    return False


def syria(ref: Path) -> list[Row]:
    """Syria to level 3."""
    rows = []
    overrides = {r["code"]: r for r in hand.table("admin_ar.tsv")}
    for r in tsv(ref / "syria" / "syria_admin_pcodes.tsv"):
        code, level = r["pcode"], r["level"]
        row = Row(code, level, "SY", r["name_en"], clean_arabic(r["name_ar"].removeprefix("مركز ")))
        row.lat, row.lon, row.coord_source = float(r["lat"]), float(r["lon"]), "opensyria"
        row.parent = r["parent_pcode"]
        _levels(row, [code[:4], code[:6], code])
        row.variants = [v for v in (overrides.get(code, {}).get("variants_ar") or "").split("|") if v]
        row.name_ar = overrides.get(code, {}).get("name_ar") or row.name_ar
        rows.append(row)
    return rows


def _levels(row: Row, codes: list[str]) -> None:
    level = int(row.kind[-1])
    for n, code in enumerate(codes[:level], 1):
        setattr(row, f"adm{n}", code)
    row.precision = "governorate" if level == 1 else "district"


def pcoded(ref: Path, gn: GeoNames) -> list[Row]:
    """Countries of OCHA's global P-code list other than Syria."""
    overrides = {r["code"]: r for r in hand.table("admin_ar.tsv")}
    rows: dict[str, Row] = {}
    for r in tsv(ref / "pcodes" / "global_pcodes_adm1_adm2_arab.tsv"):
        deep = r["iso3"] in DEEP or (r["iso3"] == "TUN")
        if r["iso3"] == "SYR" or (r["level"] == "2" and not deep):
            continue
        over = overrides.get(r["pcode"], {})
        name = over.get("name_ar") or clean_arabic(r["name_ar"])
        if not name:
            continue
        row = Row(r["pcode"], f"adm{r['level']}", ISO2[r["iso3"]], r["name_en"], name)
        row.parent = ISO2[r["iso3"]] if r["level"] == "1" else r["parent"]
        _levels(row, [row.id] if r["level"] == "1" else [r["parent"], row.id])
        row.variants = [v for v in (over.get("variants_ar") or "").split("|") if v]
        if over.get("name_ar") and r["name_ar"] and not (r["iso3"] == "LBY" and r["level"] == "1"):
            row.variants.append(clean_arabic(r["name_ar"]))
        rows[row.id] = row
    _centroids(ref, list(rows.values()))
    for row in rows.values():
        if row.lat is None:
            _fallback_point(row, rows, gn)
    return [*rows.values(), *iraq_level3(ref)]


def _centroids(ref: Path, rows: list[Row]) -> None:
    files = [(ref / "boundaries" / f"{c}_{n}.geojson") for c in ("irq", "yem", "sdn", "egy", "lbn", "pse")
             for n in ("adm1_from_adm2", "adm2")]  # fmt: skip
    for path in files:
        shapes = Shapes(path)
        source = "wof:polygon" if path.name.startswith("pse") else "geoboundaries"
        for row in rows:
            if row.lat is None:
                _point(row, shapes, source)
    som = Shapes(ref / "boundaries" / "som_adm1.geojson", "name_en")
    named = {plain(k): v for k, v in som.centroids.items()}
    for row in rows:
        if row.country == "SO" and row.kind == "adm1" and plain(row.name_en) in named:
            row.lat, row.lon = named[plain(row.name_en)]
            row.coord_source = "geoboundaries"


def _fallback_point(row: Row, rows: dict[str, Row], gn: GeoNames) -> None:
    """A unit with no polygon takes its namesake town's point, else its parent's, with that precision."""
    town = gn.find(row.country, row.name_en, [row.name_ar, *row.variants])
    children = [r for r in rows.values() if r.parent == row.id and r.lat is not None]
    if town:
        row.lat, row.lon, row.coord_source = town.lat, town.lon, town.id
    elif children:
        row.lat = sum(r.lat or 0 for r in children) / len(children)
        row.lon = sum(r.lon or 0 for r in children) / len(children)
        row.coord_source = "mean-of-units"
    else:
        parent = rows.get(row.parent)
        if parent and parent.lat is not None:
            row.lat, row.lon, row.coord_source = parent.lat, parent.lon, f"parent:{parent.id}"
            row.precision = parent.precision
        else:
            row.lat, row.lon, row.coord_source = gn.capital(row.country)
            row.coord_source, row.precision = f"parent:{row.country}", "country"


def iraq_level3(ref: Path) -> list[Row]:
    """Iraqi sub-districts (نواحي), without a point of their own."""
    rows = []
    shapes = Shapes(ref / "boundaries" / "irq_adm2.geojson")
    with (ref / "pcodes" / "IRQ_pcodes.csv").open(encoding="utf-8") as f:
        for r in csv.DictReader(f):
            name = clean_arabic(re.sub(r"^(مركز|م\.?) ", "", r["admin3Name_ar"]))
            row = Row(r["admin3Pcode"], "adm3", "IQ", r["admin3Name_en"], name, parent=r["admin2Pcode"])
            _levels(row, [r["admin1Pcode"], r["admin2Pcode"], row.id])
            if r["admin2Pcode"] in shapes.centroids:
                row.lat, row.lon = shapes.centroids[r["admin2Pcode"]]
                row.coord_source = f"parent:{r['admin2Pcode']}"
            rows.append(row)
    return rows


def iso_units(gn: GeoNames) -> list[Row]:
    """First-level units of countries without OCHA P-codes here; the point is the unit's capital."""
    rows = []
    for r in hand.table("admin_iso.tsv"):
        country = r["code"][:2]
        row = Row(r["code"], "adm1", country, r["name_en"], r["name_ar"], parent=country)
        _levels(row, [row.id])
        row.variants = [v for v in r["variants_ar"].split("|") if v]
        town = gn.find(country, r["capital_en"], [])
        if town:
            row.lat, row.lon, row.coord_source = town.lat, town.lon, town.id
        else:
            row.lat, row.lon, _ = gn.capital(country)
            row.coord_source, row.precision = f"parent:{country}", "country"
        rows.append(row)
    return rows
