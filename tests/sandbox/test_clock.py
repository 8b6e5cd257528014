"""The clocks: time passes as fast as was said, follows the wall, and sleepers wake in time."""

import asyncio
from collections.abc import Coroutine, Iterator
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("starlette", reason="the extra `web` is not installed")

from smsplan.sandbox import clock as clocks
from smsplan.sandbox.clock import HandClock, WallClock

PATIENCE = 30
NOON = 1_800_000_000.0


class Wall:
    """The wall's clock, which the test sets."""

    def __init__(self) -> None:
        self.now = NOON

    def time(self) -> float:
        return self.now


@pytest.fixture
def wall() -> Iterator[Wall]:
    with pytest.MonkeyPatch.context() as patch:
        wall = Wall()
        patch.setattr(clocks, "time", SimpleNamespace(time=wall.time))
        yield wall


@given(st.floats(0.01, 1e6), st.lists(st.floats(-1e5, 1e5), max_size=5), st.none() | st.just(NOON))
def test_a_clock_passes_at_its_speed_wherever_the_wall_goes(
    speed: float, steps: list[float], since: float | None
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        wall = Wall()
        patch.setattr(clocks, "time", SimpleNamespace(time=wall.time))
        clock = WallClock(speed, since)
        for step in steps:
            wall.now += step
        assert clock.now() == pytest.approx(NOON + (wall.now - NOON) * speed)


def test_at_speed_one_it_is_the_clock_of_the_wall(wall: Wall) -> None:
    clock = WallClock()
    wall.now += 3600.5
    assert clock.now() == wall.now


def test_a_clock_may_go_on_from_another_time(wall: Wall) -> None:
    clock = WallClock(60.0, since=NOON + 7200)
    wall.now += 1
    assert clock.now() == NOON + 7260


def test_hours_are_short_at_a_high_speed() -> None:
    async def run() -> None:
        clock = WallClock(1e6)
        until = clock.now() + 25 * 3600
        async with asyncio.timeout(PATIENCE):
            await clock.sleep(until, asyncio.Event())
        assert clock.now() >= until

    asyncio.run(run())


def test_a_sleeper_waits_for_what_is_left_and_looks_every_second(
    wall: Wall, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[float] = []

    async def wait_for(woken: Coroutine[None, None, bool], seconds: float) -> None:
        woken.close()
        waits.append(seconds)
        wall.now += seconds
        raise TimeoutError

    monkeypatch.setattr(asyncio, "wait_for", wait_for)
    asyncio.run(WallClock(speed=60).sleep(NOON + 150, asyncio.Event()))
    assert waits == [1.0, 1.0, 0.5]


def test_a_jump_of_the_wall_wakes_who_sleeps(wall: Wall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clocks, "LONGEST_SLEEP", 0.001)

    async def run() -> None:
        sleeping = asyncio.create_task(WallClock().sleep(NOON + 3600, asyncio.Event()))
        wall.now -= 1800  # back: it is longer then
        await asyncio.sleep(0.02)
        assert not sleeping.done()
        wall.now += 5400
        async with asyncio.timeout(PATIENCE):
            await sleeping

    asyncio.run(run())


@pytest.mark.parametrize("until", [None, NOON + 3600])
@pytest.mark.parametrize("clock", [WallClock(since=NOON), HandClock(NOON)])
def test_who_sleeps_can_be_woken(clock: WallClock | HandClock, until: float | None) -> None:
    async def run() -> None:
        woken = asyncio.Event()
        asyncio.get_running_loop().call_soon(woken.set)
        async with asyncio.timeout(PATIENCE):
            await clock.sleep(until, woken)

    asyncio.run(run())


@pytest.mark.parametrize("clock", [WallClock(since=NOON), HandClock(NOON)])
def test_nobody_sleeps_until_what_is_past(clock: WallClock | HandClock) -> None:
    async def run() -> None:
        async with asyncio.timeout(PATIENCE):
            await clock.sleep(NOON, asyncio.Event())

    asyncio.run(run())


def test_a_hand_clock_stands_until_it_is_set() -> None:
    clock = HandClock(NOON)
    assert clock.now() == NOON
    clock.set(NOON + 60)
    assert clock.now() == NOON + 60
