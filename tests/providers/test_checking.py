"""What a provider's check says of text, sender, recipient and price."""

from decimal import Decimal

import pytest

from smsplan import RateCard, providers

CARD = RateCard("DKK", {"45": Decimal("0.20")})


def codes(name: str, text: str, **given: object) -> list[str]:
    found = providers.get(name).check(text, **given)  # type: ignore[arg-type] # as the case says
    return [finding.code for finding in found.findings]


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


def test_a_recipient_without_a_documented_form_is_unknown() -> None:
    assert codes("altinn", "Hi", msisdn="4520123456") == ["PROVIDER_UNKNOWN"]


def test_a_table_that_is_not_published_is_unknown() -> None:
    found = providers.get("telnyx", smart_encoding=True).check("Hi ’")
    assert [finding.code for finding in found.findings] == ["PROVIDER_UNKNOWN"]


def test_a_split_that_nobody_documents_matters_where_it_changes_the_count() -> None:
    words = "word " * 61 + "x"
    assert "PROVIDER_UNKNOWN" in codes("cm", words)
