"""Periods: months, weeks and years, their edges, spans (خلال 48 ساعة), what is counted since (منذ), ago (قبل) and between."""

from __future__ import annotations

from waqai.lexicon import dates as lexicon
from waqai.lexicon.numbers import ARTICLE
from waqai.match import dates_calendar as cal
from waqai.match.dates_days import GRAINS, hijri_year, numbered_day, resolve, single_day
from waqai.match.dates_words import MONTH, Cursor, DateKind, Month, Units, When, Year
from waqai.match.numbers_words import AND
from waqai.model import Grain

DAY = 1440


def point(c: Cursor, k: int) -> When | None:
    """A day or a period that begins at ``k`` with no preposition of its own."""
    mask = c.starts(k)
    if not mask & lexicon.POINTS:
        return None
    for bit, rule in POINT_RULES:
        if mask & bit:
            found = rule(c, k)
            if found is not None:
                return found
    return None


def month_point(c: Cursor, k: int) -> When | None:
    """A month with no day: «شهر آذار الماضي», «آذار/مارس 2024», «رمضان الماضي»."""
    word = c.word(k, "month_word")
    at = k + word.length if word else k
    if word and word.skip == 0 and c.key(k).startswith(ARTICLE):
        return None
    first = c.word(at, "month")
    month = c.month(at)
    if month is None or first is None:
        return None
    if word and word.value == 2:
        return _two_months(c, k, month)
    year = c.year(month.j, month.calendar)
    if not (word or year) and not _month_shown(c, k, month):
        return None
    j = c._era(year.j if year else month.j)
    if month.calendar == "h":
        return _hijri_month(c, k, j, month, year)
    whole = _whole_month(c, month.number, year)
    start, end = whole if whole else (None, None)
    direction = year.direction if year else 0
    return When(k, j, start, end, "month", "explicit", "period", ("dates.month",), period=True, direction=direction)


def _two_months(c: Cursor, k: int, first: Month) -> When | None:
    """«شهري حزيران وتموز الماضيين» from the first day to the last."""
    opened, c.open = c.open, first.j
    second = c.month(first.j) if c.word(first.j, "month", joined=True) else None
    c.open = opened
    if second is None or first.calendar == "h":
        return None
    year = c.year(second.j)
    ranges = [_whole_month(c, month.number, year) for month in (first, second)]
    start, end = (ranges[0][0], ranges[1][1]) if ranges[0] and ranges[1] else (None, None)
    j = year.j if year else second.j
    return When(k, j, start, end, "period", "explicit", "period", ("dates.month.pair",), period=True)


def _month_shown(c: Cursor, k: int, month: Month) -> bool:
    """Whether a bare month is a month: after a preposition of time, or sure by its name."""
    if c.tokens[k].text in c.tables.never:
        return False
    before = c.key(k - 1)
    if before in c.tables.month_before or before[1:] in c.tables.month_before:
        return True
    first = c.word(k, "month")
    doubled = first is not None and month.j > k + first.length
    return doubled or (month.sure and first is not None and first.id not in ("mar.egypt", "apr.levant"))


def _whole_month(c: Cursor, month: int, year: Year | None) -> cal.Range | None:
    if year and year.number:
        return cal.month_range(year.number, month)
    if c.text_year and (year.same if year else c.published is None):
        return cal.month_range(c.text_year, month)
    if c.published is None or (year and year.same):
        return None
    if year and not year.of_month:
        return cal.month_range(c.published.year + year.direction, month)
    if year and year.direction < 0 and month == c.published.month:
        return cal.month_range(c.published.year + year.direction, month)
    first = resolve(c, month, 1, year)
    return cal.month_range(first.year, month) if first else None


def _hijri_month(c: Cursor, k: int, j: int, month: Month, year: Year | None) -> When:
    number = hijri_year(c, month.number, 1, year)
    whole = cal.hijri_month(number, month.number) if number else None
    start, end = whole if whole else (None, None)
    return When(
        k,
        j,
        start,
        end,
        "month",
        "explicit",
        "period",
        ("dates.hijri.month",),
        period=True,
        uncertain=cal.HIJRI_UNCERTAINTY,
    )


def edge_point(c: Cursor, k: int) -> When | None:
    """A part of a period: «مطلع الشهر الجاري», «أواخر 2024», «منتصف آذار», «النصف الأول من العام الماضي»."""
    edge = c.word(k, "edge")
    if edge is None:
        return None
    at = k + edge.length
    at += 1 if c.word(at, "of") else 0
    whole = (
        month_point(c, at)
        or unit_point(c, at)
        or year_point(c, at)
        or season_point(c, at)
        or bare_unit(c, at)
        or _edge_year(c, at)
    )
    if whole is None or whole.kind == "duration":
        return None
    rule = (f"dates.edge.{edge.id}", *whole.why)
    if whole.start is None or whole.end is None:
        return whole._replace(i=k, grain="period", why=rule)
    start, end = cal.part_of((whole.start, whole.end), edge.value)
    return whole._replace(i=k, start=start, end=end, grain="period", why=rule)


def _edge_year(c: Cursor, k: int) -> When | None:
    number = c.figure(k)
    return _year_of(k, c._era(k + 1), number, "dates.year") if number else None


def _year_of(k: int, j: int, number: int, rule: str) -> When:
    start, end = cal.year_range(number)
    return When(k, j, start, end, "year", "explicit", "period", (rule,), period=True)


def bare_unit(c: Cursor, k: int) -> When | None:
    """«العام», «الشهر», «الأسبوع» behind an edge: the current one."""
    unit = c.word(k, "unit.1")
    if unit is None or not unit.pro.endswith(ARTICLE) or unit.value not in GRAINS:
        return None
    return unit_range(c, k, k + unit.length, unit.value, 0, "dates.unit.bare")


def unit_range(c: Cursor, k: int, j: int, minutes: int, direction: int, rule: str) -> When:
    """The current, last or next week, month or year."""
    grain = GRAINS[minutes]
    when = When(k, j, None, None, grain, "relative", "period", (rule,), period=True, direction=direction)
    if c.published is None:
        return when
    if grain == "week":
        start, end = cal.week_range(c.published, direction)
    elif grain == "month":
        start, end = cal.month_range(c.published.year, c.published.month + direction)
    else:
        start, end = cal.year_range(c.published.year + direction)
    return when._replace(start=start, end=end)


def unit_point(c: Cursor, k: int) -> When | None:
    """«الشهر الماضي», «هذا العام», «الأيام الثلاثة الماضية», «الساعات الـ24 الماضية», «آخر 24 ساعة»."""
    this = c.word(k, "this")
    last = c.word(k, "last_n") if not this else None
    at = k + 1 if this or (last and last.id == "last_n" and not c.key(k).endswith(ARTICLE)) else k
    units = c.units(at)
    if units is None:
        return None
    if at > k:
        if this:
            return (
                unit_range(c, k, units.j, units.minutes, 0, "dates.unit.this")
                if units.number == 1 and units.definite and units.minutes in GRAINS
                else None
            )
        return last_units(c, k, units, units.j, -1) if units.number != 1 else None
    first = _first_units(c, k, units)
    if first is not None:
        return first
    few = c.word(units.j, "few")
    adjective = c.adjective(units.j + 1 if few else units.j)
    if adjective is None:
        return None
    direction, same, j = adjective
    if same:
        return When(k, j, None, None, GRAINS.get(units.minutes, "day"), "relative", "anchor", ("dates.unit.same",))
    if not units.definite and not (direction and units.number and units.number > 1):
        return None
    if units.number == 1 and units.minutes in GRAINS:
        return unit_range(c, k, j, units.minutes, direction, "dates.unit")
    if units.number == 1 and units.minutes < DAY:
        return None
    if direction >= 0:
        return When(k, j, None, None, "period", "relative", "period", ("dates.unit.coming",), direction=direction)
    return last_units(c, k, units, j, direction)


def _first_units(c: Cursor, k: int, units: Units) -> When | None:
    """«الأشهر الستة الأولى من العام الجاري»: the first N months, weeks or days of a period."""
    atom = c.found.get(units.j)
    if not (units.definite and units.number and units.number > 1) or units.minutes < DAY:
        return None
    if atom is None or atom.form.role != "ordinal" or atom.form.value != 1 or not c.word(units.j + 1, "of"):
        return None
    at = units.j + 2
    whole = month_point(c, at) or unit_point(c, at) or year_point(c, at) or bare_unit(c, at) or _edge_year(c, at)
    if whole is None or whole.kind != "period":
        return None
    end = None
    if whole.start and units.minutes == MONTH:
        end = cal.month_range(whole.start.year, whole.start.month + units.number - 1)[1]
    elif whole.start and units.minutes < MONTH:
        end = cal.shift_days(whole.start, units.number * (units.minutes // DAY) - 1)
    return whole._replace(i=k, end=end, grain="period", why=("dates.first_units", *whole.why))


def last_units(c: Cursor, k: int, units: Units, j: int, direction: int) -> When:
    """The last N units up to publication; unnumbered (الأيام الماضية) they have no start."""
    start = cal.back(c.published, units.number, units.minutes)[0] if c.published and units.number else None
    rule = "dates.last_units" if units.number else "dates.last_units.unnumbered"
    return When(k, j, start, c.published, "period", "relative", "period", (rule,), period=True, direction=direction)


def year_point(c: Cursor, k: int) -> When | None:
    """«عام 2014», «العام 2014», «عامي 2014 و2015», and a bare figure behind a preposition of time."""
    word = c.word(k, "year_word")
    if word is None:
        return _bare_year(c, k)
    at = k + word.length
    number, calendar = c.figure(at), "g"
    if number is None:
        number, calendar = c.figure(at, "h"), "h"
    if number is None:
        return None
    if calendar == "h":
        first, last = cal.hijri_month(number, 1), cal.hijri_month(number, 12)
        if not (first and last):
            return None
        return When(
            k, c._era(at + 1), first[0], last[1], "year", "explicit", "period", ("dates.hijri.year",), True, uncertain=1
        )
    found = _year_of(k, c._era(at + 1), number, "dates.year")
    second = _second_year(c, at + 1)
    if second and second[0] > number:
        return found._replace(j=second[1], end=cal.year_range(second[0])[1], grain="period")
    return found


def _second_year(c: Cursor, k: int) -> tuple[int, int] | None:
    if c.key(k) == AND or c.key(k) in ("-", "–") or c.word(k, "to"):
        number = c.figure(k + 1)
        return (number, k + 2) if number else None
    return None


def _bare_year(c: Cursor, k: int) -> When | None:
    number = c.figure(k)
    before = c.key(k - 1)
    if number is None or not (k == c.loose or before in c.tables.month_before or before[1:] in c.tables.month_before):
        return None
    after = c.key(k + 1)
    counted = (
        (len(after) > 3 and after.endswith("ا"))
        or c.word(k + 1, "unit.1", "unit.0")
        or c.key(k - 2) in c.tables.numbers.before
    )
    if counted or after in c.tables.numbers.units:
        return None
    if (
        k + 1 < c.size
        and c.tokens[k + 1].kind == "word"
        and not after.startswith((ARTICLE, AND))
        and after not in c.tables.numbers.stop
    ):
        return None
    return _year_of(k, c._era(k + 1), number, "dates.year.bare")


def season_point(c: Cursor, k: int) -> When | None:
    """«صيف 2014», «شتاء العام الماضي», «الصيف الماضي» with its year."""
    word = c.word(k, "season")
    if word is None:
        return None
    number = c.figure(k + word.length)
    year = Year(number, 0, False, False, "g", k + word.length + 1) if number else c.year_of(k + word.length)
    if year is None or year.same or not (year.number or c.published):
        return None
    of = year.number or (c.published.year + year.direction if c.published else 0)
    start, end = cal.month_range(of, word.value)[0], cal.month_range(of, word.value + 2)[1]
    return When(k, year.j, start, end, "period", "explicit", "period", ("dates.season",), period=True)


def named_day(c: Cursor, k: int) -> When | None:
    """«عيد الفطر», «أول أيام عيد الأضحى», «ليلة رأس السنة»."""
    at, nth = k, 0
    atom = c.found.get(k)
    unit = c.word(k + 1, "unit.0", "unit.1") if atom and atom.form.role == "ordinal" else None
    if atom and unit and unit.value == DAY:
        at, nth = k + 2, int(atom.form.value)
        at += 1 if c.word(at, "of") else 0
    word = c.word(at, "named")
    if word is None:
        return None
    row = c.tables.named[word.id]
    j = at + word.length
    year = c.year(j, row.calendar)
    number, low, high = row.day, row.day, row.day + row.length - 1
    if nth:
        low = high = number + nth - 1
    month = Month(row.month, row.calendar, True, j)
    end_j = year.j if year else j
    if row.calendar == "h":
        of = hijri_year(c, month.number, low, year)
        start, end = (cal.hijri_day(of, month.number, n) if of else None for n in (low, high))
        uncertain = cal.HIJRI_UNCERTAINTY
    else:
        start, end, uncertain = resolve(c, month.number, low, year), resolve(c, month.number, high, year), 0
    grain: Grain = "day" if low == high else "period"
    return When(k, end_j, start, end, grain, "explicit", "day", ("dates.named_day",), uncertain=uncertain)


def told_point(c: Cursor, k: int) -> When | None:
    """«قبل قليل», and what hangs on the day told last («اليوم التالي», «في اليوم نفسه»)."""
    just = c.word(k, "just")
    if just:
        on = c.published
        return When(k, k + just.length, on, on, "day", "relative", "day", ("dates.just_now",), direction=-1)
    shift = c.word(k, "shift")
    if shift:
        rule = (f"dates.{shift.id}",)
        return When(k, k + shift.length, None, None, "day", "relative", "anchor", rule, shift=shift.value)
    return None


def vague_point(c: Cursor, k: int) -> When | None:
    """«في الآونة الأخيرة», «في وقت سابق», «في ذلك اليوم»: a time that says no date."""
    word = c.word(k, "vague")
    if word:
        kind: DateKind = "anchor" if word.value else "period"
        shift = 0 if word.id == "that_date" else None
        # «مقارنة بالفترة نفسها من العام الماضي» is another year's
        other = word.id == "same_period" and c.word(k + word.length, "of")
        rule = ("dates.other_period",) if other else (f"dates.{word.id}",)
        return When(k, k + word.length, None, None, "period", "relative", kind, rule, direction=-1, shift=shift)
    part = c.word(k, "part")
    if part and part.id in ("earlier", "later") and not c.word(k + part.length - 1, "of"):
        direction = -1 if part.id == "earlier" else 1
        return When(
            k, k + part.length, None, None, "day", "relative", "anchor", (f"dates.{part.id}",), direction=direction
        )
    adverb = c.word(k, "part_adv")
    if adverb and not adverb.pro and c.tokens[k].text not in c.tables.never:
        bare = c.tokens[k].text if adverb.length == 1 else ""
        if bare and not bare.endswith("ا") and "\u064b" not in c.doc.span(k, k + 1).text:
            return None
        return When(k, k + adverb.length, None, None, "day", "relative", "part_of_day", (f"dates.{adverb.id}",))
    return None


POINT_RULES = (
    (lexicon.VAGUE, told_point),
    (lexicon.DAYS, single_day),
    (lexicon.NUMBERED, numbered_day),
    (lexicon.MONTHS, month_point),
    (lexicon.EDGES, edge_point),
    (lexicon.NAMED, named_day),
    (lexicon.UNITS, unit_point),
    (lexicon.YEARS, year_point),
    (lexicon.SEASONS, season_point),
    (lexicon.VAGUE, vague_point),
)
