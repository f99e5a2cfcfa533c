"""The text layer: offsets, normalisation, segments and tokens."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waqai.text import morph
from waqai.text.normalize import fold, normalize
from waqai.text.offsets import Edit, OffsetMap, apply_edits
from waqai.text.segment import Layout, quotes, segment
from waqai.text.tokens import Doc

ARABIC = st.text(
    alphabet='ابتثجحخدذرزسشصضطظعغفقكلمنهويءآأإةىئؤ ًٌٍَُِّْـ٠١٢۱۲0123456789.،؛:«»"()\n#_\u200f\u202bﷲﻻ', max_size=200
)


@given(st.text(max_size=300) | ARABIC)
def test_spans_slice_to_the_raw_text(raw: str) -> None:
    clean = normalize(raw)
    assert len(clean.text) == len(clean.key) == len(clean.map.starts)
    doc = Doc(clean, [], quotes(clean.text))
    for token in doc.tokens:
        span = doc.span(token.i, token.i + 1)
        assert raw[span.start : span.end] == span.text


@given(ARABIC, st.data())
def test_maps_compose(raw: str, data: st.DataObject) -> None:
    first, a = apply_edits(raw, [Edit(m, m + 1, "") for m in range(0, len(raw), 3)])
    second, b = apply_edits(first, [Edit(m, m + 1, "xy") for m in range(0, len(first), 4)])
    joined = a.then(b)
    for k in range(len(second)):
        lo, hi = b.span(k, k + 1)
        assert joined.span(k, k + 1) == a.span(lo, hi)


def test_identity_map() -> None:
    assert OffsetMap.identity(3).span(1, 3) == (1, 3)


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("قـ.ـصف", "قصف"), ("داعـ.ـش", "داعش"), ("اعتقـ ـال", "اعتقال"), ("بـ قوات", "ب قوات"), ("د.ا.عـ.ـش", "داعش"), ("١٢ و۳۴", "12 و34"),
        ("ﷲ", "الله"), ("الديمقراطيّة", "الديمقراطية"), ("آخرين.وحسب", "آخرين.وحسب"), ("دمشق ـ سانا", "دمشق  سانا"),
    ],
)  # fmt: skip
def test_normalise(raw: str, clean: str) -> None:
    words = {"قصف", "داعش", "اخرين", "وحسب"}
    assert normalize(raw, lambda key: key in words).text == clean


def test_a_bare_dot_needs_the_lexicon() -> None:
    assert normalize("ق.صف", lambda key: key == "قصف").text == "قصف"
    assert normalize("ق.صف", lambda key: False).text == "ق.صف"


def test_fold() -> None:
    assert fold("إدارةٌ") == "اداره"
    assert fold("مستشفى") == fold("مستشفي")


LAYOUT = Layout(
    glue_openers=("وفي تصريح", "اما ", "وقال "),
    boilerplate=("اقرا ايضا",),
    dateline_words=frozenset({"رويترز", "دمشق"}),
    source_openers=("المصدر",),
)


def parts(text: str) -> list[tuple[str, str]]:
    words = {"هجمات", "ارهابيه", "الصناعه", "اما", "وفي"}
    doc = segment(normalize(text), LAYOUT, lambda key: key in words)
    return [(p.kind, doc.char_span(p.start, p.end).text) for p in doc.parts]


def test_glued_headings_are_cut() -> None:
    found = parts("انتهى الخبر الأول هنا. إحباط هجماتوفي تصريح خاص قال القائد ذلك.")
    assert ("heading", "إحباط هجمات") in found
    found = parts("لا هروب من سجن الصناعةأما بخصوص ما جرى فقد انتهى.")
    assert found[0] == ("heading", "لا هروب من سجن الصناعة")


def test_glued_words_are_two_tokens() -> None:
    doc = segment(
        normalize("لا هروب من سجن الصناعةأما بخصوص ما جرى فقد انتهى."), LAYOUT, lambda key: key in {"الصناعه", "اما"}
    )
    assert "الصناعة" in [t.text for t in doc.tokens]


def test_datelines_source_lines_and_boilerplate() -> None:
    found = parts("دمشق – رويترز: قال شهود إن القصف توقف صباح اليوم.\nاقرأ أيضا خبر آخر\nانتهى هذا الخبر هنا. (رويترز)")
    assert [k for k, _ in found] == ["dateline", "sentence", "boilerplate", "sentence", "source_line"]


def test_a_decimal_point_ends_no_sentence() -> None:
    assert len(parts("بلغت النسبة 3.5 في المئة. ثم انخفضت.")) == 2


def test_nested_quotes() -> None:
    assert quotes('قال «إن "درع" بدأت» أمس') == [(4, 19), (8, 13)]


def test_hashtags_are_words() -> None:
    doc = Doc(normalize("#دير_الزور"), [], [])
    assert [t.text for t in doc.tokens] == ["دير", "الزور"]


def test_letters_glued_to_numbers_are_tokens() -> None:
    doc = Doc(normalize("و32 عنصرا والـ23"), [], [])
    assert [t.text for t in doc.tokens] == ["و", "32", "عنصرا", "وال", "23"]


@pytest.mark.parametrize(
    ("word", "split"), [("للوفد", ("لال", "وفد")), ("وبالقصف", ("وبال", "قصف")), ("سيقصف", ("س", "يقصف"))]
)
def test_proclitics(word: str, split: tuple[str, str]) -> None:
    assert split in morph.splits(word)


def test_verb_forms_of_weak_verbs() -> None:
    forms = morph.verb_forms("نفي", "ينفي")
    assert forms["نفت"] == "perf.3fs"
    assert forms["ينفون"] == "impf.3mp"
    assert forms["ينف"] == "jus.3ms"
    assert forms["نفاه"] == "perf.3ms+o"


def test_both_cases_of_the_dual() -> None:
    assert {"طفلان", "طفلين"} <= set(morph.dual("طفل"))
    assert "غارتين" in morph.dual("غاره")
