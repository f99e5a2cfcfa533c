"""The coder as a whole: pure, total, and right about the harmful cases."""

import json
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from waqai.lexicon.load import Lexicon, load
from waqai.model import CodedReport, Record, Report, Span
from waqai.pipeline import code

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
WORDS = [
    "قصفت", "قوات", "النظام", "قتل", "مقتل", "خمسة", "مدنيين", "و3", "جنود", "في", "حلب", "أمس", "،", ".", "نفى", "أن", "داعش", "غارة", "على", "بلدة",
    "وأصيب", "طفلان", "منذ", "بداية", "العام", "هجومًا", "«", "»", "\n", "بينهم", "إحباط", "قـ.ـصف", "#دير_الزور", "١٢", "إغلاق", "الطريق", "لم", "سوف",
]  # fmt: skip


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load()


def spans(value: object) -> Iterator[Span]:
    if isinstance(value, Span):
        yield value
    elif isinstance(value, list):
        for inner in value:
            yield from spans(inner)
    elif isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            yield from spans(getattr(value, name))


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join) | st.text(max_size=200))
def test_every_span_slices_and_coding_twice_is_equal(lexicon: Lexicon, text: str) -> None:
    report = Report(text=text, source="x", published="2024-05-05")
    coded = code(report, lexicon)
    assert coded == code(report, lexicon)
    for span in spans(coded):
        assert text[span.start : span.end] == span.text
    for r in coded.records:
        assert r.evidence.start <= r.trigger.start <= r.trigger.end <= r.evidence.end
        assert r.counts == (r.kind in ("incident", "access") and r.factuality in ("asserted", "alleged"))
        for c in r.casualties:
            assert c.subset_of is None or c.subset_of < len(r.casualties)
    again = msgspec.json.decode(msgspec.json.encode(coded), type=CodedReport)
    assert again == coded


def records(lexicon: Lexicon, text: str, published: str | None = "2024-05-05") -> list[Record]:
    return list(code(Report(text=text, source="x", published=published), lexicon).records)


def one(lexicon: Lexicon, text: str, kind: str = "incident") -> Record:
    found = [r for r in records(lexicon, text) if r.kind == kind]
    assert len(found) == 1, [(r.type, r.trigger.text) for r in found]
    return found[0]


def killed(r: Record) -> int:
    return sum(c.low or 0 for c in r.casualties if c.harm == "killed" and c.subset_of is None)


def test_a_strike(lexicon: Lexicon) -> None:
    r = one(lexicon, "قتل سبعة مدنيين بينهم طفلان وأصيب خمسة آخرون في غارة إسرائيلية على منزل في مدينة رفح، أمس السبت.")
    assert (r.type, r.factuality, killed(r)) == ("air_drone_strike", "asserted", 7)
    assert [a.actor for a in r.actors if a.role == "initiator"] == ["IDF"]
    assert r.place is not None and r.place.adm1 == "PS02"
    assert r.date.start == "2024-05-04"
    assert [c.low for c in r.casualties if c.subset_of is not None] == [2]


def test_a_tally_is_no_event(lexicon: Lexicon) -> None:
    found = records(lexicon, "نفذ تنظيم داعش منذ بداية العام الحالي 89 هجوماً في دير الزور أسفرت عن مقتل 14 مدنياً.")
    assert [r.kind for r in found] == ["tally"]
    assert found[0].event_count is not None and found[0].event_count.low == 89
    assert found[0].period is not None and found[0].period.start == "2024-01-01"
    assert not any(r.counts for r in found)


@pytest.mark.parametrize(
    ("text", "factuality"),
    [
        ("نفت قيادة الشرطة وقوع هجوم على السجن في مدينة الحسكة.", "denied"),
        ("أحبطت قوى الأمن هجوماً كان يستهدف سوقاً في مدينة بغداد.", "foiled"),
        ("هدد التنظيم بتنفيذ هجمات على مدينة الموصل.", "planned"),
        ("نشرت الشرطة عناصرها في بغداد تحسباً لهجمات لتنظيم داعش على المدينة.", "hypothetical"),
    ],
)
def test_what_did_not_happen_never_counts(lexicon: Lexicon, text: str, factuality: str) -> None:
    found = [r for r in records(lexicon, text) if r.kind == "incident" and r.type in ("attack", "detention_incident")]
    assert not any(r.counts for r in found)
    assert [r.factuality for r in found] in ([factuality], [])


def test_denied_responsibility_leaves_the_attack(lexicon: Lexicon) -> None:
    text = "قتل ثلاثة جنود في تفجير عبوة ناسفة في مدينة درعا، ونفى متحدث باسم الفصائل مسؤولية مقاتليه عن التفجير."
    assert any(r.counts and killed(r) == 3 for r in records(lexicon, text))


def test_voice_by_syntax(lexicon: Lexicon) -> None:
    active = one(lexicon, "قتلت القوات الإسرائيلية خمسة فلسطينيين في مدينة جنين فجر اليوم.")
    assert [a.actor for a in active.actors if a.role == "initiator"] == ["IDF"]
    passive = one(lexicon, "قتل ثلاثة عناصر من قوات سوريا الديمقراطية في بلدة ذيبان فجر اليوم.")
    assert not [a for a in passive.actors if a.role == "initiator"]
    assert passive.initiator_status == "not_stated"


def test_unknown_gunmen(lexicon: Lexicon) -> None:
    r = one(lexicon, "اغتال مسلحون مجهولون مدرساً في مدينة نوى مساء أمس.")
    assert r.initiator_status == "unknown"


def test_no_date_without_publication(lexicon: Lexicon) -> None:
    found = records(lexicon, "قتل مدني في قصف على مدينة إدلب أمس.", published=None)
    assert found[0].date.start is None and found[0].date.basis == "relative"


@pytest.mark.parametrize(
    "text",
    [
        "توفي خمسة أشخاص في حادث سير على طريق حمص دمشق.", "هاجم المدرب الحكم بعد المباراة وسجل الفريق هدف الفوز.",
        "نفذت القوات مناورات تحاكي قصف مواقع معادية في الصحراء.", "أحيا الأهالي ذكرى مجزرة الحولة في المدينة.",
    ],
)  # fmt: skip
def test_no_record(lexicon: Lexicon, text: str) -> None:
    assert not [r for r in records(lexicon, text) if r.counts]


@pytest.mark.parametrize(
    ("text", "problem"), [("", "empty"), ("ًٌٍَُِ", "not_arabic"), ("Nothing Arabic here at all.", "not_arabic")]
)
def test_what_is_no_report_is_said(lexicon: Lexicon, text: str, problem: str) -> None:
    coded = code(Report(text=text, source="x"), lexicon)
    assert not coded.records
    assert problem in {p.code for p in coded.problems}


def test_a_megabyte_in_one_line(lexicon: Lexicon) -> None:
    coded = code(Report(text="قتل مدني في قصف على حلب " * 45_000, source="x"), lexicon)
    assert coded.report.chars > 1_000_000
    assert {p.code for p in coded.problems} >= {"too_long"}


def test_a_long_line_with_no_stop_is_still_read(lexicon: Lexicon) -> None:
    coded = code(Report(text="قتل مدني في قصف على حلب ثم " * 2_000, source="x"), lexicon)
    assert coded.records


@pytest.mark.skipif(not (SHARED / "seed" / "gold.json").exists(), reason="the seed article is not here")
def test_the_seed_article(lexicon: Lexicon) -> None:
    from waqai.evaluate import Judge, code_gold, read_gold

    gold, text = read_gold(SHARED / "seed" / "gold.json")
    coded = code_gold(gold, text, lexicon)
    judge = Judge()
    judge.report(gold, coded)
    scores = judge.groups["all"]
    assert not any(scores.harmful.values())
    assert all(scores.found[k].rate == 1.0 for k in ("incident", "access", "tally"))
    counting = [r for r in coded["records"] if r["counts"] and r["kind"] == "incident"]
    killed_ = sum(c["low"] for r in counting for c in r["casualties"] if c["harm"] == "killed")
    tallied = sum(
        c["low"] for r in coded["records"] if r["kind"] == "tally" for c in r["casualties"] if c["harm"] == "killed"
    )
    detained = sum(c["low"] for r in counting for c in r["casualties"] if c["harm"] == "detained")
    assert (killed_, tallied, detained) == (0, 50, 6)
    assert sum(r["kind"] == "access" for r in coded["records"]) == 5
    assert not any(r["date"]["start"] for r in coded["records"])
    dated = code_gold({**gold, "published": "2023-08-28"}, text, lexicon)
    assert [r["period"]["end"] for r in dated["records"] if r["kind"] == "tally"] == ["2023-08-28"] * 2
    assert [r["date"]["start"] for r in dated["records"] if r["factuality"] == "denied"] == ["2023-08-27"]


@pytest.mark.slow
@pytest.mark.skipif(
    not (SHARED / "corpus" / "saudinewsnet_2015.jsonl").exists(), reason="the article corpus is not here"
)
def test_every_article_of_the_corpus_runs(lexicon: Lexicon) -> None:
    with (SHARED / "corpus" / "saudinewsnet_2015.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            article = json.loads(line)
            coded = code(
                Report(text=article["text"], source=str(article["id"]), published=article["published"][:10]), lexicon
            )
            for span in spans(coded):
                assert article["text"][span.start : span.end] == span.text
