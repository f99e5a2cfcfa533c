"""Shards: Parquet out, resumable, equal to the serial run, bad shards set aside and named."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import stand_in

from waqai.batch import BatchError, batch, read_rows

pytest.importorskip("pyarrow", reason="the export extra is not installed")


def test_two_processes_give_what_one_gives(tmp_path: Path) -> None:
    stand_in.write_shards(tmp_path / "in", 4, 20)
    one = batch(tmp_path / "in", tmp_path / "one", stand_in.factory, workers=1)
    two = batch(tmp_path / "in", tmp_path / "two", stand_in.factory, workers=2)
    assert (one.shards, one.reports, one.failed, one.exit_code) == (4, 80, 0, 0)
    assert (two.shards, two.reports) == (4, 80)
    rows = list(read_rows(tmp_path / "one"))
    assert rows == list(read_rows(tmp_path / "two"))
    assert rows[0]["source"] == "s0-0" and rows[0]["outlet"] == "مرصد" and '"schema"' in rows[0]["coded"]
    for path in (tmp_path / "one").glob("*.parquet"):
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()


def test_a_run_goes_on_where_it_was(tmp_path: Path) -> None:
    stand_in.write_shards(tmp_path / "in", 3, 5)
    batch(tmp_path / "in", tmp_path / "out", stand_in.factory, workers=1)
    (lost,) = (tmp_path / "out").glob("part-001*.parquet")
    lost.write_bytes(lost.read_bytes()[:-50])  # as a disk that was full leaves it
    again = batch(tmp_path / "in", tmp_path / "out", stand_in.factory, workers=1)
    assert (again.skipped, again.reports) == (2, 5)
    (tmp_path / "in" / "part-002.jsonl").write_text('{"text": "قصف على المدينة"}\n')
    changed = batch(tmp_path / "in", tmp_path / "out", stand_in.factory, workers=1)
    assert (changed.skipped, changed.reports) == (2, 1)
    newer = batch(tmp_path / "in", tmp_path / "out", stand_in.factory, workers=1, fingerprint="lexicon-2")
    assert newer.skipped == 0
    assert len(list(read_rows(tmp_path / "out"))) == 11


@pytest.mark.parametrize("workers", [1, 2])
def test_a_bad_shard_is_set_aside_and_named(tmp_path: Path, workers: int) -> None:
    stand_in.write_shards(tmp_path / "in", 2, 5)
    (tmp_path / "in" / "broken.parquet").write_bytes(b"PAR1 not really")
    (tmp_path / "in" / "empty.jsonl").write_bytes(b"")
    summary = batch(tmp_path / "in", tmp_path / "out", stand_in.factory, workers=workers)
    assert summary.reports == 10 and summary.exit_code == 1
    assert sorted(text.split(":")[0].split("/")[-1] for text in summary.bad) == ["broken.parquet", "empty.jsonl"]
    assert len(list((tmp_path / "out").glob("*.parquet"))) == 2
    named = "".join(path.read_text() for path in (tmp_path / "out" / "_bad").iterdir())
    assert "broken.parquet" in named and "empty.jsonl" in named
    assert not list((tmp_path / "out").glob(".*"))


def test_bad_rows_are_rows_with_an_error(tmp_path: Path) -> None:
    stand_in.write_shards(tmp_path / "in", 1, 3)
    with (tmp_path / "in" / "part-000.jsonl").open("a") as stream:
        stream.write('not json\n{"id": "b", "text": "قصف BOOM على المدينة"}\n')
    summary = batch(tmp_path / "in", tmp_path / "out", stand_in.factory, workers=1)
    assert (summary.reports, summary.failed) == (3, 2)
    rows = list(read_rows(tmp_path / "out"))
    assert [bool(row["error"]) for row in rows] == [False, False, False, True, True]
    assert rows[4]["source"] == "b" and "boom" in rows[4]["error"]


def test_a_shard_that_kills_its_process_is_set_aside(tmp_path: Path) -> None:
    stand_in.write_shards(tmp_path / "in", 3, 5)
    (tmp_path / "in" / "part-001.jsonl").write_text('{"text": "قصف DIE على المدينة"}\n')
    summary = batch(tmp_path / "in", tmp_path / "out", stand_in.factory, workers=2)
    assert summary.reports + summary.skipped * 5 == 10
    assert len(summary.bad) == 1 and "part-001" in summary.bad[0] and "died" in summary.bad[0]


def test_nothing_to_read(tmp_path: Path) -> None:
    with pytest.raises(BatchError, match="no such file"):
        batch(tmp_path / "none", tmp_path / "out", stand_in.factory)
    (tmp_path / "in").mkdir()
    with pytest.raises(BatchError, match="no file to read"):
        batch(tmp_path / "in", tmp_path / "out", stand_in.factory)


def test_shards_of_the_same_name_in_two_folders(tmp_path: Path) -> None:
    for sub in ("a", "b"):
        stand_in.write_shards(tmp_path / "in" / sub, 1, 2)
    assert batch(tmp_path / "in", tmp_path / "out", stand_in.factory, workers=1).shards == 2
    assert len(list((tmp_path / "out").glob("*.parquet"))) == 2


def has_namespace() -> bool:
    """Whether this machine lets a test have a network of its own with only the loopback."""
    try:
        return subprocess.run(["unshare", "-n", "bash", "-c", "ip link set lo up"], capture_output=True).returncode == 0
    except FileNotFoundError:
        return False


@pytest.mark.slow
def test_a_ray_cluster_that_loses_a_node_loses_nothing(tmp_path: Path) -> None:
    pytest.importorskip("ray", reason="the cluster extra is not installed")
    if not has_namespace():
        pytest.skip("no network namespace can be made here; Ray listens on every interface")
    script = Path(__file__).parent / "two_nodes.py"
    command = ["unshare", "-n", "bash", "-c", f"ip link set lo up; exec {sys.executable} {script} {tmp_path}"]
    run = subprocess.run(command, capture_output=True, text=True, timeout=400)
    assert run.returncode == 0, run.stdout[-3000:] + run.stderr[-3000:]
    assert "node removed in mid-run" in run.stdout
