"""The use cases every surface calls: reading, keeping, listing, judging, reviewing. Only this layer commits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__all__ = ["GRADES", "LOCAL", "Desk", "Filters", "LedgerError", "Page", "PeopleError", "Person"]

if TYPE_CHECKING:
    from waqai.ledger.filters import GRADES, Filters, LedgerError, Page
    from waqai.service.desk import Desk
    from waqai.service.people import LOCAL, PeopleError, Person

_HOMES = {
    "GRADES": "waqai.ledger.filters", "Filters": "waqai.ledger.filters", "LedgerError": "waqai.ledger.filters",
    "Page": "waqai.ledger.filters", "Desk": "waqai.service.desk", "LOCAL": "waqai.service.people",
    "PeopleError": "waqai.service.people", "Person": "waqai.service.people",
}  # fmt: skip


def __getattr__(name: str) -> Any:
    """What needs the ledger, imported when first asked for: ``waqai code`` must not wait for SQLAlchemy."""
    if name in _HOMES:
        import importlib

        return getattr(importlib.import_module(_HOMES[name]), name)
    raise AttributeError(name)
