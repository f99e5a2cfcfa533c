"""Search over texts and fields with folded Arabic, and the views a person keeps."""

from __future__ import annotations

import re

import msgspec
from sqlalchemy import Connection, delete, insert, select

from waqai.ledger import search
from waqai.ledger.copies import folded_words
from waqai.ledger.desk_schema import saved_views
from waqai.ledger.filters import Filters, Page
from waqai.ledger.lists import IncidentRow, list_incidents
from waqai.ledger.places import areas
from waqai.ledger.review import now
from waqai.ledger.schema import reports
from waqai.service import names, words
from waqai.service.desk import Desk
from waqai.service.people import Person
from waqai.service.words import Language
from waqai.text.normalize import fold

BEFORE, AFTER = 90, 170
MAX_REPORTS = 30
_WORD = re.compile(r"\S+")


class Passage(msgspec.Struct, frozen=True):
    """A report that holds the words: a piece of its text in parts, the found ones marked true."""

    report: str
    outlet: str | None
    title: str | None
    published: str | None
    parts: list[tuple[str, bool]]


class Term(msgspec.Struct, frozen=True):
    """A value of a field that the words name: the filter it makes, and its name."""

    field: str
    value: str
    name: str


class Found(msgspec.Struct, frozen=True):
    """What a search finds."""

    terms: list[Term]
    incidents: list[IncidentRow]
    total: int
    passages: list[Passage]
    texts: bool


class SavedView(msgspec.Struct, frozen=True):
    """An address of the desk kept under a name."""

    id: int
    name: str
    address: str
    at: str


def find(desk: Desk, query: str, language: Language, *, texts: bool) -> Found:
    """Search. Without ``texts`` (a reader) only fields are: no word of a report, so no private name, can be found."""
    with desk.ledger.read() as conn:
        terms = _terms(conn, query, language)
        if not texts:
            listed = [list_incidents(conn, Filters(**{t.field: t.value}), Page(limit=20)) for t in terms[:3]]
            items = {i.id: i for page in listed for i in page.items}
            return Found(terms, list(items.values()), sum(page.total for page in listed), [], False)
        page = list_incidents(conn, Filters(query=query), Page(limit=20))
        return Found(terms, page.items, page.total, _passages(conn, query), True)


def save(desk: Desk, person: Person, name: str, address: str) -> None:
    """Keep an address under a name, for this person."""
    with desk.ledger.begin() as conn:
        conn.execute(
            insert(saved_views).values(person=person.name, name=name.strip()[:80], address=address[:2000], at=now())
        )


def saved(desk: Desk, person: Person) -> list[SavedView]:
    """The views a person keeps, the latest first."""
    c = saved_views.c
    with desk.ledger.read() as conn:
        rows = conn.execute(select(saved_views).where(c.person == person.name).order_by(c.id.desc()).limit(100))
        return [SavedView(row.id, row.name, row.address, row.at) for row in rows]


def forget(desk: Desk, person: Person, view: int) -> None:
    """Forget one of a person's own views."""
    with desk.ledger.begin() as conn:
        conn.execute(delete(saved_views).where(saved_views.c.id == view, saved_views.c.person == person.name))


def _terms(conn: Connection, query: str, language: Language) -> list[Term]:
    key = fold(query).strip().lower()
    if not key:
        return []
    found = [Term("place", area.code, _area(language, area.code, query)) for area in areas(conn, query)][:4]
    for actor, pair in names.actors().items():
        if any(key == fold(name).strip().lower() for name in pair) or key == actor.lower():
            found.append(Term("actor", actor, names.actor_name(language, actor)))
    for type_ in (*words.types_of("incident"), *words.types_of("access")):
        if any(key in fold(words.value_name(each, "type", type_)).lower() for each in words.LANGUAGES):
            found.append(Term("type", type_, words.value_name(language, "type", type_)))
    return found[:12]


def _area(language: Language, code: str, typed: str) -> str:
    name = names.area_name(language, code)
    return name if name != code else names.country_name(language, code) if len(code) == 2 else typed


def _passages(conn: Connection, query: str) -> list[Passage]:
    r = reports.c
    columns = select(r.id, r.outlet, r.title, r.published, r.text).where(search.matching(conn, "report", query, r.seq))
    rows = conn.execute(columns.order_by(r.sort_day.desc(), r.seq.desc()).limit(MAX_REPORTS))
    wanted = {search.stem(w) for w in folded_words(query)}
    return [Passage(row.id, row.outlet, row.title, row.published, _marked(row.text or "", wanted)) for row in rows]


def _marked(text: str, wanted: set[str]) -> list[tuple[str, bool]]:
    """The text around the first word found, words that fold to a wanted stem marked."""
    hits = [m.span() for m in _WORD.finditer(text) if wanted & {search.stem(w) for w in folded_words(m.group())}]
    first = hits[0][0] if hits else 0
    start, end = max(0, first - BEFORE), min(len(text), first + AFTER)
    start = text.rfind(" ", 0, start) + 1 if start else 0
    parts: list[tuple[str, bool]] = []
    at = start
    for a, b in hits:
        if start <= a and b <= end:
            parts += [(text[at:a], False), (text[a:b], True)]
            at = b
    return [p for p in [*parts, (text[at:end], False)] if p[0]]
