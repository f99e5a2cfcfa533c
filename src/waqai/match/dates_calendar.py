"""Calendar arithmetic: months, weekdays, edges of periods, Hijri days. No text here."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from waqai.model import Grain

Range = tuple[date, date]
HIJRI_UNCERTAINTY = 1
YEARS_G = range(1900, 2100)
YEARS_H = range(1343, 1501)
MINUTES_A_DAY = 1440


def day(year: int, month: int, number: int) -> date | None:
    """The day, None for one no calendar has."""
    try:
        return date(year, month, number)
    except ValueError:
        return None


def month_range(year: int, month: int) -> Range:
    """First and last day of a month; ``month`` may be out of 1..12 and is carried into the year."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def year_range(year: int) -> Range:
    """First and last day of a year."""
    return date(year, 1, 1), date(year, 12, 31)


def week_range(of: date, weeks: int) -> Range:
    """The week of ``of`` (Saturday to Friday, as the region counts) moved by ``weeks``."""
    first = of - timedelta(days=(of.weekday() - 5) % 7) + timedelta(weeks=weeks)
    return first, first + timedelta(days=6)


def weekday(of: date, number: int, direction: int) -> date:
    """The latest such weekday up to ``of`` (0), before it (-1), the one before that (-2), or the next after it (1)."""
    back = (of.weekday() - number) % 7
    if direction > 0:
        return of + timedelta(days=7 - back)
    if direction < 0:
        return of - timedelta(days=(back or 7) + 7 * (-direction - 1))
    return of - timedelta(days=back)


def _cut(edge: int) -> tuple[int, int]:
    """How many pieces an edge cuts a period into, and which of them it is."""
    if edge < 10:
        return 3, edge
    if edge < 20:
        return 2, edge - 10
    return (4, edge - 20) if edge < 30 else (3, edge - 30)


def part_of(whole: Range, edge: int) -> Range:
    """A piece of a period: 1 early, 2 middle, 3 late; 11, 12 halves; 21..24 quarters; 31..33 thirds;
    41..44 weeks of a month, the last one its last seven days.

    Early, middle and late of a month are days 1-10, 11-20 and 21 to the end; of a year four months each.
    """
    start, end = whole
    if edge > 40:
        last = edge == 44
        first = start + timedelta(days=7 * (edge - 41))
        return (end - timedelta(days=6), end) if last else (first, first + timedelta(days=6))
    pieces, which = _cut(edge)
    if (end - start).days > 300:
        size = 12 // pieces
        return date(start.year, (which - 1) * size + 1, 1), month_range(start.year, which * size)[1]
    if (end - start).days > 20 and pieces == 3:
        return start + timedelta(days=10 * (which - 1)), end if which == 3 else start + timedelta(days=10 * which - 1)
    length = (end - start).days + 1
    cut = [start + timedelta(days=length * n // pieces) for n in range(pieces)]
    return cut[which - 1], end if which == pieces else cut[which] - timedelta(days=1)


def back(of: date, count: int, minutes: int) -> tuple[date, Grain]:
    """The day ``count`` units before ``of``, and the grain of saying so; a unit is given in minutes."""
    if minutes < MINUTES_A_DAY:
        return of - timedelta(days=count * minutes // MINUTES_A_DAY), "day"
    if minutes < 10080:
        return shift_days(of, -count), "day"
    if minutes == 10080:
        return shift_days(of, -7 * count), "week"
    months = count * (1 if minutes == 43200 else 12 if minutes == 525600 else 120)
    year = of.year + (of.month - 1 - months) // 12
    if year < 1:
        return date.min, "year"
    first, last = month_range(of.year, of.month - months)
    return first.replace(day=min(of.day, last.day)), "month" if minutes == 43200 else "year"


def shift_days(of: date, days: int) -> date:
    """``of`` moved by days, held inside the calendar."""
    try:
        return of + timedelta(days=days)
    except OverflowError:
        return date.min if days < 0 else date.max


def hijri_day(year: int, month: int, number: int) -> date | None:
    """The Gregorian day of a Hijri one (Umm al-Qura), None outside what hijridate knows. True to a day either way."""
    from hijridate import Hijri

    try:
        found = Hijri(year, month, number).to_gregorian()
    except (ValueError, OverflowError):
        return None
    return date(found.year, found.month, found.day)


def hijri_month(year: int, month: int) -> Range | None:
    """First and last day of a Hijri month."""
    first = hijri_day(year, month, 1)
    after = hijri_day(year + month // 12, month % 12 + 1, 1)
    return (first, after - timedelta(days=1)) if first and after else None


def hijri_year_of(of: date) -> int | None:
    """The Hijri year a day falls in."""
    from hijridate import Gregorian

    try:
        return int(Gregorian(of.year, of.month, of.day).to_hijri().year)
    except (ValueError, OverflowError):
        return None
