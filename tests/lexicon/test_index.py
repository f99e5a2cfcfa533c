"""The full-form index and the packs."""

from pathlib import Path

import pytest

from waqai.lexicon import events
from waqai.lexicon.index import Sense, WordIndex, expand, fits
from waqai.lexicon.load import load
from waqai.lexicon.packs import LexiconError
from waqai.text.normalize import normalize
from waqai.text.tokens import Doc


def index() -> WordIndex:
    built = WordIndex()
    built.add_verb("قصف يقصف", "trigger", "t.qasf")
    built.add_noun("غارة غارات", "trigger", "t.ghara")
    built.add_phrase("+عبوة +ناسفة", "weapon", "ied")
    built.add_phrase("يقضي ب", "cue", "plan")
    built.finish()
    return built


def found(text: str) -> list[tuple[str, str, str]]:
    doc = Doc(normalize(text), [], [])
    return [
        (h.sense.id, h.sense.form, doc.span(h.i, h.j, h.skip).text) for hits in index().hits(doc.tokens) for h in hits
    ]


def test_forms_behind_proclitics() -> None:
    assert ("t.qasf", "perf.3fs", "قصفت") in found("وقصفت")
    assert ("t.ghara", "noun.pl", "الغارات") in found("بالغارات")
    assert ("t.ghara", "noun.dual", "غارتين") in found("غارتين")


def test_phrases_with_and_without_the_article() -> None:
    assert ("ied", "word", "العبوة الناسفة") in found("والعبوة الناسفة")
    assert ("plan", "word", "يقضي") in found("يقضي بخروج")


def test_a_ta_marbuta_is_no_pronoun() -> None:
    built = WordIndex()
    built.add_verb("أقام يقيم", "trigger", "t.aqam")
    doc = Doc(normalize("إقامة"), [], [])
    assert not built.hits(doc.tokens)[0]


def test_a_verb_takes_no_article() -> None:
    assert not fits("ال", Sense("trigger", "x", "perf.3ms"))
    assert not fits("س", Sense("trigger", "x", "perf.3ms"))
    assert fits("س", Sense("trigger", "x", "impf.3ms"))


def test_expand_alternatives() -> None:
    assert expand("سقوط صاروخ|قذيفة") == [("سقوط", "صاروخ"), ("سقوط", "قذيفه")]


def write(folder: Path, text: str) -> Path:
    (folder / "events").mkdir(parents=True)
    (folder / "events" / "x.toml").write_text(text, "utf-8")
    return folder


HEAD = 'type = "attack"\nkind = "incident"\nname_en = "x"\nname_ar = "س"\nfamily = "violence"\n[[trigger]]\nid = "x.y"\nframe = "strike"\nnouns = ["غزوة غزوات"]\n'


def test_examples_are_compulsory(tmp_path: Path) -> None:
    pack = write(tmp_path / "p", HEAD + "examples = []\nnot_examples = []\n")
    with pytest.raises(LexiconError, match="x.y: examples and not_examples are compulsory"):
        events.compile([pack])


def test_an_unknown_field_is_named(tmp_path: Path) -> None:
    pack = write(tmp_path / "p", HEAD + 'colour = "red"\nexamples = ["a"]\nnot_examples = ["b"]\n')
    with pytest.raises(LexiconError, match="colour"):
        events.compile([pack])


def test_an_overlay_pack_adds_a_rule_and_changes_the_fingerprint(tmp_path: Path) -> None:
    from waqai.model import Report
    from waqai.pipeline import code

    pack = write(
        tmp_path / "p",
        HEAD + 'examples = ["نفذ التنظيم غزوة على حاجز في مدينة حلب."]\nnot_examples = ["كتاب عن الغزوات."]\n',
    )
    plain, overlaid = load(), load([pack], cache=False)
    assert plain.fingerprint != overlaid.fingerprint
    report = Report(
        text="نفذ تنظيم داعش غزوة على حاجز للجيش في مدينة حلب مساء أمس.", source="x", published="2024-01-02"
    )
    assert not [r for r in code(report, plain).records if r.why[0].rule == "x.y"]
    assert [r for r in code(report, overlaid).records if r.why[0].rule == "x.y"]


def test_a_pack_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match="no such pack"):
        load([tmp_path / "nowhere"])
