"""Pages: the article and nothing around it; dates only as stated; hostile pages are clear errors."""

from __future__ import annotations

from pathlib import Path

import pytest
import source_files

from waqai.model import Report
from waqai.sources import SourceError, SourceSettings, read, read_items

pytest.importorskip("trafilatura", reason="the sources extra is not installed")
PAGE = (source_files.DATA / "page.html").read_bytes()


def one(path: Path, data: bytes, **options: object) -> Report | SourceError:
    path.write_bytes(data)
    (item,) = read(path, **options)  # type: ignore[arg-type]
    return item


def test_a_saved_page_gives_its_article(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    report = one(path, PAGE)
    assert isinstance(report, Report)
    assert report.text.count("\n") >= 2
    for inside in ("قُتل ثلاثة مدنيين", "إن بين القتلى طفلاً", "ولم تعلن أي جهة"):
        assert inside in report.text
    for outside in ("الرئيسية", "انفجار ضخم", "وزير الطاقة", "اشتباكات عنيفة في ريف منبج", "أبو محمد", "جميع الحقوق"):
        assert outside not in report.text
    assert report.title == "قصف مدفعي على سوق في تل أبيض"
    assert report.outlet == "مرصد الجزيرة"
    assert (report.published, report.published_basis) == ("2023-08-28", "metadata")
    assert report.url == "https://marsad.example/news/4411"


def test_author_and_raw_bytes_are_in_the_snapshot() -> None:
    (item,) = read_items(source_files.DATA / "page.html", settings=SourceSettings(keep_raw=True))
    assert not isinstance(item, SourceError)
    assert item.snapshot.author == "هيئة التحرير" and item.snapshot.raw == PAGE


def test_windows_1256_page(tmp_path: Path) -> None:
    page = PAGE.decode().replace('charset="utf-8"', 'charset="windows-1256"').replace("ُ", "")
    report = one(tmp_path / "old.htm", page.encode("cp1256", "xmlcharrefreplace"))
    assert isinstance(report, Report) and "ثلاثة مدنيين" in report.text


def test_windows_1256_page_without_a_declaration(tmp_path: Path) -> None:
    page = PAGE.decode().replace('<meta charset="utf-8">', "").replace("ُ", "")
    report = one(tmp_path / "old.htm", page.encode("cp1256", "xmlcharrefreplace"))
    assert isinstance(report, Report) and "ثلاثة مدنيين" in report.text


def without_metadata(extra: str = "") -> bytes:
    page = PAGE.decode()
    page = page.replace('<meta property="article:published_time" content="2023-08-28T09:30:00+03:00">', extra)
    head, rest = page.split('<script type="application/ld+json">')
    return (head + rest.split("</script>", 1)[1]).encode()


def test_the_date_of_a_time_element_is_the_pages(tmp_path: Path) -> None:
    report = one(tmp_path / "p.html", without_metadata())
    assert isinstance(report, Report)
    assert (report.published, report.published_basis) == ("2023-08-28", "page")


def test_a_date_is_never_guessed(tmp_path: Path) -> None:
    page = (
        without_metadata()
        .decode()
        .replace('<time datetime="2023-08-28T09:30:00+03:00">', "<span>")
        .replace("</time>", "</span>")
    )
    page = page.replace("/news/4411", "/2023/08/28/news")
    report = one(tmp_path / "p.html", page.encode())
    assert isinstance(report, Report)
    assert report.published is None and report.published_basis is None


def test_an_impossible_date_is_no_date(tmp_path: Path) -> None:
    report = one(tmp_path / "p.html", without_metadata('<meta name="date" content="2023-02-31">'))
    assert isinstance(report, Report) and report.published_basis == "page"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"<html>" + b"<div>" * 10_000 + "قصف على المدينة".encode() + b"</div>" * 10_000, "malformed"),
        (b"<html><body><nav></nav></body></html>", "no_text"),
        (b"<html>", "no_text"),
        (PAGE[:2400][:-1], "encoding"),
        (b"<html>\0\1\2" + bytes(100), "binary"),
    ],
    ids=["deep", "menu-only", "nothing", "cut-in-a-letter", "binary"],
)
def test_bad_pages_are_clear_errors(tmp_path: Path, data: bytes, code: str) -> None:
    if code == "encoding":
        data = PAGE.replace(b'charset="utf-8"', b"")
        data = data[: data.rindex("أبو".encode()) + 1]
    error = one(tmp_path / "bad.html", data)
    assert isinstance(error, SourceError) and error.code == code, error


def test_a_truncated_page_still_gives_what_it_has(tmp_path: Path) -> None:
    report = one(tmp_path / "cut.html", PAGE[: PAGE.index("ولم تعلن".encode())])
    assert isinstance(report, Report) and "ثلاثة مدنيين" in report.text


def test_hostile_json_ld_is_ignored(tmp_path: Path) -> None:
    deep = b'<script type="application/ld+json">' + b"[" * 50_000 + b"</script>"
    report = one(tmp_path / "p.html", PAGE.replace(b"<body>", deep + b"<body>"))
    assert isinstance(report, Report)


def test_a_page_in_english_is_set_aside(tmp_path: Path) -> None:
    text = "<p>" + "The army said that three civilians were killed in the shelling of the market. " * 6 + "</p>"
    error = one(tmp_path / "p.html", f"<html><body><article>{text}</article></body></html>".encode())
    assert isinstance(error, SourceError) and error.language == "en"
