"""One event told again is one record; what differs in place, day, toll or word stays apart."""

import pytest

from waqai.lexicon.load import Lexicon, load
from waqai.model import Record, Report
from waqai.pipeline import code


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load()


def counted(lexicon: Lexicon, text: str) -> list[Record]:
    return [r for r in code(Report(text=text, source="x", published="2024-03-05"), lexicon).records if r.counts]


AGAIN = [
    "قتل خمسة جنود يمنيين، الاثنين، في هجوم بسيارة مفخخة في محافظة شبوة.\nواقتحم انتحاري بسيارة مفخخة حاجزا عسكريا في بلدة عزان، ما أدى إلى مقتل 5 جنود.",
    "وقع تفجير سيارة مفخخة في صنعاء. وقال شاهد إن سيارة مفخخة انفجرت في حي الجراف. وأفادت وزارة الصحة بأن انفجار السيارة المفخخة خلف ستة قتلى.",
    "قصفت قوات النظام بلدة كفرومة، ما أدى إلى مقتل ثلاثة مدنيين. وقال مسعف إن القصف استهدف السوق الشعبي وسط البلدة. وذكر الدفاع المدني أن ثلاثة مدنيين قتلوا في القصف.",
    "مقتل عشرة من داعش بغارة للتحالف في القائم\nأعلنت وزارة الدفاع العراقية، الأحد، مقتل عشرة من عناصر تنظيم داعش بضربة جوية في قضاء القائم. وقالت الوزارة في بيان إن طيران التحالف الدولي قصف تجمعا للتنظيم، ما أدى إلى قتل عشرة إرهابيين.",
    "قتل ستة من الشرطة في اشتباكات مع داعش في الشيخ زويد. وقالت مصادر عسكرية إن اشتباكات عنيفة اندلعت بين الشرطة وعناصر داعش مساء أمس قرب المدينة.",
    "أحرق متطرفان منزلا فلسطينيا في قرية بيتا، ما أدى إلى مقتل طفل. ولم تعلن أي جهة مسؤوليتها عن حرق المنزل في القرية.",
]

APART = [
    ("قتل جنديان بانفجار عبوة ناسفة في بلدة القائم أمس. كما انفجرت عبوة أخرى في بلدة راوة، ما أدى إلى إصابة شرطي.", 2),
    ("اندلعت اشتباكات في حي التضامن بدمشق. وأضاف الناشط أن اشتباكات مماثلة وقعت في حي القدم.", 2),
    ("اعتقلت قوات الاحتلال شابا من مخيم بلاطة. وفي سياق متصل اعتقلت ثلاثة شبان من بلدة قباطية.", 2),
    ("قتل خمسة مدنيين في غارة على صعدة فجرا. وقتل ثلاثة آخرون في غارة ثانية على المدينة مساء.", 2),
    ("• مقتل مدني بلغم قرب تادف شرق حلب.\n• مقتل مدني بلغم قرب تدمر شرق حمص.", 2),
    ("قتل جنديان في هجوم على حاجز في الحويجة أمس. وقال مصدر أمني إن مسلحين هاجموا حاجزا في تازة وأصابوا شرطيا.", 2),
    ("استهدف طيران التحالف معسكرا في ذمار أمس. كما شن أكثر من 20 غارة على مواقع للحوثيين في محافظة حجة.", 2),
    ("استهدفت طائرة منزلا في بلدة عيتا الشعب. وأعلنت المقاومة أنها قصفت موقعا إسرائيليا قرب المنارة.", 2),
]


@pytest.mark.parametrize("text", AGAIN)
def test_one_event_told_again_is_one_record(lexicon: Lexicon, text: str) -> None:
    assert len(counted(lexicon, text)) == 1


@pytest.mark.parametrize(("text", "events"), APART)
def test_other_events_stay_apart(lexicon: Lexicon, text: str, events: int) -> None:
    assert len(counted(lexicon, text)) == events


DAYS = [
    ("أفاد مصدر أمني، اليوم الثلاثاء، بأن مجهولين ألقوا فجرا قنبلة يدوية على منزل محام في العمارة.", "2024-03-05"),
    ("قتل جنديان في تفجير بأبين، الأحد. وقال الجيش إن قواته استعادت في اليوم نفسه بلدة أحور.", "2024-03-03"),
    ("ما زال السكان محاصرين في جبل سنجار منذ الأحد، وألقت طائرات مساء الاثنين حزم إغاثة فوق الجبل.", "2024-03-03"),
    ("قتل سبعة جنود في اشتباكات اندلعت مساء السبت في مدينة تعز واستمرت حتى صباح الأحد.", "2024-03-02"),
    ("11 شباط، ميناكا: أصيب عامل عقب سقوط قذيفتين على مقربة من المدرج.", "2024-02-11"),
]


@pytest.mark.parametrize(("text", "day"), DAYS)
def test_the_day_is_that_of_the_event(lexicon: Lexicon, text: str, day: str) -> None:
    assert day in {r.date.start for r in counted(lexicon, text)}


def test_a_headline_leaves_the_place_to_the_text(lexicon: Lexicon) -> None:
    """«غارة على بليدا» above «… وسط بلدة بليدا»: the place stands where the event is told in running text."""
    text = "غارة على بليدا\nاستهدفت مسيرة دراجة نارية في وسط بلدة بليدا ما أدى إلى مقتل سائقها."
    (record,) = counted(lexicon, text)
    assert record.place is not None and record.place.span is not None
    assert record.place.span.start > text.index("\n")


def test_the_dead_of_days_are_no_toll_of_the_event_pointed_back_to(lexicon: Lexicon) -> None:
    text = "قصفت قوات النظام مدينة دوما أمس. وأسفر القصف على المدينة خلال الأيام الثلاثة الماضية عن مقتل 60 شخصا."
    (record,) = counted(lexicon, text)
    assert not any(c.harm == "killed" for c in record.casualties)


ONE = [
    "شن مسلحون هجوما على حاجز للجيش في هيت، استخدموا فيه أسلحة متوسطة وقذائف، ما تسبب بمقتل جنديين وتدمير مدرعة.",
    "استعاد الجيش اليمني مطار عدن أمس وأحكموا سيطرتهم على الحي بالكامل.",
]


@pytest.mark.parametrize("text", ONE)
def test_means_and_outcome_are_no_events_of_their_own(lexicon: Lexicon, text: str) -> None:
    assert len(counted(lexicon, text)) == 1


def test_what_happened_during_an_event_has_its_day(lexicon: Lexicon) -> None:
    text = "شنت قوات الأمن حملة أمنية في مدينة السلمية أمس. واعتقلت خلالها أربعة مطلوبين."
    assert {r.date.start for r in counted(lexicon, text)} == {"2024-03-04"}


def test_a_total_stays_with_the_event_it_names(lexicon: Lexicon) -> None:
    bombs = "ارتفاع عدد قتلى المفخخة التي ضربت مدينة عفرين أمس إلى ثمانية، فيما انفجرت دراجة نارية مفخخة مساء في مدينة أعزاز وأصابت شخصين."
    azaz = next(r for r in counted(lexicon, bombs) if r.place is not None and r.place.name_en == "Azaz")
    assert not [c for c in azaz.casualties if c.harm == "killed"]
    raid = "ارتفع عدد شهداء مواجهات مخيم جنين أمس إلى ستة، واعتقل الاحتلال صباح الثلاثاء ثلاثة شبان من جنين."
    assert not [c for r in counted(lexicon, raid) if r.type == "arrest" for c in r.casualties if c.harm == "killed"]


def test_what_an_event_is_dated_by_keeps_its_own_toll(lexicon: Lexicon) -> None:
    text = "قصفت الطائرات الروسية بلدة كفرنبل الجمعة، بعد يوم من مجزرة سراقب التي قتل فيها عشرون مدنيا."
    strike = next(r for r in counted(lexicon, text) if r.place is not None and r.place.name_en == "Kafr Nabl")
    assert not strike.casualties
