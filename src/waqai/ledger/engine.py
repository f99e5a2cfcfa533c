"""Opening a ledger: SQLite file or PostgreSQL address, its schema version, and transactions the caller ends."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, Table, create_engine, delete, event, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DatabaseError, OperationalError

from waqai.ledger.filters import LedgerError
from waqai.ledger.schema import meta

MIGRATIONS = Path(__file__).parent / "migrations"
# One writer at a time: resolution reads what the writer before it wrote.
WRITER_LOCK = 7_241_905_113
CACHE_KIB = 65536
# Set by a migration after which what is derived must be worked out again (see ``care.migrate``).
STALE = "stale"


class Ledger:
    """An open ledger. Use :func:`open_ledger`; close it, or use it as a context manager."""

    def __init__(self, engine: Engine, location: str) -> None:
        self.engine = engine
        self.location = location

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """A writing transaction: committed when the block ends, rolled back when it raises."""
        with self.engine.connect() as conn:
            if self.is_sqlite:
                conn.exec_driver_sql("BEGIN IMMEDIATE")
            else:
                conn.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": WRITER_LOCK})
            yield conn
            conn.commit()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A reading transaction over one state of the ledger; nothing done in it is kept."""
        with self.engine.connect() as conn:
            if self.is_sqlite:
                conn.exec_driver_sql("BEGIN")
            else:
                conn.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"))
            yield conn
            conn.rollback()

    @property
    def is_sqlite(self) -> bool:
        """Whether this ledger is one SQLite file."""
        return self.engine.dialect.name == "sqlite"

    def close(self) -> None:
        """Give back every connection."""
        self.engine.dispose()

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_ledger(
    location: str | Path, *, create: bool = True, migrate: bool = False, upgrade_now: bool = True
) -> Ledger:
    """Open the ledger at ``location``: a file, ``:memory:``, or ``postgresql://user@host/database``.

    A new ledger gets the schema of this version. An older one is refused unless ``migrate`` is true; a newer one
    always. Raises LedgerError with the location and the reason.
    """
    place = str(location)
    engine = create_engine(_address(place, create), **_pool(place))
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _sqlite_ready)
    try:
        _ready(engine, place, migrate, upgrade_now)
    except (OperationalError, DatabaseError) as error:
        engine.dispose()
        raise LedgerError(f"{_shown(place)}: cannot be opened as a ledger: {error.orig}") from error
    except LedgerError:
        engine.dispose()
        raise
    return Ledger(engine, place)


def version(conn: Connection) -> str | None:
    """The schema revision a ledger is at, or None where there is none yet."""
    return MigrationContext.configure(conn).get_current_revision()


def head() -> str:
    """The schema revision this version of the program writes."""
    found = ScriptDirectory.from_config(_config()).get_current_head()
    assert found is not None
    return found


def upgrade(engine: Engine, to: str = "head") -> None:
    """Bring the schema to a revision, in one transaction."""
    with engine.connect() as conn:
        if engine.dialect.name == "sqlite":
            conn.exec_driver_sql("BEGIN IMMEDIATE")
        config = _config()
        config.attributes["connection"] = conn
        command.upgrade(config, to)
        conn.commit()


def upsert(conn: Connection, table: Table, rows: list[dict[str, Any]], add: tuple[str, ...] = ()) -> None:
    """Insert rows or replace what has their primary key; the columns in ``add`` are summed instead."""
    if not rows:
        return
    conn.execute(_upsert(conn.dialect.name, table, tuple(rows[0]), add), rows)


@lru_cache(maxsize=64)
def _upsert(dialect: str, table: Table, columns: tuple[str, ...], add: tuple[str, ...]) -> Any:
    insert = sqlite.insert if dialect == "sqlite" else postgresql.insert
    statement: Any = insert(table)
    keys = [column.name for column in table.primary_key]
    given = [name for name in columns if name not in keys]
    if not given:
        return statement.on_conflict_do_nothing(index_elements=keys)
    new = {n: table.c[n] + statement.excluded[n] if n in add else statement.excluded[n] for n in given}
    return statement.on_conflict_do_update(index_elements=keys, set_=new)


def _ready(engine: Engine, place: str, migrate: bool, upgrade_now: bool) -> None:
    with engine.connect() as conn:
        found = version(conn)
        stale = found is not None and conn.execute(select(meta.c.key).where(meta.c.key == STALE)).first() is not None
        known = [script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()]
    if found is not None and found not in known:
        raise LedgerError(f"{_shown(place)}: written by a newer version (schema {found}); this one knows {head()}")
    if found is None:
        upgrade(engine)
        with engine.connect() as conn:
            conn.execute(delete(meta).where(meta.c.key == STALE))
            conn.commit()
    elif (found != head() or stale) and not migrate:
        raise LedgerError(f"{_shown(place)}: has schema {found}, this version needs {head()}: run `ledger migrate`")
    elif found != head() and upgrade_now:
        upgrade(engine)


def _address(place: str, create: bool) -> str:
    if place.startswith(("postgresql://", "postgres://")):
        return "postgresql+psycopg://" + place.split("://", 1)[1]
    if place == ":memory:":
        return "sqlite://"
    path = Path(place.removeprefix("sqlite:///"))
    if not path.exists() and not create:
        raise LedgerError(f"{path}: there is no ledger here")
    if not path.parent.is_dir():
        raise LedgerError(f"{path}: its folder does not exist")
    if path.is_dir():
        raise LedgerError(f"{path}: is a folder, not a ledger")
    if path.exists() and path.stat().st_size and not os.access(path, os.W_OK):
        raise LedgerError(f"{path}: is not writable")
    return f"sqlite:///{path}"


def _pool(place: str) -> dict[str, Any]:
    if place == ":memory:":
        from sqlalchemy.pool import StaticPool

        return {"poolclass": StaticPool, "connect_args": {"check_same_thread": False}}
    return {} if place.startswith("postgres") else {"connect_args": {"timeout": 30}}


def _shown(place: str) -> str:
    """A location without the password that an address may carry."""
    if "://" in place and "@" in place:
        scheme, rest = place.split("://", 1)
        return f"{scheme}://…@{rest.rsplit('@', 1)[1]}"
    return place


def _sqlite_ready(raw: Any, _: object) -> None:
    # The driver's own BEGIN comes late and is never IMMEDIATE: transactions here are begun by hand.
    raw.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "foreign_keys=ON",
        f"cache_size=-{CACHE_KIB}",
        "temp_store=MEMORY",
        "mmap_size=1073741824",
    ):
        raw.execute(f"PRAGMA {pragma}")


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    return config
