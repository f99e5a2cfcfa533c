"""A UCDP GED-style file: 49 columns, incidents with at least one death; tallies in a ``_summary`` file of their own.

UCDP's own ids stay empty: nothing here claims to be an event of its data set.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from waqai.export.acled import is_on_civilians
from waqai.export.notes import place_name
from waqai.export.output import Row, csv_bytes, number, write_beside, write_bytes, write_left_out
from waqai.export.rows import Actor, Count, ExportData, ExportIncident, ExportTally, Place, Source, actors_of
from waqai.export.tables import ARMED, NOT_CIVIL, actor_kind, countries, types

COLUMNS = (
    "id", "relid", "year", "active_year", "code_status", "type_of_violence", "conflict_dset_id", "conflict_new_id",
    "conflict_name", "dyad_dset_id", "dyad_new_id", "dyad_name", "side_a_dset_id", "side_a_new_id", "side_a",
    "side_b_dset_id", "side_b_new_id", "side_b", "number_of_sources", "source_article", "source_office", "source_date",
    "source_headline", "source_original", "where_prec", "where_coordinates", "where_description", "adm_1", "adm_2",
    "latitude", "longitude", "geom_wkt", "priogrid_gid", "country", "country_id", "region", "event_clarity",
    "date_prec", "date_start", "date_end", "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best", "high",
    "low", "gwnoa", "gwnob",
)  # fmt: skip
WHERE_PREC = {"point": 1, "settlement": 1, "near": 2, "district": 3, "governorate": 4, "region": 5, "country": 6}
CIVILIANS = "Civilians"


def write(data: ExportData, out: Path) -> list[Path]:
    """Write the events, the summary events, what was left out and what goes beside them."""
    rows, left = [], []
    for incident in data.incidents:
        reason = why_left_out(incident)
        if reason:
            left.append({"row_id": incident.id, "type": incident.type, "reason": reason})
        else:
            rows.append(row(incident))
    summaries = []
    for tally in data.tallies:
        reason = why_no_summary(tally)
        if reason:
            left.append({"row_id": tally.id, "type": tally.type, "reason": reason})
        else:
            summaries.append(summary_row(tally))
    written = [write_bytes(out, csv_bytes(COLUMNS, rows))]
    summary = out.with_name(f"{out.name.removesuffix(out.suffix)}_summary{out.suffix}")
    written.append(write_bytes(summary, csv_bytes(COLUMNS, summaries)))
    return written + write_left_out(left, out) + write_beside("ucdp", data, out)


def why_left_out(incident: ExportIncident) -> str | None:
    """Why an incident has no row here."""
    kind = types().get(incident.type)
    if kind is None or not kind.acled_event:
        return "not an event of violence"
    if incident.judicial:
        return "carried out under a court sentence"
    if incident.grade == "discounted":
        return "discounted"
    if not total(incident).best:
        return "no death stated"
    if incident.date_start is None:
        return "no report gives a date"
    if date_prec(incident.date_start, incident.date_end) is None:
        return "the date spans more than a year"
    if incident.place is None or incident.place.country not in countries():
        return "no place in a listed country"
    return None


def why_no_summary(tally: ExportTally) -> str | None:
    """Why a tally is no summary event."""
    if not (tally_deaths(tally).best or 0):
        return "a tally without deaths"
    if tally.period_start is None or tally.period_end is None:
        return "a tally without both ends of its period"
    if tally.place is None or tally.place.country not in countries():
        return "a tally without a place in a listed country"
    return None


def total(incident: ExportIncident) -> Count:
    """Victims and attackers together."""
    killed, own = incident.killed, incident.attackers_killed
    if own.best is None:
        return killed
    return Count(plus(killed.low, own.low), plus(killed.best, own.best), plus(killed.high, own.high))


def plus(one: int | None, other: int | None) -> int | None:
    """A sum in which "not stated" adds nothing."""
    return other if one is None else one if other is None else one + other


def date_prec(start: str, end: str | None) -> int | None:
    """1 a day, 2 up to six days, 3 a week, 4 a month, 5 up to a year, None beyond."""
    days = (date.fromisoformat(end or start) - date.fromisoformat(start)).days + 1
    return next((prec for prec, most in ((1, 1), (2, 6), (3, 7), (4, 31), (5, 366)) if days <= most), None)


def where_prec(place: Place) -> int:
    """UCDP's precision of a place."""
    return WHERE_PREC[place.precision]


def priogrid(lat: float, lon: float) -> int:
    """The PRIO-GRID cell: half-degree cells in rows of 720, from the south-west corner.

    >>> priogrid(-89.9, -179.9), priogrid(33.4, 36.3)
    (1, 177553)
    """
    row, column = min(int((lat + 90) * 2), 359), min(int((lon + 180) * 2), 719)
    return row * 720 + column + 1


def side_kind(parties: list[Actor]) -> str:
    """``state``, ``group``, ``civil`` or ``unknown``: what a side is by its first party."""
    return actor_kind(parties[0].category).side if parties else "unknown"


def type_of_violence(first: str, second: str, on_civilians: bool) -> int:
    """1 a state is a side, 2 neither is, 3 an organised actor against civilians."""
    if on_civilians or second == "civil":
        return 3
    return 1 if "state" in (first, second) else 2


def deaths(incident: ExportIncident) -> tuple[int, int, int, int]:
    """Deaths of side A, of side B, of civilians and unknown; together always the best total.

    The named categories are filled first, and what is left of the total is unknown. Armed victims are side B's
    unless the reports say whose they were; the attacker's own death is side A's.
    """
    whole = total(incident).best or 0
    a, b, civilians = incident.attackers_killed.best or 0, 0, 0
    for toll in incident.tolls:
        if toll.harm != "killed" or toll.subset or not toll.count.best:
            continue
        if toll.category in ARMED:
            a, b = (a + toll.count.best, b) if toll.side == "a" else (a, b + toll.count.best)
        elif toll.category not in NOT_CIVIL:
            civilians += toll.count.best
    a = min(a, whole)
    b = min(b, whole - a)
    civilians = min(civilians, whole - a - b)
    return a, b, civilians, whole - a - b - civilians


def code_status(incident: ExportIncident) -> str:
    """What still wants a look before use."""
    if not actors_of(incident, "initiator"):
        return "Check dyad"
    return "Clear" if incident.state in ("reviewed", "finalised") else "Check deaths"


def side_name(parties: list[Actor], fallback: str) -> str:
    """A side's name, its parties joined."""
    return ", ".join(dict.fromkeys(actor.name_en for actor in parties)) or fallback


def gwno(parties: list[Actor]) -> str:
    """The Gleditsch-Ward number of a side that is a state."""
    found = [
        countries()[a.country].gwno
        for a in parties
        if actor_kind(a.category).side == "state" and a.country in countries()
    ]
    return found[0] if found else ""


def geography(place: Place) -> Row:
    """The place columns; a province alone is its centroid, in UCDP's way."""
    middle = place.centroid if place.precision in ("governorate", "district") and place.centroid else None
    lat, lon = (middle.lat, middle.lon) if middle else (place.lat, place.lon)
    point = lat is not None and lon is not None
    country = countries()[place.country or ""]
    return {
        "where_prec": where_prec(place), "where_coordinates": place.name_en or place.name_ar,
        "where_description": place_name(place, "en"), "adm_1": place.adm1.name_en, "adm_2": place.adm2.name_en,
        "latitude": lat, "longitude": lon,
        "geom_wkt": f"POINT ({number(lon)} {number(lat)})" if lat is not None and lon is not None else "",
        "priogrid_gid": priogrid(lat, lon) if point and lat is not None and lon is not None else "",
        "country": country.name_en, "country_id": country.gwno, "region": country.ucdp_region,
    }  # fmt: skip


def articles(sources: list[Source]) -> Row:
    """The source columns. Headlines are the reports' own words and stay empty but in internal exports."""
    dated = sorted((s.published or "") for s in sources)
    return {
        "number_of_sources": len({s.report for s in sources}),
        "source_article": "; ".join(", ".join(filter(None, (s.outlet, s.published, s.url))) for s in sources),
        "source_office": "; ".join(dict.fromkeys(s.outlet for s in sources if s.outlet)),
        "source_date": "; ".join(dict.fromkeys(day for day in dated if day)),
        "source_headline": "; ".join(s.title for s in sources if s.title),
        "source_original": "; ".join(dict.fromkeys(s.speaker for s in sources if s.speaker)),
    }


def row(incident: ExportIncident) -> Row:
    """One incident as a row."""
    assert incident.place is not None and incident.date_start is not None
    first, second = actors_of(incident, "initiator"), actors_of(incident, "target")
    kind = type_of_violence(side_kind(first), side_kind(second), is_on_civilians(incident))
    name_a, name_b = side_name(first, "Unknown"), CIVILIANS if kind == 3 else side_name(second, "Unknown")
    whole = total(incident)
    a, b, civilians, unknown = deaths(incident)
    return {
        "id": "", "relid": incident.id, "year": incident.date_start[:4], "active_year": "False",
        "code_status": code_status(incident), "type_of_violence": kind,
        "conflict_name": f"{countries()[incident.place.country or ''].name_en}: {name_a} - {name_b}",
        "dyad_name": f"{name_a} - {name_b}", "side_a": name_a, "side_b": name_b, **articles(incident.sources),
        **geography(incident.place), "event_clarity": 1,
        "date_prec": date_prec(incident.date_start, incident.date_end), "date_start": incident.date_start,
        "date_end": incident.date_end or incident.date_start, "deaths_a": a, "deaths_b": b,
        "deaths_civilians": civilians, "deaths_unknown": unknown, "best": whole.best,
        "high": max(whole.high or 0, whole.best or 0), "low": whole.low if whole.low is not None else whole.best,
        "gwnoa": gwno(first), "gwnob": gwno(second),
    }  # fmt: skip


def tally_deaths(tally: ExportTally) -> Count:
    """The deaths a tally counts: its total, else the sum of its categories that are no subsets."""
    killed = [t for t in tally.counts if t.harm == "killed"]
    whole = [t.count for t in killed if t.category == "total"]
    if whole:
        return whole[0]
    parts = [t.count for t in killed if not t.subset]
    count = Count()
    for part in parts:
        count = Count(plus(count.low, part.low), plus(count.best, part.best), plus(count.high, part.high))
    return count


def summary_row(tally: ExportTally) -> Row:
    """A tally as a summary event: a range of dates, clarity 2, nothing of it told apart."""
    assert tally.place is not None and tally.period_start is not None and tally.period_end is not None
    parties = [a for a in tally.actors if a.role == "initiator"]
    whole = tally_deaths(tally)
    name_a = side_name(parties, "Unknown")
    return {
        "id": "", "relid": tally.id, "year": tally.period_end[:4], "active_year": "False", "code_status": "Check deaths",
        "type_of_violence": type_of_violence(side_kind(parties), "unknown", False), "dyad_name": f"{name_a} - Unknown",
        "side_a": name_a, "side_b": "Unknown", **articles(tally.sources), **geography(tally.place), "event_clarity": 2,
        "date_prec": date_prec(tally.period_start, tally.period_end) or 5, "date_start": tally.period_start,
        "date_end": tally.period_end, "deaths_a": 0, "deaths_b": 0, "deaths_civilians": 0, "deaths_unknown": whole.best,
        "best": whole.best, "high": max(whole.high or 0, whole.best or 0),
        "low": whole.low if whole.low is not None else whole.best, "gwnoa": gwno(parties), "gwnob": "",
    }  # fmt: skip
