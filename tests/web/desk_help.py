"""What several desk tests need: people of each role, and a page's forgery token."""

from __future__ import annotations

from typing import Any

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
