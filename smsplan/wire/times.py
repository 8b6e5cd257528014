"""Time stamps and validity periods (3GPP TS 23.040, clauses 9.2.3.11 and 9.2.3.12)."""

from datetime import datetime, timedelta, timezone
from enum import IntEnum
from typing import Final

from msgspec import Struct

from smsplan.wire.octets import Reader

CENTURY: Final = 2000
"""A time stamp has two digits of the year and no century."""

VALIDITY_PERIODS: Final = (
    *(n * timedelta(minutes=5) for n in range(1, 145)),  # 0 to 143: 5 minutes to 12 hours
    *(n * timedelta(minutes=30) for n in range(25, 49)),  # 144 to 167: 12½ to 24 hours
    *(n * timedelta(days=1) for n in range(2, 31)),  # 168 to 196: 2 to 30 days
    *(n * timedelta(weeks=1) for n in range(5, 64)),  # 197 to 255: 5 to 63 weeks
)
"""The validity period that each value of TP-VP stands for, clause 9.2.3.12.1."""

_FIELD: Final = "TP-VP"
_QUARTER: Final = timedelta(minutes=15)
_MINUS: Final = 0b1000
_TIME_STAMP_OCTETS: Final = 7
_SINGLE_SHOT: Final = 0b0100_0000
_MAX_DIGIT: Final = 9


class ValidityFormat(IntEnum):
    """How TP-VP is coded: bits 4 and 3 of the first octet (clause 9.2.3.3)."""

    ABSENT = 0b00
    ENHANCED = 0b01
    RELATIVE = 0b10
    ABSOLUTE = 0b11


class Validity(Struct, frozen=True, rename="kebab"):
    """How long a service centre tries: for a ``period`` or until a time, ``end``.

    Both are ``None`` where neither is given or it could not be read.
    ``single_shot`` allows one attempt only.
    """

    format: ValidityFormat
    period: timedelta | None = None
    end: datetime | None = None
    single_shot: bool = False


def read_timestamp(reader: Reader, field: str) -> datetime | None:
    """Read a time of seven octets with its time zone; ``None`` for one that cannot be.

    A semi-octet that is no digit is read as 0 (clause 9.2.3.11).  The year is
    taken to be one of this century.  Both kinds of mistake are reported.
    """
    start = reader.offset
    *octets, zone = reader.take(_TIME_STAMP_OCTETS, field)
    year, month, day, hour, minute, second = (_number(octet) for octet in octets)
    quarters = _number(zone & ~_MINUS)
    if not all(map(_is_decimal, (*octets, zone & ~_MINUS))):
        shown = reader.octets[start : reader.offset].hex()
        message = f"{shown} has semi-octets that are no digits, read as 0"
        reader.warn("TIME_DIGITS", field, message, start)
    offset = timezone((-quarters if zone & _MINUS else quarters) * _QUARTER)
    try:
        return datetime(CENTURY + year, month, day, hour, minute, second, tzinfo=offset)
    except ValueError as error:
        shown = reader.octets[start : reader.offset].hex()
        reader.warn("TIME_IMPOSSIBLE", field, f"{shown} is no time: {error}", start)
        return None


def read_validity(reader: Reader, validity_format: ValidityFormat) -> Validity:
    """Read TP-VP in any of its formats."""
    if validity_format is ValidityFormat.RELATIVE:
        return Validity(validity_format, VALIDITY_PERIODS[reader.octet(_FIELD)])
    if validity_format is ValidityFormat.ABSOLUTE:
        return Validity(validity_format, end=read_timestamp(reader, _FIELD))
    if validity_format is ValidityFormat.ENHANCED:
        return _read_enhanced(reader)
    return Validity(validity_format)


def _read_enhanced(reader: Reader) -> Validity:
    """Read a functionality indicator and its six octets (clause 9.2.3.12.3)."""
    start = reader.offset
    indicator, *value = reader.take(_TIME_STAMP_OCTETS, _FIELD)
    single_shot = bool(indicator & _SINGLE_SHOT)
    period = None
    match indicator & ~_SINGLE_SHOT:
        case 0b000:
            pass
        case 0b001:
            period = VALIDITY_PERIODS[value[0]]
        case 0b010 if value[0]:
            period = timedelta(seconds=value[0])
        case 0b011 if all(map(_is_decimal, value[:3])):
            hours, minutes, seconds = map(_number, value[:3])
            period = timedelta(hours=hours, minutes=minutes, seconds=seconds)
        case _:
            shown = reader.octets[start : reader.offset].hex()
            message = f"{shown} is no validity period that the standard defines"
            reader.warn("VALIDITY_RESERVED", _FIELD, message, start)
    return Validity(ValidityFormat.ENHANCED, period, single_shot=single_shot)


def _number(octet: int) -> int:
    """Read two semi-octets, the tens in the lower one; what is no digit counts as 0."""
    tens, ones = (digit if digit <= _MAX_DIGIT else 0 for digit in (octet & 0xF, octet >> 4))
    return 10 * tens + ones


def _is_decimal(octet: int) -> bool:
    return octet & 0xF <= _MAX_DIGIT and octet >> 4 <= _MAX_DIGIT
