"""What counts for and against two records being one incident, feature by feature."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from waqai.ledger.features import AUTOMATIC, Sketch, score
from waqai.ledger.rows import sketch, uids

from .helpers import make

TEXT = "قُتلت امرأة وأصيب ثلاثة أطفال في انفجار قرب البصيرة نهار الجمعة، وفق ناشطين."
MINE = {"trigger": "انفجار", "type": "ied_mine", "place": "basira", "date": "2023-02-10"}


def made(spec: dict[str, Any] | None = None, published: str = "2023-02-11", text: str = TEXT, **changes: Any) -> Sketch:
    _, coded = make(text, MINE | (spec or {}), published=published)
    (record,) = coded.records
    built = sketch(record, coded.report, 1, uids(coded)[record.id], "member")
    return msgspec.structs.replace(built, **changes)


def reason(a: Sketch, b: Sketch, feature: str) -> float | None:
    """The weight of a feature of a pair, the same from either side."""
    one, two = score(a, b), score(b, a)
    assert one and two and one.p == two.p
    return next((r.weight for r in one.reasons if r.feature == feature), None)


WORDS = "سقط قتيلان في انفجار صباح أمس بحسب ما أفادت به مصادر طبية"
OTHER_WORDS = "أعلنت جهة رسمية أن شخصين لقيا حتفهما بعدما دوى تفجير"
UNPLACED: dict[str, Any] = {
    "place": None,
    "precision": None,
    "country": None,
    "adm1": None,
    "adm2": None,
    "adm3": None,
    "named": "",
}


def test_a_record_without_a_place_is_helped_by_the_name_in_its_words() -> None:
    told = made()
    assert reason(told, made(**UNPLACED), "place") == 1.4
    silent = made(text="قُتلت امرأة وأصيب ثلاثة أطفال في انفجار نهار الجمعة، وفق ناشطين محليين.", **UNPLACED)
    assert reason(told, silent, "place") == -1.0
    # A name within a longer word is not that name; with a preposition before it, it is.
    within = made(text="قُتلت امرأة في انفجار لدى وصول المستبصرين نهار الجمعة، وفق ناشطين.", **UNPLACED)
    assert reason(told, within, "place") == -1.0
    joined = made(text="قُتلت امرأة في انفجار بالبصيرة نهار الجمعة، وفق ناشطين محليين.", **UNPLACED)
    assert reason(told, joined, "place") == 1.4


def test_nothing_is_told_before_it_happened() -> None:
    undated = made({"date": None}, published="2023-02-09")
    assert score(made(), undated) is None and score(undated, made()) is None
    assert score(made(), made({"date": None}, published="2023-02-10")) is not None


def test_homonyms_are_one_place_only_where_the_name_was_a_choice() -> None:
    here = made(candidates=["other"])
    there = made(place="other", country="PS", adm1="PS01", adm2=None, lat=31.8, lon=35.4)
    assert reason(here, there, "place") == 0.6
    assert score(made(), there) is None
    town = made(place="district", precision="district", adm2=None, lat=None, lon=None)
    assert reason(here, msgspec.structs.replace(town, candidates=[here.place or ""]), "place") == 1.2
    area = made(place="area", precision="governorate", adm2=None, lat=None, lon=None, candidates=[here.place or ""])
    assert reason(here, area, "place") == 0.5


def test_unmapped_places_of_one_name_are_one() -> None:
    village = made(place="name:الزر", lat=None, lon=None)
    assert reason(village, made(place="name:الزر", lat=None, lon=None), "place") == 2.3
    assert reason(village, made(place="name:الشنان", named="الشنان", lat=None, lon=None), "place") == -1.5


def test_near_is_less_than_in_and_may_be_far() -> None:
    near = made({"place": "basira:near"})
    assert reason(made(), near, "place") == 1.9
    assert reason(near, near, "place") == 2.3
    south = msgspec.structs.replace(near, place="other", named="أخرى", lat=(near.lat or 0) + 0.4, adm2=None)
    assert reason(made(), south, "place") == -2.2
    assert score(made(), msgspec.structs.replace(south, precision="settlement")) is None
    assert score(made(), msgspec.structs.replace(south, lat=(near.lat or 0) + 0.9)) is None


def test_a_device_may_turn_out_to_be_a_car() -> None:
    assert reason(made(weapon="ied"), made(weapon="car_bomb"), "weapon") is None
    assert reason(made(weapon="car_bomb"), made(weapon="motorcycle_bomb"), "weapon") == -0.8


def test_the_same_counts_of_the_same_people_are_hardly_chance() -> None:
    told = ["killed 1 woman", "injured 3 child"]
    a, b = made({"casualties": told}), made({"casualties": told})
    assert reason(a, b, "counts") == 1.0
    assert reason(a, made({"casualties": [told[0], "injured 4 child"]}), "counts") is None
    plain = made({"casualties": ["killed 1 unspecified", "injured 3 unspecified"]})
    assert reason(plain, plain, "counts") is None


def test_a_named_man_among_the_dead_is_no_other_toll() -> None:
    leader, all_dead = made({"casualties": ["killed 1 commander"]}), made({"casualties": ["killed 5 security"]})
    assert reason(leader, all_dead, "killed") is None
    assert reason(made({"casualties": ["killed 1 civilian"]}), all_dead, "killed") == -1.2


@pytest.mark.parametrize("initiator", [["IDF"], []])
def test_two_placeless_records_need_more_than_a_day_and_a_type(initiator: list[str]) -> None:
    one, two = (made(initiators=initiator, words=words, **UNPLACED) for words in (WORDS, OTHER_WORDS))
    found = score(one, two)
    assert found is not None and found.p < AUTOMATIC
