"""``waqai ingest`` and ``watch``: into the ledger, failures named, safe to repeat."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from conftest import SAMPLES

from waqai.service import ingest as ingesting

SHELLING = "قُتل ثلاثة مدنيين بقصف مدفعي على مدينة تل أبيض يوم الأحد 27 آب 2023."


def reports(waqai: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = waqai("reports", "--limit", "0").json
    return found


def test_samples_go_in_once(waqai: Any) -> None:
    first = waqai("ingest", SAMPLES)
    assert first.code == 0 and {r["outcome"] for r in first.json} == {"added"}
    assert [r["source"] for r in first.json] == [
        json.loads(line)["id"] for line in SAMPLES.read_text("utf-8").splitlines()
    ]
    again = waqai("ingest", SAMPLES, "--format", "jsonl")
    assert {json.loads(line)["outcome"] for line in again.out.splitlines()} == {"known"}
    assert len(reports(waqai)) == len(first.json)


def test_what_fails_is_named_and_the_rest_goes_in(waqai: Any, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text(SHELLING, "utf-8")
    (folder / "b.txt").write_bytes(b"\x00\x01binary\x00")
    (folder / "c.txt").write_text("The council met on Monday to discuss the harvest and the roads.", "utf-8")
    done = waqai("ingest", folder, "--published", "2023-08-28", "--outlet", "مرصد")
    assert done.code == 1 and len(done.json) == 1
    assert "b.txt" in done.err and "c.txt" in done.err and "English" in done.err
    (report,) = reports(waqai)
    assert (report["published"], report["outlet"]) == ("2023-08-28", "مرصد")


def test_nothing_readable_is_wrong_use(waqai: Any, tmp_path: Path) -> None:
    done = waqai("ingest", tmp_path / "missing.txt")
    assert done.code == 2 and "missing.txt" in done.err and done.out.strip() in ("[]", "")
    assert waqai("ingest", SAMPLES, "--published", "yesterday").code == 2
    assert waqai("ingest", SAMPLES, "--column", "text").code == 2


def test_a_table_with_named_columns(waqai: Any, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(f"khabar;yawm\n{SHELLING};28/08/2023\n", "utf-8")
    done = waqai(
        "ingest", "t.csv", "--column", "text=khabar", "--column", "published=yawm", "--date-format", "%d/%m/%Y"
    )
    assert done.code == 0, done.err
    assert reports(waqai)[0]["published"] == "2023-08-28"


def test_broken_off_and_run_again_nothing_is_lost_or_twice(
    waqai: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [json.dumps({"id": str(n), "text": f"{SHELLING} {n}"}, ensure_ascii=False) for n in range(40)]
    (tmp_path / "many.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
    real = ingesting.store.ingest
    calls = iter(range(10_000))

    def broken(*args: Any, **kwargs: Any) -> Any:
        if next(calls) == 37:
            raise KeyboardInterrupt
        return real(*args, **kwargs)

    monkeypatch.setattr(ingesting.store, "ingest", broken)
    assert waqai("ingest", "many.jsonl").code == 130
    kept = len(reports(waqai))
    assert 0 < kept < 40
    monkeypatch.setattr(ingesting.store, "ingest", real)
    assert waqai("ingest", "many.jsonl").code == 0
    assert len(reports(waqai)) == 40
    assert waqai("ledger", "check").code == 0


def test_one_report_that_the_ledger_refuses_takes_no_other_with_it(
    waqai: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "two.jsonl").write_text(
        "".join(json.dumps({"id": n, "text": f"{SHELLING} {n}"}) + "\n" for n in ("good", "bad")), "utf-8"
    )
    real = ingesting.store.ingest

    def refusing(conn: Any, report: Any, *rest: Any) -> Any:
        if report.source == "bad":
            raise ingesting.WaqaiError("bad: refused")
        return real(conn, report, *rest)

    monkeypatch.setattr(ingesting.store, "ingest", refusing)
    done = waqai("ingest", "two.jsonl")
    assert done.code == 1 and "bad: refused" in done.err
    assert [r["source"] for r in reports(waqai)] == ["good"]


def test_how_many_is_told_before_only_where_it_can_be(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text("{}\n{}\n", "utf-8")
    (tmp_path / "b.txt").write_text("x", "utf-8")
    assert ingesting.expected([str(tmp_path)]) == 3
    assert ingesting.expected([str(tmp_path), "-"]) is None


def test_progress_is_on_a_terminals_stderr(waqai: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "a second" not in waqai("ingest", SAMPLES).err
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    done = waqai("ingest", SAMPLES)
    assert "of 8 reports" in done.err and "a second" in done.err and "left" in done.err
    assert "a second" not in done.out


FEED = f"""<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>مرصد</title>
<item><guid>1</guid><title>قصف</title><pubDate>Mon, 28 Aug 2023 10:00:00 GMT</pubDate><description>{SHELLING}</description></item>
</channel></rss>"""


@pytest.fixture
def feed() -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            data = b"User-agent: *\nAllow: /\n" if self.path == "/robots.txt" else FEED.encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/plain" if self.path == "/robots.txt" else "application/rss+xml")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_watch_takes_an_item_once(waqai: Any, feed: str, tmp_path: Path) -> None:
    pytest.importorskip("feedparser", reason="the sources extra is not installed")
    (tmp_path / "feeds.toml").write_text(f'[[feed]]\nurl = "http://{feed}/rss"\noutlet = "مرصد"\n', "utf-8")
    refused = waqai("watch", "feeds.toml", "--once")
    assert refused.code == 2 and "127.0.0.1" in refused.err
    first = waqai("watch", "feeds.toml", "--once", "--allow-host", feed)
    assert first.code == 0, first.err
    assert [r["outcome"] for r in first.json] == ["added"]
    assert waqai("watch", "feeds.toml", "--once", "--allow-host", feed).json == []
    (report,) = reports(waqai)
    assert (report["published"], report["outlet"]) == ("2023-08-28", "مرصد")


def test_watch_names_a_file_that_is_no_list_of_feeds(waqai: Any, tmp_path: Path) -> None:
    (tmp_path / "feeds.toml").write_text("x = 1", "utf-8")
    done = waqai("watch", "feeds.toml", "--once")
    assert done.code == 2 and "feeds.toml" in done.err
