"""Review: the queue, decisions and their undoing, assignments, second review, and progress."""

from __future__ import annotations

import json
from typing import Any

import msgspec
from sqlalchemy import Connection, and_, delete, func, or_, select
from sqlalchemy.sql import ColumnElement

from waqai.ledger import actions, review, views
from waqai.ledger.desk_schema import assignments
from waqai.ledger.engine import upsert
from waqai.ledger.filters import LedgerError
from waqai.ledger.schema import decisions, records, reports
from waqai.ledger.views import PairView, RecordView
from waqai.model import Record, Span
from waqai.service.desk import Desk
from waqai.service.people import PeopleError, Person

OPEN = ("machine-coded", "in_review")
KINDS = ("incident", "access", "tally")
VOICES = ("claim", "denial")  # the statements that bear on an incident's grade; others are listed when asked for
DECIDING = frozenset({"accept", "reject", "correct", "start"})
CLOSING = frozenset({"finalise", "reopen"})


class QueueItem(msgspec.Struct, frozen=True):
    """A record waiting for a person, as the queue lists it."""

    uid: str
    record: Record
    state: str
    report: str
    outlet: str | None
    published: str | None
    assigned: str | None


class Progress(msgspec.Struct, frozen=True):
    """How far review has come: records by state, and decisions of the person asking."""

    states: dict[str, int]
    total: int
    mine: int

    @property
    def done(self) -> int:
        """Records reviewed or final."""
        return sum(self.states.get(state, 0) for state in ("reviewed", "finalised"))


class Case(msgspec.Struct, frozen=True):
    """One record to decide about: with its history, its whole report, and pairs that may be the same incident."""

    view: RecordView
    text: str
    siblings: list[RecordView]
    outlet: str | None
    title: str | None
    published: str | None
    assigned: str | None
    pairs: list[PairView]


def queue(
    desk: Desk,
    *,
    state: str = "open",
    mine: str | None = None,
    kind: str | None = None,
    limit: int = 60,
    offset: int = 0,
) -> tuple[list[QueueItem], int]:
    """Records to review, the latest reports first, and how many there are. ``state`` is a state, or ``open``."""
    r, p = records.c, reports.c
    states, asked = _states(state), _of_kind(kind)
    query = (
        select(r.uid, r.data, r.state, p.id, p.outlet, p.published, assignments.c.person)
        .select_from(reports)
        .join(records, _walked())
        .outerjoin(assignments, assignments.c.uid == r.uid)
        .where(r.state.in_(states), asked)
    )
    with desk.ledger.read() as conn:
        if mine:
            query = query.where(assignments.c.person == mine)
            total = int(conn.execute(select(func.count()).select_from(query.subquery())).scalar_one())
        else:
            counted = _by_state(conn, asked)
            total = sum(counted.get(each, 0) for each in states)
        rows = conn.execute(query.order_by(p.sort_day.desc(), p.seq.desc(), r.uid).limit(limit).offset(offset))
        return [_item(row) for row in rows], total


def case(desk: Desk, uid: str) -> Case:
    """A record with all that is needed to decide about it; raises LedgerError when there is none."""
    with desk.ledger.read() as conn:
        view = views.show_record(conn, uid)
        report = views.show_report(conn, view.report)
        held = conn.execute(select(assignments.c.person).where(assignments.c.uid == uid)).scalar()
        pairs = views.show_incident(conn, view.incident).suggestions if view.incident else []
        mine = [p for p in pairs if uid in (p.a, p.b)]
    head = report.report
    return Case(view, report.text, report.records, head.outlet, head.title, head.published, held, mine)


def after(desk: Desk, uid: str, step: int) -> str | None:
    """The record waiting that follows this one in the queue (or, with -1, precedes it); None at its end."""
    r, p = records.c, reports.c
    with desk.ledger.read() as conn:
        at = conn.execute(select(p.sort_day, p.seq).join(records, p.seq == r.report_seq).where(r.uid == uid)).first()
        if at is None:
            return None
        on = step > 0
        day, seq = (p.sort_day < at.sort_day, p.seq < at.seq) if on else (p.sort_day > at.sort_day, p.seq > at.seq)
        same = and_(p.seq == at.seq, r.uid > uid if on else r.uid < uid)
        # The bound alone lets the index begin where the record is.
        bound = p.sort_day <= at.sort_day if on else p.sort_day >= at.sort_day
        beyond = or_(day, and_(p.sort_day == at.sort_day, or_(seq, same)))
        order = (p.sort_day.desc(), p.seq.desc(), r.uid) if on else (p.sort_day, p.seq, r.uid.desc())
        query = select(r.uid).select_from(reports).join(records, _walked())
        found = conn.execute(query.where(r.state.in_(OPEN), _of_kind(None), bound, beyond).order_by(*order).limit(1))
        return found.scalar()


def decide(desk: Desk, uid: str, action: str, by: Person, note: str | None = None) -> list[str]:
    """Accept, reject, comment, finalise or reopen; returns the incidents touched.

    Closing a record is a second person's (in team mode): raises PeopleError where the same one reviewed it.
    """
    if action in CLOSING and not by.may("reviewer"):
        raise PeopleError("closing a record needs the role reviewer")
    with desk.ledger.begin() as conn:
        if action == "finalise" and by.account is not None and _last_reviewer(conn, uid) == by.name:
            raise PeopleError("a second person closes what you reviewed")
        return actions.decide(conn, uid, action, by.name, note=note or None)


def correct(desk: Desk, uid: str, field: str, value: Any, by: Person, note: str | None = None) -> list[str]:
    """Set one field of a record; returns the incidents touched. Spans must be of the report's own text."""
    with desk.ledger.begin() as conn:
        _check_spans(conn, uid, value)
        return actions.decide(conn, uid, "correct", by.name, field=field, value=value, note=note or None)


def add(desk: Desk, report_id: str, kind: str, type_: str, start: int, end: int, by: Person) -> str:
    """A record that the machine missed, standing on the selected words; returns its ledger id."""
    with desk.ledger.begin() as conn:
        report = views.show_report(conn, report_id)
        text = report.text
        if not 0 <= start < end <= len(text):
            raise LedgerError(f"selection {start}–{end}: not in this text")
        spans = {"trigger": _span(text, start, end), "evidence": _sentence(text, start, end)}
        return actions.add(conn, report.report.id, _new_record(kind, type_, spans), by.name)


def undo(desk: Desk, uid: str, by: Person) -> str:
    """Take the last decision about a record back, by new decisions; returns what was taken back."""
    with desk.ledger.begin() as conn:
        made = [d for d in review.history(conn, uid) if d.action != "comment"]
        undone = _standing_decision(made)
        if undone is None:
            raise LedgerError(f"record {uid}: there is no decision to take back")
        if undone.action == "correct":
            old = json.loads(bytes(undone.old or b"null"))
            actions.decide(conn, uid, "correct", by.name, field=undone.field, value=old, note=f"undo {undone.id}")
        else:
            if undone.action == "reject":
                actions.decide(conn, uid, "accept", by.name, note=f"undo {undone.id}")
            actions.decide(conn, uid, "reopen", by.name, note=f"undo {undone.id}")
        return undone.action


def assign(desk: Desk, uid: str, person: str | None, by: Person) -> None:
    """Give a record to a person, or to nobody."""
    with desk.ledger.begin() as conn:
        if not person:
            conn.execute(delete(assignments).where(assignments.c.uid == uid))
            return
        upsert(conn, assignments, [{"uid": uid, "person": person, "by": by.name, "at": review.now()}])


def progress(desk: Desk, by: Person) -> Progress:
    """How far review has come."""
    with desk.ledger.read() as conn:
        states = _by_state(conn, _of_kind(None))
        mine = conn.execute(select(func.count()).where(decisions.c.by == by.name)).scalar_one()
    return Progress(states, sum(states.values()), int(mine))


def _states(state: str) -> tuple[str, ...]:
    return OPEN if state == "open" else (state,)


def _walked() -> Any:
    """Records of reports, joined so that reports are walked in their order and a page costs what it shows: by a plain
    join every waiting record is read and sorted first.
    """
    return records.c.report_seq == reports.c.seq + 0


def _of_kind(kind: str | None) -> ColumnElement[bool]:
    """Records of a kind; of none, those that a row of the ledger stands on."""
    r = records.c
    return r.kind == kind if kind else or_(r.kind.in_(KINDS), and_(r.kind == "statement", r.type.in_(VOICES)))


def _by_state(conn: Connection, asked: ColumnElement[bool]) -> dict[str, int]:
    """Records by state. Only those that somebody decided about are read: the others are as the machine left them."""
    total = conn.execute(select(func.count()).where(asked)).scalar_one()
    touched = records.c.uid.in_(select(decisions.c.uid))
    query = select(records.c.state, func.count()).where(touched, asked).group_by(records.c.state)
    found = {row[0]: row[1] for row in conn.execute(query) if row[0] != review.STATES[0]}
    return {review.STATES[0]: total - sum(found.values())} | found


def _item(row: Any) -> QueueItem:
    record = msgspec.json.decode(row.data, type=Record)
    return QueueItem(row.uid, record, row.state, row.id, row.outlet, row.published, row.person)


def _last_reviewer(conn: Connection, uid: str) -> str | None:
    made = [d for d in review.history(conn, uid) if d.action in ("accept", "correct", "reject", "add")]
    return made[-1].by if made else None


def _standing_decision(made: list[review.Decision]) -> review.Decision | None:
    """The last decision that no later one took back."""
    taken = {(d.note or "").removeprefix("undo ") for d in made if (d.note or "").startswith("undo ")}
    live = [
        d
        for d in made
        if not (d.note or "").startswith("undo ") and str(d.id) not in taken and d.action not in ("start",)
    ]
    return live[-1] if live else None


def _check_spans(conn: Connection, uid: str, value: Any) -> None:
    text = ""
    for span in _spans(value):
        text = text or views.show_report(conn, review.report_of(conn, uid)).text
        if text[span["start"] : span["end"]] != span["text"]:
            raise LedgerError(f"record {uid}: the text at {span['start']}–{span['end']} is not {span['text']!r}")


def _spans(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, list):
        return [span for item in value for span in _spans(item)]
    if not isinstance(value, dict):
        return []
    if {"start", "end", "text"} <= set(value) and isinstance(value["start"], int):
        return [value]
    return [span for item in value.values() for span in _spans(item)]


def _span(text: str, start: int, end: int) -> Span:
    return Span(start, end, text[start:end])


def _sentence(text: str, start: int, end: int) -> Span:
    stops = ".!؟?\n"
    first = max((text.rfind(stop, 0, start) for stop in stops), default=-1) + 1
    while first < start and text[first].isspace():
        first += 1
    ends = [at for at in (text.find(stop, end) for stop in stops) if at >= 0]
    return _span(text, first, min(ends, default=len(text)))


def _new_record(kind: str, type_: str, spans: dict[str, Span]) -> Record:
    fields: dict[str, Any] = {
        "id": "p", "kind": kind, "type": type_, "factuality": "asserted", "background": False,
        "counts": kind in ("incident", "access"), "name": None, **msgspec.to_builtins(spans), "actors": [],
        "initiator_status": "not_stated", "place": None, "other_places": [],
        "date": {"start": None, "end": None, "grain": "day", "basis": "not_stated"}, "event_count": None, "period": None,
        "casualties": [], "weapon": None, "sector": None, "degree": None, "hours": None, "until": None, "exception": None,
        "lifted": False, "humanitarian": False, "direction": None, "judicial": False, "sources": [], "links": [],
        "origin": "person", "proposed": False, "why": [],
    }  # fmt: skip
    try:
        return msgspec.convert(fields, Record)
    except msgspec.ValidationError as error:
        raise LedgerError(f"the new record: {error}") from error
