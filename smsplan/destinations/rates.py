"""What a message costs: prices by destination, exact to the last digit."""

import csv
import re
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from decimal import Decimal, InvalidOperation
from io import StringIO
from typing import ClassVar, Final, Protocol, Self, runtime_checkable

import msgspec
from msgspec import Struct

from smsplan.arguments import checked, checked_fields
from smsplan.destinations import msisdn as recipients
from smsplan.destinations.msisdn import Msisdn
from smsplan.display import quoted, visible
from smsplan.errors import RateCardError, UnknownDestinationError
from smsplan.money import EXACT, MAX_PLACES, fits, plain
from smsplan.shapes import Shape, Shaped

REST_OF_THE_WORLD: Final = "0"
"""The dialcode under which the gateway lists its default price (API, section 2, prices)."""

_PREFIX: Final = re.compile(r"[1-9][0-9]{0,14}", re.ASCII)
_CURRENCY: Final = re.compile(r"[A-Z]{3}", re.ASCII)
_COLUMNS: Final = ("prefix", "price", "country")
_DECIMALS: Final = ",."
_BLANK: Final = ' ;,|"\t\n'
"""What a line without a cell may be of."""
_SEP: Final = re.compile(r'"?sep=([^"\n])"?[;,]*\s*', re.IGNORECASE)
_BEGINS: Final = re.compile(r'[\s"]*(?:prefix|[0-9]+)[\s"]*', re.IGNORECASE | re.ASCII)
_MAX_SHOWN: Final = 60


@runtime_checkable
class Counted(Protocol):
    """What is billed by the message: a plan, a WAP Push."""

    @property
    def msg_count(self) -> int:
        """The number of segments billed."""
        ...


class QuoteShape(Shape, frozen=True, rename="kebab"):
    """What a message costs at one destination; ``cost`` is null where it is not one amount."""

    least: Decimal
    most: Decimal
    cost: Decimal | None
    price: Decimal
    msg_count: int
    currency: str
    prefix: str

    @classmethod
    def of(cls, quote: "Quote", /) -> Self:
        """Return the shape of a quote, amounts without needless zeros."""
        cost, price = plain(quote.cost), plain(quote.price)
        return cls(cost, cost, cost, price, quote.msg_count, quote.currency, quote.prefix)


class Quote(Shaped, frozen=True, rename="kebab"):
    """What a plan costs at one destination.

    ``cost`` is ``price``, that of one message, times ``msg_count``, in
    ``currency``.  ``prefix`` is the entry of the rate card that matched,
    :data:`REST_OF_THE_WORLD` for its default.
    """

    SHAPE: ClassVar[type[Shape] | None] = QuoteShape

    cost: Decimal
    price: Decimal
    msg_count: int
    currency: str
    prefix: str

    @property
    def least(self) -> Decimal:
        """The least that it may cost, which is the ``cost``: a rate card has one price."""
        return self.cost

    @property
    def most(self) -> Decimal:
        """The most that it may cost, as ``least``."""
        return self.cost


class RateCard(Struct, frozen=True, rename="kebab"):
    """The price of one message by the first digits of the recipient.

    The longest prefix that matches wins, and may be longer than a calling code.
    ``default`` is the price of every other destination; without it they have
    none.  ``countries`` names prefixes for people.

    Raises :class:`~smsplan.errors.RateCardError` for a prefix that is not 1 to
    15 digits without a leading zero, a price that is no ``Decimal``, negative,
    not finite or of more than 18 places, and a currency that is not three
    capital letters (ISO 4217).

    >>> from smsplan import plan
    >>> card = RateCard("DKK", {"45": Decimal("0.2")}, default=Decimal("0.6"))
    >>> card.quote(plan("Hello"), 4512345678)
    Quote(cost=Decimal('0.2'), price=Decimal('0.2'), msg_count=1, currency='DKK', prefix='45')
    """

    currency: str
    prices: Mapping[str, Decimal]
    default: Decimal | None = None
    countries: Mapping[str, str] = {}

    @checked_fields
    def __post_init__(self) -> None:
        """Refuse what would give a wrong price; keep copies, not what the caller may change."""
        if not _CURRENCY.fullmatch(self.currency):
            message = f"currency {self.currency!r} is not three capital letters (ISO 4217)"
            raise RateCardError(message)
        for prefix, price in self.prices.items():
            _check_prefix(prefix)
            _check_price(price, f"prefix {prefix}")
        if self.default is not None:
            _check_price(self.default, "default")
        msgspec.structs.force_setattr(self, "prices", dict(self.prices))
        msgspec.structs.force_setattr(self, "countries", dict(self.countries))

    @property
    def entries(self) -> dict[str, Decimal]:
        """Every prefix and its price, the default last with the prefix 0.

        >>> list(RateCard("DKK", {"45": Decimal("0.2")}, default=Decimal("0.6")).entries)
        ['45', '0']
        """
        rest = {} if self.default is None else {REST_OF_THE_WORLD: self.default}
        return {**self.prices, **rest}

    @classmethod
    @checked
    def from_json(cls, reply: str | bytes, *, currency: str = "DKK") -> Self:
        """Read the gateway's own price reply (API, section 2: ``/view/yourprices/api.json``).

        The reply does not name its currency; the page says that it is DKK.

        Raises :class:`~smsplan.errors.RateCardError` that names the entry.
        """
        octets = reply.encode("utf-8", "surrogatepass") if isinstance(reply, str) else reply
        try:
            content = octets.removeprefix(BOM_UTF8)
            entries = msgspec.json.decode(content, type=_Reply).yourprices.prices
        except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
            message = f"not a price reply of the gateway: {error}"
            raise RateCardError(message) from error
        return cls._from_entries(
            currency,
            (
                (
                    f"entry {number} ({visible(entry.country)})",
                    str(entry.dialcode),
                    entry.price.sms,
                    entry.country,
                )
                for number, entry in enumerate(entries, start=1)
            ),
        )

    @classmethod
    @checked
    def from_csv(cls, text: str, *, currency: str = "DKK") -> Self:
        r"""Read ``prefix,price[,country]``, with or without that line as a header.

        Where cells are parted by semicolons, tabs or ``|``, as Excel writes where the
        decimal sign is a comma, a price may be ``0,20``.

        The prefix 0 stands for the default, as in the gateway's own list.

        Raises :class:`~smsplan.errors.RateCardError` that names the line.

        >>> RateCard.from_csv("prefix,price\n45,0.20\n4520,0.25\n0,0.60\n").default
        Decimal('0.60')
        """
        return cls._from_entries(currency, _read_csv(text))

    @classmethod
    def _from_entries(cls, currency: str, entries: Iterable[tuple[str, str, Decimal, str]]) -> Self:
        prices: dict[str, Decimal] = {}
        countries: dict[str, str] = {}
        for where, prefix, price, country in entries:
            if prefix != REST_OF_THE_WORLD:
                _check_prefix(prefix, where)
            if prefix in prices:
                message = f"{where}: the prefix {prefix} stands there twice"
                raise RateCardError(message)
            _check_price(price, where)
            prices[prefix] = price
            if country:
                countries[prefix] = country
        if not prices:
            message = "there is no price in it"
            raise RateCardError(message)
        return cls(currency, prices, prices.pop(REST_OF_THE_WORLD, None), countries)

    @checked
    def quote(self, plan: Counted, msisdn: str | int | Msisdn) -> Quote:
        """Price a plan, or what else has a ``msg_count``, at the destination of a recipient.

        Raises :class:`~smsplan.errors.InvalidValueError` for a recipient that
        :func:`smsplan.destinations.msisdn.validate` refuses,
        :class:`~smsplan.errors.UnknownDestinationError` where no prefix matches and
        there is no default.
        """
        digits = msisdn.digits if isinstance(msisdn, Msisdn) else recipients.validate(msisdn)
        prefix = next(
            (digits[:size] for size in range(len(digits), 0, -1) if digits[:size] in self.prices),
            REST_OF_THE_WORLD,
        )
        price = self.prices.get(prefix, self.default)
        if price is None:
            raise UnknownDestinationError(digits)
        cost = EXACT.multiply(price, plan.msg_count)
        return Quote(cost, price, plan.msg_count, self.currency, prefix)


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


def _read_csv(text: str) -> Iterator[tuple[str, str, Decimal, str]]:
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
            message = f"{where}: the country {country!r} is a number; is it after a decimal comma?"
            raise RateCardError(message)
        signs = [each for each in _DECIMALS if each in price]
        if len(signs) > 1 or (signs and decimal not in {signs[0], ""}):
            message = (
                f"{where}: the price {quoted(price)} and those before it have decimal points and"
                " commas; write all with a point, such as 0.20, and none between thousands"
            )
            raise RateCardError(message)
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
        message = f"line {reader.line_num}: {error}"
        raise RateCardError(message) from error


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


def _check_prefix(prefix: str, where: str = "prices") -> None:
    if not (isinstance(prefix, str) and _PREFIX.fullmatch(prefix)):
        message = f"{where}: the prefix {prefix!r} is not 1 to 15 digits without a leading zero"
        raise RateCardError(message)


def _check_price(price: Decimal, where: str) -> None:
    if not isinstance(price, Decimal):
        message = f"{where}: the price {price!r} is not a Decimal, and so may not be exact"
    elif not price.is_finite():
        message = f"{where}: the price {price} is not finite"
    elif price < 0:
        message = f"{where}: the price {price} is negative"
    elif not fits(price):
        shown = str(price)
        shown = shown if len(shown) <= _MAX_SHOWN else f"{shown[:_MAX_SHOWN]}…"
        message = f"{where}: the price {shown} has more than {MAX_PLACES} places"
    else:
        return
    raise RateCardError(message)
