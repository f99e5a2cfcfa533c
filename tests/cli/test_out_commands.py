"""``waqai export``, ``brief``, ``batch`` and ``code --second-reader``."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from conftest import SAMPLES

SUFFIX = {
    "acled": ".csv", "ucdp": ".csv", "hxl": ".csv", "hapi": ".csv", "geojson": ".geojson", "parquet": ".parquet",
    "xlsx": ".xlsx", "jsonl": ".jsonl",
}  # fmt: skip


@pytest.mark.parametrize("profile", SUFFIX)
def test_a_profile_is_written_with_what_goes_beside_it(kept: Any, profile: str) -> None:
    pytest.importorskip({"parquet": "pyarrow", "xlsx": "xlsxwriter"}.get(profile, "json"))
    done = kept("export", "--profile", profile, "--out", f"o/e{SUFFIX[profile]}")
    assert done.code == 0, done.err
    written = [Path(line) for line in done.out.splitlines()]
    assert written[0] == Path(f"o/e{SUFFIX[profile]}") and all(path.stat().st_size for path in written)
    assert {"e_dictionary.md", "e_licence.md"} <= {path.name for path in written}
    before = written[0].read_bytes()
    assert kept("export", "--profile", profile, "--out", f"o/e{SUFFIX[profile]}").code == 0
    assert written[0].read_bytes() == before, "the same ledger gives the same bytes"


def test_filters_reach_every_kind_of_row(kept: Any) -> None:
    whole = kept("export", "--profile", "geojson", "--out", "a.geojson")
    assert whole.code == 0
    assert kept("export", "--profile", "geojson", "--out", "b.geojson", "--place", "SY").code == 0
    everything, syria = (json.loads(Path(f"{n}.geojson").read_text("utf-8"))["features"] for n in "ab")
    assert 0 < len(syria) < len(everything)
    assert kept("export", "--profile", "jsonl", "--out", "c.jsonl", "--outlet", "مرصد الجزيرة").code == 0
    assert len(Path("c.jsonl").read_text("utf-8").splitlines()) == 1


def test_a_rejected_record_leaves_the_coded_reports(kept: Any) -> None:
    uid = kept("review", "queue", "--limit", "1").json[0]["uid"]
    report = kept("show", uid).json["report"]
    assert kept("review", "reject", uid).code == 0
    assert kept("export", "--profile", "jsonl", "--out", "c.jsonl").code == 0
    lines = [json.loads(line) for line in Path("c.jsonl").read_text("utf-8").splitlines()]
    (one,) = [line for line in lines if line["report"]["id"] == report]
    rid = kept("show", uid).json["record"]["id"]
    assert rid not in [r["id"] for r in one["records"]]
    assert rid not in [link["to"] for r in one["records"] for link in r["links"]]


def test_internal_keeps_names_and_is_logged(kept: Any) -> None:
    from waqai.service import Desk, accounts

    quote = kept("review", "queue", "--limit", "1").json[0]["record"]["evidence"]["text"]
    for name, flags in (("open", []), ("inside", ["--internal", "--by", "amal"])):
        assert kept("export", "--profile", "jsonl", "--out", f"{name}.jsonl", *flags).code == 0
    plain, internal = (Path(f"{n}.jsonl").read_text("utf-8") for n in ("open", "inside"))
    assert json.dumps(quote, ensure_ascii=False) in internal and json.dumps(quote, ensure_ascii=False) not in plain
    desk = Desk.open("waqai.db")
    logged = accounts.audit_log(desk)
    desk.close()
    assert [(row.by, row.action) for row in logged] == [("amal", "internal export")]


def test_wrong_profiles_and_places_are_named(kept: Any, tmp_path: Path) -> None:
    wrong = kept("export", "--profile", "docx", "--out", "x")
    assert wrong.code == 2 and "acled" in wrong.err
    (tmp_path / "file").write_text("x", "utf-8")
    assert kept("export", "--profile", "geojson", "--out", "file/x.geojson").code == 2
    assert kept("export", "--profile", "geojson").code == 2


def test_a_brief_of_the_last_days_or_of_those_given(kept: Any) -> None:
    done = kept("brief", "--out", "b.html")
    assert done.code == 0 and "brief of" in done.err and "<html" in Path("b.html").read_text("utf-8")
    june = kept("brief", "--out", "j.html", "--from", "2024-06-01", "--to", "2024-06-30", "--place", "SY")
    assert june.code == 0 and "2024-06-01 to 2024-06-30" in june.err
    page = Path("j.html").read_text("utf-8")
    assert "Syria" in page and "سوريا" in page
    assert kept("brief", "--out", "b.docx").code == 2


def test_an_empty_ledger_has_no_days_to_brief(waqai: Any, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("اجتمع المجلس المحلي لبحث موسم الزيتون وأحوال الطرق في القرى.", "utf-8")
    assert waqai("ingest", "a.txt").code == 0
    done = waqai("brief", "--out", "b.html")
    assert done.code == 2 and "--from" in done.err


def test_a_batch_is_done_once_and_names_what_is_bad(waqai: Any, tmp_path: Path) -> None:
    pytest.importorskip("pyarrow", reason="the export extra is not installed")
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "good.jsonl").write_bytes(SAMPLES.read_bytes())
    first = waqai("batch", "in", "out", "--workers", "1")
    assert first.code == 0 and (first.json["shards"], first.json["reports"]) == (1, 8)
    assert waqai("batch", "in", "out", "--workers", "1").json["skipped"] == 1
    (folder / "bad.txt").write_bytes(b"\x00\x01\x02")
    bad = waqai("batch", "in", "out", "--workers", "1")
    assert bad.code == 1 and "bad.txt" in bad.err and len(bad.json["bad"]) == 1
    assert waqai("batch", "missing", "out").code == 2


def test_code_with_a_second_reader(waqai: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("openai", reason="the reader extra is not installed")
    sys.path.insert(0, str(Path(__file__).parents[1] / "reader"))
    from stub_model import stub_model

    text = "اجتمع المجلس المحلي لبحث موسم الزيتون وأحوال الطرق في قرى مدينة تل أبيض."
    (tmp_path / "a.txt").write_text(text, "utf-8")
    plain = waqai("code", "a.txt")
    record = {
        "kind": "incident", "type": "visit", "factuality": "asserted", "trigger": "اجتمع", "evidence": text[:-1],
        "place": "مدينة تل أبيض", "date": None, "initiator": "المجلس المحلي", "target": None, "casualties": [],
    }  # fmt: skip
    monkeypatch.setenv("WAQAI_READER_KEY", "k1")
    with stub_model(json.dumps({"records": [record]})) as model:
        done = waqai("code", "a.txt", "--second-reader", "m", "--base-url", model.url)
        assert model.asked[0]["key"] == "Bearer k1"
    assert done.code == 0, done.err
    (new,) = [r for r in done.json["records"] if r["origin"] == "reader"]
    assert new["proposed"] and not new["counts"]
    assert [r for r in done.json["records"] if r["origin"] == "rules"] == plain.json["records"]
    silent = waqai("code", "a.txt", "--second-reader", "m", "--base-url", "http://127.0.0.1:9/v1")
    assert silent.code == 1 and "127.0.0.1:9" in silent.err
    assert silent.json["problems"][-1]["code"] == "reader_failed" and silent.json["records"] == plain.json["records"]
    assert waqai("code", "a.txt", "--second-reader", "m").code == 2
    monkeypatch.setitem(sys.modules, "openai", None)
    missing = waqai("code", "a.txt", "--second-reader", "m", "--base-url", "http://127.0.0.1:9/v1")
    assert missing.code == 2 and "waqai[reader]" in missing.err
