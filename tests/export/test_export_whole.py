"""From files to exports: every kind of source through the real coder and ledger into every profile, and back."""

from __future__ import annotations

import csv
import hashlib
import io
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import select

sys.path.insert(0, str(Path(__file__).parents[1] / "sources"))
import source_files
from ledger_rows import collect, lookup

from waqai.export import ROW_PROFILES, ExportData, export, read_review
from waqai.export.brief import write_brief
from waqai.export.changes import changes
from waqai.export.public import public
from waqai.export.rows import ExportIncident, ordered
from waqai.ledger import review, store
from waqai.ledger.engine import Ledger, open_ledger
from waqai.ledger.schema import metadata
from waqai.lexicon.load import Lexicon, load
from waqai.model import CodedReport, Report
from waqai.pipeline import code
from waqai.sources import SourceError, read

for library in ("trafilatura", "feedparser", "fastwarc", "openpyxl", "pyarrow", "xlsxwriter"):
    pytest.importorskip(library, reason="the sources and export extras are not installed")

SUFFIX = {
    "acled": ".csv",
    "ucdp": ".csv",
    "hxl": ".csv",
    "hapi": ".csv",
    "geojson": ".geojson",
    "parquet": ".parquet",
    "xlsx": ".xlsx",
}
STRIKE = "قُتل ثلاثة مدنيين وأصيب خمسة آخرون بقصف مدفعي استهدف السوق في مدينة تل أبيض يوم الأحد 27 آب 2023."
TALLY = "ووثّق مرصد حقوقي 89 هجوماً في محافظة الرقة منذ بداية العام 2023 أسفرت عن مقتل 50 مدنياً."
CAMP = "اعتقلت الشرطة الفلسطينية ثلاثة أشخاص في مخيم بلاطة شرق نابلس يوم 28 آب 2023، وقال سالم الحميدي إن ابنه بينهم."


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load()


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return open_ledger(tmp_path / "waqai.db")


def put(ledger: Ledger, lexicon: Lexicon, source: Path) -> list[CodedReport]:
    """Ingest what a source gives; errors of the source leave the ledger alone."""
    done = []
    for item in read(source):
        if isinstance(item, Report):
            coded = code(item, lexicon)
            with ledger.begin() as conn:
                store.ingest(conn, item, coded, lexicon.fingerprint, "2023-09-01T00:00:00+00:00")
            done.append(coded)
    return done


def deadly(data: ExportData) -> ExportIncident:
    """The one incident with a number of people killed."""
    (found,) = [i for i in data.incidents if i.killed.best]
    return found


def make_text(path: Path) -> Path:
    path.write_text(STRIKE, "utf-8")
    return path


def make_1256(path: Path) -> Path:
    path.write_bytes(STRIKE.replace("ُ", "").encode("cp1256"))
    return path


def make_pdf(path: Path) -> Path:
    pytest.importorskip("weasyprint")
    pytest.importorskip("pypdfium2")
    style = "body{columns:2;font-family:'Noto Sans Arabic',sans-serif}"
    path.write_bytes(
        source_files.pdf_bytes(f'<html dir="rtl"><style>{style}</style><p>{STRIKE}</p><p>{TALLY}</p></html>')
    )
    return path


def make(data: bytes) -> Callable[[Path], Path]:
    def write(path: Path) -> Path:
        path.write_bytes(data)
        return path

    return write


SOURCES: dict[str, Callable[[Path], Path]] = {
    "a.txt": make_text,
    "old.txt": make_1256,
    "page.html": make((source_files.DATA / "page.html").read_bytes()),
    "feed.xml": make((source_files.DATA / "rss.xml").read_bytes()),
    "a.warc.gz": make(source_files.warc_bytes()),
    "a.wacz": make(source_files.wacz_bytes()),
    "result.json": make((source_files.DATA / "result.json").read_bytes()),
    "excel.csv": make((source_files.DATA / "excel.csv").read_bytes()),
    "a.jsonl": make(msgspec.json.encode({"text": STRIKE, "outlet": "مرصد"}) + b"\n"),
    "a.xlsx": make(source_files.xlsx_bytes([["text"], [STRIKE]])),
    "a.parquet": make(source_files.parquet_bytes({"text": [STRIKE]})),
    "a.pdf": make_pdf,
}


@pytest.mark.parametrize("name", SOURCES)
def test_a_source_goes_whole_into_every_profile(name: str, tmp_path: Path, ledger: Ledger, lexicon: Lexicon) -> None:
    coded = put(ledger, lexicon, SOURCES[name](tmp_path / name))
    assert coded
    with ledger.read() as conn:
        data = collect(conn, lexicon)
    assert data.incidents
    for profile in ROW_PROFILES:
        assert export(profile, data, tmp_path / profile / f"out{SUFFIX[profile]}")
    workbook = read_review(tmp_path / "xlsx" / "out.xlsx", {i.id: i for i in public(data).incidents})
    assert workbook.problems == [] and workbook.decisions == []
    rows = csv.DictReader(io.StringIO((tmp_path / "hxl" / "out.csv").read_text("utf-8")))
    assert {row["Event ID"] for row in rows} == {
        "#event+id",
        *(i.id for i in data.incidents if i.grade != "discounted"),
    }
    write_brief(data, date(2023, 1, 1), date(2024, 12, 31), tmp_path / "b.html")


def test_the_strike_reads_right_in_the_event_files(tmp_path: Path, ledger: Ledger, lexicon: Lexicon) -> None:
    put(ledger, lexicon, make_text(tmp_path / "a.txt"))
    with ledger.read() as conn:
        data = collect(conn, lexicon)
    strike = deadly(data)
    assert strike.civilians_targeted and strike.killed.best == 3 and strike.place is not None
    assert (strike.place.adm1.code, strike.place.adm1.name_en) == ("SY11", lexicon.gazetteer.get("SY11").name_en)  # type: ignore[union-attr]
    export("acled", data, tmp_path / "e.csv")
    (row,) = [r for r in csv.DictReader(io.StringIO((tmp_path / "e.csv").read_text("utf-8"))) if r["fatalities"] != "0"]
    assert [row[c] for c in ("event_date", "sub_event_type", "fatalities", "actor2", "iso")] == [
        "2023-08-27", "Shelling/artillery/missile attack", "3", "Civilians (Syria)", "760",
    ]  # fmt: skip


def test_a_tally_is_no_incident(tmp_path: Path, ledger: Ledger, lexicon: Lexicon) -> None:
    (tmp_path / "t.txt").write_text(STRIKE + " " + TALLY, "utf-8")
    put(ledger, lexicon, tmp_path / "t.txt")
    with ledger.read() as conn:
        data = collect(conn, lexicon)
    assert sum(i.killed.best or 0 for i in data.incidents) == 3
    (tally,) = data.tallies
    assert tally.period_start == "2023-01-01" and tally.events and tally.events.best == 89


def test_rule_17_through_the_real_coder(tmp_path: Path, ledger: Ledger, lexicon: Lexicon) -> None:
    (tmp_path / "c.txt").write_text(CAMP, "utf-8")
    put(ledger, lexicon, tmp_path / "c.txt")
    with ledger.read() as conn:
        data = collect(conn, lexicon)
    arrest = next(i for i in data.incidents if i.type == "arrest")
    assert arrest.place is not None and arrest.place.sensitive
    assert arrest.place.id == "ps:balata-camp" and arrest.place.lat and arrest.place.settlement
    exact = f"{arrest.place.lat:g}", f"{arrest.place.lon:g}"
    shown = next(i for i in public(data).incidents if i.id == arrest.id).place
    assert shown is not None and (shown.lat, shown.lon) == (arrest.place.settlement.lat, arrest.place.settlement.lon)
    assert f"{shown.lat:g}" not in exact
    for profile in ("acled", "ucdp", "hxl", "hapi", "geojson"):
        for path in export(profile, data, tmp_path / profile / f"out{SUFFIX[profile]}"):
            text = path.read_text("utf-8")
            assert "الحميدي" not in text and "ابنه بينهم" not in text and not [e for e in exact if e in text]


def test_a_review_comes_back_and_the_next_export_says_so(tmp_path: Path, ledger: Ledger, lexicon: Lexicon) -> None:
    import openpyxl

    put(ledger, lexicon, make_text(tmp_path / "a.txt"))
    with ledger.read() as conn:
        before = public(collect(conn, lexicon))
    row = 2 + [i.id for i in ordered(before).incidents].index(deadly(before).id)
    path = export("xlsx", before, tmp_path / "out.xlsx")[0]
    book = openpyxl.load_workbook(path)
    sheet = book["Incidents"]
    columns = {cell.value: cell.column for cell in sheet[1]}
    for column, value in (
        ("new_killed", 4),
        ("new_date_start", "2023-08-26"),
        ("decision", "accept"),
        ("review_note", "تصحيح"),
    ):
        sheet.cell(row, columns[column]).value = value
    book.save(path)
    found = read_review(path, {i.id: i for i in before.incidents})
    assert found.problems == []
    with ledger.begin() as conn:
        look = lookup(conn, lexicon)
        members = {i.id: {s.record: look.record(s.record) for s in i.sources if s.record} for i in before.incidents}
        for change in changes(found.decisions, members, lexicon.gazetteer):
            review.decide(
                conn, change.record, change.action, "reviewer", field=change.field, value=change.value, note=change.note
            )
            store.refresh(conn, review.report_of(conn, change.record))
    with ledger.read() as conn:
        now = collect(conn, lexicon)
    old, after = deadly(before), deadly(now)
    assert (after.killed.best, after.date_start, after.state) == (4, "2023-08-26", "reviewed")
    assert (after.id, after.injured, after.place) == (old.id, old.injured, old.place)
    refused = read_review(path, {i.id: i for i in now.incidents}).problems
    assert {p.column for p in refused} >= {"killed_best", "date_start"}


MALFORMED = {
    "cut.html": source_files.DATA.joinpath("page.html").read_bytes()[:700],
    "deep.html": b"<html>" + b"<div>" * 10_000 + b"x",
    "laughs.xml": source_files.BILLION_LAUGHS,
    "xxe.xml": source_files.XXE,
    "cut.xml": b'<?xml version="1.0"?><rss version="2.0"><chan',
    "cut.warc": b"WARC/1.0\r\nWARC-Type: resp",
    "cut.wacz": source_files.wacz_bytes()[:-200],
    "bomb.xlsx": source_files.zip_bomb(size=200_000_000),
    "cut.xlsx": source_files.xlsx_bytes([["text"], ["نص"]])[:-400],
    "cut.parquet": source_files.parquet_bytes({"text": ["نص"]})[:-60],
    "result.json": source_files.DATA.joinpath("result.json").read_bytes()[:900],
    "cut.jsonl": b'{"text": "cut',
    "columns.csv": "عمود;آخر\nقصف;1\n".encode(),
    "scan.pdf": source_files.scanned_pdf(),
    "cut.pdf": b"%PDF-1.7\n1 0 obj",
    "binary.txt": source_files.binary(),
    "bad.txt": STRIKE.encode()[:-2] + b"\xd9",
    "empty.txt": b"",
}


@pytest.mark.parametrize("name", MALFORMED)
def test_a_malformed_file_is_a_clear_error_and_leaves_the_ledger_as_it_was(
    name: str, tmp_path: Path, ledger: Ledger, lexicon: Lexicon
) -> None:
    put(ledger, lexicon, make_text(tmp_path / "a.txt"))
    before = contents(ledger)
    path = make(MALFORMED[name])(tmp_path / name)
    items = list(read(path))
    assert items and all(isinstance(item, SourceError) for item in items)
    assert all(name in str(item) and len(item.reason) > 5 for item in items if isinstance(item, SourceError))
    assert put(ledger, lexicon, path) == []
    assert contents(ledger) == before


def contents(ledger: Ledger) -> str:
    """A digest of every row of the ledger."""
    digest = hashlib.sha256()
    with ledger.read() as conn:
        for table in metadata.sorted_tables:
            for row in conn.execute(select(table)):
                digest.update(repr(tuple(row)).encode())
    return digest.hexdigest()
