"""What stands behind a head word and only tells of it is no name."""

import pytest

from waqai.match.places import find_places

NO_NAME = [
    "نزح سكان قرى يقطنها الرعاة.",
    "قصف الجيش قرى تسكنها أقليات.",
    "قصف الطيران قرى آهلة بالسكان.",
    "هاجم مسلحون قرية هاجمها التنظيم قبل شهر.",
    "قصف الجيش قرى مأهولة.",
    "أوقفهم مسلحون عند حاجز غير رسمي.",
    "استهدفت الغارة مستشفى ميدانيا.",
    "هاجم مسلحون بلدات تقع على النهر.",
]


@pytest.mark.parametrize("text", NO_NAME)
def test_told_of_a_place_is_not_its_name(text: str) -> None:
    assert [m.name for m in find_places(text) if m.head in ("village", "town", "crossing", "hospital")] == []


NAMES = [
    ("قصف الجيش قرى صرادة.", "صرادة"),
    ("قصف الجيش قريتي طلافح والبياضة.", "طلافح"),
    ("وقع هجوم على قرية كفرمايا.", "كفرمايا"),
    ("وقع انفجار في بلدة بنها.", "بنها"),
    ("وقع هجوم على بلدات قباسين وبزاعة.", "قباسين"),
]


@pytest.mark.parametrize(("text", "name"), NAMES)
def test_names_behind_head_words(text: str, name: str) -> None:
    assert name in [m.name for m in find_places(text)]
