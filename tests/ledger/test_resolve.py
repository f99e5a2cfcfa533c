"""Resolution: the authored stories, order, judgements, and what joins what."""

from __future__ import annotations

import random
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from waqai.ledger import actions, care, views
from waqai.ledger.engine import Ledger, open_ledger
from waqai.ledger.features import AUTOMATIC, SUGGESTED, score
from waqai.ledger.filters import Filters, LedgerError
from waqai.ledger.judgements import Judgement
from waqai.ledger.lists import list_incidents
from waqai.ledger.resolution_eval import evaluate
from waqai.ledger.resolve import cluster
from waqai.ledger.schema import records
from waqai.ledger.store import ingest
from waqai.ledger.stories import load_stories
from waqai.model import CodedReport, Report

from .helpers import AT, STORIES, make, put

MINE = {
    "trigger": "انفجار",
    "type": "ied_mine",
    "place": "basira",
    "date": "2023-02-10",
    "casualties": ["killed 2 military"],
}
ONE = "قتل عنصران من قسد في انفجار عبوة ناسفة ببلدة البصيرة أمس الجمعة."
TWO = "أدى انفجار لغم في البصيرة إلى سقوط قتيلين عسكريين، بحسب ناشطين من المنطقة."
THREE = "سقط قتيلان من قوى الأمن بعد انفجار في بلدة البصيره شرق دير الزور نهار الجمعة."


def partition(ledger: Ledger) -> set[frozenset[str]]:
    groups: dict[int, set[str]] = {}
    with ledger.read() as conn:
        for row in conn.execute(select(records.c.uid, records.c.incident_seq).where(records.c.part == "member")):
            groups.setdefault(row.incident_seq, set()).add(row.uid)
    return {frozenset(group) for group in groups.values()}


def test_the_stories_resolve_as_a_careful_coder_would(location: str) -> None:
    stories = load_stories(STORIES)
    assert len(stories) >= 20
    result = evaluate(stories, ledger=location)
    assert result.precision is not None and result.precision >= 0.97, result.mistakes
    assert result.recall is not None and result.recall >= 0.9, result.mistakes
    with open_ledger(location) as opened:
        assert care.check(opened) == []


def test_scores_are_calibrated_roughly() -> None:
    result = evaluate(load_stories(STORIES))
    top = result.calibration[-1]
    assert abs(top.score - top.true) < 0.1
    assert [b.true for b in result.calibration] == sorted(b.true for b in result.calibration)


def test_the_order_of_arrival_changes_nothing() -> None:
    items = [item for story in load_stories(STORIES)[:8] for item in story.reports]
    found = []
    for seed in range(3):
        random.Random(seed).shuffle(items)
        with open_ledger(":memory:") as ledger:
            with ledger.begin() as conn:
                for item in items:
                    ingest(conn, item.report, item.coded, "f", AT)
            found.append(partition(ledger))
            with ledger.begin() as conn:
                care.rebuild(conn)
            assert partition(ledger) == found[0]
    assert found[0] == found[1] == found[2]


PAIRS = st.dictionaries(
    st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef")).filter(lambda p: p[0] < p[1]),
    st.floats(SUGGESTED, 0.99), max_size=12,
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(PAIRS, st.permutations("abcdef"), st.lists(st.sampled_from("12345"), min_size=6, max_size=6))
def test_clusters_never_hold_two_records_of_a_report(
    pairs: dict[tuple[str, str], float], order: list[str], of: list[str]
) -> None:
    reports_of = {uid: ord(of["abcdef".index(uid)]) for uid in order}
    clusters = cluster(reports_of, pairs, [])
    assert sorted(uid for c in clusters for uid in c) == list("abcdef")
    for group in clusters:
        assert len({reports_of[uid] for uid in group}) == len(group)
    assert sorted(clusters) == sorted(cluster(dict(sorted(reports_of.items())), pairs, []))


def test_a_later_judgement_wins_over_an_earlier() -> None:
    def verdict(number: int, verb: str, a: str, b: str) -> Judgement:
        return Judgement(number, str(number), verb, a, b, "me", AT, None)

    reports_of = {"a": 1, "b": 2, "c": 3}
    same = [verdict(1, "same", "a", "b"), verdict(2, "same", "b", "c")]
    assert cluster(reports_of, {}, same) == [["a", "b", "c"]]
    assert sorted(cluster(reports_of, {}, [*same, verdict(3, "different", "a", "c")])) in (
        [["a"], ["b", "c"]], [["a", "b"], ["c"]],
    )  # fmt: skip
    apart = [verdict(1, "different", "a", "b")]
    assert sorted(cluster(reports_of, {("a", "b"): 0.99}, apart)) == [["a"], ["b"], ["c"]]
    assert cluster({"a": 1, "b": 2}, {}, [*apart, verdict(2, "same", "a", "b")]) == [["a", "b"]]


def test_two_events_of_one_report_stay_two(ledger: Ledger) -> None:
    text = "انفجار أول في البصيرة قتل عنصرين، ثم دوى تفجير آخر في البلدة وقتل عنصرين."
    with ledger.begin() as conn:
        put(conn, text, MINE, MINE | {"trigger": "تفجير"})
        put(conn, TWO, MINE, outlet="ثانية")
        assert list_incidents(conn, Filters()).total == 2


def test_what_a_report_tells_twice_is_one(ledger: Ledger) -> None:
    text = "انفجار في البصيرة يقتل عنصرين. وفي التفاصيل أن تفجيراً استهدف سيارة عسكرية."
    with ledger.begin() as conn:
        put(conn, text, MINE, MINE | {"trigger": "تفجيراً", "links": ["same_as r1"], "casualties": []})
        assert list_incidents(conn, Filters()).total == 1


def test_split_merge_confirm_and_take_back(ledger: Ledger) -> None:
    with ledger.begin() as conn:
        for number, text in enumerate((ONE, TWO, THREE)):
            put(conn, text, MINE, outlet=f"منصة {number}")
        (one,) = list_incidents(conn, Filters()).items
        members = [m.record for m in views.show_incident(conn, one.id).incident.members]
        cut = actions.split(conn, one.id, [members[2]], "سلمى", "سيارة أخرى")
        assert list_incidents(conn, Filters()).total == 2
        assert sorted(i.reports for i in list_incidents(conn, Filters()).items) == [1, 2]
        ids = [i.id for i in list_incidents(conn, Filters()).items]
        joined = actions.merge(conn, ids, "سلمى")
        assert list_incidents(conn, Filters()).total == 1
        actions.retract(conn, joined.batch, "سلمى")
        assert list_incidents(conn, Filters()).total == 2
        actions.retract(conn, cut.batch, "سلمى")
        (again,) = list_incidents(conn, Filters()).items
        assert again.id == one.id
        actions.confirm(conn, one.id, "سلمى")
        view = views.show_incident(conn, one.id)
        assert {j.verb for j in view.judgements} == {"same"}
    assert care.check(ledger) == []


def test_a_person_can_join_what_no_score_would(ledger: Ledger) -> None:
    far = {"trigger": "هجوم", "type": "attack", "place": "hajin", "date": "2023-03-01"}
    with ledger.begin() as conn:
        put(conn, ONE, MINE)
        put(conn, "هجوم في هجين شرقي دير الزور من دون تفاصيل أخرى.", far, outlet="ثانية")
        first, second = list_incidents(conn, Filters()).items
        actions.merge(conn, [first.id, second.id], "سلمى")
        (one,) = list_incidents(conn, Filters()).items
        gone = next(i for i in (first.id, second.id) if i != one.id)
        assert views.show_incident(conn, gone).incident.id == one.id  # the old id still leads here
        put(conn, TWO, MINE, outlet="ثالثة")
        assert list_incidents(conn, Filters()).items[0].reports == 3


def test_judgements_are_asked_well(ledger: Ledger) -> None:
    with ledger.begin() as conn:
        put(conn, ONE, MINE)
        (one,) = list_incidents(conn, Filters()).items
        with pytest.raises(LedgerError, match="two different"):
            actions.merge(conn, [one.id], "me")
        with pytest.raises(LedgerError, match="leave a record"):
            actions.split(conn, one.id, [views.show_incident(conn, one.id).incident.members[0].record], "me")
        with pytest.raises(LedgerError, match="not in this ledger"):
            actions.merge(conn, [one.id, "i000"], "me")
        with pytest.raises(LedgerError, match="not in this ledger"):
            actions.retract(conn, "none", "me")


def test_judgements_survive_a_recoding(ledger: Ledger) -> None:
    with ledger.begin() as conn:
        put(conn, ONE, MINE, source="a")
        put(conn, TWO, MINE, outlet="ثانية", source="b")
        (one,) = list_incidents(conn, Filters()).items
        second = views.show_incident(conn, one.id).incident.members[1].record
        actions.split(conn, one.id, [second], "me")
        put(conn, ONE, MINE | {"weapon": "ied"}, source="a", fingerprint="lexicon-2")
        assert list_incidents(conn, Filters()).total == 2


def test_a_record_without_a_place_is_found_by_its_day_and_words(ledger: Ledger) -> None:
    told = {"trigger": "انفجار", "type": "ied_mine", "date": "2023-02-10", "casualties": ["killed 2 military"]}
    other = told | {"place": "hajin", "casualties": ["killed 9 civilian"]}
    with ledger.begin() as conn:
        put(conn, "سقط قتيلان عسكريان في انفجار بالبصيرة نهار الجمعة، بحسب ما نقل ناشطون.", told, outlet="ثانية")
        put(conn, ONE, MINE)
        put(conn, "انفجار كبير في هجين يخلف تسعة قتلى مدنيين نهار الجمعة الماضي.", other, outlet="ثالثة")
        assert sorted(i.reports for i in list_incidents(conn, Filters()).items) == [1, 2]
    assert care.check(ledger) == []


def test_suggestions_come_with_reasons(ledger: Ledger) -> None:
    vague = {
        "trigger": "هجوم",
        "type": "attack",
        "place": "deir_ez_zor",
        "date": "2023-02-10",
        "casualties": ["killed 2 military"],
    }
    with ledger.begin() as conn:
        put(conn, ONE, MINE)
        put(conn, "قتيلان من العسكريين جراء هجوم مسلح في محافظة دير الزور.", vague, outlet="ثانية")
        assert list_incidents(conn, Filters()).total == 2
        (pair,) = views.suggestions(conn)
        assert SUGGESTED <= pair.score < AUTOMATIC
        assert {"type", "place", "date", "killed"} <= {r.feature for r in pair.reasons}
        actions.judge_pair(conn, pair.a, pair.b, True, "me")
        assert list_incidents(conn, Filters()).total == 1
        assert views.suggestions(conn) == []


def test_scores_do_not_depend_on_the_side() -> None:
    from waqai.ledger.rows import sketch

    told = [item for story in load_stories(STORIES) for item in story.reports]
    sketches = [
        sketch(record, item.coded.report, n, f"{n}.{record.id}", "member")
        for n, item in enumerate(told) for record in item.coded.records if record.kind == "incident"
    ]  # fmt: skip
    for a, b in permutations(sketches[:40], 2):
        one, two = score(a, b), score(b, a)
        assert (one and one.p) == (two and two.p)


def test_a_coder_is_scored_by_its_own_records() -> None:
    import msgspec

    from waqai.ledger.resolution_eval import figures

    stories = load_stories(STORIES)
    gold = {item.report.text: item.coded for story in stories for item in story.reports}
    same = evaluate(stories, lambda report: msgspec.structs.replace(gold[report.text]))
    assert (same.precision, same.recall) == (evaluate(stories).precision, evaluate(stories).recall)
    blind = evaluate(stories, lambda report: msgspec.structs.replace(gold[report.text], records=[]))
    assert (blind.precision, blind.recall) == (None, 0.0)
    assert figures(STORIES)["recall"] == same.recall
    assert set(blind.causes) == {"record missed"}


@pytest.mark.parametrize(
    ("fields", "cause"),
    [
        ({"place": None}, "place"),
        ({"factuality": "planned", "counts": False}, "factuality"),
        ({"place": None, "type": "arrest"}, "place + type"),
    ],
)
def test_why_a_pair_stays_apart_is_found_by_mending_it(fields: dict[str, Any], cause: str) -> None:
    import msgspec

    story = next(s for s in load_stories(STORIES) if s.id.startswith("s14"))
    first = story.reports[0].coded

    def coder(report: Report) -> CodedReport:
        found = next(i.coded for i in story.reports if i.report.text == report.text)
        if found is not first:
            return msgspec.structs.replace(found)
        spoiled = [msgspec.structs.replace(r, evidence=r.trigger, **fields) for r in found.records]
        return msgspec.structs.replace(found, records=spoiled)

    found = evaluate([story], coder)
    assert {m.cause for m in found.mistakes} == {cause}


def test_a_gold_record_and_the_coders_are_matched_once() -> None:
    from waqai.ledger.resolution_eval import matches

    text = "انفجار في البصيرة يقتل عنصرين، وهجوم في هجين يجرح آخرين."
    far = {"trigger": "هجوم", "type": "attack", "place": "hajin"}
    _, gold = make(text, MINE, far)
    _, coded = make(text, far | {"trigger": "يجرح"})
    found = matches(gold.records, coded.records)
    assert {g: c.id for g, c in found.items()} == {"r2": "r1"}


def test_a_story_that_quotes_what_is_not_there_is_named(tmp_path: Path) -> None:
    (tmp_path / "places.toml").write_text("", "utf-8")
    story = 'title = "t"\ntries = "t"\n[[reports]]\noutlet = "o"\ntext = "نص"\n[[reports.records]]\ntype = "attack"\ntrigger = "غائب"\n'
    (tmp_path / "s99.toml").write_text(story, "utf-8")
    with pytest.raises(LedgerError, match=r"s99\.toml.*غائب"):
        load_stories(tmp_path)
