"""The user data header: its information elements, written and read.

Clause 9.2.3.24 of 3GPP TS 23.040 says what becomes of bad ones: a header whose
last element is too long or incomplete is ignored as a whole; of elements that exclude
each other, the last one counts.
"""

from collections.abc import Mapping
from contextlib import suppress
from enum import IntEnum
from typing import Any, Final

from msgspec import Struct

from smsplan.gsm7.tables import BY_IDENTIFIER, LOCKING, SINGLE, Language
from smsplan.wire.octets import Reader

_FIELD: Final = "TP-UDH"


class Element(IntEnum):
    """The information element identifiers that smsplan writes and reads."""

    CONCATENATION_8 = 0x00
    """Clause 9.2.3.24.1: reference, maximum, sequence number; one octet each."""
    PORTS_8 = 0x04
    """Clause 9.2.3.24.3: destination and originator port; one octet each."""
    PORTS_16 = 0x05
    """Clause 9.2.3.24.4: destination and originator port; two octets each."""
    CONCATENATION_16 = 0x08
    """Clause 9.2.3.24.8: as 0x00, with a reference of two octets."""
    SINGLE_SHIFT = 0x24
    """Clause 9.2.3.24.15: the national language identifier; hexadecimal, not decimal."""
    LOCKING_SHIFT = 0x25
    """Clause 9.2.3.24.16: the national language identifier; hexadecimal, not decimal."""


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

_CONCATENATION: Final = {8: Element.CONCATENATION_8, 16: Element.CONCATENATION_16}
_KNOWN: Final[Mapping[int, tuple[str, int]]] = {
    Element.CONCATENATION_8: ("concatenation", 3),
    Element.CONCATENATION_16: ("concatenation", 4),
    Element.PORTS_8: ("ports", 2),
    Element.PORTS_16: ("ports", 4),
    Element.SINGLE_SHIFT: ("single", 1),
    Element.LOCKING_SHIFT: ("locking", 1),
}
"""The field of :class:`Header` that each is read into, and its octets."""
_SHIFTS: Final[Mapping[int, tuple[str, Mapping[Language | None, Mapping[int, str]]]]] = {
    Element.SINGLE_SHIFT: ("single", SINGLE),
    Element.LOCKING_SHIFT: ("locking", LOCKING),
}


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
        try:
            meaning = _meaning(element)
        except ValueError as fault:
            message = f"information element 0x{element.identifier:02X}: {fault}"
            reader.warn("ELEMENT_IGNORED", _FIELD, message, start)
        else:
            if meaning is not None:
                known[_KNOWN[element.identifier][0]] = meaning
    return Header(elements, **known)


def interpret(element: InformationElement) -> Concatenation | Ports | Language | None:
    """Return what an element means; ``None`` if it is not known or has to be ignored."""
    with suppress(ValueError):
        return _meaning(element)
    return None


def _meaning(element: InformationElement) -> Concatenation | Ports | Language | None:
    """Return what an element means; raise ``ValueError`` that says why it is to be ignored."""
    data = element.data
    _, length = _KNOWN.get(element.identifier, ("", len(data)))
    if len(data) != length:
        raise ValueError(f"it has {len(data)} octets, not {length}")
    match element.identifier:
        case Element.CONCATENATION_8 | Element.CONCATENATION_16:
            reference, (msg_count, number) = data[:-2], data[-2:]
            if not 0 < number <= msg_count:  # clauses 9.2.3.24.1 and 9.2.3.24.8
                raise ValueError(f"there is no segment {number} of {msg_count}")
            bits = 8 * len(reference)
            return Concatenation(int.from_bytes(reference), bits, msg_count, number)
        case Element.PORTS_8 | Element.PORTS_16:
            size = len(data) // 2
            return Ports(int.from_bytes(data[:size]), int.from_bytes(data[size:]), 8 * size)
        case Element.SINGLE_SHIFT | Element.LOCKING_SHIFT as shift:
            kind, tables = _SHIFTS[shift]
            language = BY_IDENTIFIER.get(data[0])
            if language is None or language not in tables:
                # Clauses 9.2.3.24.15 and 9.2.3.24.16: the default tables are read instead.
                raise ValueError(f"language {data[0]} has no {kind} shift table")
            return language
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


def write_element(identifier: Element, value: bytes) -> bytes:
    """Write an information element: its identifier, its length, its value.

    >>> write_element(Element.SINGLE_SHIFT, bytes([1])).hex()
    '240101'
    """
    return bytes([identifier, len(value)]) + value


def concatenation(reference_bits: int, reference: int, maximum: int, number: int) -> bytes:
    """Write the element of segment ``number`` of ``maximum``, both 1 to 255.

    >>> concatenation(16, 7, 2, 1).hex()
    '080400070201'
    """
    value = reference.to_bytes(reference_bits // 8, "big") + bytes([maximum, number])
    return write_element(_CONCATENATION[reference_bits], value)


def check_reference(reference: int, reference_bits: int) -> None:
    """Refuse a concatenation reference that has not as many bits.

    Raises ``ValueError``; for other bits than 8 and 16, too.
    """
    if reference_bits not in _CONCATENATION:
        raise ValueError(f"reference_bits is 8 or 16, not {reference_bits}")
    most = (1 << reference_bits) - 1
    if type(reference) is not int or not 0 <= reference <= most:
        raise ValueError(f"a reference of {reference_bits} bits is 0 to {most}, not {reference!r}")


def header(elements: bytes) -> bytes:
    """Put the length of information elements before them; where there is none, no header."""
    return bytes([len(elements)]) + elements if elements else b""
