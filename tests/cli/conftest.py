"""A command to call, and a ledger with the sample reports in it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from run_waqai import run

SAMPLES = Path(__file__).parents[2] / "samples" / "reports.jsonl"


@dataclass(frozen=True)
class Done:
    """What a command did: exit code, standard output, standard error."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Waqai = Callable[..., Done]


@pytest.fixture(scope="session")
def sample_ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample reports ingested once; tests copy the file."""
    path = tmp_path_factory.mktemp("cli") / "samples.db"
    with pytest.MonkeyPatch.context() as patch:
        assert run(patch, "ingest", str(SAMPLES), "--ledger", str(path), "--format", "table") == 0
    return path


@pytest.fixture
def waqai(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path) -> Waqai:
    """Call ``waqai`` in an empty folder with an empty environment of ours."""
    for name in ("WAQAI_LEDGER", "WAQAI_READER_KEY", "WAQAI_TEAM", "WAQAI_HOSTS"):
        monkeypatch.setenv(name, "")  # first set, so that what `serve` sets is taken back as well
        monkeypatch.delenv(name)
    monkeypatch.setenv("WAQAI_BY", "tester")
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str | Path) -> Done:
        capfd.readouterr()
        code = run(monkeypatch, *map(str, arguments))
        found = capfd.readouterr()
        return Done(code, found.out, found.err)

    return call


@pytest.fixture
def kept(waqai: Waqai, sample_ledger: Path, tmp_path: Path) -> Waqai:
    """The same, with the sample reports in ./waqai.db."""
    for file in sample_ledger.parent.glob("samples.db*"):
        shutil.copy(file, tmp_path / file.name.replace("samples", "waqai"))
    return waqai
