"""What a reader may not see (codebook rule 17): private names, and the exact place of camps, shelters and clinics."""

from __future__ import annotations

import re
from typing import Any

import msgspec

from waqai.export.tables import sensitive
from waqai.ledger.access import Constraint
from waqai.ledger.catalogue import Claim, ReportRow
from waqai.ledger.lists import IncidentRow
from waqai.ledger.parts import Incident
from waqai.ledger.views import ReportView
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


def masked_incident(incident: Incident) -> Incident:
    """An incident for a reader: no labels, no speaker's name, no reason that quotes one."""
    replace = msgspec.structs.replace
    return replace(
        incident,
        name=None,
        place=masked_place(incident.place),
        initiators=[replace(p, labels=[]) for p in incident.initiators],
        targets=[replace(p, labels=[]) for p in incident.targets],
        tolls=[
            replace(t, figures=[replace(f, who=masked_origin(f.who)) for f in t.figures]) for t in incident.tolls
        ],
        grade_why="",
        sources=[replace(s, names=[masked_origin(n) for n in s.names]) for s in incident.sources],
        voices=[replace(v, who=v.actor or "", origin=masked_origin(v.origin)) for v in incident.voices],
    )  # fmt: skip


def masked_origin(origin: str) -> str:
    """An original source without a speaker's name: a registered actor, agency or outlet keeps its own."""
    return "speaker" if origin.startswith("speaker:") else origin


def masked_claim(claim: Claim) -> Claim:
    """A statement for a reader: whose it is only where that is a registered actor."""
    return msgspec.structs.replace(claim, who=claim.actor)


def masked_report(view: ReportView) -> ReportView:
    """A report for a reader: its head without a title, no text, its records without words."""
    replace = msgspec.structs.replace
    records = [
        replace(r, record=masked_record(r.record), initial=masked_record(r.initial) if r.initial else None, history=[])
        for r in view.records
    ]
    return replace(view, report=masked_head(view.report), text="", records=records)


def masked_head(row: ReportRow) -> ReportRow:
    """A report of a list for a reader: titles quote the report."""
    return msgspec.structs.replace(row, title=None)


def masked_constraint(found: Constraint) -> Constraint:
    """An access constraint for a reader."""
    return msgspec.structs.replace(found, place=masked_place(found.place))
