"""The canonical form of a value is its own canonical form, and nothing else comes back."""

import re
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from smsplan import msisdn, sender
from smsplan.destinations.msisdn import _valid_digits
from smsplan.destinations.msisdn_findings import read_fully
from smsplan.errors import InvalidValueError
from smsplan.strategies import msisdns, senders

SEPARATORS = " -.()/\u00a0"


@st.composite
def written_msisdns(draw: st.DrawFn) -> tuple[str, str]:
    """Draw a number as a person may write it, and its canonical digits."""
    digits = draw(msisdns())
    prefix = draw(st.sampled_from(["", "+", "00", "+ ", " 00", "(+)", "0-0"]))
    if draw(st.booleans()):
        return prefix + in_groups(draw, digits), digits
    gap = st.text(" -)\u00a0", max_size=2)
    written = prefix + "".join(draw(gap) + digit for digit in digits) + draw(gap)
    # A hyphen right before the first digit is a minus.
    return re.sub(r"^-(?=\d)", "- ", written), digits


def in_groups(draw: st.DrawFn, digits: str) -> str:
    """Write groups of two digits or more with points between them; one may part an area code."""
    ends = [0, 1, *range(3, len(digits) - 1, draw(st.integers(2, 3)))]
    groups = [digits[start:end] for start, end in pairwise([*ends, len(digits)])]
    if len(groups) < 3:
        return digits
    sign = draw(st.sampled_from(["/", "."])) if len(digits) >= 7 else "."
    return f"{groups[0]}{sign}{'.'.join(groups[1:])}{draw(st.sampled_from(['', '.', ' ']))}"


@given(written_msisdns())
def test_every_way_to_write_a_number_has_the_same_canonical_digits(
    number: tuple[str, str],
) -> None:
    written, digits = number
    assert msisdn.validate(written) == digits
    assert msisdn.validate(digits) == digits
    assert msisdn.validate(int(digits)) == digits
    assert msisdn.compact(written) == digits
    assert msisdn.parse(written).digits == digits


@given(msisdns())
def test_a_number_formatted_for_people_is_still_that_number(digits: str) -> None:
    assert msisdn.validate(msisdn.format(digits)) == digits


@given(st.one_of(st.text(), st.text(f"0123456789+{SEPARATORS}", max_size=20), st.integers()))
@example("")
@example("+")
@example("00")
@example("+(0)")
@example("+45(0)")
@example("0000")
@example("45" + "\u0663" * 8)
@example("4" * 10_000)
@example(10**5000)
@example(-(10**5000))
def test_any_recipient_is_canonical_or_an_invalid_value(value: str | int) -> None:
    if not msisdn.is_valid(value):
        for refuse in (msisdn.validate, msisdn.parse, msisdn.format):
            with pytest.raises(InvalidValueError) as caught:
                refuse(value)
            assert caught.value.value == value
            assert caught.value.finding == msisdn.findings(value)[0]
            assert str(caught.value).startswith(caught.value.code)
            assert caught.value.code in {
                "MSISDN_EMPTY",
                "MSISDN_ALPHA",
                "MSISDN_LONG",
                "MSISDN_INVALID",
                "MSISDN_SEVERAL",
                "MSISDN_EXTENSION",
            }
    else:
        canonical = msisdn.validate(value)
        assert canonical.isascii()
        assert canonical.isdecimal()
        assert 2 <= len(canonical) <= 15
        assert not canonical.startswith("0")
        assert msisdn.validate(canonical) == canonical
        assert msisdn.parse(value).digits == canonical
        assert {found.code for found in msisdn.findings(value)} <= {
            "MSISDN_PASTED",
            "MSISDN_UNASSIGNED",
            "MSISDN_NOT_MOBILE",
            "MSISDN_PREMIUM_RATE",
            "MSISDN_SHARED_COST",
        }


@given(st.one_of(written_msisdns().map(lambda number: number[0]), st.text("0145+(x" + SEPARATORS)))
@example("-4512345678")
@example("45")
@example("045 12345678")
@example("4512345678" + " " * 91)
def test_what_is_valid_at_a_glance_is_valid_the_long_way(written: str) -> None:
    if digits := _valid_digits(written):
        assert read_fully(written, None) == (digits, ())


@given(senders())
def test_a_valid_sender_is_returned_as_it_is(value: str) -> None:
    assert sender.validate(value) == value
    assert sender.is_valid(value)
    assert sender.findings(value) == ()


@given(st.one_of(st.text(), st.text("aZ09 é٣²", max_size=18)))
def test_any_sender_is_canonical_or_an_invalid_value(value: str) -> None:
    if not sender.is_valid(value):
        with pytest.raises(InvalidValueError) as caught:
            sender.validate(value)
        assert caught.value.value == value
        assert caught.value.finding == sender.findings(value)[0]
        assert caught.value.code in {"SENDER_EMPTY", "SENDER_INVALID", "SENDER_LONG"}
        assert str(caught.value).startswith(caught.value.code)
    else:
        canonical = sender.validate(value)
        assert canonical == value
        assert canonical.isascii()
        assert canonical.isalnum()
        assert len(canonical) <= (15 if canonical.isdecimal() else 11)
        assert sender.validate(canonical) == canonical
