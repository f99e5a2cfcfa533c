"""Everything a ledger holds as rows of exports: what the service does, in the fewest words."""

from __future__ import annotations

import msgspec
from sqlalchemy import Connection, select

from waqai.export import ExportData
from waqai.export.from_ledger import Lookup, ReportFacts, access_row, incident_row, tally_row
from waqai.ledger import tallies
from waqai.ledger.access import Constraint
from waqai.ledger.parts import Incident
from waqai.ledger.schema import constraints, incident_details, records, reports
from waqai.lexicon.load import Lexicon
from waqai.model import Record


def lookup(conn: Connection, lexicon: Lexicon) -> Lookup:
    """Names from the lexicon, reports and records from the ledger."""

    def report(id_: str) -> ReportFacts:
        r = reports.c
        row = conn.execute(select(r.outlet, r.url, r.title, r.published, r.retrieved_at).where(r.id == id_)).one()
        return ReportFacts(*row)

    def record(uid: str) -> Record:
        data = conn.execute(select(records.c.data).where(records.c.uid == uid)).scalar_one()
        return msgspec.json.decode(data, type=Record)

    return Lookup(lexicon, report, record)


def collect(conn: Connection, lexicon: Lexicon, internal: bool = False) -> ExportData:
    """All rows."""
    look = lookup(conn, lexicon)
    incidents = [msgspec.json.decode(d, type=Incident) for d in conn.execute(select(incident_details.c.data)).scalars()]
    limits = [msgspec.json.decode(d, type=Constraint) for d in conn.execute(select(constraints.c.data)).scalars()]
    counted = conn.execute(select(records.c.uid).where(records.c.kind == "tally")).scalars().all()
    return ExportData(
        [incident_row(i, look) for i in incidents],
        [access_row(c, look) for c in limits],
        [tally_row(tallies.compare(conn, uid), look) for uid in counted],
        internal,
    )
