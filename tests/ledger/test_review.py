"""Review: decisions are added, machine output stays, history shows both, and reviewed reports become gold."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from waqai.ledger import actions, catalogue, gold, review, views
from waqai.ledger.engine import Ledger
from waqai.ledger.filters import Filters, LedgerError
from waqai.ledger.lists import list_incidents
from waqai.ledger.stories import build_record

from .helpers import AT, make, put

MINE = {
    "trigger": "انفجار",
    "type": "ied_mine",
    "place": "basira",
    "date": "2023-02-10",
    "casualties": ["killed 2 military"],
}
TEXT = "قتل عنصران من قسد في انفجار عبوة ناسفة ببلدة البصيرة أمس الجمعة، ثم قصف مجهولون أطرافها."


def uid_of(ledger: Ledger) -> str:
    with ledger.begin() as conn:
        return views.show_report(conn, put(conn, TEXT, MINE).report_id).records[0].uid


def test_a_correction_changes_the_incident_and_not_the_machine_s_word(ledger: Ledger) -> None:
    uid = uid_of(ledger)
    with ledger.begin() as conn:
        actions.decide(conn, uid, "start", "سلمى")
        actions.decide(conn, uid, "correct", "سلمى", field="casualties.0.low", value=3)
        actions.decide(conn, uid, "correct", "نور", field="casualties.0.high", value=3, note="بيان المشفى")
        view = views.show_record(conn, uid)
        assert view.record.casualties[0].low == 3
        assert view.initial is not None and view.initial.casualties[0].low == 2
        assert view.state == "reviewed"
        told = [(d.action, d.field, d.old and bytes(d.old), d.new and bytes(d.new), d.by) for d in view.history]
        assert told == [
            ("start", None, None, None, "سلمى"),
            ("correct", "casualties.0.low", b"2", b"3", "سلمى"),
            ("correct", "casualties.0.high", b"2", b"3", "نور"),
        ]
        assert list_incidents(conn, Filters()).items[0].killed_best == 3
        assert list_incidents(conn, Filters()).items[0].state == "reviewed"


def test_a_rejected_record_is_in_no_incident_until_accepted(ledger: Ledger) -> None:
    uid = uid_of(ledger)
    with ledger.begin() as conn:
        actions.decide(conn, uid, "reject", "سلمى")
        assert list_incidents(conn, Filters()).total == 0
        actions.decide(conn, uid, "accept", "سلمى")
        assert list_incidents(conn, Filters()).total == 1


def test_factuality_decides_what_counts(ledger: Ledger) -> None:
    uid = uid_of(ledger)
    with ledger.begin() as conn:
        actions.decide(conn, uid, "correct", "سلمى", field="factuality", value="foiled")
        assert views.show_record(conn, uid).record.counts is False
        assert list_incidents(conn, Filters()).total == 0


def test_the_machine_of_states(ledger: Ledger) -> None:
    uid = uid_of(ledger)
    with ledger.begin() as conn:
        with pytest.raises(LedgerError, match="machine-coded, so it cannot be given `finalise`"):
            actions.decide(conn, uid, "finalise", "سلمى")
        actions.decide(conn, uid, "comment", "سلمى", note="ينظر فيه")
        assert views.show_record(conn, uid).state == "machine-coded"
        actions.decide(conn, uid, "accept", "سلمى")
        actions.decide(conn, uid, "finalise", "سلمى")
        with pytest.raises(LedgerError, match="is finalised"):
            actions.decide(conn, uid, "correct", "سلمى", field="type", value="attack")
        actions.decide(conn, uid, "reopen", "سلمى")
        assert views.show_record(conn, uid).state == "in_review"


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("type", 5, "Expected `str`"), ("killed", 5, "cannot be corrected"), ("trigger", None, "cannot be corrected"),
        ("casualties.4.low", 1, "there is no 4"), ("weapon", "sling", "Invalid enum"), ("place.city", "x", "there is no city"),
    ],
)  # fmt: skip
def test_a_bad_correction_is_refused_with_its_field(ledger: Ledger, field: str, value: object, reason: str) -> None:
    uid = uid_of(ledger)
    with ledger.begin() as conn:
        with pytest.raises(LedgerError, match=field.split(".")[0]) as caught:
            actions.decide(conn, uid, "correct", "سلمى", field=field, value=value)
        assert reason in str(caught.value)
        assert review.history(conn, uid) == []


def test_decisions_are_only_ever_added(ledger: Ledger) -> None:
    uid = uid_of(ledger)
    with ledger.begin() as conn:
        actions.decide(conn, uid, "accept", "سلمى")
    with pytest.raises(DatabaseError, match="only ever added"), ledger.begin() as conn:
        conn.execute(text("UPDATE decisions SET action = 'reject'"))


def test_a_person_adds_what_the_machine_missed_and_it_becomes_gold(ledger: Ledger) -> None:
    from .helpers import PLACES

    with ledger.begin() as conn:
        id_ = put(conn, TEXT, MINE).report_id
        missed = build_record(
            "p1", TEXT, MINE | {"trigger": "قصف", "type": "shelling", "place": "basira:near"}, PLACES, "ا"
        )
        actions.add(conn, id_, missed, "سلمى")
        assert list_incidents(conn, Filters()).total == 2
        assert gold.reviewed_reports(conn) == []
        uid = next(r.uid for r in views.show_report(conn, id_).records if r.record.type == "ied_mine")
        actions.decide(conn, uid, "correct", "سلمى", field="weapon", value="ied")
        assert gold.reviewed_reports(conn) == [id_]
        body, made = gold.gold(conn, id_)
        assert body == TEXT
        assert [r["type"] for r in made["records"]] == ["ied_mine", "shelling"]
        assert made["records"][0]["weapon"] == "ied"
        assert made["records"][0]["must"] is True
        for record in made["records"]:
            span = record["trigger"]
            assert body[span["start"] : span["end"]] == span["text"]
        assert json.loads(json.dumps(made)) == made


def test_decisions_survive_a_recoding(ledger: Ledger) -> None:
    uid = uid_of(ledger)
    with ledger.begin() as conn:
        actions.decide(conn, uid, "correct", "سلمى", field="type", value="suicide_bomb")
        put(conn, TEXT, MINE | {"weapon": "ied"}, fingerprint="lexicon-2")
        view = views.show_record(conn, uid)
        assert (view.record.type, view.record.weapon) == ("suicide_bomb", "ied")


def test_a_record_must_stand_on_the_text(ledger: Ledger) -> None:
    from .helpers import PLACES

    other = "نص آخر فيه قصف وكلام طويل لا صلة له بما سبق."
    with ledger.begin() as conn:
        id_ = put(conn, TEXT, MINE).report_id
        stray = build_record("p1", other, MINE | {"trigger": "قصف"}, PLACES, "ا")
        with pytest.raises(LedgerError, match="the text at"):
            actions.add(conn, id_, stray, "سلمى")
    assert AT and make


def test_a_rejected_denial_contests_nothing(ledger: Ledger) -> None:
    text = "انفجار في البصيرة يوقع قتيلين الجمعة. ونفى مصدر عسكري وقوع الانفجار جملة وتفصيلاً."
    event = {"trigger": "انفجار", "type": "ied_mine", "place": "basira", "date": "2023-02-10"}
    denial = {"kind": "statement", "type": "denial", "trigger": "نفى", "says": ["SDF"], "links": ["denies r1"]}
    with ledger.begin() as conn:
        put(conn, text, event, denial)
        (one,) = list_incidents(conn, Filters()).items
        assert one.grade == "contested"
        (said,) = catalogue.list_claims(conn, Filters()).items
        actions.decide(conn, said.record, "reject", "سلمى")
        assert list_incidents(conn, Filters()).items[0].grade == "weak"
        actions.decide(conn, said.record, "accept", "سلمى")
        assert list_incidents(conn, Filters()).items[0].grade == "contested"
