"""Team mode: the door, invitations, keys for programs, and the administrator's page."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from litestar import Request, Response, get, post
from litestar.enums import RequestEncodingType
from litestar.exceptions import NotFoundException, TooManyRequestsException
from litestar.params import Body
from litestar.response import Redirect

from waqai.service import PeopleError, accounts
from waqai.service.people import ROLES
from waqai.web.named import NamedDesk, NamedView
from waqai.web.security import SESSION_COOKIE, needs, session_cookie
from waqai.web.throttle import Throttle
from waqai.web.view import View


class Door(msgspec.Struct):
    """A name and a password."""

    name: str = ""
    password: str = ""
    again: str = ""
    role: str = ""
    account: str = ""
    active: str = ""
    label: str = ""
    csrf: str = msgspec.field(default="", name="_csrf")


Form = Annotated[Door, Body(media_type=RequestEncodingType.URL_ENCODED)]


@get("/sign-in", sync_to_thread=True)
def door(view: NamedView) -> Response[str] | Redirect:
    """The form; who is signed in has nothing to do here."""
    _only_in_a_team(view)
    return Redirect(view.url("/")) if view.person.name else view.draw("sign_in.html", error=None, token=None)


@post("/sign-in", sync_to_thread=True, status_code=200)
def sign_in(request: Request[Any, Any, Any], view: NamedView, desk: NamedDesk, data: Form) -> Response[Any]:
    """Open a session. Too many wrong passwords close the door for a while."""
    _only_in_a_team(view)
    throttle: Throttle = request.app.state.throttle
    key = f"{request.client.host if request.client else ''}|{data.name.strip().lower()}"
    if throttle.closed(key):
        raise TooManyRequestsException("too many attempts; wait a quarter of an hour")
    try:
        token, _ = accounts.sign_in(desk, data.name, data.password)
    except PeopleError:
        throttle.failed(key)
        return view.draw("sign_in.html", status=401, error=view.t("people.wrong"), token=None)
    response = Redirect(view.url("/"), status_code=303)
    response.set_cookie(session_cookie(token, request.url.scheme == "https"))
    return response


@post("/sign-out", sync_to_thread=True)
def sign_out(request: Request[Any, Any, Any], view: NamedView, desk: NamedDesk) -> Redirect:
    """End the session."""
    accounts.sign_out(desk, request.cookies.get(SESSION_COOKIE, ""))
    response = Redirect(view.url("/sign-in"), status_code=303)
    response.set_cookie(session_cookie("", request.url.scheme == "https", max_age=0))
    return response


@get("/join/{token:str}", sync_to_thread=True)
def invitation(view: NamedView, token: str) -> Response[str]:
    """The form that an invitation opens."""
    _only_in_a_team(view)
    return view.draw("sign_in.html", error=None, token=token)


@post("/join/{token:str}", sync_to_thread=True, status_code=200)
def join(request: Request[Any, Any, Any], view: NamedView, desk: NamedDesk, token: str, data: Form) -> Response[Any]:
    """Make an account and open its first session."""
    _only_in_a_team(view)
    try:
        if data.password != data.again:
            raise PeopleError(view.t("people.differ"))
        accounts.accept(desk, token, data.name, data.password)
        session, _ = accounts.sign_in(desk, data.name, data.password)
    except PeopleError as error:
        return view.draw("sign_in.html", status=400, error=str(error), token=token)
    response = Redirect(view.url("/"), status_code=303)
    response.set_cookie(session_cookie(session, request.url.scheme == "https"))
    return response


@get("/people", guards=[needs("admin")], sync_to_thread=True)
def people(view: NamedView, desk: NamedDesk) -> Response[str]:
    """Accounts, invitations and the audit log."""
    return view.draw(
        "people.html", accounts=accounts.people(desk), audit=accounts.audit_log(desk), roles=ROLES, link=None
    )


@post("/people/invite", guards=[needs("admin")], sync_to_thread=True, status_code=200)
def invite(request: Request[Any, Any, Any], view: NamedView, desk: NamedDesk, data: Form) -> Response[str]:
    """Make an invitation; its address is shown this once."""
    token = accounts.invite(desk, view.person, data.role)  # type: ignore[arg-type]
    link = f"{request.url.scheme}://{request.headers.get('host', '')}{view.url(f'/join/{token}')}"
    return view.draw(
        "people.html", accounts=accounts.people(desk), audit=accounts.audit_log(desk), roles=ROLES, link=link
    )


@post("/people/change", guards=[needs("admin")], sync_to_thread=True)
def change(view: NamedView, desk: NamedDesk, data: Form) -> Redirect:
    """Change a role, close an account or open it again."""
    active = None if not data.active else data.active == "yes"
    accounts.change(desk, view.person, int(data.account or 0), role=data.role or None, active=active)  # type: ignore[arg-type]
    return Redirect(view.url("/people"), status_code=303)


@get("/keys", guards=[needs("reader")], sync_to_thread=True)
def keys(view: NamedView) -> Response[str]:
    """Keys for programs."""
    _only_in_a_team(view)
    return view.draw("keys.html", key=None)


@post("/keys", guards=[needs("reader")], sync_to_thread=True, status_code=200)
def new_key(view: NamedView, desk: NamedDesk, data: Form) -> Response[str]:
    """A new key, shown this once."""
    return view.draw("keys.html", key=accounts.new_key(desk, view.person, data.label or "key"))


def _only_in_a_team(view: View) -> None:
    if not view.team:
        raise NotFoundException(f"{view.path}: there is no such page")


HANDLERS: tuple[Any, ...] = (door, sign_in, sign_out, invitation, join, people, invite, change, keys, new_key)
