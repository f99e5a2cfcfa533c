"""Read: a text becomes a coded report, its records marked in it; a kept report opens the same way."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

import msgspec
from litestar import Response, get, post
from litestar.datastructures import UploadFile
from litestar.enums import RequestEncodingType
from litestar.params import Body
from litestar.response import Redirect

from waqai.model import CodedReport, Record, Report
from waqai.service import linked, reading
from waqai.service.people import Person
from waqai.web.marks import pieces
from waqai.web.named import NamedDesk, NamedView
from waqai.web.security import needs


class ReadForm(msgspec.Struct):
    """A pasted text, or a file with reports in it."""

    text: str = ""
    published: str = ""
    outlet: str = ""
    title: str = ""
    file: UploadFile | None = None
    csrf: str = msgspec.field(default="", name="_csrf")


Form = Annotated[ReadForm, Body(media_type=RequestEncodingType.MULTI_PART)]


class Card(msgspec.Struct):
    """A record as the side panel shows it: its ledger id and incident where it is kept."""

    record: Record
    uid: str | None = None
    state: str | None = None
    incident: str | None = None
    changed: frozenset[str] = frozenset()


@get("/", sync_to_thread=True)
def home(view: NamedView, desk: NamedDesk) -> Redirect:
    """The incidents where there are some, else the page that reads a text."""
    reads = view.person.may("coder") and linked.is_empty(desk)
    return Redirect(view.url("/read" if reads else "/incidents"))


@get("/read", guards=[needs("coder")], sync_to_thread=True)
def ask(view: NamedView, desk: NamedDesk) -> Response[str]:
    """The form, and the reports read last."""
    return view.draw("read.html", form=ReadForm(), coded=None, recent=reading.recent(desk, 12), error=None)


@post("/read", guards=[needs("coder")], sync_to_thread=True, status_code=200)
def code(view: NamedView, desk: NamedDesk, data: Form) -> Response[str] | Redirect:
    """Code a pasted text; a file of several reports is kept whole."""
    try:
        found = _reports(data)
    except reading.ReadingError as error:
        return view.draw(
            "read.html", form=data, coded=None, recent=reading.recent(desk, 12), error=str(error), status=400
        )
    if len(found) > 1:
        for report in found:
            reading.keep(desk, report)
        return Redirect(view.url("/search", in_="reports"))
    report = found[0]
    coded = desk.code(report)
    data.text, data.published, data.outlet = report.text, report.published or "", report.outlet or ""
    data.title = report.title or ""
    return view.draw("read.html", form=data, error=None, recent=[], **panel(report.text, coded, _cards(coded)))


@post("/read/keep", guards=[needs("coder")], sync_to_thread=True)
def keep(view: NamedView, desk: NamedDesk, data: Form) -> Redirect:
    """Put the text into the ledger and open it there."""
    kept = reading.keep(desk, _reports(data)[0])
    return Redirect(view.url(f"/reports/{kept.report_id}"), status_code=303)


@get("/reports/{report_id:str}", guards=[needs("reader")], sync_to_thread=True)
def report(view: NamedView, desk: NamedDesk, report_id: str) -> Response[str]:
    """A kept report; a reader sees its records, not its words."""
    found = reading.open_report(desk, report_id)
    coded = reading.as_coded(desk, found)
    cards = [
        Card(r.record, r.uid, r.state, r.incident, frozenset(d.field or "" for d in r.history if d.action == "correct"))
        for r in found.records
    ]
    person: Person = view.person
    text = found.text if person.sees_names else ""
    return view.draw("report.html", kept=found, hidden=not person.sees_names, **panel(text, coded, cards))


@post("/reports/{report_id:str}/published", guards=[needs("coder")], sync_to_thread=True)
def published(view: NamedView, desk: NamedDesk, report_id: str, data: Form) -> Redirect:
    """Say when a kept report was published; its dates are resolved again."""
    kept = reading.set_published(desk, report_id, data.published, view.person.name)
    return Redirect(view.url(f"/reports/{kept.report_id}"), status_code=303)


def panel(text: str, coded: CodedReport, cards: Sequence[Card]) -> dict[str, Any]:
    """What the marked text and its side panel are drawn from."""
    undated = coded.report.published is None
    return {"text": text, "coded": coded, "cards": cards, "undated": undated,
            "pieces": pieces(text, coded) if text else []}  # fmt: skip


def _cards(coded: CodedReport) -> list[Card]:
    return [Card(record) for record in coded.records]


def _reports(data: ReadForm) -> list[Report]:
    if data.file is not None and data.file.filename and not data.text.strip():
        found = list(reading.reports_of_file(data.file.filename, data.file.file.read()))
        if not found:
            raise reading.ReadingError(f"{data.file.filename}: no report in it")
        return [
            msgspec.structs.replace(r, published=data.published or r.published, outlet=data.outlet or r.outlet)
            for r in found
        ]
    return [
        reading.report_of(
            data.text, published=data.published or None, outlet=data.outlet, title=data.title, source="desk"
        )
    ]


HANDLERS = (home, ask, code, keep, report, published)
