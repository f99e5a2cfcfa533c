"""The brief: its numbers, its links, rule 17, one page of A4, nothing fetched."""

from __future__ import annotations

import re
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
import sample_rows

from waqai.export import ExportData, ExportError
from waqai.export.brief import make_brief, write_brief
from waqai.export.brief.figures import TopPlace
from waqai.export.brief.shapes import frame_of
from waqai.export.public import public

START, END = date(2023, 8, 1), date(2023, 9, 3)
VOID = {"meta", "br", "link", "img", "input", "hr"}


class Reader(HTMLParser):
    """Collects ids and links, and checks that tags close in order."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.ids += [values["id"] or ""] if "id" in values else []
        self.links += [values["href"] or ""] if "href" in values else []
        assert not {"src", "srcset", "onclick"} & set(values)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def page(tmp_path: Path, data: ExportData | None = None) -> str:
    return write_brief(data or sample_rows.data(), START, END, tmp_path / "b.html").read_text("utf-8")


def test_the_numbers() -> None:
    brief = make_brief(public(sample_rows.data()), START, END, ("Syria", "سوريا"))
    figures = {f.key: (f.best, f.low, f.high) for f in brief.figures}
    assert figures["incidents"] == (13, 13, 13)
    assert figures["killed"] == (36, 35, 37)  # 4 + 2 + 20 + 0 + 7 + 1 + 1 + 1, the attacker left out
    assert figures["civilians_killed"] == (4, 3, 5)
    assert figures["access"][0] == 1 and figures["contested"][0] == 1
    assert sum(sum(bar.groups.values()) for bar in brief.bars) == 13
    assert sum(bar.killed for bar in brief.bars) == 36
    assert len(brief.bars) == 5 and brief.bars[0].start == date(2023, 7, 31)
    assert isinstance(brief.places[0], TopPlace) and brief.places[0].en == "Tell Abiad"


def test_the_period_bounds_and_discounted_incidents() -> None:
    import msgspec

    day = make_brief(public(sample_rows.data()), date(2023, 8, 27), date(2023, 8, 27), ("", ""))
    assert {i.id for i in day.incidents} == {"i01", "i02"}
    gone = [msgspec.structs.replace(i, grade="discounted") for i in sample_rows.INCIDENTS]
    assert make_brief(ExportData(gone), START, END, ("", "")).incidents == ()


def test_months_for_a_long_period() -> None:
    brief = make_brief(public(sample_rows.data()), date(2023, 1, 1), date(2023, 12, 31), ("", ""))
    assert brief.monthly and [bar.start.month for bar in brief.bars] == list(range(1, 13))


def test_every_link_leads_somewhere_and_every_figure_to_sources(tmp_path: Path) -> None:
    reader = Reader()
    reader.feed(page(tmp_path))
    assert not reader.open
    assert len(reader.ids) == len(set(reader.ids))
    inside = [link[1:] for link in reader.links if link.startswith("#")]
    assert set(inside) <= set(reader.ids)
    assert {"f-killed", "f-injured", "f-incidents", "f-access", "f-contested"} <= set(inside)
    outside = {link for link in reader.links if not link.startswith("#")}
    assert "https://news.example/1" in outside and all(link.startswith("https://news.example/") for link in outside)


def test_rule_17_holds_even_for_internal_data(tmp_path: Path) -> None:
    for internal in (False, True):
        text = page(tmp_path, sample_rows.data(internal))
        for secret in (*sample_rows.SECRETS, "36.412", "38.765"):
            assert secret not in text, secret


def test_markup_in_values_is_escaped(tmp_path: Path) -> None:
    import msgspec

    bad = msgspec.structs.replace(sample_rows.source(1), outlet="<script>alert(1)</script>", url="javascript:alert(1)")
    place = msgspec.structs.replace(sample_rows.TELL_ABIAD, name_en='"><img src=x>')
    incident = msgspec.structs.replace(sample_rows.INCIDENTS[0], sources=[bad], place=place)
    text = page(tmp_path, ExportData([incident]))
    assert "<script" not in text and "<img" not in text and "javascript:" not in text
    Reader().feed(text)


def test_it_is_bilingual_and_the_same_each_time(tmp_path: Path) -> None:
    text = page(tmp_path)
    assert "Situation brief" in text and "موجز الوضع" in text
    assert text == page(tmp_path)
    assert "http" not in re.sub(r"https://news\.example/\S+|http://www\.w3\.org/2000/svg", "", text)


def test_an_empty_ledger(tmp_path: Path) -> None:
    text = page(tmp_path, ExportData())
    assert "None in this period." in text
    Reader().feed(text)


def test_the_front_is_one_page_of_the_pdf(tmp_path: Path) -> None:
    pytest.importorskip("weasyprint", reason="the brief extra is not installed")
    pdfium = pytest.importorskip("pypdfium2")
    path = write_brief(sample_rows.data(), START, END, tmp_path / "b.pdf", ("Northern Syria", "شمال سوريا"))
    document = pdfium.PdfDocument(path)
    first, second = (document[n].get_textpage().get_text_range() for n in (0, 1))
    assert "Northern Syria" in first and "شمال سوريا" in first
    assert "Figures are what published reports say" in first.replace("\r\n", " ")
    assert "What stands behind each figure" in second
    assert not [secret for secret in sample_rows.SECRETS if secret in first + second]


@pytest.mark.parametrize(("name", "start", "word"), [("b.docx", START, "html"), ("b.html", date(2024, 1, 1), "before")])
def test_wrong_use(tmp_path: Path, name: str, start: date, word: str) -> None:
    with pytest.raises(ExportError, match=word):
        write_brief(ExportData(), start, END, tmp_path / name)


def test_one_far_event_does_not_shrink_the_map() -> None:
    near = [(36.0 + n / 10, 35.0) for n in range(60)]
    assert frame_of([*near, (-74.0, 40.7)], 460, 330).west > 30
    whole = frame_of([*near, (34.4, 31.5)], 460, 330)
    assert whole.holds(34.4, 31.5) and whole.holds(36.0, 35.0)
    assert frame_of([], 460, 330).holds(38.0, 35.0)
