"""What every request goes through: who it is, that no other site sent it, and what the answer lets a browser do."""

from __future__ import annotations

import secrets
from hashlib import sha256
from typing import Any

from litestar import Request, Response
from litestar.connection import ASGIConnection
from litestar.datastructures import Cookie, MutableScopeHeaders
from litestar.exceptions import NotAuthorizedException, PermissionDeniedException
from litestar.handlers import BaseRouteHandler
from litestar.middleware import AbstractAuthenticationMiddleware, AuthenticationResult
from litestar.status_codes import HTTP_304_NOT_MODIFIED
from litestar.types import Message, Scope

from waqai.service import accounts, linked
from waqai.service.people import LOCAL, Person, Role

SESSION_COOKIE = "waqai_session"
CSRF_COOKIE = "waqai_csrf"
CSRF_HEADER = "x-csrf-token"
CSRF_FIELD = "_csrf"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
NOBODY = Person("", "", "reader")
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "geolocation=(), camera=(), microphone=(), interest-cohort=()",
}
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class Authentication(AbstractAuthenticationMiddleware):
    """Local mode: the one person. Team mode: the person of the session cookie or of the program's key."""

    async def authenticate_request(self, connection: ASGIConnection[Any, Any, Any, Any]) -> AuthenticationResult:
        """Find who asks; nobody is a reader without a name, whom the guards stop."""
        state = connection.app.state
        if not state.team:
            return AuthenticationResult(user=LOCAL, auth="local")
        bearer = connection.headers.get("authorization", "")
        if bearer.lower().startswith("bearer "):
            person = accounts.person_of(state.desk, bearer[7:].strip(), "key")
            return AuthenticationResult(user=person or NOBODY, auth="key" if person else None)
        person = accounts.person_of(state.desk, connection.cookies.get(SESSION_COOKIE))
        return AuthenticationResult(user=person or NOBODY, auth="session" if person else None)


def needs(role: Role) -> Any:
    """A guard: the person is signed in and has a role, or one above it."""

    def guard(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
        person: Person = connection.user
        if not person.name:
            raise NotAuthorizedException("sign in first")
        if not person.may(role):
            raise PermissionDeniedException(f"this needs the role {role}")

    return guard


async def check(request: Request[Any, Any, Any]) -> Response[Any] | None:
    """Before every handler: the host is ours, an unsafe request is not forged by another site, and an API answer
    that has not changed is not made again.
    """
    _check_host(request)
    given = request.cookies.get(CSRF_COOKIE, "")
    token = given if len(given) == 43 else secrets.token_urlsafe(32)
    request.scope["waqai_csrf"] = token  # type: ignore[typeddict-unknown-key]
    request.scope["waqai_csrf_new"] = token != given  # type: ignore[typeddict-unknown-key]
    if request.method not in SAFE:
        await _check_forgery(request, given)
    return unchanged(request) if request.url.path.startswith("/api/") else None


def unchanged(request: Request[Any, Any, Any]) -> Response[Any] | None:
    """An answer's tag is made of the ledger's state, who asks, and the address: the one a program has may do."""
    if request.method != "GET" or not request.user.name:
        return None
    person: Person = request.user
    key = f"{linked.mark(request.app.state.desk)}|{person.role}|{request.url.path}?{request.url.query}"
    tag = f'W/"{sha256(key.encode()).hexdigest()[:24]}"'
    request.scope["waqai_etag"] = tag  # type: ignore[typeddict-unknown-key]
    if tag in [part.strip() for part in request.headers.get("if-none-match", "").split(",")]:
        return Response(None, status_code=HTTP_304_NOT_MODIFIED)
    return None


def _check_host(request: Request[Any, Any, Any]) -> None:
    """In local mode an address that only resolves to this machine (DNS rebinding) is no way in."""
    hosts: frozenset[str] = request.app.state.hosts
    name = request.headers.get("host", "").rsplit("]", 1)
    host = name[0].lstrip("[") if len(name) > 1 else name[0].rsplit(":", 1)[0]
    if hosts and host.lower() not in hosts:
        raise PermissionDeniedException(f"host {host}: this desk does not answer to it")


async def _check_forgery(request: Request[Any, Any, Any], cookie: str) -> None:
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    host = request.headers.get("host", "")
    if site not in (None, "same-origin", "none") or (origin and origin.split("://", 1)[-1] != host):
        raise PermissionDeniedException("the request comes from another site")
    if request.auth == "key" or (request.auth == "local" and site is None and origin is None):
        return  # a program, not a browser: there is no cookie that another site could ride on
    sent = request.headers.get(CSRF_HEADER) or ""
    if not sent and "json" not in request.headers.get("content-type", ""):
        sent = str((await request.form()).get(CSRF_FIELD, ""))
    if not cookie or not secrets.compare_digest(sent, cookie):
        raise PermissionDeniedException("the form is out of date: load the page again")


async def dress(message: Message, scope: Scope) -> None:
    """Before every answer goes out: the headers that keep a page from doing or showing more than it should."""
    if message["type"] != "http.response.start":
        return
    headers = MutableScopeHeaders.from_message(message)
    # A part of a page and the page have one address: a browser must not show the one for the other.
    headers["vary"] = ", ".join(part for part in (headers.get("vary"), "HX-Request", "Cookie") if part)
    tag = scope.get("waqai_etag")
    if tag and message["status"] in (200, HTTP_304_NOT_MODIFIED):
        headers["etag"] = str(tag)
    for name, value in HEADERS.items():
        if name not in headers:
            headers[name] = value
    if "cache-control" not in headers:
        headers["cache-control"] = "private, no-cache" if tag or not scope["app"].state.team else "no-store"


def csrf_cookie(token: str, secure: bool) -> Cookie:
    """The cookie that a form's token is compared with."""
    return Cookie(CSRF_COOKIE, value=token, path="/", httponly=True, samesite="strict", secure=secure)


def session_cookie(token: str, secure: bool, max_age: int = accounts.SESSION_HOURS * 3600) -> Cookie:
    """The cookie of a session; ``max_age`` 0 takes it away."""
    return Cookie(SESSION_COOKIE, value=token, path="/", httponly=True, samesite="lax", secure=secure, max_age=max_age)
