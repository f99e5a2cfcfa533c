"""Team mode: accounts with argon2 passwords, sessions, keys for programs, invitations, and the audit log.

Tokens are random; only their SHA-256 is kept. Nothing here says whether an account exists.
"""

from __future__ import annotations

import re
import secrets
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

import msgspec
from sqlalchemy import Connection, delete, func, insert, select, update

from waqai.ledger.desk_schema import accounts, invitations, sessions
from waqai.ledger.schema import audit
from waqai.service.desk import Desk
from waqai.service.people import ROLES, PeopleError, Person, Role

SESSION_HOURS = 12
KEY_DAYS = 365
INVITATION_DAYS = 7
MIN_PASSWORD = 12
_NAME = re.compile(r"^[a-z0-9][a-z0-9._-]{1,39}$")


class Account(msgspec.Struct, frozen=True):
    """An account as an administrator sees it."""

    id: int
    name: str
    shown: str
    role: Role
    active: bool
    created_at: str


class AuditRow(msgspec.Struct, frozen=True):
    """One line of the audit log."""

    at: str
    by: str
    action: str
    detail: str


def count(desk: Desk) -> int:
    """How many accounts there are."""
    with desk.ledger.read() as conn:
        return int(conn.execute(select(func.count()).select_from(accounts)).scalar_one())


def create(desk: Desk, name: str, password: str, role: Role, shown: str | None = None) -> Account:
    """Add an account; raises PeopleError for a name in use, a bad name, role or a short password."""
    with desk.ledger.begin() as conn:
        return _create(conn, name, password, role, shown)


def sign_in(desk: Desk, name: str, password: str) -> tuple[str, Person]:
    """Check a password and open a session: returns (cookie token, person); raises PeopleError for a wrong pair."""
    with desk.ledger.read() as conn:
        row = conn.execute(select(accounts).where(accounts.c.name == name.strip().lower())).first()
    # A missing account costs the same time as a wrong password.
    good = _verify(row.password if row else _dummy(), password)
    if row is None or not good or not row.active:
        record(desk, name.strip().lower()[:40], "sign-in refused", "")
        raise PeopleError("the name or the password is wrong")
    person = _person(row)
    with desk.ledger.begin() as conn:
        token = _open(conn, row.id, "session", timedelta(hours=SESSION_HOURS), None)
        _log(conn, person.name, "sign-in", "")
    return token, person


def new_key(desk: Desk, person: Person, label: str) -> str:
    """A key that a program sends as ``Authorization: Bearer``; it is shown once."""
    if person.account is None:
        raise PeopleError("local mode needs no key")
    with desk.ledger.begin() as conn:
        _log(conn, person.name, "key made", label)
        return _open(conn, person.account, "key", timedelta(days=KEY_DAYS), label)


def person_of(desk: Desk, token: str | None, kind: str = "session") -> Person | None:
    """Whose token this is, or None when it is nobody's, expired, or of a closed account."""
    if not token:
        return None
    s, a = sessions.c, accounts.c
    query = (
        select(accounts)
        .join(sessions, s.account == a.id)
        .where(s.token == _hash(token), s.kind == kind, s.expires_at > _now(), a.active.is_(True))
    )
    with desk.ledger.read() as conn:
        row = conn.execute(query).first()
    return _person(row) if row else None


def sign_out(desk: Desk, token: str) -> None:
    """End a session."""
    with desk.ledger.begin() as conn:
        conn.execute(delete(sessions).where(sessions.c.token == _hash(token)))


def invite(desk: Desk, by: Person, role: Role) -> str:
    """An invitation for one new account of a role; the token is shown once and lasts INVITATION_DAYS."""
    if role not in ROLES:
        raise PeopleError(f"role {role}: not one of {', '.join(ROLES)}")
    token = secrets.token_urlsafe(24)
    expires = (datetime.now(UTC) + timedelta(days=INVITATION_DAYS)).isoformat(timespec="seconds")
    with desk.ledger.begin() as conn:
        values = {"token": _hash(token), "role": role, "by": by.name, "created_at": _now(), "expires_at": expires}
        conn.execute(insert(invitations).values(**values))
        _log(conn, by.name, "invitation", role)
    return token


def accept(desk: Desk, token: str, name: str, password: str) -> Account:
    """Use an invitation to make an account; raises PeopleError when it is used, expired or unknown."""
    c = invitations.c
    with desk.ledger.begin() as conn:
        row = conn.execute(
            select(invitations).where(c.token == _hash(token), c.used_by.is_(None), c.expires_at > _now())
        ).first()
        if row is None:
            raise PeopleError("this invitation is used, expired or unknown")
        made = _create(conn, name, password, row.role, None)
        conn.execute(update(invitations).where(c.token == _hash(token)).values(used_by=made.name))
        _log(conn, made.name, "invitation accepted", row.role)
    return made


def people(desk: Desk) -> list[Account]:
    """Every account, by name."""
    with desk.ledger.read() as conn:
        return [_account(row) for row in conn.execute(select(accounts).order_by(accounts.c.name))]


def change(desk: Desk, by: Person, account: int, *, role: Role | None = None, active: bool | None = None) -> None:
    """Change an account's role, close it or open it again; the last administrator stays one."""
    if role is not None and role not in ROLES:
        raise PeopleError(f"role {role}: not one of {', '.join(ROLES)}")
    values: dict[str, Any] = {}
    values |= {"role": role} if role is not None else {}
    values |= {"active": active} if active is not None else {}
    c = accounts.c
    with desk.ledger.begin() as conn:
        others = select(func.count()).where(c.role == "admin", c.active.is_(True), c.id != account)
        demoted = (role is not None and role != "admin") or active is False
        if demoted and not conn.execute(others).scalar_one():
            raise PeopleError("the last administrator cannot be changed or closed")
        conn.execute(update(accounts).where(c.id == account).values(**values))
        if active is False:
            conn.execute(delete(sessions).where(sessions.c.account == account))
        _log(conn, by.name, "account changed", f"{account} {values}")


def record(desk: Desk, by: str, action: str, detail: str) -> None:
    """Write a line into the audit log."""
    with desk.ledger.begin() as conn:
        _log(conn, by, action, detail)


def audit_log(desk: Desk, limit: int = 200) -> list[AuditRow]:
    """The latest lines of the audit log, newest first."""
    with desk.ledger.read() as conn:
        rows = conn.execute(select(audit).order_by(audit.c.id.desc()).limit(limit))
        return [AuditRow(row.at, row.by, row.action, row.detail) for row in rows]


def _create(conn: Connection, name: str, password: str, role: Role, shown: str | None) -> Account:
    wanted = name.strip().lower()
    if not _NAME.match(wanted):
        raise PeopleError("a name is 2 to 40 Latin letters, digits, dots, dashes or underscores")
    if role not in ROLES:
        raise PeopleError(f"role {role}: not one of {', '.join(ROLES)}")
    if len(password) < MIN_PASSWORD:
        raise PeopleError(f"a password has {MIN_PASSWORD} characters or more")
    if conn.execute(select(accounts.c.id).where(accounts.c.name == wanted)).first():
        raise PeopleError("this name is in use")
    values = {
        "name": wanted, "shown": shown or wanted, "role": role, "password": _hasher().hash(password), "active": True,
        "created_at": _now(),
    }  # fmt: skip
    id_ = conn.execute(insert(accounts).values(**values).returning(accounts.c.id)).scalar_one()
    return Account(id_, wanted, shown or wanted, role, True, values["created_at"])


def _open(conn: Connection, account: int, kind: str, life: timedelta, label: str | None) -> str:
    token = secrets.token_urlsafe(32)
    expires = (datetime.now(UTC) + life).isoformat(timespec="seconds")
    conn.execute(delete(sessions).where(sessions.c.expires_at < _now()))
    conn.execute(
        insert(sessions).values(
            token=_hash(token), account=account, kind=kind, expires_at=expires, created_at=_now(), label=label
        )
    )
    return token


def _log(conn: Connection, by: str, action: str, detail: str) -> None:
    conn.execute(insert(audit).values(at=_now(), by=by, action=action, detail=detail))


def _person(row: Any) -> Person:
    return Person(row.name, row.shown, row.role, row.id)


def _account(row: Any) -> Account:
    return Account(row.id, row.name, row.shown, row.role, row.active, row.created_at)


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _hasher() -> Any:
    from argon2 import PasswordHasher

    return PasswordHasher()


def _verify(stored: str, password: str) -> bool:
    from argon2.exceptions import VerificationError

    try:
        return bool(_hasher().verify(stored, password))
    except VerificationError:
        return False


_DUMMY: list[str] = []


def _dummy() -> str:
    if not _DUMMY:
        _DUMMY.append(_hasher().hash(secrets.token_urlsafe(16)))
    return _DUMMY[0]
