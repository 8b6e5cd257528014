"""The information elements of a user data header (3GPP TS 23.040, clause 9.2.3.24)."""

from enum import IntEnum
from typing import Final


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


_CONCATENATION: Final = {8: Element.CONCATENATION_8, 16: Element.CONCATENATION_16}


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
