"""The second reader proposes; quotes are checked; what the rules found stays as it was."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest

pytest.importorskip("openai", reason="the reader extra is not installed")

from stub_model import stub_model

from waqai.lexicon.load import Lexicon, load
from waqai.model import CodedReport, Report
from waqai.pipeline import code
from waqai.reader import Endpoint, ReaderError, ask, propose
from waqai.reader.client import Answer, Counted, instructions

TEXT = (
    "قُتل ثلاثة مدنيين بقصف مدفعي على مدينة تل أبيض يوم الأحد 27 آب 2023. "
    "وتجمهر العشرات من أهالي بلدة سلوك أمام مبنى المجلس المحلي رافعين لافتات."
)
REPORT = Report(TEXT, "r.txt", published="2023-08-28")
CROWD: dict[str, Any] = {
    "kind": "incident", "type": "protest", "factuality": "asserted", "trigger": "تجمهر",
    "evidence": "تجمهر العشرات من أهالي بلدة سلوك أمام مبنى المجلس المحلي", "place": "بلدة سلوك",
    "date": None, "initiator": "أهالي بلدة سلوك", "target": None, "casualties": [],
}  # fmt: skip


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load()


@pytest.fixture(scope="module")
def coded(lexicon: Lexicon) -> CodedReport:
    """Coded by the rules, the crowd of the second sentence left for the reader to find."""
    found = code(REPORT, lexicon)
    return msgspec.structs.replace(found, records=[r for r in found.records if r.trigger.end < TEXT.index("وتجمهر")])


def answer(**changed: Any) -> Answer:
    return Answer(**(CROWD | changed))


def test_a_proposal_is_added_and_does_nothing(lexicon: Lexicon, coded: CodedReport) -> None:
    with stub_model(json.dumps({"records": [CROWD]}, ensure_ascii=False)) as model:
        said = ask(REPORT, lexicon, Endpoint("tiny", model.url, "secret"))
    assert (model.asked[0]["path"], model.asked[0]["key"], model.asked[0]["model"]) == ("/v1/chat/completions", "Bearer secret", "tiny")  # fmt: skip
    assert TEXT in model.asked[0]["messages"][1]["content"]
    found = propose(REPORT, coded, said, lexicon)
    assert found.coded.records[: len(coded.records)] == coded.records
    (new,) = found.coded.records[len(coded.records) :]
    assert (new.origin, new.proposed, new.counts, new.type) == ("reader", True, False, "protest")
    assert new.place is not None and new.place.adm1 == "SY11"
    for span in (new.trigger, new.evidence, new.actors[0].span):
        assert span is not None and TEXT[span.start : span.end] == span.text
    assert new.id not in {r.id for r in coded.records}


def test_numbers_are_ours_and_never_the_models(lexicon: Lexicon, coded: CodedReport) -> None:
    told = answer(
        type="shelling", trigger="بقصف مدفعي", evidence="قُتل ثلاثة مدنيين بقصف مدفعي على مدينة تل أبيض يوم الأحد 27 آب 2023",
        place="مدينة تل أبيض", date="يوم الأحد 27 آب 2023", initiator=None, casualties=[Counted("killed", "ثلاثة مدنيين")],
    )  # fmt: skip
    empty = CodedReport(coded.schema, coded.report, [], [], [])
    (new,) = propose(REPORT, empty, [told], lexicon).coded.records
    (dead,) = new.casualties
    assert (dead.low, dead.high, dead.category, new.date.start) == (3, 3, "civilian", "2023-08-27")


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"evidence": "تجمهر العشرات في الرقة"}, "evidence not in the text"),
        ({"trigger": "اعتصم"}, "trigger not in its evidence"),
        ({"place": "مدينة الرقة"}, "place not in the text"),
        ({"initiator": "قسد"}, "initiator not in the text"),
        ({"casualties": [Counted("killed", "خمسة قتلى")]}, "casualties not in the text"),
        ({"type": "earthquake"}, "no type of kind"),
        ({"type": "curfew"}, "no type of kind"),
        ({"factuality": "sure"}, "no factuality"),
        ({"trigger": " "}, "trigger not in its evidence"),
    ],
)
def test_what_is_not_in_the_text_is_refused(
    changed: dict[str, Any], reason: str, lexicon: Lexicon, coded: CodedReport
) -> None:
    found = propose(REPORT, coded, [answer(**changed)], lexicon)
    assert found.kept == 0 and reason in found.refused[0]
    assert found.coded.records == coded.records
    assert found.coded.problems[-1].code == "reader_refused"


def test_what_the_rules_have_is_not_proposed_again(lexicon: Lexicon, coded: CodedReport) -> None:
    shelling = next(r for r in coded.records if r.kind == "incident")
    again = answer(
        type="attack", trigger=shelling.trigger.text, evidence=shelling.evidence.text, place=None, initiator=None
    )
    assert propose(REPORT, coded, [again], lexicon).kept == 0


def test_an_endpoint_without_schemas_is_asked_without_and_fences_are_taken_off(lexicon: Lexicon) -> None:
    with stub_model("```json\n" + json.dumps({"records": [CROWD]}) + "\n```", schemas=False) as model:
        assert ask(REPORT, lexicon, Endpoint("m", model.url))[0].type == "protest"
    assert ["response_format" in body for body in model.asked] == [True, False]


@pytest.mark.parametrize(("content", "status"), [("no idea", 200), ('{"records": [{"kind": 3}]}', 200), ("", 401)])
def test_an_answer_that_is_none_is_a_named_error(content: str, status: int, lexicon: Lexicon) -> None:
    with stub_model(content, status=status) as model, pytest.raises(ReaderError) as error:
        ask(REPORT, lexicon, Endpoint("m", model.url))
    assert model.url in str(error.value) or "r.txt" in str(error.value)


def test_no_endpoint_there_is_a_named_error(lexicon: Lexicon) -> None:
    with pytest.raises(ReaderError, match="127.0.0.1:9"):
        ask(REPORT, lexicon, Endpoint("m", "http://127.0.0.1:9/v1", timeout=2))


def test_the_missing_extra_is_named(lexicon: Lexicon, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "openai", None)
    with pytest.raises(ReaderError, match=r"waqai\[reader\]"):
        ask(REPORT, lexicon, Endpoint("m", "http://127.0.0.1:9/v1"))


def test_the_prompt_lists_every_type(lexicon: Lexicon) -> None:
    prompt = instructions(lexicon)
    assert all(type_ in prompt for type_ in lexicon.events.types) and "{" + "types}" not in prompt
