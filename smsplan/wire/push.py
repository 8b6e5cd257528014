r"""WAP Push: a Service Indication, which asks a phone to open a URL (WAP-167).

The document is XML made binary (WAP-192, WBXML), behind the header of a push
(WAP-230, WSP), in 8-bit data to the port of the push client (WAP-259, WDP).

>>> push = wappush("http://www.example.com/news", "Breaking")
>>> push.msg_count, push.octets_count, push.remaining
(1, 40, 93)
>>> push.segments[0].udh.hex()
'0605040b8423f0'
>>> push.segments[0].tp_ud
b'\x00\x06\x01\xae\x02\x05j\x00E\xc6\r\x03example\x00\x85\x03news\x00\x01\x03Breaking\x00\x01\x01'
"""

import re
from collections.abc import Iterator
from enum import Enum
from typing import ClassVar, Final
from urllib.parse import urlsplit

from smsplan.arguments import checked
from smsplan.display import NO_XML, describe
from smsplan.errors import InvalidValueError
from smsplan.findings import Finding, Severity
from smsplan.planning import TP_UD_OCTETS
from smsplan.shapes import Shape, Shaped
from smsplan.wire.header import Element, check_reference, concatenation, header, write_element
from smsplan.wire.plans import UserData, UserDataShape, check_msg_count

PUSH_PORT: Final = 2948
"""Connectionless push to a WAP client, registered as wap-push."""
ORIGINATOR_PORT: Final = 9200
"""Connectionless WAP sessions, registered as wap-wsp; no answer comes to it."""

TP_DCS_8_BIT: Final = 0x04
"""8-bit data without a class (3GPP TS 23.038, clause 4).

0xF5, 8-bit data of class 1, is as common.  A class says where a phone keeps a
message; one to a port goes to the application there, which the class does not
change, so there is none.  SMPP's ``data_coding`` has 0x04 for octets as well.
"""

_PUSH: Final = 0x06
"""The type of a push PDU (WAP-230, table 34)."""
_CONTENT_TYPE: Final = bytes([0x80 | 0x2E])
"""application/vnd.wap.sic, a short integer (WAP-230, table 40)."""

# WAP-192: the beginning of a document, tokens of any, what a tag has
_WBXML_1_2: Final = 0x02
_SI_1_0: Final = 0x05
_UTF_8: Final = 0x6A
_NO_STRING_TABLE: Final = 0x00
_END: Final = 0x01
_INLINE_STRING: Final = 0x03
_CONTENT: Final = 0x40
_ATTRIBUTES: Final = 0x80

# WAP-167: tags, the beginnings of attributes, and their values
_SI: Final = 0x05
_INDICATION: Final = 0x06
_HREF: Final = {
    "https://www.": 0x0F,
    "https://": 0x0E,
    "http://www.": 0x0D,
    "http://": 0x0C,
    "": 0x0B,
}
"""``href`` with the beginning of its value, the longer ones first; any begins with nothing."""
_VALUES: Final = {".com/": 0x85, ".edu/": 0x86, ".net/": 0x87, ".org/": 0x88}
_VALUE: Final = re.compile(f"({'|'.join(map(re.escape, _VALUES))})")


_TRANSACTIONS: Final = 1 << 8


class Action(Enum):
    """How a phone announces the indication (WAP-167); without it, as MEDIUM."""

    NONE = 0x05
    LOW = 0x06
    MEDIUM = 0x07
    HIGH = 0x08


class WapPushShape(Shape, frozen=True, rename="kebab"):
    """What goes out where a request asks for WAP Push."""

    url: str
    text: str
    octets_count: int
    msg_count: int
    remaining: int
    segments: list[UserDataShape]


class WapPush(Shaped, frozen=True, rename="kebab"):
    """A Service Indication, planned and encoded; made by :func:`wappush`.

    ``octets_count`` is the length of what is pushed, without the headers of the
    segments; ``msg_count`` the number of segments.  ``remaining`` says how many
    more octets fit the last segment.
    """

    SHAPE: ClassVar[type[Shape] | None] = WapPushShape

    url: str
    text: str
    octets_count: int
    msg_count: int
    remaining: int
    segments: tuple[UserData, ...]


@checked
def wappush(  # noqa: PLR0913 - one parameter a choice
    url: str,
    text: str,
    *,
    action: Action | None = None,
    transaction: int = 0,
    reference: int = 0,
    reference_bits: int = 8,
) -> WapPush:
    """Plan and encode a Service Indication: a URL, and the text that a phone shows with it.

    A segment holds 133 octets; each of several 128, or 127 with 16
    ``reference_bits``.  ``transaction`` is the number of the push, 0 to 255;
    nothing answers it.  ``reference`` is the one of the concatenation.  To hand
    the segments to a service centre, see :func:`~smsplan.wire.submit`.

    Raises :class:`~smsplan.errors.InvalidValueError` for a URL that is not http or
    https (``WAPPUSH_INVALID``), for a text with a character that XML lacks
    (``TEXT_UNENCODABLE``) and for more than 255 segments (``TEXT_LONG``);
    ``ValueError`` for a number out of range.
    """
    if not is_web_url(url):
        message = "not an http or https URL"
        raise InvalidValueError(url, Finding("WAPPUSH_INVALID", Severity.ERROR, "wappush", message))
    if match := NO_XML.search(text):
        message = f"XML 1.0 lacks {describe(match[0])}"
        finding = Finding("TEXT_UNENCODABLE", Severity.ERROR, "text", message, *match.span())
        raise InvalidValueError(text, finding)
    if type(transaction) is not int or not 0 <= transaction < _TRANSACTIONS:
        raise ValueError(f"transaction is 0 to {_TRANSACTIONS - 1}, not {transaction!r}")
    check_reference(reference, reference_bits)
    pushed = (
        bytes([transaction, _PUSH, len(_CONTENT_TYPE)])
        + _CONTENT_TYPE
        + _service_indication(url, text, action)
    )
    ports = write_element(
        Element.PORTS_16, PUSH_PORT.to_bytes(2, "big") + ORIGINATOR_PORT.to_bytes(2, "big")
    )
    room = TP_UD_OCTETS - len(header(ports))
    msg_count = 1
    if len(pushed) > room:
        room -= len(concatenation(reference_bits, reference, 1, 1))
        msg_count = -(-len(pushed) // room)
        check_msg_count(text, msg_count)
    parts = [pushed[start : start + room] for start in range(0, len(pushed), room)]
    segments: list[UserData] = []
    for number, part in enumerate(parts, start=1):
        more = concatenation(reference_bits, reference, msg_count, number) if msg_count > 1 else b""
        udh = header(ports + more)
        segments.append(UserData(udh, part, len(udh) + len(part), TP_DCS_8_BIT))
    return WapPush(url, text, len(pushed), msg_count, room - len(parts[-1]), tuple(segments))


def is_web_url(value: str) -> bool:
    """Return whether a value is an http or https URL that has a host.

    >>> is_web_url("https://example.com"), is_web_url("ftp://example.com")
    (True, False)
    """
    if any(character.isspace() or not character.isprintable() for character in value):
        return False
    try:
        parts = urlsplit(value)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a bracket without its partner, a port that is no port
        return False


def _service_indication(url: str, text: str, action: Action | None) -> bytes:
    return b"".join(
        [
            bytes([_WBXML_1_2, _SI_1_0, _UTF_8, _NO_STRING_TABLE]),
            bytes([_SI | _CONTENT, _INDICATION | _CONTENT | _ATTRIBUTES]),
            *_href(url),
            bytes([action.value] if action else []),
            bytes([_END]),  # of the attributes
            _inline(text),
            bytes([_END, _END]),  # of indication and si
        ]
    )


def _href(url: str) -> Iterator[bytes]:
    beginning = next(filter(url.startswith, _HREF))
    yield bytes([_HREF[beginning]])
    for part in filter(None, _VALUE.split(url.removeprefix(beginning))):
        yield bytes([_VALUES[part]]) if part in _VALUES else _inline(part)


def _inline(text: str) -> bytes:
    return bytes([_INLINE_STRING]) + text.encode() + b"\0"
