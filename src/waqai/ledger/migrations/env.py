"""Alembic's entry: migrations run on the connection that the ledger hands over, inside its transaction."""

from __future__ import annotations

from alembic import context

from waqai.ledger.desk_schema import accounts

connection = context.config.attributes.get("connection")
if connection is None:
    raise RuntimeError("run migrations through `waqai ledger migrate`, which holds the connection")
context.configure(connection=connection, target_metadata=accounts.metadata, transactional_ddl=False)
context.run_migrations()
