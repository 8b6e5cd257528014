"""Providers by their names: what they make of texts, as others have computed or written it."""

import json
from typing import Any

import pyarrow as pa
import pytest

from smsplan import (
    Encoding,
    Profile,
    ProviderError,
    compare,
    plan,
    providers,
    wire,
)
from smsplan.planning import Above, Boundary, Capacity, Limit
from tests.paths import DATA

needs_data = pytest.mark.skipif(not DATA.is_dir(), reason="needs the data beside the checkout")
NAMES = {
    "AWS End User Messaging": "aws-end-user-messaging",
    "Infobip": "infobip",
    "Telnyx": "telnyx",
    "ClickSend": "clicksend",
}
"""Providers of the examples that have facts; the others are counted as the standard does."""
COUNTED_OTHERWISE = {("cloudnumbering", "]*459")}
"""Their page divides; packing needs a segment more."""


def rows(name: str) -> list[dict[str, object]]:
    found = json.loads((DATA / name).read_text("utf-8")) if DATA.is_dir() else {"rows": []}
    listed: list[dict[str, object]] = found["rows"]
    return listed


@needs_data
def test_notify_sends_and_counts_as_its_own_code() -> None:
    for row in rows("vectors_govuk_notify.json"):
        notify = providers.get("govuk-notify", prefix=row["prefix"] or "")
        planned = plan(str(row["text"]), notify.profile)
        assert planned.text == row["sent"]
        assert (len(planned.text), planned.msg_count) == (row["characters"], row["fragments"])


@needs_data
@pytest.mark.parametrize("smart", [True, "always"])
def test_twilio_counts_as_its_calculator(smart: bool | str) -> None:  # noqa: FBT001 - a value
    plain, replaced = (providers.get("twilio", smart_encoding=each) for each in (False, smart))
    for row in rows("vectors_twilio.json"):
        for provider, column in ((plain, "plain"), (replaced, "smart")):
            planned = plan(str(row["text"]), provider.profile)
            assert [planned.encoding, planned.msg_count] == row[column]


def written_out(text: str) -> str:
    """Read ``a*3 b*2``; what is not of that kind stands for itself."""
    pieces = [piece.rpartition("*") for piece in text.split(" ")]
    if all(piece and times.isdigit() for piece, _, times in pieces):
        return "".join(piece * int(times) for piece, _, times in pieces)
    return text


@needs_data
def test_the_examples_of_the_providers_pages_come_out() -> None:
    odd = set()
    for row in rows("provider_examples.json"):
        name = NAMES.get(str(row["provider"]))
        languages = row.get("languages")
        options = {"language": languages[0]} if isinstance(languages, list) else {}
        profile = providers.get(name, **options).profile if name else Profile()
        planned = plan(written_out(str(row["text"])), profile)
        says = row["says"]
        found = {"chars-count": planned.chars_count, "msg-count": planned.msg_count}
        if not isinstance(says, dict) or not says.items() <= found.items():
            odd.add((row["provider"], row["text"]))
    assert odd == COUNTED_OTHERWISE


def test_a_default_is_a_request_without_any_setting() -> None:
    assert providers.get("txty").profile == Profile()
    assert providers.get("twilio") == providers.get("twilio", smart_encoding=False)
    assert providers.get("govuk-notify").profile.prefix == ""


def test_a_profile_is_what_the_facts_say() -> None:
    altinn = providers.get("altinn").profile
    assert (altinn.gsm7, altinn.ucs2) == (Capacity(160, 134), None)
    assert altinn.limit == Limit(max_segments=16, above=Above.TRUNCATED)
    assert providers.get("aws-sns").profile.boundary is Boundary.WORD
    assert providers.get("bulksms").profile.placeholder == "?"
    assert "€" in providers.get("telnyx").profile.lacks


def test_what_is_beyond_a_limit_is_refused_cut_off_or_unknown() -> None:
    refused = providers.get("twilio").check("a" * 1601)
    assert [finding.code for finding in refused.findings] == ["PROVIDER_LIMIT"]
    assert not refused.ok
    cut_off = providers.get("altinn").check("a" * 3000)
    assert cut_off.ok
    assert cut_off.plan
    assert (cut_off.plan.text, cut_off.plan.msg_count) == ("a" * 2144, 16)
    (change,) = cut_off.plan.replaced
    assert (change.text, change.start, change.original_end) == ("", 2144, 3000)


def test_each_finding_names_its_fact() -> None:
    (found,) = providers.get("twilio").check("a" * 1601).findings
    assert found.message.startswith("1,601 characters, 1600 at most; it is refused (https://")
    assert "read 2026-11-28, confidence high" in found.message


@pytest.mark.parametrize(
    ("name", "given", "codes"),
    [
        ("twilio", {"msisdn": "4520123456"}, ["PROVIDER_RECIPIENT"]),
        ("twilio", {"msisdn": "+4520123456"}, []),
        ("twilio", {"sender": "Twelve Chars"}, ["PROVIDER_SENDER"]),
        ("twilio", {"sender": "12345678901"}, []),
        ("twilio", {"sender": ""}, ["SENDER_EMPTY"]),
        ("altinn", {"sender": "Altinn"}, ["PROVIDER_UNKNOWN"]),
    ],
)
def test_senders_and_recipients_are_checked_where_they_are_given(
    name: str, given: dict[str, Any], codes: list[str]
) -> None:
    assert [each.code for each in providers.get(name).check("Hi", **given).findings] == codes


@pytest.mark.parametrize(
    ("name", "text", "codes"),
    [
        ("exotel", "Hi", []),
        ("exotel", "Hi я", ["PROVIDER_UNKNOWN"]),  # only GSM-7, and nobody says what then
        ("seven", "Hi", []),
        ("seven", "Hi я", ["PROVIDER_UNKNOWN"]),
        ("infobip", "a" * 300, []),
    ],
)
def test_what_is_unknown_is_told_where_the_answer_depends_on_it(
    name: str, text: str, codes: list[str]
) -> None:
    assert [each.code for each in providers.get(name).check(text).findings] == codes


@pytest.mark.parametrize(
    ("name", "options", "message"),
    [
        ("twillo", {}, "there is no provider 'twillo'; did you mean twilio?"),
        ("?", {}, f"there is no provider '?'; there are {', '.join(providers.names())}"),
        ("twilio", {"smart": 1}, "twilio has no option 'smart' (options: smart_encoding)"),
        (
            "twilio",
            {"smart_encoding": "maybe"},
            "the option smart_encoding of twilio is one of false, true, always, not 'maybe'",
        ),
    ],
)
def test_a_name_that_is_none_is_told_with_those_that_are(
    name: str, options: dict[str, object], message: str
) -> None:
    with pytest.raises(ProviderError) as refusal:
        providers.get(name, **options)
    assert str(refusal.value) == message


def test_what_goes_over_the_air_is_what_the_network_carries() -> None:
    planned = plan("]" * 153, providers.get("govuk-notify").profile)
    assert (planned.msg_count, len(planned.segments)) == (2, 3)
    assert [len(each.udh) for each in wire.user_data(planned)] == [6, 6, 6]


def test_a_column_is_planned_as_each_text_is() -> None:
    pytest.importorskip("numba", reason="the extra `bulk` is not installed")
    from smsplan.columns import plan_array  # noqa: PLC0415 - as said

    profile = providers.get("govuk-notify", prefix="HMRC").profile
    texts = ["“Hi”", "я" * 80, "", "]" * 153, "“Hi”"]
    planned = plan_array(pa.array(texts), profile).to_pylist()
    assert [each["msg_count"] for each in planned] == [plan(t, profile).msg_count for t in texts]


def test_an_option_may_be_written_as_text() -> None:
    assert providers.get("twilio", smart_encoding="true") == providers.get(
        "twilio", smart_encoding=True
    )


def test_a_comparison_has_every_provider_and_why_it_differs() -> None:
    found = compare("5 € off")
    assert [row.provider.name for row in found.rows] == list(providers.names())
    (telnyx,) = [row for row in found.rows if row.provider.name == "telnyx"]
    assert telnyx.preflight.plan
    assert telnyx.preflight.plan.encoding is Encoding.UCS2
    assert [fact.name for fact in telnyx.reasons] == ["encoding.alphabet"]
    (txty,) = [row for row in found.rows if row.provider.name == "txty"]
    assert txty.reasons == ()


@pytest.mark.parametrize("name", [5, None, ["twilio"], b"twilio"])
def test_a_name_of_another_type_is_a_type_error_that_says_so(name: Any) -> None:  # noqa: ANN401
    with pytest.raises(TypeError, match="name is a str, not "):
        providers.get(name)
    with pytest.raises(TypeError, match="written is a str, not "):
        providers.read(name)


def test_names_in_capitals_are_near_to_those_there_are() -> None:
    with pytest.raises(ProviderError, match="did you mean govuk-notify"):
        providers.get("GOVUK-NOTIFY")
    with pytest.raises(ProviderError, match="did you mean prefix"):
        providers.get("govuk-notify", PREFIX="x")


def test_an_option_that_is_given_twice_is_refused() -> None:
    with pytest.raises(ProviderError, match="smart_encoding stands there twice"):
        providers.read("twilio:smart-encoding=true,smart_encoding=false")


def test_one_name_is_compared_as_one() -> None:
    assert compare("Hi", providers="twilio") == compare("Hi", providers=["twilio"])


def test_a_limit_that_no_text_is_within_is_refused() -> None:
    for most in (0, -1):
        with pytest.raises(ValueError, match=f"max_segments is 1 or more, not {most}"):
            Limit(max_segments=most)
    wrong: Any = "1"
    with pytest.raises(TypeError, match="max_gsm7 is an int or None, not '1'"):
        Limit(max_gsm7=wrong)
