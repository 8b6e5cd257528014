"""Price lists in CSV, with the headers that people write."""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from decimal import Decimal, InvalidOperation
from io import StringIO
from typing import Final

from smsplan.destinations import country_codes
from smsplan.destinations.price_lists import Listed, iso_of, network_of
from smsplan.destinations.rate_entries import CHANNELS
from smsplan.display import quoted
from smsplan.errors import RateCardError

_COLUMNS: Final = ("prefix", "price", "country")
_PRICE_WORDS: Final = ("price", "pris", "preis", "prix", "rate", "cost")
_NO_CURRENCIES: Final = frozenset(
    {"MMS", "RCS", "SMS", "ISO", "MCC", "MNC", "MAX", "MIN", "OLD", "NEW", "PER", "VAT", "NET"}
)
"""Words of three capitals that headers have, and no currency is called."""


def _names(channel: str) -> Iterator[str]:
    yield from (channel, f"price {channel}")
    yield from (f"{channel} {price}" for price in _PRICE_WORDS)


_HEADERS: Final = {
    "prefix": "prefix, dialcode, dial code, dialing code, dialling code, dialing prefix,"
    " dialling prefix, destination prefix, country prefix, calling code, country code, code,"
    " landekode, landskode, landskod, landsnummer, vorwahl, ländervorwahl, landcode, indicatif,"
    " prefijo, prefisso",
    "iso": "iso, iso code, iso country, iso country code, country iso, country iso code, iso2,"
    " iso 3166, iso 3166 1, alpha 2",
    "country": "country, country name, land, landenavn, destination, destination name, pays, país,"
    " paese",
    "price": "price, rate, cost, unit price, sms, sms price, price sms, price per sms,"
    " price per segment, price per message, pris, pris pr sms, pris per sms, preis, preis pro sms,"
    " prix, precio, prezzo, prijs, tarif",
    "mcc": "mcc",
    "mnc": "mnc",
    "network": "network, network name, operator, operator name, carrier, netværk, operatør, netz,"
    " réseau, mccmnc, mcc mnc, plmn",
    "currency": "currency, currency code, valuta, währung, devise, moneda",
    "sender": "sender, sender type, number type",
    "valid_from": "valid from, valid_from, effective date, effective from, gyldig fra, gültig ab",
    "region": "region",
    "converted": "converted",
    **{channel: ", ".join(_names(channel.replace("_", " "))) for channel in CHANNELS},
}
_MEANINGS: Final[Mapping[str, str]] = {
    name: meaning for meaning, names in _HEADERS.items() for name in names.split(", ")
}
"""What the columns are about, by their headers in small letters."""
_PRICES: Final[Mapping[str, str]] = {"price": "", **{channel: channel for channel in CHANNELS}}
"""Columns of prices, and the channel that each is for."""
_SEVERAL: Final = frozenset({"country", "network"})
"""Of these the first column counts."""
_DESTINATIONS: Final = ("prefix", "iso", "country")
_WRITTEN: Final = ("prefix", "region", "country", "network", "sender", "valid_from")
_WRITTEN_LAST: Final = ("currency", "converted")
_MCC_ALONE: Final = (
    "a mobile country code (MCC) or a network names no destination, for a number does not show"
    " it; give the prefix or the ISO code of the country beside it"
)
_REJECTED: Final = "rejected"
_UNITS: Final = {"€": "EUR", "£": "GBP", "kr": "kr", "kr.": "kr", "$": "$"}
"""What stands with a price, and the currency if there is one of that sign alone."""
_UNIT: Final = r"(?:[A-Z]{3}|[Kk][Rr]\.?|[€£$])"
_PRICE: Final = re.compile(rf"({_UNIT})?\s*([0-9.,]+)\s*({_UNIT})?", re.ASCII)
_PLACE: Final = re.compile(r"(?:\+|00)?(?:([1-9][0-9]*)|(1)[ -]([2-9][0-9]{2}))", re.ASCII)
"""A prefix; one of North America may have the area code apart."""
_DECIMALS: Final = ",."
_BEGINS: Final = re.compile(r"\+?[0-9]+", re.ASCII)
_LETTERS: Final = re.compile(r"[A-Za-z]{2}", re.ASCII)
_BLANK: Final = ' ;,|"\t\n'
"""What a line without a cell may be of."""
_SEP: Final = re.compile(r'"?sep=([^"\n])"?[;,]*\s*', re.IGNORECASE)

Columns = Mapping[str, tuple[int, str]]
"""What they are about: which column, and what its header says that prices are in."""
_PLAIN: Final[Columns] = {name: (at, "") for at, name in enumerate(_COLUMNS)}


def read_csv(text: str) -> Iterator[Listed]:
    """Read the lines of a list, in whatever way a spreadsheet parts the cells."""
    # Lines end in any of the three ways.
    lines = list(StringIO(text.removeprefix("\ufeff"), newline=None))
    delimiter = _delimiter(lines)
    decimal, columns, widths = "", _PLAIN, (2, 3)
    for number, (where, cells) in enumerate(_rows(lines, delimiter)):
        if not number and (found := _columns(cells, where)):
            columns = found
            widths = (2, 3) if found is _PLAIN else (len(cells), len(cells))
            continue
        if not widths[0] <= len(cells) <= widths[1]:
            wanted = f"{widths[0]} as in the header"
            wanted = "prefix,price[,country]" if columns is _PLAIN else wanted
            message = f"{where}: expected {wanted}, found {len(cells)} columns"
            if delimiter == ",":
                message += "; a price with a decimal comma needs cells parted by semicolons"
            raise RateCardError(message)
        row = {name: cells[at] for name, (at, _) in columns.items() if at < len(cells)}
        listed = _listed(row, where)
        for meaning, channel in _prices(row):
            amount, unit = _amount(row[meaning])
            signs = [each for each in _DECIMALS if each in amount]
            if len(signs) > 1 or (signs and decimal not in {signs[0], ""}):
                raise RateCardError(
                    f"{where}: the price {quoted(row[meaning])} and those before it have decimal"
                    " points and commas; write all with a point, such as 0.20, and none between"
                    " thousands"
                )
            decimal = signs[0] if signs else decimal
            price = _read_price(amount, row[meaning], where, is_comma=delimiter != ",")
            units = {*filter(None, (unit, columns[meaning][1], listed[0].currency))}
            if len(units) > 1:
                raise RateCardError(f"{where}: the price is in {' and in '.join(sorted(units))}")
            said_unit = next(iter(units), "")
            yield from (
                each._replace(price=price, currency=said_unit, channel=channel) for each in listed
            )


def write_csv(lines: Iterable[Listed]) -> str:
    """Write lines with as many columns as they need."""
    prices = {channel: meaning for meaning, channel in _PRICES.items()}
    rows = [
        {
            **{name: getattr(line, name) for name in (*_WRITTEN, *_WRITTEN_LAST)},
            prices[line.channel]: _REJECTED if line.price is None else str(line.price),
        }
        for line in lines
    ]
    names = [
        name for name in (*_WRITTEN, *_PRICES, *_WRITTEN_LAST) if any(row.get(name) for row in rows)
    ]
    written = StringIO()
    writer = csv.DictWriter(written, names, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return written.getvalue()


def _delimiter(lines: list[str]) -> str:
    """Find what parts the cells: what a first line ``sep=;`` says, which is emptied, or a comma.

    Danish Excel and its like write semicolons, for there the decimal sign is a comma.
    """
    at, first = next(((at, line) for at, line in enumerate(lines) if line.strip(_BLANK)), (0, ""))
    if sep := _SEP.fullmatch(first):
        lines[at] = "\n"
        return sep[1]
    for each in ";\t|":
        cells = [cell.strip(_BLANK) for cell in first.split(each)]
        if len(cells) > 1 and (_BEGINS.fullmatch(cells[0]) or any(map(_meaning, cells))):
            return each
    return ","


def _rows(lines: list[str], delimiter: str) -> Iterator[tuple[str, list[str]]]:
    """Return the rows that have something in them, and where they are."""
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    try:
        for row in reader:
            cells = [cell.strip() for cell in row]
            if any(cells):
                yield f"line {reader.line_num}", cells
    except csv.Error as error:
        raise RateCardError(f"line {reader.line_num}: {error}") from error


def _columns(cells: list[str], where: str) -> Columns | None:
    """Read a header; ``None`` where the row is none.

    Raises :class:`RateCardError` where a column is missing, or there are two of a kind.
    """
    if tuple(cell.lower() for cell in cells) in {_COLUMNS, _COLUMNS[:2]}:
        return _PLAIN
    found: dict[str, tuple[int, str]] = {}
    for at, cell in enumerate(cells):
        if (meant := _meaning(cell)) is None:
            continue
        meaning, unit = meant
        if meaning in found and meaning not in _SEVERAL:
            other = quoted(cells[found[meaning][0]])
            message = f"{where}: the columns {other} and {quoted(cell)} mean the same; leave one"
            raise RateCardError(message)
        found.setdefault(meaning, (at, unit))
    if not found:
        return None
    for wanted, what in ((_PRICES, "prices"), (_DESTINATIONS, "destinations")):
        if not found.keys() & set(wanted):
            if what == "destinations" and found.keys() & {"mcc", "network"}:
                raise RateCardError(f"{where}: {_MCC_ALONE}")
            there = ", ".join(map(quoted, cells))
            header = " or ".join(list(wanted)[:2])
            raise RateCardError(
                f"{where}: no column has {what}, whose header is {header}: there are {there}"
            )
    return found


def _meaning(header: str) -> tuple[str, str] | None:
    """Return what a column is about, and what its prices are in if its header says so."""
    words = re.findall(r"[^\W_]+|[€£$]", header)
    if meaning := _MEANINGS.get(" ".join(words).casefold()):
        return meaning, ""
    for word in words:
        if re.fullmatch(_UNIT, word) and word not in _NO_CURRENCIES:
            rest = " ".join(each for each in words if each != word).casefold()
            if (meaning := _MEANINGS.get(rest, "")) in _PRICES:
                return meaning, _UNITS.get(word.lower(), word)
    return None


def _listed(row: Mapping[str, str], where: str) -> list[Listed]:
    """Read all of a row but its prices: a line for each prefix."""
    country, written = row.get("country", ""), row.get("prefix", "")
    if country and not country.strip("0123456789.,"):
        message = f"the country {country!r} is a number; is it a price, or after a decimal comma?"
        raise RateCardError(f"{where}: {message}")
    iso = row.get("iso", "")
    if _LETTERS.fullmatch(written):
        iso, written = iso or written, ""
    iso = iso_of(iso, where)
    if not iso and _LETTERS.fullmatch(country):
        iso = country_codes.code(country)
    if not iso and not written:
        iso = country_codes.code(country_codes.named(country))
        if not iso and country:
            raise RateCardError(
                f"{where}: {quoted(country)} is no country; give prefix or ISO code"
            )
        if not iso and (row.get("mcc") or row.get("network")):
            raise RateCardError(f"{where}: {_MCC_ALONE}")
    listed = Listed(
        where=where,
        prefix="",
        price=None,
        country=country,
        iso=iso,
        network=network_of((row.get("mcc"), row.get("mnc")), row.get("network")),
        currency=_currency(row.get("currency", ""), where),
        sender=row.get("sender", ""),
        valid_from=_day(row.get("valid_from", ""), where),
        region=row.get("region", ""),
        converted=row.get("converted", ""),
    )
    if iso and not written:
        return [listed]
    pieces = filter(None, map(str.strip, re.split(r"[,;/|\n]", written)))
    return [listed._replace(prefix=_prefix(piece)) for piece in pieces] or [listed]


def _prefix(written: str) -> str:
    found = _PLACE.fullmatch(written)
    return "".join(filter(None, found.groups())) if found else written


def _day(written: str, where: str) -> date | None:
    try:
        return date.fromisoformat(written) if written else None
    except ValueError:
        raise RateCardError(f"{where}: {quoted(written)} is no date such as 2026-12-01") from None


def _currency(written: str, where: str) -> str:
    if written and not re.fullmatch(_UNIT, written):
        raise RateCardError(f"{where}: the currency {quoted(written)} is none such as DKK")
    return _UNITS.get(written.lower(), written)


def _prices(row: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Name the columns that have a price, and their channels; the first if none has one."""
    there = [(meaning, channel) for meaning, channel in _PRICES.items() if meaning in row]
    yield from [each for each in there if row[each[0]]] or there[:1]


def _amount(cell: str) -> tuple[str, str]:
    """Part a price from what stands before or behind it."""
    found = _PRICE.fullmatch(cell)
    if found is None or (found[1] and found[3]):
        return cell, ""
    unit = found[1] or found[3] or ""
    return found[2], _UNITS.get(unit.lower(), unit)


def _read_price(amount: str, cell: str, where: str, *, is_comma: bool) -> Decimal | None:
    if amount.lower() == _REJECTED:
        return None
    written = amount.replace(",", ".") if is_comma else amount
    if amount.isascii() and "_" not in amount:  # Decimal would read ٣ and 1_0
        with suppress(InvalidOperation):
            return Decimal(written)
    message = f"{where}: the price {quoted(cell)} is not a number such as 0.20"
    if not any(map(str.isdigit, cell)):
        message += "; a header is prefix,price or prefix,price,country"
    raise RateCardError(message)
