"""HXL CSV: a header row, the tag row, then incidents; administrative codes are P-codes."""

from __future__ import annotations

from pathlib import Path

from waqai.export.notes import names_of, note
from waqai.export.output import Row, csv_bytes, write_beside, write_bytes, write_left_out
from waqai.export.rows import ExportData, ExportIncident, Place
from waqai.export.tables import type_name

TAGS = {
    "Event ID": "#event+id",
    "Date": "#date+occurred",
    "Type": "#event+type+i_en",
    "Type (Arabic)": "#event+type+i_ar",
    "Initiator": "#group+name+initiator+i_en",
    "Initiator (Arabic)": "#group+name+initiator+i_ar",
    "Target": "#group+name+target+i_en",
    "Target (Arabic)": "#group+name+target+i_ar",
    "Killed": "#affected+killed",
    "Injured": "#affected+injured",
    "Governorate": "#adm1+name+i_en",
    "Governorate (Arabic)": "#adm1+name+i_ar",
    "Governorate P-code": "#adm1+code",
    "District": "#adm2+name+i_en",
    "District (Arabic)": "#adm2+name+i_ar",
    "District P-code": "#adm2+code",
    "Location": "#loc+name+i_en",
    "Location (Arabic)": "#loc+name+i_ar",
    "Latitude": "#geo+lat",
    "Longitude": "#geo+lon",
    "Sources": "#meta+source",
    "Links": "#meta+url",
    "Description": "#description+i_en",
    "Description (Arabic)": "#description+i_ar",
}


def write(data: ExportData, out: Path) -> list[Path]:
    """Write the file and what goes beside it. Tallies are no rows here: they are counts of many events."""
    rows = [row(incident) for incident in data.incidents if incident.grade != "discounted"]
    left: list[Row] = [
        {"row_id": i.id, "type": i.type, "reason": "discounted"} for i in data.incidents if i.grade == "discounted"
    ]
    left += [{"row_id": t.id, "type": t.type, "reason": "a tally is no event"} for t in data.tallies]
    written = [write_bytes(out, csv_bytes(list(TAGS), rows, [list(TAGS.values())]))]
    return written + write_left_out(left, out) + write_beside("hxl", data, out)


def row(incident: ExportIncident) -> Row:
    """One incident as a row."""
    place = incident.place or Place(None, None, None, None, "country")
    return {
        "Event ID": incident.id, "Date": incident.date_start,
        "Type": type_name(incident.type, "en"), "Type (Arabic)": type_name(incident.type, "ar"),
        "Initiator": names_of(incident, "initiator", "en"), "Initiator (Arabic)": names_of(incident, "initiator", "ar"),
        "Target": names_of(incident, "target", "en"), "Target (Arabic)": names_of(incident, "target", "ar"),
        "Killed": incident.killed.best, "Injured": incident.injured.best,
        "Governorate": place.adm1.name_en, "Governorate (Arabic)": place.adm1.name_ar, "Governorate P-code": place.adm1.code,
        "District": place.adm2.name_en, "District (Arabic)": place.adm2.name_ar, "District P-code": place.adm2.code,
        "Location": place.name_en, "Location (Arabic)": place.name_ar, "Latitude": place.lat, "Longitude": place.lon,
        "Sources": "; ".join(dict.fromkeys(s.outlet for s in incident.sources if s.outlet)),
        "Links": " ".join(dict.fromkeys(s.url for s in incident.sources if s.url)),
        "Description": note(incident, "en"), "Description (Arabic)": note(incident, "ar"),
    }  # fmt: skip
