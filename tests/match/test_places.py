"""The place reader against its phrase corpus, and what the corpus cannot say."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from waqai.lexicon.place_words import default_tables
from waqai.match.places import PlaceMention, find, find_places
from waqai.text.normalize import normalize
from waqai.text.tokens import Doc

CORPUS = Path(__file__).parents[2] / "corpus" / "phrases" / "places.tsv"


def rows() -> list[list[str]]:
    lines = [x for x in CORPUS.read_text(encoding="utf-8").splitlines() if not x.startswith("#")]
    return [line.split("\t") for line in lines[1:]]


def names(text: str, **given) -> dict[str, PlaceMention]:
    return {m.span.text: m for m in find_places(text, **given)}


def test_the_corpus_is_large_enough():
    assert sum(r[0] != "-" for r in rows()) >= 600
    assert sum(r[0] == "-" for r in rows()) >= 150


@pytest.mark.parametrize("row", rows(), ids=lambda r: f"{r[0]}:{r[-1][:40]}")
def test_phrase(row):
    name_en, country, adm1, precision, role, span, text = row
    found = names(text)
    if name_en == "-":
        assert not found
        return
    assert span in found, list(found)
    m = found[span]
    assert text[m.span.start : m.span.end] == span
    got = (m.place.name_en if m.place else "?", m.country, m.adm1, m.precision, "a" if m.anaphoric else m.role)
    for expected, value in zip((name_en, country, adm1, precision, role), got, strict=True):
        assert not expected or expected == value, got


def test_one_mention_for_a_chain_with_its_parents_kept():
    (m,) = find_places("في بلدة الشجرة في حوض اليرموك بريف درعا الغربي")
    assert m.span.text == "بلدة الشجرة"
    assert [p.name_en for p in m.parents] == ["Yarmouk basin", "Daraa"]
    assert "places.chain" in m.why


def test_the_outlets_country_decides_a_homonym():
    assert names("انفجار في طرابلس", country="LY")["طرابلس"].country == "LY"
    assert names("انفجار في طرابلس", country="LB")["طرابلس"].country == "LB"


def test_candidates_are_kept():
    m = names("اغتيال في بلدة صيدا بريف درعا الشرقي")["بلدة صيدا"]
    assert m.place is not None and m.place.adm1 == "SY12"
    assert {"LB", "PS"} <= {p.country for p in m.candidates}


def test_an_unknown_place_has_no_id_and_the_parents_province():
    m = names("هجوم على قرية الجفيرات بريف حمص الشرقي")["قرية الجفيرات"]
    ref = m.ref()
    assert (ref.id, ref.name_ar, ref.adm1, ref.precision) == (None, "الجفيرات", "SY04", "governorate")


def test_a_name_in_a_parent_it_is_not_in_is_unknown_and_never_its_namesake():
    m = names("هجوم على قرية الدورة بريف دير الزور")["قرية الدورة"]
    assert m.place is None and m.adm1 == "SY09"


def test_blocked_tokens_are_no_places():
    doc = Doc(normalize("مجلس حلب المحلي في حلب"), [], [])
    found = find(doc, default_tables(), blocked={0, 1, 2})
    assert [(m.i, m.j) for m in found] == [(4, 5)]


def test_a_road_has_both_its_ends():
    m = names("عبوة على طريق الحسكة - القامشلي")["طريق الحسكة - القامشلي"]
    assert m.place is not None and m.other is not None
    assert (m.place.name_en, m.other.name_en) == ("Al Hasakah", "Al-Qamishli")


def test_spans_hold_with_marks_and_proclitics():
    text = "وفي ريفِ ديرِ الزّور، وبالرّقة"
    for m in find_places(text):
        assert text[m.span.start : m.span.end] == m.span.text
    assert "الرّقة" in names(text)


def test_tables_survive_a_pickle():
    tables = pickle.loads(pickle.dumps(default_tables()))
    assert [m.place.id for m in find_places("في الرقة", tables=tables) if m.place] == ["gn:172955"]


def test_every_mention_says_why():
    assert all(m.why for m in find_places("قصف على مارع وتل رفعت في ريف حلب الشمالي وفي المدينة"))
