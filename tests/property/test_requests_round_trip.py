"""A request's form is what the gateway's parser reads, parameter by parameter."""

from datetime import UTC, datetime
from decimal import Decimal
from urllib.parse import parse_qsl, urlencode

from hypothesis import given
from hypothesis import strategies as st

from smsplan import SmsRequest, preflight
from smsplan.strategies import msisdns, senders

# API, section 1: the document's own list, in its order.
DOCUMENTED = [
    "msisdn", "text", "sender", "contact", "group", "flash", "silent", "wappush", "schedule",
    "callback", "price",
]  # fmt: skip

utf8 = st.text(st.characters(codec="utf-8"))
ids = st.one_of(utf8, st.integers(min_value=0))
moments = st.datetimes(
    min_value=datetime(1970, 1, 2),  # noqa: DTZ001 - Hypothesis wants bounds without a zone
    timezones=st.just(UTC),
)
requests = st.builds(
    SmsRequest,
    text=utf8,
    sender=st.one_of(senders(), utf8),
    msisdn=st.one_of(st.none(), msisdns(), msisdns().map(int), utf8),
    contact=st.none() | ids,
    group=st.none() | ids,
    flash=st.booleans(),
    silent=st.booleans(),
    wappush=st.none() | utf8,
    schedule=st.one_of(st.none(), moments, st.integers(min_value=0, max_value=2**32)),
    callback=st.none() | utf8,
    price=st.none() | st.integers() | st.decimals(allow_nan=False, allow_infinity=False),
)


@given(requests)
def test_a_form_parser_reads_back_the_form(request: SmsRequest) -> None:
    form = request.form()
    assert parse_qsl(urlencode(form), strict_parsing=bool(form)) == list(form.items())


@given(requests)
def test_the_form_has_the_document_s_parameters_and_no_absent_one(request: SmsRequest) -> None:
    form = request.form()
    given_parameters = [
        parameter
        for parameter in DOCUMENTED
        if (value := getattr(request, parameter)) is not None and value is not False and value != ""
    ]
    assert list(form) == given_parameters
    assert all(isinstance(written, str) and written for written in form.values())


@given(requests)
def test_a_form_says_what_the_request_says(request: SmsRequest) -> None:
    form = request.form()
    for parameter in ("text", "sender", "wappush", "callback"):
        assert form.get(parameter, "") == (getattr(request, parameter) or "")
    for parameter in ("contact", "group"):
        value = getattr(request, parameter)
        assert form.get(parameter, "") == ("" if value is None else str(value))
    for parameter in ("flash", "silent"):
        assert form.get(parameter) == ("true" if getattr(request, parameter) else None)
    if isinstance(request.schedule, datetime):
        assert int(form["schedule"]) == int(request.schedule.replace(microsecond=0).timestamp())
    elif request.schedule is not None:
        assert int(form["schedule"]) == request.schedule


@given(st.one_of(st.integers(0, 10**6), st.decimals(0, 10**6, places=2), st.just(Decimal("1E+2"))))
def test_a_price_without_findings_is_written_in_digits(price: int | Decimal) -> None:
    request = SmsRequest(msisdn="4520123456", sender="You", text="Hello", price=price)
    if preflight(request).ok:
        assert request.form()["price"] == str(int(price))
    else:
        assert price != int(price)
