"""The tables of the ledger, as SQLAlchemy Core sees them on SQLite and PostgreSQL.

Facts (reports, sightings, runs, decisions, judgements, tombstones) are only ever added. Everything else (records,
edges, incidents, tags, facets, tolls, constraints, search documents) is derived from them and can be rebuilt.
Dates are ISO text where people read them and day ordinals (``date.toordinal``) where they are compared.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData()

# SQLite counts row ids by itself only in an INTEGER primary key.
BigKey = BigInteger().with_variant(Integer, "sqlite")

meta = Table("meta", metadata, Column("key", String, primary_key=True), Column("value", Text, nullable=False))

reports = Table(
    "reports",
    metadata,
    Column("seq", BigKey, primary_key=True, autoincrement=True),
    Column("id", String, nullable=False, unique=True),
    Column("source", Text, nullable=False),
    Column("url", Text),
    Column("outlet", Text),
    Column("outlet_key", String),
    Column("title", Text),
    Column("published", String),
    Column("published_basis", String),
    Column("language", String),
    Column("chars", Integer, nullable=False),
    Column("text", Text),
    Column("retrieved_at", String, nullable=False),
    Column("sort_day", Integer, nullable=False),
    Column("copy_of", BigInteger),
    Column("signature", LargeBinary),
    Column("run_id", BigInteger),
    Column("state", String, nullable=False),
    Column("forgotten", Boolean, nullable=False),
    Index("reports_by_day", "sort_day", "seq"),
    Index("reports_by_outlet", "outlet_key", "sort_day", "seq"),
    Index("reports_by_copy", "copy_of"),
)

sightings = Table(
    "sightings",
    metadata,
    Column("report_id", String, primary_key=True),
    Column("source", Text, primary_key=True),
    Column("url", Text),
    Column("outlet", Text),
    Column("published", String),
    Column("retrieved_at", String, nullable=False),
)

runs = Table(
    "runs",
    metadata,
    Column("id", BigKey, primary_key=True, autoincrement=True),
    Column("report_id", String, nullable=False),
    Column("fingerprint", String, nullable=False),
    Column("coded", LargeBinary, nullable=False),
    Column("created_at", String, nullable=False),
    UniqueConstraint("report_id", "fingerprint", name="runs_once"),
)

records = Table(
    "records",
    metadata,
    Column("uid", String, primary_key=True),
    Column("report_seq", BigInteger, nullable=False),
    Column("rid", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("type", String, nullable=False),
    Column("family", String, nullable=False),
    Column("factuality", String, nullable=False),
    Column(
        "part", String, nullable=False
    ),  # member | denial | voice | access | none: what the record does in the ledger
    Column("date_start", String),
    Column("date_end", String),
    Column("sort_day", Integer, nullable=False),
    Column("block_day", Integer),
    Column("coarse", Integer, nullable=False),
    Column("place_id", String),
    Column("place_key", String),  # the place's name, folded: homonyms are found by it
    Column("country", String),
    Column("adm1", String),
    Column("adm1_key", String, nullable=False),
    Column("adm2", String),
    Column("adm3", String),
    Column("victims", Text, nullable=False),  # casualty categories, each with a space on either side
    Column("state", String, nullable=False),
    Column("incident_seq", BigInteger),
    Column("group_key", String),  # of an access record: the series it belongs to
    Column("sketch", LargeBinary, nullable=False),  # what resolution compares (features.Sketch, MessagePack)
    Column("data", LargeBinary, nullable=False),  # the record as it stands after review, JSON
    Index("records_by_report", "report_seq"),
    Index("records_by_incident", "incident_seq", "report_seq"),
    Index("records_by_block", "family", "country", "adm1_key", "coarse", "block_day"),
    Index("records_by_name", "family", "place_key", "block_day"),
    Index("records_by_family", "family", "coarse", "block_day"),
    Index("records_by_group", "group_key"),
    Index("records_by_kind", "kind", "sort_day", "uid", "report_seq"),
    Index("records_by_type", "kind", "type", "sort_day", "uid"),
    Index("records_by_place", "kind", "adm1", "sort_day"),
)

record_actors = Table(
    "record_actors",
    metadata,
    Column("actor", String, primary_key=True),
    Column("role", String, primary_key=True),
    Column("uid", String, primary_key=True),
    Index("record_actors_by_record", "uid"),
)

places = Table(
    "places",
    metadata,
    Column("id", String, primary_key=True),
    Column("name_ar", Text),
    Column("name_en", Text),
    Column("key_ar", Text),
    Column("key_en", Text),
    Column("precision", String, nullable=False),
    Column("country", String),
    Column("adm1", String),
    Column("adm2", String),
    Column("adm3", String),
    Index("places_by_ar", "key_ar"),
    Index("places_by_en", "key_en"),
)

bands = Table(
    "bands",
    metadata,
    Column("hash", BigInteger, primary_key=True),
    Column("report_seq", BigInteger, primary_key=True),
    Index("bands_by_report", "report_seq"),
    sqlite_with_rowid=False,
)

edges = Table(
    "edges",
    metadata,
    Column("a", String, primary_key=True),
    Column("b", String, primary_key=True),
    Column("score", Float, nullable=False),
    Column("automatic", Boolean, nullable=False),
    Column("reasons", Text, nullable=False),
    Index("edges_by_b", "b"),
    Index("edges_by_score", "automatic", "score"),
)

judgements = Table(
    "judgements",
    metadata,
    Column("id", BigKey, primary_key=True, autoincrement=True),
    Column("batch", String, nullable=False),  # one decision of a person may be several rows
    Column("verb", String, nullable=False),  # same | different | retract
    Column("a", String, nullable=False),
    Column("b", String, nullable=False),
    Column("by", String, nullable=False),
    Column("at", String, nullable=False),
    Column("note", Text),
    Column("retracts", BigInteger),
    Index("judgements_by_a", "a"),
    Index("judgements_by_b", "b"),
)

decisions = Table(
    "decisions",
    metadata,
    Column("id", BigKey, primary_key=True, autoincrement=True),
    Column("report_id", String, nullable=False),
    Column("uid", String, nullable=False),
    Column("action", String, nullable=False),
    Column("field", String),
    Column("old", Text),
    Column("new", Text),
    Column("by", String, nullable=False),
    Column("at", String, nullable=False),
    Column("note", Text),
    Index("decisions_by_uid", "uid"),
    Index("decisions_by_report", "report_id"),
)

incidents = Table(
    "incidents",
    metadata,
    Column("seq", BigKey, primary_key=True, autoincrement=True),
    Column("id", String, nullable=False, unique=True),
    Column("type", String, nullable=False),
    Column("name", Text),
    Column("date_start", String),
    Column("date_end", String),
    Column("grain", String, nullable=False),
    Column("sort_day", Integer, nullable=False),
    Column("place_id", String),
    Column("place_ar", Text),
    Column("place_en", Text),
    Column("precision", String),
    Column("country", String),
    Column("adm1", String),
    Column("adm2", String),
    Column("adm3", String),
    Column("lat", Float),
    Column("lon", Float),
    Column("initiators", Text, nullable=False),  # actor ids, space-separated
    Column("targets", Text, nullable=False),
    Column("victims", Text, nullable=False),  # casualty categories, space-separated
    Column("outlets", Text, nullable=False),  # outlet keys, one a line
    Column("weapon", String),
    Column("factuality", String, nullable=False),
    Column("killed_low", Integer),
    Column("killed_best", Integer),
    Column("killed_high", Integer),
    Column("injured_low", Integer),
    Column("injured_best", Integer),
    Column("injured_high", Integer),
    Column("grade", String, nullable=False),
    Column("reports", Integer, nullable=False),
    Column("sources", Integer, nullable=False),
    Column("state", String, nullable=False),
    # What lists may be ordered by: -1 where no dead are told, the place in GRADES, when a fact about it last came.
    Column("deaths", Integer, nullable=False, server_default="-1"),
    Column("grade_rank", Integer, nullable=False, server_default="0"),
    Column("updated", String, nullable=False, server_default=""),
    Index("incidents_by_day", "sort_day", "seq"),
    Index("incidents_by_deaths", "deaths", "sort_day", "seq"),
    Index("incidents_by_grade", "grade_rank", "sort_day", "seq"),
    Index("incidents_by_sources", "sources", "sort_day", "seq"),
    Index("incidents_by_updated", "updated", "sort_day", "seq"),
)

incident_details = Table(
    "incident_details",
    metadata,
    Column("seq", BigInteger, primary_key=True),
    Column("data", LargeBinary, nullable=False),
)

incident_aliases = Table(
    "incident_aliases",
    metadata,
    Column("old_id", String, primary_key=True),
    Column("uid", String, nullable=False),  # the record that founded it: where that record is now, the incident is
)

tags = Table(
    "tags",
    metadata,
    Column("dim", String, primary_key=True),
    Column("value", String, primary_key=True),
    Column("sort_day", Integer, primary_key=True),
    Column("seq", BigInteger, primary_key=True),
    sqlite_with_rowid=False,
)

facets = Table(
    "facets",
    metadata,
    Column("dim1", String, primary_key=True),
    Column("value1", String, primary_key=True),
    Column("dim2", String, primary_key=True),
    Column("value2", String, primary_key=True),
    Column("month", Integer, primary_key=True),
    Column("n", Integer, nullable=False),
    Column("killed", Integer, nullable=False),
    sqlite_with_rowid=False,
)

incident_tolls = Table(
    "incident_tolls",
    metadata,
    Column("seq", BigInteger, primary_key=True),
    Column("harm", String, primary_key=True),
    Column("category", String, primary_key=True),
    Column("low", Integer),
    Column("best", Integer),
    Column("high", Integer),
    sqlite_with_rowid=False,
)

constraints = Table(
    "constraints",
    metadata,
    Column("id", String, primary_key=True),
    Column("group_key", String, nullable=False),
    Column("type", String, nullable=False),
    Column("sector", String),
    Column("degree", String),
    Column("place_id", String),
    Column("place_ar", Text),
    Column("place_en", Text),
    Column("country", String),
    Column("adm1", String),
    Column("adm2", String),
    Column("adm3", String),
    Column("since", String),
    Column("since_basis", String, nullable=False),  # stated | reported | unknown
    Column("until", String),
    Column("lifted", String),
    Column("sort_day", Integer, nullable=False),
    Column("data", LargeBinary, nullable=False),
    Index("constraints_by_group", "group_key"),
    Index("constraints_by_place", "country", "adm1", "since"),
    Index("constraints_by_day", "sort_day", "id"),
)

tombstones = Table(
    "tombstones",
    metadata,
    Column("report_id", String, primary_key=True),
    Column("by", String, nullable=False),
    Column("at", String, nullable=False),
    Column("reason", Text, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    Column("id", BigKey, primary_key=True, autoincrement=True),
    Column("at", String, nullable=False),
    Column("by", String, nullable=False),
    Column("action", String, nullable=False),
    Column("detail", Text, nullable=False),
)
