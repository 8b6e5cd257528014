"""Price lists in JSON, by their structure: the gateway's own reply, and those of others.

What is read is checked where a rate card is assembled of it.
"""

from codecs import BOM_UTF8
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Final, NamedTuple, TypeVar

import msgspec
from msgspec import Raw, Struct

from smsplan.destinations.price_lists import Listed, iso_of, network_of
from smsplan.destinations.rate_entries import CHANNELS
from smsplan.display import visible
from smsplan.errors import RateCardError

T = TypeVar("T")


class _Price(Struct):
    sms: Decimal
    mms: Decimal | None = None
    rcs_basic: Decimal | None = None
    rcs_rich: Decimal | None = None
    rcs_single: Decimal | None = None


class _Entry(Struct):
    country: str
    dialcode: int
    price: _Price


class _Prices(Struct):
    prices: list[_Entry]


class _Reply(Struct):
    yourprices: _Prices


def read_reply(reply: str | bytes) -> Iterator[Listed]:
    """Read the gateway's own price reply."""
    octets = reply.encode("utf-8", "surrogatepass") if isinstance(reply, str) else reply
    try:
        listed = msgspec.json.decode(octets.removeprefix(BOM_UTF8), type=_Reply).yourprices.prices
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        raise RateCardError(f"not a price reply of the gateway: {error}") from error
    for number, each in enumerate(listed, start=1):
        where = f"entry {number} ({visible(each.country)})"
        for channel in ("", *CHANNELS):
            price = getattr(each.price, channel or "sms")
            if price is not None:
                yield Listed(where, str(each.dialcode), price, each.country, channel=channel)


class _VonageNetwork(Struct, rename="camel"):
    price: Decimal
    mcc: str = ""
    mnc: str = ""
    network_name: str = ""
    currency: str = ""


class _VonageCountry(Struct, rename="camel"):
    country_name: str
    dialing_prefix: str
    networks: list[Raw]
    default_price: Decimal | None = None
    country_code: str = ""
    currency: str = ""


class _SevenNetwork(Struct, rename="camel"):
    price: Decimal
    mcc: str = ""
    mncs: list[str] = []
    network_name: str = ""


class _SevenCountry(Struct, rename="camel"):
    country_code: str
    country_name: str
    country_prefix: str
    networks: list[Raw]


class _TwilioPrice(Struct):
    number_type: str
    current_price: Decimal


class _TwilioCarrier(Struct):
    prices: list[_TwilioPrice]
    carrier: str = ""
    mcc: str | None = None
    mnc: str | list[str] | None = None


class _TwilioCountry(Struct):
    country: str
    iso_country: str
    price_unit: str
    outbound_sms_prices: list[Raw]


class _DidwwAttributes(Struct):
    destination_prefix: str
    reject_sms: bool
    price: Decimal | None
    country: str = ""
    mcc: str | None = None
    mnc: str | None = None


class _DidwwPrice(Struct):
    attributes: _DidwwAttributes


class _Place(NamedTuple):
    """The path of a value in the document, and where it begins."""

    path: str
    octet: int
    line: int

    def __str__(self) -> str:
        return f"line {self.line}, {self.path}"


_DOCUMENT: Final = _Place("", 0, 1)


def _each(
    content: bytes, listed: Sequence[Raw], kind: type[T], name: str, within: _Place = _DOCUMENT
) -> Iterator[tuple[T, _Place]]:
    """Decode the items of a list, each with its place."""
    path, start, line = within
    for number, raw in enumerate(listed):
        octets = bytes(raw)
        begin = content.index(octets, start)
        line += content.count(b"\n", start, begin)
        place = _Place(f"{path}.{name}[{number}]".removeprefix("."), begin, line)
        try:
            yield msgspec.json.decode(octets, type=kind), place
        except (msgspec.MsgspecError, UnicodeError) as error:
            raise RateCardError(f"{place}: {error}") from error
        start = begin + len(octets)
        line += octets.count(b"\n")


def _countries(content: bytes, document: Mapping[str, Raw]) -> Iterator[Listed]:
    is_seven = "countCountries" in document or b'"countryPrefix"' in content
    return (_seven if is_seven else _vonage)(content, _list(document, "countries"))


def _vonage(content: bytes, countries: list[Raw]) -> Iterator[Listed]:
    for country, place in _each(content, countries, _VonageCountry, "countries"):
        where = f"{place} ({visible(country.country_name)})"
        listed = Listed(
            *(where, country.dialing_prefix, country.default_price, country.country_name),
            iso=iso_of(country.country_code, where),
            currency=country.currency,
        )
        for each, at in _each(content, country.networks, _VonageNetwork, "networks", place):
            network = network_of((each.mcc, each.mnc), each.network_name)
            yield listed._replace(
                where=str(at),
                price=each.price,
                network=network,
                currency=each.currency or country.currency,
            )
        if not country.networks:
            if listed.price is None:
                raise RateCardError(f"{where}: it has neither a network nor a defaultPrice")
            yield listed


def _seven(content: bytes, countries: list[Raw]) -> Iterator[Listed]:
    for country, place in _each(content, countries, _SevenCountry, "countries"):
        iso = iso_of(country.country_code, place)
        if not country.networks:
            raise RateCardError(f"{place}: it has no network, and so no price")
        for each, where in _each(content, country.networks, _SevenNetwork, "networks", place):
            network = network_of((each.mcc, *each.mncs), each.network_name)
            of_country = country.country_prefix, each.price, country.country_name, iso
            yield Listed(str(where), *of_country, network)


def _twilio(content: bytes, _: Mapping[str, Raw]) -> Iterator[Listed]:
    documents = _decoded(content, list[Raw]) if content.lstrip()[:1] == b"[" else [Raw(content)]
    for country, place in _each(content, documents, _TwilioCountry, "$"):
        iso = iso_of(country.iso_country, place)
        carriers = country.outbound_sms_prices
        for each, where in _each(content, carriers, _TwilioCarrier, "outbound_sms_prices", place):
            codes = [each.mnc] if isinstance(each.mnc, str) else each.mnc or ()
            network = network_of((each.mcc, *codes), each.carrier)
            if not each.prices:
                raise RateCardError(f"{where}: it has no price")
            for price in each.prices:
                yield Listed(
                    *(str(where), "", price.current_price, country.country, iso, network),
                    *(country.price_unit, price.number_type.strip()),
                )


def _didww(content: bytes, document: Mapping[str, Raw]) -> Iterator[Listed]:
    for item, place in _each(content, _list(document, "data"), _DidwwPrice, "data"):
        each = item.attributes
        where = f"{place} ({visible(each.country)})"
        if each.price is None and not each.reject_sms:
            raise RateCardError(f"{where}: it has no price, and reject_sms is false")
        price = None if each.reject_sms else each.price
        network = network_of((each.mcc, each.mnc), "") if each.mnc else ""
        yield Listed(where, each.destination_prefix, price, each.country, network=network)


_SHAPES: Final[Mapping[str, tuple[str, Callable[[bytes, Mapping[str, Raw]], Iterator[Listed]]]]] = {
    "yourprices": ("this gateway", lambda content, _: read_reply(content)),
    "countries": ("Vonage or seven", _countries),
    "outbound_sms_prices": ("Twilio", _twilio),
    "data": ("DIDWW", _didww),
}
"""By a key of the document, the first that is there: whose list it is, and what reads it."""


def read_json(content: bytes) -> tuple[Iterator[Listed], str | None]:
    """Return the lines of a price list, and the currency that it is in without naming it."""
    content = content.removeprefix(BOM_UTF8)
    if content.lstrip()[:1] == b"[":
        document = next(iter(_decoded(content, list[dict[str, Raw]])), {})
    else:
        document = _decoded(content, dict[str, Raw])
    for key, (_, read) in _SHAPES.items():
        if key in document:
            lines = read(content, document)
            if key == "yourprices":
                return lines, "DKK"
            return (each._replace(country=each.country.strip()) for each in lines), None
    known = ", ".join(f"{key!r} ({whose})" for key, (whose, _) in _SHAPES.items())
    raise RateCardError(f"no price list that is known, which has one of {known}")


def _decoded(content: bytes, kind: type[T]) -> T:
    try:
        return msgspec.json.decode(content, type=kind)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        raise RateCardError(f"not a price list in JSON: {error}") from error


def _list(document: Mapping[str, Raw], key: str) -> list[Raw]:
    return _decoded(bytes(document[key]), list[Raw])
