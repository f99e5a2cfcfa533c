"""Search: words in texts and fields with Arabic folding, highlighted; saved views."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from litestar import Request, Response, get, post
from litestar.enums import RequestEncodingType
from litestar.params import Body
from litestar.response import Redirect

from waqai.service import Filters, LedgerError, Page, catalogue, finding
from waqai.web.asked import asked
from waqai.web.named import NamedDesk, NamedView
from waqai.web.security import needs


class Saved(msgspec.Struct):
    """A view to keep, or one to forget."""

    name: str = ""
    address: str = ""
    id: str = ""
    csrf: str = msgspec.field(default="", name="_csrf")


Form = Annotated[Saved, Body(media_type=RequestEncodingType.URL_ENCODED)]


@get("/search", guards=[needs("reader")], sync_to_thread=True)
def search(request: Request[Any, Any, Any], view: NamedView, desk: NamedDesk) -> Response[str]:
    """Reports, incidents, places, actors and types that hold the words. Readers search fields, not texts."""
    wanted = asked(request)
    words = (request.query_params.get("q") or "").strip()[:200]
    found = None
    if words:
        found = finding.find(desk, words, view.lang, texts=view.person.sees_names)
    reports = None
    if request.query_params.get("in") == "reports" and not words:
        reports = catalogue.report_list(desk, Filters(), Page(limit=60, offset=wanted.offset))
    return view.draw("search.html", words=words, found=found, saved=finding.saved(desk, view.person), reports=reports,
                     asked=wanted)  # fmt: skip


@post("/search/save", guards=[needs("reader")], sync_to_thread=True)
def save(view: NamedView, desk: NamedDesk, data: Form) -> Redirect:
    """Keep an address of the desk under a name."""
    if not data.address.startswith(f"/{view.lang}/") or data.address.startswith("//"):
        raise LedgerError("only an address of the desk can be kept")
    finding.save(desk, view.person, data.name, data.address)
    return Redirect(view.url("/search"), status_code=303)


@post("/search/forget", guards=[needs("reader")], sync_to_thread=True)
def forget(view: NamedView, desk: NamedDesk, data: Form) -> Redirect:
    """Forget a saved view of one's own."""
    finding.forget(desk, view.person, int(data.id) if data.id.isdigit() else 0)
    return Redirect(view.url("/search"), status_code=303)


HANDLERS: tuple[Any, ...] = (search, save, forget)
