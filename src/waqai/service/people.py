"""Who works here: people and their roles."""

from __future__ import annotations

from typing import Literal

import msgspec

from waqai.model import WaqaiError

Role = Literal["reader", "coder", "reviewer", "admin"]
ROLES: tuple[Role, ...] = ("reader", "coder", "reviewer", "admin")


class PeopleError(WaqaiError):
    """Something about accounts cannot be done; the message says why and names nobody else."""


class Person(msgspec.Struct, frozen=True):
    """Who asks. In local mode there is one, an administrator, and no account behind it."""

    name: str
    shown: str
    role: Role
    account: int | None = None

    def may(self, role: Role) -> bool:
        """Whether this person has a role or one above it."""
        return ROLES.index(self.role) >= ROLES.index(role)

    @property
    def sees_names(self) -> bool:
        """Whether private persons' names may be shown (codebook rule 17)."""
        return self.may("coder")


LOCAL = Person("local", "local", "admin")
