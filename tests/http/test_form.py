"""Parameters are read as they were written, each once, or not at all."""

import re
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("starlette", reason="the extra `web` is not installed")

from smsplan.http import form

_NAMES = ("msisdn", "text", "sender", "søgning", "a b")


@given(st.dictionaries(st.sampled_from(_NAMES), st.text(st.characters(codec="utf-8"))))
def test_what_was_written_is_read(parameters: dict[str, str]) -> None:
    assert form.read(_NAMES, urlencode(parameters).encode()) == parameters


@given(st.lists(st.binary(max_size=40), max_size=3))
def test_any_octets_are_read_or_refused(encoded: list[bytes]) -> None:
    try:
        parameters = form.read(("text", ""), *encoded)
    except ValueError:
        return
    for value in parameters.values():
        value.encode()


def test_query_and_form_may_each_have_some() -> None:
    assert form.read(_NAMES, b"msisdn=45", b"&text=Hi&&sender=") == {
        "msisdn": "45",
        "text": "Hi",
        "sender": "",
    }


def test_octets_that_need_no_escape_may_have_none() -> None:
    assert form.read(_NAMES, "text=på=vej".encode()) == {"text": "på=vej"}


@pytest.mark.parametrize(
    ("encoded", "complaint"),
    [
        (b"text=%zz", "text has a % without two hexadecimal digits"),
        (b"text=100%", "text has a % without two hexadecimal digits"),
        (b"text=%4", "text has a % without two hexadecimal digits"),
        (b"%=1", "the name of a parameter has a % without two hexadecimal digits"),
        (b"text=caf%E9", "text is not UTF-8: unexpected end of data at octet 3"),
        (b"text=%ED%A0%80", "text is not UTF-8: invalid continuation byte at octet 0"),
        (b"text=%C0%80", "text is not UTF-8: invalid start byte at octet 0"),
        (b"text=1&sender=2&text=1", "text is there twice"),
        (b"text=1&te%78t=1", "text is there twice"),
        (b"msg=1", "there is no parameter 'msg'"),
        (b"text=a;sender=b&=", "there is no parameter ''"),
        ("т=1".encode(), "there is no parameter '\\u0442'"),
        (b"x" * 100, f"there is no parameter '{'x' * 40}'"),
    ],
)
def test_what_a_server_would_have_to_guess_at_is_refused(encoded: bytes, complaint: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(complaint)}$"):
        form.read(_NAMES, encoded)


def test_a_complaint_never_shows_a_value() -> None:
    for encoded in (b"key=s3cret%", b"key=s3cret%ff", b"key=s3cret&key=s3cret"):
        with pytest.raises(ValueError, match="key") as refused:
            form.read(("key",), encoded)
        assert "s3cret" not in str(refused.value)
