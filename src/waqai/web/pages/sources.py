"""Sources: outlets and their volumes, who copies whom, and the loaded names in use."""

from __future__ import annotations

from typing import Any

from litestar import Response, get

from waqai.service import catalogue, names, watching
from waqai.service.catalogue import Outlet
from waqai.web.named import NamedDesk, NamedView
from waqai.web.security import needs

SHOWN = 60


@get("/sources", guards=[needs("reader")], sync_to_thread=True)
def sources(view: NamedView, desk: NamedDesk) -> Response[str]:
    """Every outlet; readers do not see the names outlets give, which are words of the texts."""
    outlets = catalogue.outlets(desk)
    labels = catalogue.loaded_names(desk) if view.person.sees_names else []
    loaded = [(label, names.is_loaded(label.actor, label.label)) for label in labels]
    months = sorted({m for o in outlets for m in o.months})[-36:]
    most = max([o.months.get(m, 0) for o in outlets for m in months] + [1])
    return view.draw(
        "sources.html", outlets=outlets[:SHOWN], total=len(outlets), months=months, most=most, copying=catalogue.copying(desk),
        loaded=[pair for pair in loaded if pair[1]], stats=catalogue.stats(desk), bars=bars, watch=watching.status(desk),
    )  # fmt: skip


def bars(outlet: Outlet, months: list[str], most: int) -> list[tuple[float, float, float]]:
    """An outlet's months as bars of a picture 100 wide and 20 high: (x, height, width)."""
    width = 100 / max(len(months), 1)
    return [
        (n * width, 20 * outlet.months.get(m, 0) / most, width * 0.8)
        for n, m in enumerate(months)
        if outlet.months.get(m)
    ]


HANDLERS: tuple[Any, ...] = (sources,)
