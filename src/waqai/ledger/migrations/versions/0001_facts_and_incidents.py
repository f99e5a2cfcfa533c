"""Facts, records, pairs and incidents."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create them, the search documents, and the triggers that keep decisions append-only."""

    op.create_table(
        "bands",
        sa.Column("hash", sa.BigInteger(), nullable=False),
        sa.Column("report_seq", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("hash", "report_seq"),
        sqlite_with_rowid=False,
    )
    op.create_index("bands_by_report", "bands", ["report_seq"], unique=False)
    op.create_table(
        "decisions",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("report_id", sa.String(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("field", sa.String(), nullable=True),
        sa.Column("old", sa.Text(), nullable=True),
        sa.Column("new", sa.Text(), nullable=True),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("decisions_by_report", "decisions", ["report_id"], unique=False)
    op.create_index("decisions_by_uid", "decisions", ["uid"], unique=False)
    op.create_table(
        "edges",
        sa.Column("a", sa.String(), nullable=False),
        sa.Column("b", sa.String(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("automatic", sa.Boolean(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("a", "b"),
    )
    op.create_index("edges_by_b", "edges", ["b"], unique=False)
    op.create_index("edges_by_score", "edges", ["automatic", "score"], unique=False)
    op.create_table(
        "incident_aliases",
        sa.Column("old_id", sa.String(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("old_id"),
    )
    op.create_table(
        "incident_details",
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("seq"),
    )
    op.create_table(
        "incident_tolls",
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("harm", sa.String(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("low", sa.Integer(), nullable=True),
        sa.Column("best", sa.Integer(), nullable=True),
        sa.Column("high", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("seq", "harm", "category"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "incidents",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("date_start", sa.String(), nullable=True),
        sa.Column("date_end", sa.String(), nullable=True),
        sa.Column("grain", sa.String(), nullable=False),
        sa.Column("sort_day", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.String(), nullable=True),
        sa.Column("place_ar", sa.Text(), nullable=True),
        sa.Column("place_en", sa.Text(), nullable=True),
        sa.Column("precision", sa.String(), nullable=True),
        sa.Column("country", sa.String(), nullable=True),
        sa.Column("adm1", sa.String(), nullable=True),
        sa.Column("adm2", sa.String(), nullable=True),
        sa.Column("adm3", sa.String(), nullable=True),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.Column("initiators", sa.Text(), nullable=False),
        sa.Column("targets", sa.Text(), nullable=False),
        sa.Column("victims", sa.Text(), nullable=False),
        sa.Column("outlets", sa.Text(), nullable=False),
        sa.Column("weapon", sa.String(), nullable=True),
        sa.Column("factuality", sa.String(), nullable=False),
        sa.Column("killed_low", sa.Integer(), nullable=True),
        sa.Column("killed_best", sa.Integer(), nullable=True),
        sa.Column("killed_high", sa.Integer(), nullable=True),
        sa.Column("injured_low", sa.Integer(), nullable=True),
        sa.Column("injured_best", sa.Integer(), nullable=True),
        sa.Column("injured_high", sa.Integer(), nullable=True),
        sa.Column("grade", sa.String(), nullable=False),
        sa.Column("reports", sa.Integer(), nullable=False),
        sa.Column("sources", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("seq"),
        sa.UniqueConstraint("id"),
    )
    op.create_index("incidents_by_day", "incidents", ["sort_day", "seq"], unique=False)
    op.create_table(
        "judgements",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("batch", sa.String(), nullable=False),
        sa.Column("verb", sa.String(), nullable=False),
        sa.Column("a", sa.String(), nullable=False),
        sa.Column("b", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("retracts", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("judgements_by_a", "judgements", ["a"], unique=False)
    op.create_index("judgements_by_b", "judgements", ["b"], unique=False)
    op.create_table(
        "meta",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_table(
        "places",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name_ar", sa.Text(), nullable=True),
        sa.Column("name_en", sa.Text(), nullable=True),
        sa.Column("key_ar", sa.Text(), nullable=True),
        sa.Column("key_en", sa.Text(), nullable=True),
        sa.Column("precision", sa.String(), nullable=False),
        sa.Column("country", sa.String(), nullable=True),
        sa.Column("adm1", sa.String(), nullable=True),
        sa.Column("adm2", sa.String(), nullable=True),
        sa.Column("adm3", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("places_by_ar", "places", ["key_ar"], unique=False)
    op.create_index("places_by_en", "places", ["key_en"], unique=False)
    op.create_table(
        "record_actors",
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("actor", "role", "uid"),
    )
    op.create_index("record_actors_by_record", "record_actors", ["uid"], unique=False)
    op.create_table(
        "records",
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("report_seq", sa.BigInteger(), nullable=False),
        sa.Column("rid", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("family", sa.String(), nullable=False),
        sa.Column("factuality", sa.String(), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("date_start", sa.String(), nullable=True),
        sa.Column("date_end", sa.String(), nullable=True),
        sa.Column("sort_day", sa.Integer(), nullable=False),
        sa.Column("block_day", sa.Integer(), nullable=True),
        sa.Column("coarse", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.String(), nullable=True),
        sa.Column("country", sa.String(), nullable=True),
        sa.Column("adm1", sa.String(), nullable=True),
        sa.Column("adm1_key", sa.String(), nullable=False),
        sa.Column("adm2", sa.String(), nullable=True),
        sa.Column("adm3", sa.String(), nullable=True),
        sa.Column("victims", sa.Text(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("incident_seq", sa.BigInteger(), nullable=True),
        sa.Column("group_key", sa.String(), nullable=True),
        sa.Column("sketch", sa.LargeBinary(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("uid"),
    )
    op.create_index(
        "records_by_block", "records", ["family", "country", "adm1_key", "coarse", "block_day"], unique=False
    )
    op.create_index("records_by_group", "records", ["group_key"], unique=False)
    op.create_index("records_by_incident", "records", ["incident_seq"], unique=False)
    op.create_index("records_by_kind", "records", ["kind", "sort_day", "uid"], unique=False)
    op.create_index("records_by_place", "records", ["kind", "adm1", "sort_day"], unique=False)
    op.create_index("records_by_report", "records", ["report_seq"], unique=False)
    op.create_table(
        "reports",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("outlet", sa.Text(), nullable=True),
        sa.Column("outlet_key", sa.String(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("published", sa.String(), nullable=True),
        sa.Column("published_basis", sa.String(), nullable=True),
        sa.Column("language", sa.String(), nullable=True),
        sa.Column("chars", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("retrieved_at", sa.String(), nullable=False),
        sa.Column("sort_day", sa.Integer(), nullable=False),
        sa.Column("copy_of", sa.BigInteger(), nullable=True),
        sa.Column("signature", sa.LargeBinary(), nullable=True),
        sa.Column("run_id", sa.BigInteger(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("forgotten", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("seq"),
        sa.UniqueConstraint("id"),
    )
    op.create_index("reports_by_copy", "reports", ["copy_of"], unique=False)
    op.create_index("reports_by_day", "reports", ["sort_day", "seq"], unique=False)
    op.create_index("reports_by_outlet", "reports", ["outlet_key", "sort_day", "seq"], unique=False)
    op.create_table(
        "runs",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("report_id", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("coded", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("report_id", "fingerprint", name="runs_once"),
    )
    op.create_table(
        "sightings",
        sa.Column("report_id", sa.String(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("outlet", sa.Text(), nullable=True),
        sa.Column("published", sa.String(), nullable=True),
        sa.Column("retrieved_at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("report_id", "source"),
    )
    op.create_table(
        "tombstones",
        sa.Column("report_id", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("report_id"),
    )

    for kind in ("report", "incident"):
        if op.get_bind().dialect.name == "sqlite":
            op.execute(f"CREATE VIRTUAL TABLE {kind}_search USING fts5(body, tokenize='unicode61 remove_diacritics 0')")
        else:
            op.execute(f"CREATE TABLE {kind}_search (seq BIGINT PRIMARY KEY, body TSVECTOR NOT NULL)")
            op.execute(f"CREATE INDEX {kind}_search_body ON {kind}_search USING gin (body)")
    _append_only("judgements")
    _append_only("decisions")


def _append_only(table: str) -> None:
    """Decisions of people are never changed in place, whoever holds the connection."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} are only ever added'); END"
        )
        return
    op.execute(
        f"CREATE FUNCTION {table}_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{table} are only ever added'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {table}_append_only()"
    )
