"""Look-up of records by kind and type."""

from __future__ import annotations

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the index, and to two others the report, so that filters of a list are met without reading the records."""

    op.drop_index("records_by_kind", "records")
    op.create_index("records_by_kind", "records", ["kind", "sort_day", "uid", "report_seq"])
    op.drop_index("records_by_incident", "records")
    op.create_index("records_by_incident", "records", ["incident_seq", "report_seq"])
    op.create_index("records_by_type", "records", ["kind", "type", "sort_day", "uid"])
