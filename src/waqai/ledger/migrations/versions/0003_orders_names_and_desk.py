"""Orders of the incident list, look-up of records by their place's name, and the tables of the desk."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ORDERS = {"deaths": "deaths", "grade": "grade_rank", "sources": "sources", "updated": "updated"}


def upgrade() -> None:
    """Add them. The new columns are derived, so ``rebuild`` fills them after this."""

    op.add_column("records", sa.Column("place_key", sa.String(), nullable=True))
    op.create_index("records_by_name", "records", ["family", "place_key", "block_day"])
    op.create_index("records_by_family", "records", ["family", "coarse", "block_day"])
    op.add_column("incidents", sa.Column("deaths", sa.Integer(), nullable=False, server_default="-1"))
    op.add_column("incidents", sa.Column("grade_rank", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("incidents", sa.Column("updated", sa.String(), nullable=False, server_default=""))
    for name, column in ORDERS.items():
        op.create_index(f"incidents_by_{name}", "incidents", [column, "sort_day", "seq"])
    # Older ledgers may have the desk's tables already: the desk made them itself when it was first opened.
    there = set(sa.inspect(op.get_bind()).get_table_names())
    for name, columns in DESK.items():
        if name not in there:
            op.create_table(name, *columns())
    meta = sa.table("meta", sa.column("key", sa.String), sa.column("value", sa.Text))
    if op.get_bind().execute(sa.select(meta.c.key).where(meta.c.key == "stale")).first() is None:
        op.bulk_insert(meta, [{"key": "stale", "value": "derived"}])


def _accounts() -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("shown", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("password", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name"),
    ]


def _sessions() -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("account", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("expires_at", sa.String(), nullable=False),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.Column("label", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("token"),
    ]


def _invitations() -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.Column("expires_at", sa.String(), nullable=False),
        sa.Column("used_by", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("token"),
    ]


def _assignments() -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("uid"),
    ]


def _views() -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    ]


def _watch() -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.String(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("error_at", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("source"),
    ]


DESK = {
    "desk_accounts": _accounts,
    "desk_sessions": _sessions,
    "desk_invitations": _invitations,
    "desk_assignments": _assignments,
    "desk_views": _views,
    "desk_watch": _watch,
}
