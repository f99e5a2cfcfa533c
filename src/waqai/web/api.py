"""The API: the desk's reading and judging as JSON, from the same records and with the same rules."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
from litestar import Request, Response, Router, delete, get, post
from litestar.di import Provide
from litestar.params import Parameter, QueryParameter

from waqai.model import CodedReport
from waqai.service import (
    Filters,
    LedgerError,
    Page,
    catalogue,
    dossier,
    finding,
    linked,
    privacy,
    reading,
    reviewing,
    tabular,
)
from waqai.service.catalogue import Claim, Comparison, Constraint, Outlet, Reports, Stats
from waqai.service.dossier import IncidentView
from waqai.service.linked import Facets, IncidentList, Points
from waqai.service.people import Person
from waqai.service.reading import Ingested, RecordView, ReportView
from waqai.web.named import NamedDesk, NamedFilters, NamedPage
from waqai.web.security import needs

MAX_LIMIT = 500
Day = Annotated[str | None, QueryParameter(name="on", description="A day, ISO 8601; the latest day known if absent")]


class Incidents(IncidentList, frozen=True):
    """A page of incidents. ``next`` is the ``cursor`` of the page after it; ``total`` is a lower bound unless exact."""


class Tallies(msgspec.Struct, frozen=True):
    """A page of tallies, each against what the ledger holds."""

    items: list[Comparison]
    total: int


class Constraints(msgspec.Struct, frozen=True):
    """A page of access constraints."""

    items: list[Constraint]
    total: int


class Claims(msgspec.Struct, frozen=True):
    """A page of statements with what they are about."""

    items: list[Claim]
    total: int


class NewReport(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """A text to code, with what is known of its publication."""

    text: str
    published: str | None = None
    outlet: str | None = None
    title: str | None = None
    source: str = "api"


class NewDecision(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """A decision about a record. ``field`` and ``value`` are of a correction."""

    action: Literal["accept", "reject", "correct", "comment", "finalise", "reopen"]
    field: str | None = None
    value: Any = None
    note: str | None = None


class NewJudgement(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """``merge`` incidents, or ``split`` records off one of them."""

    verb: Literal["merge", "split"]
    incidents: list[str]
    records: list[str] = []
    note: str | None = None


class Judged(msgspec.Struct, frozen=True):
    """What a decision touched; ``batch`` takes a judgement back."""

    incidents: list[str]
    batch: str | None = None


def provide_filters(
    from_: Annotated[str | None, QueryParameter(name="from", description="First day, ISO 8601")] = None,
    to: Annotated[str | None, Parameter(description="Last day, ISO 8601")] = None,
    place: Annotated[str | None, Parameter(description="A place's code or name; what lies in it counts")] = None,
    actor: Annotated[str | None, Parameter(description="A registry id, or initiator:ID, target:ID")] = None,
    type_: Annotated[str | None, QueryParameter(name="type", description="A codebook type")] = None,
    victim: Annotated[str | None, Parameter(description="A casualty category")] = None,
    grade: Annotated[str | None, Parameter(description="An evidence grade, or fair+ for that and better")] = None,
    outlet: Annotated[str | None, Parameter(description="An outlet")] = None,
    factuality: Annotated[str | None, Parameter(description="asserted or alleged")] = None,
    words: Annotated[
        str | None, QueryParameter(name="query", description="Words in the texts; not for readers")
    ] = None,
) -> Filters:
    """The filters every list takes; several values of one are separated by commas."""
    return Filters(from_, to, place, actor, type_, victim, grade, outlet, factuality, words)


def provide_page(
    limit: Annotated[int, Parameter(ge=1, le=MAX_LIMIT, description="Rows of a page")] = 50,
    offset: Annotated[int, Parameter(ge=0, le=10_000_000, description="Rows to pass over")] = 0,
    cursor: Annotated[str | None, Parameter(description="The `next` of the page before, in the same order")] = None,
    sort: Annotated[
        str,
        Parameter(
            description="Order of incidents: date, deaths, grade, sources or updated, the greatest or newest first"
        ),
    ] = "date",
) -> Page:
    """Which rows."""
    return Page(limit=limit, offset=offset, cursor=cursor, sort=sort)


@get("/incidents", sync_to_thread=True)
def incidents(
    request: Request[Any, Any, Any], desk: NamedDesk, filters: NamedFilters, page: NamedPage, box: str | None = None
) -> Incidents:
    """Incidents, newest first or in the order of `sort`. `box` is `west,south,east,north` in degrees."""
    found = linked.incident_list(desk, _allowed(request, filters), page, box)
    rows = found.items if _sees(request) else [privacy.masked_row(row) for row in found.items]
    return Incidents(rows, found.next, found.total, found.exact)


@get("/incidents/{incident_id:str}", sync_to_thread=True)
def incident(request: Request[Any, Any, Any], desk: NamedDesk, incident_id: str) -> IncidentView:
    """One incident: its figures, sources, accounts, the pairs that joined it, and people's judgements."""
    view = dossier.dossier(desk, incident_id).view
    if _sees(request):
        return view
    return msgspec.structs.replace(
        view, incident=privacy.masked_incident(view.incident), pairs=[], suggestions=[], judgements=[]
    )


@get("/facets", sync_to_thread=True)
def facets(request: Request[Any, Any, Any], desk: NamedDesk, filters: NamedFilters, box: str | None = None) -> Facets:
    """Counts of incidents and of their dead, by month and by every dimension."""
    return linked.counts(desk, _allowed(request, filters), box)


@get("/points", sync_to_thread=True)
def points(request: Request[Any, Any, Any], desk: NamedDesk, filters: NamedFilters) -> Points:
    """Every incident as a place, a day and its dead, in columns."""
    return linked.points(desk, _allowed(request, filters), coarse=not _sees(request))


@get("/tallies", sync_to_thread=True)
def tallies(request: Request[Any, Any, Any], desk: NamedDesk, filters: NamedFilters, page: NamedPage) -> Tallies:
    """Tallies, each against what the ledger holds."""
    return Tallies(*catalogue.compared(desk, _allowed(request, filters), page))


@get("/access", sync_to_thread=True)
def access(
    request: Request[Any, Any, Any], desk: NamedDesk, filters: NamedFilters, page: NamedPage, on: Day = None
) -> Constraints:
    """Access constraints: those in force on a day, or all of the window."""
    if on:
        found = catalogue.in_force(desk, on, filters.place)
        listed, total = found[page.offset : page.offset + page.limit], len(found)
    else:
        asked = catalogue.constraints_of(desk, _allowed(request, filters), page)
        listed, total = asked.items, asked.total
    return Constraints(listed if _sees(request) else [privacy.masked_constraint(c) for c in listed], total)


@get("/claims", sync_to_thread=True)
def claims(request: Request[Any, Any, Any], desk: NamedDesk, filters: NamedFilters, page: NamedPage) -> Claims:
    """Claims, denials and other statements."""
    found, total = catalogue.claims(desk, _allowed(request, filters), page)
    return Claims([c.claim if _sees(request) else privacy.masked_claim(c.claim) for c in found], total)


@get("/reports", sync_to_thread=True)
def reports(request: Request[Any, Any, Any], desk: NamedDesk, filters: NamedFilters, page: NamedPage) -> Reports:
    """Reports, newest first, without their texts."""
    found = catalogue.report_list(desk, _allowed(request, filters), page)
    return found if _sees(request) else Reports([privacy.masked_head(r) for r in found.items], found.total)


@get("/reports/{report_id:str}", sync_to_thread=True)
def report(request: Request[Any, Any, Any], desk: NamedDesk, report_id: str) -> ReportView:
    """One report: text, runs, records. A reader gets neither the text nor any word of it."""
    found = reading.open_report(desk, report_id)
    return found if _sees(request) else privacy.masked_report(found)


@get("/records/{uid:str}", sync_to_thread=True, guards=[needs("coder")])
def record(desk: NamedDesk, uid: str) -> RecordView:
    """One record: as it stands, as the machine gave it, and every decision between."""
    return reviewing.case(desk, uid).view


@get("/outlets", sync_to_thread=True)
def outlets(desk: NamedDesk) -> list[Outlet]:
    """Outlets by number of reports, with copies and volumes by month."""
    return catalogue.outlets(desk)


@get("/search", sync_to_thread=True)
def search(
    request: Request[Any, Any, Any],
    desk: NamedDesk,
    q: Annotated[str, Parameter(min_length=1, max_length=200, description="Words")],
    lang: Literal["ar", "en"] = "ar",
) -> finding.Found:
    """Fields, incidents and passages that hold the words. Readers search fields alone."""
    found = finding.find(desk, q, lang, texts=_sees(request))
    if _sees(request):
        return found
    return msgspec.structs.replace(found, incidents=[privacy.masked_row(row) for row in found.incidents])


@get("/export/{profile:str}", sync_to_thread=True)
def export(
    request: Request[Any, Any, Any], desk: NamedDesk, filters: NamedFilters, profile: str, box: str | None = None
) -> Response[bytes]:
    """What passes the filters in a profile (acled, ucdp, hxl, hapi, geojson, parquet), as a ZIP with its dictionary."""
    file = tabular.profile_file(desk, _allowed(request, filters), box, profile, request.user.name)
    headers = {"content-disposition": f'attachment; filename="waqai-{profile}.zip"'}
    return Response(file.data, media_type=file.media_type, headers=headers)


@get("/stats", sync_to_thread=True)
def stats(desk: NamedDesk) -> Stats:
    """Counts over the whole ledger."""
    return catalogue.stats(desk)


@post("/code", sync_to_thread=True, guards=[needs("coder")], status_code=200)
def code(desk: NamedDesk, data: NewReport) -> CodedReport:
    """Code a text; nothing is kept."""
    return desk.code(_report(data))


@post("/reports", sync_to_thread=True, guards=[needs("coder")])
def keep(desk: NamedDesk, data: NewReport) -> Ingested:
    """Code a text and keep it. Safe to repeat: the same text is one report."""
    return reading.keep(desk, _report(data))


@post("/records/{uid:str}/decisions", sync_to_thread=True, guards=[needs("coder")])
def decide(request: Request[Any, Any, Any], desk: NamedDesk, uid: str, data: NewDecision) -> Judged:
    """Decide about a record: one added row, and the incidents that follow it."""
    person: Person = request.user
    if data.action == "correct":
        if not data.field:
            raise LedgerError("a correction needs a field")
        return Judged(reviewing.correct(desk, uid, data.field, data.value, person, data.note))
    return Judged(reviewing.decide(desk, uid, data.action, person, data.note))


@post("/judgements", sync_to_thread=True, guards=[needs("reviewer")])
def judge(request: Request[Any, Any, Any], desk: NamedDesk, data: NewJudgement) -> Judged:
    """Merge incidents, or split records off one."""
    name = request.user.name
    if not data.incidents:
        raise LedgerError("a judgement needs an incident")
    if data.verb == "merge":
        made = dossier.merge(desk, data.incidents, name, data.note)
    else:
        made = dossier.split(desk, data.incidents[0], data.records, name, data.note)
    return Judged(made.incidents, made.batch)


@delete("/judgements/{batch:str}", sync_to_thread=True, guards=[needs("reviewer")], status_code=200)
def take_back(request: Request[Any, Any, Any], desk: NamedDesk, batch: str) -> Judged:
    """Take a judgement back, by new rows."""
    made = dossier.take_back(desk, batch, request.user.name, None)
    return Judged(made.incidents, made.batch)


def _sees(request: Request[Any, Any, Any]) -> bool:
    person: Person = request.user
    return person.sees_names


def _allowed(request: Request[Any, Any, Any], filters: Filters) -> Filters:
    """A reader's words are not looked for in texts, where private names stand."""
    if filters.query and not _sees(request):
        raise LedgerError("query: readers search places, parties and types, not the words of reports")
    return filters


def _report(data: NewReport) -> Any:
    return reading.report_of(
        data.text, published=data.published, outlet=data.outlet, title=data.title, source=data.source
    )


def router() -> Router:
    """Every route of the API."""
    handlers = [
        incidents, incident, facets, points, tallies, access, claims, reports, report, record, outlets, search, export, stats, code,
        keep, decide, judge, take_back,
    ]  # fmt: skip
    dependencies = {
        "filters": Provide(provide_filters, sync_to_thread=False), "page": Provide(provide_page, sync_to_thread=False),
    }  # fmt: skip
    return Router("/api", route_handlers=handlers, dependencies=dependencies, guards=[needs("reader")], tags=["waqai"])
