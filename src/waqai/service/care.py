"""Opening a ledger for one command, and keeping it well: backup, restore, check, migrate, rebuild, forget."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import msgspec
from sqlalchemy.exc import SQLAlchemyError

from waqai.ledger import care, views
from waqai.ledger.care import Problem
from waqai.ledger.engine import open_ledger
from waqai.ledger.filters import LedgerError
from waqai.service.desk import Desk

__all__ = ["Forgotten", "Problem", "backup", "check", "forget", "migrate", "opened", "rebuild", "restore"]


class Forgotten(msgspec.Struct, frozen=True):
    """What forgetting a report did: its full id, and the incidents worked out again without it."""

    report_id: str
    incidents: list[str]


@contextmanager
def opened(location: str, *, create: bool = False, packs: Sequence[Path] = ()) -> Iterator[Desk]:
    """A desk over the ledger at ``location`` for the length of a block; only ``create`` makes a new one.

    A database's own failure (locked, full, connection lost) becomes a LedgerError that names the reason.
    """
    desk = Desk(open_ledger(location, create=create), packs=packs)
    try:
        yield desk
    except SQLAlchemyError as error:
        reason = getattr(error, "orig", None) or error
        raise LedgerError(f"the ledger could not do this: {str(reason).strip()}") from error
    finally:
        desk.close()


def backup(desk: Desk, path: Path) -> None:
    """Write a whole copy of a ledger to a new SQLite file."""
    care.backup(desk.ledger, path)


def restore(path: Path, location: str) -> None:
    """Make a new ledger at ``location`` from a backup."""
    care.restore(path, location)


def check(desk: Desk) -> list[Problem]:
    """What is damaged in a ledger: empty when it is well."""
    return care.check(desk.ledger)


def migrate(location: str) -> tuple[str | None, str]:
    """Bring an older ledger to this version's schema; returns (from, to) revisions."""
    return care.migrate(location)


def rebuild(desk: Desk) -> int:
    """Work out everything derived again from the facts; returns the number of incidents."""
    with desk.ledger.begin() as conn:
        care.rebuild(conn)
        return views.stats(conn).incidents


def forget(desk: Desk, report_id: str, by: str, reason: str) -> Forgotten:
    """Take a report out for good (its id may be shortened to 8 characters) and overwrite its bytes in the file."""
    with desk.ledger.begin() as conn:
        whole = views.show_report(conn, report_id).report.id
        touched = care.forget(conn, whole, by, reason)
    care.scrub(desk.ledger)
    return Forgotten(whole, touched)
