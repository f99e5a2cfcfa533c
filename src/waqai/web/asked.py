"""What a list's address asks for: filters, a drawn box, columns, and where in the list to begin."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from litestar import Request

from waqai.service import Filters, LedgerError, Page, linked
from waqai.service.people import Person

FIELDS = ("from", "to", "place", "actor", "type", "victim", "grade", "outlet", "factuality", "query")
COLUMNS = (
    "date", "type", "place", "adm1", "initiator", "target", "weapon", "killed", "injured", "factuality", "grade", "reports",
    "state",
)  # fmt: skip
SHOWN = ("date", "type", "place", "initiator", "target", "killed", "injured", "grade", "reports")
LIMIT = 60


class Asked(msgspec.Struct, frozen=True):
    """The whole state of a list, as its address holds it."""

    filters: Filters
    box: str | None
    columns: list[str]
    offset: int
    sort: str = "date"

    @property
    def page(self) -> Page:
        """Which rows."""
        return Page(limit=LIMIT, offset=self.offset, sort=self.sort)

    def values(self) -> dict[str, str]:
        """The filters by the names of the address, those that are set."""
        found = {name: getattr(self.filters, "from_" if name == "from" else name) for name in FIELDS}
        return {k: v for k, v in found.items() if v} | ({"box": self.box} if self.box else {})


def asked(request: Request[Any, Any, Any]) -> Asked:
    """Read a list's address. Who sees no private names does not search the texts they stand in."""
    given: Mapping[str, str] = request.query_params
    person: Person = request.user
    values = {("from_" if name == "from" else name): given.get(name) or None for name in FIELDS}
    if not person.sees_names:
        values["query"] = None
    columns = [c for c in (given.get("cols") or "").split(",") if c in COLUMNS]
    sort = linked.check_sort(given.get("sort") or "date")
    return Asked(Filters(**values), given.get("box") or None, columns or list(SHOWN), offset_of(given), sort)


def offset_of(given: Mapping[str, str]) -> int:
    """The first row to show; raises LedgerError for what is no row number."""
    text = given.get("offset") or "0"
    if not text.isdigit() or len(text) > 9:
        raise LedgerError(f"offset {text}: not a row number")
    return int(text)
