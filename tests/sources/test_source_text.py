"""Text, encodings, JSON Lines, standard input, folders and patterns: what the core install reads."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pytest
import source_files

from waqai.model import Report
from waqai.sources import SourceError, SourceSettings, read, read_items
from waqai.sources.decode import decode

ARABIC = "قُتل مدنيان في قصف على بلدة كفر نبل، بحسب ما أفاد به الدفاع المدني اليوم.\n"


def one(path: Path | str, **options: object) -> Report | SourceError:
    items = list(read(path, **options))  # type: ignore[arg-type]
    assert len(items) == 1
    return items[0]


@pytest.mark.parametrize(
    "data",
    [
        ARABIC.encode(),
        b"\xef\xbb\xbf" + ARABIC.encode(),
        ARABIC.replace("ُ", "").encode("cp1256"),
        ARABIC.encode("utf-16"),
        b"\xfe\xff" + ARABIC.encode("utf-16-be"),
        ARABIC.encode("utf-16-le"),
        ARABIC.encode("utf-16-be"),
    ],
    ids=["utf-8", "bom", "windows-1256", "utf-16", "utf-16-be", "utf-16-le-no-bom", "utf-16-be-no-bom"],
)
def test_each_encoding_gives_the_same_text(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    report = one(path, outlet="مرصد", published="2024-01-02")
    assert isinstance(report, Report)
    assert report.text.replace("ُ", "") == ARABIC.replace("ُ", "")
    assert (report.source, report.outlet) == (str(path), "مرصد")
    assert (report.published, report.published_basis) == ("2024-01-02", "given")


def test_newlines_stay_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("قصف على البلدة\r\nوإصابات في المدينة\r".encode())
    report = one(path)
    assert isinstance(report, Report) and report.text == "قصف على البلدة\r\nوإصابات في المدينة\r"
    assert report.published is None and report.published_basis is None


@pytest.mark.parametrize(
    ("data", "code", "word"),
    [
        (b"", "empty", "empty"),
        (b" \n\t", "empty", "empty"),
        (source_files.binary(), "binary", "NUL"),
        (ARABIC.encode()[:-5] + b"\xd9\n", "encoding", "byte"),
        (ARABIC.encode()[:41] + b"\xff\xfe" + ARABIC.encode()[41:], "encoding", "UTF-8"),
        ("الف ".encode() * 3_000_000, "too_large", "5,000,000"),
    ],
    ids=["empty", "blank", "binary", "cut", "bad-bytes", "large"],
)
def test_unreadable_text_says_what_is_wrong(tmp_path: Path, data: bytes, code: str, word: str) -> None:
    path = tmp_path / "bad.txt"
    path.write_bytes(data)
    error = one(path)
    assert isinstance(error, SourceError)
    assert error.code == code and word in error.reason and error.source == str(path)


def test_damaged_utf8_never_becomes_windows_1256() -> None:
    with pytest.raises(Exception, match="byte"):
        decode(ARABIC.encode().replace("قصف".encode(), b"\xd9"), "x")


def test_missing_file_and_empty_pattern(tmp_path: Path) -> None:
    for name in ("no.txt", "*.txt"):
        error = one(tmp_path / name)
        assert isinstance(error, SourceError) and error.code == "missing"


def test_unknown_kind_lists_the_kinds(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(b"hello")
    error = one(path)
    assert isinstance(error, SourceError) and error.code == "unknown_kind" and "telegram" in error.reason
    wrong = one(path, kind="word")
    assert isinstance(wrong, SourceError) and "'word'" in wrong.reason


def test_json_lines_keep_order_and_name_bad_lines() -> None:
    items = list(read(source_files.DATA / "reports.jsonl"))
    assert [item.source if isinstance(item, Report) else item.code for item in items] == [
        "r-1",
        "columns",
        "malformed",
        "not_arabic",
        f"{source_files.DATA / 'reports.jsonl'}, line 6",
    ]
    first, english = items[0], items[3]
    assert isinstance(first, Report) and isinstance(english, SourceError)
    assert (first.published, first.published_basis, first.outlet) == ("2024-01-02", "metadata", "درعا اليوم")
    assert english.language == "en" and "English" in english.reason


def test_any_language_takes_everything() -> None:
    items = list(read(source_files.DATA / "reports.jsonl", settings=SourceSettings(any_language=True)))
    assert sum(isinstance(item, Report) for item in items) == 3


def test_a_line_without_end_is_bounded(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"text": "' + b"x" * 9000 + b'"}\n' + '{"text": "قصف على المدينة"}\n'.encode())
    items = list(read(path, settings=SourceSettings(max_text=2000)))
    assert isinstance(items[0], SourceError) and items[0].code == "too_large"
    assert isinstance(items[1], Report) and items[1].source.endswith("line 2")


def test_deep_json_and_lone_surrogates_are_errors(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"text":' + b"[" * 20_000 + b"]" * 20_000 + b"}\n" + b'{"text": "\\ud800 abc"}\n')
    assert all(isinstance(item, SourceError) for item in read(path, settings=SourceSettings(any_language=True)))


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", type("In", (), {"buffer": io.BytesIO(ARABIC.encode())}))
    report = one("-")
    assert isinstance(report, Report) and report.text == ARABIC


def test_a_folder_goes_on_after_a_bad_file(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "a.txt").write_text(ARABIC)
    (tmp_path / "b.txt").write_bytes(b"")
    (tmp_path / "sub" / "c.txt").write_text(ARABIC)
    (tmp_path / ".hidden").write_text(ARABIC)
    items = list(read(tmp_path))
    assert [isinstance(item, Report) for item in items] == [True, False, True]
    assert len(list(read(str(tmp_path / "*.txt")))) == 2


def test_the_snapshot_is_of_the_bytes(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"\xef\xbb\xbf" + ARABIC.encode())
    (item,) = read_items(path)
    assert not isinstance(item, SourceError)
    import hashlib

    assert item.snapshot.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_the_core_imports_no_heavy_library() -> None:
    heavy = "trafilatura feedparser fastwarc pypdfium2 openpyxl pyarrow lxml"
    code = f"import sys, waqai.sources; print([n for n in {heavy.split()!r} if n in sys.modules])"
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
    )


def test_a_missing_library_names_its_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    error = one(source_files.DATA / "page.html")
    assert isinstance(error, SourceError) and "waqai[sources]" in error.reason
