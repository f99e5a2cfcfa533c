"""One incident: figures and who says them, sources by origin, what contradicts what, and the judgements of people."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from litestar import Response, get, post
from litestar.enums import RequestEncodingType
from litestar.params import Body
from litestar.response import Redirect

from waqai.service import dossier
from waqai.service.dossier import Dossier, Quote
from waqai.web.named import NamedDesk, NamedView
from waqai.web.security import needs
from waqai.web.view import View


class Judging(msgspec.Struct):
    """What a person decides, and why."""

    note: str = ""
    other: str = ""
    records: list[str] | str = []
    a: str = ""
    b: str = ""
    same: str = ""
    batch: str = ""
    action: str = ""
    csrf: str = msgspec.field(default="", name="_csrf")


Form = Annotated[Judging, Body(media_type=RequestEncodingType.URL_ENCODED)]


@get("/incidents/{incident_id:str}", guards=[needs("reader")], sync_to_thread=True)
def incident(view: NamedView, desk: NamedDesk, incident_id: str) -> Response[str] | Redirect:
    """The page; an id from before a merge leads to where the incident is now."""
    found = dossier.dossier(desk, incident_id)
    if found.incident.id != incident_id:
        return Redirect(view.url(f"/incidents/{found.incident.id}"))
    tolls = [t for t in found.incident.tolls if t.category != "unspecified"]
    tolls.sort(key=lambda t: (t.harm != "killed", t.harm != "injured", t.harm, t.category != "total"))
    most = max([t.high or t.best or t.low or 0 for t in tolls] + [1])
    return view.draw(
        "incident.html",
        d=found,
        rivals=rivals(found),
        i=found.incident,
        tolls=tolls,
        most=most,
        reason=reason(view, found),
        quote_parts=quote_parts,
    )


@post("/incidents/{incident_id:str}/merge", guards=[needs("reviewer")], sync_to_thread=True)
def merge(view: NamedView, desk: NamedDesk, incident_id: str, data: Form) -> Redirect:
    """Another incident is this one."""
    other = data.other.strip().rstrip("/").rsplit("/", 1)[-1]
    judged = dossier.merge(desk, [incident_id, other], view.person.name, data.note or None)
    return _to(view, incident_id if incident_id in judged.incidents else other)


@post("/incidents/{incident_id:str}/split", guards=[needs("reviewer")], sync_to_thread=True)
def split(view: NamedView, desk: NamedDesk, incident_id: str, data: Form) -> Redirect:
    """Some records of this incident tell another one."""
    uids = [data.records] if isinstance(data.records, str) else data.records
    dossier.split(desk, incident_id, [u for u in uids if u], view.person.name, data.note or None)
    return _to(view, incident_id)


@post("/incidents/{incident_id:str}/pair", guards=[needs("reviewer")], sync_to_thread=True)
def pair(view: NamedView, desk: NamedDesk, incident_id: str, data: Form) -> Redirect:
    """A suggested pair is one incident, or is not."""
    dossier.judge_pair(desk, data.a, data.b, data.same == "yes", view.person.name, data.note or None)
    return _to(view, incident_id)


@post("/incidents/{incident_id:str}/take-back", guards=[needs("reviewer")], sync_to_thread=True)
def take_back(view: NamedView, desk: NamedDesk, incident_id: str, data: Form) -> Redirect:
    """A judgement is taken back."""
    dossier.take_back(desk, data.batch, view.person.name, data.note or None)
    return _to(view, incident_id)


@post("/incidents/{incident_id:str}/decide", guards=[needs("reviewer")], sync_to_thread=True)
def decide(view: NamedView, desk: NamedDesk, incident_id: str, data: Form) -> Redirect:
    """The incident is discounted, or restored."""
    dossier.decide(desk, incident_id, data.action, view.person.name, data.note or None)
    return _to(view, incident_id)


def reason(view: View, found: Dossier) -> str:
    """Why the incident has its grade, in the reader's language."""
    i = found.incident
    comma = view.t("list.comma")
    if i.grade == "contested":
        who = [view.origin(v.origin, v.actor) for v in i.voices if v.kind == "denial"]
        return view.t("grade.denied", who=comma.join(dict.fromkeys(who))) if who else view.t("grade.competing")
    if i.grade == "fair":
        return view.t("grade.fair_why", n=len(i.sources))
    if i.grade == "weak":
        names = i.sources[0].names if i.sources else []
        return view.t("grade.weak_why", who=view.origin(names[0]) if names else "–")
    return view.t(f"grade.{i.grade}_why")


def rivals(found: Dossier) -> list[tuple[str, list[Quote]]]:
    """Where the accounts name different initiators: each initiator with the sentences that name it."""
    named = [p for p in found.incident.initiators if p.actor != "UNIDENT_ARMED"]
    if found.incident.grade != "contested" or len(named) < 2:
        return []
    quotes = {q.uid: q for group in found.groups for q in group.quotes}
    return [(p.actor, [quotes[uid] for uid in p.records if uid in quotes]) for p in named]


def quote_parts(quote: Quote) -> list[tuple[str, str]]:
    """The text around a record's sentence in order, each part with what it is: plain, said or trigger."""
    (e0, e1), (t0, t1) = quote.evidence, quote.trigger
    cuts = [(0, e0, "plain"), (e0, max(e0, t0), "said"), (t0, t1, "trigger"), (max(e0, t1), e1, "said"),
            (e1, len(quote.text), "plain")]  # fmt: skip
    return [(quote.text[a:b], kind) for a, b, kind in cuts if b > a]


def _to(view: View, incident_id: str) -> Redirect:
    return Redirect(view.url(f"/incidents/{incident_id}"), status_code=303)


HANDLERS: tuple[Any, ...] = (incident, merge, split, pair, take_back, decide)
