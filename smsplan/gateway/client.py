"""The one place that sends: one request, one POST, one reply.

What the gateway answers may echo the key.  So no exception that is raised here
holds text of the gateway's that could hold the key, nor another exception that
does; each is raised outside of the ``except`` that led to it.
"""

import io
import re
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from http.client import HTTPS_PORT, HTTPConnection, HTTPException, HTTPResponse, IncompleteRead
from types import UnionType
from typing import Any, Final
from urllib.parse import urlencode

from smsplan.arguments import checked, is_utf8
from smsplan.errors import (
    GatewayError,
    NotConnectedError,
    ReplyLostError,
    RequestRefusedError,
    SendError,
    UnexpectedReplyError,
)
from smsplan.findings import Severity
from smsplan.gateway.base_url import BASE_URL, Endpoint
from smsplan.gateway.preflight import preflight
from smsplan.gateway.reply import ERROR_NAMES, SmsSent, parse_reply
from smsplan.gateway.request import SmsRequest
from smsplan.gateway.secret import could_hold
from smsplan.planning import STANDARD, Profile
from smsplan.release import __version__

MAX_REPLY_OCTETS: Final = 1 << 20
"""How much is read of the body of a reply."""
MAX_HEAD_OCTETS: Final = 1 << 16
"""How much is read of the head of a reply."""
LONGEST_TIMEOUT: Final = 86_400.0
"""Seconds that a timeout may have at most: a day."""

_HEADERS: Final = {
    "User-Agent": f"smsplan/{__version__}",
    "Content-Type": "application/x-www-form-urlencoded",
}
_HIDDEN: Final = "***"
_READ_OCTETS: Final = 1 << 16
_LENGTH: Final = re.compile("[0-9]{1,18}", re.ASCII)
"""RFC 9110, 8.6; of 18 digits at most, for nothing is that long."""


class Client:
    """A user's access to the gateway.

    ``base_url`` is https, or http to a loopback address.  ``timeout`` is in
    seconds: for the connection as a whole, and again for the request and its reply;
    a look-up of the host's name may take longer, for nothing can break it off.  The
    key stands in no URL, repr, exception or log.

    Raises ``TypeError`` for an argument of a wrong type, and ``ValueError`` for a
    user, key, base URL or timeout that cannot be used.
    """

    def __init__(
        self, user: str, key: str, *, base_url: str = BASE_URL, timeout: float = 10.0
    ) -> None:
        for name, value in (("user", user), ("key", key), ("base_url", base_url)):
            _require(name, value, str, "a str")
        _require("timeout", timeout, int | float, "a float")
        for name, value in (("user", user), ("key", key)):
            if not value or not is_utf8(value):
                raise ValueError(f"the {name} is empty, or holds a lone surrogate")
        if not 0 < timeout <= LONGEST_TIMEOUT:
            raise ValueError(f"timeout is between 0 and {LONGEST_TIMEOUT} seconds, not {timeout!r}")
        self._endpoint = Endpoint.of(base_url)
        self.user = user
        self.base_url = base_url
        self.timeout = timeout
        self._key = key

    def __repr__(self) -> str:
        return f"Client(user={self.user!r}, key={_HIDDEN!r}, base_url={self.base_url!r})"

    @checked
    def send(
        self, request: SmsRequest, profile: Profile = STANDARD, *, check: bool = True
    ) -> SmsSent:
        """Send a request once, if pre-flight finds no error in it.

        With ``check=False`` pre-flight's errors do not keep it from being sent.
        Nothing is ever sent a second time; of failures, only one whose
        ``maybe_sent`` is false may be tried again.

        Raises a :class:`~smsplan.errors.SendError`; and
        :class:`~smsplan.errors.InvalidValueError` where ``check`` is false and a
        parameter cannot be written at all.
        """
        if check:
            found = preflight(request, profile=profile, now=datetime.now(UTC)).findings
            errors = tuple(item for item in found if item.severity is Severity.ERROR)
            if errors:
                raise RequestRefusedError(errors)
        form = request.form() | {"user": self.user, "key": self._key}
        body = self._post(urlencode(form).encode("ascii"))
        failure: SendError
        try:
            return parse_reply(body)
        except GatewayError as refusal:
            error, echo = refusal.error, refusal.echo
            if error not in ERROR_NAMES and could_hold(error, self._key):
                error = _HIDDEN
            failure = GatewayError(error, {} if could_hold(echo, self._key) else echo)
        except UnexpectedReplyError as unexpected:
            message = str(unexpected)
            if could_hold(message, self._key):
                message = "the gateway's reply is not one that it documents, and may hold the key"
            failure = UnexpectedReplyError(message)
        raise failure

    def _post(self, form: bytes) -> bytes:
        failure: SendError
        with closing(HTTPConnection(self._endpoint.name, self._endpoint.port)) as connection:
            connection.auto_open = False  # for it would connect, and send, a second time
            connection.set_debuglevel(0)  # for it would print the form
            connection.response_class = _Response
            try:
                _connect(connection, self._endpoint, self.timeout)
            except (OSError, UnicodeError) as error:
                raise NotConnectedError(
                    f"no connection to {self.base_url}, nothing was sent: {error}"
                ) from error
            try:
                with _hang_up_after(self.timeout, connection.sock):
                    connection.request("POST", self._endpoint.path, form, _HEADERS)
                    with closing(connection.getresponse()) as response:
                        return _read(response)
            except (HTTPException, OSError) as error:
                told = isinstance(error, TimeoutError | _LinesError)
                reason = error if told else type(error).__name__
                failure = ReplyLostError(
                    f"the reply was lost, the message may have been sent: {reason}"
                )
        raise failure


def _connect(connection: HTTPConnection, endpoint: Endpoint, timeout: float) -> None:
    """Connect to the first address that answers; each has its share of the time that is left."""
    until = time.monotonic() + timeout
    found = socket.getaddrinfo(endpoint.host, endpoint.port, type=socket.SOCK_STREAM)
    for tried, (family, kind, protocol, _, address) in enumerate(found, 1):
        try:
            connection.sock = socket.socket(family, kind, protocol)
            connection.sock.settimeout(_left(until) / (1 + len(found) - tried))
            connection.sock.connect(address)
        except OSError:
            connection.close()
            if tried == len(found):
                raise
        else:
            break
    # The form follows its head at once, and does not wait until that has arrived.
    connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    if endpoint.secure:
        connection.default_port = HTTPS_PORT
        context = ssl.create_default_context()
        context.set_alpn_protocols(["http/1.1"])
        connection.sock.settimeout(_left(until))
        connection.sock = context.wrap_socket(
            connection.sock, server_hostname=endpoint.name, do_handshake_on_connect=False
        )
        # Not left to wrap_socket, which does without where the other side has just hung up.
        connection.sock.do_handshake()
    connection.sock.settimeout(timeout)


def _left(until: float) -> float:
    """Return the seconds until a time of the monotonic clock."""
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError("timed out")
    return left


@contextmanager
def _hang_up_after(seconds: float, connected: socket.socket) -> Iterator[None]:
    """Bound the time of request and reply; a socket's own timeout begins anew with every octet."""
    late = threading.Event()

    def hang_up() -> None:
        late.set()
        with suppress(OSError):  # the other side was first
            # Not SSLSocket.shutdown, which takes the TLS state from under its reader.
            socket.socket.shutdown(connected, socket.SHUT_RDWR)

    timer = threading.Timer(seconds, hang_up)
    timer.daemon = True
    # While this file is open http.client cannot close the connection, whose number
    # could be another's by the time that the timer hangs up.
    with connected.makefile("rb", 0):
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            timer.join()
            if late.is_set():
                raise TimeoutError(f"there was no whole one within {seconds} seconds")


class _Response(HTTPResponse):
    """A response whose lines are bounded: those of all its heads, chunk sizes and trailers.

    http.client takes a head of six megabytes, and then sees a line at each CR in it;
    it works on that for longer than any timeout, and fails where it nests too deep.
    """

    def __init__(self, sock: socket.socket, **options: Any) -> None:  # noqa: ANN401 - its own
        super().__init__(sock, **options)
        self.fp = _Lines(self.fp.detach())


class _LinesError(HTTPException):
    """Lines that are not taken; the message has nothing of theirs."""


class _Lines(io.BufferedReader):
    left = MAX_HEAD_OCTETS

    def readline(self, size: int | None = -1, /) -> bytes:
        line = super().readline(size)
        self.left -= len(line)
        if self.left < 0:
            raise _LinesError(f"its head and other lines have over {MAX_HEAD_OCTETS} octets")
        if b"\r" in line.removesuffix(b"\r\n"):  # RFC 9112, 2.2: invalid
            raise _LinesError("a CR within a line")
        return line


def _read(response: HTTPResponse) -> bytes:
    """Read a reply that may be endless, incomplete or no reply to us at all."""
    if not 200 <= response.status < 300:  # noqa: PLR2004 - RFC 9110, 15.3: successful
        raise UnexpectedReplyError(
            f"the gateway answered with HTTP status {response.status}, which is not followed "
            "or read; the message may have been sent"
        )
    lengths = response.headers.get_all("Content-Length", [])
    if lengths[1:] or not all(map(_LENGTH.fullmatch, lengths)):
        # Of which http.client makes none, and then reads whatever comes.
        raise UnexpectedReplyError(
            "the gateway's reply has a Content-Length that is no length, and is not read; "
            "the message may have been sent"
        )
    body = bytearray()
    while octets := response.read1(_READ_OCTETS):
        body += octets
        if len(body) > MAX_REPLY_OCTETS:
            raise UnexpectedReplyError(
                f"the gateway's reply is over {MAX_REPLY_OCTETS} octets; "
                "the message may have been sent"
            )
    if response.length:  # octets that the head promised
        raise IncompleteRead(bytes(body), response.length)
    return bytes(body)


def _require(name: str, value: object, kind: type | UnionType, named: str) -> None:
    """Do what ``checked`` does, but never show a value, for it may be the key."""
    if not isinstance(value, kind):
        given = "None" if value is None else type(value).__name__
        raise TypeError(f"{name} is {named}, not {given}")
