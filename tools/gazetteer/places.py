"""Towns, villages, neighbourhoods, sites and regions."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from pathlib import Path

from tools.gazetteer import hand
from tools.gazetteer.facts import Fact, Index, Shapes, wof_facts
from tools.gazetteer.geonames import GeoNames, Town
from tools.gazetteer.names import GENERIC, ascii_name, dangerous, plain
from tools.gazetteer.rows import Row

from waqai.text.normalize import fold

WOF = ("SY", "IQ", "YE", "SD", "PS", "LB", "LY", "EG", "JO", "SO", "IL")
ARAB = [
    "SY",
    "IQ",
    "YE",
    "SD",
    "PS",
    "LB",
    "LY",
    "EG",
    "SO",
    "JO",
    "SS",
    "SA",
    "AE",
    "KW",
    "QA",
    "BH",
    "OM",
    "DZ",
    "MA",
    "TN",
    "MR",
    "EH",
]
NEIGHBOURS = ["TD", "ER", "DJ", "ET", "IL", "TR", "IR", "ML", "NE", "NG", "AF", "PK", "KM", "BF"]
REGION = [*ARAB, *NEIGHBOURS]
SHAPE_FILES = {
    "SY": "syria/syr_adm3_pcoded.geojson", "IQ": "boundaries/irq_adm2.geojson", "YE": "boundaries/yem_adm2.geojson",
    "SD": "boundaries/sdn_adm2.geojson", "EG": "boundaries/egy_adm2.geojson", "LB": "boundaries/lbn_adm2.geojson",
    "PS": "boundaries/pse_adm2.geojson",
}  # fmt: skip
KEEP_BELOW = {
    "TR": 15_000,
    "IR": 30_000,
    "AF": 5_000,
    "PK": 20_000,
    "NG": 50_000,
    "ET": 20_000,
    "IL": 5_000,
    "EG": 10_000,
}
NEAREST = {
    "LB": 0.1,
    "EG": 0.3,
    "LY": 1.5,
    "SO": 0.5,
    "JO": 0.25,
    "IQ": 0.2,
    "SY": 0.2,
    "YE": 0.2,
    "SD": 0.4,
    "PS": 0.1,
}  # degrees
REGIONAL = ("region", "river", "road")
LOOSE_UNITS = frozenset(
    fold(w)
    for w in [
        "معسكر",
        "سعيدة",
        "البيض",
        "النعامة",
        "الأحمدي",
        "الشرقية",
        "الغربية",
        "الجوف",
        "فارس",
        "وان",
        "غور",
        "شيخ",
        "جلب",
        "أيل",
        "باي",
        "فان",
    ]
)
COMMON = frozenset((hand.HAND / "common_words.txt").read_text(encoding="utf-8").split())
FIRST_NAMES = frozenset(["عبد", "عز", "صلاح", "نصر", "سيف", "محمد", "علي", "حسن", "حسين", "أحمد"])
PERSONS = frozenset(fold(w) for w in (hand.HAND / "person_words.txt").read_text(encoding="utf-8").split())


def set_codes(row: Row, code: str, admin: dict[str, Row]) -> None:
    """Admin codes and parent from the code of the containing unit."""
    unit = admin.get(code)
    if unit is None:
        row.parent = row.parent or row.country
        return
    row.adm1, row.adm2, row.adm3, row.parent = unit.adm1, unit.adm2, unit.adm3, unit.id


class Builder:
    """Collects rows; later sources add only what earlier ones have not."""

    def __init__(self, ref: Path, gn: GeoNames, admin: list[Row]) -> None:
        self.ref, self.gn = ref, gn
        self.admin = {r.id: r for r in admin}
        self.shapes = {c: Shapes(ref / p, "adm3_pcode" if c == "SY" else "pcode") for c, p in SHAPE_FILES.items()}
        self.facts = {c: wof_facts(ref, c) for c in WOF}
        self.rows: dict[str, Row] = {}
        self.units = self._town_units()

    def _town_units(self) -> dict[tuple[str, str], str]:
        """GeoNames' admin-1 code of each unit, by the unit's capital or namesake town."""
        votes: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        for unit in self.admin.values():
            if (
                unit.country in SHAPE_FILES
                or unit.kind not in ("adm1", "adm2")
                or not unit.coord_source.startswith("gn:")
            ):
                continue
            if unit.country == "LY" and unit.kind == "adm1":
                continue
            town = next((t for t in self.gn.towns[unit.country] if t.id == unit.coord_source), None)
            if town:
                votes[unit.country, town.admin1][unit.id] += 1 + town.population
        return {k: v.most_common(1)[0][0] for k, v in votes.items()}

    def unit_of(self, country: str, lat: float, lon: float, admin1: str = "") -> str:
        """The admin unit of a point."""
        if country in self.shapes:
            return self.shapes[country].find(lat, lon)
        return self.units.get((country, admin1), "")

    # --- cities of GeoNames
    def cities(self) -> None:
        """Towns of the region, large cities elsewhere, capitals."""
        wanted = {}
        for key, names, flag in hand.assignments("cities_world.txt"):
            country, _, english = key.partition(" ")
            town = self.gn.find(country, english, [])
            if town:
                wanted[town.id] = (names, flag)
        for country, towns in self.gn.towns.items():
            floor = KEEP_BELOW.get(country, 0 if country in REGION else 400_000)
            for town in towns:
                names, flag = wanted.get(town.id, (list(town.names_ar), None))
                if names and (town.id in wanted or town.population >= floor):
                    self._city(town, names, flag)

    def _city(self, town: Town, names: list[str], flag: bool | None) -> None:
        kind = "city" if town.population >= 100_000 else "town"
        row = Row(town.id, kind, town.country, town.name_en, names[0], lat=town.lat, lon=town.lon)
        row.coord_source, row.population = town.id, town.population
        row.variants = [*names[1:], *(n for n in town.names_ar if n != names[0] and not risky(n))]
        set_codes(row, self.unit_of(town.country, town.lat, town.lon, town.admin1), self.admin)
        small = town.population < 60_000 or town.country not in ARAB
        abroad = flag is None and town.country not in REGION and " " not in names[0]
        row.needs_context = (
            flag if flag is not None else (abroad or (small and " " not in names[0] and dangerous(names[0], PERSONS)))
        )
        self.rows[row.id] = row

    # --- hand-written lists
    def hand(self, name: str, index: dict[str, Index]) -> None:
        """A hand-written list of settlements; coordinates and ids from the facts."""
        for e in hand.entries(name):
            self._settlement(e, self._fact(e, index))

    def _fact(self, e: hand.Entry, index: dict[str, Index]) -> Fact | None:
        """What a source knows of the entry."""
        prefix = "" if e.parent == e.country else e.parent
        unit = self.admin.get(e.parent)
        if e.country not in index:
            return None
        return index[e.country].lookup([e.name_ar, *e.variants], e.name_en, prefix, unit.adm1 if unit else "")

    def _near(self, e: hand.Entry, fact: Fact | None) -> Fact | None:
        """The fact, unless it is in no known unit and far from the entry's own: a namesake elsewhere."""
        unit = self.admin.get(e.parent)
        if fact is None or fact.pcode or unit is None or unit.lat is None or unit.lon is None:
            return fact
        reach = max(0.4, NEAREST.get(e.country, 0.0)) * (2 if unit.kind == "adm1" else 1)
        return fact if abs(fact.lat - unit.lat) + abs(fact.lon - unit.lon) < reach else None

    def news(self, name: str, index: dict[str, Index]) -> None:
        """Names that news uses: a place the gazetteer has already gets the spellings only."""
        named: dict[tuple[str, str], list[Row]] = defaultdict(list)
        for r in self.rows.values():
            for n in (r.name_ar, *r.variants):
                named[r.country, fold(n.rstrip("!"))].append(r)
        for e in hand.entries(name):
            fact = self._near(e, self._fact(e, index))
            known = (self.rows.get(fact.id) if fact else None) or self.rows.get(slug(e))
            unit = self.admin.get(e.parent)
            same = [r for r in named[e.country, fold(e.name_ar)] if unit and r.adm1 == unit.adm1]
            known = known or next((r for r in same if (r.kind == "neighbourhood") == (e.kind == "neighbourhood")), None)
            if known is None:
                self._settlement(e, fact)
                self._in_town(e)
                continue
            weak = [] if not e.needs_context else [f"{e.name_ar}!"]
            names = [*e.variants, *([] if e.needs_context else [e.name_ar])]
            known.variants += [*names, *weak, *(f"{w}!" for w in e.weak)]

    def _in_town(self, e: hand.Entry) -> None:
        """A quarter of a camp or a town that its line names stands where that is."""
        row = self.rows.get(slug(e))
        town = next((r for r in self.rows.values() if e.at and r.country == e.country and r.name_en == e.at), None)
        if row is not None and town is not None:
            row.adm1, row.adm2, row.adm3, row.parent = town.adm1, town.adm2, town.adm3, town.id
            row.lat, row.lon, row.coord_source = town.lat, town.lon, f"parent:{town.id}"
            row.precision = "settlement" if town.precision == "point" else town.precision

    def _settlement(self, e: hand.Entry, fact: Fact | None) -> None:
        known = self.rows.get(fact.id) if fact else None
        if known is not None and known.name_en and not _same(known, e):
            known, fact = None, None
        row = known or Row(fact.id if fact else self.free_slug(e), e.kind, e.country, e.name_en, e.name_ar)
        row.variants = [*e.variants, *([row.name_ar] if known else []), *row.variants, *(fact.names_ar if fact else ())]
        row.variants = [v for v in row.variants if not self._loose(v, e)]
        row.name_en, row.name_ar, row.needs_context = e.name_en or row.name_en, e.name_ar, e.needs_context
        row.kind = e.kind if not (known and known.kind == "city") else known.kind
        if fact and not known:
            row.lat, row.lon, row.coord_source = fact.lat, fact.lon, fact.source
            row.population = fact.population
            set_codes(row, fact.pcode or e.parent, self.admin)
        elif not known:
            self.at_unit(row, e.parent)
            if e.kind == "neighbourhood":
                self.at_seat(row)
        elif not row.adm1:
            set_codes(row, e.parent, self.admin)
        row.variants.extend(f"{weak}!" for weak in e.weak)
        self.rows[row.id] = row

    def _loose(self, variant: str, e: hand.Entry) -> bool:
        """A fact's variant too common to stand without a head word, unlike the written name."""
        return variant not in e.variants and dangerous(variant, PERSONS) and len(variant.split()) == 1

    def free_slug(self, e: hand.Entry) -> str:
        """The entry's slug, numbered where another place has it."""
        found, n = slug(e), 2
        while found in self.rows and fold(self.rows[found].name_ar) != fold(e.name_ar):
            found, n = f"{slug(e)}-{n}", n + 1
        return found

    def at_unit(self, row: Row, code: str) -> None:
        """A row with no point of its own takes its unit's, with the unit's precision."""
        unit = self.admin.get(code)
        set_codes(row, code, self.admin)
        if unit is not None:
            row.lat, row.lon, row.precision = unit.lat, unit.lon, unit.precision
            row.coord_source = f"parent:{unit.id}"
        elif row.country in self.admin:
            country = self.admin[row.country]
            row.lat, row.lon, row.precision = country.lat, country.lon, "country"
            row.coord_source = f"parent:{country.id}"

    def fill_units(self) -> None:
        """Rows in no polygon and with no unit of their source's: that of the nearest coded place, if near."""
        coded: dict[str, list[Row]] = defaultdict(list)
        for r in self.rows.values():
            if r.adm1 and r.lat is not None and not r.coord_source.startswith("parent:"):
                coded[r.country].append(r)
        for r in self.rows.values():
            reach = NEAREST.get(r.country, 0.0)
            if r.adm1 or r.lat is None or not reach or r.kind not in ("city", "town", "village", "neighbourhood"):
                continue
            near = min(coded[r.country], key=lambda c: abs(c.lat - r.lat) + abs(c.lon - r.lon), default=None)
            if near is not None and abs(near.lat - r.lat) + abs(near.lon - r.lon) < reach:
                set_codes(r, near.adm2 or near.adm1, self.admin)

    def at_seat(self, row: Row) -> None:
        """A neighbourhood with no point of its own stands at the seat of its unit."""
        units = [u for u in (self.admin.get(c) for c in (row.adm2, row.adm1)) if u]
        for unit in units:
            names = {fold(n) for n in (unit.name_ar, *unit.variants)}
            towns = [r for r in self.rows.values() if r.adm1 == row.adm1 and r.kind == "city"]
            seat = next((r for r in towns if fold(r.name_ar) in names), None)
            seat = seat or (max(towns, key=lambda r: r.population, default=None) if unit.kind == "adm1" else None)
            if seat is not None and seat is not row:
                row.lat, row.lon, row.precision = seat.lat, seat.lon, "settlement"
                row.coord_source, row.parent = f"parent:{seat.id}", seat.id
                return

    def sites(self, name: str) -> None:
        """Camps, prisons, crossings and other sites; a site stands at the town it is in."""
        towns: dict[tuple[str, str], Row] = {}
        for r in self.rows.values():
            old = towns.get((r.country, plain(r.name_en)))
            if old is None or r.population > old.population:
                towns[r.country, plain(r.name_en)] = r
        twins = {(r.country, fold(r.name_ar)): r for r in self.rows.values() if r.id.startswith(("gn:", "wof:"))}
        for e in hand.entries(name):
            row = Row(self.free_slug(e), e.kind, e.country if e.country != "XX" else "", e.name_en, e.name_ar)
            row.variants, row.needs_context = list(e.variants), e.needs_context
            town = towns.get((e.country, plain(e.at))) if e.at else None
            twin = twins.get((e.country, fold(e.name_ar)))
            if twin is not None and e.kind not in REGIONAL:
                self._take_over(row, twin)
            elif town:
                row.adm1, row.adm2, row.adm3, row.parent = town.adm1, town.adm2, town.adm3, town.id
                row.lat, row.lon, row.coord_source = town.lat, town.lon, f"parent:{town.id}"
                row.precision = "settlement" if town.precision == "settlement" else town.precision
            else:
                self.at_unit(row, e.parent)
                if e.at:
                    print(f"site {e.name_en}: no town {e.at}")
            if e.kind in REGIONAL:
                row.precision = "region"
            if e.country == "XX":
                row.lat = row.lon = None
                row.coord_source = ""
            row.variants.extend(f"{weak}!" for weak in e.weak)
            self.rows[row.id] = row

    def _take_over(self, row: Row, twin: Row) -> None:
        """A site that a source lists as a locality: one row, with that source's point."""
        row.adm1, row.adm2, row.adm3, row.parent = twin.adm1, twin.adm2, twin.adm3, twin.parent
        row.lat, row.lon, row.coord_source, row.precision = twin.lat, twin.lon, twin.coord_source, "point"
        row.population = twin.population
        self.rows.pop(twin.id, None)

    # --- localities of the reference tables
    def localities(self) -> None:
        """Named localities news may name, chosen by country (see ``chosen``)."""
        for country, facts in self.facts.items():
            taken = {
                (r.adm1, fold(n)) for r in self.rows.values() if r.country == country for n in (r.name_ar, *r.variants)
            }
            times = Counter(fold(f.names_ar[0]) for f in facts if f.names_ar)
            big = {fold(r.name_ar) for r in self.rows.values() if r.kind in ("country", "city")}
            big |= {fold(r.name_ar) for r in self.admin.values() if r.kind in ("country", "adm1")}
            for f in facts:
                if (
                    f.names_ar
                    and f.name_en
                    and f.id not in self.rows
                    and chosen(f, times)
                    and fold(f.names_ar[0]) not in big
                ):
                    self._locality(f, taken)

    def _locality(self, f: Fact, taken: set[tuple[str, str]]) -> None:
        kind = "neighbourhood" if f.feature == "PPLX" else ("town" if f.population > 20_000 else "village")
        row = Row(f.id, kind, f.country, f.name_en, f.names_ar[0], lat=f.lat, lon=f.lon, coord_source=f.source)
        set_codes(row, f.pcode, self.admin)
        if (row.adm1, fold(row.name_ar)) in taken:
            return
        taken.add((row.adm1, fold(row.name_ar)))
        row.population = f.population
        row.variants = [n for n in f.names_ar[1:4] if not risky(n)]
        row.needs_context = dangerous(row.name_ar, PERSONS)
        self.rows[row.id] = row


def risky(name: str) -> bool:
    """A variant of a far city that is also a word."""
    return len(name.split()) == 1 and (len(name) <= 4 or dangerous(name, PERSONS))


def chosen(f: Fact, times: Counter[str]) -> bool:
    """Whether a locality of the reference tables is taken."""
    seat = f.feature.startswith("PPLA") or f.population > 0
    if f.country == "SY":
        return (times[fold(f.names_ar[0])] == 1 and len(f.names_ar[0]) > 4) or seat
    if f.country == "LB":
        return times[fold(f.names_ar[0])] <= 3
    if f.country in ("IQ", "EG", "JO"):
        return seat or f.notable or f.pcode.startswith("EG34") or (f.feature == "PPLQ" and len(f.names_ar[0]) > 5)
    if f.country == "YE":
        return f.feature.startswith("PPLA") or f.population > 1500
    return True


def slug(e: hand.Entry) -> str:
    """A stable id for a place that no source numbers."""
    return f"{e.country.lower()}:{re.sub('[^a-z0-9]+', '-', ascii_name(e.name_en or e.parent).lower()).strip('-')}"


def _loose_variant(r: Row, variant: str) -> bool:
    """A variant that is a common word, or several words of a place whose name is one."""
    many = " " in variant and r.needs_context and variant.split()[0] not in GENERIC and r.kind in ("town", "village")
    return fold(variant) in COMMON or many


def flag_common(rows: list[Row]) -> None:
    """Whatever its source, a small place whose name is a listed common word needs context; so does such a variant."""
    for r in rows:
        if r.kind != "country" and (
            fold(r.name_ar) in COMMON or (" " in r.name_ar and r.name_ar.split()[0] in FIRST_NAMES)
        ):
            r.needs_context = True
        r.variants = [f"{v}!" if _loose_variant(r, v) and not v.endswith("!") else v for v in r.variants]


def flag_units(admin: list[Row], rows: list[Row]) -> None:
    """A unit whose name is also a common word needs context as its seat does."""
    seats: dict[tuple[str, str], list[bool]] = defaultdict(list)
    for r in rows:
        if r.kind in ("city", "town", "village"):
            seats[r.adm1, fold(r.name_ar)].append(r.needs_context)
    for unit in admin:
        flags = seats.get((unit.adm1, fold(unit.name_ar)))
        if unit.kind == "adm1":
            key = fold(unit.name_ar)
            unit.needs_context = key in PERSONS or key in LOOSE_UNITS or key in COMMON or (bool(flags) and all(flags))
        elif unit.kind != "country":
            unit.needs_context = all(flags) if flags else dangerous(unit.name_ar, PERSONS)


def _same(row: Row, e: hand.Entry) -> bool:
    keys = {fold(n) for n in (row.name_ar, *row.variants)}
    return bool(keys & {fold(n) for n in (e.name_ar, *e.variants)}) or plain(row.name_en) == plain(e.name_en)


def fact_index(builder: Builder) -> dict[str, Index]:
    """Facts of every country of the region: the reference tables and GeoNames towns."""
    out = {}
    for country in {*WOF, "TR", "SA"}:
        facts = list(builder.facts.get(country, []))
        for t in builder.gn.towns[country]:
            code = builder.unit_of(country, t.lat, t.lon, t.admin1)
            feature = "PPLA2" if t.population > 5000 else "PPL"
            facts.append(
                Fact(t.id, country, t.name_en, t.names_ar, t.lat, t.lon, t.population, feature, code, "", True, t.id)
            )
        out[country] = Index(facts)
    return out
