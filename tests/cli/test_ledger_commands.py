"""Lists, ``show`` and ``stats``: one set of filters, every format, clear errors."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest

LISTS = ("reports", "incidents", "tallies", "access", "claims")


@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_the_same_in_every_format(kept: Any, name: str) -> None:
    rows = kept(name, "--format", "json").json
    assert rows
    lines = kept(name, "--format", "jsonl").out.splitlines()
    assert [json.loads(line) for line in lines] == rows
    table = list(csv.DictReader(io.StringIO(kept(name, "--format", "csv").out)))
    assert len(table) == len(rows)
    assert kept(name).json == rows, "json is the default where nobody looks"
    drawn = kept(name, "--format", "table")
    assert drawn.code == 0 and drawn.out.count("│") >= len(rows)


@pytest.mark.parametrize("name", LISTS)
def test_pages_walk_the_list(kept: Any, name: str) -> None:
    rows = kept(name, "--limit", "0").json
    first = kept(name, "--limit", "1")
    assert first.json == rows[:1]
    if len(rows) > 1:
        assert f"1 of {len(rows)}" in first.err
        assert kept(name, "--limit", "1", "--offset", "1").json == rows[1:2]


@pytest.mark.parametrize("name", [*LISTS, "export", "brief"])
def test_every_list_takes_every_filter(kept: Any, name: str) -> None:
    filters = {
        "from": "2024-01-01", "to": "2024-12-31", "place": "SY", "actor": "initiator:ISIS", "type": "attack",
        "victim": "civilian", "grade": "weak+", "outlet": "مرصد الجزيرة", "factuality": "asserted", "query": "قصف",
    }  # fmt: skip
    given = [part for key, value in filters.items() for part in (f"--{key}", value)]
    extra = {"export": ["--profile", "geojson", "--out", "o.geojson"], "brief": ["--out", "o.html"]}.get(name, [])
    assert kept(name, *given, *extra).code == 0
    assert kept(name, "--from", "2024-13-01", *extra).code == 2
    assert kept(name, "--grade", "good", *extra).code == 2
    assert kept(name, "--from", "2024-02-01", "--to", "2024-01-01", *extra).code == 2


def test_filters_narrow(kept: Any) -> None:
    everything = kept("incidents", "--limit", "0").json
    syria = kept("incidents", "--place", "SY").json
    assert 0 < len(syria) < len(everything) and {i["country"] for i in syria} == {"SY"}
    kind = everything[0]["type"]
    assert {i["type"] for i in kept("incidents", "--type", kind).json} == {kind}
    assert kept("incidents", "--place", "nowhere").json == []


def test_access_on_a_day(kept: Any) -> None:
    assert kept("access", "--on", "2024-06-12", "--place", "SY").json
    assert kept("access", "--on", "1999-01-01", "--place", "SY").json == []
    assert kept("access", "--on", "soon").code == 2
    assert kept("access", "--on", "2024-06-12", "--type", "curfew").code == 2


def test_show_finds_each_kind_of_thing(kept: Any) -> None:
    incident = kept("incidents", "--limit", "1").json[0]["id"]
    shown = kept("show", incident)
    assert shown.json["incident"]["id"] == incident
    record = shown.json["incident"]["members"][0]["record"]
    assert kept("show", record).json["uid"] == record
    report = kept("show", record).json["report"]
    assert kept("show", report[:8]).json["report"]["id"] == report
    constraint = kept("access", "--limit", "1").json[0]["id"]
    assert kept("show", constraint).json["id"] == constraint
    for id_ in (incident, record, report, constraint):
        drawn = kept("show", id_, "--format", "table")
        assert drawn.code == 0 and len(drawn.out.splitlines()) > 3


@pytest.mark.parametrize("id_", ["nothing!", "i000000000000", "0000.1i", "abc"])
def test_what_is_not_there_is_named(kept: Any, id_: str) -> None:
    done = kept("show", id_)
    assert done.code == 2 and id_ in done.err and not done.out


def test_stats_count(kept: Any) -> None:
    counts = kept("stats").json
    assert counts["reports"] == 8 and counts["incidents"] == len(kept("incidents", "--limit", "0").json)
    assert "incidents" in kept("stats", "--format", "table").out


def test_no_ledger_is_said_and_none_is_made(waqai: Any, tmp_path: Any) -> None:
    for command in (*LISTS, "stats"):
        done = waqai(command)
        assert done.code == 2 and "waqai.db" in done.err
    assert not (tmp_path / "waqai.db").exists()
    (tmp_path / "x.db").write_bytes(b"this is no database, only some bytes" * 40)
    broken = waqai("stats", "--ledger", "x.db")
    assert broken.code == 2 and "x.db" in broken.err


def test_the_ledger_is_named_by_option_or_environment(waqai: Any, sample_ledger: Any, monkeypatch: Any) -> None:
    assert waqai("stats", "--ledger", sample_ledger).json["reports"] == 8
    monkeypatch.setenv("WAQAI_LEDGER", str(sample_ledger))
    assert waqai("stats").json["reports"] == 8


def test_a_report_without_an_outlet_is_no_outlet(kept: Any, tmp_path: Any) -> None:
    before = kept("stats").json["outlets"]
    (tmp_path / "a.txt").write_text("قُتل ثلاثة مدنيين بقصف مدفعي على مدينة تل أبيض.", "utf-8")
    assert kept("ingest", "a.txt").code == 0
    assert (kept("stats").json["outlets"], kept("stats").json["reports"]) == (before, 9)


def test_incidents_in_another_order(kept: Any) -> None:
    rows = kept("incidents", "--sort", "deaths", "--limit", "0").json
    dead = [-1 if row["killed_best"] is None else row["killed_best"] for row in rows]
    assert dead == sorted(dead, reverse=True) and len(rows) == len(kept("incidents", "--limit", "0").json)
    assert kept("incidents", "--sort", "updated").code == 0
    wrong = kept("incidents", "--sort", "size")
    assert wrong.code == 2 and "date, deaths, grade, sources, updated" in wrong.err
