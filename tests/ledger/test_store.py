"""Ingest: the same thing twice is once, nothing is lost, and a newer coding stands beside the older."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import func, select

import waqai
from waqai.ledger import care, views
from waqai.ledger.engine import Ledger, open_ledger
from waqai.ledger.filters import Filters, LedgerError
from waqai.ledger.lists import list_incidents
from waqai.ledger.schema import incidents, records, reports, runs
from waqai.ledger.store import ingest
from waqai.ledger.stories import coded_report

from .helpers import AT, make, put

MINE = {
    "trigger": "انفجار", "type": "ied_mine", "place": "basira", "date": "2023-02-10", "by": ["ISIS"],
    "casualties": ["killed 2 military"],
}  # fmt: skip
TEXT = "قتل عنصران من قسد في انفجار عبوة ناسفة ببلدة البصيرة أمس الجمعة."


def test_the_same_report_twice_is_once(ledger: Ledger) -> None:
    with ledger.begin() as conn:
        assert put(conn, TEXT, MINE, source="a").outcome == "added"
        assert put(conn, TEXT, MINE, source="a").outcome == "known"
        assert put(conn, TEXT, MINE, source="b").outcome == "sighted"
    with ledger.read() as conn:
        assert [conn.execute(select(func.count()).select_from(t)).scalar() for t in (reports, runs, records)] == [
            1,
            1,
            1,
        ]
        view = views.show_report(conn, conn.execute(select(reports.c.id)).scalar_one())
        assert [s.source for s in view.sightings] == ["a", "b"]
        assert view.text == TEXT


def test_a_newer_lexicon_is_a_new_run_beside_the_old(ledger: Ledger) -> None:
    with ledger.begin() as conn:
        put(conn, TEXT, MINE, source="a")
        again = put(conn, TEXT, MINE | {"type": "suicide_bomb"}, source="a", fingerprint="lexicon-2")
        assert again.outcome == "recoded"
        view = views.show_report(conn, again.report_id)
        assert [(r.fingerprint, r.current) for r in view.runs] == [("lexicon-1", False), ("lexicon-2", True)]
        shown = list_incidents(conn, Filters())
        assert [i.type for i in shown.items] == ["suicide_bomb"]
        assert shown.total == 1


def test_what_is_not_committed_is_not_there(ledger: Ledger) -> None:
    with pytest.raises(ValueError), ledger.begin() as conn:
        put(conn, TEXT, MINE)
        raise ValueError
    with ledger.read() as conn:
        assert list_incidents(conn, Filters()).total == 0


def test_a_coding_of_another_text_is_refused(ledger: Ledger) -> None:
    report, coded = make(TEXT, MINE)
    with ledger.begin() as conn, pytest.raises(LedgerError, match="another text"):
        ingest(conn, msgspec.structs.replace(report, text=TEXT + "!"), coded, "f", AT)
    with ledger.begin() as conn, pytest.raises(LedgerError, match="does not stand"):
        ingest(conn, msgspec.structs.replace(report, text=TEXT[::-1]), coded, "f", AT)


def test_only_what_counts_makes_incidents(ledger: Ledger) -> None:
    cases = [
        MINE | {"factuality": "foiled"}, MINE | {"factuality": "planned"}, MINE | {"proposed": True},
        MINE | {"background": True, "date": None}, MINE | {"kind": "tally", "events": 4}, MINE | {"factuality": "denied"},
    ]  # fmt: skip
    with ledger.begin() as conn:
        for number, case in enumerate(cases):
            put(conn, f"{TEXT} {number}", {k: v for k, v in case.items() if v is not None})
        assert list_incidents(conn, Filters()).total == 0
        put(conn, TEXT, MINE | {"background": True})
        assert list_incidents(conn, Filters()).total == 1


INGESTER = """
import sys
from ledger.helpers import put
from waqai.ledger.engine import open_ledger
TEXT = sys.argv[2]
spec = {"trigger": "انفجار", "type": "ied_mine", "place": "basira", "by": ["ISIS"], "casualties": ["killed 2 military"]}
with open_ledger(sys.argv[1]) as ledger:
    for n in range(60):
        with ledger.begin() as conn:
            put(conn, f"{TEXT} {n}", spec | {"date": f"2023-0{1 + n // 20}-{1 + n % 20:02}"}, source=f"s{n}")
        print(n, flush=True)
"""


def test_killed_at_any_moment_it_opens_and_a_rerun_completes(location: str, tmp_path: Path) -> None:
    folders = [str(Path(__file__).parents[1]), str(Path(waqai.__file__).parents[1])]
    environment = {"PYTHONPATH": os.pathsep.join(folders), "PATH": os.defpath}
    command = [sys.executable, "-c", INGESTER, location, TEXT]
    for lines in (1, 7, 23):
        process = subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, text=True)
        assert process.stdout is not None
        for _ in range(lines):
            process.stdout.readline()
        time.sleep(0.003 * lines % 0.01)
        process.send_signal(signal.SIGKILL)
        process.wait()
        with open_ledger(location) as opened:
            assert care.check(opened) == []
    subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)
    with open_ledger(location) as opened, opened.read() as conn:
        assert conn.execute(select(func.count()).select_from(reports)).scalar() == 60
        assert (
            conn.execute(select(func.count()).select_from(incidents)).scalar() == list_incidents(conn, Filters()).total
        )
        assert care.check(opened) == []


def test_every_part_of_a_ledger_is_refused_with_its_name(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="no ledger here"):
        open_ledger(tmp_path / "none.db", create=False)
    with pytest.raises(LedgerError, match="folder does not exist"):
        open_ledger(tmp_path / "no" / "such.db")
    wrong = tmp_path / "text.db"
    wrong.write_text("this is no database, only words that go on and on" * 40, "utf-8")
    with pytest.raises(LedgerError, match=r"text\.db: cannot be opened"):
        open_ledger(wrong)
    with pytest.raises(LedgerError, match="…@127"):
        open_ledger("postgresql://who:secret@127.0.0.1:1/none")


def test_two_writers_at_once_lose_nothing(location: str) -> None:
    from concurrent.futures import ThreadPoolExecutor

    open_ledger(location).close()

    def write(first: int) -> None:
        with open_ledger(location) as opened:
            for number in range(first, first + 12):
                with opened.begin() as conn:
                    put(
                        conn,
                        f"{TEXT} {number}",
                        MINE | {"date": f"2023-03-{1 + 2 * (number % 12):02}"},
                        source=f"s{number}",
                    )

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(write, (0, 12)))
    with open_ledger(location) as opened, opened.read() as conn:
        assert conn.execute(select(func.count()).select_from(reports)).scalar() == 24
        assert list_incidents(conn, Filters()).total == 12
        assert care.check(opened) == []


def test_a_report_of_no_outlet_is_known_by_where_it_was_read(ledger: Ledger) -> None:
    from waqai.ledger.copies import shown_origin

    spec = {"trigger": "انفجار", "type": "ied_mine", "place": "basira", "date": "2023-02-10"}
    with ledger.begin() as conn:
        for number, text in enumerate(
            ("انفجار في بلدة البصيرة صباح الجمعة.", "دوى انفجار في البصيرة يوم الجمعة الماضي.")
        ):
            report, coded = make(text, spec, source=f"/home/someone/{number}/Notes.txt")
            report = msgspec.structs.replace(report, outlet=None)
            records = [msgspec.structs.replace(r, sources=[]) for r in coded.records]
            coded = coded_report(report, records)
            ingest(conn, report, coded, "f", AT)
        (one,) = list_incidents(conn, Filters()).items
        view = views.show_incident(conn, one.id).incident
        names = [shown_origin(name) for source in view.sources for name in source.names]
        assert [name.split()[0] for name in names] == ["notes.txt", "notes.txt"]
        assert len(set(names)) == 2 and view.grade == "fair"
        assert not [name for name in names if "someone" in name or "report:" in name]
        key = view.sources[0].names[0].removeprefix("outlet:")
        assert [i.id for i in list_incidents(conn, Filters(outlet=key)).items] == [one.id]
        assert views.stats(conn).outlets == 0
