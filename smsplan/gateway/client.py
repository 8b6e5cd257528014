"""The one place that sends: one request, one POST, one reply (extra ``send``).

What the gateway answers may echo the key.  So no exception that is raised here
holds text of the gateway's that could hold the key, nor another exception that
does; each is raised outside of the ``except`` that led to it.
"""

import re
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from http.client import HTTPConnection as StandardConnection
from http.client import HTTPException, HTTPResponse, IncompleteRead
from typing import Final
from urllib.parse import urlencode

from smsplan.arguments import checked
from smsplan.errors import (
    GatewayError,
    MissingExtraError,
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

try:
    from urllib3.connection import HTTPConnection, HTTPSConnection
    from urllib3.exceptions import HTTPError
except ImportError as error:
    raise MissingExtraError(extra="send", feature="smsplan.gateway.client") from error

MAX_REPLY_OCTETS: Final = 1 << 20
LONGEST_TIMEOUT: Final = 86_400.0
"""A day, in seconds."""

_HIDDEN: Final = "***"
_READ_OCTETS: Final = 1 << 16
_LENGTH: Final = re.compile("[0-9]{1,18}", re.ASCII)
"""RFC 9110, 8.6; of 18 digits at most, for nothing is that long."""


class Client:
    """A user's access to the gateway.

    ``base_url`` is https, or http to a loopback address.  ``timeout`` is in
    seconds: for the connection, and again for the reply as a whole.  The key
    stands in no URL, repr, exception or log.

    Raises ``ValueError`` for a user, key, base URL or timeout that cannot be used.
    """

    @checked
    def __init__(
        self, user: str, key: str, *, base_url: str = BASE_URL, timeout: float = 10.0
    ) -> None:
        for name, value in (("user", user), ("key", key)):
            if not isinstance(value, str) or not value or not _is_utf8(value):
                message = f"the {name} is empty, no str, or holds a lone surrogate"
                raise ValueError(message)
        if not isinstance(timeout, int | float) or not 0 < timeout <= LONGEST_TIMEOUT:
            message = f"timeout is between 0 and {LONGEST_TIMEOUT} seconds, not {timeout!r}"
            raise ValueError(message)
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
        with closing(_connection(self._endpoint, self.timeout)) as connection:
            connection.set_debuglevel(0)  # for http.client would print the form
            try:
                connection.connect()
            except (HTTPError, OSError, UnicodeError) as error:
                message = f"no connection to {self.base_url}, nothing was sent: {error}"
                raise NotConnectedError(message) from error
            try:
                connection.request(
                    "POST",
                    self._endpoint.path,
                    form,
                    {"Content-Type": "application/x-www-form-urlencoded"},
                )
                with _hang_up_after(self.timeout, connection.sock):
                    # Not urllib3's own, which logs a header that it cannot parse.
                    response = StandardConnection.getresponse(connection)
                    with closing(response):
                        return _read(response)
            except (HTTPError, HTTPException, OSError) as error:
                reason = error if isinstance(error, TimeoutError) else type(error).__name__
                failure = ReplyLostError(
                    f"the reply was lost, the message may have been sent: {reason}"
                )
        raise failure


def _connection(endpoint: Endpoint, timeout: float) -> HTTPConnection:
    host, port = endpoint.host, endpoint.port
    if endpoint.secure:
        context = ssl.create_default_context()
        return HTTPSConnection(host, port, timeout=timeout, ssl_context=context)
    return HTTPConnection(host, port, timeout=timeout)


@contextmanager
def _hang_up_after(seconds: float, connected: socket.socket) -> Iterator[None]:
    """Bound the time of a reply as a whole; a socket's own timeout begins anew with every octet."""
    late = threading.Event()

    def hang_up() -> None:
        late.set()
        with suppress(OSError):  # the reply ended just now
            # Not SSLSocket.shutdown, which takes the TLS state from under its reader.
            socket.socket.shutdown(connected, socket.SHUT_RDWR)

    timer = threading.Timer(seconds, hang_up)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        if late.is_set():
            message = f"there was no whole one within {seconds} seconds"
            raise TimeoutError(message)


def _read(response: HTTPResponse) -> bytes:
    """Read a reply that may be endless, cut off or no reply to us at all."""
    if not 200 <= response.status < 300:  # noqa: PLR2004 - RFC 9110, 15.3: successful
        message = (
            f"the gateway answered with HTTP status {response.status}, which is not followed "
            "or read; the message may have been sent"
        )
        raise UnexpectedReplyError(message)
    lengths = response.headers.get_all("Content-Length", [])
    if lengths[1:] or not all(map(_LENGTH.fullmatch, lengths)):
        # Of which http.client makes none, and then reads whatever comes.
        message = (
            "the gateway's reply has a Content-Length that is no length, and is not read; "
            "the message may have been sent"
        )
        raise UnexpectedReplyError(message)
    body = bytearray()
    while octets := response.read1(_READ_OCTETS):
        body += octets
        if len(body) > MAX_REPLY_OCTETS:
            message = (
                f"the gateway's reply is over {MAX_REPLY_OCTETS} octets; "
                "the message may have been sent"
            )
            raise UnexpectedReplyError(message)
    if response.length:  # octets that the head promised
        raise IncompleteRead(bytes(body), response.length)
    return bytes(body)


def _is_utf8(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
