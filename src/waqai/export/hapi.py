"""A HAPI-style aggregate: events and fatalities by administrative unit and month.

``civilian_targeting`` counts events that ``political_violence`` counts too: the groups overlap and are never added.
"""

from __future__ import annotations

import calendar
from collections import defaultdict
from pathlib import Path

from waqai.export.acled import disorder_type, event_types, fatalities, is_on_civilians, why_left_out
from waqai.export.output import Row, csv_bytes, write_beside, write_bytes, write_left_out
from waqai.export.rows import Area, ExportData, ExportIncident, Place
from waqai.export.tables import countries

COLUMNS = (
    "event_type", "events", "fatalities", "reference_period_start", "reference_period_end", "location_code",
    "admin1_code", "admin1_name", "admin2_code", "admin2_name",
)  # fmt: skip
Key = tuple[str, str, str, Area, Area]


def write(data: ExportData, out: Path) -> list[Path]:
    """Write the aggregate and what goes beside it."""
    sums: defaultdict[Key, list[int]] = defaultdict(lambda: [0, 0])
    left = []
    for incident in data.incidents:
        groups = event_groups(incident)
        reason = why_left_out(incident) or (None if groups else "none of the three kinds of event")
        if reason:
            left.append({"row_id": incident.id, "type": incident.type, "reason": reason})
            continue
        for group in groups:
            held = sums[key(incident, group)]
            held[0] += 1
            held[1] += fatalities(incident)
    left += [{"row_id": t.id, "type": t.type, "reason": "a tally is no event"} for t in data.tallies]
    rows = [row(k, *held) for k, held in sorted(sums.items(), key=lambda pair: sort_key(pair[0]))]
    written = [write_bytes(out, csv_bytes(COLUMNS, rows))]
    return written + write_left_out(left, out) + write_beside("hapi", data, out)


def event_groups(incident: ExportIncident) -> list[str]:
    """The kinds of event an incident counts in."""
    if why_left_out(incident):
        return []
    event, sub = event_types(incident)
    kinds = disorder_type(event, sub)
    found = []
    if "Political violence" in kinds:
        found.append("political_violence")
        if is_on_civilians(incident) or event == "Violence against civilians":
            found.append("civilian_targeting")
    if event in ("Protests", "Riots"):
        found.append("demonstration")
    return found


def key(incident: ExportIncident, group: str) -> Key:
    """Where and when an incident counts; codes without a name in one place never split a unit."""
    place = incident.place or Place(None, None, None, None, "country")
    return group, (incident.date_start or "")[:7], countries()[place.country or ""].iso3, place.adm1, place.adm2


def sort_key(k: Key) -> tuple[str, ...]:
    """Rows by place, then month, then kind."""
    group, month, country, adm1, adm2 = k
    return country, adm1.code or adm1.name_en or "", adm2.code or adm2.name_en or "", month, group


def row(k: Key, events: int, killed: int) -> Row:
    """One unit, month and kind."""
    group, month, country, adm1, adm2 = k
    year, number = map(int, month.split("-"))
    return {
        "event_type": group, "events": events, "fatalities": killed, "reference_period_start": f"{month}-01",
        "reference_period_end": f"{month}-{calendar.monthrange(year, number)[1]:02}", "location_code": country,
        "admin1_code": adm1.code, "admin1_name": adm1.name_en, "admin2_code": adm2.code, "admin2_name": adm2.name_en,
    }  # fmt: skip
