"""Opening a database, bringing it up to the present tables, and telling its failures in words.

One writer at a time: SQLite by ``BEGIN IMMEDIATE``, PostgreSQL by an advisory lock that ends with the transaction. Readers
see one state for as long as they read, and wait for nobody.
"""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from geo.errors import StoreError

HEAD = "0002"
"""The newest migration: what a store of this version of the program has."""
VERSION_TABLE = "detention_map_schema"
WAIT = 300
"""Seconds that a writer waits for another."""
_LOCK = 0x64_6D_61_70
"""The key of the writers' lock on PostgreSQL: the letters dmap."""


def default_url() -> str:
    """The user's own store: an SQLite file in the user's data folder, which is made if need be."""
    from platformdirs import user_data_path

    folder = user_data_path("detention-map")
    folder.mkdir(parents=True, exist_ok=True)
    return f"sqlite:///{folder / 'store.db'}"


def connect(url: str, create: bool) -> Engine:
    """An engine for a store with its tables up to date. Raises :class:`StoreError` where it cannot be opened, or is missing."""
    try:
        parsed = make_url(url)
        _is_there(parsed, url, create)
        engine = create_engine(parsed, pool_pre_ping=parsed.get_backend_name() != "sqlite")
    except ArgumentError:
        raise StoreError(f"{url} is not an address of a store; wanted one such as sqlite:///store.db") from None
    except (ModuleNotFoundError, SQLAlchemyError) as error:
        raise StoreError(f"{hidden(url)}: no driver for this kind of store ({error})") from None
    except OSError as error:
        if isinstance(error, StoreError):
            raise
        raise StoreError(f"{hidden(url)}: {error.strerror}") from None
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _pragmas)
        event.listen(engine, "begin", _begin)
    elif engine.dialect.name != "postgresql":
        raise StoreError(f"{hidden(url)}: a store is kept in SQLite or PostgreSQL")
    with failures(engine):
        _bring_up(engine, create)
    return engine


def _is_there(url: URL, written: str, create: bool) -> None:
    if url.get_backend_name() != "sqlite" or not url.database or url.database == ":memory:" or url.database.startswith("file:"):
        return
    path = Path(url.database)
    if not create and not path.exists():
        raise StoreError(f"no store at {path}: make one with `detention-map ingest PATH --store {written}`")
    if not path.parent.is_dir():
        raise StoreError(f"no folder {path.parent} to keep the store in")


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection that sees one state of the store throughout."""
    with failures(engine), engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            connection = connection.execution_options(isolation_level="REPEATABLE READ")
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that no other writer is in: kept whole when the block ends, not at all when it fails."""
    with failures(engine), engine.connect() as plain:
        connection = plain.execution_options(writes=True)
        with connection.begin():
            if engine.dialect.name == "postgresql":
                connection.execute(text("select pg_advisory_xact_lock(:key)"), {"key": _LOCK})
            yield connection


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("writes") else "BEGIN")


def _pragmas(connection: Any, _: object) -> None:
    connection.isolation_level = None  # transactions begin where _begin says, not where the driver guesses
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout={WAIT * 1000}")
    cursor.execute("PRAGMA foreign_keys=ON")
    if cursor.execute("PRAGMA query_only").fetchone() == (0,) and cursor.execute("PRAGMA journal_mode").fetchone() != ("wal",):
        _to_wal(cursor)
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.close()


def _to_wal(cursor: sqlite3.Cursor) -> None:
    """Two that make one store at once may both ask for this, and SQLite lets neither wait for the other."""
    for _ in range(200):
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error):
                return  # a file that cannot be written is read as it is
            time.sleep(0.05)


def _bring_up(engine: Engine, create: bool) -> None:
    with engine.connect() as connection:
        held = _held(connection)
    if held == HEAD:
        return
    if held is None and not create:
        raise StoreError(f"{hidden(engine.url)}: no store there yet: make one with `detention-map ingest PATH --store URL`")
    with writing(engine) as connection:
        if _held(connection) != HEAD:  # another may have done it meanwhile
            _upgrade(connection)


def _held(connection: Connection) -> str | None:
    """Which migration a store has come to: ``0001`` for one from before there were any, ``None`` for an empty database."""
    there = set(inspect(connection).get_table_names())
    if VERSION_TABLE in there:
        held = connection.scalar(text(f"select version_num from {VERSION_TABLE}"))
        if held is not None and held > HEAD:
            raise StoreError(f"{hidden(connection.engine.url)}: made by a newer detention-map; update this one to open it")
        return str(held) if held else None
    if "reports" in there:
        if "digest" not in {c["name"] for c in inspect(connection).get_columns("reports")}:
            raise StoreError(f"{hidden(connection.engine.url)}: the store cannot be used: this database was not made by detention-map")
        return "0001"
    return None


def _upgrade(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.attributes["connection"] = connection
    if _held(connection) == "0001" and VERSION_TABLE not in inspect(connection).get_table_names():
        command.stamp(config, "0001")
    command.upgrade(config, HEAD)


@contextmanager
def failures(engine: Engine) -> Iterator[None]:
    """What a database says, as a :class:`StoreError` that names the store and never its password."""
    try:
        yield
    except SQLAlchemyError as error:
        cause = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
        raise StoreError(f"{hidden(engine.url)}: {_told(cause)}; what was stored before is whole") from None


def _told(cause: str) -> str:
    for words, meaning in _MEANINGS.items():
        if re.search(words, cause, re.I):
            return f"{meaning} ({cause})"
    return f"the store cannot be used: {cause}"


_MEANINGS = {
    "no such column|no such table|undefinedtable": "this database was not made by detention-map",
    "not a database|malformed": "the store cannot be used: this file is no store, or it was damaged",
    "disk is full|No space left|could not extend file": "the disk is full",
    "readonly|read-only|permission denied": "the store can be read, not written",
    'extension "postgis"|postgis.*not available|create extension': (
        "the store needs PostGIS: have an administrator run CREATE EXTENSION postgis in this database"
    ),
    "is locked": f"another has been writing for more than {WAIT} seconds",
    "refused|terminat|closed the connection|connection.*(lost|closed)|shutting down|could not connect|connection failed": (
        "the database does not answer; run the same command again when it does"
    ),
}


def hidden(url: str | URL) -> str:
    """An address without its password."""
    try:
        return make_url(url).render_as_string(hide_password=True)
    except ArgumentError:
        return str(url)
