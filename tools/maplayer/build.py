"""Make the compact map layer from Natural Earth shapes and GeoNames towns. See README.md beside this file."""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import box, mapping, shape
from shapely.ops import unary_union

REGION = [
    "SY",
    "IQ",
    "LB",
    "JO",
    "PS",
    "IL",
    "EG",
    "SD",
    "SS",
    "LY",
    "TN",
    "DZ",
    "MA",
    "MR",
    "SO",
    "DJ",
    "ER",
    "ET",
    "YE",
    "SA",
    "OM",
    "AE",
    "QA",
    "BH",
    "KW",
    "TR",
    "IR",
    "CY",
    "TD",
    "EH",
    "KM",
]
PLACES = Path(__file__).parents[2] / "src" / "waqai" / "data" / "places"
FRAME = box(-18, -5, 64, 43)
TOLERANCE = 0.02  # degrees, about 2 km
FAR_TOLERANCE = 0.08
DECIMALS = 3
RIVERS = {
    "Nile": ("النيل", "Nile"), "White Nile": ("النيل الأبيض", "White Nile"), "Blue Nile": ("النيل الأزرق", "Blue Nile"),
    "Mountain Nile": ("بحر الجبل", "Bahr al-Jabal"), "Rosetta Branch": ("فرع رشيد", "Rosetta branch"),
    "Damietta Branch": ("فرع دمياط", "Damietta branch"), "Atbara": ("عطبرة", "Atbara"), "Abay": ("النيل الأزرق", "Blue Nile"),
    "Al Furat": ("الفرات", "Euphrates"), "Firat": ("الفرات", "Euphrates"), "Euphrates": ("الفرات", "Euphrates"),
    "Tigris": ("دجلة", "Tigris"), "Dicle": ("دجلة", "Tigris"), "Shatt al Arab": ("شط العرب", "Shatt al-Arab"),
    "Jordan": ("الأردن", "Jordan"), "Jubba": ("جوبا", "Jubba"), "Chari": ("شاري", "Chari"),
    "Sénégal": ("السنغال", "Senegal"), "Suez Canal": ("قناة السويس", "Suez Canal"),
}  # fmt: skip
SHORT = {"SY": "Syria", "PS": "Palestine", "IR": "Iran", "LY": "Libya", "TZ": "Tanzania"}
EXTRA_RIVERS = {"Khabur": ("الخابور", "Khabur"), "Orontes": ("العاصي", "Orontes"), "Litani": ("الليطاني", "Litani")}
QUARTERS = {"Al Mawsil al Jadidah", "Al Basrah al Qadimah", "Sadr City", "Al Yarmuk", "Jaramana", "Yarmouk"}
MIN_PEOPLE = 60_000
TOWNS_PER_COUNTRY = 28


def read(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"))


def provinces(data: Path) -> list[dict[str, Any]]:
    """Every first-level division of the region with its names, shapes not yet simplified."""
    rows = [r for r in read(data / "regions" / "regions.json") if r["country_a2"] in REGION]
    found = []
    for row in rows:
        path = data / "regions" / f"{row['region_code']}.json"
        states = row["states"]
        names = states[0].get("i18n", {}) if len(states) == 1 else row.get("i18n", {})
        en = names.get("en") or row["region_name"]
        if not path.exists() or "UNDOF" in row["region_code"]:
            continue
        found.append(
            {
                "code": row["region_code"], "country": row["country_a2"], "en": plain(en), "ar": plain(names.get("ar")),
                "shape": shape(read(path)["geometry"]),
            }
        )  # fmt: skip
    return found


def plain(name: str | None) -> str | None:
    """A division's name without the word for what kind of division it is."""
    if name is None:
        return None
    name = re.sub(r"^(محافظة|ولاية|منطقة|إمارة|بلدية|شعبية|إقليم|لواء|قضاء) ", "", name)
    return re.sub(
        r" (Governorate|Province|Region|State|District|Municipality|Emirate|Wilaya|wilaya|province)$", "", name
    )


def simplified(rows: list[dict[str, Any]]) -> None:
    """Simplify all shapes as one coverage: a border that two share stays one line."""
    shapes = shapely.coverage_simplify([shapely.make_valid(r["shape"]) for r in rows], TOLERANCE)
    for row, geometry in zip(rows, shapes, strict=True):
        row["shape"] = polygons(geometry)


def polygons(geometry: Any, least: float = 0.003) -> Any:
    """The polygons of a geometry, without specks; the largest is always kept."""
    parts = [g for g in getattr(geometry, "geoms", [geometry]) if g.geom_type in ("Polygon", "MultiPolygon")]
    parts = [p for g in parts for p in getattr(g, "geoms", [g])]
    kept = [p for p in parts if p.area >= least] or sorted(parts, key=lambda p: -p.area)[:1]
    return unary_union(kept) if kept else geometry


def countries(data: Path, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Outlines: of the region by dissolving its divisions, of the rest around it from the country files."""
    names = {c["country_a2"]: c for c in read(data / "countries" / "countries.json")}
    found: list[dict[str, Any]] = []
    for code in REGION:
        own = [r["shape"] for r in rows if r["country"] == code]
        if own:
            found.append({"code": code, "near": True, "shape": polygons(unary_union(own).buffer(0))})
    for path in sorted((data / "countries").glob("*.json")):
        if path.stem in {"countries", *(c["code"] for c in found)}:
            continue
        outline = read(path)
        shapes = [f["geometry"] for f in outline["features"]] if "features" in outline else [outline["geometry"]]
        whole = shapely.make_valid(unary_union([shape(g).buffer(0) for g in shapes]))
        part = whole.intersection(FRAME)
        if not part.is_empty:
            found.append({"code": path.stem, "near": False, "shape": polygons(part.simplify(FAR_TOLERANCE), 0.05)})
    for row in found:
        called = names.get(row["code"], {}).get("i18n", {})
        english = called.get("en") or names.get(row["code"], {}).get("country_name")
        row |= {"ar": called.get("ar"), "en": SHORT.get(row["code"], english)}
    return found


def rivers(path: Path) -> list[dict[str, Any]]:
    found = []
    for feature in read(path)["features"]:
        names = RIVERS.get(feature["properties"]["name_en"] or "") or EXTRA_RIVERS.get(
            feature["properties"]["name_en"] or ""
        )
        if names:
            line = shape(feature["geometry"]).simplify(TOLERANCE)
            found.append({"ar": names[0], "en": names[1], "shape": line})
    return found


def gazetteer(name: str) -> list[dict[str, str]]:
    """The rows of one table of the package's gazetteer."""
    head, *lines = (PLACES / f"{name}.tsv").read_text("utf-8").splitlines()
    return [dict(zip(head.split("\t"), line.split("\t"), strict=True)) for line in lines]


def towns() -> list[dict[str, Any]]:
    """The largest towns of each country, by the names the gazetteer gives them."""
    rows = [r for table in ("settlements", "syria") for r in gazetteer(table) if r["population"] and r["lat"]]
    rows = [r for r in rows if r["kind"] in ("city", "town") and r["name_en"] not in QUARTERS]
    found = []
    for code in REGION:
        own = sorted((r for r in rows if r["country"] == code), key=lambda r: -int(r["population"]))
        for row in own[:TOWNS_PER_COUNTRY]:
            if int(row["population"]) >= MIN_PEOPLE:
                found.append(
                    {
                        "ar": town_name(row), "en": row["name_en"].split(" (")[0], "country": code,
                        "people": int(row["population"]), "shape": shapely.Point(float(row["lon"]), float(row["lat"])),
                    }
                )  # fmt: skip
    return found


def town_name(row: dict[str, str]) -> str:
    """The Arabic name; a variant where the first one is broken by a space after its first letter."""
    name, *variants = [row["name_ar"], *row["variants_ar"].split("|")]
    return variants[0] if len(name.split()[0]) == 1 and variants[0] else name


def with_codes(rows: list[dict[str, Any]]) -> None:
    """Give divisions the P-code of the gazetteer's unit of the same name, where one and only one is called so."""
    units: dict[tuple[str, str], set[str]] = {}
    for row in gazetteer("admin"):
        if row["kind"] == "adm1":
            for name in (row["name_en"], row["name_ar"], *row["variants_ar"].split("|")):
                units.setdefault((row["country"], key(name)), set()).add(row["id"])
    for row in rows:
        codes = [units.get((row["country"], key(row[lang])), set()) for lang in ("ar", "en") if row[lang]]
        only = [next(iter(c)) for c in codes if len(c) == 1]
        row["pcode"] = only[0] if only else None


def key(name: str) -> str:
    """A name as it is compared: no article, marks, dashes or apostrophes, one spelling of alef, ya and ta marbuta."""
    name = re.sub("[\u064b-\u0652'’`ʿʾ-]", "", name.lower()).replace("ة", "ه").replace("ى", "ي")
    name = re.sub("[أإآ]", "ا", name)
    return re.sub(r"^(al|as|ad|ash|an|ar|at) ?|^ال", "", name).replace(" ", "")


def feature(row: dict[str, Any]) -> dict[str, Any]:
    properties = {k: v for k, v in row.items() if k != "shape" and v is not None}
    geometry = mapping(row["shape"])
    return {"type": "Feature", "properties": properties, "geometry": rounded(geometry)}


def rounded(geometry: dict[str, Any]) -> dict[str, Any]:
    def cut(value: Any) -> Any:
        if isinstance(value, int | float):
            return round(float(value), DECIMALS)
        return [cut(v) for v in value]

    return {"type": geometry["type"], "coordinates": cut(geometry["coordinates"])}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--rivers", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    asked = parser.parse_args()
    rows = provinces(asked.data)
    simplified(rows)
    with_codes(rows)
    parts = {
        "countries": countries(asked.data, rows), "provinces": rows, "rivers": rivers(asked.rivers), "towns": towns(),
    }  # fmt: skip
    layer: dict[str, Any] = {
        "attribution": "Natural Earth (public domain); towns: GeoNames (CC BY 4.0). Lines and names imply no opinion."
    }
    for name, items in parts.items():
        layer[name] = {"type": "FeatureCollection", "features": [feature(i) for i in items]}
    asked.out.write_text(json.dumps(layer, ensure_ascii=False, separators=(",", ":")) + "\n", "utf-8")
    print({name: len(items) for name, items in parts.items()}, f"{asked.out.stat().st_size / 1e3:.0f} kB")


if __name__ == "__main__":
    main()
