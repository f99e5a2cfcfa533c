"""The date reader against its phrase corpus, its traps' own examples, and dates rendered in every style."""

from __future__ import annotations

import pickle
import sys
import tomllib
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))
from spell import ordinal

from waqai.lexicon import dates as lexicon
from waqai.lexicon.numbers import LexiconError
from waqai.match import dates_calendar as cal
from waqai.match.dates import default_tables, read, read_dates
from waqai.text.normalize import normalize
from waqai.text.segment import Layout, segment

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "src" / "waqai" / "data"


def corpus() -> list[tuple[int, list[str]]]:
    lines = (ROOT / "corpus" / "phrases" / "dates.tsv").read_text("utf-8").splitlines()
    rows = [(n, line.split("\t")) for n, line in enumerate(lines, 1) if line and not line.startswith("#")]
    return rows[1:]


def wrong(cells: list[str]) -> str | None:
    """What is wrong with the reading of a row, or None."""
    published, kind, start, end, grain, basis, period, span, text = cells
    got = read_dates(text, published or None)
    if kind == "-":
        return f"read {[d.span.text for d in got]}" if got else None
    want = (span, kind, start, end, grain, basis, period == "1")
    found = [(d.span.text, d.kind, str(d.start or ""), str(d.end or ""), d.grain, d.basis, d.period) for d in got]
    return None if want in found else f"wanted {want}, read {found}"


def test_the_corpus_is_as_large_as_its_reader_needs() -> None:
    kinds = [cells[1] for _, cells in corpus()]
    assert len(kinds) - kinds.count("-") >= 1200
    assert kinds.count("-") >= 300


def test_every_phrase_is_read_whole() -> None:
    errors = [f"line {n}: {cells[-1]}: {error}" for n, cells in corpus() if (error := wrong(cells))]
    assert not errors, "\n".join(errors[:40])


def test_spans_are_characters_and_apart() -> None:
    for _, cells in corpus():
        text = cells[-1]
        doc = segment(normalize(text), Layout(), lambda _: False)
        mentions = read(doc, default_tables(), date(2024, 5, 15))
        assert all(a.j <= b.i for a, b in pairwise(mentions)), text
        for found in read_dates(text):
            assert text[found.span.start : found.span.end] == found.span.text


def test_every_trap_keeps_its_examples() -> None:
    traps = tomllib.loads((DATA / "dates" / "traps.toml").read_text("utf-8"))
    rules = [(name, rule) for name, rows in traps.items() if isinstance(rows, list) for rule in rows]
    assert rules
    for name, rule in rules:
        for text in rule["examples"]:
            days = [d for d in read_dates(text, "2024-05-15") if d.kind in ("day", "period")]
            assert not days, (rule["id"], text)
            assert name != "event_head" or read_dates(text, "2024-05-15"), text
        for text in rule["not_examples"]:
            assert read_dates(text, "2024-05-15"), (rule["id"], text)


MONTHS = {
    1: ["كانون الثاني", "يناير", "كانون الثاني/يناير"], 2: ["شباط", "فبراير", "شباط/فبراير"], 3: ["آذار", "مارس", "آذار/مارس"],
    4: ["نيسان", "أبريل", "أبريل نيسان"], 5: ["أيار", "مايو", "أيار/مايو"], 6: ["حزيران", "يونيو", "يونيو (حزيران)"],
    7: ["تموز", "يوليو", "جويلية"], 8: ["آب", "أغسطس", "أوت"], 9: ["أيلول", "سبتمبر", "شتنبر"], 10: ["تشرين الأول", "أكتوبر", "تشرين الأول/أكتوبر"],
    11: ["تشرين الثاني", "نوفمبر", "تشرين الثاني/ نوفمبر"], 12: ["كانون الأول", "ديسمبر", "دجنبر"],
}  # fmt: skip
STYLES = [
    "{d} {name} {y}", "{d} من {name} {y}", "{o} من {name} {y}", "{o} من شهر {name} {y}", "{d} {name} عام {y}", "الـ{d} من {name} {y}", "{d}/{m}/{y}", "{d:02}/{m:02}/{y}",
    "{d}-{m}-{y}", "{y}-{m:02}-{d:02}", "{y}/{m:02}/{d:02}", "{d}.{m}.{y}", "{w} {d} {name} {y}", "يوم {w} {d}/{m}/{y}", "{w} الموافق {d} {name} {y}", "{d} {name}، {y}", "{d} {name} {y}م",
]  # fmt: skip
WEEKDAYS = ["الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"]
days = st.dates(date(1950, 1, 1), date(2049, 12, 31))


@given(days, st.sampled_from(STYLES), st.integers(0, 2), st.booleans())
@settings(max_examples=500, deadline=None)
def test_any_rendered_date_reads_back(day: date, style: str, name: int, arabic: bool) -> None:
    text = style.format(
        d=day.day, m=day.month, y=day.year, name=MONTHS[day.month][name], o=ordinal(day.day), w=WEEKDAYS[day.weekday()]
    )
    text = text.translate({48 + n: chr(0x660 + n) for n in range(10)}) if arabic else text
    found = read_dates(f"صدر البيان في {text} عن المكتب", day + timedelta(days=1))
    assert [(d.span.text, d.start, d.end, d.grain) for d in found] == [(text, day, day, "day")]


@given(days, st.integers(0, 6))
def test_weekdays_look_back_from_publication(published: date, number: int) -> None:
    bare = cal.weekday(published, number, 0)
    last = cal.weekday(published, number, -1)
    assert 0 <= (published - bare).days <= 6
    assert 1 <= (published - last).days <= 7
    assert bare.weekday() == last.weekday() == number
    assert [d.start for d in read_dates(f"وقع {WEEKDAYS[number]} الماضي", published)] == [last]


@given(days, days)
@settings(max_examples=100)
def test_a_day_without_year_is_never_in_the_future(published: date, day: date) -> None:
    (found,) = read_dates(f"في {day.day} {MONTHS[day.month][0]} قصف الحي", published)
    assert found.start is None or found.start <= published or (day.month, day.day) == (2, 29)


@given(
    st.text(alphabet=st.sampled_from("وبلفك ال0123456789يومأمسالشهرالماضيمنذحتىالآنآذارقبل،.-:/()\n"), max_size=60),
    st.none() | days,
)
@settings(max_examples=300, deadline=None)
def test_no_text_breaks_the_reader(text: str, published: date | None) -> None:
    for found in read_dates(text, published):
        assert text[found.span.start : found.span.end] == found.span.text
        assert found.start is None or found.end is None or found.start <= found.end


@pytest.mark.parametrize("edge", [1, 2, 3, 11, 12, 21, 22, 23, 24, 31, 32, 33])
def test_parts_of_a_period_lie_in_it(edge: int) -> None:
    for whole in (cal.year_range(2024), cal.month_range(2024, 2), cal.week_range(date(2024, 3, 15), 0)):
        start, end = cal.part_of(whole, edge)
        assert whole[0] <= start <= end <= whole[1]


def test_a_hijri_day_is_true_to_a_day() -> None:
    (mention,) = read(segment(normalize("في 27 صفر 1447"), Layout(), lambda _: False), default_tables(), None)
    assert (mention.start, mention.uncertain) == (date(2025, 8, 21), 1)


def test_without_publication_a_relative_date_has_no_day() -> None:
    for text in ("أمس", "الخميس الماضي", "منذ بداية العام", "خلال 48 ساعة", "الشهر الماضي", "قبل يومين", "في 12 آذار"):
        (found,) = read_dates(text)
        assert (found.start, found.end) == (None, None), text


def test_past_follows_the_days_or_the_words() -> None:
    doc = segment(normalize("الخميس المقبل والشهر الماضي"), Layout(), lambda _: False)
    assert [m.past for m in read(doc, default_tables(), date(2024, 5, 15))] == [False, True]
    assert [m.past for m in read(doc, default_tables(), None)] == [False, True]


def test_tables_pickle() -> None:
    tables = default_tables()
    assert pickle.loads(pickle.dumps(tables)) == tables


def test_a_later_pack_adds_months_and_wins_by_id(tmp_path: Path) -> None:
    (tmp_path / "dates").mkdir()
    rows = "id\tmonth\tcalendar\tuse\tforms\njan.kurdish\t1\tg\tsure\tريبندان\n"
    (tmp_path / "dates" / "months.tsv").write_text(rows, "utf-8")
    tables = lexicon.compile([DATA, tmp_path])
    doc = segment(normalize("في 5 ريبندان 2024"), Layout(), lambda _: False)
    assert [m.start for m in read(doc, tables, None)] == [date(2024, 1, 5)]


@pytest.mark.parametrize(
    ("file", "rows", "reason"),
    [
        ("months.tsv", "id\tmonth\tcalendar\tuse\tforms\nx\tmay\tg\tsure\tكذا\n", "months.tsv:2"),
        ("words.tsv", "id\trole\tvalue\tforms\nx\twhen\t3\tكذا\n", "words.tsv:2"),
        ("named.tsv", "id\tcalendar\n", "named.tsv:1"),
        ("traps.toml", '[[name_head]]\nid = "x"\n', r"\[\[name_head\]\] number 1"),
        ("traps.toml", "[[name_head", "traps.toml"),
    ],
)
def test_a_bad_row_is_named(tmp_path: Path, file: str, rows: str, reason: str) -> None:
    (tmp_path / "dates").mkdir()
    (tmp_path / "dates" / file).write_text(rows, "utf-8")
    with pytest.raises(LexiconError, match=reason):
        lexicon.compile([DATA, tmp_path])
