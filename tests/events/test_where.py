"""Where an event is: its own clause, the label above it, the sentence's opening; not whose or whence something is."""

import pytest

from waqai.lexicon.load import Lexicon, load
from waqai.model import Record, Report
from waqai.pipeline import code


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load()


def told(lexicon: Lexicon, text: str, type_: str) -> Record:
    coded = code(Report(text=text, source="x", published="2024-03-05"), lexicon)
    return next(r for r in coded.records if r.type == type_)


PLACES = [
    ("محافظة الحسكة: احتج العشرات من قاطني مخيم العريشة على تقليص المياه.", "protest", "Areesha camp"),
    ("- 10 تشرين الأول، سرمين: انفجرت عبوة ناسفة لدى مرور شاحنة فقتل سائقها.", "ied_mine", "Sarmin"),
    ("• حماة: أصيب طفلان بقصف مدفعي.", "shelling", "Hama"),
    ("أما في ذمار التي احتدمت فيها المواجهات بين المقاومة والحوثيين، فقد استهدف التحالف مخازن أسلحة في معسكر قريب.", "armed_clash", "Dhamar"),
    ("وألقت قيادة الأمن الداخلي في محافظة حمص القبض على خلية، وذلك خلال عملية أمنية في مدينة تدمر.", "arrest", "Palmyra (Tadmur)"),
    ("سلمت المنظمة أمس شحنة مساعدات إلى تعز، هي الأولى التي تصل إلى هذه المدينة في جنوب اليمن.", "aid_delivery", "Taiz"),
    ("قصفت فصائل أخرى في حلب مواقع للجيش في بلدة نبل.", "shelling", "Nubl"),
    ("خرج المئات من أهالي مدينة سرمدا، مساء الاثنين، في مظاهرة طالبت بالإفراج عن المعتقلين.", "protest", "Sarmada"),
    ("قُتل أربعة جنود في كمين صباح الأحد قرب بلدة السخنة.", "armed_clash", "Al-Sukhnah"),
    ("قتل ثلاثة جنود في كمين على طريق تدمر.", "armed_clash", "Palmyra (Tadmur)"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "type_", "place"), PLACES)
def test_the_place_is_that_of_the_event(lexicon: Lexicon, text: str, type_: str, place: str) -> None:
    where = told(lexicon, text, type_).place
    assert where is not None and where.name_en == place


NOWHERE = [
    ("أصيب خمسة مدنيين بقصف على مدينة كفرنبل. ومن جهة أخرى، أعلنت وزارة الداخلية العراقية اعتقال ثلاثة مطلوبين.", "arrest"),
    ("نزح جل السكان سيرا على الأقدام نحو مدينة المناقل.", "displacement"),
    ("قتل عدد من أفراد القوات الموالية لدمشق في اشتباكات مع مسلحين.", "armed_clash"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "type_"), NOWHERE)
def test_another_topic_a_goal_or_an_owner_is_no_place(lexicon: Lexicon, text: str, type_: str) -> None:
    assert told(lexicon, text, type_).place is None
