"""Lists of incidents in another order than by day: by deaths, evidence grade, sources, or when they last changed.

Two ways lead to a page, and the cheaper is taken: walk the index of the order and look the filters up beside each
incident, or read what the filters choose and sort it. Within one value the newest comes first.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select, tuple_

from waqai.ledger import search
from waqai.ledger.filters import LedgerError, Page
from waqai.ledger.schema import incidents
from waqai.ledger.selected import Counted, Selection, carries, keys, windowed

COLUMNS: dict[str, Any] = {
    "deaths": incidents.c.deaths, "grade": incidents.c.grade_rank, "sources": incidents.c.sources,
    "updated": incidents.c.updated,
}  # fmt: skip
SORTS = ("date", *COLUMNS)


def check_sort(name: str) -> str:
    """The name, if it is an order of incidents; raises LedgerError with those there are."""
    if name not in SORTS:
        raise LedgerError(f"--sort {name}: not one of {', '.join(SORTS)}")
    return name


def ordered(conn: Connection, chosen: Selection, page: Page, counted: Counted) -> Any:
    """The statement that gives (value, sort_day, seq) of the incidents chosen, in the order of ``page.sort``."""
    i, value = incidents.c, COLUMNS[page.sort]
    query: Any = select(value.label("value"), i.sort_day, i.seq)
    # Of what the filters let pass, one in ``every`` incidents, a walk meets enough for a page after this many.
    every = counted.incidents / max(counted.expected, 1)
    if (page.offset + page.limit) * every < counted.reach:
        query = windowed(query, i.sort_day, i.seq, chosen)
        for number, group in enumerate(chosen.groups, 1):
            query = query.where(carries(group, number, i.sort_day, i.seq))
        if chosen.query:
            query = query.where(search.matching(conn, "incident", chosen.query, i.seq))
    else:
        # The limit keeps SQLite from folding the inner query into the outer and walking the index after all.
        found = keys(conn, chosen).limit(max(counted.incidents, 1)).subquery()
        query = query.join(found, found.c.seq == i.seq)
    if page.cursor:
        query = query.where(tuple_(value, i.sort_day, i.seq) < tuple_(*_after(page)))
    return query.order_by(value.desc(), i.sort_day.desc(), i.seq.desc())


def _after(page: Page) -> tuple[Any, int, int]:
    """The place in the order that a cursor stands for."""
    try:
        value, day, seq = (page.cursor or "").rsplit(".", 2)
        return (value if page.sort == "updated" else int(value)), int(day), int(seq)
    except ValueError as error:
        raise LedgerError(f"cursor {page.cursor}: not one that a list in this order gave") from error
