"""The application: routes, and what stands around them."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from litestar import Litestar, Request, Response, Router, get
from litestar.config.compression import CompressionConfig
from litestar.datastructures import CacheControlHeader, State
from litestar.di import Provide
from litestar.middleware import DefineMiddleware
from litestar.middleware.rate_limit import RateLimitConfig
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.response import Redirect
from litestar.static_files import create_static_files_router

from waqai.service import LOCAL, Desk, accounts
from waqai.web import api, pages
from waqai.web.errors import on_error
from waqai.web.security import LOOPBACK, Authentication, check, dress
from waqai.web.throttle import Throttle
from waqai.web.view import STATIC, View, layer, packs_layer, view_of

log = logging.getLogger("waqai.web")
MAX_BODY = 20_000_000
PER_MINUTE = 600


def create_app(
    desk: Desk,
    *,
    team: bool = False,
    hosts: Iterable[str] = (),
    per_minute: int = PER_MINUTE,
    packs: Sequence[Path] = (),
) -> Litestar:
    """The desk over an open ledger.

    Without ``team`` there are no accounts and only loopback names are answered; with it, ``hosts`` are the names the
    desk is served under (any, when empty), and each address may send ``per_minute`` requests. ``packs`` are folders
    whose ``maps/*.geojson`` are drawn over the bundled map.
    """
    names = frozenset(hosts) if team else LOOPBACK | frozenset(hosts)
    limits = [RateLimitConfig(("minute", per_minute), exclude=["^/static"]).middleware] if team else []
    return Litestar(
        route_handlers=[front, map_layer, map_packs, api.router(), *_pages(), *_static()],
        state=State({"desk": desk, "team": team, "hosts": names, "throttle": Throttle(), "packs": tuple(packs)}),
        dependencies={"desk": Provide(provide_desk, sync_to_thread=False)},
        middleware=[*limits, DefineMiddleware(Authentication, exclude="^/static")],
        before_request=check,
        before_send=[dress],
        exception_handlers={Exception: on_error},
        compression_config=CompressionConfig(backend="gzip", gzip_compress_level=4, minimum_size=1000, exclude=["\\.woff2"]),
        openapi_config=openapi(),
        on_startup=[strict],
        request_max_body_size=MAX_BODY,
        debug=False,
    )  # fmt: skip


def from_environment() -> Litestar:
    """The desk of ``WAQAI_LEDGER`` (default ``./waqai.db``); ``WAQAI_TEAM=1`` asks people to sign in and
    ``WAQAI_HOSTS`` (comma-separated) are the names it is served under; ``WAQAI_PACKS`` are folders of packs. A team without accounts gets an invitation for
    its first administrator on stderr.
    """
    team = os.environ.get("WAQAI_TEAM", "") not in ("", "0")
    packs = [Path(p) for p in os.environ.get("WAQAI_PACKS", "").split(os.pathsep) if p]
    desk = Desk.open(os.environ.get("WAQAI_LEDGER", "waqai.db"), packs=packs)
    hosts = [h.strip() for h in os.environ.get("WAQAI_HOSTS", "").split(",") if h.strip()]
    app = create_app(desk, team=team, hosts=hosts, packs=packs)
    if team and not accounts.count(desk):
        token = accounts.invite(desk, LOCAL, "admin")
        print(f"No account yet. The first administrator joins at /ar/join/{token} (or /en/join/…)", file=sys.stderr)
    return app


def openapi() -> OpenAPIConfig:
    """The API's description, at /api/schema/openapi.json. Its page is the desk's own: nothing is loaded from elsewhere."""
    return OpenAPIConfig(
        title="Waqai", version="1", path="/api/schema", use_handler_docstrings=True,
        render_plugins=[JsonRenderPlugin(path="/openapi.json")],
        description="Incidents, tallies, access constraints and claims of Arabic news reports. Errors are problem details.",
    )  # fmt: skip


def strict(app: Litestar) -> None:
    """Say in the description what the records refuse: fields that they do not have."""
    schemas = app.openapi_schema.components.schemas
    for name in ("NewReport", "NewDecision", "NewJudgement"):
        for key, schema in schemas.items():
            if key.endswith(name):
                schema.additional_properties = False


def provide_desk(state: State) -> Desk:
    """The open ledger."""
    found: Desk = state.desk
    return found


def provide_view(request: Request[Any, Any, Any]) -> View:
    """What a page is drawn with."""
    return view_of(request)


@get("/", include_in_schema=False, sync_to_thread=False)
def front(request: Request[Any, Any, Any]) -> Redirect:
    """The desk in the reader's language, Arabic where the browser does not say."""
    asked = request.headers.get("accept-language", "").strip().lower()
    return Redirect("/en" if asked.startswith("en") else "/ar")


@get("/map/layer.json", include_in_schema=False, sync_to_thread=False)
def map_layer() -> Response[bytes]:
    """Outlines, divisions, rivers and towns."""
    headers = {"cache-control": "public, max-age=31536000, immutable"}
    return Response(layer(), media_type="application/geo+json", headers=headers)


@get("/map/packs.json", include_in_schema=False, sync_to_thread=True)
def map_packs(request: Request[Any, Any, Any]) -> Response[bytes]:
    """The boundaries that a team's own packs bring: the GeoJSON files of their ``maps`` folders, as one collection."""
    return Response(packs_layer(request.app.state.packs), media_type="application/geo+json")


def _pages() -> list[Router]:
    dependencies = {"view": Provide(provide_view, sync_to_thread=False)}
    return [
        Router("/{lang:str}", route_handlers=list(pages.HANDLERS), dependencies=dependencies, include_in_schema=False)
    ]


def _static() -> list[Router]:
    """The built files, to be kept by browsers for long: their addresses change with their content."""
    if not (STATIC / "desk.css").exists():
        log.warning("the desk's files are not built, so pages come without style: `python hatch_build.py` makes them")
        return []
    kept = CacheControlHeader(max_age=31_536_000, public=True, immutable=True)
    return [create_static_files_router("/static", [STATIC], cache_control=kept)]
