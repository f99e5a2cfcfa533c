"""From the ledger's incidents, constraints and tallies to the rows that exports are written from.

The ledger's structures are read by their fields, so that ledger and exports stay apart; names, areas and what kind a
place is come from the lexicon. Nothing is looked up that is not in one of the two.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

import msgspec

from waqai.export.public import is_sensitive
from waqai.export.rows import (
    Actor,
    Area,
    Count,
    ExportAccess,
    ExportIncident,
    ExportTally,
    Place,
    Point,
    Side,
    Source,
    Toll,
    actors_of,
)
from waqai.export.tables import ARMED, NOT_CIVIL, actor_kind, sensitive
from waqai.lexicon.gazetteer import Gazetteer, name_key
from waqai.lexicon.load import Lexicon
from waqai.model import PlaceRef, Record

TOTAL, ATTACKER = "total", "perpetrator"
SETTLED = frozenset({"city", "town", "village"})
MAIN_TOWN = frozenset({"city", "town"})


class ReportFacts(NamedTuple):
    """What the ledger knows of a report besides its text."""

    outlet: str | None
    url: str | None
    title: str | None
    published: str | None
    retrieved: str | None


@dataclass(frozen=True)
class Lookup:
    """Where names and reports come from. ``record`` takes a record's ledger id, ``report`` a report's id."""

    lexicon: Lexicon
    report: Callable[[str], ReportFacts]
    record: Callable[[str], Record]


def incident_row(incident: Any, look: Lookup) -> ExportIncident:
    """The row of a ledger incident (``waqai.ledger.parts.Incident``)."""
    records = {member.record: look.record(member.record) for member in incident.members}
    actors = [actor_row(look, role, party.actor, party.labels) for role, party in parties(incident)]
    row = ExportIncident(
        id=incident.id, type=incident.type, factuality=incident.factuality, grade=incident.grade,
        date_start=incident.date.start, date_end=incident.date.end or incident.date.start, grain=incident.date.grain,
        reported=incident.reported, place=place_row(incident.place, look.lexicon.gazetteer), actors=actors,
        initiator_status=status(incident, records.values()), killed=count_row(incident, "killed", TOTAL),
        injured=count_row(incident, "injured", TOTAL), attackers_killed=count_row(incident, "killed", ATTACKER),
        tolls=[toll_row(toll, incident, records.values()) for toll in incident.tolls], weapon=incident.weapon,
        judicial=any(record.judicial for record in records.values()), independent_sources=len(incident.sources),
        sources=[source_row(look, m.report, m.record, records[m.record]) for m in incident.members],
        state=incident.state, denied_by=voices(incident, "denial", look), claimed_by=voices(incident, "claim", look),
        name=incident.name,
    )  # fmt: skip
    return msgspec.structs.replace(row, civilians_targeted=civilians_hit(row, records.values()))


def parties(incident: Any) -> list[tuple[str, Any]]:
    """Role and party of an incident's sides."""
    return [("initiator", party) for party in incident.initiators] + [("target", party) for party in incident.targets]


def actor_row(look: Lookup, role: str, id_: str, labels: Iterable[str] = ()) -> Actor:
    """A registry actor in a role; an id the registry no longer has is given as it is."""
    known = look.lexicon.actors.actors.get(id_)
    label = "; ".join(labels) or None
    if known is None:
        return Actor(role, id_, id_, id_, None, None, label)
    return Actor(
        role,
        id_,
        known.name_en or id_,
        known.name_ar or known.name_en,
        known.category,
        "/".join(known.countries) or None,
        label,
    )


def voices(incident: Any, kind: Literal["denial", "claim"], look: Lookup) -> list[Actor]:
    """The registry parties that deny or claim it; a private person's voice is not named."""
    role = "denier" if kind == "denial" else "claimant"
    found = dict.fromkeys(voice.actor for voice in incident.voices if voice.kind == kind and voice.actor)
    return [actor_row(look, role, actor) for actor in found]


def status(incident: Any, records: Iterable[Record]) -> str:
    """How the initiator is known, the most frequent of the records' words where none is stated."""
    if incident.initiators:
        unknown = all(party.actor == "UNIDENT_ARMED" for party in incident.initiators)
        return "unknown" if unknown else "stated"
    said = Counter(record.initiator_status for record in records if record.initiator_status != "stated")
    return said.most_common(1)[0][0] if said else "not_stated"


def count_row(incident: Any, harm: str, category: str) -> Count:
    """One of the incident's counts, nothing where the reports give none."""
    toll = next((t for t in incident.tolls if t.harm == harm and t.category == category), None)
    return toll_count(toll) if toll else Count()


def toll_count(toll: Any) -> Count:
    """Low, best and high of a toll; vague where every figure that stands is a word."""
    current = [figure for figure in toll.figures if figure.standing == "current"]
    vague = bool(current) and all(figure.qualifier == "vague" for figure in current)
    return Count(toll.low, toll.best, toll.high, toll.open, vague)


def toll_row(toll: Any, incident: Any, records: Iterable[Record]) -> Toll:
    """A toll with whose people they were and whether another entry counts them too."""
    entries = [c for r in records for c in r.casualties if c.harm == toll.harm and c.category == toll.category]
    named = {actor for entry in entries for actor in entry.actors}
    doers, targets = ({party.actor for party in side} for side in (incident.initiators, incident.targets))
    side: Side | None = None
    if toll.category == ATTACKER or (named & doers and not named & targets):
        side = "a"
    elif named & targets and not named & doers:
        side = "b"
    subset = toll.category != TOTAL and any(entry.subset_of is not None for entry in entries)
    return Toll(toll.harm, toll.category, toll_count(toll), side, subset)


def civilians_hit(row: ExportIncident, records: Iterable[Record]) -> bool:
    """Whether the reports say that civilians were hit and nobody armed, or name civilians as the only target."""
    hit = {
        c.category
        for r in records
        for c in r.casualties
        if c.harm in ("killed", "injured", "killed_or_injured", "abducted")
    }
    civil, armed = hit - NOT_CIVIL, hit & ARMED
    sides = {actor_kind(actor.category).side for actor in actors_of(row, "target")}
    return bool(civil and not armed and not sides & {"state", "group"}) or sides == {"civil"}


def source_row(look: Lookup, report: str, uid: str, record: Record) -> Source:
    """The source of one record, its words kept for internal exports."""
    facts = look.report(report)
    spans = sorted({(span.start, span.end) for span in (record.trigger, record.evidence)})
    speakers = [source.name for source in record.sources if source.kind == "speaker" and source.name]
    return Source(
        report, facts.outlet, facts.url, facts.published, facts.retrieved, uid, spans, facts.title,
        speakers[0] if speakers else None, record.evidence.text,
    )  # fmt: skip


def place_row(place: PlaceRef | None, gazetteer: Gazetteer) -> Place | None:
    """A place with its areas, and what it is shown at where it is a camp, a shelter or a clinic."""
    if place is None:
        return None
    row = Place(
        place.id, place.name_en, place.name_ar, place.country, place.precision, area(place.adm1, gazetteer),
        area(place.adm2, gazetteer), area(place.adm3, gazetteer), place.lat, place.lon,
    )  # fmt: skip
    known = gazetteer.get(place.id)
    kind = known.kind if known else None
    if kind in sensitive()["kinds"] or is_sensitive(row):
        return msgspec.structs.replace(row, sensitive=True, settlement=settlement(place.id, gazetteer))
    if place.precision == "governorate":
        return msgspec.structs.replace(row, capital=capital(row, gazetteer), centroid=centroid(place, known))
    return row


def area(code: str | None, gazetteer: Gazetteer) -> Area:
    """An administrative area by its code."""
    found = gazetteer.get(code)
    return Area(code, found.name_en if found else None, found.name_ar if found else None) if code else Area()


def settlement(place_id: str | None, gazetteer: Gazetteer) -> Point | None:
    """The town or village a place lies in, else the smallest area that has a point."""
    known = gazetteer.get(place_id)
    if known is None:
        return None
    around = [p for p in gazetteer.chain(known) if p.lat is not None and p.lon is not None and p.kind != "country"]
    best = next((p for p in around if p.kind in SETTLED), around[0] if around else None)
    return Point(best.lat or 0.0, best.lon or 0.0, best.name_en, best.name_ar) if best else None


def capital(row: Place, gazetteer: Gazetteer) -> Point | None:
    """A province's main town: the largest town of the province's own name."""
    named = gazetteer.named(name_key(row.adm1.name_ar or row.name_ar or ""))
    towns = [p for p in named if p.kind in MAIN_TOWN and p.adm1 == row.adm1.code and p.lat is not None]
    best = max(towns, key=lambda p: (p.population, p.id), default=None)
    return Point(best.lat or 0.0, best.lon or 0.0, best.name_en, best.name_ar) if best else None


def centroid(place: PlaceRef, known: Any) -> Point | None:
    """The point the gazetteer gives an area itself."""
    lat, lon = (known.lat, known.lon) if known and known.lat is not None else (place.lat, place.lon)
    return Point(lat, lon, place.name_en, place.name_ar) if lat is not None and lon is not None else None


def access_row(constraint: Any, look: Lookup) -> ExportAccess:
    """The row of a ledger constraint (``waqai.ledger.access.Constraint``)."""
    sources = [source_row(look, n.report, n.record, look.record(n.record)) for n in constraint.notices]
    return ExportAccess(
        constraint.id, constraint.type, constraint.sector, constraint.degree, constraint.hours, constraint.humanitarian,
        place_row(constraint.place, look.lexicon.gazetteer), constraint.since, constraint.since_basis, constraint.until,
        constraint.lifted, sources,
    )  # fmt: skip


def tally_row(comparison: Any, look: Lookup) -> ExportTally:
    """The row of a tally beside the ledger (``waqai.ledger.tallies.Comparison``)."""
    tally = comparison.tally
    record = look.record(tally.record)
    subsets = {(c.harm, c.category) for c in record.casualties if c.subset_of is not None}
    counts = [
        Toll(
            "killed",
            category,
            Count(low, low, high, high is None),
            None,
            category != TOTAL and ("killed", category) in subsets,
        )
        for category, (low, high) in sorted(tally.killed.items())
    ]
    counts += other_harms(record)
    recorded = next((d.best for d in comparison.deaths if d.category == TOTAL), None)
    return ExportTally(
        tally.record, tally.type, tally.start, tally.end, place_row(tally.place, look.lexicon.gazetteer),
        Count(tally.low, tally.low, tally.high, tally.high is None) if tally.low is not None else None, counts,
        [actor_row(look, "initiator", actor) for actor in tally.initiators],
        [source_row(look, tally.report, tally.record, record)], comparison.recorded,
        recorded if comparison.recorded is not None else None,
    )  # fmt: skip


def other_harms(record: Record) -> list[Toll]:
    """What a tally counts besides the dead: persons, by harm and category."""
    return [
        Toll(
            c.harm,
            c.category,
            Count(c.low, c.low, c.high, c.high is None, c.qualifier == "vague"),
            None,
            c.subset_of is not None,
        )
        for c in record.casualties
        if c.harm != "killed" and c.unit == "person"
    ]
