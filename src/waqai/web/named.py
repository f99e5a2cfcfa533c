"""What handlers are given by name."""

from __future__ import annotations

from litestar.di import NamedDependency

from waqai.service import Desk, Filters, Page
from waqai.web.view import View

NamedDesk = NamedDependency[Desk]
NamedView = NamedDependency[View]
NamedFilters = NamedDependency[Filters]
NamedPage = NamedDependency[Page]
