"""The tables that the desk keeps beside the ledger: people, what is theirs, and how the watch list is doing."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Integer, String, Table, Text

from waqai.ledger.schema import metadata

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
