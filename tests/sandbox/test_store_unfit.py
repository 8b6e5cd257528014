"""A file that cannot be a store is refused when the sandbox starts, not at the first message."""

import os
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import pytest

pytest.importorskip("starlette", reason="the extra `web` is not installed")

from smsplan.errors import StoreError
from smsplan.sandbox import database
from smsplan.sandbox.store import Store

MESSAGE = """
INSERT INTO message
    (msisdn, sender, text, sent, cost, chars_count, msg_count, flash, silent)
VALUES ('4512345678', 'You', 'Hi', 1800000000, '0.20', 2, 1, 0, 0)
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "store"
    with closing(Store(path, Decimal("95.96"))):
        pass
    return path


def run(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(statement)


def overwrite(path: Path, at: int, octets: bytes) -> None:
    with path.open("r+b") as file:
        file.seek(at)
        file.write(octets)


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        ("UPDATE account SET balance = 'much'", "its balance is 'much', which is no amount"),
        ("UPDATE account SET balance = ''", "its balance is ''"),
        ("UPDATE account SET balance = 'NaN'", "its balance is 'NaN'"),
        ("UPDATE account SET balance = '-1'", "its balance is '-1'"),
        ("UPDATE account SET balance = '1e99'", "its balance is '1e99'"),
        ("UPDATE account SET balance = x'31'", "its balance is b'1'"),
        ("DELETE FROM account", "its balance is None"),
        ("UPDATE account SET clock = 'noon'", "its clock is 'noon', which is no time"),
        ("UPDATE account SET clock = 9e999", "its clock is inf"),
        ("DROP TABLE message", "no such table: message"),
        ("DROP TABLE account", "no such table: account"),
        ("ALTER TABLE message DROP COLUMN sender", "no such column: sender"),
    ],
)
def test_a_store_that_could_answer_nothing_is_refused(
    path: Path, statement: str, reason: str
) -> None:
    run(path, statement)
    with pytest.raises(StoreError, match=reason):
        Store(path, Decimal(1))


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("sent", "'noon'", "sent of its message 1 is 'noon', which is no INTEGER"),
        ("sent", "1.5", "sent of its message 1 is 1.5"),
        ("text", "x'ff'", r"text of its message 1 is b'\\xff', which is no TEXT"),
        ("cost", "'much'", "cost of its message 1 is 'much', which is no amount such as '0.20'"),
        ("cost", "'NaN'", "cost of its message 1 is 'NaN'"),
        ("cost", "x'31'", "cost of its message 1 is b'1'"),
        ("received", "'never'", "received of its message 1 is 'never'"),
        ("callback_due", "'soon'", "callback_due of its message 1 is 'soon'"),
    ],
)
def test_a_store_with_a_message_that_could_not_be_read_is_refused(
    path: Path, column: str, value: str, reason: str
) -> None:
    run(path, MESSAGE)
    with closing(Store(path, Decimal(1))) as store:
        assert [message.text for message in store.messages()] == ["Hi"]
    run(path, f"UPDATE message SET {column} = {value}")  # noqa: S608 - our own
    with pytest.raises(StoreError, match=reason):
        Store(path, Decimal(1))


def test_a_balance_that_somebody_wrote_into_it_is_taken(path: Path) -> None:
    run(path, "UPDATE account SET balance = 12")
    Store(path, Decimal(1)).close()


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (lambda path: overwrite(path, 0, b"SQLite format 9"), "it is no database"),
        (lambda path: overwrite(path, 4096, b"\xff" * 4096), "it is damaged: "),
        (lambda path: os.truncate(path, 5000), "it is damaged"),
    ],
)
def test_a_file_that_is_damaged_is_refused(
    path: Path, damage: Callable[[Path], None], reason: str
) -> None:
    damage(path)
    with pytest.raises(StoreError, match=reason):
        Store(path, Decimal(1))


def test_a_file_of_several_names_is_refused_by_each_of_them(path: Path) -> None:
    link = path.with_name("link")
    with closing(Store(path, Decimal(1))):
        link.hardlink_to(path)
        with pytest.raises(StoreError, match=r"it has 2 names \(hard links\)"):
            Store(link, Decimal(1))
    with pytest.raises(StoreError, match="remove all but one"):
        Store(path, Decimal(1))
    link.unlink()
    Store(path, Decimal(1)).close()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_what_is_no_file_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", Path(os.devnull)):
        with pytest.raises(StoreError, match="it is no file"):
            Store(path, Decimal(1))


def test_a_store_that_cannot_be_written_is_refused(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def connect(path: Path | None, busy_seconds: float) -> sqlite3.Connection:
        address = f"file:{path}?mode=ro"  # as one is opened that the system does not let us write
        return sqlite3.connect(
            address, uri=True, timeout=busy_seconds, isolation_level=None, check_same_thread=False
        )

    monkeypatch.setattr(database, "_connect", connect)
    with pytest.raises(StoreError, match="it cannot be written"):
        Store(path, Decimal(1))


@pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() == 0, reason="nobody is kept from writing"
)
def test_a_file_or_folder_without_the_right_to_write_is_refused(path: Path) -> None:
    for place, mode in ((path, 0o400), (path.parent, 0o500)):
        before = place.stat().st_mode
        place.chmod(mode)
        try:
            with pytest.raises(StoreError, match=r"cannot be (written|opened)"):
                Store(path, Decimal(1))
        finally:
            place.chmod(before)


@pytest.mark.skipif(sys.platform == "win32", reason="there is no limit on a file's size")
def test_a_disk_without_room_is_told_of(tmp_path: Path) -> None:
    import resource  # noqa: PLC0415 - Windows does not have it

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, before[1]))
    try:
        with pytest.raises(StoreError, match="cannot be the store"):
            Store(tmp_path / "store", Decimal(1))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
