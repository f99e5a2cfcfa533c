"""The file formats of place data, each read into drafts of gazetteer rows."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec

_ARABIC = re.compile("[\u0621-\u064a]")
_LIST_LINE = re.compile(r"^(?P<name>.+?) \[(?P<alt>[^\]]*)\] (?P<lat>-?\d+\.?\d*),(?P<lon>-?\d+\.?\d*) (?P<code>\w*)$")
_LEVEL = re.compile(r"^(?:adm|admin)([0-4])(?:_?pcode)$", re.IGNORECASE)
ISO3 = {
    "SYR": "SY", "IRQ": "IQ", "YEM": "YE", "SDN": "SD", "PSE": "PS", "LBN": "LB", "LBY": "LY", "EGY": "EG", "SOM": "SO",
    "SSD": "SS", "DZA": "DZ", "MAR": "MA", "TUN": "TN", "TCD": "TD", "MRT": "MR", "JOR": "JO", "SAU": "SA", "TUR": "TR",
    "IRN": "IR", "ISR": "IL", "ETH": "ET", "AFG": "AF", "PAK": "PK",
}  # fmt: skip
TOWN, CITY = 20_000, 100_000
PLACETYPES = {
    "neighbourhood": "neighbourhood",
    "campus": "airport",
    "county": "adm2",
    "region": "adm1",
    "localadmin": "town",
}


class Draft(msgspec.Struct):
    """A row before it is merged: ``precision`` and ``kind`` as in the gazetteer; no coordinates where the file has none."""

    id: str
    kind: str
    country: str
    name_en: str
    names_ar: list[str]
    lat: float | None = None
    lon: float | None = None
    source: str = ""
    adm1: str = ""
    adm2: str = ""
    adm3: str = ""
    population: int = 0
    precision: str = "settlement"


def _number(text: object) -> float | None:
    try:
        return float(str(text))
    except ValueError:
        return None


def _levels(draft: Draft, code: str) -> Draft:
    """Admin codes above an OCHA P-code whose levels are prefixes of it."""
    country = code[:2]
    if country in ("SY", "YE", "EG", "PS", "LY", "SO"):
        draft.adm1, draft.adm2, draft.adm3 = (
            code[:4],
            code[:6] if len(code) > 4 else "",
            code[:8] if len(code) > 6 else "",
        )
    elif country == "SD":
        draft.adm1, draft.adm2 = code[:4], code if len(code) > 4 else ""
    elif country == "IQ":
        draft.adm1, draft.adm2, draft.adm3 = code[:5], code[:8] if len(code) > 5 else "", code if len(code) > 8 else ""
    elif country == "LB":
        draft.adm2 = code if len(code) > 3 else ""
        draft.adm1 = "" if draft.adm2 else code
    return draft


def _settlement(population: int) -> str:
    return "city" if population >= CITY else "town" if population >= TOWN else "village"


def wof_rows(rows: Iterable[Mapping[str, str]]) -> Iterator[Draft]:
    """A Who's-On-First-style table: ``wof_id``, ``placetype``, names, point, population, ``adm_pcode``."""
    for r in rows:
        population = int(_number(r.get("population")) or 0)
        placetype = r.get("placetype") or "locality"
        kind = PLACETYPES.get(placetype, _settlement(population))
        gid = r.get("geonames_id")
        draft = Draft(
            f"gn:{gid}" if gid else f"wof:{r['wof_id']}", kind, (r.get("adm_pcode") or "")[:2], r.get("name_en") or "",
            [n for n in [r.get("name_ar") or "", *(r.get("names_ar_all") or "").split("|")] if _ARABIC.search(n)],
            _number(r.get("lat")), _number(r.get("lon")), f"wof:{r['wof_id']}", population=population,
        )  # fmt: skip
        if kind in ("adm1", "adm2"):
            draft.precision = "governorate" if kind == "adm1" else "district"
        yield _levels(draft, r.get("adm_pcode") or "")


def geonames_rows(rows: Iterable[Sequence[str]]) -> Iterator[Draft]:
    """A GeoNames country dump: 19 columns, no header; admin units and populated places are taken."""
    for r in rows:
        if len(r) < 19 or r[6] not in ("P", "A"):
            continue
        population = int(_number(r[14]) or 0)
        kind = _settlement(population)
        if r[6] == "A":
            level = re.match("ADM([1-3])$", r[7])
            if not level:
                continue
            kind = f"adm{level[1]}"
        elif r[7] == "PPLX":
            kind = "neighbourhood"
        names = [n for n in r[3].split(",") if _ARABIC.search(n)]
        precision = {"adm1": "governorate", "adm2": "district", "adm3": "district"}.get(kind, "settlement")
        yield Draft(
            f"gn:{r[0]}", kind, r[8], r[2] or r[1], names, _number(r[4]), _number(r[5]), f"gn:{r[0]}",
            population=population, precision=precision,
        )  # fmt: skip


def unit_rows(rows: Iterable[Mapping[str, str]]) -> Iterator[Draft]:
    """A flat list of P-codes: ``pcode``, ``level``, names, perhaps a point."""
    for r in rows:
        level = (r.get("level") or "1")[-1]
        code = r["pcode"]
        names = [r.get("name_ar") or "", *(r.get("aliases_ar") or "").split("|")]
        draft = Draft(
            code, f"adm{level}", code[:2], r.get("name_en") or "", [n for n in names if _ARABIC.search(n)],
            _number(r.get("lat")), _number(r.get("lon")), "import", precision="governorate" if level == "1" else "district",
        )  # fmt: skip
        draft = _levels(draft, code)
        if level == "2" and not draft.adm1:
            draft.adm1 = r.get("parent") or r.get("parent_pcode") or ""
        yield draft


def cod_rows(rows: Iterable[Mapping[str, Any]]) -> Iterator[Draft]:
    """An OCHA Common Operational Dataset table: every unit of every level it names, once."""
    seen: set[str] = set()
    for row in rows:
        cells = {str(k).lower().replace("_", ""): str(v) for k, v in row.items() if v not in (None, "", "NA")}
        levels = sorted(int(m[1]) for k in row if (m := _LEVEL.match(str(k))))
        codes = {n: cells.get(f"adm{n}pcode") or cells.get(f"admin{n}pcode") or "" for n in levels}
        for n in levels:
            code = codes[n]
            if n == 0 or not code or code in seen:
                continue
            seen.add(code)
            yield _cod_unit(cells, n, codes, n == levels[-1] or n == max(levels))


def _cod_unit(cells: Mapping[str, str], level: int, codes: Mapping[int, str], deepest: bool) -> Draft:
    def name(language: str) -> str:
        for key in (f"adm{level}{language}", f"admin{level}name{language}", f"adm{level}name{language}"):
            if cells.get(key):
                return cells[key]
        return ""

    country = (cells.get("adm0pcode") or cells.get("admin0pcode") or codes[level])[:2]
    lat = _number(cells.get("latitude") or cells.get("latitudey") or cells.get("lat")) if deepest else None
    lon = _number(cells.get("longitude") or cells.get("longitudex") or cells.get("lon")) if deepest else None
    kind = f"adm{level}" if level < 4 else "village"
    precision = "settlement" if level == 4 else "governorate" if level == 1 else "district"
    arabic = [name("ar")] if _ARABIC.search(name("ar")) else []
    draft = Draft(codes[level], kind, country, name("en"), arabic, lat, lon, "ocha" if lat is not None else "")
    draft.precision = precision
    draft.adm1, draft.adm2, draft.adm3 = (codes.get(n, "") if n <= level else "" for n in (1, 2, 3))
    return draft


def catalogue_rows(data: Iterable[Mapping[str, Any]]) -> Iterator[Draft]:
    """A JSON list of units with nested names, centroid and external ids."""
    for item in data:
        ids, name = item.get("externalIds") or {}, item.get("name") or {}
        code = ids.get("ochaPcode") or ""
        point = item.get("centroid") or item.get("coordinates") or {}
        level = {4: "adm1", 6: "adm2", 8: "adm3"}.get(len(code), "adm1")
        names = [name.get("ar") or "", *(a["value"] for a in item.get("aliases") or () if a.get("language") == "ar")]
        draft = Draft(
            code, level, code[:2], name.get("en") or "", [n for n in names if n], _number(point.get("latitude")),
            _number(point.get("longitude")), "import", precision="governorate" if level == "adm1" else "district",
        )  # fmt: skip
        yield _levels(draft, code)


def list_rows(lines: Iterable[str]) -> Iterator[Draft]:
    """Lines ``Name [alternates] lat,lon PCODE``."""
    for line in lines:
        m = _LIST_LINE.match(line.strip())
        if m:
            place_id = f"import:{m['name']}@{m['lat']},{m['lon']}".replace(" ", "_")
            lat, lon = float(m["lat"]), float(m["lon"])
            yield _levels(Draft(place_id, "village", m["code"][:2], m["name"], [], lat, lon, "import"), m["code"])


def geojson_rows(features: Iterable[Mapping[str, Any]], stem: str) -> Iterator[Draft]:
    """A GeoJSON collection: admin units by their code, other named things as regions; the point is the centroid."""
    for n, feature in enumerate(features):
        p = feature.get("properties") or {}
        lat, lon = _centre(feature.get("geometry") or {})
        unit = _unit(p)
        if unit is not None:
            unit.lat, unit.lon, unit.source = lat, lon, "import:centroid"
            yield unit
            continue
        name_en = str(p.get("name_en") or p.get("name") or p.get("admin") or "")
        country = str(p.get("iso_a2") or ISO3.get(str(p.get("adm0_a3")), ""))
        names = [str(p["name_ar"])] if _ARABIC.search(str(p.get("name_ar") or "")) else []
        town = "pop_max" in p
        population = int(_number(p.get("pop_max")) or 0)
        kind = _settlement(population) if town else _natural(p)
        place_id = (
            country if "country" in str(p.get("featurecla", "")).lower() and len(country) == 2 else f"import:{stem}:{n}"
        )
        kind = "country" if place_id == country else kind
        draft = Draft(place_id, kind, country if len(country) == 2 else "", name_en, names, lat, lon)
        draft.source, draft.population = f"import:{stem}", population
        draft.precision = "settlement" if town else "region"
        yield draft


def _natural(p: Mapping[str, Any]) -> str:
    return "river" if "river" in str(p.get("featurecla", "")).lower() else "region"


def _unit(p: Mapping[str, Any]) -> Draft | None:
    """The admin unit of a feature: its deepest code."""
    low = {str(k).lower(): v for k, v in p.items() if v}
    for level in (3, 2, 1):
        code = low.get(f"adm{level}_pcode") or low.get(f"admin{level}pcode") or low.get(f"pcode_adm{level}")
        if code:
            names = [str(low[k]) for k in (f"adm{level}_ar", f"admin{level}name_ar") if k in low]
            return _made(
                str(code), level, str(low.get(f"adm{level}_en") or low.get(f"admin{level}name_en") or ""), names
            )
    code = low.get("pcode")
    if not code:
        return None
    level = 2 if low.get("parent") and len(str(low["parent"])) > 2 else 1
    unit = _made(str(code), level, str(low.get("name_en") or ""), str(low.get("name_ar") or "").split("/"))
    unit.adm1 = str(low["parent"]) if level == 2 else unit.adm1
    return unit


def _made(code: str, level: int, name_en: str, names: list[str]) -> Draft:
    draft = Draft(code, f"adm{level}", code[:2], name_en, [n for n in names if _ARABIC.search(n)])
    draft.precision = "governorate" if level == 1 else "district"
    return _levels(draft, code)


def _centre(geometry: Mapping[str, Any]) -> tuple[float | None, float | None]:
    """Centre of a geometry's largest ring, of its points otherwise; degrees."""
    if geometry.get("type") == "GeometryCollection":
        parts = [_centre(g) for g in geometry.get("geometries", ())]
        return parts[0] if parts else (None, None)
    rings = list(_rings(geometry.get("coordinates")))
    if not rings:
        return None, None
    ring = max(rings, key=lambda r: abs(_area(r)) or len(r) / 1e9)
    area = _area(ring)
    if abs(area) < 1e-12:
        return sum(p[1] for p in ring) / len(ring), sum(p[0] for p in ring) / len(ring)
    pairs = list(itertools.pairwise(ring))
    x = sum((a[0] + b[0]) * (a[0] * b[1] - b[0] * a[1]) for a, b in pairs) / (6 * area)
    y = sum((a[1] + b[1]) * (a[0] * b[1] - b[0] * a[1]) for a, b in pairs) / (6 * area)
    return round(y, 5), round(x, 5)


def _area(ring: Sequence[Sequence[float]]) -> float:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in itertools.pairwise(ring)) / 2


def _rings(coordinates: Any) -> Iterator[list[list[float]]]:
    """Every list of positions, however deep it is nested."""
    if not isinstance(coordinates, list) or not coordinates:
        return
    if isinstance(coordinates[0], (int, float)):
        yield [coordinates]
    elif coordinates[0] and isinstance(coordinates[0], list) and isinstance(coordinates[0][0], (int, float)):
        yield coordinates
    else:
        for part in coordinates:
            yield from _rings(part)
