"""Tallies: what a party or an observatory says it counted, against what the ledger holds."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, get

from waqai.service import catalogue
from waqai.service.catalogue import Comparison, TallyCase
from waqai.web.asked import asked
from waqai.web.named import NamedDesk, NamedView
from waqai.web.security import needs


@get("/tallies", guards=[needs("reader")], sync_to_thread=True)
def tallies(request: Request[Any, Any, Any], view: NamedView, desk: NamedDesk) -> Response[str]:
    """Every tally with what is recorded beside it."""
    wanted = asked(request)
    found, total = catalogue.compared(desk, wanted.filters, wanted.page)
    most = max([max(c.tally.high or c.tally.low or 0, c.recorded or 0) for c in found] + [1])
    return view.draw("tallies.html", found=found, total=total, asked=wanted, most=most, shares=shares)


@get("/tallies/{uid:str}", guards=[needs("reader")], sync_to_thread=True)
def tally(view: NamedView, desk: NamedDesk, uid: str) -> Response[str]:
    """One tally: its deaths by category, those before and after it, and the incidents behind what is recorded."""
    found = catalogue.tally_case(desk, uid)
    return view.draw("tally.html", case=found, c=found.comparison, chart=series_chart(found), shares=shares)


def shares(c: Comparison, most: int) -> tuple[float, float, float]:
    """What is claimed (low, high) and recorded, in hundredths of the longest bar of the page."""
    low, high = c.tally.low or 0, c.tally.high or c.tally.low or 0
    return 100 * low / most, 100 * high / most, 100 * (c.recorded or 0) / most


def series_chart(found: TallyCase) -> list[dict[str, Any]]:
    """The tallies of the series as points of a chart 600 wide and 160 high."""
    steps = [s for s in found.series if s.tally.low is not None]
    most = max([s.tally.low or 0 for s in steps] + [1])
    wide = max(len(steps) - 1, 1)
    return [
        {"x": 30 + 540 * n / wide if len(steps) > 1 else 300, "y": 130 - 105 * (s.tally.low or 0) / most, "tally": s.tally,
         "step": s, "here": s.tally.record == found.comparison.tally.record}
        for n, s in enumerate(steps)
    ]  # fmt: skip


HANDLERS: tuple[Any, ...] = (tallies, tally)
