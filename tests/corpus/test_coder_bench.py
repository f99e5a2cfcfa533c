"""The benchmark of the coder runs; what it measures is asserted nowhere."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
def test_quick_run_prints_its_tables() -> None:
    done = subprocess.run(
        [sys.executable, "bench/coder.py", "--quick"], cwd=ROOT, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr
    for row in ("3 reports", "floor", "coder", "events", "waqai --version", "not yet compiled"):
        assert row in done.stdout
