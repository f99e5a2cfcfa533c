"""Spans of time: what is counted since (منذ), within (خلال), ago (قبل), between and until, and what happens every day."""

from __future__ import annotations

from waqai.lexicon import dates as lexicon
from waqai.lexicon.numbers import ARTICLE
from waqai.match import dates_calendar as cal
from waqai.match.dates_days import GRAINS, dated, figures, single_day
from waqai.match.dates_periods import DAY, bare_unit, last_units, point, unit_range
from waqai.match.dates_words import MONTH, Cursor, Units, When
from waqai.match.numbers_words import AND

# How far behind منذ an event's own day may stand.
EVENT_WORDS = 12
NAME_WORDS = 5


def since(c: Cursor, k: int) -> When | None:
    """«منذ بداية العام وحتى الآن», «منذ 15 نيسان», «منذ ثلاثة أيام»: from then until publication or a said end."""
    word = c.word(k, "since")
    if word is None:
        return None
    at = k + word.length
    found = point(c, at) or _ago_units(c, at) or bare_unit(c, at)
    if found is None:
        return _since_vague(c, k, at) or _since_event(c, k, at)
    if found.kind in ("anchor", "habitual", "part_of_day", "duration"):
        return found._replace(i=k, open_end=found.kind == "anchor")
    until = _until(c, found.j)
    why = ("dates.since", *found.why)
    found = found._replace(inner=at)
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
    if found.start and found.end and "dates.edge.mid" in found.why:
        found = found._replace(start=found.start + (found.end - found.start) // 2)
    return found._replace(i=k, end=end, kind="period", period=True, open_end=True, grain="period", why=why)


def _since_event(c: Cursor, k: int, at: int) -> When | None:
    """«منذ بدء الهجوم البري في 17 تموز»: since an event whose day is said within its clause."""
    if not c.word(at, "event"):
        return None
    for n in range(at + 1, min(at + EVENT_WORDS, c.size)):
        if c.tokens[n].kind != "word" or c.tokens[n - 1].kind != "word":
            break
        behind = c.key(n) in c.tables.month_before and c.starts(n + 1) & lexicon.POINTS
        if not (behind or c.starts(n) & lexicon.DAYS):
            continue
        found = point(c, n + 1 if behind else n)
        if found is None or found.kind not in ("day", "period"):
            continue
        end = c.published if found.start else None
        why = ("dates.since_event", *found.why)
        begins = found.i
        return found._replace(
            i=k, end=end, kind="period", period=True, open_end=True, grain="period", why=why, inner=begins
        )
    return _since_undated(c, k, at)


def _since_undated(c: Cursor, k: int, at: int) -> When:
    """«منذ بدء عملية استعادة المدينة»: a period whose start is an event; its name ends with its definite words."""
    j = at + 1
    while j < min(at + NAME_WORDS, c.size) and not _definite(c, j - 1) and _names(c, j):
        j += 1
    while j < c.size and _definite(c, j - 1) and _definite(c, j):
        j += 1
    if j > at + 1 and not _definite(c, j - 1):
        j = at + 1
    return When(k, j, None, None, "period", "relative", "period", ("dates.since_event.undated",), True, True, -1)


def _names(c: Cursor, k: int) -> bool:
    return c.tokens[k].kind == "word" and c.key(k) not in c.tables.numbers.stop and not c.starts(k) & lexicon.DAYS


def _definite(c: Cursor, k: int) -> bool:
    return _names(c, k) and c.key(k).startswith(ARTICLE) and len(c.key(k)) > 3


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
        found = found._replace(inner=at)
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
        found = unit_range(c, k, units.j, units.minutes, 0, rule)
        return found._replace(end=c.published, open_end=True) if role == "within" else found
    if role == "lasting" or after or units.definite:
        return When(k, units.j, None, None, "period", "relative", "duration", (rule,))
    found = last_units(c, k, units, units.j, -1)
    return found._replace(why=(rule, *found.why))


def ago(c: Cursor, k: int) -> When | None:
    """«قبل يومين», «قبل نحو شهر», «قبل أيام»; «قبل ذلك بيومين» and «بعد يومين من الهجوم» hang on another date."""
    word = c.word(k, "ago", "after")
    if word is None:
        return None
    at = k + word.length
    direction = -1 if word.role == "ago" else 1
    if c.word(at, "same_word"):
        behind = _behind_b(c, at + 1)
        return _hanging(k, behind, direction) if behind else None
    approx = c.word(at, "approx")
    units = c.units(at + approx.length if approx else at)
    if units is None or units.definite:
        return None
    if c.word(units.j, "after_of") is not None:
        return _hanging(k, units, direction)._replace(shift=0 if units.minutes < DAY and direction > 0 else None)
    if word.role == "after":
        return _hanging(k, units, direction)
    if units.number is None:
        return _ago_unnumbered(c, k, units)
    found = _ago_units(c, at)
    return _widen(c, found._replace(i=k), units) if found else None


def _hanging(k: int, units: Units, direction: int) -> When:
    """So many days before or after the day told last."""
    shift = direction * units.number * units.minutes // DAY if units.number and units.minutes < MONTH else None
    shift = 0 if units.minutes < DAY else shift
    rule = ("dates.anchor.units",)
    return When(k, units.j, None, None, "day", "relative", "anchor", rule, direction=direction, shift=shift)


def _ago_unnumbered(c: Cursor, k: int, units: Units) -> When:
    """«قبل ساعات» is the day of publication, «قبل أيام» no day."""
    rule = ("dates.ago.unnumbered",)
    if units.minutes < DAY:
        return When(k, units.j, c.published, c.published, "day", "relative", "day", rule, direction=-1)
    return When(k, units.j, None, None, "period", "relative", "anchor", rule, direction=-1)


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
    i = k - 1 if word.role == "between" and c.key(k - 1) in c.tables.numbers.range.what else k
    if (
        first.kind == "period"
        and first.grain == "period"
        and first.why[-1].startswith(("dates.day_month", "dates.year"))
    ):
        return first._replace(i=i, kind="period", period=True, why=(f"dates.{word.id}", *first.why))
    second = _joined_point(c, first.j) if word.role == "between" else _until(c, first.j)
    first = _year_from(first, second) if second else first
    if second is None or (first.start and second.end and second.end < first.start):
        return None
    why = (f"dates.{word.id}", *first.why, *second.why)
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
        c.loose = j + 1
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
