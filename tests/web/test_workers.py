"""Work beside the event loop: it keeps nobody waiting, is cut short, and has bounds."""

import asyncio
import os
import time
from pathlib import Path

import pytest

from smsplan.web.answers import Problem
from smsplan.web.requests import PlanRequest

from .asking import Reply, reply_of

pytest.importorskip("starlette", reason="the extra web is not installed")

from starlette.applications import Starlette
from starlette.routing import Route

from smsplan.http.limits import RETRY_AFTER
from smsplan.web.asking import asked, shown
from smsplan.web.endpoints import Endpoint
from smsplan.web.workers import BusyError, Workers

pytestmark = pytest.mark.process

JSON = {"content-type": "application/json"}
PATIENCE_S = 30


def wait_for_file(request: PlanRequest) -> Problem:
    until = time.monotonic() + PATIENCE_S
    while not Path(request.text).exists() and time.monotonic() < until:
        time.sleep(0.01)
    return Problem(str(Path(request.text).exists()), "")


def sleep_for_ever(_request: PlanRequest) -> Problem:
    time.sleep(PATIENCE_S)
    raise AssertionError


def application(workers: Workers) -> Starlette:
    patient = Endpoint("/patient", PlanRequest, Problem, wait_for_file)
    endless = Endpoint("/endless", PlanRequest, Problem, sleep_for_ever)
    return Starlette(
        routes=[
            Route("/patient", asked(patient, workers), methods=["POST"]),
            Route("/endless", asked(endless, workers), methods=["POST"]),
            Route("/quick", shown(b'"quick"')),
        ]
    )


def post(app: Starlette, path: str, text: object = "") -> "asyncio.Task[Reply]":
    return asyncio.create_task(
        reply_of(app, "POST", path, b'{"text":"%s"}' % str(text).encode(), JSON)
    )


def test_what_takes_long_keeps_nobody_waiting(tmp_path: Path) -> None:
    app = application(Workers(1))

    async def ask() -> Reply:
        waiting = post(app, "/patient", tmp_path / "answered")
        await asyncio.sleep(0)
        assert (await reply_of(app, "GET", "/quick")).status == 200
        (tmp_path / "answered").touch()
        return await waiting

    assert asyncio.run(ask()).json["error"] == "True"


def test_what_takes_too_long_is_split_short_and_the_next_is_answered(tmp_path: Path) -> None:
    app = application(Workers(1, seconds=3))

    async def ask() -> tuple[Reply, Reply]:
        cut = await post(app, "/endless")
        for _ in range(5):  # on a busy machine a new process may take its time
            answered = await post(app, "/patient", tmp_path)
            if answered.status != 503:
                break
        return cut, answered

    cut, answered = asyncio.run(ask())
    assert (cut.status, cut.headers["retry-after"]) == (503, str(RETRY_AFTER))
    assert cut.json["error"] == "this took more than 3 seconds and was cut short"
    assert (answered.status, answered.json["error"]) == (200, "True")


def test_more_than_can_wait_are_sent_away_at_once(tmp_path: Path) -> None:
    app = application(Workers(1, waiting=2))
    done = tmp_path / "done"

    async def ask() -> tuple[Reply, list[Reply]]:
        first = [post(app, "/patient", done) for _ in range(3)]
        await asyncio.sleep(0.1)
        sent_away = await post(app, "/patient", done)
        done.touch()
        return sent_away, list(await asyncio.gather(*first))

    sent_away, answered = asyncio.run(ask())
    assert (sent_away.status, sent_away.headers["retry-after"]) == (503, str(RETRY_AFTER))
    assert sent_away.json["error"] == "the server is busy with other requests"
    assert [reply.json["error"] for reply in answered] == ["True"] * 3


def test_the_work_ends_when_who_asked_goes_away_and_the_next_is_answered(tmp_path: Path) -> None:
    app = application(Workers(1, seconds=PATIENCE_S))

    async def ask() -> tuple[float, Reply]:
        gone = asyncio.Event()
        body = b'{"text":""}'
        left = [
            asyncio.create_task(reply_of(app, "POST", "/endless", body, JSON, gone=gone))
            for _ in range(3)
        ]
        await asyncio.sleep(0.5)
        gone.set()
        began = time.monotonic()
        await asyncio.gather(*left)
        return time.monotonic() - began, await post(app, "/patient", tmp_path)

    seconds, answered = asyncio.run(ask())
    assert seconds < PATIENCE_S / 2
    assert (answered.status, answered.json["error"]) == (200, "True")


def die() -> None:
    os._exit(1)


def raise_an_error() -> None:
    raise ZeroDivisionError


def niceness() -> int:
    return os.nice(0)


def test_a_process_that_dies_is_told_of_and_another_takes_its_place() -> None:
    async def ask() -> int:
        workers = Workers(1, seconds=300)  # not one that a busy machine is too slow for
        with pytest.raises(BusyError, match="has ended"):
            await workers.run(die)
        with pytest.raises(ZeroDivisionError):
            await workers.run(raise_an_error)
        return await workers.run(niceness)

    assert asyncio.run(ask()) > os.nice(0)
