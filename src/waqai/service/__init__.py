"""The use cases every surface calls: reading, keeping, listing, judging, reviewing. Only this layer commits."""

from waqai.ledger.filters import GRADES, Filters, LedgerError, Page
from waqai.service.desk import Desk

__all__ = ["GRADES", "Desk", "Filters", "LedgerError", "Page"]
