"""A reviewer's decisions as changes of records."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from test_export_private import coded_report

from waqai.export import ExportError, ReviewDecision
from waqai.export.changes import Change, changes, with_total
from waqai.lexicon.gazetteer import Gazetteer
from waqai.model import Casualty, DateRef, Record

RECORD = msgspec.structs.replace(
    coded_report().records[0],
    date=DateRef("2023-08-27", "2023-08-29", "period", "explicit"),
    casualties=[Casualty("killed", 3, 3, "exact", "civilian"), Casualty("killed", 1, 1, "exact", "child", subset_of=0)],
)


def gazetteer() -> Gazetteer:
    made = Gazetteer()
    made._add("sy:x\ttown\tSY\tSY11\t\t\t36.6\t38.9\tgn:1\tsettlement\t10\tSY11\t0\tX\tإكس\t")
    return made


def decide(*decisions: dict[str, Any]) -> list[Change]:
    made = [ReviewDecision("i1", d.pop("action", "correct"), 2, **d) for d in decisions]
    return changes(made, {"i1": {"r.1": RECORD, "r.2": RECORD}}, gazetteer())


def test_every_record_of_the_incident_is_changed() -> None:
    made = decide({"field": "type", "new": "ied_mine", "note": "لغم"}, {"action": "accept"})
    assert made == [
        Change("r.1", "correct", "type", "ied_mine", "لغم"), Change("r.2", "correct", "type", "ied_mine", "لغم"),
        Change("r.1", "accept"), Change("r.2", "accept"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("field", "day", "expected"),
    [
        ("date_start", "2023-08-28", ("2023-08-28", "2023-08-29", "period")),
        ("date_start", "2023-08-30", ("2023-08-30", "2023-08-30", "day")),
        ("date_end", "2023-08-27", ("2023-08-27", "2023-08-27", "day")),
    ],
)
def test_dates(field: str, day: str, expected: tuple[str, str, str]) -> None:
    value = decide({"field": field, "new": day})[0].value
    assert (value["start"], value["end"], value["grain"]) == expected


def test_a_second_correction_keeps_the_first() -> None:
    made = decide({"field": "killed", "new": 5}, {"field": "injured", "new": 7})
    last = msgspec.convert(made[2].value, list[Casualty])
    assert [(c.harm, c.low, c.high, c.category, c.subset_of) for c in last] == [
        ("killed", 5, 5, "civilian", None), ("killed", 1, 1, "child", 0), ("injured", 7, 7, "unspecified", None),
    ]  # fmt: skip


def test_several_entries_become_parts_of_the_new_total() -> None:
    said = [
        Casualty("killed", 2, 2, "exact", "woman"),
        Casualty("killed", 3, 3, "exact", "child"),
        Casualty("killed", 1, 1, "exact", "perpetrator"),
    ]
    fixed = with_total(said, "killed", 6)
    assert [(c.category, c.low, c.subset_of) for c in fixed] == [
        ("woman", 2, 3), ("child", 3, 3), ("perpetrator", 1, None), ("unspecified", 6, None),
    ]  # fmt: skip


def test_places_come_from_the_gazetteer() -> None:
    change = decide({"field": "place_id", "new": "sy:x"})[0]
    record = msgspec.convert(msgspec.to_builtins(RECORD) | {"place": change.value}, Record)
    assert record.place is not None and (record.place.id, record.place.lat) == ("sy:x", 36.6)
    with pytest.raises(ExportError, match="row 2, column new_place_id"):
        decide({"field": "place_id", "new": "nowhere"})
