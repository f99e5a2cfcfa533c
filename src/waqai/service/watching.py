"""How the watch list is doing: what each source last gave, and its last error."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, TypeVar
from urllib.parse import urlsplit

import msgspec
from sqlalchemy import insert, select, update

from waqai.ledger.desk_schema import watched_sources
from waqai.ledger.review import now
from waqai.service.desk import Desk

Item = TypeVar("Item")
MAX_REASON = 300


class WatchedSource(msgspec.Struct, frozen=True):
    """A source of the watch list: reports taken in all, when the last one came, and its last error, if any since."""

    source: str
    taken: int
    last_at: str | None
    error: str | None
    error_at: str | None


def noted(desk: Desk, items: Iterable[Item]) -> Iterator[Item]:
    """The outcomes of a watch, passed on, each noted: an outcome with a ``reason`` is an error of its ``source``."""
    for item in items:
        note(desk, str(getattr(item, "source", "")), getattr(item, "reason", None))
        yield item


def note(desk: Desk, source: str, error: str | None = None) -> None:
    """Note one outcome of a source. A feed and the articles it links to are one source: their site."""
    c = watched_sources.c
    where = source.split(", item ", 1)[0]
    key = urlsplit(where).netloc or where
    said: dict[str, Any] = (
        {"error": error[:MAX_REASON], "error_at": now()} if error else {"error": None, "last_at": now()}
    )
    with desk.ledger.begin() as conn:
        held = conn.execute(select(c.taken).where(c.source == key)).scalar()
        if held is None:
            conn.execute(insert(watched_sources).values(source=key, taken=0 if error else 1, **said))
        else:
            conn.execute(update(watched_sources).where(c.source == key).values(taken=held + (not error), **said))


def status(desk: Desk) -> list[WatchedSource]:
    """Every source of the watch list, those with an error first."""
    c = watched_sources.c
    with desk.ledger.read() as conn:
        rows = conn.execute(select(watched_sources).order_by(c.error.is_(None), c.source))
        return [WatchedSource(r.source, r.taken, r.last_at, r.error, r.error_at) for r in rows]
