"""What a country does with a sender and a text: warnings alone, and only what its facts say."""

from datetime import UTC, date, datetime
from functools import partial
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from smsplan import (
    Boundary,
    Encoding,
    Finding,
    Profile,
    Severity,
    SmsRequest,
    plan,
    preflight,
    providers,
    sender,
)
from smsplan.destinations import countries
from smsplan.destinations.countries import Country
from tests.examples import FEW

LAST: Final = date(9999, 1, 1)
TEXTS: Final = [
    *("", "Hi", "Hi “you”", "a" * 141, "a" * 161, "€" * 300, "x" * 460, "Привет", "é" * 3),
    *("я" * 202, "a\n", "b" * 155),
]
SENDERS: Final = [
    *("Shop", "A" * 12, "AB", "ABCDEF", "A b", "A, b", "Café", "A!", "_A", "A_", "Unverified"),
    *(
        "12345",
        "36123",
        "61234",
        "123456",
        "4520123456",
        "+45201234567",
        "0079123456",
        "0791234567",
    ),
    *("1" * 13, "1" * 15, "Ａ"),
]
SHOWN_ALONE: Final = {
    *("sender.generic", "text.links", "text.some-gsm7-missing", "text.no-special-characters")
}
"""Rules about senders and texts that no finding can tell: what breaks them is not known."""
PLANS: Final = [plan(text) for text in TEXTS]


def told(country: Country) -> set[str]:
    """Collect what the findings say of all the senders and texts."""
    found = [countries.findings(country, sender=each) for each in SENDERS]
    found += [countries.findings(country, planned=each) for each in PLANS]
    return {finding.message for each in found for finding in each}


def test_every_fact_about_senders_and_texts_has_an_effect_or_is_one_to_be_shown() -> None:
    for day in (date(2000, 1, 1), date(2025, 8, 1), LAST):
        for country in countries.listed(day=day):
            all_told = told(country)
            for fact in country.facts:
                rest = tuple(each for each in country.facts if each != fact)
                changed = told(replace(country, facts=rest)) != all_told
                is_seen = fact.group in {"sender", "text"} and fact.name not in SHOWN_ALONE
                says_something = fact.value != "yes" and fact.value is not False
                if says_something and is_seen and not _is_hidden(fact.name, rest):
                    assert changed, (country.name, fact)
                if not is_seen:
                    assert not changed, (country.name, fact)


def _is_hidden(rule: str, others: tuple[Any, ...]) -> bool:
    """Tell whether another fact says more: whoever is sent as, another is shown."""
    known = {fact.name: fact.value for fact in others}
    kinds = {f"sender.{it}" for it in ("alphanumeric", "numeric", "short-code")}
    kinds |= {f"{kind}-otherwise" for kind in kinds}
    is_for_registered = rule == "sender.case-sensitive" and known["sender.alphanumeric"] == "yes"
    return bool(known.get("sender.replaced") and rule in kinds) or is_for_registered


@pytest.mark.parametrize("country", countries.listed(day=LAST), ids=lambda each: each.prefixes[0])
def test_findings_are_warnings_that_say_by_whose_table_and_when_it_was_read(
    country: Country,
) -> None:
    found = [countries.findings(country, sender=each) for each in SENDERS]
    found += [countries.findings(country, planned=each) for each in PLANS]
    sources = {(fact.source, fact.read) for fact in country.facts}
    for finding in (finding for each in found for finding in each):
        assert finding.code.startswith("COUNTRY_")
        assert finding.severity is Severity.WARNING
        assert finding.field in {"sender", "text"}
        _, _, cited = finding.message.rpartition(" (by the table of ")
        source, read = cited.split(", ")[:2]
        assert (source, date.fromisoformat(read.removeprefix("read on "))) in sources
        assert finding.message.startswith(f"{country.name}: ")
    if not country.facts:
        assert not any(found)


@FEW
@given(st.text(max_size=16), st.text(max_size=200), st.sampled_from(countries.listed(day=LAST)))
def test_nothing_raises_and_no_rule_is_told_twice(name: str, text: str, country: Country) -> None:
    found = countries.findings(country, sender=name, planned=plan(text))
    assert len({finding.message for finding in found}) == len(found)
    assert countries.findings(replace(country, facts=()), sender=name, planned=plan(text)) == ()


def codes(
    prefix: str, *, name: str | None = None, text: str | None = None, day: date | None = None
) -> list[str]:
    planned = None if text is None else plan(text)
    found = countries.findings(countries.get(prefix, day=day), sender=name, planned=planned)
    return [finding.code.removeprefix("COUNTRY_") for finding in found]


@pytest.mark.parametrize(
    ("prefix", "name", "expected"),
    [
        ("DK", "Shop", []),
        ("DK", "1234", []),
        ("DE", "+123456", ["SENDER_REFUSED"]),
        ("GB", "+12345", ["SENDER_FORM"]),
        ("US", "Shop", ["SENDER_REPLACED"]),
        ("US", "12025550123", ["SENDER_REGISTERED"]),
        ("JM", "Shop", []),
        ("ZA", "27821234567", ["SENDER_REPLACED"]),
        ("BE", "Shop", ["SENDER_REFUSED"]),
        ("BE", "32470123456", []),
        ("ES", "34600123456", ["SENDER_LIMITED"]),
        ("FR", "33600123456", ["SENDER_REFUSED"]),
        ("FR", "36123", ["SENDER_REGISTERED"]),
        ("DE", "123456", ["SENDER_REFUSED"]),
        ("DE", "1234567", ["SENDER_LIMITED"]),
        ("FR", "12345", ["SENDER_REGISTERED", "SENDER_FORM"]),
        ("FR", "My shop", ["SENDER_FORM"]),
        ("GB", "61234", []),
        ("GB", "12345", ["SENDER_FORM"]),
        ("GB", "+447911123456", []),
        ("GB", "07911123456", []),
        ("GB", "+4520123456", ["SENDER_FORM"]),
        ("GB", "004520123456", ["SENDER_FORM"]),
        ("CH", "41791234567", ["SENDER_LIMITED", "SENDER_FORM"]),
        ("GR", "A,b", ["SENDER_FORM"]),
        ("IN", "ABCDEF", ["SENDER_REGISTERED"]),
        ("IN", "ABCDE", ["SENDER_REGISTERED", "SENDER_FORM"]),
        ("AU", "_Shop", ["SENDER_REGISTERED", "SENDER_FORM"]),
        ("AU", "Café", ["SENDER_REGISTERED", "SENDER_FORM"]),
        ("TH", "A b", ["SENDER_REGISTERED", "SENDER_FORM"]),
        ("SS", "Shop", []),
        ("870", "Shop", []),
        ("GR", "", []),
    ],
)
def test_a_sender(prefix: str, name: str, expected: list[str]) -> None:
    assert codes(prefix, name=name) == expected


@pytest.mark.parametrize(
    ("prefix", "text", "expected"),
    [
        ("DK", "Добрый день " * 99, []),
        ("GR", "Ελλάδα", ["TEXT_UCS2"]),
        ("GR", "Hi", []),
        ("TH", "a" * 459, []),
        ("TH", "a" * 460, ["TEXT_LONG"]),
        ("TH", "€" * 230, ["TEXT_LONG"]),
        ("TH", "x" * 300, []),
        ("TH", "я" * 460, ["TEXT_LONG"]),
        ("TH", "я" * 201, []),
        ("TH", "я" * 202, ["TEXT_LONG"]),
        ("BR", "a" * 160, []),
        ("BR", "a" * 161, ["TEXT_LONG"]),
        ("BR", "Olá; a_b", []),
        ("SG", "a" * 160, []),
        ("SG", "a" * 161, ["TEXT_PARTS"]),
        ("KR", "Hi", ["TEXT_ADDED"]),
        ("TR", "Hi", ["TEXT_ADDED"]),
        ("UG", "Hi", ["TEXT_ADDED"]),
        ("CN", "Hi", ["TEXT_ADDED"]),
    ],
)
def test_a_text(prefix: str, text: str, expected: list[str]) -> None:
    assert codes(prefix, text=text) == expected


@pytest.mark.parametrize(
    ("prefix", "text", "said"),
    [
        ("TR", "b" * 155, "1 segment in GSM-7"),
        ("TR", "b" * 156, "2 segments in GSM-7"),
        (
            "KR",
            "Hi",
            "'[국제발신]' is added to a text, and billed; with it this one would be 1 segment",
        ),
        ("KR", "b" * 65, "2 segments in UCS-2"),
        ("KR", "b" * 60 + "😀" + "b" * 66, "3 segments in UCS-2"),
        ("UG", "b" * 153, "2 segments in GSM-7"),
        ("CN", "Hi", "what it is is not known"),
    ],
)
def test_what_is_added_is_counted(prefix: str, text: str, said: str) -> None:
    (found,) = countries.findings(countries.get(prefix), planned=plan(text))
    assert said in found.message


def test_what_is_added_is_counted_where_the_profile_forces_an_encoding() -> None:
    profile = Profile(Encoding.GSM7, Boundary.WORD, 16)
    (found,) = countries.findings(countries.get("KR"), planned=plan("Hi", profile))
    assert "1 segment in UCS-2" in found.message


def test_what_is_added_is_counted_as_the_provider_counts() -> None:
    altinn, text = providers.get("altinn").profile, "b" * 265  # of 134 in each of several
    (found,) = countries.findings(countries.get("TR"), planned=plan(text, altinn))
    assert "would be 3 segments in GSM-7" in found.message
    (found,) = countries.findings(countries.get("TR"), planned=plan(text))
    assert "would be 2 segments in GSM-7" in found.message


def test_what_becomes_of_a_sender_that_is_not_registered_changes_with_the_day() -> None:
    def of(day: date) -> list[str]:
        found = sender.findings("Shop", msisdn="+353 86 123 4567", day=day)
        return [finding.message.partition(" (by")[0] for finding in found]

    registered = "Ireland: alphanumeric senders have to be registered; otherwise they are"
    assert of(date(2025, 7, 2)) == []
    assert of(date(2025, 7, 3)) == [f"{registered} shown as Likely Scam"]
    assert of(date(2025, 10, 3)) == [f"{registered} blocked"]
    qatar = sender.findings("Shop", msisdn="97433123456")
    assert "registered, capitals included; otherwise they are replaced" in qatar[0].message


def test_a_sender_without_a_recipient_or_with_one_that_is_refused_is_what_it_was() -> None:
    assert sender.findings("Shop") == ()
    for refused in ("", "45x", "0", "9" * 16):
        assert sender.findings("Shop", msisdn=refused) == ()
    national = sender.findings("Shop", msisdn="0470 12 34 56", region="BE")
    assert [each.code for each in national] == ["COUNTRY_SENDER_REFUSED"]
    with pytest.raises(TypeError):
        sender.findings("Shop", msisdn=4.5)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="XX"):
        sender.findings("Shop", msisdn="1", region="XX")
    with pytest.raises(TypeError):
        sender.findings("Shop", msisdn="4520123456", day="today")  # type: ignore[arg-type]
    assert sender.is_valid("Shop")


def country_codes(found: tuple[Finding, ...]) -> list[str]:
    return [each.code for each in found if each.code.startswith("COUNTRY_")]


REQUEST: Final = SmsRequest(msisdn="353861234567", sender="Shop", text="Hi")
BEGUN: Final = datetime(2025, 7, 3, 12, tzinfo=UTC)
BEFORE: Final = datetime(2025, 7, 2, 12, tzinfo=UTC)
REGISTERED: Final = ["COUNTRY_SENDER_REGISTERED"]


@pytest.mark.parametrize(
    ("request_", "now", "expected"),
    [
        (REQUEST, None, REGISTERED),
        (REQUEST, BEGUN, REGISTERED),
        (REQUEST, BEFORE, []),
        (replace(REQUEST, schedule=BEGUN), BEFORE, REGISTERED),
        (replace(REQUEST, schedule=BEFORE), BEGUN, []),
        (replace(REQUEST, msisdn=None, group=7), None, []),
        (replace(REQUEST, contact=7), None, []),
        (replace(REQUEST, msisdn="45x"), None, []),
        (replace(REQUEST, msisdn="306912345678", text="я"), None, ["COUNTRY_TEXT_UCS2"]),
        (
            replace(REQUEST, msisdn="306912345678", text="я", wappush="https://example.org"),
            None,
            [],
        ),
    ],
)
def test_preflight_warns_by_the_day_of_sending(
    request_: SmsRequest, now: datetime | None, expected: list[str]
) -> None:
    found = preflight(request_, now=now)
    assert country_codes(found.findings) == expected


@pytest.mark.parametrize(
    "request_",
    [
        REQUEST,
        replace(REQUEST, schedule=BEGUN),
        replace(REQUEST, msisdn="306912345678", text="я"),
    ],
)
def test_a_request_that_countries_warn_of_is_as_ok_as_elsewhere(request_: SmsRequest) -> None:
    found = preflight(request_, now=BEGUN)
    assert country_codes(found.findings)
    assert found.ok
    assert preflight(replace(request_, msisdn="4520123456"), now=BEGUN).ok


def test_a_provider_warns_of_the_country_too() -> None:
    twilio = providers.get("twilio", smart_encoding=True)
    check = partial(twilio.check, "Hi", sender="Shop", msisdn="+353861234567")
    assert country_codes(check().findings) == REGISTERED
    assert country_codes(check(day=BEFORE.date()).findings) == []
    greece = twilio.check("“Hi”", msisdn="+306912345678")
    assert country_codes(greece.findings) == []  # Twilio sends plain quotation marks
    assert country_codes(providers.get("vonage").check("“Hi”", msisdn="306912345678").findings)
