"""A server that is killed at work has every message that it acknowledged, once."""

import asyncio
import os
import signal
import sqlite3
import subprocess
import sys
import threading
from collections import Counter
from contextlib import closing, suppress
from decimal import Decimal
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Self
from urllib.parse import urlencode

import pytest

pytest.importorskip("starlette", reason="the extra `web` is not installed")
pytest.importorskip("uvicorn", reason="the extra `web` is not installed")

from smsplan.gateway import parse_reply
from smsplan.sandbox.store import Store

from .serving import LOGIN, SEND, SMS

_SERVER = """
import sys
from decimal import Decimal
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.routing import Mount

from smsplan.sandbox import Sandbox, Settings

sandbox = Sandbox(Settings(store=Path(sys.argv[1]), balance=Decimal(1_000_000)))


class Lifespan:
    def __init__(self, app):
        pass

    async def __aenter__(self):
        await sandbox.start()

    async def __aexit__(self, *error):
        await sandbox.stop()


class Server(uvicorn.Server):
    async def startup(self, sockets=None):
        await super().startup(sockets)
        print(self.servers[0].sockets[0].getsockname()[1], flush=True)


app = Starlette(routes=[Mount("/api/4", routes=sandbox.routes)], lifespan=Lifespan)
Server(uvicorn.Config(app, port=0, log_level="warning", access_log=False)).run()
"""
_CLIENTS = 8
_LIVES = 3
_SENT_BEFORE_A_KILL = 200
_COST = Decimal("0.2")


class Load:
    """Clients that send messages, each of its own text, until the server is gone."""

    def __init__(self, port: int, life: int) -> None:
        self._port = port
        self._life = life
        self._enough = threading.Event()
        self.asked: list[str] = []
        self.acknowledged: dict[str, int] = {}
        self._threads = [threading.Thread(target=self._send, args=(n,)) for n in range(_CLIENTS)]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        assert self._enough.wait(60)
        return self

    def __exit__(self, *_error: object) -> None:
        for thread in self._threads:
            thread.join()

    def _send(self, client: int) -> None:
        connection = HTTPConnection("127.0.0.1", self._port, timeout=30)
        with closing(connection), suppress(OSError, HTTPException):
            for number in range(1_000_000):
                text = f"{self._life} {client} {number}"
                self.asked.append(text)
                query = urlencode(LOGIN | SMS | {"text": text})
                connection.request("GET", f"{SEND}?{query}")
                self.acknowledged[text] = parse_reply(connection.getresponse().read()).smsid
                if len(self.acknowledged) >= _SENT_BEFORE_A_KILL:
                    self._enough.set()


@pytest.mark.process
def test_after_each_of_several_kills_every_acknowledged_message_is_there_once(
    tmp_path: Path,
) -> None:
    path = tmp_path / "store"
    asked: list[str] = []
    acknowledged: dict[str, int] = {}
    for life in range(_LIVES):
        server = subprocess.Popen(
            [sys.executable, "-c", _SERVER, str(path)], stdout=subprocess.PIPE
        )
        with server:
            assert server.stdout is not None
            try:
                port = int(server.stdout.readline())
                with Load(port, life) as load:
                    os.kill(server.pid, signal.SIGKILL)
            finally:
                server.kill()
        assert server.returncode == -signal.SIGKILL
        asked += load.asked
        acknowledged |= load.acknowledged
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    with closing(Store(path, Decimal(0))) as store:
        kept = store.messages()
        balance = asyncio.run(store.balance())
    texts = Counter(message.text for message in kept)
    assert texts.keys() >= acknowledged.keys()
    assert texts.keys() <= set(asked)
    assert set(texts.values()) == {1}
    smsids = {message.text: message.smsid for message in kept}
    assert acknowledged.items() <= smsids.items()
    assert len(set(acknowledged.values())) == len(acknowledged)
    assert balance == Decimal(1_000_000) - len(kept) * _COST
