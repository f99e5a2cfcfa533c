"""Periods: months, weeks and years, their edges, spans (خلال 48 ساعة), what is counted since (منذ), ago (قبل) and between."""

from __future__ import annotations

from waqai.lexicon import dates as lexicon
from waqai.lexicon.numbers import ARTICLE
from waqai.match import dates_calendar as cal
from waqai.match.dates_days import GRAINS, dated, figures, hijri_year, resolve, single_day
from waqai.match.dates_words import Cursor, Month, Units, When, Year
from waqai.match.numbers_words import AND
from waqai.model import Grain

DAY = 1440


# What may begin at a numeral: a dated day, figures, the nth day of a feast, counted units, a bare year.
NUMERAL = lexicon.DAYS | lexicon.NAMED | lexicon.UNITS | lexicon.YEARS


def point(c: Cursor, k: int) -> When | None:
    """A day or a period that begins at ``k`` with no preposition of its own."""
    mask = starts(c, k)
    if not mask & lexicon.POINTS:
        return None
    for bit, rule in POINT_RULES:
        if mask & bit:
            found = rule(c, k)
            if found is not None:
                return found
    return None


def starts(c: Cursor, k: int) -> int:
    """What the token at ``k`` can begin, as the bits of the lexicon."""
    key = c.key(k)
    mask = c.tables.starts.get(key, 0)
    if k in c.found or (key.endswith(ARTICLE) and k + 1 in c.found and c.tokens[k + 1].glued):
        mask |= NUMERAL
    return mask


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


def _month_shown(c: Cursor, k: int, month: Month) -> bool:
    """Whether a bare month is a month: after a preposition of time, or sure by its name."""
    before = c.key(k - 1)
    if before in c.tables.month_before or before[1:] in c.tables.month_before:
        return True
    first = c.word(k, "month")
    doubled = first is not None and month.j > k + first.length
    return doubled or (month.sure and first is not None and first.id not in ("mar.egypt", "apr.levant"))


def _whole_month(c: Cursor, month: int, year: Year | None) -> cal.Range | None:
    if year and year.number:
        return cal.month_range(year.number, month)
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
        or _bare_unit(c, at)
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


def _bare_unit(c: Cursor, k: int) -> When | None:
    """«العام», «الشهر», «الأسبوع» behind an edge: the current one."""
    unit = c.word(k, "unit.1")
    if unit is None or not unit.pro.endswith(ARTICLE) or unit.value not in GRAINS:
        return None
    return _unit_range(c, k, k + unit.length, unit.value, 0, "dates.unit.bare")


def _unit_range(c: Cursor, k: int, j: int, minutes: int, direction: int, rule: str) -> When:
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
                _unit_range(c, k, units.j, units.minutes, 0, "dates.unit.this")
                if units.number == 1 and units.definite and units.minutes in GRAINS
                else None
            )
        return _last_units(c, k, units, units.j, -1) if units.number != 1 else None
    adjective = c.adjective(units.j)
    if adjective is None:
        return None
    direction, same, j = adjective
    if same:
        return When(k, j, None, None, GRAINS.get(units.minutes, "day"), "relative", "anchor", ("dates.unit.same",))
    if not units.definite and not (direction and units.number and units.number > 1):
        return None
    if units.number == 1 and units.minutes in GRAINS:
        return _unit_range(c, k, j, units.minutes, direction, "dates.unit")
    if units.number == 1 and units.minutes < DAY:
        return None
    if direction >= 0:
        return When(k, j, None, None, "period", "relative", "period", ("dates.unit.coming",), direction=direction)
    return _last_units(c, k, units, j, direction)


def _last_units(c: Cursor, k: int, units: Units, j: int, direction: int) -> When:
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
    if number is None or not (before in c.tables.month_before or before[1:] in c.tables.month_before):
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


def vague_point(c: Cursor, k: int) -> When | None:
    """«في الآونة الأخيرة», «في وقت سابق», «في ذلك اليوم»: a time that says no date."""
    word = c.word(k, "vague")
    if word:
        kind = "anchor" if word.value else "period"
        return When(k, k + word.length, None, None, "period", "relative", kind, (f"dates.{word.id}",), direction=-1)  # type: ignore[arg-type]
    part = c.word(k, "part")
    if part and part.id in ("earlier", "later") and not c.word(k + part.length - 1, "of"):
        direction = -1 if part.id == "earlier" else 1
        return When(
            k, k + part.length, None, None, "day", "relative", "anchor", (f"dates.{part.id}",), direction=direction
        )
    adverb = c.word(k, "part_adv")
    if adverb and not adverb.pro:
        bare = c.tokens[k].text if adverb.length == 1 else ""
        if bare and not bare.endswith("ا") and "\u064b" not in c.doc.span(k, k + 1).text:
            return None
        return When(k, k + adverb.length, None, None, "day", "relative", "part_of_day", (f"dates.{adverb.id}",))
    return None


def since(c: Cursor, k: int) -> When | None:
    """«منذ بداية العام وحتى الآن», «منذ 15 نيسان», «منذ ثلاثة أيام»: from then until publication or a said end."""
    word = c.word(k, "since")
    if word is None:
        return None
    at = k + word.length
    found = point(c, at) or _ago_units(c, at) or _bare_unit(c, at)
    if found is None:
        return _since_vague(c, k, at)
    if found.kind in ("anchor", "habitual", "part_of_day", "duration"):
        return found._replace(i=k)
    until = _until(c, found.j)
    why = ("dates.since", *found.why)
    if until:
        return found._replace(
            i=k,
            j=until.j,
            end=until.end,
            kind="period",
            period=True,
            open_end=until.open_end,
            grain="period",
            why=(*why, *until.why),
        )
    end = c.published if found.start else None
    return found._replace(i=k, end=end, kind="period", period=True, open_end=True, grain="period", why=why)


def _ago_units(c: Cursor, at: int) -> When | None:
    """«ثلاثة أيام», «نحو شهر» counted back from publication."""
    approx = c.word(at, "approx")
    units = c.units(at + approx.length if approx else at)
    if units is None or units.definite or units.number is None:
        return None
    start, grain = cal.back(c.published, units.number, units.minutes) if c.published else (None, "day")
    return When(at, units.j, start, start, grain, "relative", "period", ("dates.ago",), direction=-1)  # type: ignore[arg-type]


def _since_vague(c: Cursor, k: int, at: int) -> When | None:
    units = c.units(at)
    if units is None or units.definite or units.number is not None:
        return None
    return When(
        k,
        units.j,
        None,
        c.published,
        "period",
        "relative",
        "period",
        ("dates.since", "dates.ago.unnumbered"),
        True,
        True,
        -1,
    )


def _until(c: Cursor, j: int) -> When | None:
    """«وحتى الآن», «حتى 7 آذار», «إلى نهاية الشهر» behind a start."""
    at = j + 1 if c.key(j) in ("،", ",") else j
    word = c.word(at, "until", "to")
    if word is None:
        return None
    now = c.word(at + word.length, "now")
    after = at + word.length
    if now:
        found = single_day(c, after)
        if found and found.j > after + now.length:
            return found
        return When(
            at, after + now.length, None, c.published, "period", "relative", "period", ("dates.until_now",), True, True
        )
    return point(c, after)


def until_now(c: Cursor, k: int) -> When | None:
    """«حتى الآن» alone: until publication, from nothing said."""
    word = c.word(k, "until")
    now = c.word(k + word.length, "now") if word else None
    if word is None or now is None or now.id != "now" or single_day(c, k + word.length):
        return None
    j = k + word.length + now.length
    return When(k, j, None, c.published, "period", "relative", "anchor", ("dates.until_now",), open_end=True)


def within(c: Cursor, k: int) -> When | None:
    """«خلال 48 ساعة», «في غضون أسبوع», «خلال شهر آذار», «طوال الشهر الماضي», «لمدة ثلاثة أيام»."""
    word = c.word(k, "within", "lasting")
    if word is None:
        return None
    at = k + word.length
    at += 1 if c.word(at, "date_word") else 0
    found = point(c, at)
    if found is not None and found.kind in ("day", "period"):
        why = (f"dates.{word.role}", *found.why)
        if found.grain == "day" and found.kind == "day":
            return found._replace(i=k, why=why)
        return found._replace(i=k, kind="period", period=True, why=why)
    if found is not None:
        return found._replace(i=k)
    approx = c.word(at, "approx")
    units = c.units(at + approx.length if approx else at)
    if units is None:
        return None
    return _within_units(c, k, word.role, units)


def _within_units(c: Cursor, k: int, role: str, units: Units) -> When | None:
    after = c.word(units.j, "of")
    rule = f"dates.{role}.units"
    if units.definite and units.number == 1:
        if units.minutes not in GRAINS:
            return None
        found = _unit_range(c, k, units.j, units.minutes, 0, rule)
        return found._replace(end=c.published, open_end=True) if role == "within" else found
    if role == "lasting" or after or units.definite:
        return When(k, units.j, None, None, "period", "relative", "duration", (rule,))
    found = _last_units(c, k, units, units.j, -1)
    return found._replace(why=(rule, *found.why))


def ago(c: Cursor, k: int) -> When | None:
    """«قبل يومين», «قبل نحو شهر», «قبل أيام»; «قبل ذلك بيومين» and «بعد يومين من الهجوم» hang on another date."""
    word = c.word(k, "ago", "after")
    if word is None:
        return None
    at = k + word.length
    direction = -1 if word.role == "ago" else 1
    if c.word(at, "same_word"):
        units = _behind_b(c, at + 1)
        return (
            When(k, units.j, None, None, "day", "relative", "anchor", ("dates.anchor.units",), direction=direction)
            if units
            else None
        )
    approx = c.word(at, "approx")
    units = c.units(at + approx.length if approx else at)
    if units is None or units.definite:
        return None
    hangs = c.word(units.j, "of") is not None or word.role == "after"
    if hangs:
        return When(k, units.j, None, None, "day", "relative", "anchor", ("dates.anchor.units",), direction=direction)
    if units.number is None:
        hours = units.minutes < DAY
        on = c.published if hours else None
        return When(
            k,
            units.j,
            on,
            on,
            "day" if hours else "period",
            "relative",
            "day" if hours else "anchor",
            ("dates.ago.unnumbered",),
            direction=-1,
        )
    found = _ago_units(c, at)
    return _widen(c, found._replace(i=k), units) if found else None


def _behind_b(c: Cursor, k: int) -> Units | None:
    """The units of «قبل ذلك بيومين»: behind their preposition."""
    opened, c.open = c.open, k
    units = c.units(k)
    c.open = opened
    return units


def _widen(c: Cursor, found: When, units: Units) -> When:
    """Months and years ago are whole months and years; shorter spans are a day."""
    if found.start is None:
        return found._replace(kind="day" if units.minutes <= 10080 else "period")
    if units.minutes == 43200:
        start, end = cal.month_range(found.start.year, found.start.month)
        return found._replace(start=start, end=end, kind="period")
    if units.minutes > 43200:
        start, end = cal.year_range(found.start.year)
        return found._replace(start=start, end=end, kind="period")
    return found._replace(kind="day")


def from_to(c: Cursor, k: int) -> When | None:
    """«من 1 آذار حتى 7 نيسان», «بين السبت والخميس», «بين عامي 2011 و2015»."""
    word = c.word(k, "from", "between")
    if word is None:
        return None
    at = k + word.length
    first = point(c, at)
    if first is None or first.kind not in ("day", "period"):
        return None
    i = k - 1 if word.role == "between" and c.key(k - 1) == "ما" else k
    if word.role == "between":
        if first.start != first.end and first.grain == "period":
            return first._replace(i=i, kind="period", period=True, why=("dates.between", *first.why))
        second = _joined_point(c, first.j)
    else:
        second = _until(c, first.j)
    if second is None or (first.start and second.end and second.end < first.start):
        return None
    why = (f"dates.{word.id}", *first.why, *second.why)
    first = _year_from(first, second)
    return first._replace(
        i=i, j=second.j, end=second.end, grain="period", kind="period", period=True, open_end=second.open_end, why=why
    )


def _year_from(first: When, second: When) -> When:
    """«1 آذار حتى 7 نيسان 2023»: the year said once belongs to both."""
    if (
        first.why[-1] != "dates.day_month"
        or second.why[-1] != "dates.day_month_year"
        or not (first.start and second.end)
    ):
        return first
    start = cal.day(second.end.year, first.start.month, first.start.day)
    if start and start > second.end:
        start = cal.day(second.end.year - 1, first.start.month, first.start.day)
    return first._replace(start=start)


def _joined_point(c: Cursor, j: int) -> When | None:
    if c.key(j) == AND:
        return point(c, j + 1)
    if c.key(j)[:1] != AND:
        return None
    opened, c.open = c.open, j
    found = point(c, j)
    c.open = opened
    return found


def bare_range(c: Cursor, k: int) -> When | None:
    """«1 آذار – 7 نيسان 2024»: two full dates with a dash or إلى between."""
    first = dated(c, k) or figures(c, k, False)
    if first is None or first.kind != "day":
        return None
    at = first.j + 1 if c.key(first.j) in ("-", "–", "—") else first.j
    if at == first.j:
        word = c.word(at, "to", "until")
        if word is None:
            return None
        at += word.length
    second = dated(c, at) or figures(c, at, False)
    first = _year_from(first, second) if second else first
    if second is None or second.kind != "day" or (first.start and second.start and second.start <= first.start):
        return None
    return first._replace(
        j=second.j, end=second.end, grain="period", kind="period", period=True, why=("dates.range", *first.why)
    )


def habitual(c: Cursor, k: int) -> When | None:
    """«لليوم السادس على التوالي», «يوميا», «بين الحين والآخر»: no one day."""
    word = c.word(k, "habit")
    if word:
        return When(k, k + word.length, None, None, "period", "relative", "habitual", ("dates.habit",))
    unit = c.word(k, "unit.1")
    if unit is None or not unit.pro.endswith("ل" + ARTICLE):
        unit = c.word(k, "day")
        if unit is None or not unit.pro.endswith("ل"):
            return None
    atom = c.found.get(k + 1)
    if atom is None or atom.form.role not in ("ordinal", "unit", "tens", "hundred"):
        return None
    number = c.day_number(k + 1)
    j = number[2] if number else k + 2
    row = c.word(j, "row")
    return When(k, j + (row.length if row else 0), None, None, "period", "relative", "habitual", ("dates.nth_day",))


POINT_RULES = (
    (lexicon.DAYS, single_day),
    (lexicon.MONTHS, month_point),
    (lexicon.EDGES, edge_point),
    (lexicon.NAMED, named_day),
    (lexicon.UNITS, unit_point),
    (lexicon.YEARS, year_point),
    (lexicon.SEASONS, season_point),
    (lexicon.VAGUE, vague_point),
)
