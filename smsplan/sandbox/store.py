"""Where the sandbox keeps messages and balance: SQLite, in a file or in memory.

All writing is done by one thread, which commits together what waits together.
What a coroutine here returns is committed: with a file it survives a kill -9
and, as far as the disk keeps what it was told to, a loss of power.

Amounts are stored as text and reckoned as :class:`~decimal.Decimal`; SQLite's own
numbers would round them.  An smsid is never given twice.
"""

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from decimal import Decimal
from pathlib import Path
from typing import Any, Final, cast

from msgspec.structs import asdict

from smsplan.money import EXACT
from smsplan.sandbox.database import lock_store, open_reading, open_store, opening, transaction
from smsplan.sandbox.messages import Accepted, Message, total
from smsplan.sandbox.worker import Worker

_FIELDS: Final = Message.__struct_fields__
_READ: Final[dict[str, type]] = {"cost": Decimal, "flash": bool, "silent": bool}
"""What SQLite has no type for."""
_SELECT: Final = f"SELECT {', '.join(_FIELDS)} FROM message"  # noqa: S608 - our own names
_ADD: Final = (
    f"INSERT INTO message ({', '.join(Accepted.__struct_fields__)}) "  # noqa: S608 - our own names
    f"VALUES (:{', :'.join(Accepted.__struct_fields__)})"
)
_DUE: Final = """
SELECT smsid, msisdn FROM message WHERE received IS NULL AND coalesce(scheduled, sent) <= ?
ORDER BY coalesce(scheduled, sent), smsid LIMIT ?
"""
# One statement for many: each takes the interpreter's lock, which the event loop wants.
_DELIVER: Final = """
UPDATE message SET status = :status, received = :now,
    callback_due = CASE WHEN callback IS NOT NULL THEN :now END
WHERE smsid IN (SELECT value FROM json_each(:smsids)) AND received IS NULL
"""
# The expression is Message.origin.
_DUE_CALLBACKS: Final = f"""
{_SELECT} WHERE callback_due <= :now
    AND smsid NOT IN (SELECT value FROM json_each(:under_way))
    AND substr(callback, 1, 8 + instr(substr(callback, 9) || '/', '/'))
        NOT IN (SELECT value FROM json_each(:busy))
ORDER BY callback_due LIMIT :limit
"""  # noqa: S608 - our own names
_RECORD: Final = """
UPDATE message SET attempts = ?, answer = ?, failure = ?, callback_due = ? WHERE smsid = ?
"""
_NEXT_DUE: Final = """
SELECT min(due) FROM (
    SELECT min(coalesce(scheduled, sent)) AS due FROM message
    WHERE received IS NULL AND coalesce(scheduled, sent) > :after
    UNION ALL
    SELECT min(callback_due) AS due FROM message WHERE callback_due > :after
)
"""
_NEWEST: Final = f"{_SELECT} ORDER BY smsid DESC LIMIT :limit"
# Not LIKE, which ends at a NUL, and reads % and _ in what is looked for.
_SEARCH: Final = f"""
{_SELECT} WHERE instr(lower(msisdn), lower(:search)) OR instr(lower(sender), lower(:search))
    OR instr(lower(text), lower(:search))
ORDER BY smsid DESC LIMIT :limit
"""


_Values = Sequence[object] | Mapping[str, object]


class Store:
    """The messages of a sandbox and its balance.

    ``path`` is a file, which is made where there is none, or ``None`` for
    memory.  ``balance`` is that of a new store; an existing one keeps its own.
    A file belongs to one sandbox at a time.

    Raises :class:`~smsplan.errors.StoreError` for a file that cannot be opened or
    written, is no store, is damaged, has several names, or is another sandbox's.
    """

    def __init__(self, path: Path | None, balance: Decimal) -> None:
        self.now: Callable[[], float] | None = None
        """Tells the sandbox's time, which is kept with all that is written."""
        with opening(path), ExitStack() as opened:
            self._connections = [opened.enter_context(closing(open_store(path, balance)))]
            if path is not None:
                opened.enter_context(closing(lock_store(path)))
                self._connections.append(opened.enter_context(closing(open_reading(path))))
            self._opened = opened.pop_all()
        self._writer = Worker("smsplan-store", self._writing)
        self._reader = self._writer
        if path is not None:
            self._reader = Worker("smsplan-outbox", self._reading)

    def close(self) -> None:
        """Finish what was asked for and close the file.  Nothing may be asked for after that."""
        with suppress(sqlite3.Error):  # as of a disk that is full
            self._writer.wait(lambda writing: writing.touch())
        self._reader.close()
        self._writer.close()
        self._opened.close()

    async def add(self, messages: Sequence[Accepted]) -> tuple[int, ...] | None:
        """Take messages and what they cost, all or none; ``None`` if the balance is too low.

        The smsids are in the order of the messages.
        """
        return await self._writer.ask(lambda writing: writing.add(messages))

    async def due(self, now: float, limit: int) -> list[tuple[int, str]]:
        """List smsid and msisdn of messages that are to be delivered now, the earliest first."""
        return await self._reader.ask(lambda reading: reading.rows(_DUE, (now, limit)))

    async def deliver(self, statuses: Mapping[int, int], now: float) -> None:
        """Set the status of messages by smsid; where there is a callback, its first call is due.

        A message that has a status keeps it.
        """
        by_status: dict[int, list[int]] = {}
        for smsid, status in statuses.items():
            by_status.setdefault(status, []).append(smsid)
        rows: list[_Values] = [
            {"status": status, "now": int(now), "smsids": json.dumps(smsids)}
            for status, smsids in by_status.items()
        ]
        await self._writer.ask(lambda writing: writing.run(_DELIVER, rows))

    async def due_callbacks(
        self, now: float, limit: int, under_way: Iterable[int], busy: Iterable[str]
    ) -> list[Message]:
        """List messages whose callbacks are to be called now, the earliest first.

        Left out are the smsids that are ``under_way``, and the origins that are
        ``busy`` (:attr:`Message.origin`).
        """
        given = {
            "now": now,
            "limit": limit,
            "under_way": json.dumps(list(under_way)),
            "busy": json.dumps(list(busy)),
        }
        return await self._reader.ask(lambda reading: reading.messages(_DUE_CALLBACKS, given))

    async def record_attempt(
        self, message: Message, answer: int | None, failure: str | None, due: float | None
    ) -> None:
        """Note one more call of a callback: the HTTP status of the answer, or the failure.

        ``due`` is the time of the next call, ``None`` if there is to be none.
        """
        row = (message.attempts + 1, answer, failure, due, message.smsid)
        await self._writer.ask(lambda writing: writing.run(_RECORD, [row]))

    async def next_due(self, after: float) -> float | None:
        """Return when the next message or callback is due after a time; ``None`` for never.

        Times are Unix timestamps.
        """
        due = await self._reader.ask(lambda reading: reading.value(_NEXT_DUE, {"after": after}))
        return None if due is None else float(due)

    async def last_time(self) -> float | None:
        """Return what ``now`` told at the last write: a Unix timestamp, ``None`` for never."""
        return await self._reader.ask(lambda reading: reading.value("SELECT clock FROM account"))

    async def outbox(self, search: str, limit: int) -> list[Message]:
        """List messages with ``search`` in msisdn, sender or text, the newest first.

        An empty one finds all; ASCII letters are found in either case.
        """
        query = _SEARCH if search else _NEWEST
        given = {"search": search, "limit": limit}
        return await self._reader.ask(lambda reading: reading.messages(query, given))

    async def balance(self) -> Decimal:
        """Return the balance that is left, in the currency of the rate card."""
        return await self._reader.ask(lambda reading: reading.balance)

    def messages(self) -> list[Message]:
        """List all messages, the oldest first; blocks, and needs no event loop."""
        return self._reader.wait(lambda reading: reading.messages(f"{_SELECT} ORDER BY smsid"))

    @contextmanager
    def _writing(self) -> Iterator["_Transaction"]:
        connection = self._connections[0]
        with transaction(connection, "BEGIN IMMEDIATE"):
            writing = _Transaction(connection)
            yield writing
            writing.finish(self.now)

    @contextmanager
    def _reading(self) -> Iterator["_Transaction"]:
        connection = self._connections[1]
        with transaction(connection, "BEGIN"):
            yield _Transaction(connection)


class _Transaction:
    """What can be done in a transaction.  The balance is read and written once in each."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._balance: Decimal | None = None
        self._spent = False
        self._changed = False

    @property
    def balance(self) -> Decimal:
        if self._balance is None:
            self._balance = Decimal(self.value("SELECT balance FROM account"))
        return self._balance

    def finish(self, now: Callable[[], float] | None) -> None:
        """Write the balance, and the time, if there was anything to write."""
        if self._spent:
            self.run("UPDATE account SET balance = ?", [(str(self._balance),)])
        if self._changed and now is not None:
            self.run("UPDATE account SET clock = ?", [(now(),)])

    def touch(self) -> None:
        """Have the time written."""
        self._changed = True

    def add(self, messages: Sequence[Accepted]) -> tuple[int, ...] | None:
        left = EXACT.subtract(self.balance, total(messages))
        if left < 0:
            return None
        rows = (asdict(message) | {"cost": str(message.cost)} for message in messages)
        smsids = tuple(cast("int", self._connection.execute(_ADD, row).lastrowid) for row in rows)
        self._balance, self._spent, self._changed = left, True, True
        return smsids

    def run(self, statement: str, rows: Sequence[_Values]) -> None:
        self._connection.executemany(statement, rows)
        self._changed = True

    def rows(self, query: str, given: _Values = ()) -> list[Any]:
        return self._connection.execute(query, given).fetchall()

    def value(self, query: str, given: _Values = ()) -> Any:  # noqa: ANN401 - as SQLite has it
        return self.rows(query, given)[0][0]

    def messages(self, query: str, given: _Values = ()) -> list[Message]:
        found = (dict(zip(_FIELDS, row, strict=True)) for row in self.rows(query, given))
        return [
            Message(**row | {name: read(row[name]) for name, read in _READ.items()})
            for row in found
        ]
