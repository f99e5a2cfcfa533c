"""A coded record as a row of the ledger: its stable id, what part it plays, and what resolution compares."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec

from waqai.ledger.copies import folded_words, origin_keys
from waqai.ledger.families import family
from waqai.ledger.features import Sketch
from waqai.model import CodedReport, Harm, PlaceRef, Record, ReportHead
from waqai.text.normalize import fold

COARSE_DAYS = 3  # an incident dated within more days than this is found by its span, not by its day
NOT_A_VICTIM = "perpetrator"
NAMELESS = "sexual_violence"

Count = tuple[int | None, int | None]


def uids(coded: CodedReport) -> dict[str, str]:
    """Record id -> ledger id. It stands on the trigger's place in the text, so that a newer run's record keeps the
    judgements and corrections of the older one's.
    """
    found: dict[str, str] = {}
    seen: dict[str, int] = {}
    for record in coded.records:
        base = f"{coded.report.id[:16]}.{record.trigger.start}{record.kind[0]}"
        seen[base] = seen.get(base, 0) + 1
        found[record.id] = base if seen[base] == 1 else f"{base}-{seen[base]}"
    return found


def report_prefix(uid: str) -> str:
    """The first 16 characters of the report's id, from a record's ledger id."""
    return uid.split(".", 1)[0]


def part(record: Record, rejected: bool) -> str:
    """What a record does in the ledger: ``member`` of an incident, ``denial`` of one, ``voice`` (what somebody says of
    one), ``access``, or ``none``.

    Background joins or makes an incident only with a date of its own; a second reader's proposal does nothing until
    a person accepts it.
    """
    if rejected or record.proposed:
        return "none"
    if record.kind == "access":
        return "access" if record.counts else "none"
    if record.kind == "statement":
        return "voice"
    if record.kind != "incident":
        return "none"
    if record.factuality == "denied":
        return "denial"
    undated = record.date.start is None or record.date.basis == "inherited"
    return "member" if record.counts and not (record.background and undated) else "none"


def ordinal(iso: str | None) -> int | None:
    """A day as an ordinal; None stays None."""
    return date.fromisoformat(iso).toordinal() if iso else None


def total(record: Record, harm: Harm) -> Count | None:
    """Persons of one harm: the sum of its entries, subsets and the attacker's own death left out; None if untold."""
    entries = [c for c in record.casualties if c.harm == harm and c.unit == "person" and c.subset_of is None]
    entries = [c for c in entries if c.category != NOT_A_VICTIM]
    if not entries:
        return None
    lows = [c.low for c in entries if c.low is not None]
    highs = [c.high for c in entries if c.high is not None]
    return (sum(lows) if lows else None, sum(highs) if len(highs) == len(entries) else None)


def nameless(record: Record) -> Record:
    """A ``sexual_violence`` record without any name: of a source, a speaker or a party known by no registry id."""
    if record.type != NAMELESS:
        return record
    sources = [msgspec.structs.replace(s, name=None, role=None, span=None) for s in record.sources]
    actors = [msgspec.structs.replace(a, label=a.label if a.actor else None) for a in record.actors]
    return msgspec.structs.replace(record, sources=sources, actors=actors, name=None)


def row(record: Record, head: ReportHead, report_seq: int, uid: str, report_day: int, rejected: bool) -> dict[str, Any]:
    """The ``records`` row of an effective record; ``report_day`` is its publication day, else that of retrieval."""
    record = nameless(record)
    start = ordinal(record.date.start)
    end = ordinal(record.date.end) or start
    tally_day = ordinal(record.period.end) if record.period else None
    block_day = start if start is not None else ordinal(head.published)
    plays = part(record, rejected)
    place = record.place
    return {
        "uid": uid,
        "report_seq": report_seq,
        "rid": record.id,
        "kind": record.kind,
        "type": record.type,
        "family": family(record.type),
        "factuality": record.factuality,
        "part": plays,
        "date_start": record.date.start,
        "date_end": record.date.end,
        "sort_day": start or tally_day or report_day,
        "block_day": block_day if plays in ("member", "denial") else None,
        "coarse": int(start is not None and end is not None and end - start > COARSE_DAYS),
        "place_id": place.id if place else None,
        "place_key": (_named(place) or None) if plays in ("member", "denial") else None,
        "country": place.country if place else None,
        "adm1": place.adm1 if place else None,
        "adm1_key": (place.adm1 or "") if place else "",
        "adm2": place.adm2 if place else None,
        "adm3": place.adm3 if place else None,
        "victims": " " + " ".join(sorted({c.category for c in record.casualties})) + " ",
        "state": "machine-coded",
        "incident_seq": None,
        "group_key": group_key(record) if plays == "access" else None,
        "sketch": msgspec.msgpack.encode(sketch(record, head, report_seq, uid, plays)),
        "data": msgspec.json.encode(record),
    }


def group_key(record: Record) -> str:
    """What makes two access records the same constraint: its type, sector and place."""
    place = record.place
    code = (place.id or place.adm3 or place.adm2 or place.adm1) if place else None
    return "|".join((record.type, record.sector or "", (place.country or "") if place else "", code or ""))


def sketch(record: Record, head: ReportHead, report_seq: int, uid: str, plays: str) -> Sketch:
    """What resolution compares of a record."""
    place = record.place
    start = ordinal(record.date.start)
    published = ordinal(head.published)
    others = {c.harm: c.low for c in record.casualties if c.harm not in ("killed", "injured") and c.subset_of is None}
    return Sketch(
        uid=uid,
        report=report_seq,
        type=record.type,
        part=plays,
        start=start if start is not None else published,
        end=(ordinal(record.date.end) or start) if start is not None else published,
        dated=start is not None,
        country=place.country if place else None,
        adm1=place.adm1 if place else None,
        adm2=place.adm2 if place else None,
        adm3=place.adm3 if place else None,
        place=_place_key(place),
        lat=place.lat if place else None,
        lon=place.lon if place else None,
        precision=place.precision if place else None,
        initiators=actors(record, "initiator"),
        targets=actors(record, "target"),
        killed=total(record, "killed"),
        injured=total(record, "injured"),
        others=sorted(others.items()),
        categories=sorted({c.category for c in record.casualties}),
        weapon=record.weapon,
        name=fold(record.name).strip() if record.name else None,
        words=" ".join(folded_words(record.evidence.text)),
        origin=origin_keys(record.sources, head)[0],
        named=_named(place),
        candidates=sorted(place.candidates) if place else [],
        itemised=[(c.harm, c.category, c.low) for c in record.casualties if c.low is not None and c.unit == "person"],
    )


def _named(place: PlaceRef | None) -> str:
    return " ".join(folded_words(place.name_ar or "")) if place else ""


def _place_key(place: PlaceRef | None) -> str | None:
    """The gazetteer's id, else the name as told: two reports of one unmapped village tell of one place."""
    if place is None:
        return None
    return place.id or (f"name:{_named(place)}" if place.name_ar else None)


def actors(record: Record, role: str) -> list[str]:
    """The registry ids in a role, as stated (a hedge's guess is left out)."""
    return sorted({a.actor for a in record.actors if a.role == role and a.actor and a.basis != "inferred"})
