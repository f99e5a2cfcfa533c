"""``waqai review``, ``merge``, ``split`` and ``import``: decisions are added, named, and can be taken back."""

from __future__ import annotations

import json
from typing import Any

import pytest


def first(kept: Any, kind: str = "incident") -> str:
    uid: str = kept("review", "queue", "--kind", kind, "--limit", "1").json[0]["uid"]
    return uid


def state(kept: Any, uid: str) -> str:
    found: str = kept("show", uid).json["state"]
    return found


def test_a_record_goes_through_review(kept: Any) -> None:
    uid = first(kept)
    assert kept("review", "start", uid).code == 0 and state(kept, uid) == "in_review"
    assert kept("review", "accept", uid, "--by", "amal", "--note", "نعم").code == 0
    assert kept("review", "finalise", uid).code == 0 and state(kept, uid) == "finalised"
    refused = kept("review", "reject", uid)
    assert refused.code == 2 and uid in refused.err
    assert kept("review", "reopen", uid).code == 0 and state(kept, uid) == "in_review"
    made = kept("show", uid).json["history"]
    assert [d["action"] for d in made] == ["start", "accept", "finalise", "reopen"]
    assert (made[1]["by"], made[1]["note"], made[0]["by"]) == ("amal", "نعم", "tester")


def test_some_refused_is_exit_one_and_the_others_are_done(kept: Any) -> None:
    uid = first(kept)
    done = kept("review", "accept", uid, "0000000000000000.1i")
    assert done.code == 1 and "0000000000000000.1i" in done.err and [d["record"] for d in done.json] == [uid]
    assert kept("review", "comment", uid).code == 2
    assert kept("review", "comment", uid, "--note", "why").code == 0


def test_a_correction_keeps_the_machines_value(kept: Any) -> None:
    uid = first(kept)
    before = kept("show", uid).json["record"]["type"]
    assert kept("review", "correct", uid, "type", "riot").code == 0
    assert kept("review", "correct", uid, "date", '{"start": "2024-01-02", "end": "2024-01-02", "grain": "day", "basis": "explicit", "span": null}').code == 0  # fmt: skip
    view = kept("show", uid).json
    assert (view["record"]["type"], view["initial"]["type"]) == ("riot", before)
    assert view["record"]["date"]["start"] == "2024-01-02"
    assert kept("review", "correct", uid, "trigger", "x").code == 2
    assert kept("review", "correct", uid, "date.start", "3").code == 2
    assert kept("review", "undo", uid).json[0]["undone"] == ["correct"]
    assert kept("show", uid).json["record"]["date"] == view["initial"]["date"]


def test_an_incident_or_a_report_stands_for_its_records(kept: Any) -> None:
    report = kept("reports", "--outlet", "مرصد الجزيرة").json[0]["id"]
    done = kept("review", "accept", report[:12]).json
    assert len(done) == kept("reports", "--outlet", "مرصد الجزيرة").json[0]["records"]
    incident = kept("incidents", "--limit", "1").json[0]["id"]
    assert kept("review", "accept", incident).code == 0
    assert kept("show", incident).json["incident"]["state"] == "reviewed"


def test_a_missed_record_is_added_on_words_of_the_text(kept: Any) -> None:
    report = kept("reports", "--outlet", "مرصد الجزيرة").json[0]["id"]
    words = "حصيلة اليوم الأول"
    uid = kept("review", "add", report[:10], "--kind", "incident", "--type", "arrest", "--words", words).json["record"]
    view = kept("show", uid).json
    assert view["record"]["trigger"]["text"] == words and view["record"]["origin"] == "person"
    missing = kept("review", "add", report[:10], "--kind", "incident", "--type", "arrest", "--words", "لا شيء كهذا")
    assert missing.code == 2 and "not in the text" in missing.err
    twice = kept("review", "add", report[:10], "--kind", "incident", "--type", "arrest", "--words", "من")
    assert twice.code == 2 and "times" in twice.err


def test_the_queue_narrows_and_assignments_show(kept: Any) -> None:
    uid = first(kept)
    assert kept("review", "assign", uid, "--to", "sami").code == 0
    assert [i["uid"] for i in kept("review", "queue", "--assigned", "sami").json] == [uid]
    assert uid in kept("review", "queue", "--assigned", "sami", "--format", "table").out
    assert kept("review", "assign", uid).code == 0
    assert kept("review", "queue", "--assigned", "sami").json == []
    short = kept("review", "queue", "--limit", "1")
    assert "1 of" in short.err and len(kept("review", "queue", "--limit", "0").json) > 1
    assert {i["state"] for i in kept("review", "queue", "--state", "reviewed").json} <= {"reviewed"}


def test_merge_split_and_taking_back(kept: Any) -> None:
    two = [i["id"] for i in kept("incidents", "--limit", "2").json]
    made = kept("merge", *two, "--note", "one story")
    assert made.code == 0 and len(made.json["incidents"]) >= 1
    (whole,) = {kept("show", id_).json["incident"]["id"] for id_ in two}
    members = [m["record"] for m in kept("show", whole).json["incident"]["members"]]
    parted = kept("split", whole, members[-1])
    assert parted.code == 0
    assert len({kept("show", m).json["incident"] for m in members}) == 2
    assert kept("review", "take-back", parted.json["batch"]).code == 0
    assert len({kept("show", m).json["incident"] for m in members}) == 1
    assert kept("review", "different", members[0], members[-1]).code == 0
    assert kept("review", "same", members[0], members[-1]).code == 0
    assert kept("merge", two[0], "i000000000000").code == 2
    assert kept("split", whole, "0000000000000000.1i").code == 2
    assert kept("review", "suggestions").code == 0


def test_an_incident_is_discounted_and_restored(kept: Any) -> None:
    incident = kept("incidents", "--limit", "1").json[0]["id"]
    grade = kept("show", incident).json["incident"]["grade"]
    assert kept("review", "discount", incident, "--note", "another year").code == 0
    assert kept("show", incident).json["incident"]["grade"] == "discounted"
    assert kept("review", "restore", incident).code == 0
    assert kept("show", incident).json["incident"]["grade"] == grade


def test_a_workbook_goes_out_and_comes_back(kept: Any) -> None:
    openpyxl = pytest.importorskip("openpyxl", reason="the sources extra is not installed")
    pytest.importorskip("xlsxwriter", reason="the export extra is not installed")
    assert kept("export", "--profile", "xlsx", "--out", "r.xlsx").code == 0
    book = openpyxl.load_workbook("r.xlsx")
    sheet = book["Incidents"]
    columns = {cell.value: cell.column for cell in sheet[1]}
    sheet.cell(2, columns["decision"]).value = "accept"
    sheet.cell(2, columns["new_type"]).value = "riot"
    incident = sheet.cell(2, columns["id"]).value
    book.save("r.xlsx")
    done = kept("import", "r.xlsx", "--by", "amal")
    assert done.code == 0 and done.json["decisions"] >= 2
    shown = kept("show", incident).json["incident"]
    assert (shown["type"], shown["state"]) == ("riot", "reviewed")
    again = kept("import", "r.xlsx")
    assert again.code == 1 and "row 2" in again.err and "nothing was applied" in again.err
    assert kept("import", "missing.xlsx").code == 2


def test_reviewed_reports_come_back_as_gold_that_the_coder_is_scored_against(kept: Any, tmp_path: Any) -> None:
    none = kept("export", "--profile", "gold", "--out", "gold")
    assert none.code == 2 and "review" in none.err
    report = kept("reports", "--outlet", "مرصد الجزيرة").json[0]["id"]
    assert kept("review", "accept", report).code == 0
    assert kept("export", "--profile", "gold", "--out", "gold", "--internal").code == 0
    (gold,) = (tmp_path / "gold").glob("[0-9a-f]*.json")
    assert json.loads(gold.read_text("utf-8"))["records"]
    scores = kept("eval", gold, "--json")
    assert scores.code == 0 and scores.json["all"]["detection"]["incident"]["recall"]["rate"] == 1.0
