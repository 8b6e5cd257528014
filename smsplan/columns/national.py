# ruff: noqa: PLR0913, PLR0917, PLR2004 - compiled functions take arrays one by one, know digits
"""National numbers of a column, read as ``smsplan.destinations.regions.Region.read`` does."""

from typing import Any, Final

import numpy as np

from smsplan.columns.compiling import compiled, inlined
from smsplan.columns.msisdn_kernel import ASK, INVALID, LONG, VALID, dialcodes
from smsplan.columns.numbering import UNASSIGNED, numbering
from smsplan.destinations.msisdn import MAX_DIGITS
from smsplan.destinations.regions import MAX_SHORT_CODE, Region

Array = np.ndarray[Any, Any]

_ZERO: Final = ord("0")


def read_national(digits: Array, sizes: Array, errors: Array, bare: Array, region: Region) -> None:
    """Read the numbers that may be national, in the arrays that have them as they stand.

    ``validate`` is asked for countries where what is dialled before a number is no literal.
    """
    left = bare & ((errors == VALID) | (errors == INVALID))
    if region.trunks is None:
        errors[left] = ASK
        return
    code, trunks = (
        np.frombuffer(each.encode(), np.uint8) for each in (region.dialcode, "".join(region.trunks))
    )
    # The last is none, for a number that is written without.
    ends = np.cumsum([0, *map(len, region.trunks), 0])
    met = np.zeros(1000, np.bool_)
    arrays = digits, sizes, errors, left, code, trunks, ends
    _read_assigned(*arrays, met, dialcodes(), *numbering().tables([int(region.dialcode)])[:3])
    if left.any():
        lengths = np.arange(2 * MAX_DIGITS) - len(region.dialcode)
        has_length = np.isin(lengths, list(region.lengths))
        tables = numbering().tables(np.flatnonzero(met).tolist())[:3]
        _read_others(*arrays, has_length, dialcodes(), *tables)


@compiled
def _read_assigned(
    digits: Array,
    sizes: Array,
    errors: Array,
    left: Array,
    code: Array,
    trunks: Array,
    ends: Array,
    met: Array,
    is_dialcode: Array,
    starts: Array,
    following: Array,
    said: Array,
) -> None:
    """Read what is assigned in the plan of the country; mark the calling codes of the others."""
    start = starts[_dialcode(code.reshape(1, -1), 0, is_dialcode)]
    for row in range(len(sizes)):
        if not left[row]:
            continue
        for which in range(len(ends) - 1):
            skipped = ends[which + 1] - ends[which]
            many = _begins(digits, row, sizes[row], trunks, ends[which], skipped)
            if 0 < many <= MAX_DIGITS - len(code):
                state = start
                for at in range(skipped, sizes[row]):
                    state = following[state, digits[row, at] - _ZERO]
                if said[state, many] != UNASSIGNED:
                    _write(digits, sizes, errors, row, code, skipped)
                    left[row] = False
                    break
        if left[row] and errors[row] == VALID:
            met[_dialcode(digits, row, is_dialcode)] = True


@compiled
def _read_others(
    digits: Array,
    sizes: Array,
    errors: Array,
    left: Array,
    code: Array,
    trunks: Array,
    ends: Array,
    has_length: Array,
    is_dialcode: Array,
    starts: Array,
    following: Array,
    said: Array,
) -> None:
    """Leave what is assigned as it stands; of others take what the country has the length of."""
    for row in range(len(sizes)):
        if not left[row]:
            continue
        if errors[row] == VALID:
            dialcode = _dialcode(digits, row, is_dialcode)
            begin = 1 if dialcode < 10 else 2 if dialcode < 100 else 3
            state = starts[dialcode]
            for at in range(begin, sizes[row]):
                state = following[state, digits[row, at] - _ZERO]
            if said[state, sizes[row] - begin] != UNASSIGNED:
                continue
        if sizes[row] <= MAX_SHORT_CODE:
            errors[row] = ASK
            continue
        for is_any in (False, True):
            if is_any and errors[row] == VALID:
                left[row] = False
            for which in range(len(ends) - 1):
                skipped = ends[which + 1] - ends[which]
                many = _begins(digits, row, sizes[row], trunks, ends[which], skipped)
                if left[row] and many > 0 and (is_any or has_length[many + len(code)]):
                    _write(digits, sizes, errors, row, code, skipped)
                    left[row] = False


@inlined
def _dialcode(digits: Array, row: int, is_dialcode: Array) -> Any:  # noqa: ANN401 - numpy's int
    code = np.int64(0)
    for at in range(min(3, digits.shape[1])):
        code = code * 10 + np.int64(digits[row, at]) - _ZERO
        if is_dialcode[code]:
            break
    return code


@inlined
def _begins(digits: Array, row: int, size: int, trunks: Array, start: int, skipped: int) -> int:
    """Count the digits after what is dialled before them; 0 if they do not begin so."""
    for at in range(skipped):
        if digits[row, at] != trunks[start + at]:
            return 0
    return size - skipped


@inlined
def _write(digits: Array, sizes: Array, errors: Array, row: int, code: Array, skipped: int) -> None:
    """Write a number with its calling code in the place of some digits before it."""
    many = sizes[row] - skipped + len(code)
    if many > MAX_DIGITS:
        errors[row] = LONG
        return
    shift = len(code) - skipped
    for at in range(skipped, sizes[row]) if shift <= 0 else range(sizes[row] - 1, skipped - 1, -1):
        digits[row, at + shift] = digits[row, at]
    for at in range(len(code)):
        digits[row, at] = code[at]
    sizes[row], errors[row] = many, VALID
