"""One incident in full: its figures, its sources grouped by origin with their sentences, and what people judged."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import Connection, select

from waqai.ledger import actions, views
from waqai.ledger.lists import IncidentRow, as_row
from waqai.ledger.parts import Incident
from waqai.ledger.schema import incidents, records, reports
from waqai.ledger.views import IncidentView, PairView
from waqai.model import Record
from waqai.service.desk import Desk

__all__ = [
    "Dossier",
    "Group",
    "IncidentView",
    "PairView",
    "Quote",
    "Suggestion",
    "decide",
    "dossier",
    "judge_pair",
    "merge",
    "split",
    "take_back",
]

CONTEXT = 220  # characters of the report shown on either side of a record's sentence


class Quote(msgspec.Struct, frozen=True):
    """A record's sentence in its report: the text around it, and where in that text sentence and trigger lie."""

    uid: str
    report: str
    outlet: str | None
    title: str | None
    published: str | None
    record: Record
    text: str
    evidence: tuple[int, int]
    trigger: tuple[int, int]
    state: str


class Group(msgspec.Struct, frozen=True):
    """The reports that go back to one original source."""

    names: list[str]
    quotes: list[Quote]


class Suggestion(msgspec.Struct, frozen=True):
    """Another incident that may be this one, and the pair of records that says so."""

    incident: IncidentRow
    pair: PairView


class Dossier(msgspec.Struct, frozen=True):
    """Everything the ledger holds of one incident; ``voices`` are the statements that deny or claim it."""

    incident: Incident
    groups: list[Group]
    voices: list[Quote]
    suggestions: list[Suggestion]
    related: list[tuple[str, IncidentRow]]
    view: IncidentView


def dossier(desk: Desk, incident_id: str) -> Dossier:
    """An incident by its id, or by an id it had before; raises LedgerError when there is none."""
    with desk.ledger.read() as conn:
        view = views.show_incident(conn, incident_id)
        found = view.incident
        quotes = _quotes(conn, [m.record for m in found.members])
        groups = [Group(s.names, [q for q in quotes if q.report in s.reports]) for s in found.sources]
        voices = _quotes(conn, [v.record for v in found.voices])
        others = {i for p in view.suggestions for i in p.incidents if i} | {r.incident for r in view.related}
        rows = _rows(conn, others)
        related = [(r.rel, rows[r.incident]) for r in view.related if r.incident in rows]
        return Dossier(found, groups, voices, _suggestions(view, rows), related, view)


def merge(desk: Desk, ids: list[str], by: str, note: str | None) -> actions.Judged:
    """Say that incidents are one."""
    with desk.ledger.begin() as conn:
        return actions.merge(conn, ids, by, note)


def split(desk: Desk, incident_id: str, uids: list[str], by: str, note: str | None) -> actions.Judged:
    """Say that these records of an incident tell another one."""
    with desk.ledger.begin() as conn:
        return actions.split(conn, incident_id, uids, by, note)


def judge_pair(desk: Desk, a: str, b: str, same: bool, by: str, note: str | None) -> actions.Judged:
    """Answer a suggestion: these two records tell one incident, or two."""
    with desk.ledger.begin() as conn:
        return actions.judge_pair(conn, a, b, same, by, note)


def take_back(desk: Desk, batch: str, by: str, note: str | None) -> actions.Judged:
    """Take a judgement back; the scores decide again."""
    with desk.ledger.begin() as conn:
        return actions.retract(conn, batch, by, note)


def decide(desk: Desk, incident_id: str, action: str, by: str, note: str | None) -> list[str]:
    """``discount`` an incident or ``restore`` it; returns the ids of the incidents touched."""
    with desk.ledger.begin() as conn:
        return actions.decide_incident(conn, incident_id, action, by, note)


def _rows(conn: Connection, ids: set[str]) -> dict[str, IncidentRow]:
    found = conn.execute(select(incidents).where(incidents.c.id.in_(sorted(ids))))
    return {row.id: as_row(row) for row in found}


def _suggestions(view: IncidentView, rows: dict[str, IncidentRow]) -> list[Suggestion]:
    """The likeliest pair for each other incident, those that a person told apart left out."""
    apart = {frozenset((j.a, j.b)) for j in view.judgements if j.verb == "different"}
    found: dict[str, Suggestion] = {}
    for pair in view.suggestions:
        if frozenset((pair.a, pair.b)) in apart:
            continue
        other = next((i for i in pair.incidents if i and i != view.incident.id), None)
        if other in rows and other not in found:
            found[other] = Suggestion(rows[other], pair)
    return list(found.values())


def _quotes(conn: Connection, uids: list[str]) -> list[Quote]:
    r, p = records.c, reports.c
    query = (
        select(r.uid, r.data, r.state, p.id, p.outlet, p.title, p.published, p.text)
        .join(reports, p.seq == r.report_seq)
        .where(r.uid.in_(uids))
    )
    found = {row.uid: _quote(row) for row in conn.execute(query)}
    return [found[uid] for uid in uids if uid in found]


def _quote(row: Any) -> Quote:
    record = msgspec.json.decode(row.data, type=Record)
    text: str = row.text or record.evidence.text
    start = max(0, record.evidence.start - CONTEXT)
    end = min(len(text), record.evidence.end + CONTEXT)
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return Quote(
        row.uid, row.id, row.outlet, row.title, row.published, record, text[start:end],
        (record.evidence.start - start, record.evidence.end - start),
        (record.trigger.start - start, record.trigger.end - start), row.state,
    )  # fmt: skip
