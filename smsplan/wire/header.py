"""The user data header: information elements, and what the known ones say.

Clause 9.2.3.24 of 3GPP TS 23.040 says what becomes of bad ones: a header whose
last element is too long or incomplete is ignored as a whole; of elements that exclude
each other, the last one counts.
"""

from collections.abc import Mapping
from typing import Any, Final

from msgspec import Struct

from smsplan.gsm7.tables import BY_IDENTIFIER, LOCKING, SINGLE, Language
from smsplan.wire.elements import Element
from smsplan.wire.octets import Reader

_FIELD: Final = "TP-UDH"

ELEMENT_NAMES: Final = {
    0x00: "concatenation, 8-bit reference",
    0x01: "special SMS message indication",
    0x04: "application ports, 8-bit",
    0x05: "application ports, 16-bit",
    0x06: "SMSC control parameters",
    0x07: "UDH source indicator",
    0x08: "concatenation, 16-bit reference",
    0x09: "wireless control message protocol",
    0x0A: "text formatting",
    0x0B: "predefined sound",
    0x0C: "user defined sound",
    0x0D: "predefined animation",
    0x0E: "large animation",
    0x0F: "small animation",
    0x10: "large picture",
    0x11: "small picture",
    0x12: "variable picture",
    0x13: "user prompt indicator",
    0x14: "extended object",
    0x15: "reused extended object",
    0x16: "compression control",
    0x17: "object distribution indicator",
    0x18: "standard WVG object",
    0x19: "character size WVG object",
    0x1A: "extended object data request",
    0x20: "RFC 822 e-mail header",
    0x21: "hyperlink format",
    0x22: "reply address",
    0x23: "enhanced voice mail information",
    0x24: "national language single shift",
    0x25: "national language locking shift",
}
"""The table of identifiers in clause 9.2.3.24, less its reserved and private ranges."""

_KNOWN: Final[Mapping[int, tuple[str, int]]] = {
    Element.CONCATENATION_8: ("concatenation", 3),
    Element.CONCATENATION_16: ("concatenation", 4),
    Element.PORTS_8: ("ports", 2),
    Element.PORTS_16: ("ports", 4),
    Element.SINGLE_SHIFT: ("single", 1),
    Element.LOCKING_SHIFT: ("locking", 1),
}
"""The field of :class:`Header` that each is read into, and its octets."""


class InformationElement(Struct, frozen=True, rename="kebab"):
    """One information element as it stands in the header, known or not."""

    identifier: int
    data: bytes

    @property
    def name(self) -> str:
        """What the standard calls it; empty for what it leaves to others or to the future."""
        return ELEMENT_NAMES.get(self.identifier, "")


class Concatenation(Struct, frozen=True, rename="kebab"):
    """Which segment of which message this is: ``number`` counts from 1."""

    reference: int
    reference_bits: int
    msg_count: int
    number: int


class Ports(Struct, frozen=True, rename="kebab"):
    """The application ports, and the bits that each was given."""

    destination: int
    originator: int
    bits: int


class Header(Struct, frozen=True, rename="kebab"):
    """The information elements of a header, and the known ones among them."""

    elements: tuple[InformationElement, ...] = ()
    concatenation: Concatenation | None = None
    ports: Ports | None = None
    locking: Language | None = None
    single: Language | None = None


def read_header(reader: Reader, length: int) -> Header:
    """Read the information elements of a header of ``length`` octets, which are there."""
    start = reader.offset
    octets = reader.take(length, _FIELD)
    elements = split(octets)
    if elements is None:
        message = f"the last information element does not end with the {length} octets"
        reader.warn("HEADER_IGNORED", _FIELD, message, start)
        return Header()
    known: dict[str, Any] = {}
    for element in elements:
        if fault := _fault(element):
            message = f"information element 0x{element.identifier:02X}: {fault}"
            reader.warn("ELEMENT_IGNORED", _FIELD, message, start)
        elif element.identifier in _KNOWN:
            known[_KNOWN[element.identifier][0]] = interpret(element)
    return Header(elements, **known)


def interpret(element: InformationElement) -> Concatenation | Ports | Language | None:
    """Return what an element means; ``None`` if it is not known or has to be ignored."""
    if _fault(element):
        return None
    data = element.data
    match element.identifier:
        case Element.CONCATENATION_8 | Element.CONCATENATION_16:
            reference, (msg_count, number) = data[:-2], data[-2:]
            bits = 8 * len(reference)
            return Concatenation(int.from_bytes(reference), bits, msg_count, number)
        case Element.PORTS_8 | Element.PORTS_16:
            size = len(data) // 2
            return Ports(int.from_bytes(data[:size]), int.from_bytes(data[size:]), 8 * size)
        case Element.SINGLE_SHIFT | Element.LOCKING_SHIFT:
            return BY_IDENTIFIER[data[0]]
    return None


def in_words(element: InformationElement) -> str:
    r"""Return what an element means, or what it is called, for people.

    >>> in_words(InformationElement(0x25, b"\x01"))
    'national language locking shift: Turkish'
    """
    match interpret(element):
        case Concatenation(reference, bits, msg_count, number):
            return f"segment {number} of {msg_count}, reference {reference} ({bits} bits)"
        case Ports(destination, originator, bits):
            return f"to port {destination}, from port {originator} ({bits} bits)"
        case Language() as language:
            return f"{element.name}: {language.capitalize()}"
        case _:
            return f"{element.name or 'not known'}: {element.data.hex()}"


def split(octets: bytes) -> tuple[InformationElement, ...] | None:
    """Split a header into its elements; ``None`` if they do not fill it."""
    elements = []
    at = 0
    while at < len(octets):
        data = octets[at + 2 : at + 2 + octets[at + 1]] if at + 1 < len(octets) else None
        if data is None or len(data) < octets[at + 1]:
            return None
        elements.append(InformationElement(octets[at], data))
        at += 2 + len(data)
    return tuple(elements)


def _fault(element: InformationElement) -> str:
    """Return why an element is to be ignored, if it is."""
    data = element.data
    _, length = _KNOWN.get(element.identifier, ("", len(data)))
    if len(data) != length:
        return f"it has {len(data)} octets, not {length}"
    match element.identifier:
        # Clauses 9.2.3.24.1 and 9.2.3.24.8 have a receiver ignore both.
        case Element.CONCATENATION_8 | Element.CONCATENATION_16 if not 0 < data[-1] <= data[-2]:
            return f"there is no segment {data[-1]} of {data[-2]}"
        # Clauses 9.2.3.24.15 and 9.2.3.24.16 have it read the default tables instead.
        case Element.SINGLE_SHIFT if not _has(SINGLE, data[0]):
            return f"language {data[0]} has no single shift table"
        case Element.LOCKING_SHIFT if not _has(LOCKING, data[0]):
            return f"language {data[0]} has no locking shift table"
    return ""


def _has(tables: Mapping[Language | None, Mapping[int, str]], identifier: int) -> bool:
    """Return whether there is a table of the language that an identifier stands for."""
    language = BY_IDENTIFIER.get(identifier)
    return language is not None and language in tables
