"""Rows of dates.tsv: ``published kind start end grain basis period span text``; kind ``-`` means no date at all in ``text``."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import cycle

from hijridate import Hijri
from spell import ordinal

Row = tuple[str, ...]
PUB = date(2024, 5, 15)  # a Wednesday
FRAMES = ["قتل مدني {} في المدينة", "وقع الهجوم {}", "{}", "انفجرت عبوة {}، بحسب مصدر", "أعلن ذلك {}."]
IN = ["قتل مدني في {} بالمدينة", "وقع الهجوم في {}", "منازل القرية في {}، بحسب مصدر", "أعلن ذلك في {}."]
MONTHS: dict[int, list[str]] = {
    1: ["كانون الثاني", "يناير", "جانفي", "كانون الثاني/يناير", "يناير/كانون الثاني", "كانون الثاني (يناير)", "كانون الثاني / يناير"],
    2: ["شباط", "فبراير", "فيفري", "شباط/فبراير", "فبراير/شباط", "شباط (فبراير)", "شباط - فبراير"],
    3: ["آذار", "مارس", "آذار/مارس", "مارس/آذار", "أذار", "اذار", "مارس (آذار)"],
    4: ["نيسان", "أبريل", "إبريل", "ابريل", "أفريل", "نيسان/أبريل", "أبريل نيسان", "أبريل/نيسان"],
    5: ["أيار", "مايو", "ماي", "أيار/مايو", "ايار", "مايو/أيار", "مايو أيار"],
    6: ["حزيران", "يونيو", "يونيه", "جوان", "حزيران/يونيو", "يونيو/حزيران", "يونيو (حزيران)"],
    7: ["تموز", "يوليو", "يوليه", "جويلية", "يوليوز", "تموز/يوليو", "يوليو/تموز"],
    8: ["آب", "أغسطس", "اغسطس", "أوت", "غشت", "آب/أغسطس", "أغسطس/آب", "أغسطس (آب)"],
    9: ["أيلول", "سبتمبر", "شتنبر", "ايلول", "أيلول/سبتمبر", "سبتمبر/أيلول"],
    10: ["تشرين الأول", "أكتوبر", "اكتوبر", "تشرين الاول", "تشرين أول", "تشرين الأول/أكتوبر", "أكتوبر-تشرين الأول", "أكتوبر/تشرين الأول"],
    11: ["تشرين الثاني", "نوفمبر", "نونبر", "تشرين ثاني", "تشرين الثاني/ نوفمبر", "نوفمبر/تشرين الثاني", "تشرين الثاني (نوفمبر)"],
    12: ["كانون الأول", "ديسمبر", "دجنبر", "كانون الاول", "كانون أول", "كانون الأول/ديسمبر", "ديسمبر/كانون الأول"],
}  # fmt: skip
HIJRI = {
    1: "محرم",
    2: "صفر",
    3: "ربيع الأول",
    4: "ربيع الآخر",
    5: "جمادى الأولى",
    6: "جمادى الآخرة",
    7: "رجب",
    8: "شعبان",
    9: "رمضان",
    10: "شوال",
    11: "ذو القعدة",
    12: "ذي الحجة",
}
WEEKDAYS = {0: "الاثنين", 1: "الثلاثاء", 2: "الأربعاء", 3: "الخميس", 4: "الجمعة", 5: "السبت", 6: "الأحد"}
PARTS = ["صباح", "مساء", "فجر", "ظهر", "عصر", "ليل", "مساء يوم", "صباح يوم", "يوم", "ليلة"]
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


def row(
    kind: str,
    start: date | None,
    end: date | None,
    grain: str,
    basis: str,
    span: str,
    text: str,
    period: bool = False,
    pub: date | None = PUB,
) -> Row:
    def iso(day: date | None) -> str:
        return day.isoformat() if day else ""

    return iso(pub), kind, iso(start), iso(end), grain, basis, "1" if period else "0", span, text


def a_day(day: date | None, basis: str, span: str, text: str, pub: date | None = PUB) -> Row:
    return row("day", day, day, "day", basis, span, text, pub=pub)


def past(month: int, day: int) -> date:
    """The latest such day up to publication."""
    here = date(PUB.year, month, day)
    return here if here <= PUB else date(PUB.year - 1, month, day)


def month_of(year: int, month: int) -> tuple[date, date]:
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def dated() -> Iterator[Row]:
    """Days with every name of every month; with a year and without."""
    frames, days, years = cycle(IN), cycle((1, 3, 7, 12, 15, 19, 23, 28)), cycle((2011, 2014, 2018, 2023, 2024, 2019))
    for month, names in MONTHS.items():
        for name in names:
            day, year = next(days), next(years)
            span = f"{day} {name} {year}"
            yield a_day(date(year, month, day), "explicit", span, next(frames).format(span))
            span = f"{day} {name}"
            yield a_day(past(month, day), "explicit", span, next(frames).format(span))
            span = f"{day} من {name}"
            yield a_day(past(month, day), "explicit", span, next(frames).format(span))
            span = f"{ordinal(day)} من {name}"
            yield a_day(past(month, day), "explicit", span, next(frames).format(span))
            span = f"{day} {name} {year}".translate(ARABIC)
            yield a_day(date(year, month, day), "explicit", span, next(frames).format(span))
    for day in range(1, 32):
        span = f"{ordinal(day)} من آذار"
        yield a_day(date(2024, 3, day), "explicit", span, f"في {span} هاجموا النقطة")
        span = f"الـ{day} من آذار"
        yield a_day(date(2024, 3, day), "explicit", span, f"في {span} هاجموا النقطة")
        first = PUB.replace(month=4)
        if day <= 30:
            span = f"{day} من الشهر الماضي"
            yield a_day(first.replace(day=day), "relative", span, f"في {span} وقع الانفجار")
    for month, name in ((4, "نيسان"), (2, "شباط"), (11, "تشرين الثاني"), (6, "يونيو"), (8, "آب/أغسطس")):
        for day in (2, 9, 21):
            span = f"{day} {name} الماضي"
            yield a_day(past(month, day), "explicit", span, f"في {span} قصف الحي")
            span = f"{day} {name} من العام الماضي"
            yield a_day(date(2023, month, day), "explicit", span, f"في {span} قصف الحي")
            span = f"{day} {name} المقبل"
            ahead = date(2024, month, day)
            yield a_day(ahead if ahead > PUB else date(2025, month, day), "explicit", span, f"مؤتمر في {span} بالعاصمة")
            span = f"{day} {name}"
            yield a_day(None, "explicit", span, f"في {span} قصف الحي", None)


def months() -> Iterator[Row]:
    """Months with no day."""
    years = cycle((2012, 2015, 2019, 2023))
    for month, names in MONTHS.items():
        for name in names:
            year = next(years)
            span = f"{name} {year}"
            yield row("period", *month_of(year, month), "month", "explicit", span, f"في {span} سيطروا عليها", True)
            span = f"شهر {name}"
            first = past(month, 1)
            yield row(
                "period", *month_of(first.year, month), "month", "explicit", span, f"في {span} سيطروا عليها", True
            )
            if month != PUB.month:
                span = f"{name} الماضي"
                yield row(
                    "period", *month_of(first.year, month), "month", "explicit", span, f"في {span} سيطروا عليها", True
                )


def figures() -> Iterator[Row]:
    """Days in figures."""
    for day in (
        date(2024, 3, 12),
        date(2023, 12, 31),
        date(2011, 7, 5),
        date(2019, 10, 9),
        date(2024, 1, 1),
        date(2021, 2, 28),
        date(2015, 8, 20),
    ):
        forms = [
            f"{day.day}/{day.month}/{day.year}",
            f"{day.day:02}/{day.month:02}/{day.year}",
            f"{day.day}-{day.month}-{day.year}",
            f"{day.day:02}-{day.month:02}-{day.year}",
        ]
        forms += [
            day.isoformat(),
            f"{day.year}/{day.month:02}/{day.day:02}",
            f"{day.day}.{day.month}.{day.year}",
            f"{day.day} / {day.month} / {day.year}",
        ]
        for form in forms:
            yield a_day(day, "explicit", form, f"صدر بتاريخ {form} عن المكتب")
            form = form.translate(ARABIC)
            yield a_day(day, "explicit", form, f"صدر بتاريخ {form} عن المكتب")


def weekdays() -> Iterator[Row]:
    """Weekdays, bare and with adjectives, with the parts of the day."""
    frames = cycle(FRAMES)
    for number, name in WEEKDAYS.items():
        back = (PUB.weekday() - number) % 7
        latest = PUB - timedelta(days=back)
        before = PUB - timedelta(days=back or 7)
        after = PUB + timedelta(days=7 - back)
        yield a_day(latest, "weekday", name, next(frames).format(name))
        yield a_day(None, "weekday", name, next(frames).format(name), None)
        for part in PARTS:
            yield a_day(latest, "weekday", f"{part} {name}", next(frames).format(f"{part} {name}"))
        for adjective, day in (
            ("الماضي", before),
            ("الفائت", before),
            ("المنصرم", before),
            ("المقبل", after),
            ("القادم", after),
        ):
            for lead in ("", "يوم ", "مساء ", "فجر يوم "):
                span = f"{lead}{name} {adjective}"
                yield a_day(day, "weekday", span, next(frames).format(span))
        yesterday = (number + 1) % 7
        night = f"ليل {name} {WEEKDAYS[yesterday]}"
        end = PUB - timedelta(days=(PUB.weekday() - yesterday) % 7)
        yield row("day", end - timedelta(days=1), end, "day", "weekday", night, f"قصفوا البلدة {night} بالصواريخ")
        night = f"ليل {name} - {WEEKDAYS[yesterday]}"
        yield row("day", end - timedelta(days=1), end, "day", "weekday", night, f"قصفوا البلدة {night} بالصواريخ")


def relative() -> Iterator[Row]:
    """Relative days with the parts of the day and the weekday said again."""
    frames = cycle(FRAMES)
    base = {
        "اليوم": 0,
        "أمس": -1,
        "امس": -1,
        "أول أمس": -2,
        "أول من أمس": -2,
        "أمس الأول": -2,
        "البارحة": -1,
        "غدا": 1,
        "بعد غد": 2,
    }
    for word, days in base.items():
        day = PUB + timedelta(days=days)
        for part in (
            "",
            "صباح ",
            "مساء ",
            "فجر ",
            "ظهر ",
            "عصر ",
            "ليل ",
            "في ساعة متأخرة من مساء ",
            "في وقت سابق ",
            "في وقت سابق من ",
        ):
            span = (part + word).removeprefix("في ")
            yield a_day(day, "relative", span, next(frames).format(f"{part}{word}"))
        if days <= 0:
            span = f"{word} {WEEKDAYS[day.weekday()]}"
            for lead in ("", "مساء ", "فجر "):
                yield a_day(day, "relative", lead + span, next(frames).format(lead + span))
        yield a_day(None, "relative", word, next(frames).format(word), None)
        yield a_day(
            day,
            "relative",
            f"يوم {word}" if word in ("أمس", "امس") else word,
            f"وصل {'يوم ' if word in ('أمس', 'امس') else ''}{word} وفد",
        )
    for word, days in (
        ("الليلة الماضية", -1),
        ("الليلة الفائتة", -1),
        ("الليلة قبل الماضية", -2),
        ("ليلة أمس", -1),
        ("هذه الليلة", 0),
        ("هذا اليوم", 0),
        ("مساء أمس", -1),
    ):
        yield a_day(PUB + timedelta(days=days), "relative", word, f"دوت انفجارات {word} في الحي")


def hijri() -> Iterator[Row]:
    """Hijri days (Umm al-Qura)."""
    for month, name in HIJRI.items():
        for day, year in ((5, 1445), (19, 1444), (27, 1436)):
            on = Hijri(year, month, day).to_gregorian()
            on = date(on.year, on.month, on.day)
            for form in ("{} {} {}", "{} {} {} هـ", "{} من {} {}", "{} {} عام {}"):
                span = form.format(day, name, year)
                yield a_day(on, "explicit", span, f"صدر في {span} عن الديوان")


NAMES = [
    "ثورة",
    "جسر",
    "شارع",
    "مدينة",
    "حركة",
    "مخيم",
    "ساحة",
    "ميدان",
    "مستشفى",
    "جامعة",
    "مدرسة",
    "كتيبة",
    "لواء",
    "سد",
    "صحيفة",
    "مركز",
]


def nothing() -> Iterator[Row]:
    """Texts without a date."""
    for at, name in enumerate(NAMES):
        for day, month in (
            (25, "يناير"),
            (17, "تموز"),
            (6, "أكتوبر"),
            (8, "آذار"),
            (1, "حزيران"),
            (14, "رمضان"),
            (17, "نيسان"),
        ):
            yield ("", "-", "", "", "", "", "", "", f"{('قرب', 'في', 'عند', 'من')[at % 4]} {name} {day} {month}")
    for name in ("سوق", "صلاة", "خطبة", "مسجد", "قرية", "إمام", "سورة", "محطة"):
        for day in ("الجمعة", "الأربعاء", "الخميس", "الاثنين", "الثلاثاء"):
            yield ("", "-", "", "", "", "", "", "", f"انتهت {name} {day} بسلام")
    for word in ("شباب", "نواب", "طلاب", "كتاب", "حساب", "باب", "أعشاب", "ركاب", "إرهاب", "انسحاب", "خراب", "أسباب"):
        for text in ("قتل {} في القرية", "اجتمع {} المنطقة", "خمسة {} من البلدة"):
            yield ("", "-", "", "", "", "", "", "", text.format(word))
    for word in (
        "العالمي للصحفيين",
        "الوطني للبلاد",
        "السابع",
        "الدولي للسلام",
        "الأول للهدنة",
        "الثاني للعملية",
        "الثالث للمعركة",
        "الدراسي",
        "الواحد",
    ):
        for head in ("صادف", "شهد", "بعد"):
            yield ("", "-", "", "", "", "", "", "", f"{head} اليوم {word}")
    for n in (3, 7, 12, 20, 44):
        for text in (
            "قتل {} مدنيين",
            "عيار {} ملم",
            "اللواء {}",
            "{} كم شرقا",
            "الشاب أحمد ({} عاما)",
            "بنسبة {} بالمئة",
            "{} دولارا",
            "عمره {} سنة",
            "القرار رقم {}",
        ):
            yield ("", "-", "", "", "", "", "", "", text.format(n))


def rows() -> list[Row]:
    """All expanded rows."""
    import period_rows

    parts = (dated, months, figures, weekdays, relative, hijri, *period_rows.PARTS, nothing)
    return [made for part in parts for made in part()]
