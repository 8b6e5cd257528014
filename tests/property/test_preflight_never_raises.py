"""Pre-flight has an answer for every request: findings, never an exception."""

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

from hypothesis import example, given
from hypothesis import strategies as st

from smsplan import (
    STANDARD,
    Boundary,
    Encoding,
    Finding,
    InvalidValueError,
    Profile,
    RateCard,
    Severity,
    SmsRequest,
    plan,
    preflight,
)
from smsplan.strategies import messages, msisdns, senders

GRAPHEMES = Profile(boundary=Boundary.GRAPHEME)

any_text = st.one_of(st.text(st.characters(exclude_categories=())), messages())
zones = st.builds(timezone, st.timedeltas(timedelta(hours=-23), timedelta(hours=23)))
moments = st.datetimes(timezones=st.one_of(st.none(), st.just(UTC), zones))
urls = st.one_of(any_text, st.text("htps:/[]?#@.a1 ").map("http://".__add__))
ids = st.none() | any_text | st.integers()
requests = st.builds(
    SmsRequest,
    text=any_text,
    sender=senders() | any_text,
    msisdn=st.none() | msisdns() | any_text | st.integers(),
    contact=ids,
    group=ids,
    flash=st.booleans(),
    silent=st.booleans(),
    wappush=st.none() | urls,
    schedule=st.none() | moments | st.integers(),
    callback=st.none() | urls,
    price=st.none() | st.integers() | st.decimals(),
)
rates = st.sampled_from(
    [None, RateCard("DKK", {"45": Decimal("0.2")}), RateCard("DKK", {}, default=Decimal("0.6"))]
)
profiles = st.sampled_from([STANDARD, GRAPHEMES, Profile(encoding=Encoding.GSM7)])
LAST_SECOND = 253_370_764_799  # of the year 9998, in UTC
clocks = st.one_of(
    st.none(),
    st.integers(min_value=0, max_value=LAST_SECOND),
    st.datetimes(min_value=datetime(1970, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - a bound
)


@given(requests, rates, profiles, clocks)
@example(SmsRequest(text="", sender="", schedule=0), None, STANDARD, LAST_SECOND)
@example(SmsRequest(text="", sender="", callback="http://[::1"), None, STANDARD, None)
@example(SmsRequest(text="", sender="", price=Decimal("sNaN")), None, STANDARD, None)
def test_every_request_has_a_preflight(
    request: SmsRequest, rates: RateCard | None, profile: Profile, now: datetime | int | None
) -> None:
    found = preflight(request, rates=rates, profile=profile, now=now)
    severities = {finding.severity for finding in found.findings}
    assert found.ok is (Severity.ERROR not in severities)
    for finding in found.findings:
        assert finding.code
        assert finding.message
        assert_span_lies_in_the_value(request, finding)
    codes = {finding.code for finding in found.findings}
    if found.plan is None:
        assert "TEXT_UNENCODABLE" in codes
    else:
        assert found.plan == plan(request.text, profile)
    if found.quote is not None:
        assert rates is not None
        assert found.quote == rates.quote(plan(request.text, profile), request.msisdn or "")


def assert_span_lies_in_the_value(request: SmsRequest, finding: Finding) -> None:
    value = getattr(request, finding.field)
    if finding.start is None or finding.end is None:
        assert finding.start is finding.end
    else:
        assert 0 <= finding.start < finding.end <= len(str(value))


nearly_ok = st.builds(
    SmsRequest,
    text=any_text,
    sender=senders(),
    msisdn=msisdns() | any_text,
    contact=ids,
    schedule=st.none() | moments,
)


@given(nearly_ok)
@example(SmsRequest(text="Hello", sender="You", msisdn="\ud800", contact=1))
def test_a_request_that_is_ok_has_a_form(request: SmsRequest) -> None:
    try:
        form = request.form()
    except InvalidValueError:
        assert not preflight(request).ok
    else:
        assert form["sender"] == request.sender


@given(text=st.text("aé€😀", min_size=1), sender=senders(), msisdn=msisdns())
def test_a_well_formed_request_has_at_most_warnings(text: str, sender: str, msisdn: str) -> None:
    found = preflight(SmsRequest(text=text, sender=sender, msisdn=msisdn))
    assert found.ok
    codes = {finding.code for finding in found.findings}
    assert {code for code in codes if not code.startswith("COUNTRY_")} <= {
        "MSISDN_UNASSIGNED",
        "MSISDN_NOT_MOBILE",
    }
