"""Price lists as gateways and people give them, and bad copies of them."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import pytest

from smsplan import RateCard, RateCardError, plan
from smsplan.errors import DestinationRejectedError
from tests.paths import ROOT

FOLDER: Final = ROOT.parent / "shared" / "data" / "prices"
HELLO: Final = plan("Hello")
NETWORKS: Final = """ISO,Country,MCC,MNC,Operator,Price,Currency
DK,Denmark,238,01,First,0.03,EUR
DK,Denmark,238,02,Second,0.05,EUR
US,United States,310,,All,0.0075,EUR
CA,Canada,302,,All,0.0062,EUR
"""
DANISH: Final = "Land;Landekode;Pris pr. SMS\nDanmark;+45;0,20 kr\nNorge;+47;0,30 kr\n"


def network(price: str, mnc: str, **more: str) -> dict[str, Any]:
    return {"price": price, "mcc": "238", "mnc": mnc, "networkName": f"N{mnc}", **more}


def vonage_country(
    name: str, prefix: str, default: str | None, *networks: dict[str, Any]
) -> dict[str, Any]:
    there = {} if default is None else {"defaultPrice": default}
    return {
        "countryName": name,
        "dialingPrefix": prefix,
        "currency": "EUR",
        "networks": list(networks),
        **there,
    }


VONAGE: Final[dict[str, Any]] = {
    "countries": [
        vonage_country("Denmark", "45", "0.09", network("0.03", "01"), network("0.05", "02")),
        vonage_country("Canada", "1", "0.0062"),
        vonage_country("United States", "1", "0.0075"),
    ]
}
SEVEN: Final[dict[str, Any]] = {
    "countCountries": 1,
    "countries": [
        {
            "countryCode": "DK",
            "countryName": "Denmark",
            "countryPrefix": "45",
            "networks": [
                {"mcc": "238", "mncs": ["01", "09"], "networkName": "First", "price": 0.03},
                {"mcc": "238", "mncs": ["02"], "networkName": "Second", "price": 0.05},
            ],
        }
    ],
}
TWILIO: Final[dict[str, Any]] = {
    "country": "Denmark",
    "iso_country": "DK",
    "price_unit": "USD",
    "outbound_sms_prices": [
        {
            "carrier": "First",
            "mcc": "238",
            "mnc": "01",
            "prices": [
                {"number_type": "mobile", "base_price": "9", "current_price": "0.04"},
                {"number_type": "alphanumeric", "base_price": "9", "current_price": "0.03"},
            ],
        },
        {
            "carrier": "Second",
            "mcc": "238",
            "mnc": "02",
            "prices": [{"number_type": "mobile", "base_price": "9", "current_price": "0.05"}],
        },
    ],
}


def didww(prefix: str, price: str | None, *, reject: bool = False) -> dict[str, Any]:
    attributes = {"destination_prefix": prefix, "reject_sms": reject, "price": price}
    return {"type": "sms_out_prices", "attributes": attributes}


DIDWW: Final[dict[str, Any]] = {
    "data": [didww("45", "0.03"), didww("4570", "0.05"), didww("53", None, reject=True)]
}


def written(document: object) -> str:
    return json.dumps(document, indent=1)


def changed(document: dict[str, Any], *path: str | int, to: object = None, name: str = "") -> str:
    """Write a document with a value replaced, or under another name."""
    copy = json.loads(json.dumps(document))
    *way, last = path
    there = copy
    for step in way:
        there = there[step]
    value = there.pop(last) if name else None
    there[name or last] = value if name else to
    return written(copy)


@pytest.mark.parametrize(
    ("source", "currency"),
    [(written(VONAGE), "EUR"), (written(SEVEN), None), (written(TWILIO), "USD"), (NETWORKS, "EUR")],
)
def test_networks_make_a_range(source: str, currency: str | None) -> None:
    for each in (source, source.encode(), f"\ufeff{source}"):
        quote = RateCard.read(each).quote(HELLO, 4520123456)
        assert (quote.least, quote.most) == (Decimal("0.03"), Decimal("0.05"))
        assert (quote.cost, quote.currency, quote.prefix) == (None, currency, "45")


@pytest.mark.parametrize("source", [written(VONAGE), NETWORKS])
def test_countries_that_share_a_calling_code_have_prices_of_their_own(source: str) -> None:
    card = RateCard.read(source)
    canadian, american = (card.quote(HELLO, number) for number in (14165550100, 12025550100))
    assert (canadian.cost, canadian.region) == (Decimal("0.0062"), "CA")
    assert (american.cost, american.region) == (Decimal("0.0075"), "US")
    unassigned = card.quote(HELLO, 10005550100)
    assert (unassigned.least, unassigned.most) == (Decimal("0.0062"), Decimal("0.0075"))


def test_the_kind_of_sender_chooses_where_the_list_tells_them_apart() -> None:
    card = RateCard.read(f"[{written(TWILIO)}]")
    text, digits = (card.quote(HELLO, 4520123456, sender=each) for each in ("Shop", "4512345678"))
    assert (text.least, text.most) == (Decimal("0.03"), Decimal("0.05"))
    assert (digits.least, digits.most) == (Decimal("0.04"), Decimal("0.05"))


def test_a_longer_prefix_replaces_a_shorter_one_and_a_destination_may_be_rejected() -> None:
    card = RateCard.read(written(DIDWW))
    costs = [card.quote(HELLO, number).cost for number in (4520123456, 4570123456)]
    assert costs == [Decimal("0.03"), Decimal("0.05")]
    with pytest.raises(DestinationRejectedError, match=r"messages to \+53 are rejected"):
        card.quote(HELLO, 5351234567)


def test_a_price_has_a_first_day() -> None:
    card = RateCard.read("prefix,price,valid from\n45,1,2026-01-01\n45,2,2026-02-01\n")
    days = (date(2026, 1, 31), date(2026, 2, 1))
    assert [card.quote(HELLO, 4520123456, day=day).cost for day in days] == [1, 2]
    quote = card.quote(HELLO, 4520123456)
    assert (quote.least, quote.most) == (Decimal(1), Decimal(2))


def test_the_gateways_own_reply_is_in_kroner_unless_another_currency_is_given() -> None:
    reply = (ROOT / "examples" / "rates.json").read_bytes()
    assert RateCard.read(reply) == RateCard.from_json(reply)
    assert RateCard.read(ROOT / "examples" / "rates.json", currency="EUR").currency == "EUR"


@pytest.mark.parametrize(
    ("text", "prices", "currency"),
    [
        (DANISH, {"45": "0.20", "47": "0.30"}, None),
        ("Prefix;Price EUR\n+45;0,05\n", {"45": "0.05"}, "EUR"),
        ("country code,name,rate\n0045,Denmark,0.05 EUR\n", {"45": "0.05"}, "EUR"),
        ("code,price\nDK,€0.05\n", {"45": "0.05"}, "EUR"),
        (
            'prefix,price,note\n"1246, 1-876;47",1,x\n',
            dict.fromkeys(["1246", "1876", "47"], "1"),
            None,
        ),
        ("Country,Price\nDenmark,0.05\n", {"45": "0.05"}, None),
    ],
)
def test_csv_as_people_write_it(text: str, prices: dict[str, str], currency: str | None) -> None:
    card = RateCard.read(text)
    assert card.prices == {prefix: Decimal(price) for prefix, price in prices.items()}
    assert card.currency == currency


COUNTRY: Final = ("countries", 0)
CARRIER: Final = ("outbound_sms_prices", 1)


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (NETWORKS.replace("0.05,", ","), "line 3: the price '' is not a number"),
        (NETWORKS.replace("Price", "Amount"), "line 1: no column has prices"),
        (NETWORKS.replace("ISO,Country", "Foo,Bar"), "line 1: a mobile country code (MCC)"),
        (NETWORKS.replace("0.05,EUR", "0.05,USD"), "line 3: the price is in 'USD', those before"),
        (NETWORKS.replace("238,02,Second", "238,01,First"), "line 3: the prefix 45 stands there"),
        (NETWORKS.replace("DK,Denmark,238,02", "QQ,Denmark,238,02"), "line 3: 'QQ' is no ISO code"),
        (DANISH.replace("0,30 kr", ""), "line 3: the price '' is not a number"),
        (DANISH.replace("Pris pr. SMS", "Foo"), "line 1: no column has prices"),
        (
            DANISH.replace("0,30 kr", "0,30 EUR"),
            "line 3: the price is in 'EUR', those before in kr",
        ),
        (DANISH.replace("0,30 kr", "30 øre"), "line 3: the price '30 øre' is not a number"),
        ("prefix,price\n45 46,1\n", "line 2: the prefix '45 46' is not 1 to 15 digits"),
        ("prefix,price,cost\n45,1,1\n", "line 1: the columns 'price' and 'cost' mean the same"),
        ("country,price\nAntarctica,1\n", "line 2: 'Antarctica' is no country; give prefix or ISO"),
        ("code,country,price\n1,Canada,1\n1,Nowhere,2\n", "line 3: the prefix 1 stands there for"),
        (changed(VONAGE, *COUNTRY, "networks", 1, "price"), "line 14, countries[0].networks[1]: "),
        (changed(VONAGE, *COUNTRY, "dialingPrefix", name="prefix"), "line 3, countries[0]: "),
        (
            changed(VONAGE, *COUNTRY, "networks", 1, "currency", to="USD"),
            "line 14, countries[0].net",
        ),
        (changed(VONAGE, "countries", 1, "currency", to="USD"), "line 23, countries[1] (Canada): "),
        (changed(VONAGE, "countries", 1, "defaultPrice"), "line 23, countries[1] (Canada): it has"),
        (changed(SEVEN, *COUNTRY, "networks", 1, "price"), "line 18, countries[0].networks[1]: "),
        (changed(SEVEN, *COUNTRY, "countryPrefix", name="prefix"), "line 4, countries[0]: "),
        (
            changed(TWILIO, *CARRIER, "prices", 0, "current_price"),
            "line 23, $[0].outbound_sms_prices[1]",
        ),
        (changed(TWILIO, "iso_country", name="iso"), "line 1, $[0]: "),
        (
            f"[{written(TWILIO)}, {changed(TWILIO, 'price_unit', to='EUR')}]",
            "line 41, $[1].outbound",
        ),
        (changed(DIDWW, "data", 1, "attributes", "price"), "line 11, data[1] (): it has no price"),
        (changed(DIDWW, "data", 1, "attributes", "price", name="rate"), "line 11, data[1]: "),
        ("{}", "no price list that is known, which has one of 'yourprices' (this gateway)"),
        ("[]", "no price list that is known"),
        ("{", "not a price list in JSON: "),
    ],
)
def test_a_bad_copy_is_refused_with_the_line(source: str, message: str) -> None:
    with pytest.raises(RateCardError) as caught:
        RateCard.read(source)
    assert str(caught.value).startswith(message)


def test_octets_that_are_no_utf8_are_refused_with_the_line() -> None:
    source = written(VONAGE).encode().replace(b"N02", b"\xff")
    with pytest.raises(RateCardError, match=r"^line 14, countries\[0\].networks\[1\]: "):
        RateCard.read(source)


def test_white_space_around_names_is_none_of_them() -> None:
    source = changed(TWILIO, *CARRIER, "prices", 0, "number_type", to=" mobile ")
    card = RateCard.read(source.replace('"Denmark"', '" Denmark "'))
    assert card == RateCard.read(written(TWILIO)) == RateCard.read(card.to_csv())


def test_a_currency_that_the_list_does_not_have_is_refused() -> None:
    with pytest.raises(RateCardError, match="line 2: the price is in 'EUR', not in DKK"):
        RateCard.read(NETWORKS, currency="DKK")


@pytest.mark.skipif(not FOLDER.is_dir(), reason="needs ../shared/data/prices")
@pytest.mark.parametrize(
    ("name", "number", "least", "most", "currency"),
    [
        ("danish-excel.csv", 4520123456, "0.20", "0.20", None),
        ("didww.json", 37251234567, "0.072", "0.072", None),
        ("networks.csv", 4520123456, "0.0349", "0.052", "EUR"),
        ("seven.json", 436641234567, "0.075", "0.081", None),
        ("twilio.json", 4520123456, "0.0435", "0.0610", "USD"),
        ("vonage.json", 4520123456, "0.0349", "0.052", "EUR"),
    ],
)
def test_the_examples_of_each_shape(
    name: str, number: int, least: str, most: str, currency: str | None
) -> None:
    card = RateCard.read(Path(FOLDER / name))
    quote = card.quote(HELLO, number)
    assert (quote.least, quote.most) == (Decimal(least), Decimal(most))
    assert quote.currency == currency
    assert RateCard.read(card.to_csv()) == card
