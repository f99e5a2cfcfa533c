"""The actor reader against its phrase corpus, and what the corpus cannot say."""

from __future__ import annotations

import datetime
import itertools
import pickle
from pathlib import Path

import pytest

from waqai.lexicon import actors as lexicon
from waqai.lexicon.packs import BUILT_IN, LexiconError
from waqai.match.actors import ActorMention, default_tables, find, find_actors
from waqai.text.normalize import normalize
from waqai.text.tokens import Doc

CORPUS = Path(__file__).parents[2] / "corpus" / "phrases" / "actors.tsv"
HEADER = "\t".join(lexicon.COLUMNS)


def rows() -> list[tuple[str, ...]]:
    lines = [x for x in CORPUS.read_text(encoding="utf-8").splitlines() if not x.startswith("#")]
    return [tuple(line.split("\t")) for line in lines[1:]]


def mentions(text: str, countries: str = "", date: str = "", outlet: str = "") -> list[tuple[str, ActorMention]]:
    doc = Doc(normalize(text), [], [])
    found = find(
        doc,
        default_tables(),
        countries=countries.split(",") if countries else (),
        date=datetime.date.fromisoformat(date) if date else None,
        outlet=outlet or None,
    )
    return [(doc.span(m.i, m.j, m.skip).text, m) for m in found]


def test_the_corpus_is_large_enough():
    assert len(rows()) >= 700
    assert sum(r[0] in ("-", "?") for r in rows()) >= 150


@pytest.mark.parametrize("row", rows(), ids=lambda r: f"{r[0]}:{r[-1][:40]}")
def test_phrase(row):
    actor, candidates, kind, countries, date, outlet, span, text = row
    found = mentions(text, countries, date, outlet)
    if actor == "-":
        assert not found
        return
    at_span = [m for s, m in found if s == span]
    assert at_span, [s for s, _ in found]
    mention = at_span[0]
    assert mention.actor == (None if actor == "?" else actor)
    assert mention.kind == kind
    assert {c for c in candidates.split("|") if c} <= set(mention.candidates)


def test_spans_hold_on_the_raw_text():
    text = "داهمت قـ.ـسد القرية، وقال تنظيم «الدولة الإسلاميّة» إنّه انسحب"
    doc = Doc(normalize(text), [], [])
    for mention in find(doc, default_tables()):
        span = doc.span(mention.i, mention.j, mention.skip)
        assert text[span.start : span.end] == span.text


def test_mentions_do_not_overlap_and_are_in_order():
    found = find_actors("قالت قوات سوريا الديمقراطية إن عناصر داعش هاجموا حاجزا لقسد قرب دورية أميركية")
    assert all(a.j <= b.i for a, b in itertools.pairwise(found))


def test_the_same_text_reads_the_same_twice():
    text = "أعلن الجيش اللبناني وحزب الله ذلك، وقال الجيش إنه انتشر"
    assert find_actors(text) == find_actors(text)


def test_empty_text():
    assert find_actors("") == []


def test_a_unit_keeps_whom_it_belongs_to():
    found = find_actors("هاجمت فرقة الحمزة التابعة للجيش الوطني السوري القرية")
    assert [(m.actor, m.parent) for m in found] == [("HAMZA_DIV", "SNA")]


def test_a_force_that_leans_on_a_state_is_not_that_state():
    mention = find_actors("هاجمت مجموعات موالية لروسيا القرية")[0]
    assert mention.actor is None


def test_a_loaded_name_is_marked():
    assert [m.loaded for m in find_actors("قصفت ميليشيا قسد القرية")] == [True]


def test_a_country_after_a_preposition_is_a_place():
    assert find_actors("عاد من تركيا إلى العراق") == []


def test_the_tables_can_be_pickled():
    tables = default_tables()
    assert pickle.loads(pickle.dumps(tables)).actors == tables.actors


def test_the_registry_is_whole():
    actors = default_tables().actors
    assert len(actors) >= 350
    assert all(a.how_known in lexicon.HOW_KNOWN and a.category in lexicon.CATEGORIES for a in actors.values())


def write(folder: Path, *lines: str) -> Path:
    (folder / "actors").mkdir(parents=True, exist_ok=True)
    (folder / "actors" / "team.tsv").write_text("\n".join((HEADER, *lines)) + "\n", encoding="utf-8")
    return folder


def test_an_overlay_wins_by_id(tmp_path):
    pack = write(tmp_path, "SDF\tSY\tNSAG\tX\t\t\tOther\tself\t\t\tالقوات الأخرى جدا\t\t\t")
    tables = lexicon.compile([BUILT_IN, pack])
    assert tables.actors["SDF"].name_en == "Other"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("X\tSY\tWRONG\tS\t\t\tX\tself\t\t\tاسم\t\t\t", "category 'WRONG'"),
        ("X\tSY\tNSAG\tS\t\t\tX\trumour\t\t\tاسم\t\t\t", "how_known 'rumour'"),
        ("X\tSY\tNSAG\tS\t12/2024\t\tX\tself\t\t\tاسم\t\t\t", "not an ISO date"),
        ("X\tSY\tNSAG\tS\t\t\tX\tself\t\t\t\t\t\t", "name_ar"),
        ("X\tSY\tNSAG", "3 cells"),
        ("X\tSY\tNSAG\tS\t\t\tX\tself\tNOBODY\t\tاسم\t\t\t", "parent NOBODY"),
    ],
)
def test_a_wrong_row_is_named(tmp_path, line, reason):
    pack = write(tmp_path, line)
    with pytest.raises(LexiconError, match="actors") as error:
        lexicon.compile([BUILT_IN, pack])
    assert reason in str(error.value)


def test_a_double_id_is_an_error(tmp_path):
    row = "X\tSY\tNSAG\tS\t\t\tX\tself\t\t\tاسم\t\t\t"
    with pytest.raises(LexiconError, match=r"team\.tsv:3"):
        lexicon.compile([BUILT_IN, write(tmp_path, row, row)])
