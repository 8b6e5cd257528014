"""The form of a request, by example."""

from datetime import UTC, datetime
from decimal import Decimal
from urllib.parse import urlencode

import pytest

from smsplan import InvalidValueError, SmsRequest


def test_the_document_s_own_example() -> None:
    request = SmsRequest(msisdn=4512345678, sender="You", text="This text is on the way to you!")
    assert request.form() == {
        "msisdn": "4512345678",
        "text": "This text is on the way to you!",
        "sender": "You",
    }
    encoded = urlencode(request.form())
    assert set(encoded.split("&")) == {
        "msisdn=4512345678", "sender=You", "text=This+text+is+on+the+way+to+you%21",
    }  # fmt: skip


def test_every_parameter_of_the_document() -> None:
    request = SmsRequest(
        msisdn="+45 20 12 34 56",
        text="Æblegrød 😀",
        sender="Kitchen",
        contact=7,
        group="9",
        flash=True,
        silent=True,
        wappush="https://example.org/a?b=c&d",
        schedule=datetime(2026, 12, 1, 8, 0, tzinfo=UTC),
        callback="http://example.org/",
        price=100,
    )
    assert request.form() == {
        "msisdn": "4520123456",
        "text": "Æblegrød 😀",
        "sender": "Kitchen",
        "contact": "7",
        "group": "9",
        "flash": "true",
        "silent": "true",
        "wappush": "https://example.org/a?b=c&d",
        "schedule": "1796112000",
        "callback": "http://example.org/",
        "price": "100",
    }


def test_absent_and_empty_parameters_are_left_out() -> None:
    assert SmsRequest(text="", sender="", msisdn="", wappush="", flash=False).form() == {}


def test_a_zero_is_not_absent() -> None:
    request = SmsRequest(text="Hello", sender="You", contact=0, schedule=0, price=0)
    assert {name: request.form()[name] for name in ("contact", "schedule", "price")} == {
        "contact": "0",
        "schedule": "0",
        "price": "0",
    }


def test_a_recipient_that_is_not_valid_goes_out_as_given() -> None:
    assert SmsRequest(text="Hello", sender="You", msisdn="45 x").form()["msisdn"] == "45 x"


@pytest.mark.parametrize("price", [Decimal(20), Decimal("20.00"), Decimal("2E+1"), 20])
def test_a_whole_price_is_written_in_digits(price: int | Decimal) -> None:
    assert SmsRequest(text="Hello", sender="You", price=price).form()["price"] == "20"


@pytest.mark.parametrize("field", ["text", "sender", "msisdn", "contact", "group", "callback"])
def test_a_lone_surrogate_cannot_be_written(field: str) -> None:
    parameters = {"text": "Hello", "sender": "You", field: "ab\ud83d"}
    with pytest.raises(InvalidValueError, match="half of a surrogate pair") as caught:
        SmsRequest(**parameters).form()  # type: ignore[arg-type]  # the values are all text
    finding = caught.value.finding
    assert (finding.field, finding.start, finding.end) == (field, 2, 3)
    assert finding.code == f"{field.upper()}_INVALID"


def test_a_time_that_does_not_exist_cannot_be_written() -> None:
    skipped = datetime(2026, 3, 29, 2, 30)  # noqa: DTZ001 - wall time is what is tested
    with pytest.raises(InvalidValueError, match="SCHEDULED_INVALID"):
        SmsRequest(text="Hello", sender="You", schedule=skipped).form()
