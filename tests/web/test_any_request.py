"""Whatever JSON is sent, the answer is one of ours, and a reason is short."""

import json
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsplan import Boundary, Charset, Encoding, Language, RateCard, Safety, Syntax
from smsplan.providers import names
from smsplan.strategies import messages
from smsplan.web.bodies import read
from smsplan.web.endpoints import BadRequestError, Endpoint, endpoints
from tests.examples import MANY

ENDPOINTS = endpoints(RateCard("DKK", {}))
LONGEST_REASON = 1_000
HUGE = b"9" * 4300
"""As a JSON number; Python writes no number of more digits."""

NUMBERS = st.one_of(
    st.integers(-1, 40),
    st.sampled_from([40_000, 40_001, 9_999_999, 10**7, 2**53, 2**63, 2**64, 10**4299, -(10**4299)]),
    st.integers() | st.floats(allow_nan=False, allow_infinity=False),
)
SCALARS = st.one_of(st.none(), st.booleans(), NUMBERS, st.text(max_size=10))
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)


def one_of(values: Any) -> st.SearchStrategy[object]:  # noqa: ANN401 - any enum
    return st.sampled_from([each.value for each in values])


def mostly(usual: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.integers(0, 15).flatmap(lambda number: usual if number else ANYTHING)


LENGTHS = st.integers(0, 4).flatmap(lambda number: st.integers(0, 3) if number else NUMBERS)
FIELD = st.fixed_dictionaries(
    {"max-length": mostly(LENGTHS)},
    optional={"min-length": mostly(LENGTHS), "charset": mostly(one_of(Charset))},
)
TEXTS = st.one_of(
    messages(max_size=80),
    st.text(st.sampled_from("{}%()$abs “é\n"), max_size=20),
    st.sampled_from(["Hi {{a}}{{a}}, {{b}}", "{a}", "%(a)s", "$a", "((a))", "{{a"]),
)
PROVIDERS = [*names(), "govuk-notify:prefix=a{{b}}", "twilio:smart_encoding=true", "x", "twilio:"]
OPTIONS = {
    "boundary": mostly(one_of(Boundary)),
    "reference-bits": mostly(st.sampled_from([8, 16])),
    "languages": mostly(st.lists(st.sampled_from(list(Language)))),
    "encoding": mostly(st.none() | one_of(Encoding)),
    "provider": mostly(st.none() | st.sampled_from(PROVIDERS)),
    "max-messages": mostly(LENGTHS),
    "level": mostly(one_of(Safety)),
    "syntax": mostly(one_of(Syntax)),
}
FIELDS = st.dictionaries(st.sampled_from(["a", "b", "c"]), mostly(FIELD))
REQUESTS = st.fixed_dictionaries(
    {"text": mostly(TEXTS), "template": mostly(TEXTS), "fields": mostly(FIELDS)}, optional=OPTIONS
)


def answer(endpoint: Endpoint, body: bytes) -> msgspec.Struct:
    """Answer as the server does, without HTTP."""
    try:
        found = endpoint.respond(read(msgspec.json.Decoder(endpoint.request), body))
    except BadRequestError as error:
        found = error.problem
        assert len(found.error) <= LONGEST_REASON
    msgspec.json.encode(found)
    return found


@pytest.mark.slow
@MANY
@given(st.sampled_from(ENDPOINTS), mostly(REQUESTS))
def test_any_json_is_answered_or_refused(endpoint: Endpoint, asked: Any) -> None:  # noqa: ANN401 - any JSON
    known = {field.encode_name for field in msgspec.structs.fields(endpoint.request)}
    if isinstance(asked, dict):
        asked = {name: value for name, value in asked.items() if name in known} or asked
    answer(endpoint, json.dumps(asked).encode())


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/bounds.json", b'{"template":"{{a}}","fields":{"a":{"max-length":%s}}}'),
        ("/bounds.json", b'{"template":"{{a}}","fields":{"a":{"min-length":%s}}}'),
        ("/lint.json", b'{"text":"a","max-messages":%s}'),
        ("/plan.json", b'{"text":"a","reference-bits":%s}'),
    ],
)
@pytest.mark.parametrize("number", [HUGE, HUGE + b"9", b"-" + HUGE, b"1e4299", b"10000000"])
def test_a_number_of_thousands_of_digits_is_refused_and_not_quoted(
    path: str, body: bytes, number: bytes
) -> None:
    (endpoint,) = (each for each in ENDPOINTS if each.path == path)
    problem = msgspec.to_builtins(answer(endpoint, body % number))
    assert problem["error"]
    assert len(str(problem)) < 200


def test_numbers_at_their_limits_are_answered() -> None:
    (bounds,) = (each for each in ENDPOINTS if each.path == "/bounds.json")
    field = b'{"max-length":9999999,"min-length":9999999}'
    body = b'{"template":"{{a}}","fields":{"a":%s}}' % field
    found = msgspec.to_builtins(answer(bounds, body))
    assert found["reason"] == "the fields may have 9,999,999 characters, 40,000 are the most"
