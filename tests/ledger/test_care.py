"""Care: backup and restore between databases, damage found, older schemas migrated, reports forgotten."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import func, select, text

from waqai.ledger import actions, care, catalogue, orders, views
from waqai.ledger.counts import facet_counts
from waqai.ledger.engine import Ledger, head, open_ledger, upgrade
from waqai.ledger.filters import Filters, LedgerError, Page
from waqai.ledger.lists import list_incidents
from waqai.ledger.schema import metadata, reports, runs, tombstones
from waqai.ledger.store import ingest
from waqai.ledger.stories import load_stories

from .helpers import AT, STORIES, put

MINE = {
    "trigger": "انفجار",
    "type": "ied_mine",
    "place": "basira",
    "date": "2023-02-10",
    "casualties": ["killed 2 military"],
}
ONE = "قتل عنصران من قسد في انفجار عبوة ناسفة ببلدة البصيرة أمس الجمعة."
TWO = "أدى انفجار لغم في البصيرة إلى سقوط قتيلين عسكريين، بحسب ناشطين من المنطقة."


def fill(ledger: Ledger) -> None:
    with ledger.begin() as conn:
        for story in load_stories(STORIES)[:5]:
            for item in story.reports:
                ingest(conn, item.report, item.coded, "f", AT)
        uid = views.show_incident(conn, list_incidents(conn, Filters()).items[0].id).incident.members[0].record
        actions.decide(conn, uid, "accept", "سلمى")


def picture(ledger: Ledger) -> list[bytes]:
    with ledger.read() as conn:
        shown = list_incidents(conn, Filters(), Page(limit=1000)).items
        found = [msgspec.json.encode(views.show_incident(conn, row.id)) for row in shown]
        return [
            *sorted(found),
            msgspec.json.encode(facet_counts(conn, Filters())),
            msgspec.json.encode(views.stats(conn)),
        ]


def test_a_backup_restores_into_either_database(ledger: Ledger, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    fill(ledger)
    copy = tmp_path / "copy.db"
    care.backup(ledger, copy)
    with pytest.raises(LedgerError, match="never written over"):
        care.backup(ledger, copy)
    places = [str(tmp_path / "restored.db"), request.getfixturevalue("server").database()]
    for place in places:
        care.restore(copy, place)
        with open_ledger(place, create=False) as restored:
            assert picture(restored) == picture(ledger)
            assert care.check(restored) == []
            with restored.begin() as conn:
                assert put(conn, ONE, MINE).outcome == "added"  # numbers go on after what was copied in
        with pytest.raises(LedgerError, match="holds reports already"):
            care.restore(copy, place)


def test_damage_is_found(ledger: Ledger) -> None:
    fill(ledger)
    assert care.check(ledger) == []
    with ledger.begin() as conn:
        conn.execute(text("UPDATE reports SET text = 'other' WHERE seq = 1"))
        conn.execute(text("DELETE FROM incidents WHERE seq = (SELECT MIN(seq) FROM incidents)"))
        conn.execute(text("DELETE FROM runs WHERE id = 2"))
    found = {problem.check for problem in care.check(ledger)}
    assert {"snapshot", "records", "counters", "runs"} <= found


def test_a_damaged_file_is_not_restored(tmp_path: Path) -> None:
    with open_ledger(tmp_path / "a.db") as ledger:
        fill(ledger)
        care.backup(ledger, tmp_path / "copy.db")
    data = bytearray((tmp_path / "copy.db").read_bytes())
    data[4096 * 3 : 4096 * 9] = b"\xff" * 4096 * 6
    (tmp_path / "copy.db").write_bytes(data)
    with pytest.raises(LedgerError):
        care.restore(tmp_path / "copy.db", str(tmp_path / "b.db"))


def test_the_schema_is_what_the_migrations_make(ledger: Ledger) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with ledger.read() as conn:
        differences = compare_metadata(MigrationContext.configure(conn), metadata)
    assert [d for d in differences if "_search" not in str(d)] == []


def older(ledger: Ledger) -> None:
    """Bring a ledger back to the first schema, as that version would have left it."""
    with ledger.begin() as conn:
        for table in ("tags", "facets", "constraints", "audit"):
            conn.execute(text(f"DROP TABLE {table}"))
        for table in ("accounts", "sessions", "invitations", "assignments", "views", "watch"):
            conn.execute(text(f"DROP TABLE desk_{table}"))
        for index in (
            "records_by_name",
            "records_by_family",
            "records_by_type",
            *(f"incidents_by_{sort}" for sort in orders.COLUMNS),
        ):
            conn.execute(text(f"DROP INDEX {index}"))
        conn.execute(text("DROP INDEX records_by_kind"))
        conn.execute(text("CREATE INDEX records_by_kind ON records (kind, sort_day, uid)"))
        for column in ("incidents.deaths", "incidents.grade_rank", "incidents.updated", "records.place_key"):
            conn.execute(text("ALTER TABLE {} DROP COLUMN {}".format(*column.split("."))))
        conn.execute(text("UPDATE alembic_version SET version_num = '0001'"))


def test_an_older_ledger_is_refused_then_migrated(location: str) -> None:
    with open_ledger(location) as ledger:
        fill(ledger)
        before = picture(ledger)
        older(ledger)
    with pytest.raises(LedgerError, match=f"has schema 0001, this version needs {head()}"):
        open_ledger(location)
    assert care.migrate(location) == ("0001", head())
    assert care.migrate(location) == (head(), head())
    with open_ledger(location) as ledger:
        assert picture(ledger) == before
        assert care.check(ledger) == []


def test_an_interrupted_migration_is_completed(location: str) -> None:
    with open_ledger(location) as ledger:
        fill(ledger)
        before = picture(ledger)
        older(ledger)
        upgrade(ledger.engine)  # the schema is new, what is derived is not there yet
    with pytest.raises(LedgerError, match="ledger migrate"):
        open_ledger(location)
    care.migrate(location)
    with open_ledger(location) as ledger:
        assert picture(ledger) == before


def test_a_newer_ledger_is_refused(location: str) -> None:
    with open_ledger(location) as ledger, ledger.begin() as conn:
        conn.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(LedgerError, match="newer version"):
        open_ledger(location)


def test_a_forgotten_report_leaves_a_tombstone_and_incidents_without_it(ledger: Ledger) -> None:
    with ledger.begin() as conn:
        first = put(conn, ONE, MINE, outlet="أ")
        put(conn, TWO, MINE, outlet="ب")
        (before,) = list_incidents(conn, Filters()).items
        assert before.reports == 2
        care.forget(conn, first.report_id, "سلمى", "طلب صاحب الشأن")
        (after,) = list_incidents(conn, Filters()).items
        assert (after.reports, after.grade) == (1, "weak")
        assert views.show_incident(conn, before.id).incident.id == after.id
        assert catalogue.list_reports(conn, Filters(query="عنصران")).total == 0
        assert conn.execute(select(func.count()).select_from(runs)).scalar() == 1
        assert conn.execute(select(tombstones.c.reason)).scalar_one() == "طلب صاحب الشأن"
        assert put(conn, ONE, MINE, outlet="أ").outcome == "forgotten"
        assert conn.execute(select(func.count()).select_from(reports)).scalar() == 1
        with pytest.raises(LedgerError, match="forgotten already"):
            care.forget(conn, first.report_id, "سلمى", "مرة أخرى")
    assert care.check(ledger) == []


def test_a_forgotten_text_is_not_left_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with open_ledger(path) as ledger:
        with ledger.begin() as conn:
            id_ = put(conn, ONE, MINE).report_id
            put(conn, TWO, MINE, outlet="ب")
        assert "ناسفة".encode() in path.read_bytes() + (tmp_path / "ledger.db-wal").read_bytes()
        with ledger.begin() as conn:
            care.forget(conn, id_, "سلمى", "طلب")
        care.scrub(ledger)
        left = b"".join(p.read_bytes() for p in tmp_path.iterdir())
        assert "ناسفة".encode() not in left and "ناسفه".encode() not in left
        assert "لغم".encode() in left
    assert sqlite3.connect(path).execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_rebuilding_changes_nothing(ledger: Ledger) -> None:
    fill(ledger)
    before = picture(ledger)
    with ledger.begin() as conn:
        care.rebuild(conn)
    assert picture(ledger) == before
    assert care.check(ledger) == []
