"""Tolls dealt out over a list of events: the total is a tally, each item an event with its own part."""

from __future__ import annotations

import pytest

from waqai.lexicon.load import Lexicon, load
from waqai.model import Record, Report
from waqai.pipeline import code

DEALT = [
    (
        "قُتل أحد عشر شخصا في محافظة درعا أمس، توزعوا على النحو الآتي:\n– أربعة من قوات النظام في كمين قرب بلدة نوى.\n"
        "– طفلان بانفجار لغم في مدينة الحراك.\n– ثلاثة مدنيين جراء قصف مدفعي على بلدة طفس.",
        11,
        [("armed_clash", 4), ("ied_mine", 2), ("shelling", 3)],
    ),
    (
        "قتل ستة مدنيين الاثنين: ثلاثة في غارة جوية على سراقب، واثنان برصاص قناص في حلب، وطفل بانفجار لغم في تدمر.",
        6,
        [("air_drone_strike", 3), ("attack_on_civilians", 2), ("ied_mine", 1)],
    ),
    (
        "سقط خمسة قتلى: ثلاثة في صعدة بقصف مدفعي، واثنان في حجة بانفجار لغم.",
        5,
        [("shelling", 3), ("ied_mine", 2)],
    ),
    (
        "استشهد تسعة فلسطينيين: سبعة في قصف منزل في خان يونس وغارة على خيمة؛ واثنان برصاص الجيش الإسرائيلي في جنين.",
        9,
        None,
    ),
]  # fmt: skip
WHOLE = [
    "قتل أربعة أشخاص: رجل وزوجته وطفلان في قصف على إدلب.",
    "ارتفع عدد القتلى إلى عشرة: سبعة مدنيين وثلاثة جنود، في القصف على إدلب.",
    "قتل 12 شخصا في غارة إسرائيلية: سبعة في منزل في النبطية، وخمسة في سيارة.",
    "قتل قائد الكتيبة ومرافقاه في كمين: ثلاثة مسلحين أطلقوا النار على سيارتهم، وأصابوا سائقها.",
    'قتل ثلاثة جنود في هجوم على حاجز في سيناء، وقال مصدر: "ثلاثة مسلحين هاجموا الحاجز".',
]


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load()


def _dead(record: Record) -> int:
    return sum(c.low or 0 for c in record.casualties if c.harm == "killed" and c.subset_of is None)


@pytest.mark.parametrize(("text", "total", "parts"), DEALT)
def test_each_item_has_its_part(lexicon: Lexicon, text: str, total: int, parts: list[tuple[str, int]] | None) -> None:
    found = code(Report(text=text, source="a", published="2024-03-05"), lexicon).records
    tallies = [r for r in found if r.kind == "tally"]
    assert [_dead(r) for r in tallies] == [total]
    events = [(r.type, _dead(r)) for r in found if r.kind == "incident"]
    assert sum(n for _, n in events) <= total
    if parts is not None:
        assert events == parts


@pytest.mark.parametrize("text", WHOLE)
def test_parts_of_one_event_stay_with_it(lexicon: Lexicon, text: str) -> None:
    found = code(Report(text=text, source="a", published="2024-03-05"), lexicon).records
    assert not [r for r in found if r.kind == "tally"]
    assert not [w for r in found for w in r.why if w.rule.endswith("dealt")]


def test_numbered_items(lexicon: Lexicon) -> None:
    text = "مقتل 7 أشخاص خلال يوم واحد:\n1- 3 مدنيين في قصف جوي على أريحا.\n2- عنصران من قسد في هجوم لداعش على حاجز في الشحيل."
    found = code(Report(text=text, source="a", published="2024-03-05"), lexicon).records
    assert [(r.type, _dead(r)) for r in found if r.kind == "incident"] == [("air_drone_strike", 3), ("armed_clash", 2)]


def test_a_list_of_events_ends_where_its_items_end(lexicon: Lexicon) -> None:
    text = "قتل خمسة أشخاص في حوادث متفرقة:\n- شابان برصاص مجهولين في درعا.\n- طفلة جراء قصف مدفعي على طفس.\nثلاثة انفجارات هزت حلب."
    found = code(Report(text=text, source="a", published="2024-03-05"), lexicon).records
    assert sum(_dead(r) for r in found if r.kind == "incident") == 3
