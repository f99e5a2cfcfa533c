"""The API's page: every route from the description that programs read, with examples that run as they stand."""

from __future__ import annotations

from typing import Any

import msgspec
from litestar import Request, Response, get

from waqai.web.named import NamedView
from waqai.web.security import needs


class Route(msgspec.Struct):
    """A route as the page shows it."""

    verb: str
    path: str
    summary: str
    parameters: list[tuple[str, str, str]]


@get("/api", guards=[needs("reader")], sync_to_thread=True)
def docs(request: Request[Any, Any, Any], view: NamedView) -> Response[str]:
    """The page."""
    base = f"{request.url.scheme}://{request.headers.get('host', '')}"
    return view.draw("api.html", routes=routes(request.app.openapi_schema.to_schema()), base=base)


def routes(schema: dict[str, Any]) -> list[Route]:
    """Routes of the API in the order they were made."""
    found = []
    for path, verbs in schema["paths"].items():
        for verb, operation in verbs.items():
            parameters = [
                (p["name"], p["in"], p.get("description") or "")
                for p in operation.get("parameters", [])
                if p["in"] != "cookie"
            ]
            found.append(
                Route(verb.upper(), path, operation.get("description") or operation.get("summary", ""), parameters)
            )
    return found


HANDLERS: tuple[Any, ...] = (docs,)
