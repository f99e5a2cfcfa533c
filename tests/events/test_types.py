"""The type of an event: by whom it hit, who did it, what came of it; and what goes on with an event told before."""

import pytest

from waqai.lexicon.load import Lexicon, load
from waqai.model import Record, Report
from waqai.pipeline import code


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load()


def counted(lexicon: Lexicon, text: str) -> list[Record]:
    return [r for r in code(Report(text=text, source="x", published="2024-03-05"), lexicon).records if r.counts]


BY_OUTCOME = [
    ("هاجم مسلحون عمالا في بادية السخنة وقتلوا أربعة عمال.", "attack_on_civilians"),
    ("هاجم مسلحو بوكو حرام ثكنة للجيش في منطقة بحيرة تشاد وقتلوا أربعة جنود.", "armed_clash"),
    ("مقتل عشرة جنود في هجومين متزامنين استهدفا موقعين للجيش في منطقة تيلابيري.", "armed_clash"),
    ("القوات العراقية قتلت ثمانية من عناصر داعش في وادي الشاي جنوب كركوك.", "armed_clash"),
    ("قتلت قوات الدعم السريع ثلاثة مزارعين في قرية أم دوانة بولاية الجزيرة.", "attack_on_civilians"),
    ("قتلت قوات الدعم السريع عشرين أسيرا بعد استسلامهم في مدينة الفاشر.", "execution"),
    ("استشهد الفتى يوسف عمرو (15 عاما) برصاص قوات الاحتلال في بلدة بيت أمر شمال الخليل.", "attack_on_civilians"),
    ("قتل ضابط متقاعد برصاص مجهولين في حي العامرية غربي بغداد.", "targeted_killing"),
    ("لقي راعيان مصرعهما برصاص مسلحين مجهولين شرق مدينة الدلنج.", "attack_on_civilians"),
    (
        "قتل شرطي وأصيب ثلاثة من زملائه عندما أطلق مسلحون النار على دوريتهم في حي الزهور شرقي الموصل.",
        "armed_clash",
    ),
    ("أحرق متطرفان منزلا فلسطينيا في قرية دوما ما أدى إلى استشهاد رضيع.", "attack_on_civilians"),
    ("قتل 20 عنصرا من داعش بعمليات عسكرية نفذت أمس في مناطق الكرمة.", "attack"),
    ("أحبط الجيش محاولة تسلل للحوثيين في جبهة حريب وقتل أربعة منهم.", "armed_clash"),
    ("كثف طيران التحالف العربي من هجماته على مواقع عسكرية للحوثيين في محافظة صعدة.", "air_drone_strike"),
    ("دمرت طائرات التحالف منصات إطلاق صواريخ في محافظة الحديدة.", "air_drone_strike"),
    ("أطلقت الدبابات النار على منازل المواطنين في حي الزيتون شرق غزة.", "shelling"),
    ("مقتل 15 عنصرا من داعش وتدمير سيارة مفخخة بقصف لطيران التحالف في قضاء بيجي.", "air_drone_strike"),
    ("أعلنت السعودية هوية الانتحاري الذي نفذ تفجيرا في مسجد بأبها.", "suicide_bomb"),
    ("سيطرت المقاومة الشعبية على مديرية المعافر.", "territory_regained"),
    ("أدت المعارك إلى طرد مسلحي القاعدة من مدينة عتق.", "territory_regained"),
    ("تمكنت قوات الحزام الأمني من السيطرة على معسكر للقاعدة في مديرية المحفد.", "territory_regained"),
    ("أعلن المتمردون سيطرتهم على مدينة غوما.", "territory_seized"),
]


@pytest.mark.parametrize(("text", "type_"), BY_OUTCOME)
def test_type_by_outcome(lexicon: Lexicon, text: str, type_: str) -> None:
    assert [r.type for r in counted(lexicon, text)] == [type_]


GOES_ON = [
    ("اعتقلت المخابرات الجوية شابا على حاجز في مدينة حمص واقتادته إلى جهة مجهولة.", ["abduction"]),
    ("تم اعتقال أربعين طالبا واقتيادهم إلى أماكن مجهولة في مدينة صنعاء.", ["abduction"]),
    ("أوقفت قوة ملثمة صحفيا في حي الأندلس بطرابلس ونقلته إلى مكان مجهول.", ["abduction"]),
    ("اقتحم مسلحون مستودعا في مدينة الشحيل ونهبوا محتوياته.", ["looting_destruction"]),
    ("إزالة أكثر من 60 عبوة ناسفة من الطريق الرابط بين هيت وكبيسة.", ["disrupted_weapons"]),
    ("قتل ثلاثة جنود لدى مرور آليتهم فوق لغم أرضي في مدينة ميدي.", ["ied_mine"]),
    ("العثور على ست جثث مجهولة الهوية في مدينة ترهونة.", ["body_found"]),
    (
        "بدأت القوات الأمنية تنفيذ المرحلة الأولى من عملية تحرير مدينة الفلوجة من سيطرة تنظيم داعش.",
        ["operation"],
    ),
]


@pytest.mark.parametrize(("text", "types"), GOES_ON)
def test_what_goes_on_with_an_event_is_no_second_one(lexicon: Lexicon, text: str, types: list[str]) -> None:
    assert [r.type for r in counted(lexicon, text)] == types


NOTHING = [
    "تشهد منطقة تيلابيري منذ 2017 هجمات يشنها موالون لتنظيم القاعدة.",
    "أقدم سامي على قتل جاره. وقد نفذ حكم القتل قصاصا بالجاني في مدينة الطائف، وكان حكم القضاء نهائيا.",
    "وجد الباحثون مقبرة أثرية في مدينة الأقصر.",
    "احتجاز عشرين شاحنة وقود لتهريبها في مدينة ذمار.",
    "غادر الوزير آخر القاعات في قصر المؤتمرات بمدينة وهران.",
]


@pytest.mark.parametrize("text", NOTHING)
def test_other_senses_are_no_violence(lexicon: Lexicon, text: str) -> None:
    assert not [r for r in counted(lexicon, text) if r.type not in ("execution", "movement_restriction")]


def test_no_subject_stands_behind_the_object(lexicon: Lexicon) -> None:
    records = counted(lexicon, "قُبض في بلدة الزر على رجلين متهمين بتمويل خلايا تنظيم داعش.")
    assert [(r.type, [a.actor for a in r.actors if a.role == "initiator"]) for r in records] == [("arrest", [])]


def test_about_so_many_gunmen_attack(lexicon: Lexicon) -> None:
    records = counted(lexicon, "هاجم نحو أربعين مستوطنا قرية برقة شرق رام الله.")
    assert [[a.actor for a in r.actors if a.role == "initiator"] for r in records] == [["SETTLERS"]]
