"""Tags that lists are filtered by, and the counts kept beside them so that facets need not scan incidents.

A tag is (dimension, value) of an incident. ``facets`` holds, for every month, how many incidents carry each tag and
each pair of tags, and how many were killed in them; it is kept in step as incidents change. Months are ``year * 12 +
month - 1``; month 0 holds what has no day.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

import msgspec
from sqlalchemy import Connection, delete, or_, select

from waqai.ledger.engine import upsert
from waqai.ledger.parts import Incident
from waqai.ledger.schema import facets, incident_details, tags
from waqai.ledger.tolls import find

Tag = tuple[str, str]
EVERY: Tag = ("all", "")
COUNTED = frozenset({"country", "adm1", "type", "grade", "factuality", "actor", "victim", "outlet"})


def tags_of(incident: Incident, outlets: Iterable[str]) -> list[Tag]:
    """Every tag of an incident, in order."""
    place = incident.place
    found: set[Tag] = {("type", incident.type), ("grade", incident.grade), ("factuality", incident.factuality)}
    if place:
        levels = {"country": place.country, "adm1": place.adm1, "adm2": place.adm2, "adm3": place.adm3}
        found |= {(level, code) for level, code in (levels | {"place": place.id}).items() if code}
    for role, parties in (("initiator", incident.initiators), ("target", incident.targets)):
        found |= {(role, p.actor) for p in parties} | {("actor", p.actor) for p in parties}
    found |= {("victim", t.category) for t in incident.tolls if t.category not in ("total", "perpetrator")}
    found |= {("outlet", outlet) for outlet in outlets if outlet}
    return sorted(found)


def month_of(sort_day: int) -> int:
    """The month of a day ordinal; 0 for no day."""
    if not sort_day:
        return 0
    day = date.fromordinal(sort_day)
    return day.year * 12 + day.month - 1


def month_start(month: int) -> int:
    """The first day of a month, as an ordinal."""
    return date(month // 12, month % 12 + 1, 1).toordinal()


def add(conn: Connection, seq: int, incident: Incident) -> None:
    """Tag an incident and count it."""
    rows = [{"dim": d, "value": v, "sort_day": incident.sort_day, "seq": seq} for d, v in incident.tags]
    upsert(conn, tags, rows)
    _count(conn, [incident], 1)


def forget(conn: Connection, seqs: list[int]) -> None:
    """Take these incidents out of tags and counts, before they are dropped or written anew."""
    if not seqs:
        return
    rows = conn.execute(select(incident_details.c.seq, incident_details.c.data).where(incident_details.c.seq.in_(seqs)))
    gone = {row.seq: msgspec.json.decode(row.data, type=Incident) for row in rows}
    _count(conn, gone.values(), -1)
    for seq, incident in gone.items():
        where = or_(*((tags.c.dim == d) & (tags.c.value == v) for d, v in incident.tags))
        conn.execute(delete(tags).where(where, tags.c.sort_day == incident.sort_day, tags.c.seq == seq))


def cells(incident: Incident) -> Iterable[tuple[Tag, Tag]]:
    """The counters an incident is in: alone, by each counted tag, and by each pair of them, both ways round."""
    counted = [EVERY, *((d, v) for d, v in incident.tags if d in COUNTED)]
    for one in counted:
        for two in counted:
            if one != two or one == EVERY:
                yield one, two


def _count(conn: Connection, changed: Iterable[Incident], sign: int) -> None:
    n: Counter[tuple[Tag, Tag, int]] = Counter()
    killed: Counter[tuple[Tag, Tag, int]] = Counter()
    for incident in changed:
        toll = find(incident.tolls, "killed")
        month = month_of(incident.sort_day)
        for one, two in cells(incident):
            n[one, two, month] += sign
            killed[one, two, month] += sign * ((toll.best if toll else 0) or 0)
    rows = [
        {
            "dim1": one[0], "value1": one[1], "dim2": two[0], "value2": two[1], "month": month,
            "n": count, "killed": killed[one, two, month],
        }
        for (one, two, month), count in sorted(n.items())
    ]  # fmt: skip
    upsert(conn, facets, rows, add=("n", "killed"))
