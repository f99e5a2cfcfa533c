"""Languages are told apart and named."""

from __future__ import annotations

import pytest

from waqai.sources import detect


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("ar", "قتل ثلاثة مدنيين في قصف على بلدة الشحيل، وقالت مصادر محلية إن الجرحى نقلوا إلى المشفى"),
        ("ar", "اعتقال شابين في السلمية"),
        ("ar", "مقتل ٣ عناصر من PKK و YPG في هجوم على حاجز قرب مدينة الحسكة"),
        ("ar", "چان الهجوم على گرمة علي في البصرة وأصيب فيه أربعة من أفراد الشرطة"),
        ("fa", "سه غیرنظامی در این حمله کشته شدند و نیروهای امنیتی منطقه را به محاصره درآوردند که هنوز ادامه دارد"),
        ("ur", "حملے میں تین شہری ہلاک ہو گئے اور پولیس نے علاقے کو گھیرے میں لے لیا ہے"),
        ("ckb", "لە هێرشەکەدا سێ هاووڵاتی کوژران و هێزە ئەمنییەکان ناوچەکەیان گەمارۆ دا"),
        ("ps", "په برید کې درې ملکي وګړي ووژل شول او امنیتي ځواکونو سیمه محاصره کړه چې لا دوام لري"),
        ("en", "Three civilians were killed in the shelling of a town in the north of the country"),
        ("tr", "Saldırıda üç sivil hayatını kaybetti ve güvenlik güçleri bölgeyi kuşattı"),
        ("fr", "Trois civils ont été tués dans une attaque contre le village, selon les autorités"),
        ("ku", "Di êrîşê de sê sivîl hatin kuştin û hêzên ewlehiyê li herêmê belav bûn"),
        ("he", "שלושה אזרחים נהרגו בהתקפה"),
        ("ru", "Три мирных жителя погибли при обстреле"),
        ("und", "12345 --- 67"),
    ],
)
def test_language(code: str, text: str) -> None:
    assert detect(text).code == code
