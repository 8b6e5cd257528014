"""Rate cards, by example: what they read, and what they say when they cannot."""

from decimal import Context, Decimal, Inexact, localcontext

import pytest

from smsplan import InvalidValueError, Quote, RateCard, RateCardError, UnknownDestinationError, plan
from tests.paths import ROOT

EXAMPLE_CARD = ROOT / "examples" / "rates.json"
MESSAGE = plan("This text is on the way to you!")
FIVE_MESSAGES = plan("a" * 153 * 5)

# API, section 2, prices: the gateway's own reply.
PRICE_REPLY = """
{"status": "success", "success": "VIEW_YOURPRICES",
 "yourprices": {
  "prices": [
   {"country": "Denmark", "dialcode": 45, "price": {"sms": 0.2, "hlr": 0.08}},
   {"country": "Norway", "dialcode": 47, "price": {"sms": 0.2, "hlr": 0.08}},
   {"country": "Sweden", "dialcode": 46, "price": {"sms": 0.2, "hlr": 0.08}},
   {"country": "United Kingdom", "dialcode": 44, "price": {"sms": 0.55, "hlr": 0.08}},
   {"country": "Other countries", "dialcode": 0, "price": {"sms": 0.6, "hlr": 0.08}}],
  "credit": {"balance": 95.96, "timestamp": 1394399372}}}
"""


def price_reply(*entries: tuple[str, str]) -> str:
    listed = ",".join(
        f'{{"country":"X","dialcode":{dialcode},"price":{{"sms":{price}}}}}'
        for dialcode, price in entries
    )
    return f'{{"yourprices":{{"prices":[{listed}]}}}}'


@pytest.mark.parametrize("reply", [PRICE_REPLY, PRICE_REPLY.encode(), EXAMPLE_CARD.read_bytes()])
def test_the_gateway_s_own_price_reply_is_a_rate_card(reply: str | bytes) -> None:
    assert RateCard.from_json(reply) == RateCard(
        "DKK",
        {
            "45": Decimal("0.2"),
            "47": Decimal("0.2"),
            "46": Decimal("0.2"),
            "44": Decimal("0.55"),
        },
        default=Decimal("0.6"),
        countries={
            "45": "Denmark",
            "47": "Norway",
            "46": "Sweden",
            "44": "United Kingdom",
            "0": "Other countries",
        },
    )


def test_a_quote_is_the_price_of_all_messages() -> None:
    card = RateCard.from_json(PRICE_REPLY)
    assert card.quote(MESSAGE, "+45 12345678") == Quote(
        Decimal("0.2"), Decimal("0.2"), Decimal("0.2"), msg_count=1, currency="DKK", prefix="45"
    )
    assert card.quote(FIVE_MESSAGES, 447400123456).cost == Decimal("2.75")


def test_an_unknown_destination_has_the_default_price_and_prefix_0() -> None:
    quote = RateCard.from_json(PRICE_REPLY).quote(MESSAGE, "12015550123")
    assert (quote.price, quote.prefix) == (Decimal("0.6"), "0")


def test_an_unknown_destination_without_a_default_names_the_number() -> None:
    card = RateCard("DKK", {"45": Decimal("0.2")})
    with pytest.raises(UnknownDestinationError, match="12015550123") as caught:
        card.quote(MESSAGE, "+1 201-555-0123")
    assert caught.value.digits == "12015550123"
    assert isinstance(caught.value, LookupError)


def test_a_prefix_may_be_longer_than_a_calling_code_and_the_longest_wins() -> None:
    card = RateCard.from_csv("45,0.20\n4520,0.25\n45201234,0\n4,9\n")
    assert card.quote(MESSAGE, 4530123456).prefix == "45"
    assert card.quote(MESSAGE, 4520999999).prefix == "4520"
    assert card.quote(MESSAGE, 4520123456).prefix == "45201234"
    assert card.quote(MESSAGE, 46701234567).prefix == "4"


def test_a_recipient_that_is_refused_has_no_quote() -> None:
    card = RateCard("DKK", {}, default=Decimal(1))
    with pytest.raises(InvalidValueError, match="MSISDN_ALPHA"):
        card.quote(MESSAGE, "45x")


def test_a_hostile_decimal_context_changes_no_digit() -> None:
    with localcontext(Context(prec=2, traps=[Inexact])):
        from_csv = RateCard.from_csv("45,0.123456789\n")
        from_json = RateCard.from_json(price_reply(("45", "0.123456789")))
        assert from_csv.quote(FIVE_MESSAGES, 4512345678).cost == Decimal("0.617283945")
        assert from_json.quote(FIVE_MESSAGES, 4512345678).cost == Decimal("0.617283945")


def test_an_invalid_price_is_refused_where_the_decimal_context_traps_nothing() -> None:
    with (
        localcontext(Context(prec=2, traps=[])),
        pytest.raises(RateCardError, match="line 1: the price"),
    ):
        RateCard.from_csv("45,cheap\n")


@pytest.mark.parametrize(
    "text",
    [
        "45,0.20,Denmark\n0,0.60\n",
        "prefix,price,country\n45,0.20,Denmark\n0,0.60\n",
        "prefix,price\n45,0.20,Denmark\n0,0.60\n",
        " Prefix , PRICE , Country\n 45 , 0.20 , Denmark \n\n0,0.60",
        "\ufeffprefix,price,country\n45,0.20,Denmark\n0,0.60\n",
        "\ufeff45,0.20,Denmark\n0,0.60\n",
        "45,0.20,Denmark\r\n0,0.60\r\n",
        '"45","0.20","Denmark"\n"0","0.60",""\n',
    ],
)
def test_csv_with_or_without_header_country_mark_or_quotes(text: str) -> None:
    assert RateCard.from_csv(text) == RateCard(
        "DKK", {"45": Decimal("0.20")}, Decimal("0.60"), {"45": "Denmark"}
    )


def test_csv_keeps_a_comma_in_a_quoted_country() -> None:
    card = RateCard.from_csv('850,1.5,"Korea, Democratic People\'s Republic of"\n')
    assert card.countries == {"850": "Korea, Democratic People's Republic of"}


@pytest.mark.parametrize("text", ["", "\n\n", "prefix,price\n"])
def test_a_card_without_a_price_is_refused(text: str) -> None:
    with pytest.raises(RateCardError, match="there is no price in it"):
        RateCard.from_csv(text)


def test_a_byte_order_mark_before_the_gateways_reply_is_no_part_of_it() -> None:
    reply = '{"yourprices": {"prices": [{"country": "", "dialcode": 45, "price": {"sms": 1}}]}}'
    assert RateCard.from_json("\ufeff" + reply) == RateCard.from_json(reply)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("45,0.2\n46,0.2\n45,0.3\n", "line 3: the prefix 45 stands there twice"),
        ("0,0.2\n45,1\n0,0.2\n", "line 3: the prefix 0 stands there twice"),
        ("45,-0.01\n", "line 1: the price -0.01 is negative"),
        ("45,1\n46,NaN\n", "line 2: the price NaN is not finite"),
        ("45,sNaN\n", "line 1: the price sNaN is not finite"),
        ("45,Infinity\n", "line 1: the price Infinity is not finite"),
        ("45,1e18\n", "line 1: the price 1E+18 has over 18 digits on a side of the point"),
        ("45,1e-19\n", "line 1: the price 1E-19 has over 18 digits on a side of the point"),
        ("45,1e99999999999999999999\n", "line 1: the price '1e99999999999999999999' is not"),
        ("45,free\n", "line 1: the price 'free' is not a number"),
        ("45,\n", "line 1: the price '' is not a number"),
        ("45,٣\n", "line 1: the price '٣' is not a number"),
        ("45,1_0\n", "line 1: the price '1_0' is not a number"),
        ('45,"0,20"\n', "line 1: the price '0,20' is not a number"),
        ("45,0.2,Denmark,DKK\n", "line 1: expected prefix,price[,country], found 4 columns"),
        ("\n\n+045,0.2\n", "line 3: the prefix '+045' is not 1 to 15 digits"),
        ("045,0.2\n", "line 1: the prefix '045' is not"),
        ("00,0.2\n", "line 1: the prefix '00' is not"),
        (",0.2\n", "line 1: the prefix '' is not"),
        ("٤٥,0.2\n", "line 1: the prefix '٤٥' is not"),
        ("1234567890123456,0.2\n", "line 1: the prefix '1234567890123456' is not"),
        ("45,0.2\nprefix,price\n", "line 2: the price 'price' is not a number"),
        ('45,0.2\n46,"0.3\n', "line 2: unexpected end of data"),
        ('45,"0.2"x\n', "line 1: "),
        ("45,0.2\n46,0\x00\n", "line 2: "),
    ],
)
def test_a_csv_card_that_cannot_be_read_names_the_line(text: str, message: str) -> None:
    with pytest.raises(RateCardError) as caught:
        RateCard.from_csv(text)
    assert str(caught.value).startswith(message)
    assert isinstance(caught.value, ValueError)


def test_a_decimal_comma_without_quotes_is_not_read_as_a_price_and_a_country() -> None:
    with pytest.raises(RateCardError, match="line 1"):
        RateCard.from_csv("45,0,20\n")


@pytest.mark.parametrize(
    ("reply", "message"),
    [
        (price_reply(("45", "1"), ("45", "2")), "entry 2 (X): the prefix 45 stands there twice"),
        (price_reply(("0", "1"), ("0", "1")), "entry 2 (X): the prefix 0 stands there twice"),
        (price_reply(("45", "-0.2")), "entry 1 (X): the price -0.2 is negative"),
        (price_reply(("45", '"NaN"')), "entry 1 (X): the price NaN is not finite"),
        (price_reply(("45", '"Infinity"')), "entry 1 (X): the price Infinity is not finite"),
        (
            price_reply(("45", "1e300")),
            "entry 1 (X): the price 1E+300 has over 18 digits on a side of the point",
        ),
        (price_reply(("45", "1"), ("-46", "1")), "entry 2 (X): the prefix '-46' is not"),
        (price_reply(("45", "1e99999999999999999999")), "not a price reply of the gateway: "),
        (price_reply(("45", "NaN")), "not a price reply of the gateway: "),
        (price_reply(("45", "null")), "not a price reply of the gateway: "),
        (price_reply(("4.5", "1")), "not a price reply of the gateway: "),
        ('{"status": "error", "error": "USER_NOT_FOUND"}', "not a price reply of the gateway: "),
        (b'{"yourprices":' * 5000, "not a price reply of the gateway: "),
        ("", "not a price reply of the gateway: "),
        (b"\xff", "not a price reply of the gateway: "),
        ("\ud800", "not a price reply of the gateway: "),
        (price_reply(("45", "1"))[:-1], "not a price reply of the gateway: "),
    ],
)
def test_a_json_card_that_cannot_be_read_names_the_entry(reply: str | bytes, message: str) -> None:
    with pytest.raises(RateCardError) as caught:
        RateCard.from_json(reply)
    assert str(caught.value).startswith(message)


def test_a_json_card_of_another_shape_names_the_place() -> None:
    with pytest.raises(RateCardError, match=r"prices\[1\]\.price\.sms"):
        RateCard.from_json(price_reply(("45", "1"), ("46", "null")))


@pytest.mark.parametrize("currency", ["", "dkk", "DK", "DKKK", "D1K", "kr.", "ДКК", "DKK\n"])
def test_a_currency_is_three_capital_letters(currency: str) -> None:
    with pytest.raises(RateCardError, match="ISO 4217"):
        RateCard(currency, {})


def test_the_reader_s_currency_is_the_card_s() -> None:
    assert RateCard.from_csv("45,0.2", currency="EUR").currency == "EUR"
    assert RateCard.from_json(PRICE_REPLY, currency="EUR").currency == "EUR"


@pytest.mark.parametrize("prefix", ["0", "", "045", "+45", "45 ", "45\n", "x", 45])
def test_a_prefix_of_a_card_is_digits(prefix: object) -> None:
    with pytest.raises(RateCardError, match="is not 1 to 15 digits without a leading zero"):
        RateCard("DKK", {prefix: Decimal(1)})  # type: ignore[dict-item]  # what is tested


@pytest.mark.parametrize("price", [0.1, 1, "0.1", None])
def test_a_price_that_is_no_decimal_may_not_be_exact(price: object) -> None:
    with pytest.raises(RateCardError, match=r"prefix 45: .* is not a Decimal"):
        RateCard("DKK", {"45": price})  # type: ignore[dict-item]  # what is tested


def test_the_default_is_checked_too() -> None:
    with pytest.raises(RateCardError, match="default: the price -1 is negative"):
        RateCard("DKK", {}, default=Decimal(-1))


def test_eighteen_places_before_and_after_the_point_are_exact() -> None:
    price = Decimal("999999999999999999.999999999999999999")
    many = plan("a" * 153 * 1001)
    cost = RateCard("DKK", {"45": price}).quote(many, 4512345678).cost
    assert cost == Decimal("1000999999999999999999.999999999999998999")


def test_a_card_is_not_changed_by_changing_what_it_was_made_of() -> None:
    prices = {"45": Decimal("0.2")}
    countries = {"45": "Denmark"}
    card = RateCard("DKK", prices, None, countries)
    prices["45"] = Decimal(100)
    countries.clear()
    assert card == RateCard("DKK", {"45": Decimal("0.2")}, None, {"45": "Denmark"})


@pytest.mark.parametrize(
    "text",
    [
        "\n45,0.20,Danmark\n0,0.60\n",
        "\n\n prefix,price,country\n45,0.20,Danmark\n0,0.60,",
        "prefix,price,country\r45,0.20,Danmark\r0,0.60,\r",
        "\ufeffprefix;price;country\r\n45;0,20;Danmark\r\n0;0,60;\r\n",
        "sep=;\r\nprefix;price;country\r\n45;0,20;Danmark\r\n0;0,60;\r\n",
        '"sep=;"\n45;0.20;Danmark\n0;0.60\n',
        "45;0,20;Danmark\n;;\n0;0,60\n",
        "prefix\tprice\tcountry\n45\t0,20\tDanmark\n0\t0.60\n".replace("0.60", "0,60"),
        '"45";"0,20";"Danmark"\n"0";"0,60";""\n',
        "sep=|\n45|0.20|Danmark\n0|0.60|\n",
    ],
)
def test_what_spreadsheets_write_is_read(text: str) -> None:
    card = RateCard.from_csv(text)
    assert card == RateCard("DKK", {"45": Decimal("0.20")}, Decimal("0.60"), {"45": "Danmark"})


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("45;1.234,50\n", "line 1: the price '1.234,50' and those before it have decimal points"),
        ("45;0,20\n\n46;0.25\n", "line 3: the price '0.25' and those before it have decimal"),
        ("foo,bar\n45,0.2\n", "not a number such as 0.20; a header is prefix,price or"),
        ("45;0,2,5\n", "line 1: the price '0,2,5' is not a number such as 0.20"),
        ('45,"0,20"\n', "line 1: the price '0,20' is not a number such as 0.20"),
        ("45,0,20,Danmark\n", "found 4 columns; a price with a decimal comma needs cells parted"),
        ("45,0.20,Den;mark\n46,0,20\n", "line 2: the country '20' is a number; is it a price"),
    ],
)
def test_a_decimal_sign_is_not_guessed(text: str, message: str) -> None:
    with pytest.raises(RateCardError) as caught:
        RateCard.from_csv(text)
    assert message in str(caught.value)


def test_the_name_of_a_country_in_an_error_is_shown_and_not_obeyed() -> None:
    entry = '{"country":"D\\u001b[2Jk\\u202e","dialcode":45,"price":{"sms":-1}}'
    with pytest.raises(RateCardError) as caught:
        RateCard.from_json(f'{{"yourprices":{{"prices":[{entry}]}}}}')
    assert str(caught.value).startswith(r"entry 1 (D\x1b[2Jk\u202e): the price -1 is negative")
