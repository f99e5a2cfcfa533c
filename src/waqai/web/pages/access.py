"""Access: what is in force where, since when and by sector, on a map and on a calendar; lifted ones fade."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import msgspec
from litestar import Request, Response, get

from waqai.service import LedgerError, Page, catalogue
from waqai.service.catalogue import Constraint
from waqai.web.asked import asked
from waqai.web.named import NamedDesk, NamedView
from waqai.web.security import needs

WINDOW = 60
FADE = 14


class Bar(msgspec.Struct):
    """A constraint on the calendar: first and last of its days, in hundredths of the window."""

    c: Constraint
    x: float
    width: float
    open: bool
    faded: bool


@get("/access", guards=[needs("reader")], sync_to_thread=True)
def access(request: Request[Any, Any, Any], view: NamedView, desk: NamedDesk) -> Response[str]:
    """The constraints in force on a day, and those of the weeks around it."""
    wanted = asked(request)
    everything = catalogue.constraints_of(
        desk, msgspec.structs.replace(wanted.filters, from_=None, to=None), Page(limit=2000)
    )
    day = day_of(request.query_params.get("on"), everything.items)
    low, high = day - timedelta(days=WINDOW - FADE), day + timedelta(days=FADE)
    bars = [b for b in (bar(c, low, high, day) for c in everything.items) if b]
    bars.sort(key=lambda b: b.c.since or "", reverse=True)
    bars.sort(key=lambda b: (b.faded, b.c.sector or "~"))
    force = [b.c for b in bars if not b.faded]
    dots = [view.dot(c.place) for c in force if c.place and c.place.lat is not None]
    return view.draw(
        "access.html", bars=bars, day=day.isoformat(), low=low, high=high, asked=wanted, force=force, dots=dots,
        marks=marks(low, high), at=100 * (day - low).days / (high - low).days, total=everything.total,
    )  # fmt: skip


def day_of(given: str | None, found: list[Constraint]) -> date:
    """The day asked for, else the latest day that any constraint speaks of."""
    if given:
        try:
            return date.fromisoformat(given)
        except ValueError as error:
            raise LedgerError(f"on {given}: not a date of the form 2023-08-28") from error
    days = [d for c in found for d in (c.since, *(n.day for n in c.notices)) if d]
    return date.fromisoformat(max(days)) if days else date.today()


def bar(c: Constraint, low: date, high: date, day: date) -> Bar | None:
    """A constraint within the window, or None outside it. It fades from the day it is lifted or ends."""
    first = date.fromisoformat(c.since) if c.since else low
    ends = [date.fromisoformat(d) for d in (c.lifted, c.until) if d]
    last = min(ends) if ends else high
    if first > high or last < low:
        return None
    total = (high - low).days
    x = max(0, (first - low).days)
    width = max(1, (min(last, high) - max(first, low)).days)
    lifted = c.lifted is not None and date.fromisoformat(c.lifted) <= day
    over = c.until is not None and date.fromisoformat(c.until) < day
    return Bar(c, 100 * x / total, 100 * width / total, not ends, lifted or over or first > day)


def marks(low: date, high: date) -> list[tuple[float, str]]:
    """The Mondays of the window as (place in hundredths, day of the month)."""
    days = [low + timedelta(days=n) for n in range((high - low).days + 1)]
    return [(100 * (d - low).days / (high - low).days, d.isoformat()[5:]) for d in days if d.weekday() == 0][::2]


HANDLERS: tuple[Any, ...] = (access,)
