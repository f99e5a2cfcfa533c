"""Run by the cluster test in a network of its own: two Ray nodes, one of which is killed in mid-run."""

from __future__ import annotations

import os
import sys
import threading
import time
from pathlib import Path

HERE = Path(__file__).parent
os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
os.environ["PYTHONPATH"] = os.pathsep.join([str(HERE), str(HERE.parents[1] / "src"), os.environ.get("PYTHONPATH", "")])
sys.path[:0] = [str(HERE), str(HERE.parents[1] / "src")]

import ray  # noqa: E402
import stand_in  # noqa: E402
from ray.cluster_utils import Cluster  # noqa: E402

from waqai.batch import batch, read_rows  # noqa: E402


def main(folder: Path) -> None:
    """Code ten slow shards on two nodes, kill one while files are being written, compare with the serial run."""
    stand_in.write_shards(folder / "in", 10, 5, "SLOW")
    cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 1, "include_dashboard": False})
    second = cluster.add_node(num_cpus=1)
    ray.init(address=cluster.address, log_to_driver=False, logging_level="ERROR")
    removed = threading.Event()

    def kill() -> None:
        while len(list((folder / "out").glob("*.parquet"))) < 3:
            time.sleep(0.05)
        cluster.remove_node(second, allow_graceful=False)
        removed.set()

    threading.Thread(target=kill, daemon=True).start()
    summary = batch(folder / "in", folder / "out", stand_in.factory, engine="ray", address=cluster.address)
    assert removed.wait(60)
    print("node removed in mid-run")
    serial = batch(folder / "in", folder / "serial", stand_in.factory, workers=1)
    assert summary.shards == serial.shards == 10, summary
    assert not summary.bad and not summary.failed, summary
    rows = list(read_rows(folder / "out"))
    assert rows == list(read_rows(folder / "serial")) and len(rows) == 50
    again = batch(folder / "in", folder / "out", stand_in.factory, engine="ray", address=cluster.address)
    assert again.skipped == 10
    ray.shutdown()
    cluster.shutdown()
    print("all rows once")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
