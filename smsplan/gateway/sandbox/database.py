"""The SQLite file of a sandbox: its tables, and how it is opened."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Final

from smsplan.errors import StoreError

_APPLICATION: Final = 0x736D7370
"""Marks the file as ours: ``smsp``."""
_VERSION: Final = 2
_BOUND_CACHE: Final = "PRAGMA cache_size = -8192"  # KiB
_BUSY_SECONDS: Final = 10.0

# The columns of a message are named as the fields of Message.
_SCHEMA: Final = (
    """
    CREATE TABLE account (
        only INTEGER PRIMARY KEY CHECK (only = 1), balance TEXT NOT NULL, clock REAL
    )
    """,
    """
    CREATE TABLE message (
        smsid INTEGER PRIMARY KEY AUTOINCREMENT,
        msisdn TEXT NOT NULL,
        sender TEXT NOT NULL,
        text TEXT NOT NULL,
        sent INTEGER NOT NULL,
        cost TEXT NOT NULL,
        chars_count INTEGER NOT NULL,
        msg_count INTEGER NOT NULL,
        scheduled INTEGER,
        flash INTEGER NOT NULL,
        silent INTEGER NOT NULL,
        wappush TEXT,
        callback TEXT,
        price INTEGER,
        status INTEGER,
        received INTEGER,
        attempts INTEGER NOT NULL DEFAULT 0,
        answer INTEGER,
        failure TEXT,
        callback_due REAL
    )
    """,
    "CREATE INDEX undelivered ON message (coalesce(scheduled, sent)) WHERE received IS NULL",
    "CREATE INDEX uncalled ON message (callback_due) WHERE callback_due IS NOT NULL",
)


def open_store(path: Path | None, balance: Decimal) -> sqlite3.Connection:
    """Open a store for writing; make it, with that balance, where there is none.

    Raises :class:`StoreError` for a file that cannot be opened, or is no store.
    """
    connection: sqlite3.Connection | None = None
    try:
        connection = _connect(path, _BUSY_SECONDS)
        with transaction(connection, "BEGIN IMMEDIATE"):
            _prepare(connection, balance)
        connection.execute(_BOUND_CACHE)
        if path is not None:  # not before, for it writes into the file
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
    except (sqlite3.Error, StoreError) as error:
        if connection is not None:
            connection.close()
        message = f"{path} cannot be the store of a sandbox: {error}"
        raise StoreError(message) from error
    return connection


def open_reading(path: Path) -> sqlite3.Connection:
    """Open a store that :func:`open_store` opened, for reading alone."""
    connection = _connect(path, _BUSY_SECONDS)
    connection.execute(_BOUND_CACHE)
    connection.execute("PRAGMA query_only = 1")
    return connection


def lock_store(path: Path) -> sqlite3.Connection:
    """Hold a store until the connection is closed, or the process ends in whatever way.

    The lock is on an empty database beside it, since those of the store itself are
    free between two transactions.

    Raises :class:`StoreError` where another sandbox holds it.
    """
    real = path.resolve()
    lock: sqlite3.Connection | None = None
    try:
        lock = _connect(real.with_name(f"{real.name}-lock"), busy_seconds=0)
        lock.execute("PRAGMA journal_mode = OFF")  # it would be one more file
        lock.execute("BEGIN EXCLUSIVE")
    except sqlite3.Error as error:
        if lock is not None:
            lock.close()
        is_held = error.sqlite_errorcode == sqlite3.SQLITE_BUSY
        reason = "another sandbox has it open" if is_held else f"its lock: {error}"
        message = f"{path} cannot be the store of a sandbox: {reason}"
        raise StoreError(message) from error
    return lock


@contextmanager
def transaction(connection: sqlite3.Connection, begin: str) -> Iterator[None]:
    """Commit at the end, or take everything back where an exception leaves."""
    connection.execute(begin)
    try:
        yield
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def _connect(path: Path | None, busy_seconds: float) -> sqlite3.Connection:
    return sqlite3.connect(
        # An absolute path is neither ":memory:" nor a URI.
        ":memory:" if path is None else str(path.absolute()),
        timeout=busy_seconds,
        isolation_level=None,
        check_same_thread=False,  # it is opened here, and used by one worker
    )


def _prepare(connection: sqlite3.Connection, balance: Decimal) -> None:
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if not tables:
        for statement in _SCHEMA:
            connection.execute(statement)
        connection.execute("INSERT INTO account VALUES (1, ?, NULL)", [str(balance)])
        connection.execute(f"PRAGMA application_id = {_APPLICATION}")
        connection.execute(f"PRAGMA user_version = {_VERSION}")
    elif application != _APPLICATION:
        message = "it is the database of something else"
        raise StoreError(message)
    elif version != _VERSION:
        message = f"it is of version {version}, this is version {_VERSION}"
        raise StoreError(message)
