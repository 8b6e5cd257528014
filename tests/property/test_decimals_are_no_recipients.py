"""What a spreadsheet or pandas makes of a number is refused; it is nobody else's number."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from smsplan import msisdn
from smsplan.destinations.separators import FEWEST_OF_NUMBER
from smsplan.errors import InvalidValueError
from smsplan.strategies import msisdns


@st.composite
def decimals(draw: st.DrawFn) -> str:
    """Draw a number as a float, or as a decimal, is written."""
    digits = draw(msisdns().filter(lambda digits: len(digits) > 3))
    sign = draw(st.sampled_from(["", "+", "00", " "]))
    places = draw(
        st.text("0", min_size=1, max_size=6) | st.text("0123456789", min_size=1, max_size=2)
    )
    thousands = draw(st.sampled_from(["", "", "", " ", "\u00a0"]))
    return f"{sign}{int(digits):,}.{places}".replace(",", thousands)


@st.composite
def joined(draw: st.DrawFn) -> str:
    """Draw a number and the last digits of another."""
    digits = draw(msisdns().filter(lambda digits: len(digits) > 7))
    return digits + draw(st.sampled_from(["/", " / "])) + draw(st.text("0123456789", min_size=1))


def refused(value: str, code: str = "MSISDN_ALPHA") -> None:
    for refuse in (msisdn.validate, msisdn.parse, msisdn.format):
        with pytest.raises(InvalidValueError) as caught:
            refuse(value)
        assert caught.value.code == code
    found = msisdn.findings(value)[0]
    assert found.code == code
    assert found.start is not None
    assert value[found.start] in "./" or value[found.start - 1] in "/ "
    assert not msisdn.compact(value).isdecimal()


@given(decimals())
@example("4520123456.0")
@example("43664123456.0")
@example("358412345678.0")
@example("4520123456.00")
@example("45 201 234.50")
@example("0021 100 000.0000")
def test_a_decimal_number_is_no_recipient(value: str) -> None:
    refused(value)
    assert "reads as a decimal point" in msisdn.findings(value)[0].message


@given(msisdns().map(int).filter(lambda number: number > 999))
@example(4520123456)
def test_a_float_is_no_recipient(number: int) -> None:
    for written in (str(float(number)), f"{float(number):e}", f"{number}.0E0"):
        with pytest.raises(InvalidValueError, match="MSISDN_ALPHA"):
            msisdn.validate(written)


@given(joined())
@example("+43 664 1234567/8")
@example("4520123456 / 4520123457")
def test_two_numbers_are_no_recipient(value: str) -> None:
    is_whole = sum(map(str.isdecimal, value.partition("/")[2])) >= FEWEST_OF_NUMBER
    refused(value, "MSISDN_SEVERAL" if is_whole else "MSISDN_ALPHA")
    message = "more than one number" if is_whole else "the slash joins two numbers"
    assert message in msisdn.findings(value)[0].message
