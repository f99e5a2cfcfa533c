"""Review: a queue worked by keyboard, one record at a time, every decision an added row that can be taken back."""

from __future__ import annotations

from typing import Annotated, Any, get_args

import msgspec
from litestar import Request, Response, get, post
from litestar.enums import RequestEncodingType
from litestar.params import Body
from litestar.response import Redirect

from waqai import model
from waqai.model import CodedReport, ReportHead, Segment
from waqai.service import accounts, reviewing, values, words
from waqai.service.reviewing import Case
from waqai.web.asked import offset_of
from waqai.web.corrections import value_of
from waqai.web.marks import pieces
from waqai.web.named import NamedDesk, NamedView
from waqai.web.pages.read import Card
from waqai.web.security import needs

Form = Annotated[dict[str, str], Body(media_type=RequestEncodingType.URL_ENCODED)]
LIMIT = 60
CHOICES = {
    "factuality": get_args(model.Factuality), "weapon": get_args(model.Weapon), "sector": get_args(model.Sector),
    "degree": get_args(model.Degree), "harm": get_args(model.Harm), "category": get_args(model.Category),
    "role_in": get_args(model.Role),
}  # fmt: skip


@get("/review", guards=[needs("coder")], sync_to_thread=True)
def queue(request: Request[Any, Any, Any], view: NamedView, desk: NamedDesk) -> Response[str]:
    """The queue and how far it has come."""
    asked = request.query_params
    state, kind = asked.get("state", "open"), asked.get("kind") or None
    mine = view.person.name if asked.get("mine") else None
    offset = offset_of(asked)
    items, total = reviewing.queue(desk, state=state, mine=mine, kind=kind, limit=LIMIT, offset=offset)
    return view.draw(
        "review.html", items=items, total=total, offset=offset, state=state, kind=kind, mine=mine,
        progress=reviewing.progress(desk, view.person), limit=LIMIT,
    )  # fmt: skip


@get("/review/guess", guards=[needs("coder")], sync_to_thread=True)
def guess(desk: NamedDesk, uid: str, start: int, end: int) -> values.Guess:
    """What the selected characters of a record's report can mean."""
    found = reviewing.case(desk, uid)
    return values.guess(found.text, start, end, found.published)


@get("/review/places", guards=[needs("coder")], sync_to_thread=True)
def places(query: str) -> list[dict[str, Any]]:
    """Gazetteer places by name."""
    return values.search_places(query[:80])


@get("/review/actors", guards=[needs("coder")], sync_to_thread=True)
def actors(query: str) -> list[tuple[str, str, str]]:
    """Registry actors by name or id."""
    return values.search_actors(query[:80])


@get("/review/{uid:str}", guards=[needs("coder")], sync_to_thread=True)
def one(request: Request[Any, Any, Any], view: NamedView, desk: NamedDesk, uid: str) -> Response[str]:
    """One record to decide about."""
    found = reviewing.case(desk, uid)
    context: dict[str, Any] = {
        "case": found, "r": found.view.record, "card": Card(found.view.record, uid, found.view.state, found.view.incident),
        "pieces": pieces(found.text, _coded(found)), "choices": CHOICES, "types": words.types_of(found.view.record.kind),
        "initial": words_of_initial(found), "last": request.query_params.get("last"), "done": request.query_params.get("done"),
        "next": reviewing.after(desk, uid, 1), "previous": reviewing.after(desk, uid, -1),
        "progress": reviewing.progress(desk, view.person), "people": accounts.people(desk) if view.team else [],
    }  # fmt: skip
    return view.draw("review_one.html", **context)


@post("/review/{uid:str}/decide", guards=[needs("coder")], sync_to_thread=True)
def decide(view: NamedView, desk: NamedDesk, uid: str, data: Form) -> Redirect:
    """Accept, reject, comment, finalise, reopen; then the next record."""
    action = data.get("action", "")
    following = reviewing.after(desk, uid, 1)
    reviewing.decide(desk, uid, action, view.person, data.get("note"))
    stays = action in ("comment", "reopen") or not following
    if not stays:
        return Redirect(view.url(f"/review/{following}", last=uid, done=action), status_code=303)
    return Redirect(view.url(f"/review/{uid}", last=uid, done=action), status_code=303)


@post("/review/{uid:str}/correct", guards=[needs("coder")], sync_to_thread=True)
def correct(view: NamedView, desk: NamedDesk, uid: str, data: Form) -> Redirect:
    """Correct one field; the record stays open for more."""
    field = data.get("field", "")
    record = reviewing.case(desk, uid).view.record
    reviewing.correct(desk, uid, field, value_of(field, data, record), view.person, data.get("note"))
    return Redirect(view.url(f"/review/{uid}", last=uid, done="correct"), status_code=303)


@post("/review/{uid:str}/undo", guards=[needs("coder")], sync_to_thread=True)
def undo(view: NamedView, desk: NamedDesk, uid: str) -> Redirect:
    """Take the last decision about this record back."""
    reviewing.undo(desk, uid, view.person)
    return Redirect(view.url(f"/review/{uid}", done="undo"), status_code=303)


@post("/review/{uid:str}/assign", guards=[needs("coder")], sync_to_thread=True)
def assign(view: NamedView, desk: NamedDesk, uid: str, data: Form) -> Redirect:
    """Give the record to somebody, or take it."""
    reviewing.assign(desk, uid, data.get("person") or None, view.person)
    return Redirect(view.url(f"/review/{uid}", done="assign"), status_code=303)


@post("/review/{uid:str}/add", guards=[needs("coder")], sync_to_thread=True)
def add(view: NamedView, desk: NamedDesk, uid: str, data: Form) -> Redirect:
    """A record that the machine missed, on the selected words of the same report."""
    kind = data.get("kind", "incident")
    span = (int(data.get("start") or 0), int(data.get("end") or 0))
    made = reviewing.add(desk, reviewing.case(desk, uid).view.report, kind, data.get("type", ""), *span, view.person)
    return Redirect(view.url(f"/review/{made}"), status_code=303)


def words_of_initial(found: Case) -> list[tuple[str, str, str, Any]]:
    """The history as rows: (what was done, field, by whom and when, old and new value as JSON)."""
    rows = []
    for d in found.view.history:
        change = None
        if d.action == "correct":
            change = (_shown(d.old), _shown(d.new))
        rows.append((d.action, d.field or "", f"{d.by} · {d.at[:16].replace('T', ' ')}", (change, d.note)))
    return rows


def _shown(raw: msgspec.Raw | None) -> str:
    """A value of a correction as one short line: its own words without the offsets."""
    value = msgspec.json.decode(bytes(raw)) if raw is not None else None
    return _line(value)


def _line(value: Any) -> str:
    if isinstance(value, dict):
        kept = {
            k: v for k, v in value.items() if k not in ("span", "candidates", "lat", "lon") and v not in (None, [], "")
        }
        return " · ".join(str(v) for v in kept.values())
    if isinstance(value, list):
        return " ¦ ".join(_line(v) for v in value)
    return "–" if value is None else str(value)


def _coded(found: Case) -> CodedReport:
    head = ReportHead(
        found.view.report, "", None, found.outlet, found.title, found.published, None, None, len(found.text)
    )
    segments: list[Segment] = []
    return CodedReport(model.SCHEMA, head, segments, [s.record for s in found.siblings], [])


HANDLERS: tuple[Any, ...] = (queue, guess, places, actors, one, decide, correct, undo, assign, add)
