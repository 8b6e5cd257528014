"""Recipients, by example."""

import subprocess
import sys

import phonenumbers
import pytest

from smsplan import InvalidValueError, Severity, msisdn
from smsplan.destinations.msisdn import Msisdn

DOCUMENTED = "4512345678"  # API, section 1
MOBILE = "4520123456"
LANDLINE = "441174960123"


def code_and_span(value: str | int) -> tuple[str, int | None, int | None]:
    with pytest.raises(InvalidValueError) as caught:
        msisdn.validate(value)
    assert caught.value.value == value
    return caught.value.code, caught.value.finding.start, caught.value.finding.end


def codes(value: str | int) -> list[str]:
    return [finding.code for finding in msisdn.findings(value)]


def test_the_document_s_own_example_is_accepted_though_denmark_assigns_no_such_number() -> None:
    assert msisdn.validate(DOCUMENTED) == DOCUMENTED
    (doubt,) = msisdn.findings(DOCUMENTED)
    assert (doubt.code, doubt.severity) == ("MSISDN_UNASSIGNED", Severity.WARNING)
    assert doubt.message == "the numbering plan of +45 assigns no such number"


@pytest.mark.parametrize("national", ["20 12 34 56", "45 12 34 56", "234 5678", "12 34 56 78"])
def test_of_a_number_that_is_short_for_its_plan_the_calling_code_is_asked(national: str) -> None:
    (warning,) = msisdn.findings(national)
    assert (warning.code, warning.severity) == ("MSISDN_UNASSIGNED", Severity.WARNING)
    assert warning.message == (
        f"the numbering plan of +{msisdn.parse(national).dialcode} assigns no such number, which"
        " is short for it; is the calling code missing?"
    )


@pytest.mark.parametrize(
    "written",
    [
        DOCUMENTED,
        4512345678,
        "+4512345678",
        "004512345678",
        "+45 12 34 56 78",
        "45-12-34-56-78",
        "45.12.34.56.78",
        "(45) 12345678",
        "45/12345678",
        "+45\u00a012345678",
        " 4512345678 ",
        "+ 45 12345678",
        "00 45 12345678",
        "+45 (0) 12345678",
        "+45(0)12345678",
    ],
)
def test_ways_to_write_one_number(written: str | int) -> None:
    assert msisdn.validate(written) == DOCUMENTED
    assert msisdn.compact(written) == DOCUMENTED
    assert msisdn.is_valid(written)
    assert msisdn.parse(written) == Msisdn(dialcode=45, number="12345678", region="DK")


def test_a_trunk_prefix_needs_a_number_before_it() -> None:
    assert code_and_span("(0)4512345678") == ("MSISDN_INVALID", 1, 2)


@pytest.mark.parametrize("value", ["", " ", "+", "00", "()", "-./\u00a0"])
def test_no_digits_is_msisdn_empty(value: str) -> None:
    assert code_and_span(value) == ("MSISDN_EMPTY", None, None)


@pytest.mark.parametrize(
    ("value", "at"),
    [
        ("45x2345678", 2),
        ("+45 12 34 56 7o", 14),
        ("45+12345678", 2),
        ("++4512345678", 1),
        ("45,12345678", 2),
        ("45_12345678", 2),
        ("4512345678\n", 10),
        ("٣512345678", 0),
        ("45²2345678", 2),
        ("45１2345678", 2),
        ("é4512345678", 0),
        ("45\ud83d12345678", 2),
    ],
)
def test_what_is_neither_digit_nor_separator_is_msisdn_alpha(value: str, at: int) -> None:
    assert code_and_span(value) == ("MSISDN_ALPHA", at, at + 1)
    assert not msisdn.is_valid(value)


def test_the_message_names_the_character_and_counts_the_others() -> None:
    (finding,) = msisdn.findings("45x2é45678")
    assert "'x' U+0078 LATIN SMALL LETTER X" in finding.message
    assert finding.message.endswith("and 1 more")


def test_fifteen_digits_are_the_most() -> None:
    assert msisdn.validate("45" + "1" * 13) == "45" + "1" * 13
    assert code_and_span("+45 " + "1" * 14) == ("MSISDN_LONG", 17, 18)
    assert code_and_span(10**15) == ("MSISDN_LONG", 15, 16)
    assert "16 digits" in msisdn.findings("45" + "1" * 14)[0].message
    assert "ITU-T E.164" in msisdn.findings("45" + "1" * 14)[0].message


@pytest.mark.parametrize(
    "value",
    ["4" * 101, "4" * 1_000_000, 10**100, 10**5000],
    ids=["101 digits", "a million digits", "10**100", "10**5000"],
)
def test_what_is_far_too_long_is_msisdn_long_as_a_whole(value: str | int) -> None:
    assert code_and_span(value) == ("MSISDN_LONG", None, None)


@pytest.mark.parametrize(
    ("value", "start", "end", "message"),
    [
        ("045 12345678", 0, 1, "starts with 0"),
        ("+0045 12345678", 1, 2, "starts with 0"),
        (0, 0, 1, "starts with 0"),
        ("2101234567", 0, 3, "2, 21 or 210 is no calling code"),
        ("+99 9 123456", 1, 5, "9, 99 or 999 is no calling code"),
        ("+45", 1, 3, "nothing follows the calling code 45"),
        (1, 0, 1, "nothing follows the calling code 1"),
        ("00 358", 3, 6, "nothing follows the calling code 358"),
    ],
)
def test_what_no_numbering_plan_could_assign_is_msisdn_invalid(
    value: str | int, start: int, end: int, message: str
) -> None:
    assert code_and_span(value) == ("MSISDN_INVALID", start, end)
    assert message in msisdn.findings(value)[0].message


@pytest.mark.parametrize("beginning", ["4", "42"])
def test_the_beginning_of_a_calling_code_is_not_said_to_begin_none(beginning: str) -> None:
    # 45 begins with 4, and 421 with 42.
    assert code_and_span(beginning)[0] == "MSISDN_INVALID"
    assert "begins with" not in msisdn.findings(beginning)[0].message


@pytest.mark.parametrize(
    "value", [-1, -4512345678, -(10**5000)], ids=["-1", "-4512345678", "-10**5000"]
)
def test_a_negative_number_is_msisdn_invalid(value: int) -> None:
    assert code_and_span(value) == ("MSISDN_INVALID", None, None)
    assert codes(value) == ["MSISDN_INVALID"]


@pytest.mark.parametrize("value", ["-4520123456", "-45", "-1234567890123456"])
def test_a_text_of_a_negative_number_is_refused_as_the_number_is(value: str) -> None:
    assert code_and_span(value) == ("MSISDN_INVALID", 0, 1)
    assert codes(value) == codes(int(value)) == ["MSISDN_INVALID"]


@pytest.mark.parametrize("value", ["45-20123456", "- 4520123456", "--4520123456", "4520123456-"])
def test_a_hyphen_elsewhere_is_a_separator(value: str) -> None:
    assert msisdn.validate(value) == "4520123456"


@pytest.mark.parametrize("value", [True, 4512345678.0, None, b"4512345678", ["45"]])
def test_what_is_neither_str_nor_int_is_a_type_error(value: object) -> None:
    for function in (msisdn.validate, msisdn.is_valid, msisdn.parse, msisdn.findings):
        with pytest.raises(TypeError, match=type(value).__name__):
            function(value)  # type: ignore[arg-type]  # the wrong type is what is tested


def test_everything_that_is_wrong_is_reported_at_once() -> None:
    assert codes("+45 x 1234567890 1234") == ["MSISDN_ALPHA", "MSISDN_LONG"]


def test_compact_checks_nothing() -> None:
    assert msisdn.compact("+0x-12 (34)") == "0x1234"


@pytest.mark.parametrize(
    "value", ["45(0)" + "1" * 6000, "1" * 101, 10**100], ids=["with a trunk zero", "str", "int"]
)
def test_compact_refuses_what_is_far_too_long(value: str | int) -> None:
    with pytest.raises(InvalidValueError, match="MSISDN_LONG: more than 100 digits"):
        msisdn.compact(value)


@pytest.mark.parametrize(
    ("value", "digits"),
    [
        ("+45.20123456", "4520123456"),  # RFC 5733, section 2.5
        ("45.20.12.34.56", "4520123456"),
        ("45.20.12.34.00", "4520123400"),
        ("+1 212 555.0123", "12125550123"),
        ("1.212.555.0123", "12125550123"),
        ("+49 89/123456", "4989123456"),
        ("+45 (2012) 3456", "4520123456"),
        ("(+45) (20123456)", "4520123456"),
        ("+45 20 12 34 (5678)", "452012345678"),
        ("4520123456.", "4520123456"),
    ],
)
def test_points_and_slashes_part_digits_where_nothing_else_is_meant(
    value: str, digits: str
) -> None:
    assert msisdn.validate(value) == msisdn.compact(value) == digits


@pytest.mark.parametrize(
    ("value", "at"),
    [
        ("4520123456.0", 10),
        (" +4520123456.00 ", 12),
        ("4520.123456", 4),
        ("45.0", 2),
        ("45.20.12.34.5", 11),
        ("+45 20 12 34.56", 12),
        ("+43 664 1234567/8", 15),
        ("+43/664/1234567", 7),
        ("+43 664 1234567 (8)", 16),
        ("4520123456(2)", 10),
        ("+45 (0)20123456 (12)", 16),
    ],
)
def test_a_decimal_point_and_what_joins_two_numbers_are_msisdn_alpha(value: str, at: int) -> None:
    assert code_and_span(value) == ("MSISDN_ALPHA", at, at + 1)


def test_mobile_and_landline_are_told_apart() -> None:
    assert msisdn.parse(MOBILE).is_assigned
    assert msisdn.parse(MOBILE).is_mobile
    assert codes(MOBILE) == []
    assert msisdn.parse(LANDLINE).is_assigned
    assert not msisdn.parse(LANDLINE).is_mobile
    assert codes(LANDLINE) == ["MSISDN_NOT_MOBILE"]
    assert not msisdn.parse(DOCUMENTED).is_assigned
    assert not msisdn.parse(DOCUMENTED).is_mobile


def test_a_plan_that_does_not_tell_mobiles_apart_leaves_no_doubt() -> None:
    assert msisdn.parse("12015550123").is_mobile
    assert codes("12015550123") == []


@pytest.mark.parametrize(
    ("digits", "dialcode", "region"),
    [
        ("12015550123", 1, "US"),
        ("15062345678", 1, "CA"),
        ("18762101234", 1, "JM"),
        ("447400123456", 44, "GB"),
        ("447781123456", 44, "GG"),
        ("79123456789", 7, "RU"),
        ("77710009998", 7, "KZ"),
        ("870301234567", 870, "001"),
        ("80012345678", 800, "001"),
        ("4512345678", 45, "DK"),
        ("7000", 7, "RU"),
    ],
)
def test_region_is_of_the_plan_that_assigns_the_number_else_of_the_main_country(
    digits: str, dialcode: int, region: str
) -> None:
    parsed = msisdn.parse(digits)
    assert (parsed.dialcode, parsed.region, parsed.digits) == (dialcode, region, digits)


def test_a_written_trunk_zero_is_not_dropped_to_make_a_number_assigned() -> None:
    # Dialled as written, 44 0 7911... reaches nobody; phonenumbers.parse would drop the 0.
    assert msisdn.parse("447911123456").is_assigned
    assert msisdn.validate("4407911123456") == "4407911123456"
    assert not msisdn.parse("4407911123456").is_assigned
    # In Italy the 0 belongs to the number.
    assert msisdn.parse("390612345678").is_assigned
    assert not msisdn.parse("39612345678").is_assigned


def example_numbers() -> list[str]:
    """Every number that phonenumbers gives as an example, per region and per kind."""
    kinds = phonenumbers.PhoneNumberType.values()
    examples = [
        phonenumbers.example_number_for_type(region, kind)
        for region in phonenumbers.SUPPORTED_REGIONS
        for kind in kinds
    ] + [
        phonenumbers.example_number_for_non_geo_entity(dialcode)
        for dialcode in phonenumbers.COUNTRY_CODES_FOR_NON_GEO_REGIONS
    ]
    written = phonenumbers.PhoneNumberFormat.E164
    return [phonenumbers.format_number(number, written) for number in examples if number]


@pytest.mark.slow
def test_every_example_number_of_every_region_and_kind_is_valid_and_assigned() -> None:
    numbers = example_numbers()
    assert len(numbers) > 1000
    for number in numbers:
        parsed = msisdn.parse(number)
        assert f"+{parsed.digits}" == number
        assert parsed.is_assigned, number
        assert msisdn.validate(msisdn.format(number)) == parsed.digits


def test_calling_codes_are_so_that_none_begins_another() -> None:
    # What lets the calling code be found by trying one, two, three digits.
    written = {str(dialcode) for dialcode in msisdn.dialcodes()}
    assert len(written) > 200
    assert not [code for code in written if {code[:1], code[:2]} & (written - {code})]
    assert max(map(len, written)) == 3


@pytest.mark.parametrize(
    ("value", "formatted"),
    [
        (4520123456, "+45 20 12 34 56"),
        ("00447911123456", "+44 7911 123456"),
        ("12015550123", "+1 201-555-0123"),
        ("390612345678", "+39 06 1234 5678"),
        ("870301234567", "+870 301 234 567"),
    ],
)
def test_format_is_the_international_one_of_the_country(value: str | int, formatted: str) -> None:
    assert msisdn.format(value) == formatted
    assert msisdn.validate(formatted) == msisdn.validate(value)


def test_format_refuses_what_validate_refuses() -> None:
    with pytest.raises(InvalidValueError, match="MSISDN_ALPHA"):
        msisdn.format("45x")


def test_importing_smsplan_does_not_import_phonenumbers() -> None:
    code = "import sys, smsplan; sys.exit('phonenumbers' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize("value", [" " * 1000, "-" * 101, "(" * 100])
def test_separators_however_many_are_no_number(value: str) -> None:
    assert [finding.code for finding in msisdn.findings(value)] == ["MSISDN_EMPTY"]


@pytest.mark.parametrize(
    ("value", "digits"),
    [
        ("+44 (0)20 7946 0000", "442079460000"),
        ("+49 (0)30 901820", "4930901820"),
        ("+45 (0)20123456", "4520123456"),
        ("+39 (0)6 69812345", "390669812345"),
        ("+225 (0)7 12 34 56 78", "2250712345678"),
    ],
)
def test_a_trunk_zero_goes_unless_it_is_part_of_the_number(value: str, digits: str) -> None:
    assert msisdn.validate(value) == digits
