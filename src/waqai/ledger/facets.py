"""Tags that lists are filtered by, and the counts kept beside them so that facets need not scan incidents.

A tag is (dimension, value) of an incident. ``facets`` holds, for every month, how many incidents carry each tag and
each pair of tags, and how many were killed in them, and the same of single tags for every day; it is kept in step as
incidents change. Months are ``year * 12 + month - 1``; month 0 holds what has no day.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

import msgspec
from sqlalchemy import Connection, bindparam, delete, insert, select

from waqai.ledger.engine import upsert
from waqai.ledger.parts import Incident
from waqai.ledger.schema import facets, incident_details, tags
from waqai.ledger.tolls import find

Tag = tuple[str, str]
EVERY: Tag = ("all", "")
DAY = "day"  # counters of one day, under ("day", its ordinal), for the ends of a window
COUNTED = frozenset({"country", "adm1", "type", "grade", "factuality", "actor", "victim", "outlet"})


_UNTAG = delete(tags).where(
    tags.c.dim == bindparam("at_dim"),
    tags.c.value == bindparam("at_value"),
    tags.c.sort_day == bindparam("at_day"),
    tags.c.seq == bindparam("at_seq"),
)


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


def stored(conn: Connection, seqs: list[int]) -> dict[int, Incident]:
    """The incidents of these numbers as they were last written."""
    if not seqs:
        return {}
    rows = conn.execute(select(incident_details.c.seq, incident_details.c.data).where(incident_details.c.seq.in_(seqs)))
    return {row.seq: msgspec.json.decode(row.data, type=Incident) for row in rows}


def replace(conn: Connection, before: dict[int, Incident], after: dict[int, Incident]) -> None:
    """Tag and count incidents as they are after a change, in place of what they were before it."""
    old = {(d, v, i.sort_day, seq) for seq, i in before.items() for d, v in i.tags}
    new = {(d, v, i.sort_day, seq) for seq, i in after.items() for d, v in i.tags}
    if old - new:
        rows = [dict(zip(("at_dim", "at_value", "at_day", "at_seq"), tag, strict=True)) for tag in sorted(old - new)]
        conn.execute(_UNTAG, rows)
    if new - old:
        rows = [dict(zip(("dim", "value", "sort_day", "seq"), tag, strict=True)) for tag in sorted(new - old)]
        conn.execute(insert(tags), rows)
    _count(conn, before.values(), after.values())


def cells(incident: Incident) -> Iterable[tuple[Tag, Tag]]:
    """The counters an incident is in: alone, by each counted tag, by each pair of them both ways round, by day."""
    counted = [EVERY, *((d, v) for d, v in incident.tags if d in COUNTED)]
    for one in counted:
        for two in counted:
            if one != two or one == EVERY:
                yield one, two
    for tag in counted:
        yield (DAY, str(incident.sort_day)), tag


def _count(conn: Connection, before: Iterable[Incident], after: Iterable[Incident]) -> None:
    n: Counter[tuple[Tag, Tag, int]] = Counter()
    killed: Counter[tuple[Tag, Tag, int]] = Counter()
    for sign, changed in ((-1, before), (1, after)):
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
        if count or killed[one, two, month]
    ]  # fmt: skip
    upsert(conn, facets, rows, add=("n", "killed"))
