"""Each reader says what was ambiguous and why it chose: the other bearers as candidates, the rule in ``why``."""

from __future__ import annotations

import datetime

import pytest

from waqai import find_actors, find_places, read_dates, read_numbers, read_people

DAY = datetime.date(2023, 8, 10)


def test_number_a_mark_before_three_figures_is_of_thousands():
    (found,) = read_numbers("نزح 3.500 شخص من الحي")
    assert (found.low, "numbers.mark_of_thousands" in found.why) == (3500, True)
    (plain,) = read_numbers("نزح 3500 شخص من الحي")
    assert "numbers.mark_of_thousands" not in plain.why


def test_date_figures_are_read_day_first_and_say_so_where_it_matters():
    (found,) = read_dates("وقع الانفجار في 5/6/2023")
    assert (found.start, "dates.figures.day_first" in found.why) == (datetime.date(2023, 6, 5), True)
    for only_one_way in ("وقع الانفجار في 25/6/2023", "وقع الانفجار في 6/6/2023", "وقع الانفجار في 2023-06-05"):
        (sure,) = read_dates(only_one_way)
        assert "dates.figures.day_first" not in sure.why


def test_date_a_bare_weekday_is_the_latest_and_says_so():
    (found,) = read_dates("قصف يوم السبت البلدة", published=DAY)
    assert (found.start, "dates.weekday.latest" in found.why) == (datetime.date(2023, 8, 5), True)
    (told,) = read_dates("قصف السبت الماضي البلدة", published=DAY)
    assert "dates.weekday.latest" not in told.why


def test_place_the_other_bearers_stay_and_the_rule_that_chose_is_told():
    (found,) = [m for m in find_places("انفجار في طرابلس") if m.span.text == "طرابلس"]
    assert {p.country for p in found.candidates} == {"LY", "LB"}
    assert "places.by_kind_and_size" in found.why
    (near,) = find_places("انفجار في طرابلس شمالي لبنان")
    assert near.country == "LB" and {p.country for p in near.candidates} == {"LY", "LB"}
    assert "places.by_parent" in near.why or "places.by_country" in near.why


def test_actor_the_other_bearers_stay_and_the_rule_that_chose_is_told():
    (found,) = find_actors("هاجم الجيش الوطني الموقع", countries=["YE"])
    assert (found.actor, set(found.candidates)) == ("YE_ARMY", {"LNA", "SNA"})
    assert "actors.by_evidence" in found.why


def test_people_two_or_more_says_that_it_may_be_two():
    (found,) = read_people("مقتل مدنيين في القصف")
    assert (found.low, found.high, found.qualifier) == (2, None, "dual_or_plural")
    assert "people.dual_or_plural" in found.why
    assert not any("people.dual_or_plural" in m.why for m in read_people("مقتل مدنيين اثنين في القصف"))


@pytest.mark.parametrize(
    ("text", "countries", "actor"),
    [
        ("أعلنت القوات المسلحة مقتل جنديين", ["SD"], "SAF"),
        ("أعلنت القوات المسلحة مقتل جنديين", ["LB"], "LAF"),
        ("هاجم الجيش الوطني الموقع", ["LY"], "LNA"),
        ("هاجم الجيش الوطني الموقع", ["YE"], "YE_ARMY"),
        ("هاجم الجيش الوطني الموقع", ["SY"], "SNA"),
        ("اعتقلت قوات الأمن شابا", ["EG"], "EG_POLICE"),
        ("اعتقلت قوات الأمن شابا", ["IQ"], "IQ_POLICE"),
    ],
)
def test_a_name_every_army_bears_takes_the_country_of_the_places(text, countries, actor):
    assert find_actors(text, countries=countries)[0].actor == actor


def test_a_name_every_army_bears_takes_the_outlets_country():
    (found,) = find_actors("أعلنت القوات المسلحة انتشارها", outlet="وكالة السودان للأنباء")
    assert found.actor == "SAF"


@pytest.mark.parametrize(
    "text", ["أعلنت القوات المسلحة انتشارها", "اعتقلت قوات الأمن شابا", "هاجم الجيش الوطني الموقع"]
)
def test_a_name_every_army_bears_stays_open_where_nothing_says_whose(text):
    found = find_actors(text)[0]
    assert found.actor is None and len(found.candidates) > 2
    assert "actors.ambiguous" in found.why


@pytest.mark.parametrize(
    "text", ["قال في حواره مع القناة", "وتحدث بحواره عن الأزمة", "قال من نابلس في حواره مع القناة إن جنين تحت الحصار"]
)
def test_his_talk_is_no_town(text):
    assert not any("حوار" in m.span.text for m in find_places(text))


@pytest.mark.parametrize(
    "text", ["هجوم في حوارة جنوب نابلس", "هجوم في بلدة حواره جنوب نابلس", "مستوطنون أحرقوا منازل في بلدة حوارة"]
)
def test_the_town_of_that_name_is_one(text):
    assert any(m.place and m.place.name_en == "Huwara" for m in find_places(text))


def test_a_large_city_before_a_namesake_town_unless_the_news_is_of_its_country():
    assert find_places("انفجار في مدينة سوسة")[0].country == "TN"
    assert find_places("انفجار في بلدة السوسة بريف دير الزور")[0].country == "SY"
    found = find_places("انفجار في مدينة سوسة شرقي درنة في ليبيا")
    assert found[0].country == "LY"


def test_a_large_city_far_from_the_region_is_not_before_a_town_at_war():
    assert find_places("اعتقالات في مدينة زنجبار")[0].country == "YE"
