"""Price lists as they are written: the gateway's own reply, and CSV of spreadsheets.

What is read is checked by :class:`~smsplan.destinations.rates.RateCard`.
"""

import csv
import re
from codecs import BOM_UTF8
from collections.abc import Iterator
from contextlib import suppress
from decimal import Decimal, InvalidOperation
from io import StringIO
from typing import Final

import msgspec
from msgspec import Struct

from smsplan.display import quoted, visible
from smsplan.errors import RateCardError

Entry = tuple[str, str, Decimal, str]
"""Where it stands, prefix, price and country."""

_COLUMNS: Final = ("prefix", "price", "country")
_DECIMALS: Final = ",."
_BLANK: Final = ' ;,|"\t\n'
"""What a line without a cell may be of."""
_SEP: Final = re.compile(r'"?sep=([^"\n])"?[;,]*\s*', re.IGNORECASE)
_BEGINS: Final = re.compile(r'[\s"]*(?:prefix|[0-9]+)[\s"]*', re.IGNORECASE | re.ASCII)


class _Price(Struct):
    sms: Decimal


class _Entry(Struct):
    country: str
    dialcode: int
    price: _Price


class _Prices(Struct):
    prices: list[_Entry]


class _Reply(Struct):
    yourprices: _Prices


def read_json(reply: str | bytes) -> Iterator[Entry]:
    """Read the gateway's own price reply."""
    octets = reply.encode("utf-8", "surrogatepass") if isinstance(reply, str) else reply
    try:
        content = octets.removeprefix(BOM_UTF8)
        listed = msgspec.json.decode(content, type=_Reply).yourprices.prices
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        raise RateCardError(f"not a price reply of the gateway: {error}") from error
    for number, each in enumerate(listed, start=1):
        where = f"entry {number} ({visible(each.country)})"
        yield where, str(each.dialcode), each.price.sms, each.country


def read_csv(text: str) -> Iterator[Entry]:
    """Read ``prefix,price[,country]``, in whatever way a spreadsheet parts the cells."""
    # Lines end in any of the three ways.
    lines = list(StringIO(text.removeprefix("\ufeff"), newline=None))
    delimiter = _delimiter(lines)
    decimal = ""
    for where, cells in _rows(lines, delimiter):
        if len(cells) not in (2, 3):
            message = f"{where}: expected prefix,price[,country], found {len(cells)} columns"
            if delimiter == ",":
                message += "; a price with a decimal comma needs cells parted by semicolons"
            raise RateCardError(message)
        prefix, price, country = cells if len(cells) > 2 else (*cells, "")  # noqa: PLR2004
        if country.isdecimal():
            raise RateCardError(
                f"{where}: the country {country!r} is a number; is it after a decimal comma?"
            )
        signs = [each for each in _DECIMALS if each in price]
        if len(signs) > 1 or (signs and decimal not in {signs[0], ""}):
            raise RateCardError(
                f"{where}: the price {quoted(price)} and those before it have decimal points and"
                " commas; write all with a point, such as 0.20, and none between thousands"
            )
        decimal = signs[0] if signs else decimal
        yield where, prefix, _read_price(price, where, is_comma=delimiter != ","), country


def _delimiter(lines: list[str]) -> str:
    """Find what parts the cells: what a first line ``sep=;`` says, which is emptied, or a comma.

    Danish Excel and its like write semicolons, for there the decimal sign is a comma.
    """
    at, first = next(((at, line) for at, line in enumerate(lines) if line.strip(_BLANK)), (0, ""))
    if sep := _SEP.fullmatch(first):
        lines[at] = "\n"
        return sep[1]
    return next(
        (each for each in ";\t|" if each in first and _BEGINS.fullmatch(first.split(each)[0])), ","
    )


def _rows(lines: list[str], delimiter: str) -> Iterator[tuple[str, list[str]]]:
    """Return the rows that have something in them, but for a header, and where they are."""
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    is_first = True
    try:
        for row in reader:
            cells = [cell.strip() for cell in row]
            if any(cells):
                if not (is_first and _is_header(cells)):
                    yield f"line {reader.line_num}", cells
                is_first = False
    except csv.Error as error:
        raise RateCardError(f"line {reader.line_num}: {error}") from error


def _is_header(cells: list[str]) -> bool:
    return tuple(cell.lower() for cell in cells) in (_COLUMNS, _COLUMNS[:2])


def _read_price(cell: str, where: str, *, is_comma: bool) -> Decimal:
    written = cell.replace(",", ".") if is_comma else cell
    if cell.isascii() and "_" not in cell:  # Decimal would read ٣ and 1_0
        with suppress(InvalidOperation):
            return Decimal(written)
    message = f"{where}: the price {quoted(cell)} is not a number such as 0.20"
    if not any(map(str.isdigit, cell)):
        message += "; a header is prefix,price or prefix,price,country"
    raise RateCardError(message)
