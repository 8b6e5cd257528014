"""Recipients of a column: canonical digits, or which rule they break."""

from typing import Final, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from smsplan.arguments import checked
from smsplan.columns import arrays, msisdn_kernel
from smsplan.columns.national import read_national
from smsplan.columns.tables import Octets
from smsplan.destinations import msisdn
from smsplan.destinations.msisdn import MAX_DIGITS
from smsplan.destinations.regions import region as region_of
from smsplan.errors import InvalidValueError

CODES: Final = pa.array(msisdn_kernel.CODES)
RECIPIENT: Final = pa.struct([("digits", pa.string()), ("error", pa.string())])
"""The type of a column of recipients."""


class Recipients(NamedTuple):
    """What was read of a column of recipients."""

    digits: Octets
    """Canonical digits in ASCII, a row of :data:`~smsplan.msisdn.MAX_DIGITS` for each."""
    sizes: NDArray[np.int64]
    """How many they are; none of what is no number."""
    errors: NDArray[np.int8]
    """Which of :data:`~smsplan.columns.msisdn_kernel.CODES`, or ``VALID``."""
    nulls: NDArray[np.bool_]


@checked
def msisdn_array(
    values: object, *, region: str | None = None, threads: int | None = None
) -> pa.StructArray:
    """Validate each recipient of a column as :func:`smsplan.destinations.msisdn.validate` does.

    ``digits`` are canonical, null where the value is refused; ``error`` is the
    gateway's name of the error then, else null.  Null for null.  ``values`` are
    strings as for :func:`plan_array`, or integers.  A value with a parenthesis, a
    slash or beyond ASCII is validated by ``validate`` itself, once if it is there
    often.  ``region`` is as there; where what is dialled before national numbers is no literal,
    as in Argentina, ``validate`` reads them, too.

    Raises ``TypeError`` for a column of anything else, ``ValueError`` for a region that has no
    numbering plan.

    >>> msisdn_array(pa.array(["+45 12 34 56 78", "anna"])).to_pylist()[1]
    {'digits': None, 'error': 'MSISDN_ALPHA'}
    """
    read = read_column(values, "values", threads, region)
    if len(read.sizes) == 0:
        return pa.array([], RECIPIENT)
    errors = CODES.take(
        pa.array(read.errors, mask=read.nulls | (read.errors == msisdn_kernel.VALID))
    )
    columns = [digits_of(read, threads), errors]
    valid = arrays.bitmap(~read.nulls)
    return pa.Array.from_buffers(RECIPIENT, len(errors), [valid], children=columns)


def digits_of(read: Recipients, threads: int | None = None) -> pa.StringArray:
    """Return the digits of recipients, null where there are none."""
    places = arrays.offsets(read.sizes)
    packed = np.empty(places[-1], np.uint8)

    def pack(first: int, last: int) -> None:
        msisdn_kernel.pack(read.digits[first:last], places[first : last + 1], packed)

    arrays.in_blocks(pack, len(read.sizes), threads)
    return pa.StringArray.from_buffers(
        len(read.sizes), pa.py_buffer(places), pa.py_buffer(packed), arrays.bitmap(read.sizes > 0)
    )


def read_column(
    values: object, what: str, threads: int | None = None, region: str | None = None
) -> Recipients:
    """Read a column of recipients, which an error calls ``what``."""
    plan = None if region is None else region_of(region)
    chunks = arrays.chunks(values, what)
    if pa.types.is_integer(arrays.value_type(chunks[0])):
        texts = pc.cast(arrays.decoded(chunks), pa.large_string())
    else:
        texts = arrays.decoded(arrays.as_texts(chunks, what, "strings or integers"))
    rows = len(texts)
    read = Recipients(
        np.empty((rows, MAX_DIGITS), np.uint8),
        np.empty(rows, np.int64),
        np.empty(rows, np.int8),
        pc.is_null(texts).to_numpy(zero_copy_only=False),
    )
    strings = arrays.strings(texts)

    def work(first: int, last: int) -> None:
        here = slice(first, last)
        msisdn_kernel.read_rows(
            strings.data,
            strings.offsets[first : last + 1],
            msisdn_kernel.TABLE,
            msisdn_kernel.dialcodes(),
            read.digits[here],
            read.sizes[here],
            read.errors[here],
        )
        if plan is not None:
            bare = np.empty(last - first, np.bool_)
            offsets = strings.offsets[first : last + 1]
            msisdn_kernel.find_bare(strings.data, offsets, msisdn_kernel.TABLE, bare)
            read_national(read.digits[here], read.sizes[here], read.errors[here], bare, plan)

    arrays.in_blocks(work, rows, threads)
    read.errors[read.nulls] = msisdn_kernel.EMPTY
    _ask(texts, read, region)
    read.sizes[read.errors != msisdn_kernel.VALID] = 0
    return read


def _ask(texts: pa.Array, read: Recipients, region: str | None) -> None:
    """Have :func:`smsplan.destinations.msisdn.validate` say what the compiled reader could not."""
    rows = np.flatnonzero(read.errors == msisdn_kernel.ASK)
    if len(rows) == 0:
        return
    values, indices = arrays.distinct([texts.take(pa.array(rows))])
    digits = np.zeros((len(values), MAX_DIGITS), np.uint8)
    sizes = np.zeros(len(values), np.int64)
    errors = np.full(len(values), msisdn_kernel.VALID, np.int8)
    for index, value in enumerate(values):
        try:
            found = msisdn.validate(value, region=region).encode()
        except InvalidValueError as error:
            errors[index] = msisdn_kernel.CODES.index(error.code)
        else:
            digits[index, : len(found)] = np.frombuffer(found, np.uint8)
            sizes[index] = len(found)
    which = indices.to_numpy()
    read.digits[rows], read.sizes[rows], read.errors[rows] = (
        digits[which],
        sizes[which],
        errors[which],
    )
