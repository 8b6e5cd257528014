"""A sandbox as a whole: it starts, delivers, stops, and goes on where it ended."""

import asyncio
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

pytest.importorskip("starlette", reason="the extra `web` is not installed")

from smsplan.errors import StoreError
from smsplan.sandbox import Sandbox, Settings
from smsplan.sandbox.acceptance import accept
from smsplan.sandbox.clock import HandClock
from smsplan.sandbox.messages import Accepted
from smsplan.sandbox.settings import RATES
from smsplan.sandbox.store import Store

from .serving import NOW, SMS


def send(settings: Settings, **parameters: str) -> tuple[Accepted, ...]:
    accepted = accept(SMS | parameters, settings, NOW)
    assert isinstance(accepted, tuple)
    return accepted


def test_messages_are_delivered_as_their_numbers_say(tmp_path: Path) -> None:
    settings = Settings(store=tmp_path / "store")
    clock = HandClock(NOW)

    async def first() -> None:
        sandbox = Sandbox(settings, clock)
        await sandbox.start()
        await sandbox.store.add(send(settings))
        await sandbox.store.add(send(settings, msisdn="4520123413"))
        await sandbox.store.add(send(settings, schedule=str(NOW + 3600)))
        await sandbox.courier.settle()
        assert [message.status for message in sandbox.outbox] == [150, 13, None]
        await sandbox.stop()
        await sandbox.stop()

    async def second() -> None:
        sandbox = Sandbox(settings, clock)
        await sandbox.start()
        assert [message.status for message in sandbox.outbox] == [150, 13, None]
        clock.set(NOW + 3600)
        await sandbox.courier.settle()
        assert [message.status for message in sandbox.outbox] == [150, 13, 150]
        assert await sandbox.store.balance() == Decimal("95.36")
        await sandbox.stop()

    asyncio.run(first())
    asyncio.run(second())


@pytest.mark.parametrize("is_sent", [True, False])
def test_a_clock_that_ran_ahead_goes_on_where_it_ended(tmp_path: Path, *, is_sent: bool) -> None:
    settings = Settings(store=tmp_path / "store")
    later = 4_000_000_000.5

    async def run() -> None:
        clock = HandClock(NOW)
        sandbox = Sandbox(settings, clock)
        await sandbox.start()
        if is_sent:
            await sandbox.store.add(send(settings))
        clock.set(later)
        await sandbox.stop()
        again = Sandbox(settings)
        await again.start()
        assert again.clock.now() >= later
        await again.stop()

    asyncio.run(run())


def test_where_it_cannot_start_the_store_is_closed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed: list[Store] = []
    close = Store.close

    async def fail(_store: Store) -> None:
        raise PermissionError

    def note(store: Store) -> None:
        closed.append(store)
        close(store)

    monkeypatch.setattr(Store, "last_time", fail)
    monkeypatch.setattr(Store, "close", note)
    with pytest.raises(PermissionError):
        asyncio.run(Sandbox(Settings(store=tmp_path / "store")).start())
    assert len(closed) == 1


def test_what_is_no_host_cannot_be_allowed() -> None:
    with pytest.raises(ValueError, match="neither the name of a host nor an IP address"):
        Sandbox(Settings(allowed_callbacks=("http://example.com/",)))


def test_a_store_that_cannot_be_opened_keeps_it_from_starting(tmp_path: Path) -> None:
    sandbox = Sandbox(Settings(store=tmp_path))
    with pytest.raises(StoreError, match="it is a folder"):
        asyncio.run(sandbox.start())


@pytest.mark.parametrize(
    ("wrong", "complaint"),
    [
        ({"user": ""}, "user is empty"),
        ({"key": "\ud800"}, "key is empty, or holds a lone surrogate"),
        ({"balance": Decimal(-1)}, "balance -1"),
        ({"balance": Decimal("NaN")}, "balance NaN"),
        ({"balance": Decimal("Infinity")}, "balance Infinity"),
        ({"balance": Decimal("1e18")}, "18 digits before"),
        ({"balance": Decimal("1e-19")}, "18 digits before"),
        ({"clock_speed": 0.0}, "clock speed 0.0"),
        ({"clock_speed": -1.0}, "clock speed -1.0"),
        ({"clock_speed": float("nan")}, "clock speed nan"),
        ({"clock_speed": float("inf")}, "clock speed inf"),
        ({"clock_speed": 1e7}, "clock speed 10000000.0"),
    ],
)
def test_settings_that_no_sandbox_can_work_with(wrong: dict[str, object], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        Settings(**wrong)  # type: ignore[arg-type]  # each of its own type


def test_the_default_price_list_is_that_of_the_document() -> None:
    assert {"0": RATES.default, **RATES.prices} == {
        "0": Decimal("0.6"),
        "44": Decimal("0.55"),
        "45": Decimal("0.2"),
        "46": Decimal("0.2"),
        "47": Decimal("0.2"),
    }


@pytest.mark.process
def test_without_the_extra_it_says_what_to_install() -> None:
    code = "import sys; sys.modules['starlette'] = None; from smsplan.sandbox import Sandbox"
    found = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )
    assert "smsplan[web]" in found.stderr.splitlines()[-1]
