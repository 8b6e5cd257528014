"""What a rate card has of a destination: one price, or those of networks."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Final, NamedTuple

from msgspec import Struct

from smsplan.errors import RateCardError
from smsplan.money import MAX_PLACES, fits

REST_OF_THE_WORLD: Final = "0"
"""The dialcode under which the gateway lists its default price (API, section 2, prices)."""
CHANNELS: Final = ("mms", "rcs_basic", "rcs_rich", "rcs_single")
"""What else than SMS a price may be for."""
ALPHANUMERIC: Final = "alphanumeric"

_PREFIX: Final = re.compile(r"[1-9][0-9]{0,14}", re.ASCII)
_REGION: Final = re.compile(r"(?:[A-Z]{2})?", re.ASCII)
_MAX_SHOWN: Final = 60


class Rate(Struct, frozen=True):
    """The price of one segment, and what it is for: a line of a price list.

    ``price`` is ``None`` where the destination is rejected.  ``network`` is what the list
    calls the network, ``region`` the ISO 3166-1 code of the country where several share
    the prefix, ``sender`` the kind of sender (``alphanumeric``, or another of digits);
    what is empty is any.  ``valid_from`` is the first day of the price.
    """

    price: Decimal | None
    network: str = ""
    region: str = ""
    sender: str = ""
    valid_from: date | None = None


class Entry(NamedTuple):
    """The least and the most price of a segment at a destination; ``None`` where rejected."""

    prefix: str
    region: str
    least: Decimal | None
    most: Decimal | None


def entries(prefix: str, rates: Iterable[Rate]) -> tuple[Entry, ...]:
    """Bring the networks of each country together."""
    found: dict[str, list[Decimal | None]] = {}
    for rate in rates:
        found.setdefault(rate.region, []).append(rate.price)
    return tuple(Entry(prefix, region, *_range(prices)) for region, prices in found.items())


def chosen(found: Sequence[Entry], region: str) -> Entry | None:
    """Choose the entry of a country; without one, where it is not known, all together."""
    if region:
        return next((each for of in (region, "") for each in found if each.region == of), None)
    least, most = _range([price for each in found for price in (each.least, each.most)])
    return Entry(found[0].prefix, "", least, most)


def _range(prices: Iterable[Decimal | None]) -> tuple[Decimal | None, Decimal | None]:
    there = [price for price in prices if price is not None]
    return (min(there), max(there)) if there else (None, None)


def kind(sender: str | None) -> str:
    """Return the kind of a sender as price lists tell them apart; nothing where it is unknown."""
    digits = (sender or "").removeprefix("+")
    return "" if not digits else "numeric" if digits.isdecimal() else ALPHANUMERIC


def applying(rates: Iterable[Rate], day: date | None, sender: str) -> Iterator[Rate]:
    """Choose the rates that hold on a day, for a kind of sender, as far as these are known.

    Where a network has none for the kind, those of the others hold.
    """
    networks: dict[tuple[str, str], list[Rate]] = {}
    for rate in rates:
        if day is None or rate.valid_from is None or rate.valid_from <= day:
            networks.setdefault((rate.network, rate.region), []).append(rate)
    for listed in networks.values():
        fitting = [
            rate
            for rate in listed
            if not (sender and rate.sender)
            or (rate.sender == ALPHANUMERIC) is (sender == ALPHANUMERIC)
        ] or listed
        latest: dict[object, Rate] = {}
        for rate in sorted(fitting, key=lambda each: each.valid_from or date.min):
            latest[rate if day is None else rate.sender] = rate
        yield from latest.values()


def check_rates(prefix: str, rates: Sequence[Rate]) -> None:
    """Raise :class:`~smsplan.errors.RateCardError` for what would give a wrong price."""
    check_prefix(prefix)
    if not rates:
        raise RateCardError(f"prefix {prefix}: there is no rate")
    if len({(each.network, each.region, each.sender, each.valid_from) for each in rates}) < len(
        rates
    ):
        raise RateCardError(f"prefix {prefix}: two rates are for the same")
    for rate in rates:
        if rate.price is not None:
            check_price(rate.price, f"prefix {prefix}")
        if not _REGION.fullmatch(rate.region):
            raise RateCardError(
                f"prefix {prefix}: the region {rate.region!r} is not two capital letters"
            )


def check_prefix(prefix: str, where: str = "prices") -> None:
    """Raise :class:`~smsplan.errors.RateCardError` for what begins no number."""
    if not (isinstance(prefix, str) and _PREFIX.fullmatch(prefix)):
        raise RateCardError(
            f"{where}: the prefix {prefix!r} is not 1 to 15 digits without a leading zero"
        )


def check_price(price: Decimal, where: str) -> None:
    """Raise :class:`~smsplan.errors.RateCardError` for what is no exact amount."""
    if not isinstance(price, Decimal):
        message = f"{where}: the price {price!r} is not a Decimal, and so may not be exact"
    elif not price.is_finite():
        message = f"{where}: the price {price} is not finite"
    elif price < 0:
        message = f"{where}: the price {price} is negative"
    elif not fits(price):
        shown = str(price)
        shown = shown if len(shown) <= _MAX_SHOWN else f"{shown[:_MAX_SHOWN]}…"
        message = f"{where}: the price {shown} has over {MAX_PLACES} digits on a side of the point"
    else:
        return
    raise RateCardError(message)
