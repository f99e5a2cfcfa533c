"""Out of the ledger: every export profile, the brief, and a reviewed workbook back in. Filters are those of the lists."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import Connection, select

from waqai.export import PROFILES, ExportData, ExportError, export_gold, export_jsonl
from waqai.export import export as export_rows
from waqai.export.from_ledger import Lookup, ReportFacts, access_row, incident_row, tally_row
from waqai.ledger import actions, catalogue, gold, tallies, views
from waqai.ledger.filters import Filters, LedgerError, Page
from waqai.ledger.parts import Incident
from waqai.ledger.schema import incident_details, incidents, records, reports, runs
from waqai.ledger.selected import keys, selection
from waqai.lexicon.load import Lexicon, load
from waqai.model import CodedReport, Record
from waqai.service import names
from waqai.service.desk import Desk

__all__ = ["PROFILES", "brief", "brief_window", "export", "import_review", "is_folder"]

EVERY = Page(limit=1_000_000)
BRIEF_DAYS = 30


def is_folder(profile: str) -> bool:
    """Whether a profile writes a folder of files."""
    return profile == "gold"


def export(desk: Desk, profile: str, filters: Filters, out: Path, *, internal: bool, by: str) -> list[Path]:
    """Write what the filters let through in a profile; returns every file written, ``out`` first.

    ``internal`` keeps names and exact places (codebook rule 17) and is written into the audit log with ``by``.
    Raises ExportError for a profile that is none, a missing library or a file that cannot be written.
    """
    if profile not in PROFILES:
        raise ExportError(f"--profile {profile}: not one of {', '.join(PROFILES)}")
    with desk.ledger.read() as conn:
        if profile == "jsonl":
            written = export_jsonl(_coded(conn, filters), out, internal)
        elif profile == "gold":
            written = export_gold(_golds(conn, filters), out, internal)
        else:
            written = export_rows(profile, rows(conn, load(), filters, internal), out)
    if internal:
        with desk.ledger.begin() as conn:
            actions.log(conn, by, "internal export", f"{profile} {out.name}")
    return written


def brief_window(desk: Desk, filters: Filters) -> tuple[date, date]:
    """The days a brief is of: those given, else the thirty that end with the ledger's last incident."""
    filters.days()
    with desk.ledger.read() as conn:
        last = views.stats(conn).last_day
    if filters.to is None and last is None:
        raise LedgerError("the ledger holds no dated incident: name the days with --from and --to")
    end = date.fromisoformat(filters.to or last or "")
    start = date.fromisoformat(filters.from_) if filters.from_ else end - timedelta(days=BRIEF_DAYS - 1)
    return start, end


def brief(desk: Desk, filters: Filters, out: Path) -> tuple[Path, date, date]:
    """Write the brief (.html or .pdf) of the filters' days and place; returns the file and the days it is of."""
    from waqai.export.brief import write_brief

    start, end = brief_window(desk, filters)
    wanted = msgspec.structs.replace(filters, from_=start.isoformat(), to=end.isoformat())
    with desk.ledger.read() as conn:
        data = rows(conn, load(), wanted, internal=False)
    return write_brief(data, start, end, out, _place_names(filters.place)), start, end


def import_review(desk: Desk, path: Path, by: str) -> tuple[int, list[str]]:
    """Apply a reviewed workbook: (records decided about, what was refused). With anything refused nothing is applied."""
    from waqai.export import read_review
    from waqai.export.changes import changes
    from waqai.export.public import public

    lexicon = load()
    with desk.ledger.begin() as conn:
        held = rows(conn, lexicon, Filters(), internal=True)
        found = read_review(path, {i.id: i for i in public(msgspec.structs.replace(held, internal=False)).incidents})
        if found.problems:
            whole = read_review(path, {i.id: i for i in held.incidents})
            found = found if whole.problems else whole
        if found.problems:
            return 0, [str(problem) for problem in found.problems]
        look = lookup(conn, lexicon)
        members = {i.id: {s.record: look.record(s.record) for s in i.sources if s.record} for i in held.incidents}
        made = changes(found.decisions, members, lexicon.gazetteer)
        for change in made:
            actions.decide(
                conn, change.record, change.action, by, field=change.field, value=change.value, note=change.note
            )
        return len(made), []


def rows(conn: Connection, lexicon: Lexicon, filters: Filters, internal: bool) -> ExportData:
    """The incidents, constraints and tallies that pass the filters, as rows of exports."""
    look = lookup(conn, lexicon)
    limits = catalogue.list_constraints(conn, filters, EVERY).items
    counted = catalogue.list_tallies(conn, filters, EVERY).items
    return ExportData(
        [incident_row(incident, look) for incident in _incidents(conn, filters)],
        [access_row(limit, look) for limit in limits],
        [tally_row(tallies.compare(conn, tally.record), look) for tally in counted],
        internal,
    )


def lookup(conn: Connection, lexicon: Lexicon) -> Lookup:
    """Names from the lexicon, reports and records from the ledger."""
    known: dict[str, ReportFacts] = {}

    def report(id_: str) -> ReportFacts:
        if id_ not in known:
            r = reports.c
            row = conn.execute(select(r.outlet, r.url, r.title, r.published, r.retrieved_at).where(r.id == id_)).one()
            known[id_] = ReportFacts(*row)
        return known[id_]

    def record(uid: str) -> Record:
        data = conn.execute(select(records.c.data).where(records.c.uid == uid)).scalar_one()
        return msgspec.json.decode(data, type=Record)

    return Lookup(lexicon, report, record)


def _incidents(conn: Connection, filters: Filters) -> Iterator[Incident]:
    details = select(incident_details.c.data).join(incidents, incidents.c.seq == incident_details.c.seq)
    if filters != Filters():
        chosen = selection(conn, filters)
        if chosen.impossible:
            return
        found = keys(conn, chosen).subquery()
        details = details.join(found, found.c.seq == incidents.c.seq)
    for data in conn.execute(details.order_by(incidents.c.sort_day, incidents.c.seq)).scalars().all():
        yield msgspec.json.decode(data, type=Incident)


def _coded(conn: Connection, filters: Filters) -> Iterator[CodedReport]:
    """Reports with their records as they stand after review, the rejected ones left out."""
    for row in catalogue.list_reports(conn, filters, EVERY).items:
        view = views.show_report(conn, row.id)
        query = select(runs.c.coded).join(reports, reports.c.run_id == runs.c.id).where(reports.c.id == row.id)
        coded = msgspec.json.decode(conn.execute(query).scalar_one(), type=CodedReport)
        kept = [r.record for r in view.records if not _rejected(r)]
        ids = {record.id for record in kept}
        whole = [
            msgspec.structs.replace(record, links=[link for link in record.links if link.to in ids]) for record in kept
        ]
        yield msgspec.structs.replace(coded, records=whole)


def _rejected(view: views.RecordView) -> bool:
    said = [d.action for d in view.history if d.action in ("accept", "reject")]
    return bool(said) and said[-1] == "reject"


def _golds(conn: Connection, filters: Filters) -> Iterator[tuple[str, dict[str, Any]]]:
    passing = {row.id for row in catalogue.list_reports(conn, filters, EVERY).items}
    done = [id_ for id_ in gold.reviewed_reports(conn) if id_ in passing]
    if not done:
        raise ExportError("gold: no report of which every record was reviewed; see `waqai review queue`")
    for id_ in done:
        yield gold.gold(conn, id_)


def _place_names(place: str | None) -> tuple[str, str] | None:
    """A place filter as a brief's title says it: (English, Arabic)."""
    if not place:
        return None
    named = [_named(part.strip()) for part in place.split(",") if part.strip()]
    return ", ".join(one for one, _ in named), "\u060c ".join(two for _, two in named)


def _named(code: str) -> tuple[str, str]:
    upper = code.upper()
    if len(code) == 2:
        return names.country_name("en", upper) or code, names.country_name("ar", upper) or code
    if upper in names.areas():
        return names.area_name("en", upper), names.area_name("ar", upper)
    gazetteer = load().gazetteer
    found = gazetteer.get(code) or next(iter(gazetteer.search(code)), None)
    return (found.name_en or code, found.name_ar or code) if found else (code, code)
