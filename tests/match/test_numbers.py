"""The number reader against its phrase corpus, its rules' own examples, and numbers spelled by another hand."""

from __future__ import annotations

import pickle
import sys
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))
from spell import ordinal, spell

from waqai.lexicon import numbers as lexicon
from waqai.match.numbers import default_tables, parse_words, read, read_numbers
from waqai.text.normalize import normalize
from waqai.text.segment import Layout, segment

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "src" / "waqai" / "data"


def corpus() -> list[tuple[int, list[str]]]:
    lines = (ROOT / "corpus" / "phrases" / "numbers.tsv").read_text("utf-8").splitlines()
    rows = [(n, line.split("\t")) for n, line in enumerate(lines, 1) if line and not line.startswith("#")]
    return rows[1:]


def wrong(cells: list[str]) -> str | None:
    """What is wrong with the reading of a row, or None."""
    kind, low, high, qualifier, span, text = cells
    got = read_numbers(text)
    if kind == "-":
        counts = [n.span.text for n in got if n.kind == "count"]
        return f"counts {counts}" if counts else None
    want = (span, kind, int(low) if low else None, int(high) if high else None, qualifier)
    found = [(n.span.text, n.kind, n.low, n.high, n.qualifier) for n in got]
    return None if want in found else f"wanted {want}, read {found}"


def test_the_corpus_is_as_large_as_its_reader_needs() -> None:
    kinds = [cells[0] for _, cells in corpus()]
    assert len(kinds) - kinds.count("-") >= 1500
    assert kinds.count("-") >= 400


def test_every_phrase_is_read_whole() -> None:
    errors = [f"line {n}: {cells[-1]}: {error}" for n, cells in corpus() if (error := wrong(cells))]
    assert not errors, "\n".join(errors[:40])


def test_spans_are_characters_of_the_text() -> None:
    for _, cells in corpus():
        for found in read_numbers(cells[-1]):
            assert cells[-1][found.span.start : found.span.end] == found.span.text


def test_mentions_are_in_order_and_apart() -> None:
    for _, cells in corpus():
        doc = segment(normalize(cells[-1]), Layout(), lambda _: False)
        mentions = read(doc, default_tables())
        assert all(a.j <= b.i for a, b in pairwise(mentions)), cells[-1]


@pytest.mark.parametrize("file", ["bounds.toml", "kinds.toml"])
def test_every_rule_keeps_its_examples(file: str) -> None:
    tables = tomllib.loads((DATA / "numbers" / file).read_text("utf-8"))
    rules = [rule for rows in tables.values() if isinstance(rows, list) for rule in rows]
    assert rules
    for rule in rules:
        for text in rule["examples"]:
            whys = {why for n in read_numbers(text) for why in n.why}
            fixed = rule["id"] == "numbers.fixed" and not any(n.kind == "count" for n in read_numbers(text))
            assert rule["id"] in whys or fixed, (rule["id"], text, whys)
        for text in rule["not_examples"]:
            assert rule["id"] not in {why for n in read_numbers(text) for why in n.why}, (rule["id"], text)


@given(
    st.one_of(st.integers(0, 9_999_999), st.integers(0, 2000), st.integers(0, 9999).map(lambda n: n * 1000)),
    st.booleans(), st.booleans(), st.sampled_from(["مئة", "مائة"]), st.booleans(), st.booleans(),
)  # fmt: skip
@settings(max_examples=400, deadline=None)
def test_any_spelled_number_reads_back(
    n: int, male: bool, nominative: bool, hundred: str, apart: bool, case: bool
) -> None:
    assert parse_words(spell(n, male, nominative, hundred, apart, case).split()) == n


@given(st.integers(1, 9_999_999), st.sampled_from(["", ",", "٬"]), st.sampled_from(["٠", "۰", "0"]))
@settings(max_examples=200, deadline=None)
def test_any_figure_reads_back(n: int, separator: str, zero: str) -> None:
    figure = f"{n:,}".replace(",", separator).translate({48 + d: chr(ord(zero) + d) for d in range(10)})
    found = read_numbers(f"نزح {figure} شخصا")
    assert [(m.span.text, m.low, m.high) for m in found] == [(figure, n, n)]


@given(st.integers(1, 31), st.booleans())
def test_any_ordinal_reads_back(n: int, feminine: bool) -> None:
    found = read_numbers(f"جاء {ordinal(n, feminine)} منهم")
    assert found[0].low == n


@given(st.text(alphabet=st.sampled_from("وبلفكال 0123456789ثلاثةمئةألفعشرينأحد،.-:/%()واحد\n"), max_size=60))
@settings(max_examples=300, deadline=None)
def test_no_text_breaks_the_reader(text: str) -> None:
    for found in read_numbers(text):
        assert text[found.span.start : found.span.end] == found.span.text
        assert found.low is None or found.high is None or found.low <= found.high


def test_the_counted_noun_is_found() -> None:
    nouns = {n.span.text: n.noun for n in read_numbers("قتل 3 من عناصر قسد وشخص واحد وجرح الأطفال الثلاثة")}
    assert nouns == {"3": "عناصر", "واحد": "وشخص", "الثلاثة": "الأطفال"}


def test_a_decimal_keeps_its_value() -> None:
    doc = segment(normalize("عيار 14.5 ملم"), Layout(), lambda _: False)
    (mention,) = read(doc, default_tables())
    assert (mention.value, mention.low, mention.high) == (14.5, None, None)


def test_words_that_spell_no_number() -> None:
    assert parse_words(["بيت"]) is None
    assert parse_words(["ثلاثة", "وأربعة"]) is None
    assert parse_words(["اثنان", "وعشرون"]) == 22


def test_tables_pickle() -> None:
    tables = default_tables()
    assert pickle.loads(pickle.dumps(tables)) == tables


def pack(tmp_path: Path, words: str) -> Path:
    (tmp_path / "numbers").mkdir()
    (tmp_path / "numbers" / "words.tsv").write_text(words, "utf-8")
    return tmp_path


def test_a_later_pack_wins_by_id(tmp_path: Path) -> None:
    mine = pack(tmp_path, "id\trole\tvalue\tforms\ndozen\tteen\t12\tدزينة\nten\tten\t10\tعشاير\n")
    tables = lexicon.compile([DATA, mine])
    assert parse_words(["دزينة"], tables) == 12
    assert parse_words(["عشاير"], tables) == 10
    assert parse_words(["عشرة"], tables) is None


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ("id\trole\tvalue\tforms\nx\tunit\tmany\tكذا\n", "words.tsv:2"),
        ("id\trole\tvalue\tforms\n\n# a comment\nx\tgreat\t3\tكذا\n", "words.tsv:4"),
        ("id\trole\tvalue\tforms\nx\tunit\t3\n", "3 cells, expected 4"),
        ("id\trole\tforms\n", "expected"),
        ("id\trole\tvalue\tforms\nx\tunit\t3\tكذا|\n", "an empty form"),
    ],
)
def test_a_bad_row_is_named(tmp_path: Path, rows: str, reason: str) -> None:
    with pytest.raises(lexicon.LexiconError, match=reason):
        lexicon.compile([DATA, pack(tmp_path, rows)])


def test_a_bad_rule_is_named(tmp_path: Path) -> None:
    (tmp_path / "numbers").mkdir()
    (tmp_path / "numbers" / "kinds.toml").write_text('[[after]]\nid = "x"\nkind = "miles"\nwords = []\n', "utf-8")
    with pytest.raises(lexicon.LexiconError, match=r"kinds.toml: \[\[after\]\] number 1 \(x\)"):
        lexicon.compile([DATA, tmp_path])


def test_no_pack_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(lexicon.LexiconError, match=r"no numbers/words.tsv"):
        lexicon.compile([tmp_path])


@pytest.mark.parametrize("text", ["5 - ²", "² - 5"])
def test_a_raised_figure_beside_a_dash_is_no_score(text: str) -> None:
    assert [n.span.text for n in read_numbers(text)] == ["5"]
