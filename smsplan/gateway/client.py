"""The one place that sends: one request, one POST, one reply (extra ``send``)."""

import ssl
import time
from contextlib import closing
from datetime import UTC, datetime
from http.client import HTTPException
from ipaddress import ip_address
from typing import Final, NamedTuple
from urllib.parse import urlencode, urlsplit

from smsplan.errors import (
    GatewayError,
    MissingExtra,
    NotConnected,
    ReplyLost,
    RequestRefused,
    UnexpectedReply,
)
from smsplan.findings import Severity
from smsplan.gateway.preflight import preflight
from smsplan.gateway.reply import SmsSent, parse_reply
from smsplan.gateway.request import BASE_URL, SEND_PATH, SmsRequest
from smsplan.planning import STANDARD, Profile
from smsplan.rates import RateCard

try:
    from urllib3.connection import HTTPConnection, HTTPSConnection
    from urllib3.exceptions import HTTPError
    from urllib3.response import BaseHTTPResponse
except ImportError as error:
    raise MissingExtra(extra="send", feature="smsplan.gateway.client") from error

MOST_REPLY_OCTETS: Final = 1 << 20

_HIDDEN: Final = "***"
_READ_OCTETS: Final = 1 << 16


class Client:
    """A user's access to the gateway.

    ``base_url`` is https, or http to a loopback address.  ``timeout`` is in
    seconds: for the connection, and again for request and reply.  The key
    stands in no URL, repr, exception or log.

    Raises ``ValueError`` for a user, key, base URL or timeout that cannot be used.
    """

    def __init__(
        self, user: str, key: str, base_url: str = BASE_URL, timeout: float = 10.0
    ) -> None:
        if not user or not key:
            message = "user and key are not empty"
            raise ValueError(message)
        if not timeout > 0:
            message = f"timeout is a number of seconds above 0, not {timeout!r}"
            raise ValueError(message)
        self.user = user
        self.base_url = base_url
        self.timeout = timeout
        self._key = key
        self._address = _Address.of(base_url)

    def __repr__(self) -> str:
        return f"Client(user={self.user!r}, key={_HIDDEN!r}, base_url={self.base_url!r})"

    def send(
        self,
        request: SmsRequest,
        rates: RateCard | None = None,
        profile: Profile = STANDARD,
        *,
        check: bool = True,
    ) -> SmsSent:
        """Send a request once, if pre-flight finds no error in it.

        With ``check=False`` pre-flight's errors do not keep it from being sent.
        Nothing is ever sent a second time; of failures, only one whose
        ``maybe_sent`` is false may be tried again.

        Raises a :class:`~smsplan.errors.SendError`; and
        :class:`~smsplan.errors.InvalidValue` where ``check`` is false and a
        parameter cannot be written at all.
        """
        if check:
            found = preflight(request, rates, profile, datetime.now(UTC)).findings
            errors = tuple(item for item in found if item.severity is Severity.ERROR)
            if errors:
                raise RequestRefused(errors)
        form = request.form() | {"user": self.user, "key": self._key}
        body = self._post(urlencode(form).encode("ascii"))
        try:
            return parse_reply(body)
        except GatewayError as refusal:
            error = str(_hide(refusal.error, self._key))
            echo = {name: _hide(value, self._key) for name, value in refusal.echo.items()}
        raise GatewayError(error, echo)

    def _post(self, form: bytes) -> bytes:
        with closing(self._address.connection(self.timeout)) as connection:
            try:
                connection.connect()
            except (HTTPError, OSError, UnicodeError) as error:
                message = f"no connection to {self.base_url}, nothing was sent: {error}"
                raise NotConnected(message) from error
            try:
                connection.request(
                    "POST",
                    self._address.path,
                    form,
                    {"Content-Type": "application/x-www-form-urlencoded"},
                    preload_content=False,
                    decode_content=False,
                )
                deadline = time.monotonic() + self.timeout
                with closing(connection.getresponse()) as response:
                    return _read(response, deadline)
            except (HTTPError, HTTPException, OSError) as error:
                message = f"the reply was lost, the message may have been sent: {error!r}"
                raise ReplyLost(message) from error


class _Address(NamedTuple):
    host: str
    port: int | None
    path: str
    secure: bool

    @classmethod
    def of(cls, base_url: str) -> "_Address":
        parts = urlsplit(base_url)
        host = parts.hostname or ""
        secure = parts.scheme == "https"
        if not host or not (secure or (parts.scheme == "http" and _is_loopback(host))):
            message = f"base_url is https, or http to a loopback address, not {base_url!r}"
            raise ValueError(message)
        if parts.username is not None or parts.query or parts.fragment:
            message = "base_url has no user, query or fragment: user and key go into the form"
            raise ValueError(message)
        if not base_url.isascii() or not base_url.isprintable() or " " in base_url:
            message = f"base_url is written in printable ASCII, not {base_url!r}"
            raise ValueError(message)
        return cls(host, parts.port, f"{parts.path.rstrip('/')}/{SEND_PATH}", secure)

    def connection(self, timeout: float) -> HTTPConnection:
        if self.secure:
            context = ssl.create_default_context()
            return HTTPSConnection(self.host, self.port, timeout=timeout, ssl_context=context)
        return HTTPConnection(self.host, self.port, timeout=timeout)


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _read(response: BaseHTTPResponse, deadline: float) -> bytes:
    """Read a reply that may be slow, endless, cut off or no reply to us at all."""
    if not 200 <= response.status < 300:  # noqa: PLR2004 - RFC 9110, 15.3: successful
        message = (
            f"the gateway answered with HTTP status {response.status}, which is not followed "
            "or read; the message may have been sent"
        )
        raise UnexpectedReply(message)
    body = bytearray()
    while octets := response.read1(_READ_OCTETS):
        body += octets
        if len(body) > MOST_REPLY_OCTETS:
            message = (
                f"the gateway's reply is over {MOST_REPLY_OCTETS} octets; "
                "the message may have been sent"
            )
            raise UnexpectedReply(message)
        if time.monotonic() > deadline:
            message = "the reply did not end in time"
            raise TimeoutError(message)
    return bytes(body)


def _hide(value: object, key: str) -> object:
    """Replace the key wherever the gateway echoes it."""
    if isinstance(value, dict):
        return {_hide(name, key): _hide(item, key) for name, item in value.items()}
    if isinstance(value, list):
        return [_hide(item, key) for item in value]
    return _HIDDEN if key in str(value) else value
