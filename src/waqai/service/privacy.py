"""What a reader may not see (codebook rule 17): private names, and the exact place of camps, shelters and clinics."""

from __future__ import annotations

import re
from typing import Any

import msgspec

from waqai.export.tables import sensitive
from waqai.ledger.lists import IncidentRow
from waqai.model import ActorRef, PlaceRef, Record, Span

MASK = "…"


def is_sensitive(name_ar: str | None, name_en: str | None) -> bool:
    """Whether a place's name says that it is a camp, a shelter or a clinic."""
    words = sensitive()
    english = (name_en or "").lower()
    return any(word in (name_ar or "") for word in words["words_ar"]) or any(
        re.search(rf"\b{re.escape(word)}\b", english) for word in words["words_en"]
    )


def masked_row(row: IncidentRow) -> IncidentRow:
    """An incident of a list for a reader: no name of its own, a sensitive place not exactly."""
    if row.lat is not None and row.lon is not None and is_sensitive(row.place_ar, row.place_en):
        row = msgspec.structs.replace(row, lat=round(row.lat, 1), lon=round(row.lon, 1), precision="near")
    return msgspec.structs.replace(row, name=None)


def masked_place(place: PlaceRef | None) -> PlaceRef | None:
    """A place without the words that name it, coarse where it is sensitive."""
    if place is None:
        return None
    changed: dict[str, Any] = {"span": None}
    if place.lat is not None and place.lon is not None and is_sensitive(place.name_ar, place.name_en):
        changed |= {"lat": round(place.lat, 1), "lon": round(place.lon, 1), "precision": "near"}
    return msgspec.structs.replace(place, **changed)


def masked_record(record: Record) -> Record:
    """A record for a reader: values and offsets, none of the report's words."""
    replace = msgspec.structs.replace
    return replace(
        record,
        name=None,
        trigger=_blank(record.trigger),
        evidence=_blank(record.evidence),
        actors=[_actor(a) for a in record.actors],
        place=masked_place(record.place),
        other_places=[replace(o, span=None) for o in record.other_places],
        date=replace(record.date, span=None),
        period=replace(record.period, span=None) if record.period else None,
        event_count=replace(record.event_count, span=None) if record.event_count else None,
        casualties=[replace(c, span=None) for c in record.casualties],
        until=_blank(record.until) if record.until else None,
        exception=_blank(record.exception) if record.exception else None,
        sources=[replace(s, name=None, role=None, verb=None, span=None) for s in record.sources],
        why=[replace(w, span=None) for w in record.why],
    )


def _actor(actor: ActorRef) -> ActorRef:
    return msgspec.structs.replace(actor, label=None, candidates=actor.candidates if actor.actor else [], span=None)


def _blank(span: Span) -> Span:
    return Span(span.start, span.end, MASK)
