"""Who works here: roles, and the tables that team mode keeps beside the ledger."""

from __future__ import annotations

from typing import Literal

import msgspec
from sqlalchemy import Boolean, Column, Integer, MetaData, String, Table, Text

from waqai.model import WaqaiError

Role = Literal["reader", "coder", "reviewer", "admin"]
ROLES: tuple[Role, ...] = ("reader", "coder", "reviewer", "admin")

metadata = MetaData()

accounts = Table(
    "desk_accounts",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("name", String, nullable=False, unique=True),  # lower case, what a person signs in with
    Column("shown", String, nullable=False),
    Column("role", String, nullable=False),
    Column("password", Text, nullable=False),  # argon2id
    Column("active", Boolean, nullable=False),
    Column("created_at", String, nullable=False),
)

sessions = Table(
    "desk_sessions",
    metadata,
    Column("token", String, primary_key=True),  # SHA-256 of the cookie: the ledger file opens no session
    Column("account", Integer, nullable=False),
    Column("kind", String, nullable=False),  # session | key
    Column("expires_at", String, nullable=False),
    Column("created_at", String, nullable=False),
    Column("label", Text),
)

invitations = Table(
    "desk_invitations",
    metadata,
    Column("token", String, primary_key=True),
    Column("role", String, nullable=False),
    Column("by", String, nullable=False),
    Column("created_at", String, nullable=False),
    Column("expires_at", String, nullable=False),
    Column("used_by", String),
)

assignments = Table(
    "desk_assignments",
    metadata,
    Column("uid", String, primary_key=True),
    Column("person", String, nullable=False),
    Column("by", String, nullable=False),
    Column("at", String, nullable=False),
)

saved_views = Table(
    "desk_views",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("person", String, nullable=False),
    Column("name", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("at", String, nullable=False),
)


watched_sources = Table(
    "desk_watch",
    metadata,
    Column("source", String, primary_key=True),
    Column("taken", Integer, nullable=False),
    Column("last_at", String),
    Column("error", Text),
    Column("error_at", String),
)


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
