"""Rule 17 in one place: what leaves the ledger names no private person, quotes nothing, and shows no camp, shelter
or clinic at its own coordinates. Every profile and the brief are written from what this returns.
"""

from __future__ import annotations

import re

import msgspec

from waqai.export.rows import Actor, Area, ExportData, ExportIncident, Place, Source
from waqai.export.tables import sensitive

NAMELESS = "sexual_violence"
CLOCK = re.compile(r"[0-9:.,/ \u2013-]+")
COARSE = 1  # decimals kept where not even the settlement is known: about 11 km


def public(data: ExportData) -> ExportData:
    """The data as it may leave. ``internal`` data keep names and words, except those of sexual violence."""
    incidents = [public_incident(i, data.internal) for i in data.incidents]
    if data.internal:
        return msgspec.structs.replace(data, incidents=incidents)
    access = [
        msgspec.structs.replace(
            a, hours=public_hours(a.hours), place=public_place(a.place), sources=[public_source(s) for s in a.sources]
        )
        for a in data.access
    ]
    tallies = [
        msgspec.structs.replace(
            t,
            place=public_place(t.place),
            sources=[public_source(s) for s in t.sources],
            actors=unlabelled(t.actors),
        )
        for t in data.tallies
    ]
    return msgspec.structs.replace(data, incidents=incidents, access=access, tallies=tallies)


def public_incident(incident: ExportIncident, internal: bool) -> ExportIncident:
    """An incident without labels, quotations and exact sensitive points."""
    if internal and incident.type != NAMELESS:
        return incident
    return msgspec.structs.replace(
        incident,
        place=public_place(incident.place),
        actors=unlabelled(incident.actors),
        denied_by=unlabelled(incident.denied_by),
        claimed_by=unlabelled(incident.claimed_by),
        sources=[public_source(source) for source in incident.sources],
        name=None,
    )


def unlabelled(actors: list[Actor]) -> list[Actor]:
    """The parties by their neutral names only."""
    return [msgspec.structs.replace(actor, label=None) for actor in actors]


def public_hours(hours: str | None) -> str | None:
    """Hours written in figures; hours in a report's own words are its words.

    >>> public_hours("18:00-06:00"), public_hours("from dusk")
    ('18:00-06:00', None)
    """
    return hours if hours and CLOCK.fullmatch(hours) else None


def public_source(source: Source) -> Source:
    """Outlet, address, dates and offsets; not the report's own words."""
    return msgspec.structs.replace(source, title=None, speaker=None, quote=None)


def is_sensitive(place: Place) -> bool:
    """Whether a place is a camp, a shelter or a clinic: the gazetteer says so, or its name does."""
    if place.sensitive:
        return True
    words = sensitive()
    arabic = any(word in (place.name_ar or "") for word in words["words_ar"])
    english = (place.name_en or "").lower()
    return arabic or any(re.search(rf"\b{re.escape(word)}\b", english) for word in words["words_en"])


def public_place(place: Place | None) -> Place | None:
    """A sensitive place at its settlement, or at one decimal of a degree where that is not known."""
    if place is None or place.lat is None or place.lon is None or not is_sensitive(place):
        return place
    if place.settlement:
        lat, lon = place.settlement.lat, place.settlement.lon
        precision = "settlement" if place.precision == "point" else place.precision
    else:
        lat, lon, precision = round(place.lat, COARSE), round(place.lon, COARSE), "near"
    return msgspec.structs.replace(place, lat=lat, lon=lon, precision=precision)


def area_or_none(area: Area) -> Area | None:
    """An area that has a code or a name."""
    return area if area.code or area.name_en or area.name_ar else None
