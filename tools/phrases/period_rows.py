"""Rows of dates.tsv for periods: ago, since, within, units and their edges, from one day to another."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product

from dates_rows import PUB, Row, a_day, month_of, past, row
from spell import spell


def ago() -> Iterator[Row]:
    """Counted back from publication."""
    for n in range(1, 12):
        units = {1: "يوم", 2: "يومين"}.get(n) or f"{spell(n)} {'أيام' if n < 11 else 'يوما'}"
        yield a_day(PUB - timedelta(days=n), "relative", f"قبل {units}", f"هاجموا القرية قبل {units}، وانسحبوا")
        yield row(
            "period",
            PUB - timedelta(days=n),
            PUB,
            "period",
            "relative",
            f"منذ {units}",
            f"يحاصرون القرية منذ {units}، ويمنعون الطعام",
            True,
        )
        if n > 2:
            digits = f"{n} {'أيام' if n < 11 else 'يوما'}"
            yield a_day(PUB - timedelta(days=n), "relative", f"قبل {digits}", f"هاجموا القرية قبل {digits}، وانسحبوا")
        for head in ("خلال", "في غضون"):
            span = f"{head} {units}".removeprefix("في ")
            yield row(
                "period",
                PUB - timedelta(days=n),
                PUB,
                "period",
                "relative",
                span,
                f"قتلوا {head} {units} عددا كبيرا",
                True,
            )
    for hours in (12, 24, 36, 48, 72):
        start = PUB - timedelta(days=hours // 24)
        start = start if hours >= 24 else PUB - timedelta(hours=hours)
        for pattern in (
            "خلال {} ساعة",
            "خلال الساعات الـ{} الماضية",
            "خلال الساعات ال{} الأخيرة",
            "خلال آخر {} ساعة",
            "خلال الـ{} ساعة الماضية",
        ):
            span = pattern.format(hours)
            yield row("period", start, PUB, "period", "relative", span, f"سقط قتلى {span} في الحي", True)
    for n, word in ((3, "الثلاثة"), (4, "الأربعة"), (5, "الخمسة"), (7, "السبعة"), (10, "العشرة")):
        span = f"الأيام {word} الماضية"
        yield row(
            "period",
            PUB - timedelta(days=n),
            PUB,
            "period",
            "relative",
            f"خلال {span}",
            f"قتلوا خلال {span} كثيرين",
            True,
        )
        yield row(
            "period", PUB - timedelta(days=n), PUB, "period", "relative", span, f"شهدت القرية في {span} هدوءا", True
        )
    for text, days in (("اليومين الماضيين", 2), ("الأسبوعين الماضيين", 14), ("اليومين الأخيرين", 2)):
        yield row(
            "period",
            PUB - timedelta(days=days),
            PUB,
            "period",
            "relative",
            f"خلال {text}",
            f"قتلوا خلال {text} كثيرين",
            True,
        )


def units() -> Iterator[Row]:
    """Weeks, months and years; their edges; what is counted since them."""
    year = date(2024, 1, 1), date(2024, 12, 31)
    last_year = date(2023, 1, 1), date(2023, 12, 31)
    saturday = PUB - timedelta(days=(PUB.weekday() - 5) % 7)
    week = timedelta(days=7)
    wholes: list[tuple[str, date, date, str]] = [
        ("الشهر الماضي", *month_of(2024, 4), "month"), ("الشهر الفائت", *month_of(2024, 4), "month"), ("الشهر المنصرم", *month_of(2024, 4), "month"), ("الشهر الجاري", *month_of(2024, 5), "month"), ("الشهر الحالي", *month_of(2024, 5), "month"),
        ("هذا الشهر", *month_of(2024, 5), "month"), ("الشهر المقبل", *month_of(2024, 6), "month"), ("العام الماضي", *last_year, "year"), ("العام الفائت", *last_year, "year"), ("العام المنصرم", *last_year, "year"), ("السنة الماضية", *last_year, "year"),
        ("العام الجاري", *year, "year"), ("العام الحالي", *year, "year"), ("هذا العام", *year, "year"), ("السنة الحالية", *year, "year"), ("العام المقبل", date(2025, 1, 1), date(2025, 12, 31), "year"), ("العام قبل الماضي", date(2022, 1, 1), date(2022, 12, 31), "year"),
        ("الأسبوع الماضي", saturday - week, saturday - timedelta(days=1), "week"), ("الأسبوع الفائت", saturday - week, saturday - timedelta(days=1), "week"), ("الأسبوع الجاري", saturday, saturday + timedelta(days=6), "week"),
        ("هذا الأسبوع", saturday, saturday + timedelta(days=6), "week"), ("الأسبوع المقبل", saturday + week, saturday + timedelta(days=13), "week"),
    ]  # fmt: skip
    for text, start, end, grain in wholes:
        yield row("period", start, end, grain, "relative", text, f"شنوا {text} هجمات على القرية", True)
        yield row("period", start, end, grain, "relative", f"خلال {text}", f"شنوا خلال {text} هجمات", True)
        yield row("period", None, None, grain, "relative", text, f"شنوا {text} هجمات على القرية", True, None)
    for y in (1982, 1999, 2003, 2011, 2014, 2016, 2020, 2023):
        for form in ("عام {}", "العام {}", "سنة {}", "عام {} م"):
            span = form.format(y)
            yield row(
                "period", date(y, 1, 1), date(y, 12, 31), "year", "explicit", span, f"سقطت البلدة {span} بيدهم", True
            )
        yield row("period", date(y, 1, 1), date(y, 12, 31), "year", "explicit", str(y), f"سيطروا عليها في {y}.", True)
        yield row(
            "period",
            date(y, 1, 1),
            PUB,
            "period",
            "explicit",
            f"منذ عام {y}",
            f"يحتلون التلة منذ عام {y} دون توقف",
            True,
        )
    early, middle, late = ("مطلع", "بداية", "أوائل", "مستهل"), ("منتصف", "أواسط"), ("أواخر", "نهاية", "ختام")
    for (text, start, end), words in product(
        (
            ("الشهر الجاري", *month_of(2024, 5)),
            ("الشهر الماضي", *month_of(2024, 4)),
            ("آذار", *month_of(2024, 3)),
            ("شهر شباط الماضي", *month_of(2024, 2)),
            ("أيلول 2019", *month_of(2019, 9)),
        ),
        (early, middle, late),
    ):
        cut = {
            early: (start, start.replace(day=10)),
            middle: (start.replace(day=11), start.replace(day=20)),
            late: (start.replace(day=21), end),
        }[words]
        basis = "relative" if "الشهر" in text else "explicit"
        for word in words:
            span = f"{word} {text}"
            yield row("period", *cut, "period", basis, span, f"سيطروا {span} على التلة", True)
    for text, of, basis in (
        ("العام الجاري", 2024, "relative"),
        ("العام الماضي", 2023, "relative"),
        ("2019", 2019, "explicit"),
        ("عام 2015", 2015, "explicit"),
        ("العام", 2024, "relative"),
    ):
        for words, (a, b) in ((early, (1, 4)), (middle, (5, 8)), (late, (9, 12))):
            for word in words:
                span = f"{word} {text}"
                yield row(
                    "period",
                    date(of, a, 1),
                    month_of(of, b)[1],
                    "period",
                    basis,
                    span,
                    f"سيطروا {span} على التلة",
                    True,
                )
        for word in early:
            for until in (
                "",
                " وحتى الآن",
                " حتى الآن",
                " حتى اليوم",
                " وحتى تاريخه",
                " ولغاية اليوم",
                " وحتى لحظة إعداد الخبر",
            ):
                span = f"منذ {word} {text}{until}"
                yield row(
                    "period", date(of, 1, 1), PUB, "period", basis, span, f"أحصى المركز {span} نحو عشرين حادثة", True
                )
    for text, start in (
        ("بداية الشهر", date(2024, 5, 1)),
        ("مطلع الشهر الجاري", date(2024, 5, 1)),
        ("بداية آذار", date(2024, 3, 1)),
        ("مطلع تشرين الثاني", date(2023, 11, 1)),
        ("الأول من كانون الثاني", date(2024, 1, 1)),
        ("15 نيسان/أبريل 2023", date(2023, 4, 15)),
        ("السابع من أكتوبر", date(2023, 10, 7)),
        ("7 تشرين الأول", date(2023, 10, 7)),
        ("أمس", PUB - timedelta(days=1)),
        ("آذار 2011", date(2011, 3, 1)),
        ("فجر اليوم", PUB),
        ("الجمعة الماضية", date(2024, 5, 10)),
        ("مساء الأحد", date(2024, 5, 12)),
    ):
        span = f"منذ {text}"
        basis = (
            "relative"
            if text in ("بداية الشهر", "مطلع الشهر الجاري", "أمس", "فجر اليوم")
            else "weekday"
            if "الجمعة" in text or "الأحد" in text
            else "explicit"
        )
        yield row("period", start, PUB, "period", basis, span, f"قتل {span} أكثر من عشرين مدنيا", True)
    for text, start, end in (
        ("النصف الأول من 2023", date(2023, 1, 1), date(2023, 6, 30)),
        ("النصف الثاني من عام 2022", date(2022, 7, 1), date(2022, 12, 31)),
        ("الربع الأول من 2024", date(2024, 1, 1), date(2024, 3, 31)),
        ("الربع الثالث من عام 2021", date(2021, 7, 1), date(2021, 9, 30)),
        ("الربع الأخير من العام الماضي", date(2023, 10, 1), date(2023, 12, 31)),
        ("النصف الأول من العام الجاري", date(2024, 1, 1), date(2024, 6, 30)),
    ):
        basis = "relative" if text.endswith(("الماضي", "الجاري")) else "explicit"
        yield row("period", start, end, "period", basis, text, f"وثق المركز في {text} مقتل خمسين", True)
        yield row("period", start, end, "period", basis, f"خلال {text}", f"وثق المركز خلال {text} مقتل خمسين", True)


def spans() -> Iterator[Row]:
    """From one day to another."""
    for low, high, month, name in (
        (1, 7, 3, "آذار"),
        (10, 15, 4, "نيسان"),
        (3, 9, 2, "فبراير"),
        (20, 27, 11, "تشرين الثاني"),
        (5, 12, 7, "تموز/يوليو"),
    ):
        year = past(month, low).year
        start, end = date(year, month, low), date(year, month, high)
        for pattern in (
            "بين {} و{} {}",
            "ما بين {} و{} {}",
            "{}-{} {}",
            "{} - {} {}",
            "{} إلى {} {}",
            "من {} إلى {} {}",
            "من {} وحتى {} {}",
            "من {} حتى {} {}",
        ):
            span = pattern.format(low, high, name)
            yield row("period", start, end, "period", "explicit", span, f"قتل {span} عشرات المدنيين", True)
        span = f"{low} {name} إلى {high} {name} 2022"
        yield row(
            "period",
            date(2022, month, low),
            date(2022, month, high),
            "period",
            "explicit",
            f"من {span}",
            f"قتل من {span} عشرات المدنيين",
            True,
        )
        span = f"بين {low} {name} و{high} {name} 2022"
        yield row(
            "period",
            date(2022, month, low),
            date(2022, month, high),
            "period",
            "explicit",
            span,
            f"قتل {span} عشرات المدنيين",
            True,
        )


PARTS = (ago, units, spans)
