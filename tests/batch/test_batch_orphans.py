"""A parent that is killed outright leaves no process behind."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
ENVIRONMENT = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2] / "src")}

SCRIPT = """
import os, sys, time
sys.path.insert(0, {here!r})
import stand_in
from waqai.batch.parallel import start_pool

if __name__ == "__main__":
    pool = start_pool(stand_in.factory, 2)
    print(*{{pool.submit(os.getpid).result() for _ in range(20)}}, flush=True)
    time.sleep(600)
"""


def test_killed_outright_no_worker_stays(tmp_path: Path) -> None:
    here = Path(__file__).parent
    script = tmp_path / "parent.py"
    script.write_text(SCRIPT.format(here=str(here)), "utf-8")
    with subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True, env=ENVIRONMENT) as parent:
        assert parent.stdout is not None
        workers = [int(pid) for pid in parent.stdout.readline().split()]
        assert workers and all(Path(f"/proc/{pid}").exists() for pid in workers)
        parent.kill()
    for _ in range(200):
        left = [pid for pid in workers if is_running(pid)]
        if not left:
            return
        time.sleep(0.05)
    raise AssertionError(f"still running: {left}")


def is_running(pid: int) -> bool:
    """Whether a process is there and no zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False
