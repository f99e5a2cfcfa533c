"""What the surroundings say: read once at the surface, frozen, passed down."""

from __future__ import annotations

import getpass
import os
from collections.abc import Mapping

import msgspec

LEDGER = "waqai.db"


class Settings(msgspec.Struct, frozen=True):
    """Defaults from the environment.

    ``ledger`` (``WAQAI_LEDGER``) is a file or a PostgreSQL address; ``by`` (``WAQAI_BY``) is the name that decisions
    carry, else the login name; ``reader_key`` (``WAQAI_READER_KEY``) is sent to the second reader's endpoint.
    """

    ledger: str = LEDGER
    by: str = "local"
    reader_key: str = "none"


def settings(environment: Mapping[str, str] | None = None) -> Settings:
    """The settings of an environment, by default this process's.

    >>> settings({"WAQAI_LEDGER": "team.db", "WAQAI_BY": "amal"})
    Settings(ledger='team.db', by='amal', reader_key='none')
    """
    given = os.environ if environment is None else environment
    return Settings(
        ledger=given.get("WAQAI_LEDGER") or LEDGER,
        by=given.get("WAQAI_BY") or _login(),
        reader_key=given.get("WAQAI_READER_KEY") or "none",
    )


def _login() -> str:
    """The login name; a container may run as a user that has none."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "local"
