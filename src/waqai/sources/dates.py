"""Publication dates as metadata writes them. What cannot be read is None or an error, never a guess."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

ARABIC_INDIC = {0x0660 + digit: str(digit) for digit in range(10)}
ISO_DAY = re.compile(r"^\s*(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
COMPACT = re.compile(r"^\s*(\d{4})(\d{2})(\d{2})(?:\D|$)")


def iso_day(value: object, pattern: str | None = None) -> str | None:
    """The ISO day of a metadata value: a date, an ISO or compact stamp, an RFC 2822 date, or by ``pattern``.

    >>> iso_day("2023-08-28T10:00:00+03:00"), iso_day("28/08/2023")
    ('2023-08-28', None)
    """
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    if not isinstance(value, str) or not value.strip():
        return None
    text = value.translate(ARABIC_INDIC).strip()
    if pattern:
        return by_pattern(text, pattern)
    for shape in (ISO_DAY, COMPACT):
        if found := shape.match(text):
            return real_day(*map(int, found.groups()))
    return by_rfc2822(text)


def by_pattern(text: str, pattern: str) -> str | None:
    """The day by a ``strptime`` pattern."""
    try:
        return datetime.strptime(text, pattern).date().isoformat()
    except ValueError:
        return None


def real_day(year: int, month: int, day: int) -> str | None:
    """The ISO day, None for one that no calendar has."""
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def by_rfc2822(text: str) -> str | None:
    """The day of ``Mon, 28 Aug 2023 10:00:00 +0300``."""
    try:
        return parsedate_to_datetime(text).date().isoformat()
    except (ValueError, TypeError, IndexError):
        return None


def now_utc() -> str:
    """The present time, ISO, UTC, whole seconds: when something was retrieved."""
    return datetime.now(UTC).isoformat(timespec="seconds")
