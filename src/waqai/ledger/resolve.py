"""Many reports, one incident: blocking, scored pairs, judgements, and clusters that do not depend on the order.

A pair at or above AUTOMATIC is joined unless that would put two records of one report, or two records a person has
told apart, into one incident, or unless the groups as wholes do not fit (mean score of their pairs below FIT). Pairs
between SUGGESTED and that are kept as suggestions. Only the connected pairs around what changed are looked at again.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec
from sqlalchemy import Connection, and_, func, insert, or_, select
from sqlalchemy.sql import ColumnElement

from waqai.ledger import judgements as judged
from waqai.ledger.features import AUTOMATIC, SUGGESTED, Reason, Score, Sketch, score
from waqai.ledger.incidents import write_incidents
from waqai.ledger.schema import edges, records
from waqai.ledger.voices import denials_near

FIT = 0.5
TOLD = 1.0  # the score of two records that their report says are one event
WINDOW = 2  # days on either side of a record that a partner may be dated
UNPLACED_WINDOW = 1  # the same, where one of the two tells no place
COARSE_BACK = 62  # days before it that a partner of a coarse date may begin
MAX_PARTNERS = 400  # of a block; a denser block is looked at by the nearest days first
CHUNK = 400

Pair = tuple[str, str]


def link(conn: Connection, rows: list[dict[str, Any]], told: list[Pair]) -> None:
    """Score new records against their blocks and keep the pairs worth keeping; ``told`` pairs are certain."""
    found: dict[Pair, Score] = {}
    for built in rows:
        if built["block_day"] is None:
            continue
        mine = msgspec.msgpack.decode(built["sketch"], type=Sketch)
        for raw in _block(conn, built):
            theirs = msgspec.msgpack.decode(raw, type=Sketch)
            if "denial" in (mine.part, theirs.part) and mine.part == theirs.part:
                continue
            scored = score(mine, theirs)
            if scored is not None and scored.p >= SUGGESTED:
                found[_pair(mine.uid, theirs.uid)] = scored
    members = {r["uid"]: r["part"] for r in rows}
    for a, b in told:
        if members.get(a) == members.get(b) == "member":
            found[_pair(a, b)] = Score(TOLD, [Reason("report", "the report tells it twice", 9.0)])
    parts = members
    _keep(conn, found, parts)


def recompute(conn: Connection, uids: Iterable[str], incident_seqs: set[int]) -> list[str]:
    """Cluster again whatever is connected to these records and incidents; returns the ids of incidents touched."""
    start = set(uids) | _in_incidents(conn, incident_seqs)
    start |= _denied_by(conn, start)
    neighbourhood = _neighbourhood(conn, start, incident_seqs)
    # A denied record belongs to the one incident it fits best: the one it was of before must be looked at too.
    denials = denials_near(conn, list(neighbourhood.members))
    elsewhere = {r.incident_seq for r in denials} - {None}
    if elsewhere - neighbourhood.incidents:
        start |= _in_incidents(conn, elsewhere)
        neighbourhood = _neighbourhood(conn, start, incident_seqs | elsewhere)
    found = neighbourhood.members
    pairs = {p: s for p, s in neighbourhood.pairs.items() if p[0] in found and p[1] in found}
    verdicts = judged.active(conn, list(found))
    clusters = cluster({uid: found[uid].report_seq for uid in found}, pairs, verdicts)
    return write_incidents(conn, clusters, found, neighbourhood.incidents | incident_seqs, start, bool(denials))


def cluster(reports_of: dict[str, int], pairs: dict[Pair, float], verdicts: list[judged.Judgement]) -> list[list[str]]:
    """Partition records by their scored pairs and people's verdicts. The result depends on nothing else."""
    groups = {uid: [uid] for uid in reports_of}
    apart, together = judged.settle(verdicts, set(reports_of))
    for a, b in [*together, *(pair for pair, p in pairs.items() if p == TOLD and pair not in apart)]:
        _merge(groups, a, b)
    # What a person or the report itself joined is one teller: it is scored by its likest record.
    unit = {uid: min(group) for uid, group in groups.items()}
    for (a, b), p in sorted(pairs.items(), key=lambda item: (-item[1], item[0])):
        if p < AUTOMATIC or groups[a] is groups[b]:
            continue
        if _fits(groups[a], groups[b], reports_of, pairs, apart, unit):
            _merge(groups, a, b)
    unique = {id(group): group for group in groups.values()}
    return [sorted(group) for group in unique.values()]


def _fits(
    one: list[str],
    two: list[str],
    reports_of: dict[str, int],
    pairs: dict[Pair, float],
    apart: set[Pair],
    unit: dict[str, str],
) -> bool:
    if {reports_of[u] for u in one} & {reports_of[u] for u in two}:
        return False
    best: dict[Pair, float] = {}
    for a in one:
        for b in two:
            if _pair(a, b) in apart:
                return False
            tellers = (unit[a], unit[b])
            best[tellers] = max(best.get(tellers, 0.0), pairs.get(_pair(a, b), 0.0))
    return sum(best.values()) / len(best) >= FIT


def _merge(groups: dict[str, list[str]], a: str, b: str) -> None:
    if groups[a] is groups[b]:
        return
    joined = groups[a] + groups[b]
    for uid in joined:
        groups[uid] = joined


def _denied_by(conn: Connection, uids: set[str]) -> set[str]:
    """The records that share a pair with a denied record among these: their incidents hear of it."""
    reached: set[str] = set()
    for part in _chunks(sorted(_denials_among(conn, sorted(uids)))):
        for mine, theirs in ((edges.c.a, edges.c.b), (edges.c.b, edges.c.a)):
            reached |= set(conn.execute(select(theirs).where(mine.in_(part))).scalars())
    return reached


def _in_incidents(conn: Connection, seqs: set[int]) -> set[str]:
    """The members of these incidents."""
    if not seqs:
        return set()
    query = select(records.c.uid).where(records.c.incident_seq.in_(sorted(seqs)), records.c.part == "member")
    return set(conn.execute(query).scalars())


class _Neighbourhood:
    """Member records connected to what changed, the scored pairs between them, and the incidents they are in."""

    def __init__(self) -> None:
        self.members: dict[str, Any] = {}
        self.pairs: dict[Pair, float] = {}
        self.incidents: set[int] = set()


def _neighbourhood(conn: Connection, start: set[str], incident_seqs: set[int]) -> _Neighbourhood:
    found = _Neighbourhood()
    frontier = list(start)
    fresh = set(incident_seqs)
    seen: set[str] = set()
    while frontier or fresh:
        rows = _members(conn, frontier, fresh)
        fresh = set()
        new = [r for r in rows if r.uid not in found.members]
        for row in new:
            found.members[row.uid] = row
            if row.incident_seq is not None and row.incident_seq not in found.incidents:
                found.incidents.add(row.incident_seq)
                fresh.add(row.incident_seq)
        asked = [r.uid for r in new]
        seen.update(asked)
        frontier = [uid for uid in _partners(conn, asked, found) if uid not in found.members]
    return found


def _partners(conn: Connection, uids: list[str], found: _Neighbourhood) -> set[str]:
    """Records joined to these by an automatic pair or a judgement; every pair read is remembered."""
    reached: set[str] = set()
    for part in _chunks(uids):
        for side, other in ((edges.c.a, edges.c.b), (edges.c.b, edges.c.a)):
            for row in conn.execute(select(side, other, edges.c.score, edges.c.automatic).where(side.in_(part))):
                found.pairs[_pair(row[0], row[1])] = row.score
                if row.automatic:
                    reached.add(row[1])
        reached |= judged.partners(conn, part)
    return reached


def _members(conn: Connection, uids: list[str], incident_seqs: set[int]) -> list[Any]:
    c = records.c
    columns = select(c.uid, c.report_seq, c.incident_seq, c.state, c.data)
    rows: list[Any] = []
    for part in _chunks(uids):
        rows += conn.execute(columns.where(records.c.uid.in_(part), records.c.part == "member"))
    for seqs in _chunks(list(incident_seqs)):
        rows += conn.execute(columns.where(records.c.incident_seq.in_(seqs), records.c.part == "member"))
    return rows


def _block(conn: Connection, built: dict[str, Any]) -> list[bytes]:
    """The sketches of the records that may tell the same incident: same family and area, days near each other.

    A record that tells no place is set beside those of every place, a day either side; the others beside it too, and
    beside those of another place of the same name.
    """
    c = records.c
    query = select(c.sketch).where(c.family == built["family"], c.report_seq != built["report_seq"])
    query = query.order_by(func.abs(c.block_day - built["block_day"]), c.uid).limit(MAX_PARTNERS)
    if built["country"] is None:
        return list(conn.execute(query.where(_days(built, UNPLACED_WINDOW))).scalars())
    placed = query.where(c.country == built["country"], _days(built, WINDOW))
    if built["adm1"]:
        placed = placed.where(c.adm1_key.in_([built["adm1"], ""]))
    found = list(conn.execute(placed).scalars())
    found += conn.execute(query.where(c.country.is_(None), c.adm1_key == "", _days(built, UNPLACED_WINDOW))).scalars()
    if built["place_key"]:
        elsewhere = or_(c.country != built["country"], c.adm1_key != built["adm1_key"])
        low, high = built["block_day"] - WINDOW, built["block_day"] + WINDOW
        named = query.where(c.place_key == built["place_key"], c.block_day.between(low, high), elsewhere)
        found += conn.execute(named).scalars()
    return found


def _days(built: dict[str, Any], window: int) -> ColumnElement[bool]:
    """The days that a partner may stand on."""
    c = records.c
    low, high = built["block_day"] - window, built["block_day"] + window
    if built["coarse"]:
        high = max(high, min(built["block_day"] + COARSE_BACK, _end(built) + window))
    return or_(
        and_(c.coarse == 0, c.block_day.between(low, high)),
        and_(c.coarse == 1, c.block_day.between(low - COARSE_BACK, high)),
    )


def _end(built: dict[str, Any]) -> int:
    sketch = msgspec.msgpack.decode(built["sketch"], type=Sketch)
    return sketch.end or int(built["block_day"])


def _keep(conn: Connection, found: dict[Pair, Score], parts: dict[str, str]) -> None:
    if not found:
        return
    denying = {uid for uid, part in parts.items() if part == "denial"}
    stored = _denials_among(conn, [uid for pair in found for uid in pair if uid not in parts])
    rows = [
        {
            "a": a,
            "b": b,
            "score": scored.p,
            "automatic": scored.automatic and not {a, b} & (denying | stored),
            "reasons": msgspec.json.encode(scored.reasons).decode(),
        }
        for (a, b), scored in sorted(found.items())
    ]
    conn.execute(insert(edges), rows)


def _denials_among(conn: Connection, uids: list[str]) -> set[str]:
    found: set[str] = set()
    for part in _chunks(sorted(set(uids))):
        query = select(records.c.uid).where(records.c.uid.in_(part), records.c.part == "denial")
        found |= set(conn.execute(query).scalars())
    return found


def _pair(a: str, b: str) -> Pair:
    return (a, b) if a < b else (b, a)


def _chunks(items: list[Any]) -> Iterable[list[Any]]:
    for at in range(0, len(items), CHUNK):
        yield items[at : at + CHUNK]
