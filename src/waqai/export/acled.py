"""An ACLED-style event file: 31 columns, its enumerations, its conventions for precision and for words of number.

Labels are used for interoperability only. The incident keeps Waqai's own values; this is a view of them.
"""

from __future__ import annotations

import calendar
import hashlib
from datetime import date, datetime
from pathlib import Path

from waqai.export.notes import note
from waqai.export.output import Row, csv_bytes, write_beside, write_bytes, write_left_out
from waqai.export.rows import Actor, Count, ExportData, ExportIncident, Place, actors_of
from waqai.export.tables import ARMED, actor_kind, countries, enumerations, types

COLUMNS = (
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type", "actor1",
    "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2", "interaction", "civilian_targeting", "iso", "region",
    "country", "admin1", "admin2", "admin3", "location", "latitude", "longitude", "geo_precision", "source",
    "source_scale", "notes", "fatalities", "tags", "timestamp",
)  # fmt: skip
TIME_PRECISION = {"day": "1", "week": "2", "month": "3"}
GEO_PRECISION = {"point": "1", "settlement": "1", "near": "2", "district": "2", "governorate": "3"}
VAGUE = {20: 10, 200: 100, 2000: 1000}
UNKNOWN = "UNIDENT_ARMED"
ARRESTS_FROM = 10
CROWD = {"protest": "Protesters", "riot": "Rioters"}
ARMED_SIDES = frozenset({"state", "group"})


def write(data: ExportData, out: Path) -> list[Path]:
    """Write the event file, what was left out and why, and what goes beside it."""
    rows, left = [], []
    for incident in data.incidents:
        reason = why_left_out(incident)
        if reason:
            left.append({"row_id": incident.id, "type": incident.type, "reason": reason})
        else:
            rows.append(row(incident))
    left += [{"row_id": t.id, "type": t.type, "reason": "a tally is no event"} for t in data.tallies]
    written = [write_bytes(out, csv_bytes(COLUMNS, rows))]
    return written + write_left_out(left, out) + write_beside("acled", data, out)


def why_left_out(incident: ExportIncident) -> str | None:
    """Why an incident has no row in this format, None where it has one."""
    kind = types().get(incident.type)
    if kind is None or not kind.acled_event:
        return "the format has no event type for it"
    if incident.judicial:
        return "carried out under a court sentence"
    if incident.grade == "discounted":
        return "discounted"
    if incident.date_start is None:
        return "no report gives a date"
    if time_precision(incident) is None:
        return "the date is less precise than a month"
    place = incident.place
    if place is None or place.country not in countries() or place.lat is None:
        return "no place that can be set on a map"
    return None if place.precision in GEO_PRECISION else "the place is less precise than a province"


def time_precision(incident: ExportIncident) -> str | None:
    """1 a day, 2 a week, 3 a month; a stated period counts by its length."""
    if incident.grain in TIME_PRECISION:
        return TIME_PRECISION[incident.grain]
    days = days_of(incident)
    return None if days > 31 else "1" if days == 1 else "2" if days <= 7 else "3"


def days_of(incident: ExportIncident) -> int:
    """How many days the date spans."""
    start = date.fromisoformat(incident.date_start or "")
    return (date.fromisoformat(incident.date_end or incident.date_start or "") - start).days + 1


def event_types(incident: ExportIncident) -> tuple[str, str]:
    """Event and sub-event type; for some types whom it hit decides."""
    kind = types()[incident.type]
    second = (incident.type == "attack" and is_on_civilians(incident)) or (
        incident.type == "targeted_killing" and is_on_armed(incident)
    )
    if incident.type == "protest" and (incident.killed.best or incident.injured.best) and has_force(incident):
        second = True
    if incident.type in ("riot", "detention_incident"):
        second = bool(incident.killed.best or incident.injured.best)
    if (
        incident.type == "release_exchange"
        and len(actors_of(incident, "target"))
        and len(actors_of(incident, "initiator"))
    ):
        return "Strategic developments", "Agreement"
    return (
        (kind.acled_event_b, kind.acled_sub_b) if second and kind.acled_event_b else (kind.acled_event, kind.acled_sub)
    )


def has_force(incident: ExportIncident) -> bool:
    """Whether a state's or an armed group's people are in the event."""
    return any(actor_kind(a.category).side in ARMED_SIDES for a in incident.actors)


def is_on_armed(incident: ExportIncident) -> bool:
    """Whether the one hit was armed: by the target, else by the only categories of people hit."""
    targets = {actor_kind(a.category).side for a in actors_of(incident, "target")}
    hit = {toll.category for toll in incident.tolls} - {"total", "perpetrator", "unspecified"}
    return bool(targets & ARMED_SIDES) or (not targets and bool(hit) and hit <= ARMED)


def is_on_civilians(incident: ExportIncident) -> bool:
    """Whether civilians were hit: the text says so, or the only target is civilian."""
    targets = [actor_kind(a.category).side for a in actors_of(incident, "target")]
    return incident.civilians_targeted or (bool(targets) and all(side == "civil" for side in targets))


def disorder_type(event: str, sub: str) -> str:
    """The disorder type of a pair."""
    if event == "Strategic developments":
        return "Strategic developments"
    if sub in ("Excessive force against protesters", "Mob violence"):
        return "Political violence" if event == "Riots" else "Political violence; Demonstrations"
    return "Demonstrations" if event in ("Protests", "Riots") else "Political violence"


def inter(actor: Actor, country: str) -> str:
    """What a party is in this country: a state's forces abroad are external."""
    kind = actor_kind(actor.category)
    home = actor.country is None or country in actor.country.replace("…", "").split("/")
    if actor.country == "INT":
        home = False
    return kind.inter_home if home else kind.inter_abroad


def sides(
    incident: ExportIncident, country: str, country_name: str
) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The parties of both sides as (name, inter), the first of each being the actor, the others associated."""
    first = [(named(a, country_name), inter(a, country)) for a in actors_of(incident, "initiator")]
    second = [(named(a, country_name), inter(a, country)) for a in actors_of(incident, "target")]
    if incident.type in CROWD:
        crowd = (f"{CROWD[incident.type]} ({country_name})", CROWD[incident.type])
        doers = [side for side in first if side[1] not in ("Civilians",)]
        return [crowd], doers or second
    if not second and is_on_civilians(incident):
        second = [(f"Civilians ({country_name})", "Civilians")]
    return first or [(f"Unidentified Armed Group ({country_name})", "Political militias")], second


def named(actor: Actor, country_name: str) -> str:
    """A party's neutral name."""
    if actor.id == UNKNOWN:
        return f"Unidentified Armed Group ({country_name})"
    return f"Civilians ({country_name})" if actor.id == "CIV" else actor.name_en


def interaction(first: str, second: str) -> str:
    """The pair of inter values in the order of their list, ``only`` for one side alone."""
    order: list[str] = enumerations()["acled"]["inter"]
    if not second:
        return f"{first} only"
    return "-".join(sorted((first, second), key=order.index))


def located(place: Place) -> tuple[str, float | None, float | None]:
    """Location name and coordinates: a province alone is its capital."""
    if place.precision == "governorate" and place.capital:
        return place.capital.name_en or place.name_en or "", place.capital.lat, place.capital.lon
    return place.name_en or place.name_ar or "", place.lat, place.lon


def fatalities(incident: ExportIncident) -> int:
    """Everyone killed, the attacker too: the lowest figure, and the format's own reading of words (tens 10)."""
    return lowest(incident.killed) + lowest(incident.attackers_killed)


def lowest(count: Count) -> int:
    """The figure the format takes of a count; one not stated is 0."""
    low = count.low if count.low is not None else count.best
    if low is None:
        return 0
    return VAGUE.get(low, low) if count.vague else low


def tags(incident: ExportIncident, event: str, sub: str) -> str:
    """Flags of a row: what a reader of the format has to know and no column says."""
    found = []
    if sub == "Arrests" and (people(incident, "detained") or 0) < ARRESTS_FROM:
        found.append("arrests: neither mass nor of a known significant person")
    if incident.killed.best is None and event != "Strategic developments":
        found.append("fatalities not stated")
    if incident.grade == "contested":
        found.append("contested")
    if incident.factuality == "alleged":
        found.append("alleged")
    return "; ".join(found)


def people(incident: ExportIncident, harm: str) -> int | None:
    """The best total of a harm."""
    return next((t.count.best for t in incident.tolls if t.harm == harm and t.category == "total"), None)


def event_id(incident: ExportIncident, iso3: str) -> str:
    """Country and number, the number made of the incident's own id so that it never changes."""
    return f"{iso3}{int.from_bytes(hashlib.sha256(incident.id.encode()).digest()[:5], 'big')}"


def timestamp(incident: ExportIncident) -> int | None:
    """When the last of its reports was retrieved (Unix time), published where that is not known."""
    times = [s.retrieved or s.published for s in incident.sources if s.retrieved or s.published]
    return max((calendar.timegm(datetime.fromisoformat(t).utctimetuple()) for t in times if t), default=None)


def row(incident: ExportIncident) -> Row:
    """One incident as a row."""
    place = incident.place
    assert place is not None and incident.date_start is not None
    country = countries()[place.country or ""]
    event, sub = event_types(incident)
    first, second = sides(incident, country.iso2, country.name_en)
    location, lat, lon = located(place)
    civilians = "Civilian targeting" if (second and second[0][1] == "Civilians") or sub.startswith("Excessive") else ""
    return {
        "event_id_cnty": event_id(incident, country.iso3), "event_date": incident.date_start,
        "year": incident.date_start[:4], "time_precision": time_precision(incident),
        "disorder_type": disorder_type(event, sub), "event_type": event, "sub_event_type": sub,
        "actor1": first[0][0], "assoc_actor_1": "; ".join(name for name, _ in first[1:]), "inter1": first[0][1],
        "actor2": second[0][0] if second else "", "assoc_actor_2": "; ".join(name for name, _ in second[1:]),
        "inter2": second[0][1] if second else "", "interaction": interaction(first[0][1], second[0][1] if second else ""),
        "civilian_targeting": civilians, "iso": country.iso_num, "region": country.acled_region,
        "country": country.name_en, "admin1": place.adm1.name_en, "admin2": place.adm2.name_en,
        "admin3": place.adm3.name_en, "location": location, "latitude": lat, "longitude": lon,
        "geo_precision": GEO_PRECISION[place.precision],
        "source": "; ".join(dict.fromkeys(s.outlet for s in incident.sources if s.outlet)), "source_scale": "Other",
        "notes": note(incident, "en"), "fatalities": fatalities(incident), "tags": tags(incident, event, sub),
        "timestamp": timestamp(incident),
    }  # fmt: skip
