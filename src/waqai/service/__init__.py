"""The use cases every surface calls: reading, keeping, listing, judging, reviewing. Only this layer commits."""

from waqai.ledger.filters import GRADES, Filters, LedgerError, Page
from waqai.service.desk import Desk
from waqai.service.people import LOCAL, PeopleError, Person

__all__ = ["GRADES", "LOCAL", "Desk", "Filters", "LedgerError", "Page", "PeopleError", "Person"]
