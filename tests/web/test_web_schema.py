"""The API against its own description, by generated requests."""

from __future__ import annotations

from typing import Any

import pytest

schemathesis = pytest.importorskip("schemathesis", reason="schemathesis is not installed")

from desk_help import LANGUAGES  # noqa: E402
from hypothesis import HealthCheck, settings  # noqa: E402

from waqai.service import Desk  # noqa: E402
from waqai.web.app import create_app  # noqa: E402

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def described(shared_desk: Desk) -> Any:
    app = create_app(shared_desk)
    return schemathesis.openapi.from_dict(app.openapi_schema.to_schema()), app


def test_no_generated_request_breaks_the_api(described: Any) -> None:
    """No answer is a server error, and every error is problem details."""
    from litestar.testing import TestClient

    schema, app = described
    assert LANGUAGES
    with TestClient(app, base_url="http://localhost") as client:
        for result in schema.get_all_operations():
            operation = result.ok()
            run(operation, client)


def run(operation: Any, client: Any) -> None:
    from hypothesis import given

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(case=operation.as_strategy())
    def sends(case: Any) -> None:
        sent = case.as_transport_kwargs(base_url="http://localhost")
        answer = client.request(
            **{k: v for k, v in sent.items() if k in ("method", "url", "params", "json", "headers", "data")}
        )
        assert answer.status_code < 500, (sent["url"], answer.text[:300])
        if answer.status_code >= 400:
            assert answer.headers["content-type"].startswith("application/problem+json"), (
                sent["url"],
                answer.status_code,
            )

    sends()
