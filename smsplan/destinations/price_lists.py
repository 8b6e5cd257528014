"""Price lists line by line, whatever they are written in, and what a rate card is made of."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from smsplan.destinations import country_codes
from smsplan.destinations.rate_entries import (
    ALPHANUMERIC,
    REST_OF_THE_WORLD,
    Rate,
    check_prefix,
    check_price,
)
from smsplan.display import quoted
from smsplan.errors import RateCardError

if TYPE_CHECKING:
    from smsplan.destinations.rates import RateCard

_CODE_LENGTH: Final = 3
"""Letters of a currency (ISO 4217); what else stands with a price, such as kr, names none."""
_SENDERS: Final = dict.fromkeys(("alpha", ALPHANUMERIC, "alphanumeric sender"), ALPHANUMERIC)
"""What lists call senders of letters and digits."""


class Listed(NamedTuple):
    """A line of a price list; what is empty is not said there.

    Without a prefix ``iso`` says which it is.  ``region`` restricts a prefix to a country.
    """

    where: str
    prefix: str
    price: Decimal | None
    country: str = ""
    iso: str = ""
    network: str = ""
    currency: str = ""
    sender: str = ""
    valid_from: date | None = None
    channel: str = ""
    region: str = ""
    converted: str = ""


def assembled(lines: Iterable[Listed], currency: str | None) -> dict[str, Any]:
    """Return what a rate card is made of: its fields.

    Raises :class:`~smsplan.errors.RateCardError` that names the line.
    """
    unit, converted = "", ""
    channels: dict[str, dict[str, list[Listed]]] = {"": {}}
    for line in lines:
        unit = _unit(line, unit, currency)
        converted = converted or line.converted
        each = _placed(line)
        channels.setdefault(each.channel, {}).setdefault(each.prefix, []).append(each)
    named = currency or (unit if len(unit) == _CODE_LENGTH else None)
    cards = {
        channel: _card(found) | {"currency": named, "converted": converted}
        for channel, found in channels.items()
    }
    card = cards.pop("")
    if not (cards or card["prices"] or card["rates"] or card["default"] is not None):
        raise RateCardError("there is no price in it")
    return card | {"channels": cards}


def _unit(line: Listed, unit: str, currency: str | None) -> str:
    """Return what the prices are in, as far as the list says it."""
    there = line.currency
    if there and unit and there != unit:
        raise RateCardError(
            f"{line.where}: the price is in {quoted(there)}, those before in {unit}"
        )
    if len(there) == _CODE_LENGTH and currency and there != currency:
        raise RateCardError(f"{line.where}: the price is in {quoted(there)}, not in {currency}")
    return unit or there


def _placed(line: Listed) -> Listed:
    """Find the prefix of a line that has a country, and check what there is."""
    line = line._replace(sender=_SENDERS.get(line.sender.lower(), line.sender))
    if line.price is not None:
        check_price(line.price, line.where)
    if not line.prefix and line.iso:
        code = country_codes.dialcode(line.iso)
        region = line.iso if country_codes.is_shared(code) else ""
        return line._replace(prefix=code, region=line.region or region)
    if line.prefix != REST_OF_THE_WORLD:
        check_prefix(line.prefix, line.where)
    elif line.price is None or line.network or line.sender or line.valid_from:
        raise RateCardError(f"{line.where}: the default, of the prefix 0, is one price alone")
    return line


def _card(found: dict[str, list[Listed]]) -> dict[str, Any]:
    prices: dict[str, Decimal] = {}
    rates: dict[str, tuple[Rate, ...]] = {}
    countries: dict[str, str] = {}
    for prefix, lines in found.items():
        several = len({line.iso or line.country.casefold() for line in lines}) > 1 and not any(
            line.region for line in lines
        )
        listed: dict[object, Rate] = {}
        for line in lines:
            region = line.region or (_told_apart(line) if several else "")
            rate = Rate(line.price, line.network, region, line.sender, line.valid_from)
            key = line.network, region, line.sender, line.valid_from
            if key in listed or (prefix == REST_OF_THE_WORLD and listed):
                raise RateCardError(f"{line.where}: the prefix {prefix} stands there twice")
            listed[key] = rate
            if line.country:
                countries.setdefault(region or prefix, line.country)
        first, *others = listed.values()
        if others or first.price is None or first.region or first.sender or first.valid_from:
            rates[prefix] = tuple(listed.values())
        else:
            prices[prefix] = first.price
    default = prices.pop(REST_OF_THE_WORLD, None)
    return {"prices": prices, "default": default, "countries": countries, "rates": rates}


def iso_of(written: str, where: object) -> str:
    """Return the ISO code that stands at a place; nothing where nothing does.

    Raises :class:`~smsplan.errors.RateCardError` for what is none.
    """
    iso = country_codes.code(written) if written else ""
    if written and not iso:
        raise RateCardError(f"{where}: {quoted(written)} is no ISO code of a country")
    return iso


def network_of(codes: Iterable[str | None], name: str | None) -> str:
    """Return what a network is called: its codes, MCC and MNC, and its name."""
    return " ".join(filter(None, ("-".join(filter(None, codes)), (name or "").strip())))


def _told_apart(line: Listed) -> str:
    """Return the country that a line is about, where others share its prefix."""
    region = line.iso or country_codes.named(line.country)
    code = country_codes.dialcode(region) if region else ""
    if not code or not (line.prefix.startswith(code) or code.startswith(line.prefix)):
        raise RateCardError(
            f"{line.where}: the prefix {line.prefix} stands there for several countries, and"
            f" {quoted(line.iso or line.country)} is none of them that is known: give its ISO code"
        )
    return region


def rates_of(card: "RateCard") -> Mapping[str, tuple[Rate, ...]]:
    """Return all that a card has of each prefix, the default last."""
    rates = {prefix: (Rate(price),) for prefix, price in card.prices.items()} | {**card.rates}
    if card.default is not None:
        rates[REST_OF_THE_WORLD] = (Rate(card.default),)
    return rates


def listed(card: "RateCard", channel: str = "") -> Iterator[Listed]:
    """List the prices of a card, and of its channels."""
    rates = rates_of(card).items()
    for prefix, rate in ((prefix, rate) for prefix, found in rates for rate in found):
        yield Listed(
            *("", prefix, rate.price, card.countries.get(rate.region or prefix, "")),
            network=rate.network,
            currency=card.currency or "",
            sender=rate.sender,
            valid_from=rate.valid_from,
            channel=channel,
            region=rate.region,
            converted=card.converted,
        )
    for name, of_channel in card.channels.items():
        yield from listed(of_channel, name)
