"""Feeds, and watching them."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
import source_files
from source_files import Site

from waqai.model import Report
from waqai.sources import BadSourceError, Item, SourceError, SourceSettings, read, watch
from waqai.sources.watch import load_feeds

pytest.importorskip("feedparser", reason="the sources extra is not installed")
RSS = (source_files.DATA / "rss.xml").read_bytes()
PAGE = (source_files.DATA / "page.html").read_bytes()
HTML = {"Content-Type": "text/html; charset=utf-8"}


def settings_for(site: Site, **more: object) -> SourceSettings:
    return SourceSettings(allow_hosts=frozenset({site.host}), min_interval=0.0, timeout=10.0, **more)  # type: ignore[arg-type]


def test_rss_items_become_reports() -> None:
    first, second = read(source_files.DATA / "rss.xml")
    assert isinstance(first, Report) and isinstance(second, Report)
    assert first.text.split("\n")[1] == "ونُقل المصابان إلى مشفى قريب."
    assert (first.published, first.published_basis) == ("2023-08-28", "feed")
    assert (first.outlet, first.url) == ("وكالة الفرات المحلية", "https://furat.example/a/1")
    assert first.title == "انفجار لغم في ريف دير الزور"


def test_atom_entries_become_reports() -> None:
    (entry,) = read(source_files.DATA / "atom.xml")
    assert isinstance(entry, Report) and entry.text.startswith("تظاهر العشرات") and entry.published == "2024-05-01"


def test_a_feed_in_windows_1256(tmp_path: Path) -> None:
    path = tmp_path / "f.xml"
    path.write_bytes(RSS.decode().replace("UTF-8", "windows-1256").replace("ُ", "").encode("cp1256"))
    assert all(isinstance(item, Report) for item in read(path))


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (source_files.BILLION_LAUGHS, "hostile"),
        (source_files.XXE, "hostile"),
        (source_files.BILLION_LAUGHS.decode().encode("utf-16"), "hostile"),
        (b'<?xml version="1.0"?><rss version="2.0"><chan', "feed"),
        (b'<?xml version="1.0"?><note>x</note>', "feed"),
    ],
    ids=["billion-laughs", "external-entity", "utf-16-laughs", "truncated", "no-feed"],
)
def test_hostile_and_broken_feeds(tmp_path: Path, data: bytes, word: str) -> None:
    path = tmp_path / "f.xml"
    path.write_bytes(data)
    (error,) = read(path, kind="feed")
    assert isinstance(error, SourceError) and word in error.reason


def test_a_feed_cut_in_the_middle_gives_its_items_and_an_error(tmp_path: Path) -> None:
    path = tmp_path / "f.xml"
    path.write_bytes(RSS[: RSS.index(b"furat-2") + 3])
    items = list(read(path))
    assert isinstance(items[0], Report)
    assert isinstance(items[-1], SourceError) and "damaged" in items[-1].reason


def test_following_a_link_reads_the_article(site: Site, tmp_path: Path) -> None:
    site.routes["/robots.txt"] = (200, {}, b"User-agent: *\nDisallow: /a/2\n")
    site.routes["/a/1"] = (200, HTML, PAGE)
    site.routes["/a/2"] = (200, HTML, PAGE)
    path = tmp_path / "f.xml"
    path.write_bytes(RSS.replace(b"https://furat.example", site.url("").encode()))
    first, second = read(path, settings=settings_for(site, follow_links=True))
    assert isinstance(first, Report) and "ولم تعلن أي جهة" in first.text
    assert (first.published, first.published_basis) == ("2023-08-28", "feed")
    assert isinstance(second, SourceError) and second.code == "robots"
    assert "/a/2" not in site.paths()
    assert "waqai" in site.requests[0][1]["user-agent"]


def feeds_file(tmp_path: Path, site: Site, more: str = "") -> Path:
    path = tmp_path / "FEEDS.toml"
    path.write_text(f'[[feed]]\nurl = "{site.url("/rss")}"\noutlet = "الفرات"\n{more}', "utf-8")
    return path


def test_watch_never_takes_an_item_twice(site: Site, tmp_path: Path) -> None:
    site.routes["/rss"] = (200, {"ETag": '"1"'}, RSS)
    path = feeds_file(tmp_path, site)
    first = list(watch(path, settings=settings_for(site), once=True))
    assert [item.report.outlet for item in first if isinstance(item, Item)] == ["الفرات", "الفرات"]
    assert list(watch(path, settings=settings_for(site), once=True)) == []
    assert site.requests[-1][1]["if-none-match"] == '"1"'


def test_watch_gives_an_item_again_when_it_was_not_acknowledged(site: Site, tmp_path: Path) -> None:
    site.routes["/rss"] = (200, {}, RSS)
    path = feeds_file(tmp_path, site)
    stream = watch(path, settings=settings_for(site), once=True)
    first = next(stream)
    stream.close()  # type: ignore[attr-defined]
    again = next(watch(path, settings=settings_for(site), once=True))
    assert isinstance(first, Item) and isinstance(again, Item) and first.report.source == again.report.source


def test_watch_answers_304_with_nothing(site: Site, tmp_path: Path) -> None:
    site.routes["/rss"] = lambda headers: (304, {}, b"") if "if-none-match" in headers else (200, {"ETag": '"x"'}, RSS)
    path = feeds_file(tmp_path, site)
    assert len(list(watch(path, settings=settings_for(site), once=True))) == 2
    assert list(watch(path, settings=settings_for(site), once=True)) == []


def test_watch_backs_off_from_a_failing_feed(site: Site, tmp_path: Path) -> None:
    now, naps = [0.0], []

    def sleep(seconds: float) -> None:
        naps.append(seconds)
        now[0] += seconds

    path = feeds_file(tmp_path, site, "every = 10\n")
    stream = watch(path, settings=settings_for(site), clock=lambda: now[0], sleep=sleep)
    errors = [next(stream) for _ in range(3)]
    stream.close()  # type: ignore[attr-defined]
    assert all(isinstance(error, SourceError) and "404" in error.reason for error in errors)
    assert naps == [1200.0, 2400.0]


def test_an_article_that_fails_is_tried_again(site: Site, tmp_path: Path) -> None:
    site.routes["/rss"] = (200, {"ETag": '"1"'}, RSS.replace(b"https://furat.example", site.url("").encode()))
    site.routes["/a/1"] = (200, HTML, PAGE)
    path = feeds_file(tmp_path, site, "follow = true\n")
    first = list(watch(path, settings=settings_for(site), once=True))
    assert [type(item) for item in first] == [Item, SourceError]
    site.routes["/a/2"] = (200, HTML, gzip.compress(PAGE))
    site.routes["/a/2"] = (200, HTML | {"Content-Encoding": "gzip"}, gzip.compress(PAGE))
    second = list(watch(path, settings=settings_for(site), once=True))
    assert [type(item) for item in second] == [Item]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("", "feed"),
        ("[[feed]]\nname = 1", "url"),
        ('[[feed]]\nurl = "ftp://x/"', "http"),
        ('[[feed]]\nurl = "https://x/"\nevry = 3', "evry"),
        ('[[feed]]\nurl = "https://x/"\nevery = 0', "minutes"),
        ("[[feed]", "TOML"),
    ],
)
def test_a_wrong_feeds_file_says_what_is_wrong(tmp_path: Path, text: str, word: str) -> None:
    path = tmp_path / "FEEDS.toml"
    path.write_text(text)
    with pytest.raises(BadSourceError, match=word):
        load_feeds(path)
