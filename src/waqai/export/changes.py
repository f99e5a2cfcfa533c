"""From a reviewer's decisions on incidents to changes of the records that tell them.

An incident is made from its records, so a correction is made to every one of them: the ledger then works the incident
out again, and each change is a row of its own that can be taken back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal

import msgspec

from waqai.export.output import ExportError
from waqai.export.reviewed import ReviewDecision
from waqai.lexicon.gazetteer import Gazetteer
from waqai.model import Casualty, PlaceRef, Record

ATTACKER = "perpetrator"


class Change(msgspec.Struct, frozen=True):
    """One decision about one record: ``field`` and ``value`` are a correction's, the value as plain JSON."""

    record: str
    action: Literal["accept", "reject", "correct"]
    field: str | None = None
    value: Any = None
    note: str | None = None


def changes(
    decisions: Iterable[ReviewDecision], members: Mapping[str, Mapping[str, Record]], gazetteer: Gazetteer
) -> list[Change]:
    """The changes of a review. ``members`` are the records (ledger id -> record) of each incident.

    Raises ExportError for a place id that the gazetteer does not have, with the row named.
    """
    found: list[Change] = []
    for decision in decisions:
        for uid, record in members[decision.incident].items():
            if decision.action != "correct":
                found.append(Change(uid, decision.action, note=decision.note))
                continue
            field, value = correction(decision, after(record, uid, found), gazetteer)
            found.append(Change(uid, "correct", field, value, decision.note))
    return found


def after(record: Record, uid: str, made: list[Change]) -> Record:
    """The record with the corrections already made to it, so that a second one does not undo the first."""
    data = msgspec.to_builtins(record)
    data |= {change.field: change.value for change in made if change.record == uid and change.action == "correct"}
    return msgspec.convert(data, Record)


def correction(decision: ReviewDecision, record: Record, gazetteer: Gazetteer) -> tuple[str, Any]:
    """The record's field and its new value."""
    new = decision.new
    if decision.field == "type":
        return "type", new
    if decision.field in ("date_start", "date_end"):
        return "date", date_value(decision.field, str(new), record)
    if decision.field == "place_id":
        return "place", place_value(decision, gazetteer)
    harm: Literal["killed", "injured"] = "killed" if decision.field == "killed" else "injured"
    return "casualties", msgspec.to_builtins(with_total(record.casualties, harm, int(new or 0)))


def date_value(field: str, day: str, record: Record) -> dict[str, Any]:
    """The date with one end changed; a start after the old end moves the end along."""
    date: dict[str, Any] = msgspec.to_builtins(record.date)
    if field == "date_start":
        end = (
            date["end"]
            if date["start"] and date["end"] and date["end"] != date["start"] and date["end"] >= day
            else day
        )
        date |= {"start": day, "end": end}
    else:
        date |= {"start": date["start"] or day, "end": day}
    return date | {"grain": "day" if date["start"] == date["end"] else "period", "basis": "explicit"}


def place_value(decision: ReviewDecision, gazetteer: Gazetteer) -> dict[str, Any]:
    """The gazetteer's place as a record holds it."""
    found = gazetteer.get(str(decision.new))
    if found is None:
        raise ExportError(f"row {decision.row}, column new_place_id: the gazetteer has no place {decision.new!r}")
    place = PlaceRef(
        found.id, found.name_ar or None, found.name_en or None, found.country, found.adm1, found.adm2, found.adm3,
        found.lat, found.lon, found.precision, "stated",  # type: ignore[arg-type]
    )  # fmt: skip
    values: dict[str, Any] = msgspec.to_builtins(place)
    return values


def with_total(casualties: list[Casualty], harm: Literal["killed", "injured"], people: int) -> list[Casualty]:
    """The casualties with this total of a harm.

    One entry takes the number. Of several, none can be known to be the wrong one: they become parts of a new total.
    """
    mine = [n for n, c in enumerate(casualties) if is_counted(c, harm)]
    exact = {"low": people, "high": people, "qualifier": "exact"}
    if len(mine) == 1:
        return [msgspec.structs.replace(c, **exact) if n == mine[0] else c for n, c in enumerate(casualties)]
    whole = Casualty(harm, people, people, "exact", "unspecified")
    at = len(casualties)
    parts = [msgspec.structs.replace(c, subset_of=at) if n in mine else c for n, c in enumerate(casualties)]
    return [*parts, whole]


def is_counted(casualty: Casualty, harm: str) -> bool:
    """Whether an entry is part of the total of a harm."""
    own = casualty.category == ATTACKER or casualty.subset_of is not None
    return casualty.harm == harm and casualty.unit == "person" and not own
