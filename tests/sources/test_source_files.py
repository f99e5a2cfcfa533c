"""Archives, message exports, tables and PDF: whole ones go through, damaged ones are clear errors."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import source_files

from waqai.model import Report
from waqai.sources import Item, SourceError, SourceSettings, read, read_items


def write(tmp_path: Path, name: str, data: bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(data)
    return path


def only_error(path: Path, **options: object) -> SourceError:
    items = list(read(path, **options))  # type: ignore[arg-type]
    assert len(items) == 1 and isinstance(items[0], SourceError), items
    return items[0]


# Web archives


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.warc", source_files.warc_bytes(compressed=False)),
        ("a.warc.gz", source_files.warc_bytes()),
        ("a.wacz", source_files.wacz_bytes()),
    ],
)
def test_archived_pages_become_reports(tmp_path: Path, name: str, data: bytes) -> None:
    pytest.importorskip("fastwarc")
    items = [item for item in read_items(write(tmp_path, name, data)) if isinstance(item, Item)]
    assert [item.report.url for item in items] == [
        "https://marsad.example/news/4411",
        "https://marsad.example/news/4412",
    ]
    assert items[0].report.outlet == "مرصد الجزيرة" and items[0].report.published == "2023-08-28"
    assert (items[0].snapshot.retrieved or "").startswith("2023-09-01T12:00:00")


def test_a_truncated_archive_gives_its_whole_pages_and_an_error(tmp_path: Path) -> None:
    pytest.importorskip("fastwarc")
    data = source_files.warc_bytes()
    items = list(read(write(tmp_path, "a.warc.gz", data[:-300])))
    assert isinstance(items[0], Report)
    assert isinstance(items[-1], SourceError), items


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.warc", b"WARC/1.0\r\nbroken"),
        ("b.warc.gz", b"\x1f\x8b\x08\x00garbage and more garbage"),
        ("c.wacz", source_files.wacz_bytes()[:-200]),
        ("d.warc", b""),
    ],
)
def test_damaged_archives(tmp_path: Path, name: str, data: bytes) -> None:
    pytest.importorskip("fastwarc")
    assert only_error(write(tmp_path, name, data)).code in ("malformed", "empty")


@pytest.mark.parametrize(("name", "member"), [("a.wacz", "archive/x.warc"), ("a.xlsx", "xl/workbook.xml")])
def test_zip_bombs_are_refused(tmp_path: Path, name: str, member: str) -> None:
    pytest.importorskip("openpyxl")
    bomb = write(tmp_path, name, source_files.zip_bomb(member, 300_000_000))
    error = only_error(bomb)
    assert error.code == "unsafe_archive" and "zip bomb" in error.reason


def test_a_source_without_a_report_says_so(tmp_path: Path) -> None:
    export = b'{"name": "x", "type": "public_channel", "id": 1, "messages": [{"id": 1, "type": "service", "text": ""}]}'
    for path in (write(tmp_path, "result.json", export), write(tmp_path, "head.csv", b"text,id\n")):
        assert only_error(path).code == "no_text"


# Telegram


def test_a_telegram_export() -> None:
    items = [item for item in read_items(source_files.DATA / "result.json") if isinstance(item, Item)]
    assert [item.report.source.split("#")[1] for item in items] == ["10001/2", "10001/3", "10001/5"]
    first, forwarded, edited = items
    assert first.report.text == "اقتحمت قوة عسكرية #جنين فجر اليوم واعتقلت ثلاثة شبان."
    assert (first.report.outlet, first.report.published) == ("شبكة أخبار الضفة", "2024-02-10")
    assert forwarded.snapshot.forwarded_from == "قناة نابلس الإخبارية"
    assert "خمسة" in edited.report.text and edited.snapshot.edited == "2024-02-11T07:20:00"
    assert edited.report.published == "2024-02-11"


@pytest.mark.parametrize(
    "data",
    [
        (source_files.DATA / "result.json").read_bytes()[:900],
        b'{"messages": 3, "type": "x"}',
        b'{"type": "x", "messages":' + b"[" * 30_000,
        b'{"type": "x", "chats": {"list": 5}}',
    ],
    ids=["truncated", "no-list", "deep", "chats"],
)
def test_damaged_telegram_exports(tmp_path: Path, data: bytes) -> None:
    assert only_error(write(tmp_path, "result.json", data)).code == "malformed"


# Tables


def test_a_csv_from_excel() -> None:
    items = list(read(source_files.DATA / "excel.csv"))
    first, second, empty, dated = items
    assert isinstance(first, Report) and isinstance(second, Report)
    assert first.text == 'خطف مجهولون مدنياً على طريق نوى، "ولم يُعرف مصيره"; بحسب أقاربه.'
    assert (first.title, first.published, first.outlet) == ("خطف في درعا", "2024-03-04", "تجمع الجنوب")
    assert isinstance(empty, SourceError) and empty.code == "empty" and empty.source.endswith("row 5")
    assert isinstance(dated, SourceError) and dated.code == "date" and "05/03/2024" in dated.reason


def test_a_date_pattern_and_a_column_mapping(tmp_path: Path) -> None:
    path = write(tmp_path, "a.csv", "khabar,yawm\nقصف على المدينة,05/03/2024\n".encode())
    error = only_error(path)
    assert error.code == "columns" and "khabar" in error.reason
    settings = SourceSettings(columns={"text": "khabar", "published": "yawm"}, date_format="%d/%m/%Y")
    (report,) = read(path, settings=settings)
    assert isinstance(report, Report) and report.published == "2024-03-05"
    assert only_error(path, settings=SourceSettings(columns={"text": "nass"})).code == "columns"


@pytest.mark.parametrize("encoding", ["utf-16", "cp1256"])
def test_csv_encodings(tmp_path: Path, encoding: str) -> None:
    path = write(tmp_path, "a.csv", "النص\tid\nقصف على المدينة\t7\n".encode(encoding))
    (report,) = read(path)
    assert isinstance(report, Report) and report.source == "7"


def test_a_csv_is_read_as_a_stream_and_damage_in_its_middle_is_named(tmp_path: Path) -> None:
    rows = "".join(f'"قصف على المدينة رقم {n}",{n}\n' for n in range(20_000)).encode()
    cut = rows.index(b",15000\n")
    path = write(tmp_path, "a.csv", b"text,id\n" + rows[:cut] + b"\xff\xfe" + rows[cut:])
    items = list(read(path))
    assert isinstance(items[0], Report) and len(items) > 10_000
    assert isinstance(items[-1], SourceError) and items[-1].code == "encoding" and "utf-8" in items[-1].reason


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_csv_in_utf_16_without_a_bom(tmp_path: Path, encoding: str) -> None:
    (report,) = read(write(tmp_path, "a.csv", "text,id\nقصف على المدينة,7\n".encode(encoding)))
    assert isinstance(report, Report) and report.text == "قصف على المدينة"


def test_a_csv_with_an_open_quote(tmp_path: Path) -> None:
    path = write(tmp_path, "a.csv", 'text,id\nقصف على المدينة,1\n"قصف, بلا نهاية\n'.encode())
    items = list(read(path))
    assert isinstance(items[0], Report) and isinstance(items[1], SourceError) and items[1].code == "malformed"


def test_xlsx_and_parquet_rows(tmp_path: Path) -> None:
    pytest.importorskip("openpyxl")
    pytest.importorskip("pyarrow")
    book = source_files.xlsx_bytes(
        [["Text", "Date", "id"], [source_files.PARAGRAPH, date(2023, 8, 27), 5], [None, None, None]]
    )
    table = source_files.parquet_bytes(
        {"text": [source_files.PARAGRAPH, ""], "date": ["2023-08-27", None], "id": ["5", "6"]}
    )
    (from_book,) = read(write(tmp_path, "a.xlsx", book))
    from_table, empty = read(write(tmp_path, "a.parquet", table))
    assert isinstance(from_book, Report) and from_book == from_table
    assert isinstance(empty, SourceError) and empty.source.endswith("row 2")


@pytest.mark.parametrize(("name", "cut"), [("a.xlsx", 400), ("a.parquet", 60)])
def test_truncated_tables(tmp_path: Path, name: str, cut: int) -> None:
    pytest.importorskip("openpyxl")
    pytest.importorskip("pyarrow")
    make = {
        "a.xlsx": lambda: source_files.xlsx_bytes([["text"], ["نص"]]),
        "a.parquet": lambda: source_files.parquet_bytes({"text": ["نص"]}),
    }[name]
    assert only_error(write(tmp_path, name, make()[:-cut])).code == "malformed"


def test_a_workbook_with_hostile_xml(tmp_path: Path) -> None:
    pytest.importorskip("openpyxl")
    import io
    import zipfile

    whole = source_files.xlsx_bytes([["text"], ["نص"]])
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                head = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "ha" * 50}">' for n in range(9))
                data = f'<?xml version="1.0"?><!DOCTYPE w [{head}]><worksheet><sheetData><row><c t="str"><v>&e8;</v></c></row></sheetData></worksheet>'.encode()
            new.writestr(name, data)
    assert only_error(write(tmp_path, "a.xlsx", out.getvalue())).code in ("malformed", "columns")


# PDF

COLUMNS = """<html dir="rtl" lang="ar"><head><meta charset="utf-8"><title>نشرة</title>
<style>@page{size:A4;margin:2cm} body{font-family:'Noto Naskh Arabic','Noto Sans Arabic',sans-serif;font-size:12pt}
.c{columns:2;column-gap:2cm}</style></head><body><h1>النشرة اليومية للأحداث</h1><div class="c">%s</div></body></html>"""


def two_columns() -> str:
    first = "".join(
        f"<p>الخبر رقم {n}: قصفت مدفعية محيط البلدة وأصيب {n} مدنيين بجروح في المدينة القديمة.</p>"
        for n in range(3, 23)
    )
    return COLUMNS % first


def test_a_two_column_pdf_is_read_column_by_column(tmp_path: Path) -> None:
    pytest.importorskip("pypdfium2")
    weasyprint = pytest.importorskip("weasyprint")
    assert weasyprint
    (report,) = read(write(tmp_path, "a.pdf", source_files.pdf_bytes(two_columns())))
    assert isinstance(report, Report)
    places = [report.text.find(f"رقم {n}:") for n in range(3, 23)]
    assert all(place >= 0 for place in places), report.text
    assert places == sorted(places)
    assert report.text.index("النشرة اليومية") < places[0]


def test_text_written_as_seen_is_turned_round() -> None:
    from waqai.sources.pdf import to_reading_order

    logical = "قتل 12 مدنياً في المدينة القديمة بحسب SOHR يوم الأحد\nوأصيبت امرأة في القرية المجاورة"
    seen = "\n".join(line[::-1].replace("21", "12").replace("RHOS", "SOHR") for line in logical.split("\n"))
    assert to_reading_order(seen) == logical
    assert to_reading_order(logical) == logical


def test_pdf_errors(tmp_path: Path) -> None:
    pytest.importorskip("pypdfium2")
    scanned = only_error(write(tmp_path, "s.pdf", source_files.scanned_pdf()))
    assert scanned.code == "no_text_layer" and "no text layer" in scanned.reason
    assert only_error(write(tmp_path, "b.pdf", b"%PDF-1.7\n garbage")).code == "malformed"
