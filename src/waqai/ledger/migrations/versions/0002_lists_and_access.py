"""Tags, kept counts, access constraints and the audit log."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create them; what they hold is derived, so an older ledger's is worked out by ``rebuild`` after this."""

    op.create_table(
        "audit",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "constraints",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("group_key", sa.String(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("sector", sa.String(), nullable=True),
        sa.Column("degree", sa.String(), nullable=True),
        sa.Column("place_id", sa.String(), nullable=True),
        sa.Column("place_ar", sa.Text(), nullable=True),
        sa.Column("place_en", sa.Text(), nullable=True),
        sa.Column("country", sa.String(), nullable=True),
        sa.Column("adm1", sa.String(), nullable=True),
        sa.Column("adm2", sa.String(), nullable=True),
        sa.Column("adm3", sa.String(), nullable=True),
        sa.Column("since", sa.String(), nullable=True),
        sa.Column("since_basis", sa.String(), nullable=False),
        sa.Column("until", sa.String(), nullable=True),
        sa.Column("lifted", sa.String(), nullable=True),
        sa.Column("sort_day", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("constraints_by_day", "constraints", ["sort_day", "id"], unique=False)
    op.create_index("constraints_by_group", "constraints", ["group_key"], unique=False)
    op.create_index("constraints_by_place", "constraints", ["country", "adm1", "since"], unique=False)
    op.create_table(
        "facets",
        sa.Column("dim1", sa.String(), nullable=False),
        sa.Column("value1", sa.String(), nullable=False),
        sa.Column("dim2", sa.String(), nullable=False),
        sa.Column("value2", sa.String(), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("killed", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("dim1", "value1", "dim2", "value2", "month"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "tags",
        sa.Column("dim", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("sort_day", sa.Integer(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("dim", "value", "sort_day", "seq"),
        sqlite_with_rowid=False,
    )

    meta = sa.table("meta", sa.column("key", sa.String), sa.column("value", sa.Text))
    op.bulk_insert(meta, [{"key": "stale", "value": "derived"}])
