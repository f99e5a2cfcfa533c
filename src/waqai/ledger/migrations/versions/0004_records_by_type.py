"""Look-up of records by kind and type."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the index, and to two others the report, so that filters of a list are met without reading the records.

    A statement is now a ``voice`` unless a person rejected it, which ``rebuild`` works out after this.
    """

    op.drop_index("records_by_kind", "records")
    op.create_index("records_by_kind", "records", ["kind", "sort_day", "uid", "report_seq"])
    op.drop_index("records_by_incident", "records")
    op.create_index("records_by_incident", "records", ["incident_seq", "report_seq"])
    op.create_index("records_by_type", "records", ["kind", "type", "sort_day", "uid"])
    meta = sa.table("meta", sa.column("key", sa.String), sa.column("value", sa.Text))
    if op.get_bind().execute(sa.select(meta.c.key).where(meta.c.key == "stale")).first() is None:
        op.bulk_insert(meta, [{"key": "stale", "value": "derived"}])
