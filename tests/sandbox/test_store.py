"""What the store says it has, it has: exactly, once, and after it was opened again."""

import asyncio
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from subprocess import PIPE

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

pytest.importorskip("starlette", reason="the extra `web` is not installed")

from smsplan.errors import StoreError
from smsplan.sandbox import database
from smsplan.sandbox import store as store_module
from smsplan.sandbox.messages import Accepted
from smsplan.sandbox.store import Store
from tests.examples import FEW

_COSTS = st.decimals(0, 10**17, places=18) | st.decimals(0, 10, places=2)
_TEXTS = st.text(st.characters(codec="utf-8"), max_size=20)


def accepted(  # noqa: PLR0913 - what differs between tests
    text: str = "Hi",
    *,
    cost: Decimal = Decimal("0.2"),
    scheduled: int | None = None,
    callback: str | None = None,
    msisdn: str = "4512345678",
    sender: str = "You",
) -> Accepted:
    return Accepted(
        msisdn=msisdn,
        sender=sender,
        text=text,
        sent=100,
        cost=cost,
        chars_count=2,
        msg_count=1,
        scheduled=scheduled,
        callback=callback,
    )


@contextmanager
def opened(path: Path | None = None, balance: Decimal = Decimal(10)) -> Iterator[Store]:
    with closing(Store(path, balance)) as store:
        yield store


@pytest.fixture(params=["memory", "file"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    path = tmp_path / "store" if request.param == "file" else None
    with opened(path) as made:
        yield made


def add(store: Store, *messages: Accepted) -> tuple[int, ...] | None:
    return asyncio.run(store.add(messages))


@example(Decimal("99999999999999999.999999999999999999"), [Decimal("0.000000000000000001")])
@given(_COSTS, st.lists(_COSTS, max_size=8))
def test_the_balance_is_exact_and_never_below_zero(balance: Decimal, costs: list[Decimal]) -> None:
    left = Fraction(balance)
    with opened(balance=balance) as store:
        for cost in costs:
            affordable = left >= Fraction(cost)
            assert (add(store, accepted(cost=cost)) is not None) is affordable
            left -= Fraction(cost) if affordable else 0
            assert Fraction(asyncio.run(store.balance())) == left
        spent = sum(Fraction(message.cost) for message in store.messages())
        assert spent == Fraction(balance) - left


def test_what_is_asked_for_at_once_spends_no_more_than_there_is(store: Store) -> None:
    async def spend() -> list[tuple[int, ...] | None]:
        return await asyncio.gather(*(store.add([accepted()]) for _ in range(200)))

    answers = asyncio.run(spend())
    smsids = [smsid for answer in answers if answer is not None for smsid in answer]
    assert len(smsids) == len(set(smsids)) == 50
    assert smsids == sorted(smsids)
    assert asyncio.run(store.balance()) == 0
    assert [message.smsid for message in store.messages()] == smsids


def test_a_group_is_taken_whole_or_not_at_all(store: Store) -> None:
    dear = accepted(cost=Decimal(4))
    assert add(store, dear, dear, dear) is None
    assert store.messages() == []
    assert asyncio.run(store.balance()) == 10
    first, second = add(store, dear, accepted("Bye")) or ()
    assert second == first + 1
    assert [message.text for message in store.messages()] == ["Hi", "Bye"]


@example("a\0b", "B")
@example("100%", "%")
@example("a_c", "_")
@example("x", "\\")
@example("Æ", "æ")
@given(_TEXTS, _TEXTS)
@FEW
def test_search_finds_what_holds_it(text: str, search: str) -> None:
    ascii_lower = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}
    with opened() as store:
        add(store, accepted(text, sender="S1"), accepted("", msisdn="4798765432", sender="ÆØ"))
        found = [message.smsid for message in asyncio.run(store.outbox(search, 9))]
        wanted = search.translate(ascii_lower)
        assert found == [
            message.smsid
            for message in reversed(store.messages())
            if any(
                wanted in value.translate(ascii_lower)
                for value in (message.msisdn, message.sender, message.text)
            )
        ]


def test_the_outbox_is_bounded_and_newest_first(store: Store) -> None:
    add(store, *(accepted(str(number)) for number in range(5)))
    assert [message.text for message in asyncio.run(store.outbox("", 2))] == ["4", "3"]
    assert [message.text for message in asyncio.run(store.outbox("HI", 2))] == []
    assert [message.text for message in asyncio.run(store.outbox("you", 2))] == ["4", "3"]


def test_every_field_is_kept_as_it_was(tmp_path: Path) -> None:
    full = Accepted(
        msisdn="4512345678",
        sender="You",
        text="a\0\r\n😀'; DROP TABLE message; --",
        sent=1,
        cost=Decimal("0.123456789012345678"),
        chars_count=2**40,
        msg_count=255,
        scheduled=253_370_764_799,
        flash=True,
        silent=True,
        wappush="https://example.com/æ",
        callback="http://127.0.0.1/",
        price=10**15 - 1,
    )
    with opened(tmp_path / "store") as store:
        add(store, full)
    with opened(tmp_path / "store", balance=Decimal(999)) as store:
        (message,) = store.messages()
        assert asyncio.run(store.balance()) == Decimal("9.876543210987654322")
    for field in Accepted.__struct_fields__:
        kept, given = getattr(message, field), getattr(full, field)
        assert (kept, type(kept)) == (given, type(given))


def test_an_smsid_is_never_given_again(tmp_path: Path) -> None:
    path = tmp_path / "store"
    with opened(path) as store:
        assert add(store, accepted(), accepted()) == (1, 2)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DELETE FROM message")
    with opened(path) as store:
        assert add(store, accepted()) == (3,)


def test_a_message_is_delivered_once_its_time_has_come(store: Store) -> None:
    add(store, accepted("later", scheduled=200), accepted("now"), accepted("soon", scheduled=150))

    async def follow() -> None:
        assert await store.next_due(0) == 100
        assert await store.due(99, 9) == []
        assert [smsid for smsid, _ in await store.due(175, 9)] == [2, 3]
        assert await store.due(200, 1) == [(2, "4512345678")]
        await store.deliver({2: 150, 3: 12}, 175.9)
        assert await store.next_due(175) == 200
        await store.deliver({2: 13, 1: 150}, 300)
        assert await store.next_due(175) is None
        assert await store.due(1e9, 9) == []
        assert await store.due_callbacks(1e9, 9, (), ()) == []

    asyncio.run(follow())
    assert [(message.status, message.received) for message in store.messages()] == [
        (150, 300),
        (150, 175),
        (12, 175),
    ]


def test_a_callback_is_due_from_delivery_until_no_call_follows(store: Store) -> None:
    add(
        store,
        accepted(callback="http://127.0.0.1/a"),
        accepted(),
        accepted(callback="http://[::1]/"),
    )

    async def follow() -> None:
        assert await store.due_callbacks(1e9, 9, (), ()) == []
        await store.deliver({1: 150, 2: 150}, 100.5)
        assert await store.due_callbacks(99, 9, (), ()) == []
        (first,) = await store.due_callbacks(100.5, 9, (), ())
        assert (first.smsid, first.callback, first.attempts) == (1, "http://127.0.0.1/a", 0)
        assert first.status == 150
        await store.record_attempt(first, None, "no connection", 3700.25)
        await store.deliver({3: 14}, 3600)
        assert await store.next_due(101) == 3600
        third, second = await store.due_callbacks(3700.25, 9, (), ())
        assert (third.smsid, second.smsid, second.attempts) == (3, 1, 1)
        await store.record_attempt(second, 200, None, None)
        assert await store.due_callbacks(1e9, 9, (), ()) == [third]

    asyncio.run(follow())
    message = store.messages()[0]
    assert (message.attempts, message.answer) == (2, 200)


def test_who_stops_waiting_has_sent_all_the_same_and_holds_up_nobody(store: Store) -> None:
    async def hang_up() -> tuple[int, ...] | None:
        task = asyncio.create_task(store.add([accepted()]))
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        return await asyncio.wait_for(store.add([accepted("after that")]), 30)

    assert asyncio.run(hang_up()) == (2,)
    assert [message.text for message in store.messages()] == ["Hi", "after that"]


def test_one_that_fails_takes_none_with_it(store: Store) -> None:
    async def together() -> list[tuple[int, ...] | BaseException | None]:
        broken = accepted("\ud800")  # which SQLite cannot hold
        asked = (store.add([item]) for item in (accepted(), broken, accepted()))
        return await asyncio.gather(*asked, return_exceptions=True)

    first, broken, last = asyncio.run(together())
    assert isinstance(broken, UnicodeEncodeError)
    assert [(message.smsid,) for message in store.messages()] == [first, last]
    assert asyncio.run(store.balance()) == Decimal("9.6")


def test_a_file_that_is_locked_fails_all_that_wait_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "_BUSY_SECONDS", 0.01)
    path = tmp_path / "store"
    begun: list[str] = []
    begin = database.transaction

    def count(connection: sqlite3.Connection, statement: str) -> AbstractContextManager[None]:
        begun.append(statement)
        return begin(connection, statement)

    monkeypatch.setattr(store_module, "transaction", count)
    with opened(path) as store, closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN IMMEDIATE")

        async def together() -> list[tuple[int, ...] | BaseException | None]:
            asked = (store.add([accepted()]) for _ in range(50))
            return await asyncio.gather(*asked, return_exceptions=True)

        for error in asyncio.run(together()):
            assert isinstance(error, sqlite3.OperationalError)
        assert len(begun) < 50
        other.rollback()
        assert add(store, accepted()) == (1,)


def test_a_store_that_is_closed_says_so(tmp_path: Path) -> None:
    with opened(tmp_path / "store") as store:
        pass
    with pytest.raises(RuntimeError, match="closed"):
        add(store, accepted())
    with pytest.raises(RuntimeError, match="closed"):
        store.messages()


def test_a_file_that_is_no_store_is_refused_and_left_as_it_was(tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    with closing(sqlite3.connect(other)) as connection, connection:
        connection.execute("CREATE TABLE message (smsid)")
    text = tmp_path / "notes.txt"
    text.write_text("not a database, but a text of more than sixteen octets" * 20)
    newer = tmp_path / "newer"
    with opened(newer):
        pass
    with closing(sqlite3.connect(newer)) as connection:
        connection.execute("PRAGMA user_version = 3")
    for path, reason in (
        (other, "the database of something else"),
        (text, "not a database"),
        (newer, "of version 3"),
        (tmp_path, "it is a folder"),
        (tmp_path / "missing" / "store", "unable to open"),
    ):
        before = path.read_bytes() if path.is_file() else None
        with pytest.raises(StoreError, match=reason) as refused:
            Store(path, Decimal(1))
        assert str(path) in str(refused.value)
        assert (path.read_bytes() if path.is_file() else None) == before
    assert not [*tmp_path.glob("[ot]*-lock")]


@pytest.mark.parametrize("name", [":memory:", "file:store?mode=memory", ""])
def test_a_relative_name_is_a_file_whatever_it_means_to_sqlite(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    if not name:
        with pytest.raises(StoreError, match="it is a folder"):
            Store(Path(name), Decimal(1))
        return
    for smsid in (1, 2):
        with opened(Path(name)) as store:
            assert add(store, accepted()) == (smsid,)
    assert Path(tmp_path, name).is_file()


def test_a_file_is_one_stores_by_whatever_name_until_that_is_closed(tmp_path: Path) -> None:
    path, link = tmp_path / "store", tmp_path / "link"
    with opened(path):
        link.symlink_to(path)
        for name in (path, link):
            with pytest.raises(StoreError, match="another sandbox has it open"):
                Store(name, Decimal(1))
    with opened(link) as store:
        assert add(store, accepted()) == (1,)


@pytest.mark.process
def test_a_process_that_is_killed_gives_its_file_back(tmp_path: Path) -> None:
    path = tmp_path / "store"
    hold = (
        "import sys; from decimal import Decimal; from pathlib import Path\n"
        "from smsplan.sandbox.store import Store\n"
        "store = Store(Path(sys.argv[1]), Decimal(1))\n"
        "print('open', flush=True); sys.stdin.read()\n"
    )
    command = [sys.executable, "-c", hold, str(path)]
    with subprocess.Popen(command, stdin=PIPE, stdout=PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == "open\n"
        with pytest.raises(StoreError, match="another sandbox has it open"):
            Store(path, Decimal(1))
        process.kill()
    assert not path.with_name("store-lock-journal").exists()
    with opened(path) as store:
        assert add(store, accepted()) == (1,)


def test_the_time_is_kept_with_what_is_written_and_at_the_end(tmp_path: Path) -> None:
    path = tmp_path / "store"
    now = [1000.5]
    with opened(path) as store:
        add(store, accepted())
        assert asyncio.run(store.last_time()) is None
        store.now = lambda: now[0]
        assert add(store, accepted(cost=Decimal(100))) is None
        assert asyncio.run(store.last_time()) is None
        add(store, accepted())
        assert asyncio.run(store.last_time()) == 1000.5
        now[0] = 2000.5
        asyncio.run(store.deliver({1: 150}, 1999))
        assert asyncio.run(store.last_time()) == 2000.5
        now[0] = 3000.5
    with opened(path) as store:
        assert asyncio.run(store.last_time()) == 3000.5
