"""Access constraints as bulletins, briefs and dialect tell them: type, doer, place, end, and what ends them."""

from __future__ import annotations

import pytest

from waqai.lexicon.load import Lexicon, load
from waqai.model import Record, Report
from waqai.pipeline import code


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load()


def records(lexicon: Lexicon, text: str) -> list[Record]:
    return code(Report(text=text, source="x", published="2024-03-05"), lexicon).records


@pytest.mark.parametrize(
    ("text", "type_"),
    [
        ("لم تتمكن البعثة الإنسانية من الوصول إلى مدينة كادقلي بسبب رفض السلطات منح التصاريح.", "aid_obstructed"),
        ("تعذر وصول القافلة إلى مدينة بابنوسة بسبب القتال.", "aid_suspended"),
        ("تعذر وصول القافلة إلى مدينة زالنجي بسبب السيول.", "physical_obstacle"),
        ("تعذر وصول الرعاة إلى مدينة تاورغاء بسبب كثرة الألغام.", "explosive_hazard"),
        ("أوقف مسلحون عند حاجز قرب مدينة غاو سيارة تابعة لمنظمة غير حكومية.", "aid_obstructed"),
        ("عُلّقت الرحلات الجوية الإنسانية إلى مدينة ميناكا حتى إشعار آخر.", "aid_suspended"),
        ("أعاقت الأمطار وصول الإمدادات الإنسانية إلى مدينة أدري.", "physical_obstacle"),
        ("قطعت المياه الطريق بين مدينتي بور وبانتيو.", "physical_obstacle"),
        ("منعت حقول الألغام وصول المساعدات إلى بلدة كفرنبودة.", "explosive_hazard"),
        ("طريق مدينة السويداء مسكر من عصر اليوم.", "movement_restriction"),
        ("الكهرباء قاطعة عن مدينة بحري من أسبوعين.", "service_suspended"),
        ("لم يستطع المزارعون الوصول إلى حقولهم في مدينة أبو زبد بسبب انعدام الأمن.", "movement_restriction"),
    ],
)
def test_what_bars_the_way_decides_the_type(lexicon: Lexicon, text: str, type_: str) -> None:
    assert [r.type for r in records(lexicon, text) if r.kind == "access"] == [type_]


def test_a_hazard_and_what_it_does_are_one_record(lexicon: Lexicon) -> None:
    found = records(lexicon, "جرفت السيول جسرا في مدينة لوق، فتعذر إيصال المساعدات إلى السكان.")
    assert [r.type for r in found] == ["physical_obstacle"]


def test_violence_against_aid_stands_beside_its_incident(lexicon: Lexicon) -> None:
    incident, access = records(lexicon, "نهب مسلحون مستودعا لبرنامج الأغذية العالمي في مدينة نيالا.")
    assert (incident.kind, access.type) == ("incident", "aid_violence")
    assert [(link.rel, link.to) for link in access.links] == [("caused_by", incident.id)]
    assert not access.casualties


def test_what_opens_again_ends_what_was_shut(lexicon: Lexicon) -> None:
    shut, opened = records(lexicon, "أغلقت السلطات معبر نصيب يوم الأحد.\n\nوأعيد فتح معبر نصيب اليوم.")
    assert not shut.lifted
    assert opened.lifted
    assert [(link.rel, link.to) for link in opened.links] == [("ends", shut.id)]


def test_constraints_counted_over_a_month_are_a_tally(lexicon: Lexicon) -> None:
    (found,) = records(lexicon, "سُجل خلال الشهر الماضي 47 قيدا على الوصول في محافظة الحسكة.")
    assert (found.kind, found.type) == ("tally", "aid_obstructed")
    assert found.event_count is not None
    assert found.event_count.low == 47


def test_until_when(lexicon: Lexicon) -> None:
    (found,) = records(lexicon, "علق الشركاء أنشطة التغذية في مدينة النهود إلى حين تحسن الوضع الأمني.")
    assert found.until is not None
    assert found.until.text == "إلى حين تحسن الوضع الأمني"


def test_which_way_people_went(lexicon: Lexicon) -> None:
    (out,) = records(lexicon, "نزحت نحو 200 أسرة من مديرية صرواح باتجاه مدينة مأرب.")
    assert out.direction == "out"
    assert [(p.role, p.name_en) for p in out.other_places] == [("origin", "Sirwah"), ("destination", "Marib")]
    (back,) = records(lexicon, "عادت 50 أسرة إلى مدينة تاورغاء.")
    assert back.direction == "return"
