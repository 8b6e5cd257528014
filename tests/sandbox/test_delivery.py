"""Messages are delivered at their time, and callbacks called until 200 or 25 times."""

import asyncio
import logging
import sqlite3
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from decimal import Decimal
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("starlette", reason="the extra `web` is not installed")

from smsplan.sandbox import delivery
from smsplan.sandbox.callbacks import INTERVAL, MAX_ATTEMPTS, Answer, Caller
from smsplan.sandbox.clock import Clock, HandClock, WallClock
from smsplan.sandbox.delivery import MAX_CALLS, MAX_CALLS_OF_ORIGIN, Courier
from smsplan.sandbox.messages import Accepted, Message
from smsplan.sandbox.outcomes import Outcomes
from smsplan.sandbox.store import Store
from tests.examples import FEW

PATIENCE = 30
NOON = 1_800_000_000
URL = "http://127.0.0.1:81/done"
OK = Answer(200)
FAILED = Answer(500, "answered with HTTP status 500")


def accepted(
    scheduled: int | None = None, callback: str | None = None, msisdn: str = "4520123456"
) -> Accepted:
    return Accepted(
        msisdn=msisdn,
        sender="You",
        text="Hi",
        sent=NOON,
        cost=Decimal(0),
        chars_count=2,
        msg_count=1,
        scheduled=scheduled,
        callback=callback,
    )


class Calls(Caller):
    """A caller that calls nobody: notes each call, and answers as it is told."""

    def __init__(self, answer: Callable[[str], Answer] = lambda _url: OK) -> None:
        super().__init__()
        self.urls: list[str] = []
        self.waiting: Counter[str] = Counter()
        self.slow: set[str] = set()
        self.most = 0
        self.changed = asyncio.Event()
        self._answer = answer

    async def call(self, url: str) -> Answer:
        host = urlsplit(url).netloc
        self.urls.append(url)
        self.waiting[host] += 1
        self.most = max(self.most, self.waiting.total())
        self.changed.set()
        try:
            await asyncio.sleep(0)
            if host in self.slow:
                await asyncio.Event().wait()
        finally:
            self.waiting[host] -= 1
        return self._answer(url)

    async def until(self, done: Callable[[], bool]) -> None:
        async with asyncio.timeout(PATIENCE):
            while not done():
                self.changed.clear()
                await self.changed.wait()


class Office:
    """A courier with its store and clock; ``advance`` does what the clock brings."""

    def __init__(self, clock: Clock, caller: Caller, path: Path | None = None) -> None:
        self.store = Store(path, Decimal(100))
        self.clock = clock
        self.courier = Courier(self.store, clock, Outcomes(), caller)

    async def advance(self, clock: HandClock, until: float) -> None:
        while (due := await self.store.next_due(clock.now())) is not None and due <= until:
            clock.set(due)
            await self.courier.settle()
        clock.set(until)

    def statuses(self) -> dict[int, int | None]:
        return {message.smsid: message.status for message in self.store.messages()}

    def only(self) -> Message:
        (message,) = self.store.messages()
        return message


@asynccontextmanager
async def office(
    clock: Clock,
    caller: Caller | None = None,
    *messages: Accepted,
    path: Path | None = None,
    runs: bool = False,
) -> AsyncIterator[Office]:
    opened = Office(clock, caller or Calls(), path)
    await opened.store.add(messages)
    running = asyncio.create_task(opened.courier.run()) if runs else None
    try:
        async with asyncio.timeout(PATIENCE):
            yield opened
    finally:
        if running:
            running.cancel()
            with suppress(asyncio.CancelledError):
                await running
        opened.store.close()


@FEW
@given(st.lists(st.none() | st.integers(0, 50), max_size=20), st.lists(st.integers(0, 20)))
def test_a_message_has_its_status_from_its_time_on_and_not_before(
    waits: list[int | None], steps: list[int]
) -> None:
    async def run() -> None:
        clock = HandClock(NOON)
        async with office(clock) as opened:
            await opened.store.add(
                [accepted(None if wait is None else NOON + wait) for wait in waits]
            )
            for step in steps:
                clock.set(clock.now() + step)
                await opened.courier.settle()
                passed = clock.now() - NOON
                expected = [150 if (wait or 0) <= passed else None for wait in waits]
                assert list(opened.statuses().values()) == expected

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(delivery, "_BATCH", 3)
        asyncio.run(run())


def test_an_outcome_is_that_of_the_number() -> None:
    async def run() -> None:
        async with office(HandClock(NOON)) as opened:
            await opened.store.add(
                [accepted(msisdn=f"45201234{end}") for end in ("12", "13", "14", "15")]
            )
            await opened.courier.deliver()
            assert list(opened.statuses().values()) == [12, 13, 14, 150]

    asyncio.run(run())


def test_a_message_that_comes_while_the_courier_sleeps_is_not_late() -> None:
    async def run() -> None:
        calls = Calls()
        async with office(WallClock(since=NOON), calls, runs=True) as opened:
            await opened.store.add([accepted(NOON + 3600, URL)])
            opened.courier.wake()
            await asyncio.sleep(0.02)  # it sleeps now, for an hour
            await opened.store.add([accepted(None, URL)])
            opened.courier.wake()
            await calls.until(lambda: len(calls.urls) == 1)
            assert list(opened.statuses().values()) == [None, 150]

    asyncio.run(run())


def test_a_courier_with_nothing_to_do_leaves_the_store_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def run() -> None:
        calls = Calls()
        async with office(HandClock(NOON), calls, runs=True) as opened:
            await opened.store.add([accepted(None, URL), accepted(NOON + 60)])
            opened.courier.wake()
            await calls.until(lambda: len(calls.urls) == 1)
            await opened.courier.settle()
            await asyncio.sleep(0.02)  # until it has seen that there is nothing more
            monkeypatch.setattr(opened.store, "due", None)
            await asyncio.sleep(0.02)

    asyncio.run(run())


def test_hours_pass_quickly_with_a_fast_clock() -> None:
    async def run() -> None:
        calls = Calls(lambda _url: FAILED)
        async with office(WallClock(speed=1e6, since=NOON), calls, runs=True) as opened:
            await opened.store.add([accepted(NOON + 7200, URL)])
            opened.courier.wake()
            await calls.until(lambda: len(calls.urls) == MAX_ATTEMPTS)

    asyncio.run(run())


def test_a_callback_is_tried_every_hour_25_times_in_all() -> None:
    clock = HandClock(NOON)
    times: list[float] = []

    def answer(_url: str) -> Answer:
        times.append(clock.now() - NOON)
        return FAILED

    async def run() -> None:
        calls = Calls(answer)
        async with office(clock, calls) as opened:
            await opened.store.add([accepted(None, URL)])
            await opened.courier.settle()
            await opened.advance(clock, NOON + 100 * INTERVAL)
            assert times == [hour * INTERVAL for hour in range(25)]
            assert len(set(calls.urls)) == 1  # the same parameters each time
            only = opened.only()
            assert (only.attempts, only.answer, only.failure) == (25, 500, FAILED.failure)

    asyncio.run(run())


def test_after_200_there_is_no_other_call() -> None:
    async def run() -> None:
        answers = iter([FAILED, Answer(failure="no answer"), OK])
        calls, clock = Calls(lambda _url: next(answers)), HandClock(NOON)
        async with office(clock, calls) as opened:
            await opened.store.add([accepted(None, URL)])
            await opened.courier.settle()
            await opened.advance(clock, NOON + 100 * INTERVAL)
            only = opened.only()
            assert (only.attempts, only.answer, only.failure) == (3, 200, None)

    asyncio.run(run())


def test_a_refused_callback_is_told_once_and_the_message_is_delivered(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def run() -> None:
        clock = HandClock(NOON)
        async with office(clock, Caller()) as opened:
            await opened.store.add([accepted(None, "http://192.0.2.1/?token=secret")])
            await opened.courier.settle()
            await opened.advance(clock, NOON + 100 * INTERVAL)
            only = opened.only()
            assert (only.status, only.attempts, only.answer) == (150, 1, None)
            assert (only.failure or "").startswith("refused: 192.0.2.1 is no loopback address")

    with caplog.at_level(logging.WARNING, "smsplan.sandbox"):
        asyncio.run(run())
    assert "callback of smsid 1, attempt 1 of 25: refused: 192.0.2.1" in caplog.text
    assert "secret" not in caplog.text


def test_what_was_called_and_what_was_not_survives_a_restart(tmp_path: Path) -> None:
    clock, path = HandClock(NOON), tmp_path / "store"

    async def run(hours: int) -> None:
        async with office(clock, Calls(lambda _url: FAILED), path=path) as opened:
            await opened.courier.settle()
            await opened.advance(clock, clock.now() + hours * INTERVAL)
            attempts.append(opened.store.messages()[0].attempts)

    async def begin() -> None:
        async with office(clock, path=path) as opened:
            await opened.store.add([accepted(NOON + 60, URL), accepted(NOON + 10**6)])

    attempts: list[int] = []
    asyncio.run(begin())
    for hours in (0, 1, 10, 100):
        asyncio.run(run(hours))
    assert attempts == [0, 1, 11, 25]


def test_a_call_whose_end_was_not_noted_is_made_again(tmp_path: Path) -> None:
    clock, path = HandClock(NOON), tmp_path / "store"

    async def die_calling() -> None:
        calls = Calls()
        calls.slow = {"127.0.0.1:81"}
        async with office(clock, calls, path=path, runs=True) as opened:
            await opened.store.add([accepted(None, URL)])
            opened.courier.wake()
            await calls.until(lambda: len(calls.urls) == 1)

    async def go_on() -> None:
        calls = Calls()
        async with office(clock, calls, path=path) as opened:
            await opened.courier.settle()
            assert len(calls.urls) == 1
            assert opened.only().attempts == 1

    asyncio.run(die_calling())
    asyncio.run(go_on())


def test_a_slow_host_holds_up_neither_other_callbacks_nor_messages() -> None:
    async def run() -> None:
        calls = Calls()
        calls.slow = {"127.0.0.1:81"}
        urls = [URL] * 500 + [f"http://127.0.0.1:82/{n}" for n in range(100)]
        messages = [accepted(None, url) for url in urls]
        async with office(HandClock(NOON), calls, *messages, runs=True) as opened:
            await calls.until(lambda: sum(":82/" in url for url in calls.urls) == 100)
            assert calls.waiting["127.0.0.1:81"] == MAX_CALLS_OF_ORIGIN
            assert set(opened.statuses().values()) == {150}

    asyncio.run(run())


def test_calls_at_the_same_time_are_bounded_and_each_is_made_once() -> None:
    async def run() -> None:
        calls = Calls()
        async with office(HandClock(NOON), calls, runs=True) as opened:
            urls = [f"http://127.0.0.{n % 100}:81/" for n in range(1000)]
            await opened.store.add([accepted(None, url) for url in urls])
            opened.courier.wake()
            await asyncio.gather(*(opened.courier.settle() for _ in range(3)))
            assert calls.most <= MAX_CALLS
            called = Counter(parse_qs(urlsplit(url).query)["smsid"][0] for url in calls.urls)
            assert called == Counter(str(smsid) for smsid in range(1, 1001))

    asyncio.run(run())


def test_a_store_that_fails_ends_neither_courier_nor_callback(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(delivery, "_PAUSE", 0.001)
    failures = {"due": 2, "record_attempt": 2}

    def failing(name: str, work: Callable[..., object]) -> Callable[..., object]:
        def fail(*given: object) -> object:
            failures[name] -= 1
            if failures[name] >= 0:
                message = "disk I/O error"
                raise sqlite3.OperationalError(message)
            return work(*given)

        return fail

    async def run() -> None:
        calls = Calls()
        async with office(HandClock(NOON), calls) as opened:
            for name in failures:
                monkeypatch.setattr(opened.store, name, failing(name, getattr(opened.store, name)))
            await opened.store.add([accepted(None, URL)])
            running = asyncio.create_task(opened.courier.run())
            await calls.until(lambda: len(calls.urls) == 3)  # at least once
            await opened.courier.settle()
            assert opened.only().answer == 200
            running.cancel()
            await asyncio.wait([running])

    asyncio.run(run())
    assert caplog.text.count("the store failed; messages wait") == 2
    assert caplog.text.count("the store failed; the callback will be called again") == 2
    assert len(caplog.text.splitlines()) == 4
