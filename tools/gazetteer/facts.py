"""Readers of the reference folder: names, coordinates and codes as facts, each with its source."""

from __future__ import annotations

import csv
import itertools
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tools.gazetteer.names import arabic_names, ascii_name, plain

from waqai.text.normalize import fold

csv.field_size_limit(10**9)
Ring = list[list[float]]


@dataclass(frozen=True)
class Fact:
    """A place as a source gives it. ``pcode`` is that of the containing unit, '' where unknown."""

    id: str
    country: str
    name_en: str
    names_ar: tuple[str, ...]
    lat: float
    lon: float
    population: int
    feature: str
    pcode: str
    region: str
    notable: bool
    source: str


def tsv(path: Path) -> Iterator[dict[str, str]]:
    """Rows of a tab-separated file with a header; quotes mean nothing."""
    with path.open(encoding="utf-8") as f:
        yield from csv.DictReader(f, delimiter="\t", quoting=csv.QUOTE_NONE)


def wof_facts(folder: Path, country: str) -> list[Fact]:
    """Localities and neighbourhoods of a Who's On First table of the reference folder."""
    path = folder / "places-wof" / f"places_{country.lower()}.tsv"
    if not path.exists():
        return []
    out = []
    for r in tsv(path):
        if r["placetype"] not in ("locality", "neighbourhood", "localadmin"):
            continue
        gid = r["geonames_id"]
        feature = r["feature_code"] or ("PPLX" if r["placetype"] == "neighbourhood" else "PPL")
        out.append(
            Fact(
                f"gn:{gid}" if gid else f"wof:{r['wof_id']}", country, ascii_name(r["name_en"]),
                tuple(arabic_names([r["name_ar"], *r["names_ar_all"].split("|")])), float(r["lat"]), float(r["lon"]),
                int(float(r["population"] or 0)), feature, r["adm_pcode"], r["region"], bool(r["wikidata"]),
                f"wof:{r['wof_id']}",
            )
        )  # fmt: skip
    return out


class Shapes:
    """Polygons of admin units: which contains a point, and each unit's centroid."""

    def __init__(self, path: Path, key: str = "pcode") -> None:
        self.rings: list[tuple[str, tuple[float, float, float, float], list[Ring]]] = []
        self.centroids: dict[str, tuple[float, float]] = {}
        if path.exists():
            self._read(json.loads(path.read_text(encoding="utf-8")), key)

    def _read(self, collection: dict, key: str) -> None:
        for feature in collection["features"]:
            code = feature["properties"].get(key)
            if not code or not feature["geometry"]:
                continue
            polygons = polygons_of(feature["geometry"])
            if not polygons:
                continue
            rings = [ring for polygon in polygons for ring in polygon]
            xs = [p[0] for r in rings for p in r]
            ys = [p[1] for r in rings for p in r]
            self.rings.append((code, (min(xs), min(ys), max(xs), max(ys)), rings))
            self.centroids[code] = centroid(max((p[0] for p in polygons), key=lambda r: abs(area(r))))

    def find(self, lat: float, lon: float) -> str:
        """The code of the unit that contains the point, or ''."""
        for code, (x0, y0, x1, y1), rings in self.rings:
            if x0 <= lon <= x1 and y0 <= lat <= y1 and sum(inside(r, lon, lat) for r in rings) % 2:
                return code
        return ""


def polygons_of(geometry: dict) -> list[list[Ring]]:
    """The polygons of a geometry, whatever it nests them in; lines and points are left out."""
    if geometry["type"] == "GeometryCollection":
        return [p for g in geometry["geometries"] for p in polygons_of(g)]
    if geometry["type"] == "MultiPolygon":
        return list(geometry["coordinates"])
    return [geometry["coordinates"]] if geometry["type"] == "Polygon" else []


def area(ring: Ring) -> float:
    """Signed area of a ring in square degrees."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in itertools.pairwise(ring)) / 2


def centroid(ring: Ring) -> tuple[float, float]:
    """Centroid of a ring as (lat, lon)."""
    a = area(ring) or 1e-9
    pairs = list(itertools.pairwise(ring))
    x = sum((p[0] + q[0]) * (p[0] * q[1] - q[0] * p[1]) for p, q in pairs) / (6 * a)
    y = sum((p[1] + q[1]) * (p[0] * q[1] - q[0] * p[1]) for p, q in pairs) / (6 * a)
    return y, x


def inside(ring: Ring, x: float, y: float) -> bool:
    """Whether the point is inside the ring (even-odd rule)."""
    odd = False
    for (x1, y1, *_), (x2, y2, *_) in itertools.pairwise(ring):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            odd = not odd
    return odd


class Index:
    """Facts of a country by Arabic key and by plain English name."""

    def __init__(self, facts: list[Fact]) -> None:
        self.ar: dict[str, list[Fact]] = defaultdict(list)
        self.en: dict[str, list[Fact]] = defaultdict(list)
        for fact in facts:
            for name in fact.names_ar:
                self.ar[fold(name)].append(fact)
            self.en[plain(fact.name_en)].append(fact)

    def lookup(self, names_ar: list[str], name_en: str, prefix: str, adm1: str) -> Fact | None:
        """The one fact these names mean inside the unit, else the only one in its first-level unit."""
        for table, keys in ((self.ar, [fold(n) for n in names_ar]), (self.en, [plain(name_en)])):
            for scope in (prefix, adm1) if table is self.ar else (prefix,):
                for key in keys:
                    found = _best([f for f in table.get(key, []) if f.pcode.startswith(scope) or not f.pcode])
                    if found:
                        return found
        return None


def _best(facts: list[Fact]) -> Fact | None:
    """The fact, if the candidates are one place (within about 5 km) or one is clearly the larger."""
    if not facts:
        return None
    ranked = sorted(facts, key=lambda f: (f.population, f.feature.startswith("PPLA"), f.notable), reverse=True)
    first = ranked[0]
    near = all(abs(f.lat - first.lat) < 0.05 and abs(f.lon - first.lon) < 0.05 for f in ranked)
    clear = len(ranked) > 1 and (first.population > 4 * ranked[1].population + 500 or (
        first.feature.startswith("PPLA") and not ranked[1].feature.startswith("PPLA")))  # fmt: skip
    return first if near or clear else None
