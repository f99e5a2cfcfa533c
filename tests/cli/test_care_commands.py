"""``waqai ledger``, ``forget``, ``doctor`` and ``serve``."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from conftest import SAMPLES

SRC = Path(__file__).parents[2] / "src"


def test_backup_and_restore(kept: Any, tmp_path: Path) -> None:
    incidents = kept("incidents", "--limit", "0").json
    assert kept("ledger", "backup", "copy.db").code == 0
    over = kept("ledger", "backup", "copy.db")
    assert over.code == 2 and "copy.db" in over.err
    assert kept("ledger", "restore", "copy.db", "--ledger", "new.db").code == 0
    assert kept("incidents", "--limit", "0", "--ledger", "new.db").json == incidents
    full = kept("ledger", "restore", "copy.db", "--ledger", "new.db")
    assert full.code == 2 and "new.db" in full.err
    assert kept("ledger", "restore", "missing.db", "--ledger", "x.db").code == 2


def test_check_finds_damage(kept: Any) -> None:
    import sqlite3

    assert kept("ledger", "check").json == []
    assert "no damage" in kept("ledger", "check", "--format", "table").out
    with sqlite3.connect("waqai.db") as db:
        db.execute("update reports set text = text || '.' where seq = 1")
    db.close()
    hurt = kept("ledger", "check")
    assert hurt.code == 1 and hurt.json[0]["check"] == "snapshot"


def test_migrate_and_rebuild(kept: Any) -> None:
    assert "nothing to do" in kept("ledger", "migrate").err
    before = kept("incidents", "--limit", "0").json
    assert kept("ledger", "rebuild").code == 0
    assert kept("incidents", "--limit", "0").json == before
    assert kept("ledger", "migrate", "--ledger", "missing.db").code == 2


def test_forget_takes_a_report_out_for_good(kept: Any) -> None:
    report = kept("reports", "--outlet", "مرصد الجزيرة").json[0]["id"]
    asked = kept("forget", report[:10])
    assert asked.code == 2 and "--yes" in asked.err
    done = kept("forget", report[:10], "--yes", "--reason", "asked by a family")
    assert done.code == 0 and done.json["report_id"] == report
    assert kept("show", report[:10]).code == 2
    assert "سيامند".encode() not in Path("waqai.db").read_bytes()
    outcomes = [r["outcome"] for r in kept("ingest", SAMPLES).json]
    assert outcomes.count("forgotten") == 1 and set(outcomes) == {"forgotten", "known"}
    assert kept("ledger", "check").json == []


def test_recode_adds_a_run_and_keeps_decisions(kept: Any, tmp_path: Path) -> None:
    assert kept("ledger", "recode").json == []
    uid = kept("review", "queue", "--limit", "1").json[0]["uid"]
    assert kept("review", "correct", uid, "background", "true").code == 0
    pack = tmp_path / "pack"
    pack.mkdir()
    (pack / "layout.toml").write_text('boilerplate = ["سطر لا يرد في النصوص"]\n', "utf-8")
    done = kept("ledger", "recode", "--pack", pack)
    assert done.code == 0, done.err
    assert len(done.json) == 8 and {r["outcome"] for r in done.json} == {"recoded"}
    view = kept("show", uid).json
    assert view["record"]["background"] is True
    assert [run["current"] for run in kept("show", view["report"]).json["runs"]] == [False, True]
    assert kept("ledger", "recode", "--pack", pack).json == []
    assert kept("ledger", "check").json == []


def test_doctor_names_every_part(kept: Any, tmp_path: Path) -> None:
    found = {f["part"]: f for f in kept("doctor").json}
    assert found["lexicon"]["state"] == found["ledger"]["state"] == "ok"
    assert "fingerprint" in found["lexicon"]["detail"] and "schema" in found["ledger"]["detail"]
    assert {f"extra {n}" for n in ("sources", "export", "brief", "postgres", "web", "cluster", "reader")} <= set(found)
    assert "lexicon" in kept("doctor", "--format", "table").out
    (tmp_path / "x.db").write_bytes(b"not a ledger at all, but bytes" * 50)
    broken = kept("doctor", "--ledger", "x.db")
    assert broken.code == 1 and {f["part"]: f["state"] for f in broken.json}["ledger"] == "broken"


def test_serve_refuses_to_be_reached_without_a_team(kept: Any) -> None:
    done = kept("serve", "--host", "0.0.0.0")
    assert done.code == 2 and "--team" in done.err


def test_serve_serves_the_desk(kept: Any, tmp_path: Path) -> None:
    pytest.importorskip("litestar", reason="the web extra is not installed")
    pytest.importorskip("uvicorn", reason="the web extra is not installed")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-c", "from waqai.cli import main; main()", "serve", "--port", str(port)]
    with subprocess.Popen(command, cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(SRC)}) as server:
        try:
            assert answer(f"http://127.0.0.1:{port}/api/stats", server)[:1] == b"{"
        finally:
            server.send_signal(signal.SIGINT)
            ended = server.wait(20)
    assert ended == 0


def test_serve_says_that_a_port_is_taken(kept: Any) -> None:
    pytest.importorskip("litestar", reason="the web extra is not installed")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = kept("serve", "--port", str(taken.getsockname()[1]))
    assert done.code == 2 and "127.0.0.1" in done.err


def answer(url: str, server: subprocess.Popen[bytes]) -> bytes:
    """What a server that is starting answers, once it does."""
    for _ in range(300):
        try:
            with urllib.request.urlopen(url, timeout=5) as found:
                return bytes(found.read())
        except OSError:
            assert server.poll() is None, "the server ended"
            time.sleep(0.1)
    raise AssertionError(f"{url}: no answer")
