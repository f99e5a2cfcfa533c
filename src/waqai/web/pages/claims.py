"""Claims: who claims or denies what, beside the incident it is about and those who allege it."""

from __future__ import annotations

from typing import Any

import msgspec
from litestar import Request, Response, get

from waqai.service import catalogue
from waqai.web.asked import asked
from waqai.web.named import NamedDesk, NamedView
from waqai.web.security import needs

TYPES = ("denial", "claim", "accusation", "threat", "condemnation", "appeal")
SHOWN = "denial,claim,accusation"


@get("/claims", guards=[needs("reader")], sync_to_thread=True)
def claims(request: Request[Any, Any, Any], view: NamedView, desk: NamedDesk) -> Response[str]:
    """Statements with their events; denials, claims and accusations unless another type is asked for."""
    wanted = asked(request)
    filters = msgspec.structs.replace(wanted.filters, type=wanted.filters.type or SHOWN)
    found, total = catalogue.claims(desk, filters, wanted.page)
    return view.draw("claims.html", found=found, total=total, asked=wanted, types=TYPES, chosen=wanted.filters.type)


HANDLERS: tuple[Any, ...] = (claims,)
