"""The texts and the recipients of a batch: columns chosen, templates rendered column by column."""

import re
from collections import Counter
from collections.abc import Sequence
from difflib import get_close_matches
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from smsplan.display import did_you_mean, visible
from smsplan.errors import ColumnError
from smsplan.templates import Literal, Template

_RECIPIENTS: Final = frozenset(
    {"msisdn", "phone", "phonenumber", "telephone", "telefon", "tel", "mobile", "mobilenumber"}
    | {"mobil", "mobilnummer", "handy", "cell", "cellphone", "gsm", "number", "recipient", "to"}
)
"""What columns of recipients are called, without case and signs."""
_MAX_LISTED: Final = 40
"""Columns that are named where one is not there."""


def check_columns(there: Sequence[str], wanted: Sequence[str]) -> None:
    """Raise :class:`ColumnError` for the first column that is not there, or is there twice."""
    counts = Counter(there)
    for name in wanted:
        count = counts[name]
        if count == 1:
            continue
        if count:
            raise ColumnError(f"there are {count} columns {name!r}; give each its own name")
        near = (
            get_close_matches(name, there, 1)
            or [each for each in there if each.strip().lower() == name.lower()]
            or (_recipients_of(there) if _recipients_of([name]) else [])
        )
        meant = did_you_mean([repr(near[0])] if near else [])
        listed = ", ".join(map(visible, there[:_MAX_LISTED])) or "none"
        if len(there) > _MAX_LISTED:
            listed += f" and {len(there) - _MAX_LISTED} more"
        message = f"there is no column {name!r}{meant} (columns: {listed})"
        if any(each.strip("+ ").isdigit() for each in there):
            message += "; the first line has to name the columns"
        raise ColumnError(message)


def _recipients_of(names: Sequence[str]) -> list[str]:
    """Choose the names that columns of recipients have."""
    return [each for each in names if re.sub(r"[\W_]", "", each.lower()) in _RECIPIENTS]


def render(template: Template, batch: pa.RecordBatch) -> tuple[pa.Array, dict[str, pa.Array]]:
    """Render a template for every row; null where a field has no value.  Give the fields too."""
    fields = {name: texts(batch.column(name), name, or_integers=True) for name in template.fields}
    parts = [
        pa.scalar(piece.text, pa.large_string())
        if isinstance(piece, Literal)
        else fields[piece.name]
        for piece in template.pieces
    ]
    nothing = pa.scalar("", pa.large_string())
    column = pa.repeat(nothing, batch.num_rows)  # for there may be no field
    return pc.binary_join_element_wise(column, *parts, nothing), fields


def recipients(column: pa.Array, name: str) -> pa.Array:
    """Read a column of recipients: texts or whole numbers, of which integers stay what they are.

    Raises :class:`ColumnError` for any other type.
    """
    value_type = _value_type(column)
    if pa.types.is_integer(value_type):
        return column
    found = texts(column, name, or_integers=True)
    if pa.types.is_decimal(value_type):
        # The sign of a text would be a hyphen, which people write between digits.
        return pc.if_else(pc.starts_with(found, "-"), "0", found)
    return found


def texts(column: pa.Array, name: str, *, or_integers: bool = False) -> pa.Array:
    """Read a column of texts, or of whole numbers as they are written.

    Whole numbers are integers, and decimals without places.

    Raises :class:`ColumnError` for any other type.
    """
    value_type = _value_type(column)
    is_text = value_type in {pa.string(), pa.large_string(), pa.string_view(), pa.null()}
    is_whole = pa.types.is_integer(value_type) or (
        pa.types.is_decimal(value_type) and value_type.scale == 0
    )
    if is_text or (or_integers and is_whole):
        return pc.cast(column, pa.large_string())
    wanted = "text or whole numbers" if or_integers else "text"
    message = f"the column {name!r} is of type {column.type}, not of {wanted}"
    if or_integers and pa.types.is_floating(value_type):
        message += (
            "; not every whole number is a float: write the column as integers or as text,"
            " and what is missing as null"
        )
    raise ColumnError(message)


def _value_type(column: pa.Array) -> pa.DataType:
    return column.type.value_type if pa.types.is_dictionary(column.type) else column.type
