"""Who suffered and who did it: gunmen as subject and as victims, tolls of one that no noun behind the verb tells."""

import pytest

from waqai.lexicon.load import Lexicon, load
from waqai.model import Record, Report
from waqai.pipeline import code


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load()


def counted(lexicon: Lexicon, text: str) -> list[Record]:
    return [r for r in code(Report(text=text, source="x", published="2024-03-05"), lexicon).records if r.counts]


def tolls(records: list[Record]) -> list[tuple[str, int | None, str]]:
    return [(c.harm, c.low, c.category) for r in records for c in r.casualties]


GUNMEN_DO = [
    ("اغتال مسلحون مدنيا في مدينة درعا.", "killed", "civilian"),
    ("اغتال مجهولان على دراجة نارية رئيس البلدية في مدينة نوى.", "killed", "official"),
    ("قتل مسلحون مجهولون شيخا في مدينة عدن.", "killed", "tribal"),
    ("قتل مسلحان شرطيا أمام منزله في مدينة الموصل.", "killed", "security"),
    ("جرح مسلحون مجهولون صحفيا في مدينة تعز.", "injured", "journalist"),
    ("قتل مسلحون أمس مدنيا في مدينة درعا.", "killed", "civilian"),
    ("قتل مسلحون فجر اليوم الأحد شيخا في مدينة عدن.", "killed", "tribal"),
    ("قتل ملثمون مختار القرية في ريف درعا.", "killed", "official"),
]


@pytest.mark.parametrize(("text", "harm", "category"), GUNMEN_DO)
def test_gunmen_before_an_object_did_it(lexicon: Lexicon, text: str, harm: str, category: str) -> None:
    records = counted(lexicon, text)
    assert tolls(records) == [(harm, 1, category)]
    assert [a for a in records[0].actors if a.role == "initiator"]


GUNMEN_DIE = [
    ("قتل مسلحون في اشتباك مع الجيش في مدينة العريش.", None),
    ("قتل مسلحان في مدينة العريش.", 2),
    ("قتل مسلحون حوثيون في غارة على مدينة صعدة.", None),
    ("قتل مسلحان مدنيان في مدينة العريش.", 2),
    ("قتل 12 مسلحا حوثيا في غارة على مدينة صعدة.", 12),
]


@pytest.mark.parametrize(("text", "low"), GUNMEN_DIE)
def test_gunmen_alone_are_the_dead(lexicon: Lexicon, text: str, low: int | None) -> None:
    assert tolls(counted(lexicon, text)) == [("killed", low, "fighter")]


OF_ONE = [
    ("داس مزارع على لغم فقتل في مدينة الحديدة.", ("killed", 1, "livelihood")),
    ("داست امرأة على لغم فأصيبت في مدينة حيس.", ("injured", 1, "woman")),
    ("استهدف مسلحون شرطيا في مدينة كركوك فأصيب بجروح.", ("injured", 1, "security")),
    ("مر صياد فوق لغم بحري فلقي حتفه في مدينة الحديدة.", ("killed", 1, "livelihood")),
    ("انفجر لغم بطفلين في مدينة حيس فقتلا.", ("killed", 2, "child")),
    ("لقي شيخ مصرعه إثر إطلاق نار في مدينة مأرب.", ("killed", 1, "tribal")),
    ("سقط الشاب صريعا برصاص مجهولين في مدينة درعا.", ("killed", 1, "unspecified")),
    ("سقط الشاب صريعا في مدينة درعا برصاص الجيش.", ("killed", 1, "unspecified")),
    ("بترت ساقا طفل بانفجار لغم في مدينة الحديدة.", ("injured", 1, "child")),
    ("انفجر لغم بمزارع في مدينة حيس ففقد ساقه.", ("injured", 1, "livelihood")),
    ("فقدت طفلة إحدى عينيها بانفجار قنبلة عنقودية في مدينة معرة النعمان.", ("injured", 1, "child")),
    ("أدى انفجار لغم في مدينة تعز إلى بتر ساق امرأة.", ("injured", 1, "woman")),
]


@pytest.mark.parametrize(("text", "toll"), OF_ONE)
def test_a_toll_told_by_what_became_of_him(lexicon: Lexicon, text: str, toll: tuple[str, int, str]) -> None:
    assert tolls(counted(lexicon, text)) == [toll]


NOT_ONE = [
    ("انفجر لغم بسيارة في مدينة حيس فقتل ثلاثة مدنيين.", [("killed", 3, "civilian")]),
    ("شهد مزارع القصف على مدينة مأرب فقتل عشرة.", [("killed", 10, "unspecified")]),
    ("دخل شاب إلى السوق في مدينة عدن فقتل الجيش مسلحين اثنين.", [("killed", 2, "fighter")]),
    (
        "انفجر لغم في مدينة الحديدة ما أسفر عن إصابة ثلاثة أطفال وبترت ساق أحدهم.",
        [("injured", 3, "child")],
    ),
    ("اقتحم مسلحان منزلا في مدينة درعا فقتلا مدنيا.", [("killed", 1, "civilian")]),
    ("سقط الملاكم صريعا في الجولة الثالثة.", []),
    ("أدى مرض السكري إلى بتر ساق رجل في مدينة تعز.", []),
    ("فقد الجيش السيطرة على أطراف مدينة مأرب.", []),
]


@pytest.mark.parametrize(("text", "found"), NOT_ONE)
def test_nobody_is_added(lexicon: Lexicon, text: str, found: list[tuple[str, int, str]]) -> None:
    assert tolls(counted(lexicon, text)) == found


TAKEN_UP = [
    ("مقاتل في هيئة تحرير الشام قنصته قوات النظام على محور كفر تعال.", {"SY_ASSAD_ARMY"}, {"HTS"}),
    ("الجيش السوداني استهدفته قوات الدعم السريع في مدينة الأبيض.", {"RSF"}, {"SAF"}),
    ("قوات الدعم السريع قصفت حي الثورة في أم درمان.", {"RSF"}, None),
]


@pytest.mark.parametrize(("text", "doers", "hit"), TAKEN_UP)
def test_a_pronoun_takes_up_the_victim_before_its_verb(
    lexicon: Lexicon, text: str, doers: set[str], hit: set[str] | None
) -> None:
    actors = counted(lexicon, text)[0].actors
    assert {a.actor for a in actors if a.role == "initiator"} == doers
    assert hit is None or {a.actor for a in actors if a.role == "target"} == hit
