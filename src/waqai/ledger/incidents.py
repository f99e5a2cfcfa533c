"""From clusters of records to incidents: merged fields, stable ids, and the rows that lists read."""

from __future__ import annotations

from collections import Counter
from datetime import date
from hashlib import blake2b
from typing import Any

import msgspec
from sqlalchemy import Connection, delete, insert, select, update

from waqai.ledger import facets, search, voices
from waqai.ledger.copies import folded_words
from waqai.ledger.engine import upsert
from waqai.ledger.filters import GRADES
from waqai.ledger.grades import grade, independent
from waqai.ledger.parts import Incident, IncidentDate, Member, Party, Told, Voice
from waqai.ledger.rows import NAMELESS, ordinal
from waqai.ledger.schema import (
    incident_aliases,
    incident_details,
    incident_tolls,
    incidents,
    records,
    reports,
    runs,
)
from waqai.ledger.tolls import find, tolls
from waqai.model import PlaceRef, Record

PRECISIONS = ("point", "settlement", "near", "district", "governorate", "region", "country")


def incident_id(founder: str) -> str:
    """The id of the incident that a record founds (the first of its members to be ingested)."""
    return "i" + blake2b(founder.encode(), digest_size=6).hexdigest()


def write_incidents(
    conn: Connection,
    clusters: list[list[str]],
    found: dict[str, Any],
    old_seqs: set[int],
    dirty: set[str],
    denied: bool = True,
) -> list[str]:
    """Write the incidents of these clusters over the old ones; returns the ids of those written or dropped.

    A cluster that is an incident already, with nothing in it changed, is left alone. ``denied`` is whether any denied
    record may be of them.
    """
    held = _held(conn, old_seqs)
    members_of = _members_of(found)
    changed = [c for c in clusters if dirty & set(c) or not _same_as_before(c, found, members_of)]
    told = _told(conn, [found[uid] for cluster in changed for uid in cluster])
    heard = voices.of_clusters(conn, changed, told, denied)
    decided = voices.decided(conn, list(told))
    made = [_incident(sorted((told[u] for u in c), key=_age), heard[i], decided) for i, c in enumerate(changed)]
    news = voices.last_said(conn, told)
    kept = {incident_id(_founder(c, found)) for c in clusters}
    dropped = [i for i in held if i not in kept]
    before = facets.stored(conn, [*(held[i] for i in dropped), *(held[i.id] for i in made if i.id in held)])
    after: dict[int, Incident] = {}
    _drop(conn, {i: held[i] for i in dropped}, members_of)
    for incident, cluster, said in zip(made, changed, heard, strict=True):
        seq = _put(conn, incident, held.get(incident.id), max(news[uid] for uid in cluster))
        where = [*cluster, *(v.record for v in said)]
        conn.execute(update(records).where(records.c.uid.in_(where)).values(incident_seq=seq))
        _put_search(conn, seq, incident, [told[u] for u in cluster])
        after[seq] = incident
    facets.replace(conn, before, after)
    return [*(i.id for i in made), *dropped]


def _founder(cluster: list[str], found: dict[str, Any]) -> str:
    return min(cluster, key=lambda uid: (found[uid].report_seq, uid))


def _age(told: Told) -> tuple[int, str]:
    return (told.report_seq, told.uid)


def _held(conn: Connection, seqs: set[int]) -> dict[str, int]:
    if not seqs:
        return {}
    rows = conn.execute(select(incidents.c.id, incidents.c.seq).where(incidents.c.seq.in_(sorted(seqs))))
    return {row.id: row.seq for row in rows}


def _members_of(found: dict[str, Any]) -> dict[int, set[str]]:
    members: dict[int, set[str]] = {}
    for uid, row in found.items():
        if row.incident_seq is not None:
            members.setdefault(row.incident_seq, set()).add(uid)
    return members


def _same_as_before(cluster: list[str], found: dict[str, Any], members_of: dict[int, set[str]]) -> bool:
    seqs = {found[uid].incident_seq for uid in cluster}
    return len(seqs) == 1 and None not in seqs and members_of[seqs.pop()] == set(cluster)


def _told(conn: Connection, rows: list[Any]) -> dict[str, Told]:
    if not rows:
        return {}
    r = reports.c
    columns = select(r.seq, r.id, r.outlet, r.outlet_key, r.published, r.copy_of, runs.c.created_at)
    columns = columns.outerjoin(runs, runs.c.id == r.run_id)
    heads = {row.seq: row for row in conn.execute(columns.where(r.seq.in_({row.report_seq for row in rows})))}
    return {row.uid: voices.as_told(row, heads[row.report_seq]) for row in rows}


def _incident(told: list[Told], heard: list[Voice], decided: dict[str, str]) -> Incident:
    """Merge the records of one incident, given in the order they came in."""
    founder = told[0].uid
    sources = independent(told)
    initiators, targets = _parties(told, "initiator"), _parties(told, "target")
    when = _date(told)
    published = sorted(t.published for t in told if t.published)
    counted = tolls(told, {p.actor for p in (*initiators, *targets)})
    graded, why = grade(told, sources, heard, next((decided[t.uid] for t in told if t.uid in decided), None))
    day = ordinal(when.start) or ordinal(published[0] if published else None) or 0
    incident = Incident(
        id=incident_id(founder), type=_type(told), date=when, reported=published[0] if published else None,
        name=next((t.record.name for t in told if t.record.name), None), place=_place(told), initiators=initiators,
        targets=targets, weapon=_most([t.record.weapon for t in told if t.record.weapon]), tolls=counted,
        factuality="asserted" if any(t.record.factuality == "asserted" for t in told) else "alleged", grade=graded,
        grade_why=why, sources=sources, voices=heard, members=[_member(t) for t in told], state=_state(told),
        sort_day=day, tags=[],
    )  # fmt: skip
    return msgspec.structs.replace(incident, tags=facets.tags_of(incident, {t.outlet_key for t in told}))


def _member(t: Told) -> Member:
    r = t.record
    return Member(t.uid, t.report_id, t.outlet, t.published, r.type, r.factuality, t.state)


def _most(values: list[Any]) -> Any:
    """The most frequent value, the earliest of equals; None of nothing."""
    return Counter(values).most_common(1)[0][0] if values else None


def _type(told: list[Told]) -> str:
    types = [t.record.type for t in told]
    return str(_most([t for t in types if t != "attack"]) or types[0])


def _place(told: list[Told]) -> PlaceRef | None:
    places = [t.record.place for t in told if t.record.place]
    if not places:
        return None
    finest = min(PRECISIONS.index(p.precision) for p in places)
    best = [p for p in places if PRECISIONS.index(p.precision) == finest]
    chosen = _most([p.id for p in best])
    return next(p for p in best if p.id == chosen)


def _date(told: list[Told]) -> IncidentDate:
    dated = [t.record.date for t in told if t.record.date.start]
    if not dated:
        return IncidentDate(None, None, "day")
    widths = {id(d): (ordinal(d.end) or ordinal(d.start) or 0) - (ordinal(d.start) or 0) for d in dated}
    finest = [d for d in dated if widths[id(d)] == min(widths.values())]
    start, end, grain = _most([(d.start, d.end or d.start, d.grain) for d in finest])
    return IncidentDate(start, end, grain)


def _parties(told: list[Told], role: str) -> list[Party]:
    found: dict[str, tuple[list[str], list[str]]] = {}
    for t in told:
        for a in t.record.actors:
            if a.role == role and a.actor and a.basis != "inferred":
                labels, uids = found.setdefault(a.actor, ([], []))
                if a.label and a.label not in labels:
                    labels.append(a.label)
                if t.uid not in uids:
                    uids.append(t.uid)
    return [Party(actor, *said) for actor, said in sorted(found.items(), key=lambda kv: (-len(kv[1][1]), kv[0]))]


def _state(told: list[Told]) -> str:
    states = {t.state for t in told}
    return states.pop() if len(states) == 1 else "in_review"


def _put(conn: Connection, incident: Incident, seq: int | None, updated: str) -> int:
    place, killed, injured = incident.place, find(incident.tolls, "killed"), find(incident.tolls, "injured")
    values: dict[str, Any] = {
        "id": incident.id, "type": incident.type, "name": incident.name, "date_start": incident.date.start,
        "date_end": incident.date.end, "grain": incident.date.grain, "sort_day": incident.sort_day,
        "place_id": place.id if place else None, "place_ar": place.name_ar if place else None,
        "place_en": place.name_en if place else None, "precision": place.precision if place else None,
        "country": place.country if place else None, "adm1": place.adm1 if place else None,
        "adm2": place.adm2 if place else None, "adm3": place.adm3 if place else None,
        "lat": place.lat if place else None, "lon": place.lon if place else None,
        "initiators": " ".join(p.actor for p in incident.initiators),
        "targets": " ".join(p.actor for p in incident.targets), "weapon": incident.weapon,
        "victims": " ".join(v for d, v in incident.tags if d == "victim"),
        "outlets": "\n".join(v for d, v in incident.tags if d == "outlet"),
        "factuality": incident.factuality, "killed_low": killed.low if killed else None,
        "killed_best": killed.best if killed else None, "killed_high": killed.high if killed else None,
        "injured_low": injured.low if injured else None, "injured_best": injured.best if injured else None,
        "injured_high": injured.high if injured else None, "grade": incident.grade,
        "reports": len({m.report for m in incident.members}), "sources": len(incident.sources),
        "state": incident.state, "grade_rank": GRADES.index(incident.grade), "updated": updated,
        "deaths": killed.best if killed and killed.best is not None else -1,
    }  # fmt: skip
    if seq is None:
        seq = int(conn.execute(insert(incidents).values(**values).returning(incidents.c.seq)).scalar_one())
    else:
        conn.execute(update(incidents).where(incidents.c.seq == seq).values(**values))
        conn.execute(delete(incident_tolls).where(incident_tolls.c.seq == seq))
    upsert(conn, incident_details, [{"seq": seq, "data": msgspec.json.encode(incident)}])
    rows = [
        {"seq": seq, "harm": t.harm, "category": t.category, "low": t.low, "best": t.best, "high": t.high}
        for t in incident.tolls
    ]
    if rows:
        conn.execute(insert(incident_tolls), rows)
    return seq


def _drop(conn: Connection, gone: dict[str, int], members_of: dict[int, set[str]]) -> None:
    """Take incidents out; who asks for an old id is led to where its first record is now."""
    if not gone:
        return
    seqs = list(gone.values())
    aliases = [{"old_id": old, "uid": min(members_of[seq])} for old, seq in gone.items() if members_of.get(seq)]
    upsert(conn, incident_aliases, aliases)
    conn.execute(update(records).where(records.c.incident_seq.in_(seqs)).values(incident_seq=None))
    for table in (incidents, incident_details, incident_tolls):
        conn.execute(delete(table).where(table.c.seq.in_(seqs)))
    for seq in seqs:
        search.remove(conn, "incident", seq)


def _put_search(conn: Connection, seq: int, incident: Incident, told: list[Told]) -> None:
    """What an incident is found by: its records' words, places and parties; no names where none may be kept."""
    texts: list[str] = [t.record.evidence.text for t in told if t.record.type != NAMELESS]
    for t in told:
        texts += [p for p in _labels(t.record) if p]
    search.put(conn, "incident", seq, " ".join(folded_words(" ".join(dict.fromkeys(texts)))))


def _labels(record: Record) -> list[str | None]:
    place = record.place
    found = [record.name, place.name_ar if place else None, place.name_en if place else None]
    return found + [a.label for a in record.actors if a.actor]


def day_of(sort_day: int) -> str | None:
    """A day ordinal as an ISO date; 0 is no day."""
    return date.fromordinal(sort_day).isoformat() if sort_day else None
