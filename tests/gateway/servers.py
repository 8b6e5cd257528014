"""Servers on loopback that answer a client as a test says, and what is common to its tests."""

import logging
import socket
import ssl
import struct
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import suppress
from decimal import Decimal
from types import TracebackType
from typing import Self

import pytest

from smsplan import (
    SendError,
    SmsRequest,
    SmsSent,
)
from smsplan.gateway.client import Client

USER = "me@example.org"
KEY = "s3cret"
TEXT = "Hello & goodbye, Æsop! 😀"
REQUEST = SmsRequest(msisdn="4520123456", sender="You", text=TEXT)
REFUSED = SmsRequest(msisdn="45x", sender="Alpha Beta", text="")
TIMEOUT = 0.3
PATIENCE = 5  # seconds after which a server gives up, lest a defect hang the tests
SUCCESS = (
    b'{"status": "success", "success": "SMS_SENT",'
    b' "sms": {"smsid": 7, "cost": 0.2, "chars-count": 26, "msg-count": 1}}'
)
SENT = SmsSent(smsid=7, cost=Decimal("0.2"), chars_count=26, msg_count=1)

Answer = Callable[[socket.socket, bytes], None]


class Gateway:
    """A server on loopback: reads the request of each connection, then answers.

    ``reads`` is false for one that answers before it reads anything.
    """

    def __init__(
        self, answer: Answer, *, reads: bool = True, tls: ssl.SSLContext | None = None
    ) -> None:
        self.connections = 0
        self.requests: list[bytes] = []
        self._answer = answer
        self._reads = reads
        self._tls = tls
        self._over = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.settimeout(0.02)
        self.address = f"127.0.0.1:{self._listener.getsockname()[1]}"
        self.url = f"{'https' if tls else 'http'}://{self.address}/api/4/"
        self._thread = threading.Thread(target=self._serve)

    def client(self, key: str = KEY, timeout: float = TIMEOUT) -> Client:
        return Client(USER, key, base_url=self.url, timeout=timeout)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over.set()
        self._thread.join()
        self._listener.close()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except TimeoutError:
                if self._over.is_set():  # and nobody waits in the backlog
                    return
                continue
            self.connections += 1
            connection.settimeout(PATIENCE)
            with suppress(OSError):  # the client has hung up, or broken off the handshake
                if self._tls:
                    with connection, self._tls.wrap_socket(connection, server_side=True) as secure:
                        self._exchange(secure)
                else:
                    with connection:
                        self._exchange(connection)

    def _exchange(self, connection: socket.socket) -> None:
        request = read_request(connection) if self._reads else b""
        if request:
            self.requests.append(request)
        self._answer(connection, request)


def read_request(connection: socket.socket) -> bytes:
    request = b""
    while b"\r\n\r\n" not in request:
        octets = connection.recv(1 << 16)
        if not octets:
            return request
        request += octets
    head, _, body = request.partition(b"\r\n\r\n")
    size = next(
        int(line.partition(b":")[2])
        for line in head.split(b"\r\n")
        if line.lower().startswith(b"content-length:")
    )
    while len(body) < size:
        body += connection.recv(1 << 16)
    return head + b"\r\n\r\n" + body


def raw(octets: bytes) -> Answer:
    return lambda connection, _: connection.sendall(octets)


def reply(body: bytes, status: str = "200 OK", header: str = "X-Header: value") -> Answer:
    head = f"HTTP/1.1 {status}\r\n{header}\r\nContent-Length: {len(body)}\r\n\r\n"
    return raw(head.encode() + body)


def error_reply(rest: str) -> Answer:
    return reply(f'{{"status": "error", {rest}}}'.encode())


def drip(begin: bytes, slowly: bytes) -> Answer:
    """Send the rest octet by octet, each well within the timeout, all of them far beyond it."""

    def answer(connection: socket.socket, _: bytes) -> None:
        connection.sendall(begin)
        for octet in slowly:
            connection.sendall(bytes([octet]))
            time.sleep(TIMEOUT / 6)

    return answer


def echo(begin: bytes) -> Answer:
    """Send back the form, where HTTP has something else."""

    def answer(connection: socket.socket, request: bytes) -> None:
        form = request.partition(b"\r\n\r\n")[2]
        connection.sendall(begin + form + b"\r\n\r\n")

    return answer


def reset(connection: socket.socket, request: bytes) -> None:
    if not request:  # it is on its way, for earlier there may be no connection to reset
        connection.recv(1, socket.MSG_PEEK)
    at_once = struct.pack("ii", 1, 0)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, at_once)


def silence(connection: socket.socket, _: bytes) -> None:
    """Wait until the client hangs up."""
    while connection.recv(1 << 16):
        pass


def chain(error: BaseException | None) -> Iterator[BaseException]:
    """Walk from an exception to every cause and context."""
    while error is not None:
        yield error
        if error.__cause__ is not None and error.__context__ is not error.__cause__:
            yield from chain(error.__context__)
        error = error.__cause__ or error.__context__


def everything_shown(error: BaseException, log: pytest.LogCaptureFixture) -> str:
    """All that an exception and the log may show to people."""
    shown = [f"{link}\n{link!r}\n{link.args!r}\n{vars(link)!r}" for link in chain(error)]
    return "\n".join([*shown, *traceback.format_exception(error), log.text])


def failure(
    gateway: Gateway,
    log: pytest.LogCaptureFixture,
    key: str = KEY,
    request: SmsRequest = REQUEST,
    timeout: float = TIMEOUT,
) -> SendError:
    """Send and fail, once, without showing the key to anybody."""
    log.set_level(logging.DEBUG)
    with pytest.raises(SendError) as caught:
        gateway.client(key, timeout).send(request)
    assert KEY not in everything_shown(caught.value, log)
    return caught.value


OK = b"HTTP/1.1 200 OK\r\n"


Found = tuple[socket.AddressFamily, socket.SocketKind, int, str, tuple[str, int]]


def resolve(patch: pytest.MonkeyPatch, *addresses: str) -> list[tuple[str, int]]:
    """Let every host be at these addresses, and return the hosts and ports that are looked up."""
    asked: list[tuple[str, int]] = []

    def found(host: str, port: int, **_: object) -> list[Found]:
        asked.append((host, port))
        return [
            (socket.AF_INET, socket.SOCK_STREAM, 0, "", (name, int(number)))
            for name, _, number in (address.partition(":") for address in addresses)
        ]

    patch.setattr(socket, "getaddrinfo", found)
    return asked
