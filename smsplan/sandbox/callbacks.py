"""Calling the callback of a message: whom, with what, and one GET (background: API, section 2).

Only this machine is called: an address of 127.0.0.0/8, ``::1`` or the
name ``localhost``, and besides only hosts that were allowed by name.  No other
name is even looked up, for a look-up leaves the machine too.  An allowed name is
looked up once, and the connection is made to an address that this gave.  No
redirect is followed, and no proxy used.  The certificate of an https URL has to be
one that this machine trusts.

The API does not say what ``timestamp`` and ``delivered`` are but that timestamps
are Unix.  Here ``timestamp`` is when the status was reached, and ``delivered`` the
same where the message was delivered, else 0.
"""

import asyncio
import re
import socket
import ssl
from collections.abc import Iterable
from contextlib import suppress
from ipaddress import IPv4Network, IPv6Address, ip_address
from typing import Any, Final, Self
from urllib.parse import quote, urlencode, urlsplit

from anyio import move_on_after
from msgspec import Struct

from smsplan.destinations import msisdn as recipients
from smsplan.sandbox.messages import Message
from smsplan.sandbox.outcomes import DELIVERED

MAX_ATTEMPTS: Final = 25
INTERVAL: Final = 3600.0
"""Seconds of the sandbox's clock from one attempt to the next."""
OK: Final = 200
"""The one HTTP status after which a callback is not tried again."""

TIMEOUT: Final = 10.0
"""Real seconds for an attempt as a whole."""
MAX_HEAD_OCTETS: Final = 1 << 14
MAX_BODY_OCTETS: Final = 1 << 16
"""Octets of a body that are read, and thrown away, so that its writer comes to the end."""
BODY_TIMEOUT: Final = 1.0
"""Real seconds for that."""

_PORTS: Final = {"http": 80, "https": 443}
_LOOPBACK: Final = IPv4Network("127.0.0.0/8"), IPv6Address("::1")
_LOCALHOST: Final = ("127.0.0.1", "::1")
"""RFC 6761, 6.3: the name needs no look-up."""
_HOST: Final = re.compile(r"[a-z0-9_](?:[a-z0-9._-]*[a-z0-9_])?", re.ASCII)
_STATUS_LINE: Final = re.compile(rb"HTTP/1\.[01] ([1-9][0-9]{2})(?![0-9])")
_FIRST_FINAL: Final = 200
"""HTTP statuses below are interim (RFC 9110, 15.2): another one follows."""
# What may stand in a request target as it is; the rest is percent-encoded.
_AS_IT_IS: Final = "!#$%&'()*+,-./:;=?@[]_~|"


class Answer(Struct, frozen=True):
    """What a call gave: an HTTP status, or why there is none.

    ``final`` is true where no other attempt can end otherwise.
    """

    status: int | None = None
    failure: str | None = None
    final: bool = False


class Target(Struct, frozen=True):
    """A URL, taken apart to be called.  ``authority`` is host and port as a server expects them."""

    host: str
    port: int
    authority: str
    resource: str
    secure: bool = False

    @classmethod
    def of(cls, url: str) -> Self:
        """Take a URL apart.

        Raises ``ValueError`` for one that is neither http nor https, that names a
        user, or that holds what no URL does.
        """
        if not url.isprintable() or " " in url or "\\" in url:  # some of which urlsplit drops
            raise ValueError("the URL holds a space, backslash or control character")
        parts = urlsplit(url)
        name, port = canonical(parts.hostname or ""), parts.port
        if parts.scheme not in _PORTS:
            raise ValueError("the URL is neither http nor https")
        if "@" in parts.netloc:
            raise ValueError("the URL names a user")
        if port == 0:
            raise ValueError("the URL has port 0")
        shown = f"[{name}]" if ":" in name else name
        authority = shown if port is None else f"{shown}:{port}"
        resource = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        return cls(
            name,
            port or _PORTS[parts.scheme],
            authority,
            quote(resource, safe=_AS_IT_IS),
            secure=parts.scheme == "https",
        )


def canonical(host: str) -> str:
    """Write a host in the one way that is compared: an IP address, or a name in ASCII (IDNA).

    Raises ``ValueError`` for what is neither.

    >>> canonical("BLÅBÆR.example"), canonical("0:0::1")
    ('xn--blbr-roah.example', '::1')
    """
    with suppress(ValueError):
        return str(ip_address(host.removeprefix("[").removesuffix("]")))
    with suppress(UnicodeError):
        name = host.encode("idna").decode("ascii").lower()
        if _HOST.fullmatch(name):
            return name
    raise ValueError(f"{host[:100]!r} is neither the name of a host nor an IP address")


def callback_url(message: Message) -> str:
    """Return the URL of a message's callback with the documented parameters, in their order.

    They come behind the query that the URL has; a fragment is left out.  The
    message has a callback, and its status.
    """
    number = recipients.parse(message.msisdn)
    delivered = message.status == DELIVERED
    added = urlencode(
        {
            "msisdn": message.msisdn,
            "dialcode": number.dialcode,
            "number": number.number,
            "status": message.status,
            "timestamp": message.received,
            "delivered": message.received if delivered else 0,
            "smsid": message.smsid,
        }
    )
    base, _, _ = (message.callback or "").partition("#")
    joint = "" if base.endswith(("?", "&")) else "&" if "?" in base else "?"
    return f"{base}{joint}{added}"


class Caller:
    """What calls: on loopback, and the ``allowed`` hosts.

    Raises ``ValueError`` for a host that is none, such as one with a port.
    """

    def __init__(self, allowed: Iterable[str] = ()) -> None:
        self._allowed = frozenset(canonical(host) for host in allowed)

    async def call(self, url: str) -> Answer:
        """Make one GET.  Whatever goes wrong is told in the answer."""
        try:
            target = Target.of(url)
            self._check(target)
        except ValueError as error:
            return Answer(failure=f"refused: {error}", final=True)
        try:
            status = await _get(target)
        except TimeoutError:
            return Answer(failure=f"no answer within {TIMEOUT:g} seconds")
        except (OSError, ValueError) as error:
            return Answer(failure=f"no answer: {error}")
        return Answer(status, None if status == OK else f"answered with HTTP status {status}")

    def _check(self, target: Target) -> None:
        host = target.host
        if host in self._allowed or host == "localhost":
            return
        try:
            address = ip_address(host)
        except ValueError:
            raise ValueError(
                f"{host} was not allowed, and names other than localhost are not looked up"
            ) from None
        network, loopback = _LOOPBACK
        if address not in network and address != loopback:
            raise ValueError(f"{host} is no loopback address, and was not allowed")


async def _get(target: Target) -> int:
    """Ask, and give the HTTP status of the answer.  Raises ``OSError`` or ``ValueError``."""
    writer: asyncio.StreamWriter | None = None
    request = (
        f"GET {target.resource} HTTP/1.1\r\nHost: {target.authority}\r\n"
        "User-Agent: smsplan-sandbox\r\nAccept: */*\r\nConnection: close\r\n\r\n"
    )
    try:
        async with asyncio.timeout(TIMEOUT):
            reader, writer = await _connect(target)
            writer.write(request.encode("ascii"))
            status = await _status(reader)
        with suppress(OSError), move_on_after(BODY_TIMEOUT):  # the status is what counts
            room = MAX_BODY_OCTETS
            while room > 0 and (octets := await reader.read(room)):
                room -= len(octets)
    finally:
        if writer is not None:
            writer.transport.abort()
    return status


async def _connect(target: Target) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    failure: OSError | None = None
    security: dict[str, Any] = {}
    if target.secure:
        security = {"ssl": ssl.create_default_context(), "server_hostname": target.host}
    for address in await _addresses(target):
        try:
            # An address in digits, which is not looked up again.
            return await asyncio.open_connection(
                address, target.port, limit=MAX_HEAD_OCTETS, **security
            )
        except OSError as error:
            failure = failure or error
    raise failure or OSError("the name has no address")


async def _addresses(target: Target) -> Iterable[str]:
    if target.host == "localhost":
        return _LOCALHOST
    with suppress(ValueError):
        return (str(ip_address(target.host)),)
    found = await asyncio.get_running_loop().getaddrinfo(
        target.host, target.port, type=socket.SOCK_STREAM
    )
    return dict.fromkeys(str(address[0]) for *_, address in found)


async def _status(reader: asyncio.StreamReader) -> int:
    room = MAX_HEAD_OCTETS
    while True:
        head: list[bytes] = []
        while (line := await reader.readline()).strip():
            head.append(line)
            room -= len(line)
            if room < 0:
                raise ValueError(f"its head is over {MAX_HEAD_OCTETS} octets")
        found = _STATUS_LINE.match(head[0]) if head else None
        if found is None or not line:
            raise ValueError("it is not HTTP, or not whole")
        status = int(found[1])
        if status >= _FIRST_FINAL:
            return status
