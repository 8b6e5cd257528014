"""What a provider's check says of text, sender, recipient and price."""

from datetime import date
from decimal import Decimal

import pytest

from smsplan import RateCard, Severity, providers
from smsplan.providers import Provider
from smsplan.providers.facts import Sheet
from smsplan.providers.profiles import profile_of

CARD = RateCard("DKK", {"45": Decimal("0.20")})


def codes(name: str, text: str, **given: object) -> list[str]:
    found = providers.get(name).check(text, **given)  # type: ignore[arg-type] # as the case says
    return [finding.code for finding in found.findings]


def test_what_is_refused_for_its_characters_is_an_error() -> None:
    strict = providers.get("telnyx", encoding="gsm7")
    (found,) = strict.check("Hi €").findings
    assert (found.code, found.severity) == ("TEXT_UNENCODABLE", Severity.ERROR)
    assert strict.check("Hi").ok


def test_an_empty_text_is_an_error_and_nothing_else_is_said_of_it() -> None:
    assert codes("twilio", "") == ["TEXT_EMPTY"]


def test_a_price_is_that_of_what_the_provider_bills() -> None:
    notify = providers.get("govuk-notify")
    found = notify.check("]" * 153, msisdn="+4520123456", rates=CARD)
    assert found.quote
    assert (found.quote.msg_count, found.quote.cost) == (2, Decimal("0.40"))
    assert "PROVIDER_COUNT" in [finding.code for finding in found.findings]


@pytest.mark.parametrize(
    ("msisdn", "expected"), [("+4712345678", ["RATE_UNKNOWN"]), ("+45x", ["MSISDN_ALPHA"])]
)
def test_where_there_is_no_price_it_is_said_why(msisdn: str, expected: list[str]) -> None:
    found = codes("twilio", "Hi", msisdn=msisdn, rates=CARD)
    assert [code for code in found if code in expected] == expected


def test_each_kind_of_change_names_its_rule() -> None:
    (line,) = providers.get("clicksend").check("a\nb").findings
    assert "sent as '\\r\\n'" in line.message or "is sent as" in line.message
    changes = providers.get("govuk-notify", prefix="HMRC").check("a  b ‘’‘ 😀").findings
    assert {change.code for change in changes} == {"PROVIDER_CHANGES"}
    assert any("2 times" in change.message for change in changes)
    assert any("is added" in change.message for change in changes)


@pytest.mark.parametrize(
    ("name", "sender"),
    [
        ("aws-sns", "ab"),  # at least three
        ("aws-sns", "Café"),
        ("telnyx", "12 345"),  # at least a letter
        ("twilio", "A" * 12),
        ("aws-sns", "1234"),  # a number of five digits at least
    ],
)
def test_a_sender_that_breaks_a_rule_is_an_error(name: str, sender: str) -> None:
    assert "PROVIDER_SENDER" in codes(name, "Hi", sender=sender)


def test_a_space_that_a_sender_may_have_is_named() -> None:
    (found,) = providers.get("telnyx").check("Hi", sender="AC-ME").findings
    assert "is not one of A-Za-z0-9 or a space (https" in found.message


def test_a_recipient_without_a_documented_form_is_unknown() -> None:
    assert codes("altinn", "Hi", msisdn="4520123456") == ["PROVIDER_UNKNOWN"]


def test_a_table_that_is_not_published_is_unknown() -> None:
    found = providers.get("telnyx", smart_encoding=True).check("Hi ’")
    assert [finding.code for finding in found.findings] == ["PROVIDER_UNKNOWN"]


def test_a_split_that_nobody_documents_matters_where_it_changes_the_count() -> None:
    words = "word " * 61 + "x"
    assert "PROVIDER_UNKNOWN" in codes("cm", words)


@pytest.mark.parametrize(("several", "bits"), [((153, 67), 8), ((152, 66), 16)])
def test_a_capacity_says_how_long_references_are(several: tuple[int, int], bits: int) -> None:
    fact = {"source": "https://example.com", "read": date(2026, 11, 28), "confidence": "high"}
    for documented in ({"GSM-7": [160, several[0]]}, {"UCS-2": [70, several[1]]}):
        groups = {"counting": {"capacity": {"value": documented, **fact}}}
        sheet = Sheet("some", "Some", "https://example.com", {}, (), groups)
        profile = profile_of(sheet, {})
        assert profile.reference_bits == bits
        some = Provider("some", "Some", profile, sheet.facts({}))
        for text in ("a" * several[0] * 2, "æ" * (several[0] * 2 + 1)):
            told = [finding.message for finding in some.check(text).findings]
            assert not [message for message in told if "references" in message]


def test_a_capacity_of_one_segment_does_not_say_it() -> None:
    told = [finding.message for finding in providers.get("infobip").check("a" * 305).findings]
    assert [message for message in told if "how long its references are" in message]


def test_a_price_is_that_of_what_is_left_of_a_text() -> None:
    found = providers.get("altinn").check("a" * 3000, msisdn="+4520123456", rates=CARD)
    assert found.plan
    assert found.quote
    assert found.quote.cost == CARD.prices["45"] * found.plan.msg_count == Decimal("3.20")


def test_what_a_sender_puts_in_front_of_messages_to_a_topic_counts() -> None:
    told = providers.get("aws-sns", display_name="SHOP").check("word " * 31)
    assert told.plan
    assert (told.plan.text[:7], told.plan.msg_count) == ("SHOP> w", 2)


def test_more_segments_than_a_message_can_have_are_an_error() -> None:
    assert codes("plivo", "a" * 153 * 256).count("TEXT_LONG") == 1
    assert "TEXT_LONG" not in codes("plivo", "a" * 153 * 255)
