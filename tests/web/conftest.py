"""A desk over the authored stories, asked in process, and served on loopback to a real browser."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("litestar", reason="the web extra is not installed")
pytest.importorskip("httpx", reason="the test client needs httpx")

from desk_help import Team, serve_app
from desk_seed import make_desk
from litestar.testing import TestClient

from waqai.service import Desk
from waqai.web.app import create_app
from waqai.web.view import STATIC


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger file with the stories in it, made once; tests copy it."""
    path = tmp_path_factory.mktemp("seed") / "ledger.db"
    desk = make_desk(path)
    with desk.ledger.engine.connect() as conn:
        conn.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    desk.close()
    return path


@pytest.fixture
def desk(seeded: Path, tmp_path: Path) -> Iterator[Desk]:
    yield from opened(seeded, tmp_path)


@pytest.fixture(scope="module")
def shared_desk(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    yield from opened(seeded, tmp_path_factory.mktemp("shared"))


def opened(seeded: Path, folder: Path) -> Iterator[Desk]:
    """A desk over its own copy of the seeded ledger."""
    from desk_seed import code

    from waqai.ledger.engine import open_ledger

    shutil.copy(seeded, folder / "ledger.db")
    found = Desk(open_ledger(folder / "ledger.db"), coder=code, fingerprint="stories")
    yield found
    found.close()


@pytest.fixture
def client(desk: Desk) -> Iterator[TestClient[Any]]:
    with TestClient(create_app(desk), base_url="http://localhost") as made:
        yield made


@pytest.fixture
def team(desk: Desk) -> Team:
    return Team(desk)


@pytest.fixture(scope="module")
def site(shared_desk: Desk) -> Iterator[str]:
    yield from serve_app(create_app(shared_desk))


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        pytest.skip("no Chromium here: install the system's chromium package")
    if not (STATIC / "desk.js").exists():
        pytest.skip("the desk's static files are not built: run `python hatch_build.py`")
    with playwright.sync_playwright() as started:
        launched = started.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield launched
        launched.close()
