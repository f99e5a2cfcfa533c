"""Where: what lies within a place, by the chain of admin codes that records carry."""

from __future__ import annotations

import msgspec
from sqlalchemy import Connection, Table, and_, false, or_, select
from sqlalchemy.sql import ColumnElement

from waqai.ledger.filters import split
from waqai.ledger.schema import places
from waqai.text.normalize import fold

LEVELS = ("country", "adm1", "adm2", "adm3")
LEVEL_OF = {"country": "country", "governorate": "adm1", "district": "adm2"}


class Area(msgspec.Struct, frozen=True):
    """A place to filter by: the level of the chain (or ``place``) and the code at that level."""

    level: str
    code: str


def areas(conn: Connection, value: str) -> list[Area]:
    """What a ``--place`` value means: codes as they are, names as any ingested record spelled them.

    Several values are separated by commas. A name of several places means all of them. Empty when nothing in the
    ledger is called so.
    """
    found: list[Area] = []
    for part in split(value):
        for area in _codes(conn, part) or _named(conn, part):
            if area not in found:
                found.append(area)
    return found


def within(conn: Connection, of: Table, value: str) -> ColumnElement[bool]:
    """The condition that a row of ``of`` (with the place columns) lies in a place."""
    found = areas(conn, value)
    if not found:
        return false()
    return or_(*(_column(of, area.level) == area.code for area in found))


def containing(conn: Connection, of: Table, value: str) -> ColumnElement[bool]:
    """As ``within``, or that the row's own area contains the place (a curfew in the governorate is one in its town)."""
    conditions = [within(conn, of, value)]
    for area in areas(conn, value):
        conditions += [_exactly(of, level, code) for level, code in _chain(conn, area).items()]
    return or_(*conditions)


def _exactly(of: Table, level: str, code: str) -> ColumnElement[bool]:
    """A row that is that whole area: it names the level and nothing below it."""
    finer = [of.c[name] for name in LEVELS[LEVELS.index(level) + 1 :]]
    named = select(places.c.id).where(
        places.c[level] == code, places.c.precision.in_([p for p, at in LEVEL_OF.items() if at == level])
    )
    return and_(
        of.c[level] == code, *(c.is_(None) for c in finer), or_(of.c.place_id.is_(None), of.c.place_id.in_(named))
    )


def _chain(conn: Connection, area: Area) -> dict[str, str]:
    """The codes of the areas that contain an area, wider ones only."""
    column = _column(places, area.level)
    row = conn.execute(select(*(places.c[level] for level in LEVELS)).where(column == area.code).limit(1)).first()
    if row is None:
        return {}
    wider = LEVELS if area.level == "place" else LEVELS[: LEVELS.index(area.level)]
    return {level: row._mapping[level] for level in wider if row._mapping[level]}


def _codes(conn: Connection, value: str) -> list[Area]:
    for level in LEVELS:
        if conn.execute(select(places.c.id).where(places.c[level] == value.upper()).limit(1)).first():
            return [Area(level, value.upper())]
    row = conn.execute(select(places).where(places.c.id == value)).first()
    return [_area(row._mapping)] if row else []


def _named(conn: Connection, value: str) -> list[Area]:
    key = fold(value).strip()
    rows = conn.execute(select(places).where(or_(places.c.key_ar == key, places.c.key_en == value.strip().lower())))
    found = [_area(row._mapping) for row in rows]
    # A governorate's name is also its capital's: asked for by name, the wider one holds both.
    wide = [area for area in found if area.level != "place"]
    return wide or found


def _area(row: object) -> Area:
    values: dict[str, str | None] = dict(row)  # type: ignore[call-overload]
    level = LEVEL_OF.get(values["precision"] or "", "place")
    code = values.get(level) if level != "place" else values["id"]
    return Area(level, code) if code else Area("place", values["id"] or "")


def _column(of: Table, level: str) -> ColumnElement[str]:
    if level == "place":
        return of.c.id if of is places else of.c.place_id
    return of.c[level]
