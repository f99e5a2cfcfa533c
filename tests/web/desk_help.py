"""What several desk tests need: people of each role, and a page's forgery token."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from litestar.testing import TestClient

from waqai.service import Desk, accounts
from waqai.web.app import create_app

PASSWORD = "a long pass phrase"
LANGUAGES = ("ar", "en")


class Team:
    """A desk in team mode with one person of each role."""

    def __init__(self, desk: Desk, **options: Any) -> None:
        self.desk = desk
        self.app = create_app(desk, team=True, **options)
        for role in ("reader", "coder", "reviewer", "admin"):
            accounts.create(desk, role, PASSWORD, role)  # type: ignore[arg-type]

    def as_(self, role: str | None) -> TestClient[Any]:
        """A client signed in as a role, or not at all."""
        client: TestClient[Any] = TestClient(self.app, base_url="http://desk.test")
        if role:
            token, _ = accounts.sign_in(self.desk, role, PASSWORD)
            client.cookies.set("waqai_session", token)
        return client


def form_token(client: TestClient[Any], path: str) -> str:
    """The forgery token that a page's forms carry."""
    page = client.get(path)
    assert page.status_code == 200, page.text[:300]
    return page.text.split('data-csrf="', 1)[1].split('"', 1)[0]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def serve_app(app: Any) -> Iterator[str]:
    """An application on a loopback port, until the caller is done with its address."""
    uvicorn = pytest.importorskip("uvicorn", reason="the web extra is not installed")
    port = free_port()
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(10)
