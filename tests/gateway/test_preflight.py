"""Pre-flight: every code at least once, and everything that is wrong at once."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from smsplan import (
    STANDARD,
    Boundary,
    Encoding,
    Preflight,
    Profile,
    Quote,
    RateCard,
    Severity,
    SmsRequest,
    plan,
    preflight,
    providers,
)
from smsplan.destinations import channels

GRAPHEMES = Profile(boundary=Boundary.GRAPHEME)

CLEAN = SmsRequest(msisdn="4520123456", sender="You", text="Hello")
TO_NOBODY = SmsRequest(sender="You", text="Hello")
RATES = RateCard("DKK", {"45": Decimal("0.2")})
NOW = datetime(2026, 12, 1, 8, 0, tzinfo=UTC)
WALL_TIME_TWICE = datetime(2026, 10, 25, 2, 30)  # noqa: DTZ001 - wall time is what is tested
WALL_TIME_NEVER = datetime(2026, 3, 29, 2, 30)  # noqa: DTZ001 - wall time is what is tested


def reported(found: Preflight) -> list[tuple[str, str, str]]:
    return [(each.code, each.severity.value, each.field) for each in found.findings]


def test_a_clean_request_has_a_plan_and_no_finding() -> None:
    assert preflight(CLEAN) == Preflight(request=CLEAN, plan=plan("Hello"), quote=None, findings=())
    assert preflight(CLEAN).ok


@pytest.mark.parametrize(
    ("request_", "code", "field"),
    [
        (TO_NOBODY, "EMPTY_RECIPIENT", "msisdn"),
        (replace(CLEAN, msisdn=""), "EMPTY_RECIPIENT", "msisdn"),
        (replace(CLEAN, msisdn="+"), "EMPTY_RECIPIENT", "msisdn"),
        (replace(CLEAN, msisdn="45x12345"), "MSISDN_ALPHA", "msisdn"),
        (replace(CLEAN, msisdn=10**15), "MSISDN_LONG", "msisdn"),
        (replace(CLEAN, msisdn="2101234567"), "MSISDN_INVALID", "msisdn"),
        (replace(CLEAN, msisdn=-1), "MSISDN_INVALID", "msisdn"),
        (replace(CLEAN, sender=""), "SENDER_EMPTY", "sender"),
        (replace(CLEAN, sender="+45"), "SENDER_INVALID", "sender"),
        (replace(CLEAN, sender="A" * 12), "SENDER_LONG", "sender"),
        (replace(CLEAN, text=""), "TEXT_EMPTY", "text"),
        (replace(CLEAN, text="a" * (255 * 153 + 1)), "TEXT_LONG", "text"),
        (replace(CLEAN, text="\ud83d"), "TEXT_INVALID", "text"),
        (replace(TO_NOBODY, contact=1, group=2), "RECIPIENT_AMBIGUOUS", "group"),
        (replace(TO_NOBODY, contact="\ud83d"), "CONTACT_INVALID", "contact"),
        (replace(TO_NOBODY, group="\ud83d"), "GROUP_INVALID", "group"),
        (replace(CLEAN, wappush="ftp://example.org/"), "WAPPUSH_INVALID", "wappush"),
        (replace(CLEAN, callback="example.org"), "CALLBACK_INVALID", "callback"),
        (replace(CLEAN, price=Decimal("0.5")), "PRICE_INVALID", "price"),
        (replace(CLEAN, schedule=WALL_TIME_NEVER), "SCHEDULED_INVALID", "schedule"),
        (replace(CLEAN, schedule=1796112000000), "SCHEDULED_INVALID", "schedule"),
        (replace(CLEAN, schedule=0), "SCHEDULED_PAST", "schedule"),
    ],
)
def test_each_error(request_: SmsRequest, code: str, field: str) -> None:
    found = preflight(request_, now=NOW)
    assert reported(found) == [(code, "error", field)]
    assert not found.ok


@pytest.mark.parametrize(
    ("request_", "code", "field"),
    [
        (replace(CLEAN, msisdn=4512345678), "MSISDN_UNASSIGNED", "msisdn"),
        (replace(CLEAN, msisdn="441174960123"), "MSISDN_NOT_MOBILE", "msisdn"),
        (replace(CLEAN, contact=1), "MSISDN_IGNORED", "msisdn"),
        (replace(CLEAN, group="7"), "MSISDN_IGNORED", "msisdn"),
        (replace(CLEAN, schedule=WALL_TIME_TWICE), "SCHEDULED_AMBIGUOUS", "schedule"),
        (replace(CLEAN, msisdn="46701234567"), "RATE_UNKNOWN", "msisdn"),
    ],
)
def test_each_warning_leaves_the_request_ok(request_: SmsRequest, code: str, field: str) -> None:
    rates = RateCard("DKK", {"45": Decimal("0.2"), "44": Decimal("0.55")})
    found = preflight(request_, rates=rates)
    assert reported(found) == [(code, "warning", field)]
    assert found.ok


def test_everything_that_is_wrong_is_reported_at_once() -> None:
    request = SmsRequest(
        msisdn="45x" + "1" * 16,
        text="",
        sender="Alpha Beta Gamma",
        wappush="javascript:alert()",
        schedule=1,
        callback="",
        price=-1,
    )
    found = preflight(request, rates=RATES, now=NOW)
    assert [finding.code for finding in found.findings] == [
        "MSISDN_ALPHA",
        "MSISDN_LONG",
        "TEXT_EMPTY",
        "SENDER_INVALID",
        "SENDER_LONG",
        "WAPPUSH_INVALID",
        "SCHEDULED_PAST",
        "PRICE_INVALID",
    ]
    assert found.quote is None
    assert found.plan == plan("")


def test_contact_and_group_and_an_ignored_msisdn_are_all_reported() -> None:
    found = preflight(replace(CLEAN, contact=1, group=2))
    assert reported(found) == [
        ("MSISDN_IGNORED", "warning", "msisdn"),
        ("RECIPIENT_AMBIGUOUS", "error", "group"),
    ]
    assert "a contact and a group" in found.findings[0].message


def test_a_msisdn_that_is_ignored_is_not_checked() -> None:
    assert reported(preflight(replace(CLEAN, msisdn="45x", contact=1))) == [
        ("MSISDN_IGNORED", "warning", "msisdn")
    ]


def test_a_contact_numbered_0_is_a_recipient() -> None:
    assert preflight(replace(TO_NOBODY, contact=0)).findings == ()


def test_a_quote_is_there_with_a_rate_card_and_one_recipient() -> None:
    assert preflight(CLEAN, rates=RATES).quote == Quote(
        Decimal("0.2"), Decimal("0.2"), Decimal("0.2"), msg_count=1, currency="DKK", prefix="45"
    )


@pytest.mark.parametrize(
    ("request_", "rates"),
    [
        (CLEAN, None),
        (TO_NOBODY, RATES),
        (replace(CLEAN, contact=1), RATES),
        (replace(CLEAN, group=1), RATES),
        (replace(CLEAN, msisdn="45x"), RATES),
        (replace(CLEAN, msisdn="12015550123"), RATES),
    ],
)
def test_there_is_no_quote_without_card_price_or_one_recipient(
    request_: SmsRequest, rates: RateCard | None
) -> None:
    assert preflight(request_, rates=rates).quote is None


def test_255_segments_are_the_most() -> None:
    assert preflight(replace(CLEAN, text="a" * 255 * 153)).ok
    found = preflight(replace(CLEAN, text="a" * 256 * 153), rates=RATES)
    (finding,) = found.findings
    assert finding.message.startswith("256 segments, 255 are the most")
    assert found.plan is not None
    assert found.plan.msg_count == 256
    assert found.quote is not None
    assert found.quote.cost == Decimal("51.2")


def test_the_findings_point_into_the_values() -> None:
    request = SmsRequest(msisdn="+45 x", sender="A B", text="Hi \ud83d")
    assert [(each.field, each.start, each.end) for each in preflight(request).findings] == [
        ("msisdn", 4, 5),
        ("text", 3, 4),
        ("sender", 1, 2),
    ]


def test_the_profile_decides_where_the_text_is_split() -> None:
    request = replace(CLEAN, text="я" * 66 + "👍🏽" + "я" * 66)
    assert preflight(request, profile=GRAPHEMES).plan == plan(request.text, GRAPHEMES)
    assert preflight(request, profile=STANDARD).plan == plan(request.text, STANDARD)
    assert preflight(request, profile=GRAPHEMES).plan != preflight(request).plan


def test_a_text_that_does_not_fit_the_forced_encoding_has_no_plan_and_no_quote() -> None:
    forced = Profile(encoding=Encoding.GSM7)
    found = preflight(replace(CLEAN, text="Hello я", sender=""), rates=RATES, profile=forced)
    assert (found.plan, found.quote) == (None, None)
    assert reported(found) == [
        ("TEXT_UNENCODABLE", "error", "text"),
        ("SENDER_EMPTY", "error", "sender"),
    ]
    assert (found.findings[0].start, found.findings[0].end) == (6, 7)
    assert "CYRILLIC SMALL LETTER YA" in found.findings[0].message
    assert preflight(CLEAN, rates=RATES, profile=forced).ok


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org",
        "https://example.org:8443/a?b=c#d",
        "HTTPS://EXAMPLE.ORG/",
        "http://192.0.2.1/",
        "http://[2001:db8::1]/",
        "http://blåbærgrød.example/",
    ],
)
def test_http_and_https_urls_are_accepted(url: str) -> None:
    assert preflight(replace(CLEAN, wappush=url, callback=url)).findings == ()


@pytest.mark.parametrize(
    "url",
    [
        "example.org",
        "//example.org",
        "ftp://example.org",
        "javascript:alert()",
        "http:",
        "http://",
        "http:///path",
        "http://:80",
        "http://example.org:0/",
        "http://example.org:port/",
        "http://example.org:65536/",
        "http://[::1",
        "http://exam ple.org",
        "http://example.org/\n",
        "http://example.org/\t",
        " http://example.org",
        "http://example.org/\ud83d",
        "http://\u2100/",
    ],
)
def test_anything_else_is_no_web_url(url: str) -> None:
    assert [
        each.code for each in preflight(replace(CLEAN, wappush=url, callback=url)).findings
    ] == [
        "WAPPUSH_INVALID",
        "CALLBACK_INVALID",
    ]


@pytest.mark.parametrize("price", [0, 1, 10**12, Decimal(100), Decimal("1E+2"), Decimal("2.00")])
def test_a_whole_number_of_ore_is_accepted(price: int | Decimal) -> None:
    assert preflight(replace(CLEAN, price=price)).findings == ()


@pytest.mark.parametrize(
    "price",
    [-1, True, 0.5, "1", Decimal("0.5"), Decimal(-1), Decimal("NaN"), Decimal("sNaN"),
     Decimal("Infinity")],
)  # fmt: skip
def test_any_other_price_is_refused(price: object) -> None:
    found = preflight(replace(CLEAN, price=price))
    assert reported(found) == [("PRICE_INVALID", "error", "price")]
    assert str(price) in found.findings[0].message


@pytest.mark.parametrize("field", ["contact", "group", "price", "schedule"])
@pytest.mark.parametrize("sign", [1, -1])
def test_an_integer_that_python_refuses_to_write_is_a_finding(field: str, sign: int) -> None:
    found = preflight(replace(TO_NOBODY, **{field: sign * 10**5000}))
    assert field in {finding.field for finding in found.findings}
    assert not found.ok


def test_without_a_clock_no_time_is_past() -> None:
    assert preflight(replace(CLEAN, schedule=0)).findings == ()
    assert preflight(replace(CLEAN, schedule=NOW), now=NOW).findings == ()


@pytest.mark.parametrize(("field", "value"), [("msisdn", 4.5), ("text", b""), ("sender", 45)])
def test_what_cannot_be_checked_is_a_type_error(field: str, value: object) -> None:
    with pytest.raises(TypeError, match=type(value).__name__):
        preflight(replace(CLEAN, **{field: value}))


def test_no_text_and_no_sender_are_empty_ones() -> None:
    found = preflight(replace(CLEAN, text=None, sender=None))
    assert [finding.code for finding in found.findings] == ["TEXT_EMPTY", "SENDER_EMPTY"]


@pytest.mark.parametrize("value", [b"12", [], "   ", "\0\n", True, 1.5])
@pytest.mark.parametrize("field", ["contact", "group"])
def test_what_can_be_no_id_is_refused(field: str, value: object) -> None:
    found = preflight(replace(TO_NOBODY, **{field: value}))
    assert (f"{field.upper()}_INVALID", "error", field) in reported(found)


@pytest.mark.parametrize("value", ["no", 1, 0, None])
@pytest.mark.parametrize("field", ["flash", "silent"])
def test_a_switch_that_is_neither_true_nor_false_is_refused(field: str, value: object) -> None:
    found = preflight(replace(CLEAN, **{field: value}))
    assert reported(found) == [(f"{field.upper()}_INVALID", "error", field)]


def test_a_preflight_without_findings_or_with_warnings_alone_is_ok() -> None:
    warned = preflight(replace(CLEAN, msisdn=4512345678))
    assert {finding.severity for finding in warned.findings} == {Severity.WARNING}
    assert warned.ok


def test_a_wappush_is_planned_and_quoted_by_its_own_segments() -> None:
    request = replace(CLEAN, wappush="https://www.example.com/news", text="Breaking")
    found = preflight(request, rates=RateCard("DKK", {"45": Decimal("0.2")}))
    assert found.ok
    assert found.wappush is not None
    assert (found.wappush.octets_count, found.wappush.msg_count) == (40, 1)
    longer = preflight(
        replace(request, text="a" * 120), rates=RateCard("DKK", {"45": Decimal("0.2")})
    )
    assert longer.plan is not None
    assert longer.wappush is not None
    assert longer.quote is not None
    assert (longer.plan.msg_count, longer.wappush.msg_count) == (1, 2)
    assert longer.quote.cost == Decimal("0.4")


def test_a_wappush_that_cannot_be_written_is_a_finding() -> None:
    control = preflight(replace(CLEAN, wappush="https://example.com/", text="\x01"))
    assert [finding.code for finding in control.findings] == ["TEXT_UNENCODABLE"]
    assert preflight(replace(CLEAN, wappush=7)).findings[0].code == "WAPPUSH_INVALID"
    assert preflight(CLEAN).wappush is None


def test_a_national_number_is_priced_and_to_be_sent_with_its_calling_code() -> None:
    national = replace(CLEAN, msisdn="20 12 34 56")
    found = preflight(national, rates=RATES, region="DK")
    assert reported(found) == [("MSISDN_NATIONAL", "warning", "msisdn")]
    assert found.findings[0].message.endswith("send 4520123456")
    assert found.quote == preflight(CLEAN, rates=RATES).quote
    for written in ("+45 20 12 34 56", 4520123456):
        assert not preflight(replace(CLEAN, msisdn=written), region="DK").findings
    assert [each.code for each in preflight(TO_NOBODY, region="DK").findings] == ["EMPTY_RECIPIENT"]


NETWORKS = RateCard.read("prefix,mcc,mnc,price,currency\n45,238,01,0.20,DKK\n45,238,02,0.30,DKK\n")


@given(st.decimals(min_value=0, max_value=2, places=3), st.integers(0, 400))
def test_what_may_cost_more_than_the_most_is_an_error(most: Decimal, size: int) -> None:
    request = replace(CLEAN, text="x" * size)
    found = preflight(request, rates=NETWORKS, max_cost=most)
    assert found.quote
    told = [finding for finding in found.findings if finding.code == "COST_ABOVE_MAX"]
    assert (told != []) == (found.quote.most > most)
    assert all(finding.severity is Severity.ERROR for finding in told)
    others = tuple(finding for finding in found.findings if finding not in told)
    assert others == preflight(request, rates=NETWORKS).findings


@pytest.mark.parametrize(
    ("most", "error"),
    [(Decimal(-1), ValueError), (Decimal("NaN"), ValueError), (0.3, TypeError), ("1", TypeError)],
)
def test_a_most_that_is_none_is_refused(most: Decimal, error: type[Exception]) -> None:
    with pytest.raises(error, match="max_cost is"):
        preflight(CLEAN, rates=NETWORKS, max_cost=most)


def test_what_the_text_would_cost_as_something_else_is_beside_the_quote() -> None:
    card = RateCard.read("prefix,price,mms,rcs single\n45,0.2,0.5,0.3\n", currency="DKK")
    request = SmsRequest(msisdn="4520123456", sender="a", text="x" * 400)
    found = preflight(request, rates=card)
    assert found.channels == channels.quotes(card, plan(request.text), "4520123456")
    assert set(found.channels) == {"mms", "rcs_single"}
    assert [each.code for each in found.findings if "COUNTRY" not in each.code] == ["MMS_CHEAPER"]
    assert found.to_dict()["channels"]["mms"]["cost"] == Decimal("0.5")
    shorter = preflight(SmsRequest(msisdn="4520123456", sender="a", text="x" * 306), rates=card)
    assert "MMS_CHEAPER" not in [each.code for each in shorter.findings]


def test_a_most_needs_prices() -> None:
    with pytest.raises(ValueError, match="needs a rate card"):
        preflight(CLEAN, max_cost=1)
    with pytest.raises(ValueError, match="needs a rate card"):
        providers.get("twilio").check("Hi", max_cost=1)
    found = providers.get("twilio").check("Hi", msisdn="+4520123456", rates=NETWORKS, max_cost=0)
    assert [each.message for each in found.findings if each.code == "COST_ABOVE_MAX"] == [
        "the message costs 0.2 to 0.3 DKK, 0 at most"
    ]
