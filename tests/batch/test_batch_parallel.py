"""Many processes: order, memory, failures, dead processes, Ctrl-C."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import stand_in

from waqai.batch import Coded, Failed, Progress, code_many, default_factory
from waqai.batch.parallel import ALONE_BELOW, BATCH_ITEMS, IN_FLIGHT, batches
from waqai.model import Report
from waqai.sources import SourceError


def test_results_are_in_order_and_equal_to_the_serial_run() -> None:
    reports = [stand_in.report(n) for n in range(120)]
    many = list(code_many(reports, stand_in.factory, workers=2))
    alone = list(code_many(reports, stand_in.factory, workers=1))
    assert many == alone
    assert [o.report.source for o in many if isinstance(o, Coded)] == [f"r{n}" for n in range(120)]
    first = many[0]
    assert isinstance(first, Coded) and first.coded() == stand_in.code(reports[0])


def test_failures_are_named_and_in_their_place() -> None:
    items: list[Report | SourceError] = [stand_in.report(n) for n in range(60)]
    items[7] = stand_in.report(7, "BOOM")
    items[20] = SourceError("x.txt", "empty", "the file is empty")
    found = list(code_many(items, stand_in.factory, workers=2))
    assert len(found) == 60
    assert found[7] == Failed("r7", "could not be coded: ValueError: boom")
    assert found[20] == Failed("x.txt", "the file is empty", "empty")
    assert sum(isinstance(o, Failed) for o in found) == 2


def test_a_process_that_dies_loses_only_the_report_that_killed_it() -> None:
    items = [stand_in.report(n, "DIE" if n == 33 else "") for n in range(100)]
    found = list(code_many(items, stand_in.factory, workers=2))
    assert [isinstance(o, Failed) for o in found] == [n == 33 for n in range(100)]
    assert isinstance(found[33], Failed) and found[33].source == "r33" and "died" in found[33].reason


def test_a_few_reports_are_coded_without_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("waqai.batch.parallel.start_pool", None)
    assert len(list(code_many([stand_in.report(n) for n in range(ALONE_BELOW - 1)], stand_in.factory, workers=4))) == 47


def test_the_input_is_read_no_faster_than_it_is_coded() -> None:
    read = 0

    def endless() -> Iterator[Report]:
        nonlocal read
        while True:
            read += 1
            yield stand_in.report(read)

    results = code_many(endless(), stand_in.factory, workers=2)
    for _ in range(200):
        next(results)
    assert read <= 200 + BATCH_ITEMS * (2 * IN_FLIGHT + 2) + ALONE_BELOW
    results.close()  # type: ignore[attr-defined]


def test_batches_are_bounded_by_characters() -> None:
    big = [Report("ا" * 150_000, str(n)) for n in range(4)]
    assert [len(batch) for batch in batches(big)] == [2, 2]


def test_progress_tells_rate_and_time_left() -> None:
    told: list[str] = []
    progress = Progress(total=60)
    list(
        code_many(
            [stand_in.report(n) for n in range(60)],
            stand_in.factory,
            workers=1,
            progress=progress,
            tell=lambda p: told.append(p.line()),
        )
    )
    assert (progress.done, progress.failed) == (60, 0)
    assert told[-1].startswith("60 of 60 reports, 0 failed,") and "left" in told[-1]
    assert Progress().line().startswith("0 reports")


INTERRUPTED = """
import itertools, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background job inherits it ignored
sys.path.insert(0, {tests!r})
import stand_in
from waqai.batch import code_many
if __name__ == "__main__":
    print("start", flush=True)
    try:
        for one in code_many((stand_in.report(n, "SLOW") for n in itertools.count()), stand_in.factory, workers=2):
            print("one", flush=True)
    except KeyboardInterrupt:
        print("interrupted", flush=True)
"""


def test_ctrl_c_ends_cleanly(tmp_path: Path) -> None:
    script = tmp_path / "run.py"
    script.write_text(INTERRUPTED.format(tests=str(Path(__file__).parent)))
    run = subprocess.Popen(
        [sys.executable, str(script)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    assert run.stdout is not None
    while run.stdout.readline() != "one\n":
        assert run.poll() is None
    os.killpg(run.pid, signal.SIGINT)
    out, err = run.communicate(timeout=60)
    assert out.endswith("interrupted\n")
    assert "Traceback" not in err
    for _ in range(100):
        if not living(run.pid):
            return
        time.sleep(0.1)
    pytest.fail(f"still running: {living(run.pid)}")


def living(group: int) -> list[str]:
    """Processes of a group that are not mere zombies."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            name, _, rest = path.read_text().rpartition(")")
        except OSError:
            continue
        state, _, pgrp = rest.split()[:3]
        if int(pgrp) == group and state != "Z":
            found.append(name)
    return found


def test_the_real_coder_in_processes() -> None:
    """The same coded reports whether one process or two make them."""
    reports = [Report(f"قُتل {n} مدنيين بقصف على مدينة تل أبيض يوم 27 آب 2023.", f"r{n}") for n in range(3, 60)]
    two = list(code_many(reports, default_factory(), workers=2))
    assert two == list(code_many(reports, default_factory(), workers=1))
    assert all(isinstance(o, Coded) and o.coded().report.chars == len(o.report.text) for o in two)
