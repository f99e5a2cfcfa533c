"""Days: relative words, weekdays, day and month with or without year, figures."""

from __future__ import annotations

import re
from datetime import date, timedelta

from waqai.lexicon.numbers import ARTICLE
from waqai.match import dates_calendar as cal
from waqai.match.dates_words import CLOSE, OPEN, SEPARATORS, Cursor, Month, When, Year
from waqai.match.numbers_words import AND
from waqai.model import DateBasis, Grain

_FIGURES = re.compile(r"(\d{1,4})([/.-])(\d{1,2})\2(\d{1,4})$")
_SHORT = re.compile(r"(\d{1,2})[/-](\d{1,2})$")


def lead(c: Cursor, k: int) -> tuple[int, tuple[str, ...]]:
    """Where the day begins behind its parts («في ساعة متأخرة من مساء يوم»), and the rules of what was passed."""
    why: list[str] = []
    for _ in range(3):
        word = c.word(k, "part")
        if word is None:
            break
        k += word.length
        why.append("dates.part_of_day")
        if c.word(k, "of"):
            k += 1
    yom = c.word(k, "yom")
    if yom:
        k += yom.length
        why.append("dates.yom")
    return k, tuple(why)


def single_day(c: Cursor, k: int) -> When | None:
    """A day at ``k``: parts of it, then a relative word, a weekday, a dated day or figures."""
    night = c.word(k, "night")
    if night:
        return _shifted(c, k, k + night.length, night.value, ("dates.night",))
    at, why = lead(c, k)
    if at >= c.size:
        return None
    found = relative(c, at) or weekdays(c, at) or dated(c, at) or figures(c, at, bool(why))
    return _with_part(c, k, why, found) if found else None


def numbered_day(c: Cursor, k: int) -> When | None:
    """A day that begins with its number («12 آذار», «12/3/2024»)."""
    found = dated(c, k) or figures(c, k, False)
    return _with_part(c, k, (), found) if found else None


def _with_part(c: Cursor, k: int, why: tuple[str, ...], found: When) -> When:
    """``found`` from token ``k``, with the part of the day that follows it («أمس مساء»)."""
    j = found.j
    adverb = c.word(j, "part_adv")
    if adverb and found.kind == "day" and not (c.word(j, "part") and _day_word(c, j + 1)):
        j += adverb.length
    return found._replace(i=k, j=j, why=(*why, *found.why))


def _day_word(c: Cursor, k: int) -> bool:
    return c.word(k, "weekday", "day", "yom") is not None


def _shifted(c: Cursor, k: int, j: int, days: int, why: tuple[str, ...]) -> When:
    on = cal.shift_days(c.published, days) if c.published else None
    return When(k, j, on, on, "day", "relative", "day", why, direction=(days > 0) - (days < 0))


def relative(c: Cursor, k: int) -> When | None:
    """اليوم, أمس, أول أمس, غدا, with the weekday or the date that says it again («أمس الاثنين»)."""
    word = c.word(k, "day")
    if word is None or (word.id == "today" and _day_noun(c, k, word.length)):
        return None
    found = _shifted(c, k, k + word.length, word.value, ("dates.relative",))
    return again(c, found)


def _day_noun(c: Cursor, k: int, length: int) -> bool:
    """Whether اليوم is a noun here: اليوم السابع, صحيفة اليوم, اليوم العالمي."""
    after = k + length
    if c.key(k - 1) in c.tables.today_before or c.key(after) in c.tables.today_after:
        return True
    atom = c.found.get(after)
    if atom is not None and atom.shape == "word" and atom.form.role in ("ordinal", "ten") and atom.form.pro == ARTICLE:
        numbered = c.day_number(after)
        return numbered is None or c.month(numbered[2] + 1) is None
    return bool(c.word(after, "same", "past", "next")) and length == 1


def again(c: Cursor, found: When) -> When:
    """``found`` with the weekday, then the date, that says it again, in brackets or behind a comma or not."""
    at = found.j + 1 if c.key(found.j) in ("،", ",", "(", "-", "–") else found.j
    yom = c.word(at, "yom")
    at += 1 if yom else 0
    day = c.word(at, "weekday")
    if day and found.start and found.start.weekday() != day.value and at > found.j and not yom:
        day = None
    if day:
        if found.start and c.published and found.start.weekday() != day.value:
            # a page crawled or posted days later: the weekday is what the outlet wrote
            on = cal.weekday(c.published, day.value, 0)
            found = found._replace(start=on, end=on, why=(*found.why, "dates.weekday_decides"))
        closed = c.key(found.j) in OPEN and c.key(at + day.length) in CLOSE
        if c.key(found.j) not in OPEN or closed:
            found = found._replace(j=at + day.length + closed, why=(*found.why, "dates.weekday_again"))
    return date_again(c, found)


def date_again(c: Cursor, found: When) -> When:
    """``found`` with a full date that follows it («الخميس 12 آذار», «(12/3/2024)»): the date decides."""
    at = found.j + 1 if c.key(found.j) in ("،", ",", "(", "-", "–") else found.j
    dated_word = c.word(at, "date_word")
    at += dated_word.length if dated_word else 0
    explicit = dated(c, at) or figures(c, at, True)
    if explicit is None or explicit.period or explicit.kind != "day":
        return found
    explicit = _weekday_year(c, found, explicit)
    if _elsewhere(found, explicit) and not dated_word:
        return found
    j = explicit.j + (1 if c.key(found.j) in OPEN and c.key(explicit.j) in CLOSE else 0)
    return explicit._replace(i=found.i, j=j, why=(*found.why, *explicit.why))


def _elsewhere(found: When, explicit: When) -> bool:
    """Whether a date behind a day is not that day's own: «أمس 1/1» is a score."""
    if not (found.start and explicit.start) or abs((explicit.start - found.start).days) <= 1:
        return False
    return explicit.start.weekday() != found.start.weekday() or explicit.why[-1] == "dates.figures.short"


def _weekday_year(c: Cursor, found: When, explicit: When) -> When:
    """The year of «الثلاثاء 11 أغسطس»: one near publication in which that day is a Tuesday."""
    day, on = found.start, explicit.start
    if not (day and on and c.published) or explicit.why[-1] != "dates.day_month" or on.weekday() == day.weekday():
        return explicit
    for year in (c.published.year, c.published.year - 1, c.published.year + 1):
        other = cal.day(year, on.month, on.day)
        if other and other.weekday() == day.weekday():
            return explicit._replace(start=other, end=other, why=(*explicit.why, "dates.weekday_year"))
    return explicit


def weekdays(c: Cursor, k: int) -> When | None:
    """A weekday, bare or with its adjective, a pair (السبت والأحد), or a night between two (ليل السبت الأحد)."""
    word = c.word(k, "weekday")
    if word is None or _weekday_name(c, k):
        return None
    j = k + word.length
    pair = _pair(c, k, j)
    if pair:
        second, end, night = pair
        adjective = c.adjective(end)
        direction, end = (adjective[0], adjective[2]) if adjective else (0, end)
        return _weekday_pair(c, k, end, word.value, second, direction, night)
    adjective = c.adjective(j)
    if adjective and adjective[1]:
        return When(k, adjective[2], None, None, "day", "weekday", "anchor", ("dates.weekday.same",))
    direction, j = (adjective[0], adjective[2]) if adjective else (0, j)
    on = cal.weekday(c.published, word.value, direction) if c.published else None
    why = ("dates.weekday.adjective",) if adjective else ("dates.weekday.latest", "dates.weekday")
    return date_again(c, When(k, j, on, on, "day", "weekday", "day", why, direction=direction))


def _weekday_name(c: Cursor, k: int) -> bool:
    """Whether the weekday is part of a name (سوق الأربعاء, خطبة الجمعة), the word ahead with or without proclitics."""
    before = c.key(k - 1)
    heads = c.tables.weekday_heads
    return before in heads or before[1:] in heads or (before[:2] in ("وب", "ال") and before[2:] in heads)


def _pair(c: Cursor, k: int, j: int) -> tuple[int, int, bool] | None:
    """``(second weekday, j, is a night between)``."""
    at = j + 1 if c.key(j) in ("-", "–", "/", "ـ", "—") else j
    second = c.word(at, "weekday")
    if second and (at > j or c.word(k - 1, "part")):
        return second.value, at + second.length, True
    joined = c.word(j, "weekday", joined=True)
    if joined and joined.pro == AND and c.word(k - 1, "yom", "part", "between"):
        return joined.value, j + joined.length, False
    return None


def _weekday_pair(c: Cursor, k: int, j: int, first: int, second: int, direction: int, night: bool) -> When:
    rule = "dates.weekday.night" if night else "dates.weekday.pair"
    if c.published is None:
        return When(k, j, None, None, "day", "weekday", "day", (rule,), direction=direction)
    # a night is past when its evening is: on Sunday morning «ليل السبت الأحد» is the night that just ended
    end = cal.weekday(c.published, second, direction)
    start = end - timedelta(days=(second - first) % 7 or 7)
    if (end - start).days > 2 and night:
        start = end
    return When(k, j, start, end, "day" if night else "period", "weekday", "day", (rule,), direction=direction)


def dated(c: Cursor, k: int) -> When | None:
    """A day with its month: «12 آذار/مارس 2024», «السابع من أكتوبر», «1-7 آذار», «الـ23 من الشهر الماضي»."""
    number = c.day_number(k)
    if number is None:
        return None
    low, high, j = number
    more = _second_number(c, j)
    if more and more[0] > low:
        high, j = more
    return _of_month(c, k, low, high, j)


def _second_number(c: Cursor, j: int) -> tuple[int, int] | None:
    """The last day of «1 - 7 آذار», «1 و2 آذار», «1 إلى 7 آذار» and where it ends, if a month follows."""
    joins = c.key(j) in ("-", "–", "—", AND) or c.key(j) in c.tables.numbers.range.or_ or c.word(j, "to")
    at = j + 1 if joins else None
    if at is None:
        atom = c.found.get(j)
        if atom is None or atom.form.pro not in (AND, AND + ARTICLE):
            return None
        at, opened = j, c.open
        c.open = j
        number = c.day_number(at)
        c.open = opened
    else:
        number = c.day_number(at)
    if number is None:
        return None
    end = number[2] + (1 if c.word(number[2], "of") else 0)
    return (number[1], number[2]) if c.word(end, "month_word", "month") else None


def _of_month(c: Cursor, k: int, low: int, high: int, j: int) -> When | None:
    at = j + 1 if c.word(j, "of") or c.key(j) in ("/", "-") else j
    this = c.word(at, "this")
    at += 1 if this else 0
    word = c.word(at, "month_word")
    month = c.month(at + 1 if word else at)
    if month and month.calendar == "h" and c.key(j) in SEPARATORS:
        return None  # «1/صفر» is a score
    if month:
        return _month_day(c, k, low, high, month)
    adjective = c.adjective(at + 1 if word else at)
    if (word and (adjective or this)) or (
        adjective and at == j and c.found[j - 1].shape == "plain" and adjective[0] == 0 and not adjective[1]
    ):
        return _relative_month_day(c, k, low, high, adjective or (0, False, at + 1))
    return None


def _relative_month_day(c: Cursor, k: int, low: int, high: int, adjective: tuple[int, bool, int]) -> When:
    """A day of the current, last or next month; of «the same month» it stays unresolved."""
    direction, same, j = adjective
    basis: DateBasis = "relative"
    rule = ("dates.day_of_month",)
    if same:
        return When(k, j, None, None, "day", basis, "anchor", rule, direction=direction, day_number=low)
    if c.published is None:
        return When(k, j, None, None, "day", basis, "day", rule, direction=direction)
    first, _ = cal.month_range(c.published.year, c.published.month + direction)
    days = [cal.day(first.year, first.month, n) for n in (low, high)]
    return _spanned(
        When(k, j, days[0], days[1], "day", "relative", "day", ("dates.day_of_month",), direction=direction)
    )


def _spanned(found: When) -> When:
    """A range of days is a period."""
    if found.start and found.end and found.start != found.end:
        return found._replace(grain="period", kind="period", period=True)
    return found


def _month_day(c: Cursor, k: int, low: int, high: int, month: Month) -> When | None:
    year = c.year(month.j, month.calendar)
    j = year.j if year else month.j
    j = c._era(j)
    if month.calendar == "h":
        return _hijri(c, k, j, low, high, month, year)
    start, end = (resolve(c, month.number, n, year) for n in (low, high))
    if (start is None or end is None) and _impossible(month.number, low):
        return None
    direction = year.direction if year else 0
    rule = "dates.day_month_year" if year and year.number else "dates.day_month"
    found = When(k, j, start, end, "day", "explicit", "day", (rule,), direction=direction)
    if low != high and not (start and end):
        found = found._replace(grain="period", kind="period", period=True)
    return _spanned(_also_hijri(c, found))


def _impossible(month: int, number: int) -> bool:
    return cal.day(2024, month, number) is None


def _also_hijri(c: Cursor, found: When) -> When:
    """The date said again in the other calendar («الموافق 21 أغسطس 2025») belongs to it."""
    at = found.j + 1 if c.key(found.j) in ("،", ",", "(") else found.j
    word = c.word(at, "date_word")
    if word is None:
        return found
    other = dated(c, at + word.length) or figures(c, at + word.length, True)
    if other is None or other.kind != "day":
        return found
    better = other if found.uncertain and not other.uncertain else found
    return better._replace(i=found.i, j=other.j, why=(*found.why, "dates.two_calendars"))


def resolve(c: Cursor, month: int, number: int, year: Year | None) -> date | None:
    """The Gregorian day by what is said of its year; without that, the latest such day not after publication."""
    if year and year.number:
        return cal.day(year.number, month, number)
    if c.text_year and (year.same if year else c.published is None):
        return cal.day(c.text_year, month, number)
    if c.published is None or (year and year.same):
        return None
    today = c.published
    if year and not year.of_month:
        return cal.day(today.year + year.direction, month, number)
    this = cal.day(today.year, month, number) or cal.day(today.year - 1, month, number)
    if this is None:
        return cal.day(today.year - today.year % 4, month, number)
    direction = year.direction if year else None
    if direction is not None and direction > 0:
        return this if this > today else cal.day(today.year + 1, month, number)
    if direction is not None and direction < 0:
        last = this if this < today else cal.day(today.year - 1, month, number)
        return last if direction == -1 or last is None else cal.day(last.year + direction + 1, month, number)
    return cal.day(today.year - 1, month, number) or this if this > today and direction is None else this


def _hijri(c: Cursor, k: int, j: int, low: int, high: int, month: Month, year: Year | None) -> When | None:
    number = hijri_year(c, month.number, low, year)
    start = cal.hijri_day(number, month.number, low) if number else None
    end = cal.hijri_day(number, month.number, high) if number else None
    if low > 30:
        return None
    found = When(k, j, start, end, "day", "explicit", "day", ("dates.hijri",), uncertain=cal.HIJRI_UNCERTAINTY)
    return _spanned(_also_hijri(c, found))


def hijri_year(c: Cursor, month: int, number: int, year: Year | None) -> int | None:
    """The Hijri year said, or the latest in which the day is not after publication."""
    if year and year.number:
        return year.number
    now = cal.hijri_year_of(c.published) if c.published else None
    if now is None or c.published is None or (year and year.same):
        return None
    if year and not year.of_month:
        return now + year.direction
    on = cal.hijri_day(now, month, number)
    late = on is not None and on > c.published
    if year and year.direction > 0:
        return now if late else now + 1
    return now - 1 if late else now


def figures(c: Cursor, k: int, cued: bool) -> When | None:
    """12/3/2024 (day first), 2024-03-12, 12.3.2024; without a year only behind a cue («يوم 12/3»)."""
    spaced = _spaced(c, k)
    text, j = spaced if spaced else (c.key(k), k + 1)
    if not text[:1].isdigit():
        return None
    m = _FIGURES.match(text)
    if m:
        on = _ordered(int(m[1]), int(m[3]), int(m[4]), m[2], len(m[1]), len(m[4]))
        if on is None:
            return None
        either = on.day <= 12 and on.day != on.month and len(m[1]) <= 2 and on.year in cal.YEARS_G
        why = ("dates.figures.day_first", "dates.figures") if either else ("dates.figures",)
        return _also_hijri(c, When(k, c._era(j), on, on, "day", "explicit", "day", why))
    short = _SHORT.match(text) if cued or c.word(k - 1, "date_word", "yom", "weekday") else None
    if short is None or not (1 <= int(short[1]) <= 31 and 1 <= int(short[2]) <= 12):
        return None
    on = resolve(c, int(short[2]), int(short[1]), None)
    return When(k, j, on, on, "day", "explicit", "day", ("dates.figures.short",))


def _spaced(c: Cursor, k: int) -> tuple[str, int] | None:
    """«12 / 3 / 2024» as one figure."""
    if not all(c.key(k + n).isdigit() for n in (0, 2, 4)):
        return None
    if c.key(k + 1) not in ("/", "-", ".") or c.key(k + 1) != c.key(k + 3):
        return None
    return "".join(c.key(k + n) for n in range(5)), k + 5


def _ordered(a: int, b: int, z: int, mark: str, first: int, last: int) -> date | None:
    if first == 4:
        return cal.day(a, b, z) if a in cal.YEARS_G else _hijri_figures(a, b, z)
    if last == 2 and mark == "/":
        z += 2000 if z < 70 else 1900
    if z in cal.YEARS_H and last == 4:
        return _hijri_figures(z, b, a)
    if z not in cal.YEARS_G:
        return None
    return cal.day(z, b, a) or cal.day(z, a, b)


def _hijri_figures(year: int, month: int, number: int) -> date | None:
    return cal.hijri_day(year, month, number) if year in cal.YEARS_H else None


GRAINS: dict[int, Grain] = {10080: "week", 43200: "month", 525600: "year"}
