# ruff: noqa: PLR0913, PLR0917 - compiled functions take arrays one by one, not objects
"""Reading recipients in ASCII: ``msisdn.validate``, compiled, for what most are."""

from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from smsplan.columns.compiling import compiled, inlined
from smsplan.columns.tables import Count, Octets
from smsplan.destinations import msisdn, separators

CODES: Final = (
    *("MSISDN_EMPTY", "MSISDN_ALPHA", "MSISDN_LONG", "MSISDN_INVALID"),
    *("MSISDN_SEVERAL", "MSISDN_EXTENSION", "MSISDN_SHORT_CODE"),
)
"""The names of errors; the first four are the gateway's, in the order in which they matter."""
EMPTY, ALPHA, LONG, INVALID = range(4)
VALID: Final = -1
ASK: Final = len(CODES)
"""Says that ``validate`` must be asked: of a trunk zero, ``(0)``, a slash, what may be several
numbers or have an extension, what was pasted along, or what is very long."""

_LONGEST: Final = 40
"""Octets that are read here."""
_DIGIT, _STRANGER, _UNKNOWN, _SEPARATOR, _POINT = range(5)
_ZERO: Final = ord("0")
_PLUS: Final = ord("+")
_MINUS: Final = ord("-")


def _table() -> Octets:
    table = np.full(0x100, _STRANGER, np.uint8)
    table[0x80:] = _UNKNOWN
    for digit in "0123456789":
        table[ord(digit)] = _DIGIT
    for separator in separators.SEPARATORS:
        if separator.isascii():
            table[ord(separator)] = _SEPARATOR
    for sign in "(/:'=\"\t":
        table[ord(sign)] = _UNKNOWN
    table[ord(".")] = _POINT
    return table


TABLE: Final = _table()
"""What an octet is to a number."""


@cache
def dialcodes() -> NDArray[np.bool_]:
    """Mark the calling codes that exist, by number; three digits are the most."""
    marked = np.zeros(1000, np.bool_)
    marked[list(msisdn.dialcodes())] = True
    return marked


@compiled
def read_rows(
    data: Octets,
    offsets: NDArray[np.int64],
    table: Octets,
    dialcodes: NDArray[np.bool_],
    digits: Octets,
    sizes: NDArray[np.int64],
    errors: NDArray[np.int8],
) -> None:
    """Read the values between consecutive offsets into the last three arrays."""
    for row in range(len(sizes)):
        sizes[row], errors[row] = _read(
            data, offsets[row], offsets[row + 1], table, dialcodes, digits, row
        )


@inlined
def _read(
    data: Octets,
    start: Count,
    stop: Count,
    table: Octets,
    dialcodes: NDArray[np.bool_],
    digits: Octets,
    row: Count,
) -> tuple[Count, int]:
    """Read the digits of a value, say how many there are and what is wrong with them."""
    if stop - start > _LONGEST:
        return 0, ASK
    size = 0
    strange = False
    pointed = False
    first = _after_prefix(data, start, stop, table)
    for index in range(first, stop):
        kind = table[data[index]]
        if kind == _UNKNOWN:
            return 0, ASK
        strange |= kind == _STRANGER
        pointed |= kind == _POINT
        if kind == _DIGIT:
            if size < digits.shape[1]:
                digits[row, size] = data[index]
            size += 1
    if strange or (pointed and size > 0 and _is_decimal(data, first, stop, table)):
        fewest = separators.FEWEST_OF_NUMBER * (1 if strange else 2)
        return 0, ALPHA if size < fewest else ASK
    if size == 0:
        return 0, EMPTY
    is_negative = data[start] == _MINUS and table[data[start + 1]] == _DIGIT
    if size > digits.shape[1] and not is_negative:
        return 0, ASK
    is_valid = not is_negative and _has_dialcode(digits, row, size, dialcodes)
    return size, VALID if is_valid else INVALID


@compiled
def find_bare(
    data: Octets, offsets: NDArray[np.int64], table: Octets, bare: NDArray[np.bool_]
) -> None:
    """Mark what may be national: no international prefix, no minus right before a digit."""
    for row in range(len(bare)):
        start, stop = offsets[row], offsets[row + 1]
        first = _skip_separators(data, start, stop, table)
        is_prefixed = _after_prefix(data, start, stop, table) != first
        bare[row] = not is_prefixed and not (first == start + 1 and data[start] == _MINUS)


@inlined
def _is_decimal(data: Octets, start: Count, stop: Count, table: Octets) -> bool:
    """Return whether digits with points between them read as a decimal number."""
    while table[data[start]] != _DIGIT:
        start += 1
    while table[data[stop - 1]] != _DIGIT:
        stop -= 1
    whole = places = points = others = 0
    zeros = True
    for index in range(start, stop):
        kind = table[data[index]]
        if kind == _POINT:
            points += 1
            whole += places
            places = 0
            zeros = True
        elif kind == _DIGIT:
            places += 1
            zeros &= data[index] == _ZERO
        else:
            others += 1
    if points != 1:
        return points > 1 and places < separators.FEWEST_AFTER_POINT - 1
    return (
        places < separators.FEWEST_AFTER_POINT
        or zeros
        or (others == 0 and whole > separators.MAX_BEFORE_POINT)
    )


@inlined
def _after_prefix(data: Octets, start: Count, stop: Count, table: Octets) -> Count:
    """Find where a number begins after the international prefix, ``+`` or ``00``, if it has one."""
    first = _skip_separators(data, start, stop, table)
    if first < stop and data[first] == _PLUS:
        return first + 1
    second = _skip_separators(data, first + 1, stop, table)
    if second < stop and data[first] == _ZERO and data[second] == _ZERO:
        return second + 1
    return first


@inlined
def _skip_separators(data: Octets, start: Count, stop: Count, table: Octets) -> Count:
    while start < stop and table[data[start]] >= _SEPARATOR:
        start += 1
    return start


@inlined
def _has_dialcode(digits: Octets, row: Count, size: Count, dialcodes: NDArray[np.bool_]) -> bool:
    """Return whether digits begin with a calling code, and go on after it."""
    code = np.int64(0)
    for index in range(min(3, size)):
        code = code * 10 + np.int64(digits[row, index]) - _ZERO
        if code == 0:
            return False
        if dialcodes[code]:
            return bool(index + 1 < size)
    return False


@compiled
def pack(digits: Octets, places: NDArray[np.int32], packed: Octets) -> None:
    """Write digits one number after the other."""
    for row in range(len(digits)):
        for index in range(places[row + 1] - places[row]):
            packed[places[row] + index] = digits[row, index]
