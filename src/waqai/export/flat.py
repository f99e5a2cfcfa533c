"""Flat values of a row for the formats that are Waqai's own: GeoJSON, Parquet and the workbook."""

from __future__ import annotations

from typing import Any

from waqai.export.notes import note
from waqai.export.rows import Actor, Count, ExportAccess, ExportIncident, ExportTally, Place, Source, Toll, actors_of
from waqai.export.tables import access_types, country_name, labels, type_name

Values = dict[str, Any]


def count_values(prefix: str, count: Count | None) -> Values:
    """Low, best and high under a prefix."""
    count = count or Count()
    return {f"{prefix}_low": count.low, f"{prefix}_best": count.best, f"{prefix}_high": count.high}


def place_values(place: Place | None) -> Values:
    """Where, with codes and names in both languages."""
    here = place or Place(None, None, None, None, "country")
    return {
        "place_id": here.id, "place_en": here.name_en, "place_ar": here.name_ar, "country": here.country,
        "country_en": country_name(here.country, "en") or None, "adm1_code": here.adm1.code, "adm1_en": here.adm1.name_en,
        "adm1_ar": here.adm1.name_ar, "adm2_code": here.adm2.code, "adm2_en": here.adm2.name_en,
        "adm2_ar": here.adm2.name_ar, "adm3_code": here.adm3.code, "lat": here.lat, "lon": here.lon,
        "place_precision": here.precision if place else None,
    }  # fmt: skip


def parties(actors: list[Actor]) -> Values:
    """Ids and names of the parties of one role, joined by ``; ``."""
    return {
        "id": "; ".join(a.id for a in actors) or None,
        "en": "; ".join(a.name_en for a in actors) or None,
        "ar": labels()["note"]["ar"]["semicolon"].join(a.name_ar for a in actors) or None,
    }


def incident_values(incident: ExportIncident) -> Values:
    """An incident's values in the order of its columns."""
    doers, targets = parties(actors_of(incident, "initiator")), parties(actors_of(incident, "target"))
    return {
        "id": incident.id, "type": incident.type, "type_en": type_name(incident.type, "en"),
        "type_ar": type_name(incident.type, "ar"), "date_start": incident.date_start, "date_end": incident.date_end,
        "date_grain": incident.grain if incident.date_start else None, "reported": incident.reported,
        **place_values(incident.place), "initiator": doers["id"], "initiator_en": doers["en"], "initiator_ar": doers["ar"],
        "initiator_status": incident.initiator_status, "target": targets["id"], "target_en": targets["en"],
        "target_ar": targets["ar"], **count_values("killed", incident.killed),
        **count_values("injured", incident.injured), "attackers_killed": incident.attackers_killed.best,
        "weapon": incident.weapon, "factuality": incident.factuality, "grade": incident.grade,
        "denied_by": parties(incident.denied_by)["en"], "claimed_by": parties(incident.claimed_by)["en"],
        "independent_sources": incident.independent_sources, "reports": len({s.report for s in incident.sources}),
        "state": incident.state, "note_en": note(incident, "en"), "note_ar": note(incident, "ar"),
    }  # fmt: skip


def access_values(access: ExportAccess) -> Values:
    """A constraint's values; its category is the closest one of the AMRF."""
    row = access_types().get(access.type)
    category = (row.amrf_humanitarian if access.humanitarian and row.amrf_humanitarian else row.amrf) if row else None
    return {
        "id": access.id, "type": access.type, "type_en": type_name(access.type, "en"),
        "type_ar": type_name(access.type, "ar"), "closest_amrf_category": category, "sector": access.sector,
        "degree": access.degree, "hours": access.hours, "humanitarian": access.humanitarian, "since": access.since,
        "since_basis": access.since_basis, "until": access.until, "lifted": access.lifted, **place_values(access.place),
        "reports": len({s.report for s in access.sources}),
    }  # fmt: skip


def tally_values(tally: ExportTally) -> Values:
    """A tally's values: people by harm (totals, else what is no subset) and what the ledger holds for the period."""
    killed, injured = harm_total(tally.counts, "killed"), harm_total(tally.counts, "injured")
    who = parties(tally.actors)
    return {
        "id": tally.id, "type": tally.type, "type_en": type_name(tally.type, "en"), "type_ar": type_name(tally.type, "ar"),
        "period_start": tally.period_start, "period_end": tally.period_end, **place_values(tally.place),
        "actors": who["id"], "actors_en": who["en"], "actors_ar": who["ar"], **count_values("events", tally.events),
        **count_values("killed", killed), **count_values("injured", injured), "ledger_events": tally.ledger_events,
        "ledger_killed": tally.ledger_killed, "reports": len({s.report for s in tally.sources}),
    }  # fmt: skip


def harm_total(counts: list[Toll], harm: str) -> Count:
    """The total of a harm, else its one entry that is no subset, else nothing."""
    mine = [t for t in counts if t.harm == harm and not t.subset]
    whole = [t for t in mine if t.category == "total"] or mine
    return whole[0].count if len(whole) == 1 else Count()


def casualty_values(row_id: str, toll: Toll) -> Values:
    """One count of one harm to one category."""
    return {
        "row_id": row_id, "harm": toll.harm, "category": toll.category, **count_values("people", toll.count),
        "open": toll.count.open, "vague": toll.count.vague, "side": toll.side, "subset": toll.subset,
    }  # fmt: skip


def source_values(row_id: str, source: Source) -> Values:
    """One source of one row."""
    return {
        "row_id": row_id, "report_id": source.report, "outlet": source.outlet, "url": source.url,
        "published": source.published, "retrieved": source.retrieved, "record": source.record,
        "offsets": " ".join(f"{start}-{end}" for start, end in source.spans) or None, "title": source.title,
        "speaker": source.speaker, "quote": source.quote,
    }  # fmt: skip
