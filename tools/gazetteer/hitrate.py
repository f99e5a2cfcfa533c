"""How many localities of the reference tables the gazetteer knows, and how far its points lie from theirs.

``python -m tools.gazetteer.hitrate --facts FOLDER`` prints one Markdown table for docs/gazetteer.md.
A locality is hit when a place of its country bears one of its Arabic names within 25 km; the distance is to the nearest such place.
"""

from __future__ import annotations

import argparse
import math
import statistics
from pathlib import Path

from tools.gazetteer.facts import Fact, wof_facts

from waqai.lexicon.gazetteer import Gazetteer, Place, load_gazetteer, name_key

COUNTRIES = ("SY", "IQ", "YE", "SD", "PS", "LB", "LY", "EG", "JO", "SO", "IL")
NEAR_KM = 25.0


def km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance in kilometres."""
    a, b, d = math.radians(lat1), math.radians(lat2), math.radians(lon2 - lon1)
    h = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(d / 2) ** 2
    return 12742 * math.asin(min(1.0, math.sqrt(h)))


def bearers(gazetteer: Gazetteer, fact: Fact) -> list[Place]:
    """Places of the fact's country that bear one of its names and have a point."""
    keys = {name_key(n) for n in fact.names_ar}
    return [p for k in keys for p in gazetteer.named(k) if p.country == fact.country and p.lat is not None]


def row(gazetteer: Gazetteer, country: str, facts: list[Fact]) -> str:
    """One line: how many, how many hit, hit rate of those that matter to news, median and 90th percentile distance."""
    named = [f for f in facts if f.names_ar]
    distances = []
    seats = hits = 0
    for f in named:
        found = min((km(f.lat, f.lon, p.lat or 0, p.lon or 0) for p in bearers(gazetteer, f)), default=math.inf)
        seat = f.feature.startswith("PPLA") or f.population >= 5000
        seats += seat
        if found <= NEAR_KM:
            distances.append(found)
            hits += seat
    ninth = statistics.quantiles(distances, n=10)[-1] if len(distances) > 1 else 0.0
    median = statistics.median(distances) if distances else 0.0
    return (
        f"| {country} | {len(facts)} | {len(named)} | {len(distances)} | {len(distances) / max(1, len(named)):.0%} "
        f"| {hits}/{seats} | {median:.1f} | {ninth:.1f} |"
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--facts", type=Path, required=True)
    args = parser.parse_args()
    gazetteer = load_gazetteer()
    print(
        "| country | localities | with an Arabic name | hit | rate | seats and towns hit | median km | 90th percentile km |"
    )
    print("|---|---|---|---|---|---|---|---|")
    for country in COUNTRIES:
        print(row(gazetteer, country, wof_facts(args.facts, country)))


if __name__ == "__main__":
    main()
