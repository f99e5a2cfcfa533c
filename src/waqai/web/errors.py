"""Errors as people and programs read them: a page in their language, or problem details (RFC 9457)."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import Any

import msgspec
from litestar import Request, Response
from litestar.exceptions import HTTPException
from litestar.response import Redirect

from waqai.model import WaqaiError
from waqai.service import LedgerError
from waqai.service.words import LANGUAGES
from waqai.web.view import View

log = logging.getLogger("waqai.web")
ABSENT = ("not in this ledger", "no incident, record or constraint", "there is no")


class Problem(msgspec.Struct, frozen=True):
    """What went wrong. ``type`` is ``about:blank``: the title is that of the status, the detail says the rest."""

    title: str
    status: int
    detail: str
    instance: str
    type: str = "about:blank"


def on_error(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    """Answer an error: who is not signed in is led to the door, others are told what is wrong."""
    status, detail = read(error)
    language = request.url.path.split("/")[1]
    if language not in LANGUAGES:
        return as_problem(request, status, detail, error)
    part = bool(request.headers.get("hx-request"))
    if status == HTTPStatus.UNAUTHORIZED:
        door = f"/{language}/sign-in"
        return Response("", media_type="text/html", headers={"hx-redirect": door}) if part else Redirect(door)
    view = View(request, "ar" if language == "ar" else "en")
    return view.draw("error_part.html" if part else "error.html", status=status, status_code=status, detail=detail)


def as_problem(request: Request[Any, Any, Any], status: int, detail: str, error: Exception) -> Response[Any]:
    """An error as problem details."""
    problem = Problem(HTTPStatus(status).phrase, status, detail, request.url.path)
    headers = dict(getattr(error, "headers", None) or {})
    return Response(
        msgspec.json.encode(problem), status_code=status, media_type="application/problem+json", headers=headers
    )


def read(error: Exception) -> tuple[int, str]:
    """The status of an error and what may be said of it."""
    if isinstance(error, HTTPException):
        extra = f": {_extra(error.extra)}" if error.extra else ""
        return error.status_code, f"{error.detail}{extra}"
    if isinstance(error, LedgerError):
        absent = any(words in str(error) for words in ABSENT)
        return (HTTPStatus.NOT_FOUND if absent else HTTPStatus.BAD_REQUEST), str(error)
    if isinstance(error, WaqaiError):
        return HTTPStatus.BAD_REQUEST, str(error)
    log.error("unexpected", exc_info=error)
    return HTTPStatus.INTERNAL_SERVER_ERROR, "something went wrong here; the log says what"


def _extra(extra: Any) -> str:
    if isinstance(extra, list):
        return "; ".join(" ".join(str(v) for v in e.values()) if isinstance(e, dict) else str(e) for e in extra)
    return str(extra)
