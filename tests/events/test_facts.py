"""What is real, and what is new: talk of events, plans and history are not news, and news told oddly is."""

import pytest

from waqai.lexicon.load import Lexicon, load
from waqai.model import Record, Report
from waqai.pipeline import code

NOT_REAL = [
    ("قال المتحدث إن هجمات تنظيم داعش في العراق تعرقل عودة النازحين.", "generic"),
    ("ترى الحكومة أن قصف المدن السورية يقوض فرص السلام.", "generic"),
    ("إن قتل المدنيين في حلب جريمة لا تغتفر.", "generic"),
    ("واعتبر الكاتب أن استهداف المصلين في مسجد بصنعاء سلوك همجي.", "generic"),
    ("إن شركة فاغنر هي من يقتل السودانيين اليوم.", "generic"),
    ("هؤلاء هم من قصف حلب ودمر أسواقها.", "generic"),
    ("لا أحد يقر قتل الأبرياء في تعز.", "generic"),
    ("تشهد أطراف مدينة مأرب مواجهات مسلحة بين فترة وأخرى بين الحوثيين والمقاومة الشعبية.", "generic"),
    ("كل يوم تقتحم قوات الاحتلال مخيم جنين وتعتقل شبانا.", "generic"),
    ("دأبت قوات النظام على قصف الأسواق في إدلب.", "generic"),
    ("يعاقب القانون بالسجن كل من يهاجم مقرات الشرطة في الأردن.", "generic"),
    ("تهدف الحملة إلى استعادة السيطرة على الرقة من تنظيم داعش.", "planned"),
    ("اجتمع قادة الفصائل في إعزاز للتنسيق للبدء بعملية عسكرية ضد تنظيم داعش في ريف حلب.", "planned"),
    ("وافقت لندن على المشاركة في الضربات الجوية ضد تنظيم داعش في سوريا.", "planned"),
    ("أجازت المحكمة اعتقال الناشطين في القدس دون محاكمة.", "planned"),
    ("قتل المسلحون بعد محاولة عناصر التنظيم شن هجوم على منطقة المضيق شرق الرمادي.", "planned"),
    ("مجموعات مسلحة تحاول تفجير أبراج نقل الطاقة في ديالى.", "planned"),
    ("وتأتي الزيارة عشية التوقيع المرتقب في الرياض على اتفاق بين الحكومة والمجلس الانتقالي.", "planned"),
    ("قال الوزير إن الجيش قادر على قصف أي موقع في إدلب.", "hypothetical"),
    ("ماذا لو سقطت مدينة مأرب بيد الحوثيين؟", "hypothetical"),
    ("كشفت الأجهزة مؤامرات عديدة كانت تستهدف مساجد في الدمام.", "foiled"),
    ("الادعاء بأن قواتنا هاجمت السفن في ملكال كاذب.", "denied"),
    ("القول إن طائراتنا قصفت المشفى في حلب محض افتراء.", "denied"),
    ("اعتقلت القوات مطلوبا في بيجي، نافية في الوقت نفسه ما تداولته صفحات عن سقوط ناحية العلم بيد التنظيم.", "denied"),
]

OLD = [
    "وأعلن اللواء ولاءه للحكومة تحت ضغط من الحوثيين الذين سيطروا على مدن كثيرة في اليمن منها مدينة ذمار.",
    "وزار الوفد المنطقة التي قصفها النظام في إدلب.",
    "أكد الوزير أن عملية تحرير مدينة عدن كشفت حجم الدمار.",
    "أظهر قصف مدينة الفلوجة حجم الدمار الذي لحق بها.",
    "وفي أثناء زيارتي لإيطاليا في ثمانينات القرن الماضي شهدت مظاهرة في روما.",
    "قالت الناجية التي أفرج عنها مؤخرا من سجن صنعاء إنها تعرضت للتعذيب.",
    "وكان سكان القطاع قد خرجوا للتزود بالطعام، فيما انتشلت فرق الإنقاذ 40 جثة من تحت الأنقاض في خزاعة.",
]

NEWS = [
    ("قال متحدث إن هجمات شنها داعش أمس في كركوك أجبرت المئات على النزوح.", "attack"),
    ("كرر النظام أمس قصفه المتكرر لبلدة خان شيخون فقتل أربعة مدنيين.", "shelling"),
    ("شنت طائرات التحالف أمس غارات على صنعاء كعادتها.", "air_drone_strike"),
    ("تمكنت القوات من تحرير بلدة الصقلاوية.", "territory_regained"),
    ("أعلن البنتاغون مشاركة طائرات أميركية في غارات على مواقع داعش قرب الرقة أمس.", "air_drone_strike"),
    ("نفت الحكومة مسؤوليتها عن قصف السوق في إدلب.", "shelling"),
    ("أقرت السلطات باعتقال خمسة ناشطين في تعز.", "arrest"),
    ("بعد أن قصف الجيش بلدة دوما انسحب المسلحون.", "shelling"),
]


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load()


def records(lexicon: Lexicon, text: str) -> list[Record]:
    found = code(Report(text=text, source="x", published="2024-03-05"), lexicon).records
    return [r for r in found if r.kind in ("incident", "access") and r.type != "visit"]


@pytest.mark.parametrize(("text", "factuality"), NOT_REAL)
def test_what_is_not_told_as_done_never_counts(lexicon: Lexicon, text: str, factuality: str) -> None:
    assert factuality in {r.factuality for r in records(lexicon, text)}


@pytest.mark.parametrize("text", OLD)
def test_history_is_background(lexicon: Lexicon, text: str) -> None:
    found = records(lexicon, text)
    assert found and all(r.background for r in found)


@pytest.mark.parametrize(("text", "type_"), NEWS)
def test_news_told_oddly_stays_news(lexicon: Lexicon, text: str, type_: str) -> None:
    assert any(r.type == type_ and r.counts and not r.background for r in records(lexicon, text))


@pytest.mark.parametrize(
    ("text", "type_"),
    [
        ("اعتصم معلمون أمس في رام الله احتجاجا على اعتقال عدد من الطلاب في نابلس.", "arrest"),
        ("أفرج المسلحون أمس عن موظفين أمميين كانوا قد اختطفوا في أبين.", "abduction"),
        ("زار الوفد أمس المنطقة التي قصفها النظام في إدلب.", "shelling"),
    ],
)
def test_a_reason_does_not_take_the_day_before_it(lexicon: Lexicon, text: str, type_: str) -> None:
    assert [r.date.start for r in records(lexicon, text) if r.type == type_] == [None]
