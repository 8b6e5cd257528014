"""A send is billed as pre-flight plans it, or refused with the documented error."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("starlette", reason="the extra `web` is not installed")

from smsplan import InvalidValueError, Profile, RateCard, SmsRequest, plan, preflight
from smsplan.gateway import parse_reply
from smsplan.gateway.request import PARAMETERS
from smsplan.planning import Encoding
from smsplan.sandbox import replies
from smsplan.sandbox.acceptance import Refusal, accept
from smsplan.sandbox.address_book import AddressBook
from smsplan.sandbox.messages import Accepted
from smsplan.sandbox.settings import RATES, Settings
from smsplan.strategies import messages, msisdns, senders

from .serving import NOW, SMS

_DOCUMENTED = {
    "EMPTY_RECIPIENT",
    *("MSISDN_EMPTY", "MSISDN_INVALID", "MSISDN_LONG", "MSISDN_ALPHA"),
    *("SENDER_EMPTY", "SENDER_INVALID", "SENDER_LONG", "TEXT_EMPTY", "TEXT_LONG"),
    *("SCHEDULED_INVALID", "CANNOT_AFFORD", "USER_NOT_FOUND"),
}
_BOOK = AddressBook(
    {"1": "4520123456", "2": "447911123456", "norge": "4791234567"},
    {"7": ("1", "2", "norge")},
)
_SETTINGS = Settings(address_book=_BOOK)
_TEXTS = st.text(st.characters(codec="utf-8"), max_size=20)


def judge(
    parameters: dict[str, str], settings: Settings = _SETTINGS
) -> tuple[Accepted, ...] | Refusal:
    return accept(SMS | parameters, settings, NOW)


def accepted(**parameters: str) -> tuple[Accepted, ...]:
    found = judge(parameters)
    assert not isinstance(found, Refusal), found
    return found


@given(
    st.builds(
        SmsRequest,
        msisdn=msisdns(),
        sender=senders(),
        text=messages().filter(str.isascii) | messages(),
        flash=st.booleans(),
        silent=st.booleans(),
        wappush=st.none() | st.just("https://example.com/news"),
        schedule=st.none() | st.integers(NOW, 253_370_764_799),
        callback=st.none() | st.just("http://127.0.0.1:8000/delivered?of=you"),
        price=st.none() | st.integers(0, 10**15 - 1),
    )
)
def test_what_is_billed_is_what_preflight_plans(request: SmsRequest) -> None:
    planned = preflight(request, rates=RATES, now=NOW)
    try:
        found = accept(request.form() if planned.ok else {}, _SETTINGS, NOW)
    except InvalidValueError:
        assert not planned.ok
        return
    if isinstance(found, Refusal):
        assert not planned.ok
        return
    assert parse_reply(replies.to_json(replies.sent((1,), found))).discrepancies(planned) == ()
    (message,) = found
    assert message.sent == NOW
    kept = {name: getattr(message, name, None) for name in ("flash", "silent", "wappush")}
    assert kept == {name: getattr(request, name) for name in kept}
    assert (message.scheduled, message.callback, message.price) == (
        request.schedule,
        request.callback,
        request.price,
    )


@given(
    st.dictionaries(
        st.sampled_from(PARAMETERS),
        st.one_of(_TEXTS, st.sampled_from(["true", "4512345678", "You", "1", "7", "norge"])),
    )
)
def test_any_parameters_are_accepted_refused_by_a_documented_name_or_unusable(
    parameters: dict[str, str],
) -> None:
    try:
        found = accept(parameters, _SETTINGS, NOW)
    except InvalidValueError as error:
        assert error.finding.field in PARAMETERS  # noqa: PT017 - any may be raised, or none
        return
    if isinstance(found, Refusal):
        assert found.error in _DOCUMENTED
        assert found.value == parameters.get(found.field)
    else:
        assert all(message.text == parameters["text"] for message in found)


def test_the_example_of_the_document() -> None:
    (message,) = accepted()
    assert (message.cost, message.chars_count, message.msg_count) == (Decimal("0.2"), 31, 1)


def test_the_recipient_is_kept_in_canonical_digits() -> None:
    assert accepted(msisdn="+45 12 34-56 78")[0].msisdn == "4512345678"


@pytest.mark.parametrize(
    ("parameters", "refusal"),
    [
        ({"msisdn": ""}, Refusal("EMPTY_RECIPIENT", "msisdn", "")),
        ({"msisdn": " - "}, Refusal("EMPTY_RECIPIENT", "msisdn", " - ")),
        ({"msisdn": "45x"}, Refusal("MSISDN_ALPHA", "msisdn", "45x")),
        ({"msisdn": "4512345678\0"}, Refusal("MSISDN_ALPHA", "msisdn", "4512345678\0")),
        ({"msisdn": "45" * 8}, Refusal("MSISDN_LONG", "msisdn", "45" * 8)),
        ({"msisdn": "9" * 10_000}, Refusal("MSISDN_LONG", "msisdn", "9" * 10_000)),
        ({"msisdn": "45"}, Refusal("MSISDN_INVALID", "msisdn", "45")),
        ({"contact": "99"}, Refusal("EMPTY_RECIPIENT", "contact", "99")),
        ({"group": "1"}, Refusal("EMPTY_RECIPIENT", "group", "1")),
        ({"sender": ""}, Refusal("SENDER_EMPTY", "sender", "")),
        ({"sender": "Café"}, Refusal("SENDER_INVALID", "sender", "Café")),
        ({"sender": "TwelveLetter"}, Refusal("SENDER_LONG", "sender", "TwelveLetter")),
        ({"text": ""}, Refusal("TEXT_EMPTY", "text", "")),
        ({"text": "a" * 39_016}, Refusal("TEXT_LONG", "text", "a" * 39_016)),
        ({"schedule": "soon"}, Refusal("SCHEDULED_INVALID", "schedule", "soon")),
        ({"schedule": "-1"}, Refusal("SCHEDULED_INVALID", "schedule", "-1")),
        ({"schedule": "1.5"}, Refusal("SCHEDULED_INVALID", "schedule", "1.5")),
        ({"schedule": "٣"}, Refusal("SCHEDULED_INVALID", "schedule", "٣")),
        ({"schedule": "9" * 18}, Refusal("SCHEDULED_INVALID", "schedule", "9" * 18)),
        ({"schedule": "9" * 9_999}, Refusal("SCHEDULED_INVALID", "schedule", "9" * 9_999)),
        ({"schedule": f"{NOW - 1}"}, Refusal("SCHEDULED_INVALID", "schedule", f"{NOW - 1}")),
    ],
)
def test_the_documented_errors(parameters: dict[str, str], refusal: Refusal) -> None:
    assert judge(parameters) == refusal


def test_what_is_absent_is_echoed_as_nothing() -> None:
    assert accept({}, _SETTINGS, NOW) == Refusal("EMPTY_RECIPIENT", "msisdn", None)
    recipient = {"msisdn": "4512345678"}
    assert accept(recipient, _SETTINGS, NOW) == Refusal("SENDER_EMPTY", "sender", None)
    both = recipient | {"sender": "You"}
    assert accept(both, _SETTINGS, NOW) == Refusal("TEXT_EMPTY", "text", None)


def test_the_first_error_is_that_of_recipient_sender_text_and_schedule_in_this_order() -> None:
    wrong = {"msisdn": "45x", "sender": "Café", "text": "", "schedule": "soon", "flash": "1"}
    right = {"msisdn": "4512345678", "sender": "You", "text": "Hi", "schedule": "", "flash": ""}
    order = ["MSISDN_ALPHA", "SENDER_INVALID", "TEXT_EMPTY", "SCHEDULED_INVALID"]
    for field, error in zip(wrong, order, strict=False):
        found = accept(wrong, _SETTINGS, NOW)
        assert isinstance(found, Refusal)
        assert found.error == error
        wrong[field] = right[field]


@pytest.mark.parametrize(
    "parameters",
    [
        {"flash": "1"},
        {"flash": "TRUE"},
        {"silent": "yes\0"},
        {"wappush": "example.com"},
        {"wappush": "https://example.com", "text": "\x01"},
        {"callback": "ftp://127.0.0.1/"},
        {"callback": "http://127.0.0.1:99999/"},
        {"price": "-1"},
        {"price": "1.5"},
        {"price": "9" * 16},
        {"price": "9" * 9_999},
        {"price": "1e3"},
        {"contact": "1", "group": "7"},
    ],
)
def test_what_has_no_documented_error_is_unusable(parameters: dict[str, str]) -> None:
    with pytest.raises(InvalidValueError) as unusable:
        judge(parameters)
    assert unusable.value.finding.field in parameters


def test_a_text_that_the_profile_cannot_code_is_unusable() -> None:
    with pytest.raises(InvalidValueError, match="TEXT_UNENCODABLE"):
        judge({"text": "я"}, Settings(profile=Profile(encoding=Encoding.GSM7)))


def test_a_contact_is_sent_to_instead_of_the_msisdn() -> None:
    assert [message.msisdn for message in accepted(contact="norge", msisdn="45x")] == ["4791234567"]


def test_a_group_is_a_message_for_each_at_the_price_of_each() -> None:
    messages = accepted(group="7", text="a" * 161)
    assert [(message.msisdn, message.cost) for message in messages] == [
        ("4520123456", Decimal("0.4")),
        ("447911123456", Decimal("1.10")),
        ("4791234567", Decimal("0.4")),
    ]


def test_a_destination_without_a_price_is_no_valid_recipient() -> None:
    card = RateCard("DKK", {"45": Decimal("0.2")})
    settings = Settings(rates=card, address_book=_BOOK)
    refusal = Refusal("MSISDN_INVALID", "msisdn", "4791234567")
    assert judge({"msisdn": "4791234567"}, settings) == refusal
    assert judge({"group": "7"}, settings) == Refusal("MSISDN_INVALID", "group", "7")


def test_an_empty_parameter_is_an_absent_one() -> None:
    absent = dict.fromkeys(set(PARAMETERS) - set(SMS), "")
    assert accepted(**absent) == accepted()


def test_a_wap_push_is_billed_by_its_own_segments() -> None:
    url = "https://example.com/" + "x" * 200
    (message,) = accepted(wappush=url)
    assert message.msg_count == 3 != plan(SMS["text"]).msg_count
    assert message.cost == Decimal("0.6")
