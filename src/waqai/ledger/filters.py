"""The one set of filters that every list, export and page of the ledger takes."""

from __future__ import annotations

from datetime import date

import msgspec

from waqai.model import WaqaiError

GRADES = ("discounted", "contested", "weak", "fair", "confirmed")


class LedgerError(WaqaiError):
    """A ledger cannot be opened, or a request to it cannot be met; the message names which and why."""


class Filters(msgspec.Struct, frozen=True):
    """What to list. Every field given must hold; several values of one field are separated by commas (any of them).

    ``from_`` and ``to`` are ISO days, inclusive, on the day of the incident (of publication where it has none).
    ``place`` is a country, adm or gazetteer code, or a name as any ingested record spelled it: an area takes in
    what lies within. ``actor`` is a registry id in any role, or ``initiator:ID`` / ``target:ID``. ``victim`` is a
    casualty category. ``grade`` is an evidence grade, or ``fair+`` for that grade and better. ``query`` is
    searched in the folded texts.
    """

    from_: str | None = None
    to: str | None = None
    place: str | None = None
    actor: str | None = None
    type: str | None = None
    victim: str | None = None
    grade: str | None = None
    outlet: str | None = None
    factuality: str | None = None
    query: str | None = None

    def days(self) -> tuple[int | None, int | None]:
        """The window as day ordinals; raises LedgerError on a date that is not ISO, or a window back to front."""
        low, high = _ordinal("from", self.from_), _ordinal("to", self.to)
        if low is not None and high is not None and low > high:
            raise LedgerError(f"--from {self.from_} is after --to {self.to}")
        return low, high

    def grades(self) -> list[str] | None:
        """The grades asked for, or None for any; raises LedgerError on a name that is no grade."""
        if not self.grade:
            return None
        found: list[str] = []
        for part in split(self.grade):
            name = part.removesuffix("+")
            if name not in GRADES:
                raise LedgerError(f"--grade {part}: not one of {', '.join(GRADES)}")
            found += GRADES[GRADES.index(name) :] if part.endswith("+") else [name]
        return sorted(set(found))


def split(value: str) -> list[str]:
    """The parts of a comma-separated value, blanks dropped.

    >>> split("fair, weak,")
    ['fair', 'weak']
    """
    return [part.strip() for part in value.split(",") if part.strip()]


def _ordinal(name: str, value: str | None) -> int | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(value).toordinal()
    except ValueError as error:
        raise LedgerError(f"--{name} {value}: not a date of the form 2023-08-28") from error


class Page(msgspec.Struct, frozen=True):
    """Which rows of a list: ``limit`` of them after ``cursor`` (as a list returned it), or from ``offset``.

    ``sort`` is the order of a list of incidents (``orders.SORTS``), the greatest or newest first.
    """

    limit: int = 50
    cursor: str | None = None
    offset: int = 0
    sort: str = "date"
