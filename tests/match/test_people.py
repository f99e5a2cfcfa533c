"""The people reader against its phrase corpus, relations, names, speakers and the forms it generates."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from waqai.lexicon import people as lexicon
from waqai.lexicon.packs import LexiconError
from waqai.match import actors, numbers
from waqai.match.people import PeopleMention, default_tables, find_speakers, read, read_people
from waqai.text.normalize import normalize
from waqai.text.tokens import Doc

CORPUS = Path(__file__).parents[2] / "corpus" / "phrases" / "victims.tsv"


def rows() -> list[tuple[str, ...]]:
    lines = [x for x in CORPUS.read_text(encoding="utf-8").splitlines() if not x.startswith("#")]
    return [tuple(line.split("\t")) for line in lines[1:]]


def groups(text: str) -> list[tuple[str, PeopleMention]]:
    doc = Doc(normalize(text), [], [])
    found = actors.find(doc, actors.default_tables())
    people = read(doc, default_tables(), numbers.read(doc, numbers.default_tables()), found)
    return [(doc.span(m.i, m.j, m.skip).text, m) for m in people]


def cited(text: str) -> list[tuple[str, str, str | None]]:
    doc = Doc(normalize(text), [], [])
    found = find_speakers(doc, default_tables(), actors.find(doc, actors.default_tables()))
    return [(doc.span(s.i, s.j, s.skip).text, s.kind, s.actor) for s in found]


def test_the_corpus_is_large_enough():
    assert len(rows()) >= 700
    assert sum(r[2] == "-" for r in rows()) >= 150


@pytest.mark.parametrize("row", rows(), ids=lambda r: f"{r[3]}:{r[-1][:40]}")
def test_phrase(row):
    low, high, qualifier, category, unit, harm, ids, relation, span, text = row
    found = groups(text)
    if qualifier == "-":
        assert not [s for s, _ in found if not span or span in s]
        return
    want = (int(low) if low else None, int(high) if high else None, qualifier, category, unit, harm or None)
    got = [(m.low, m.high, m.qualifier, m.category, m.unit, m.harm) for s, m in found if s == span]
    assert want in got, found
    mention = next(m for s, m in found if s == span)
    if ids:
        assert set(mention.actors) == set(ids.split("|"))
    if relation:
        assert mention.relation == relation


def test_a_subset_names_its_whole():
    found = groups("قتل 12 شخصا بينهم طفلان وسيدة")
    assert [(s, m.relation, m.parent) for s, m in found] == [
        ("12 شخصا", None, None),
        ("طفلان", "subset", 0),
        ("سيدة", "subset", 0),
    ]


def test_a_new_clause_ends_the_list():
    found = groups("قتل 12 شخصا بينهم طفلان وأصيب ثلاثة مدنيين")
    assert found[-1][1].relation is None


def test_an_office_holder_is_one_person_with_a_name():
    text = "أكد مدير المكتب الإعلامي لقوات سوريا الديمقراطية فرهاد شامي ذلك"
    doc = Doc(normalize(text), [], [])
    found = read(doc, default_tables(), [], actors.find(doc, actors.default_tables()))
    assert [doc.span(*n).text for n in found[0].named] == ["فرهاد شامي"]
    assert found[0].actors == ("SDF",)


def test_an_apposition_is_the_same_person():
    found = groups("اغتيال العقيد صالح الكازمي، قائد الحزام الأمني، أمس")
    assert [(m.category, m.actors) for _, m in found] == [("commander", ("SECURITY_BELT",))]


def test_a_vowelled_dual_is_two():
    assert [(m.low, m.high) for _, m in groups("خطف مواطنَين")] == [(2, 2)]
    assert [(m.low, m.high) for _, m in groups("خطف مواطنين")] == [(2, None)]


@pytest.mark.parametrize(
    ("text", "want"),
    [
        (
            "قال المتحدث باسم الجيش السوداني نبيل عبد الله إن",
            ("المتحدث باسم الجيش السوداني نبيل عبد الله", "speaker", "SAF"),
        ),
        ("أفاد مصدر طبي بوصول الجرحى", ("مصدر طبي", "speaker", None)),
        ("وقال مصدر في حزب الله إن", ("مصدر في حزب الله", "speaker", "HEZBOLLAH")),
        ("وبحسب شهود عيان فإن النار اشتعلت", ("شهود عيان", "speaker", None)),
        ("قالت وكالة رويترز إن", ("وكالة رويترز", "agency", "REUTERS")),
        ("وثق المرصد السوري لحقوق الإنسان ذلك", ("المرصد السوري لحقوق الإنسان", "observatory", "SOHR")),
        ("وقال مراسلنا إن الطريق مغلق", ("مراسلنا", "outlet", None)),
        ("جاء في بيان لحركة حماس أن", ("بيان لحركة حماس", "document", "HAMAS")),
        ("قال وزير الدفاع السوري مرهف أبو قصرة إن", ("وزير الدفاع السوري مرهف أبو قصرة", "speaker", None)),
    ],
)
def test_speaker(text, want):
    assert want[:2] in [c[:2] for c in cited(text)]
    assert want[2] is None or want in cited(text)


def test_nobody_speaks_in_a_plain_sentence():
    assert cited("سقطت قذيفة على الحي مساء") == []


COUNTED = ["شخصا", "مدنيا", "طفلا", "جنديا", "مسلحا", "عنصرا", "قتيلا", "جريحا", "نازحا", "معتقلا", "صحفيا", "مسعفا"]


@settings(deadline=None)
@given(st.integers(11, 999), st.sampled_from(COUNTED), st.sampled_from(["", "نحو ", "أكثر من ", "ما لا يقل عن "]))
def test_a_counted_noun_keeps_its_number(count, noun, bound):
    found = groups(f"مقتل {bound}{count} {noun} في القصف")
    assert found[0][0] == f"{bound}{count} {noun}"
    assert found[0][1].low == count


@settings(deadline=None)
@given(st.text(max_size=80))
def test_any_text_reads(text):
    for span, _ in groups(text):
        assert span in text or span


def test_the_tables_can_be_pickled():
    tables = default_tables()
    assert pickle.loads(pickle.dumps(tables)).nouns == tables.nouns


def test_forms_of_a_noun_are_generated():
    forms = default_tables().forms
    assert {f.number for f in forms["طفلان"]} == {"du"}
    assert {f.number for f in forms["مدنيين"]} == {"dp"}
    assert {f.suffix for f in forms["طفلاها"]} == {"ها"}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("x\tnobody\tperson\t\tm\t\tاسم\t", "category 'nobody'"),
        ("x\tcivilian\tcrowd\t\tm\t\tاسم\t", "unit 'crowd'"),
        ("x\tcivilian\tperson\thurt\tm\t\tاسم\t", "harm 'hurt'"),
        ("x\tcivilian\tperson\t\tm\todd\tاسم\t", "unknown flags odd"),
    ],
)
def test_a_wrong_noun_is_named(tmp_path, line, reason):
    (tmp_path / "people").mkdir()
    head = "id\tcategory\tunit\tharm\tgender\tflags\tsg_ar\tpl_ar"
    (tmp_path / "people" / "nouns.tsv").write_text(f"{head}\n{line}\n", encoding="utf-8")
    with pytest.raises(LexiconError, match=r"nouns\.tsv:2") as error:
        lexicon.compile([tmp_path])
    assert reason in str(error.value)


def test_read_people_reads_numbers_and_actors_itself():
    found = read_people("مقتل 3 من قسد")
    assert [(m.low, m.category, m.actors) for m in found] == [(3, "fighter", ("SDF",))]
