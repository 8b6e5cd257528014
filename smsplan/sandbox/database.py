"""The SQLite file of a sandbox: its tables, and how it is opened."""

import sqlite3
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Final

from smsplan.errors import StoreError
from smsplan.sandbox.messages import Message
from smsplan.sandbox.settings import is_balance

_APPLICATION: Final = 0x736D7370
"""Marks the file as ours: ``smsp``."""
_VERSION: Final = 2
_BOUND_CACHE: Final = "PRAGMA cache_size = -8192"  # KiB
_BUSY_SECONDS: Final = 10.0

_WRITE_SOMETHING: Final = "UPDATE account SET clock = clock"
"""Whether a file, its folder and the disk can take anything shows when it is written."""
_LATEST: Final = 253_402_300_800.0
"""The year 10000, which no clock of ours shows."""
_PRIMARY: Final = 0xFF
"""The bits of an extended error code that are the error."""
_REASONS: Final = {
    sqlite3.SQLITE_READONLY: "it cannot be written",
    sqlite3.SQLITE_CANTOPEN: "it cannot be opened, or its folder is not there or not to be written",
    sqlite3.SQLITE_NOTADB: "it is no database",
    sqlite3.SQLITE_CORRUPT: "it is damaged",
    sqlite3.SQLITE_FULL: "there is no room on the disk",
    sqlite3.SQLITE_BUSY: "another program is writing it",
}

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


@contextmanager
def opening(path: Path | None) -> Iterator[None]:
    """Raise :class:`StoreError` that says why, where a file cannot be the store of a sandbox."""
    try:
        yield
    except (sqlite3.Error, OSError, ValueError) as error:
        raise StoreError(f"{path} cannot be the store of a sandbox: {_reason(error)}") from error


def open_store(path: Path | None, balance: Decimal) -> sqlite3.Connection:
    """Open a store for writing; make it, with that balance, where there is none.

    Raises what :func:`opening` expects for a file that is no store, is damaged, or
    cannot be written.
    """
    if path is not None:
        _check_file(path)
    connection = _connect(path, _BUSY_SECONDS)
    try:
        with transaction(connection, "BEGIN IMMEDIATE"):
            _prepare(connection, balance)
        connection.execute(_BOUND_CACHE)
        if path is not None:  # not before, for it writes into the file
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
        with transaction(connection, "BEGIN IMMEDIATE"):
            connection.execute(_WRITE_SOMETHING)
    except BaseException:
        connection.close()
        raise
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

    Raises what :func:`opening` expects where another sandbox holds it.
    """
    real = path.resolve()
    lock = _connect(real.with_name(f"{real.name}-lock"), busy_seconds=0)
    try:
        lock.execute("PRAGMA journal_mode = OFF")  # it would be one more file
        lock.execute("BEGIN EXCLUSIVE")
    except sqlite3.Error as error:
        lock.close()
        is_held = error.sqlite_errorcode == sqlite3.SQLITE_BUSY
        raise ValueError(
            "another sandbox has it open" if is_held else f"its lock: {_reason(error)}"
        ) from error
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
    """Make the tables of a new store; look whether another one has what they are to have."""
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if not tables:
        for statement in _SCHEMA:
            connection.execute(statement)
        connection.execute("INSERT INTO account VALUES (1, ?, NULL)", [str(balance)])
        connection.execute(f"PRAGMA application_id = {_APPLICATION}")
        connection.execute(f"PRAGMA user_version = {_VERSION}")
        return
    if application != _APPLICATION:
        raise ValueError("it is the database of something else")
    if version != _VERSION:
        raise ValueError(f"it is of version {version}, this is version {_VERSION}")
    _check_content(connection)


def _check_file(path: Path) -> None:
    """Refuse what is no file, and one of several names: SQLite keeps a journal for each name."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return
    if not stat.S_ISREG(found.st_mode):
        raise ValueError("it is a folder" if stat.S_ISDIR(found.st_mode) else "it is no file")
    if found.st_nlink > 1:
        raise ValueError(
            f"it has {found.st_nlink} names (hard links), by each of which a sandbox might use it;"
            " remove all but one"
        )


def _check_content(connection: sqlite3.Connection) -> None:
    (damage,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if damage != "ok":
        raise ValueError(f"it is damaged: {' '.join(damage.split())}")
    connection.execute(f"SELECT {', '.join(Message.__struct_fields__)} FROM message LIMIT 0")  # noqa: S608 - our own names
    for name, kind in connection.execute("SELECT name, type FROM pragma_table_info('message')"):
        _check_column(connection, name, kind)
    account = connection.execute("SELECT balance, clock FROM account").fetchone()
    balance, clock = account or (None, None)
    if not (isinstance(balance, str) and is_balance(balance)):
        raise ValueError(f"its balance is {balance!r}, which is no amount such as '95.96'")
    if not (clock is None or (isinstance(clock, float) and 0 <= clock < _LATEST)):
        raise ValueError(f"its clock is {clock!r}, which is no time")


def _check_column(connection: sqlite3.Connection, name: str, kind: str) -> None:
    """Refuse a value of another kind: SQLite takes any value into any column."""
    column = '"{}"'.format(name.replace('"', '""'))
    unfit = f"typeof({column}) NOT IN ('null', '{kind.lower()}')"
    if name == "cost":  # text that is an amount
        kind = "amount such as '0.20'"
        connection.create_function("is_amount", 1, is_balance, deterministic=True)
        unfit = f"CASE typeof({column}) WHEN 'text' THEN NOT is_amount({column}) ELSE 1 END"
    query = f"SELECT smsid, {column} FROM message WHERE {unfit} LIMIT 1"  # noqa: S608 - of our schema
    for smsid, value in connection.execute(query):
        raise ValueError(f"{name} of its message {smsid} is {value!r}, which is no {kind}")


def _reason(error: Exception) -> str:
    """Return in words what SQLite, or the system, says of a file."""
    code = getattr(error, "sqlite_errorcode", 0) & _PRIMARY
    return f"{_REASONS[code]} ({error})" if code in _REASONS else str(error)
