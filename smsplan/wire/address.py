"""Addresses of originator, destination and service centre (3GPP TS 23.040, clause 9.1.2.5)."""

from enum import IntEnum
from typing import Final

from msgspec import Struct

from smsplan.errors import DecodeError
from smsplan.wire.octets import Reader, unpack
from smsplan.wire.text import gsm7_text

MAX_SEMI_OCTETS: Final = 20
"""An address field has 12 octets at most, two of them before the value (clause 9.1.2.5)."""
MAX_SMSC_OCTETS: Final = 11
"""Type of address and value of a service centre's address (3GPP TS 24.011, clause 8.2.5.2)."""

_END_MARK: Final = "F"
_SEMI_OCTETS: Final = "0123456789*#abc" + _END_MARK
"""The digits of a called party number (3GPP TS 24.008, table 10.5.118)."""


class TypeOfNumber(IntEnum):
    """What kind of number an address holds: bits 6 to 4 of the type of address."""

    UNKNOWN = 0
    INTERNATIONAL = 1
    NATIONAL = 2
    NETWORK_SPECIFIC = 3
    SUBSCRIBER = 4
    ALPHANUMERIC = 5
    ABBREVIATED = 6
    RESERVED = 7


class Address(Struct, frozen=True, rename="kebab"):
    """A number or name, as it stands in a short message.

    ``value`` holds digits, among them ``*``, ``#``, ``a``, ``b`` and ``c``, with
    no ``+``; or an alphanumeric name.  ``type_of_address`` is the octet that
    says which.  ``str()`` writes an international number with ``+``.

    >>> str(Address("4512345678", 0x91)), str(Address("1204", 0x81))
    ('+4512345678', '1204')
    """

    value: str
    type_of_address: int

    def __str__(self) -> str:
        plus = "+" if self.type_of_number is TypeOfNumber.INTERNATIONAL else ""
        return plus + self.value

    @property
    def type_of_number(self) -> TypeOfNumber:
        """The kind of number."""
        return TypeOfNumber(self.type_of_address >> 4 & 0b111)

    @property
    def numbering_plan(self) -> int:
        """The numbering plan identification; 1 is that of telephones, E.164."""
        return self.type_of_address & 0b1111


def read_address(reader: Reader, field: str) -> Address:
    """Read the address of an originator or destination; its length counts semi-octets.

    Raises :class:`~smsplan.errors.DecodeError` where it is incomplete or too long.
    """
    start = reader.offset
    count = reader.octet(f"the length of {field}")
    if count > MAX_SEMI_OCTETS:
        raise DecodeError(f"{field} has {count} semi-octets, {MAX_SEMI_OCTETS} are the most", start)
    type_of_address = reader.octet(f"the type of {field}")
    octets = reader.take((count + 1) // 2, f"the value of {field}")
    address = _address(octets, count, type_of_address)
    numeric = address.type_of_number is not TypeOfNumber.ALPHANUMERIC
    if numeric and len(address.value) < count:
        message = f"an end mark stands before the last of {count} digits"
        reader.warn("ADDRESS_SHORT", field, message, start)
    return address


def read_smsc(reader: Reader) -> Address | None:
    """Read the address of a service centre, if there is one; its length counts octets.

    Raises :class:`~smsplan.errors.DecodeError` where it is incomplete or too long.
    """
    start = reader.offset
    field = "the SMSC address"
    count = reader.octet(f"the length of {field}")
    if count == 0:
        return None
    if count > MAX_SMSC_OCTETS:
        raise DecodeError(f"{field} has {count} octets, {MAX_SMSC_OCTETS} are the most", start)
    type_of_address, *octets = reader.take(count, field)
    return _address(bytes(octets), 2 * len(octets), type_of_address)


def _address(octets: bytes, count: int, type_of_address: int) -> Address:
    named = Address("", type_of_address).type_of_number is TypeOfNumber.ALPHANUMERIC
    if named:
        return Address(gsm7_text(unpack(octets, 4 * count // 7)), type_of_address)
    digits = "".join(_SEMI_OCTETS[octet & 0xF] + _SEMI_OCTETS[octet >> 4] for octet in octets)
    return Address(digits[:count].partition(_END_MARK)[0], type_of_address)
