"""A key that the gateway echoes is found: encoded, encoded again, in capitals, cut off."""

import html
import json
import string
from collections.abc import Callable
from functools import reduce
from urllib.parse import quote, quote_plus

from hypothesis import example, given
from hypothesis import strategies as st

from smsplan.gateway.secret import could_hold

SHORTEST = 4
"""Characters of a key that are not shown."""

Encode = Callable[[str], str]


def percent(text: str) -> str:
    return "".join(f"%{octet:02x}" for octet in text.encode())


def entities(text: str) -> str:
    return "".join(f"&#x{ord(character):x};" for character in text)


ENCODINGS: list[Encode] = [
    quote,
    quote_plus,
    percent,
    html.escape,
    entities,
    lambda text: json.dumps(text)[1:-1],
    lambda text: text.replace("/", "\\/"),
]
KEYS = st.text(
    st.sampled_from("aB3/+ %&;\\\"'<æ€😀")
    | st.characters(codec="utf-8", categories=["L", "N", "P"]),
    min_size=SHORTEST,
    max_size=20,
)


@given(KEYS, st.lists(st.sampled_from(ENCODINGS), max_size=3), st.integers(SHORTEST, 20))
@example("s3cret/+&Å", [quote_plus, quote_plus], 20)
@example("s3cret", [], SHORTEST)
@example("ab+é", [ENCODINGS[5], ENCODINGS[5]], 20)
def test_a_key_is_found_however_it_is_written(
    key: str, encodings: list[Encode], length: int
) -> None:
    written = reduce(lambda text, encode: encode(text), encodings, key[:length])
    assert could_hold({"query": [f"user=me&key={written}"]}, key)
    assert could_hold({f"{written}…": None}, key)


@given(st.text(string.ascii_uppercase + "3Å/", min_size=SHORTEST))
@example("S3CRET")
def test_a_key_is_found_in_either_case(key: str) -> None:
    assert could_hold([key.lower()], key)
    assert could_hold([key], key.lower())


@given(st.integers(10**8, 10**9 - 1))
def test_a_key_of_digits_is_found_in_numbers(number: int) -> None:
    assert could_hold({"sms": {"msisdn": number}}, str(number))


@given(st.text(st.sampled_from("abc%&;+ \\u"), max_size=40))
def test_what_has_nothing_of_the_key_is_shown(text: str) -> None:
    assert not could_hold({"sms": [text, 1, None]}, "s3cret-k3y")
