"""What was brought down on its way struck nothing; who crosses a border on foot is displaced."""

import pytest

from waqai.lexicon.load import Lexicon, load
from waqai.model import Record, Report
from waqai.pipeline import code


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load()


def counted(lexicon: Lexicon, text: str) -> list[Record]:
    return [r for r in code(Report(text=text, source="x", published="2024-03-05"), lexicon).records if r.counts]


DOWN = [
    ("أسقط الجيش مسيرة انتحارية كانت تستهدف مدينة الأبيض.", ["disrupted_weapons"]),
    ("أسقطت الدفاعات الجوية طائرة مسيرة كانت تستهدف مطار الخرطوم.", ["disrupted_weapons"]),
    ("أسقط الجيش السوداني ثلاث مسيرات انتحارية حاولت استهداف مدينة عطبرة.", ["disrupted_weapons"]),
    ("اعترضت الدفاعات السعودية صاروخا باليستيا كان يستهدف مدينة جازان.", ["disrupted_weapons"]),
    ("استهدفت مسيرة انتحارية مدينة الأبيض وأسقط الجيش مسيرة أخرى.", ["air_drone_strike", "disrupted_weapons"]),
    ("أسقط الجيش مسيرة بعد أن قصفت مدينة الأبيض.", ["disrupted_weapons", "shelling"]),
    ("أسقط الجيش مسيرة كانت تستهدف مدينة الأبيض وقصف مواقع الدعم السريع في بارا.", ["disrupted_weapons", "shelling"]),
]


@pytest.mark.parametrize(("text", "types"), DOWN)
def test_a_weapon_brought_down_on_its_way_is_one_event(lexicon: Lexicon, text: str, types: list[str]) -> None:
    assert [r.type for r in counted(lexicon, text)] == types


CROSSED = [
    ("عبر 1900 لاجئ الحدود إلى تشاد هربا من القتال في مدينة الجنينة.", 1900),
    ("وعبرت 300 أسرة النهر من مدينة ملكال.", 300),
    ("عبرت مئات العائلات الحدود من مدينة القصير نحو لبنان هربا من القصف.", 200),
]


@pytest.mark.parametrize(("text", "low"), CROSSED)
def test_people_who_cross(lexicon: Lexicon, text: str, low: int) -> None:
    assert [(r.type, c.harm, c.low) for r in counted(lexicon, text) for c in r.casualties] == [
        ("displacement", "displaced", low)
    ]


NOT_CROSSED = [
    "أرسلت المنظمة مساعدات عبر الحدود إلى 1900 لاجئ في مدينة أدري.",
    "عبر لاجئون عن قلقهم من إغلاق الحدود في مدينة أدري.",
    "عبر 1900 سائح الحدود إلى مدينة العقبة لقضاء العطلة.",
]


@pytest.mark.parametrize("text", NOT_CROSSED)
def test_a_way_is_no_crossing(lexicon: Lexicon, text: str) -> None:
    assert [r for r in counted(lexicon, text) if r.type == "displacement"] == []
