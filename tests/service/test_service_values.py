"""Values read from what a person selected."""

from __future__ import annotations

import pytest

from waqai.ledger.filters import LedgerError
from waqai.service import names, values

TEXT = "هاجم تنظيم الدولة الإسلامية حاجزاً في البصيرة أمس فقتل 12 عنصراً."


def of(part: str) -> values.Guess:
    start = TEXT.index(part)
    return values.guess(TEXT, start, start + len(part), "2023-08-28")


def test_a_place_is_found_with_its_span() -> None:
    found = of("البصيرة")
    assert found.place and found.place["span"]["text"] == "البصيرة" and found.places


def test_a_relative_day_is_resolved_by_the_day_of_publication() -> None:
    assert (of("أمس").date or {})["start"] == "2023-08-27"


def test_a_number_and_a_party_are_read() -> None:
    assert of("12 عنصراً").number == (12, 12, "exact")
    assert of("تنظيم الدولة الإسلامية").actor == "ISIS"


def test_words_that_mean_nothing_give_nothing() -> None:
    found = of("فقتل")
    assert found.date is None and found.number is None and found.actor is None


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (5, 5), (0, 10_000)])
def test_a_selection_outside_the_text_is_refused(start: int, end: int) -> None:
    with pytest.raises(LedgerError):
        values.guess(TEXT, start, end, None)


def test_places_and_actors_are_found_by_name() -> None:
    assert any(p["name_ar"] == "دير الزور" for p in values.search_places("دير الزور"))
    assert values.search_actors("SDF")[0][0] == "SDF" and values.search_places("  ") == []


def test_loaded_names_are_known_as_such() -> None:
    loaded = next(iter(names.loaded_names()))
    assert names.is_loaded(*loaded) and not names.is_loaded("SDF", "قوات سوريا الديمقراطية")
