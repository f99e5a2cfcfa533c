"""Parquet: typed tables, one row per incident, per casualty count, per source, per access constraint, per tally."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path
from typing import Any

from waqai.export.flat import Values, access_values, casualty_values, incident_values, source_values, tally_values
from waqai.export.optional import need
from waqai.export.output import sibling, write_beside, write_bytes
from waqai.export.rows import ExportAccess, ExportData, ExportIncident, ExportTally, Source, Toll

INTEGERS = frozenset({"independent_sources", "reports", "attackers_killed", "ledger_events", "ledger_killed"})
BOOLEANS = frozenset({"humanitarian", "open", "vague", "subset"})
DATES = frozenset(
    {"date_start", "date_end", "reported", "since", "until", "lifted", "period_start", "period_end", "published"}
)
REALS = frozenset({"lat", "lon"})


def write(data: ExportData, out: Path) -> list[Path]:
    """Write the five tables: incidents at ``out``, the others beside it under its name."""
    pa = need("pyarrow", "parquet")
    written = []
    for ending, (example, rows) in tables(data).items():
        path = out if ending == "" else sibling(out, f"_{ending}.parquet")
        columns = [c for c in example if data.internal or c not in ("title", "speaker", "quote")]
        written.append(write_bytes(path, parquet_bytes(pa, columns, rows)))
    return written + write_beside("parquet", data, out)


def tables(data: ExportData) -> dict[str, tuple[Values, list[Values]]]:
    """The rows of each table by its ending, with an example row that names the columns."""
    held = [(i.id, i.tolls) for i in data.incidents] + [(t.id, t.counts) for t in data.tallies]
    sourced = [(i.id, i.sources) for i in data.incidents] + [(a.id, a.sources) for a in data.access]
    sourced += [(t.id, t.sources) for t in data.tallies]
    empty = ExportIncident("", "", "", "", None, None, "day", None, None)
    return {
        "": (incident_values(empty), [incident_values(i) for i in data.incidents]),
        "casualties": (casualty_values("", Toll("", "", empty.killed)), [casualty_values(k, t) for k, ts in held for t in ts]),
        "sources": (source_values("", Source("")), [source_values(k, s) for k, ss in sourced for s in ss]),
        "access": (
            access_values(ExportAccess("", "", None, None, None, False, None, None, "", None, None)),
            [access_values(a) for a in data.access],
        ),
        "tallies": (
            tally_values(ExportTally("", "", None, None, None, None, [])), [tally_values(t) for t in data.tallies],
        ),
    }  # fmt: skip


def column_type(pa: Any, name: str) -> Any:
    """The Arrow type of a column, by its name."""
    if name in DATES:
        return pa.date32()
    if name in BOOLEANS:
        return pa.bool_()
    if name in REALS:
        return pa.float64()
    counts = name.endswith(("_low", "_best", "_high"))
    return pa.int64() if counts or name in INTEGERS else pa.string()


def parquet_bytes(pa: Any, columns: list[str], rows: list[Values]) -> bytes:
    """One table; the same rows give the same bytes."""
    pq = need("pyarrow.parquet", "parquet")
    schema = pa.schema([(name, column_type(pa, name)) for name in columns])
    values = {
        name: [date.fromisoformat(row[name][:10]) if name in DATES and row[name] else row[name] for row in rows]
        for name in columns
    }
    stream = io.BytesIO()
    pq.write_table(pa.table(values, schema=schema), stream, compression="zstd", store_schema=True)
    return stream.getvalue()
