"""National numbers, and what is written or pasted around a number, by example."""

import pytest

from smsplan import InvalidValueError, msisdn
from smsplan.destinations import regions
from smsplan.findings import Finding


def only(value: str | int, region: str | None = None) -> Finding:
    (found,) = msisdn.findings(value, region=region)
    return found


@pytest.mark.parametrize(
    ("written", "region", "digits"),
    [
        ("20 12 34 56", "DK", "4520123456"),
        (20123456, "DK", "4520123456"),
        ("07911 123456", "GB", "447911123456"),
        ("7911 123456", "GB", "447911123456"),
        ("(07911) 123456", "gb", "447911123456"),
        ("8 (912) 345-67-89", "RU", "79123456789"),
        ("06 1234 5678", "IT", "390612345678"),
        ("0 11 15-2345-6789", "AR", "5491123456789"),
        ("(11) 96123-4567", "BR", "5511961234567"),
        ("06 20 123 4567", "HU", "36201234567"),
        ("030/901820", "DE", "4930901820"),
    ],
)
def test_a_national_number_is_read_in_the_plan_of_its_country(
    written: str | int, region: str, digits: str
) -> None:
    assert msisdn.validate(written, region=region) == digits
    assert msisdn.is_valid(written, region=region)
    assert msisdn.parse(written, region=region).digits == digits
    assert msisdn.findings(written, region=region) == msisdn.findings(f"+{digits}")


@pytest.mark.parametrize(
    ("written", "region", "digits"),
    [
        ("4520123456", "DK", "4520123456"),  # assigned as it stands alone
        ("447911123456", "DK", "447911123456"),
        ("4512345678", "DK", "4512345678"),  # assigned by neither: ten digits are none of Denmark
        ("12 34 56 78", "DK", "4512345678"),  # eight are
        ("7911 123456", "DK", "7911123456"),
        ("0", "DK", "450"),
    ],
)
def test_without_a_sign_the_reading_that_is_assigned_is_taken(
    written: str, region: str, digits: str
) -> None:
    assert msisdn.validate(written, region=region) == digits


@pytest.mark.parametrize("region", ["", "XX", "DNK", "001", "D\u212a"])
def test_a_region_without_a_numbering_plan_is_a_value_error(region: str) -> None:
    for function in (msisdn.parse, msisdn.validate, msisdn.findings, msisdn.is_valid):
        with pytest.raises(ValueError, match="is no country of ISO 3166-1"):
            function("+4520123456", region=region)
    with pytest.raises(ValueError, match="the United Kingdom is GB"):
        msisdn.validate("1", region="uk")


def test_a_region_of_another_type_is_a_type_error() -> None:
    with pytest.raises(TypeError, match="region is a str, not int"):
        msisdn.validate("1", region=45)  # type: ignore[arg-type]  # the wrong type is tested


def test_what_no_reading_makes_short_enough_is_long() -> None:
    found = only("0" + "1" * 14, "DK")
    assert (found.code, found.start, found.end) == ("MSISDN_LONG", 0, 15)
    assert "17 digits with the calling code" in found.message


@pytest.mark.parametrize(("written", "region"), [("112", "DK"), ("999", "GB"), (" 911", "US")])
def test_the_number_of_a_service_is_a_short_code(written: str, region: str) -> None:
    found = only(written, region)
    assert (found.code, found.end) == ("MSISDN_SHORT_CODE", len(written))
    with pytest.raises(InvalidValueError, match="MSISDN_SHORT_CODE"):
        msisdn.validate(written, region=region)


@pytest.mark.parametrize(
    ("written", "place"),
    [
        ("\u200e+45 20123456", (0, 1)),
        ("+45 20\u200b123456", (6, 7)),
        ("+45\u00a020123456", (3, 4)),
        ("+45\u200920\u2009123456", (3, 4)),
        ("+45\t20123456", (3, 4)),
        ("45\u201120123456", (2, 3)),
        ("tel:+45-20-12-34-56", (0, 4)),
        (" Tel: 45 20 12 34 56", (0, 5)),
        ("'4520123456", (0, 1)),
        ('="4520123456"', (0, 2)),
        ("\ufeff\u202a4520123456\u202c", (0, 2)),
    ],
)
def test_what_is_pasted_along_is_left_out_with_its_place(
    written: str, place: tuple[int, int]
) -> None:
    assert msisdn.validate(written) == msisdn.compact(written) == "4520123456"
    found = only(written)
    assert (found.code, found.severity) == ("MSISDN_PASTED", "warning")
    # A space before what is left out is none itself.
    assert (written[: found.start].strip() == "", found.end) == (place[0] == 0, place[1])


def test_a_pasted_number_is_read_in_a_region_too() -> None:
    assert msisdn.validate("\u202a020\u2011 7946 0000\u202c", region="GB") == "442079460000"
    assert only("'8912 345-67-89", "RU").code == "MSISDN_PASTED"


@pytest.mark.parametrize("written", ["\u22124520123456", "\u200b", "'", '=""', "tel:", "\t"])
def test_what_is_left_then_is_judged_as_before(written: str) -> None:
    code = "MSISDN_INVALID" if "45" in written else "MSISDN_EMPTY"
    assert only(written).code == code


@pytest.mark.parametrize(
    "written", ['"4520123456"', '="4520123456', "4520123456'", "tel4520123456"]
)
def test_other_quotation_marks_are_refused(written: str) -> None:
    assert only(written).code == "MSISDN_ALPHA"


@pytest.mark.parametrize("written", ["٤٥٢٠١٢٣٤٥٦", "४५२०१२३४५६", "45２０123456"])
def test_digits_of_another_script_are_refused_with_the_number_that_they_would_be(
    written: str,
) -> None:
    found = only(written)
    assert found.code == "MSISDN_ALPHA"
    assert found.message.endswith("in these digits it would be 4520123456")


@pytest.mark.parametrize("written", ["4.512E+10", "4,52012e+09", "4E10"])
def test_a_number_in_scientific_notation_has_lost_digits(written: str) -> None:
    found = only(written)
    assert found.code == "MSISDN_ALPHA"
    assert "a spreadsheet has written the number so, and lost digits" in found.message


@pytest.mark.parametrize(
    ("written", "second"),
    [
        ("4520123456, 4530123456", " 4530123456"),
        ("4520123456;4530123456", "4530123456"),
        ("4520123456/4530123456", "4530123456"),
        ("+45 20123456 +45 30123456", "+45 30123456"),
        ("4520123456 4530123456", "4530123456"),
        ("20 12 34 56  30 12 34 56", "30 12 34 56"),
        ("4520123456 or 4530123456", "4530123456"),
        ("4520123456\n4530123456\n", "4530123456\n"),
        ("4520123456,4530123456,4540123456", "4530123456,4540123456"),
    ],
)
def test_several_numbers_in_a_cell(written: str, second: str) -> None:
    found = only(written)
    assert (found.code, written[found.start :]) == ("MSISDN_SEVERAL", second)
    with pytest.raises(InvalidValueError, match="MSISDN_SEVERAL"):
        msisdn.validate(written)


@pytest.mark.parametrize("written", ["4520123456,0", "Anna, 4520123456", "1234 5678 9012 3456 789"])
def test_what_is_one_number_and_something_else_is_not_several(written: str) -> None:
    assert only(written).code in {"MSISDN_ALPHA", "MSISDN_LONG"}


@pytest.mark.parametrize(
    "written", ["+45 20123456 ext. 12", "4520123456x12", "tel:+4520123456;ext=12"]
)
def test_an_extension_is_for_calls(written: str) -> None:
    found = only(written)
    assert (found.code, written[found.start : found.end]) == ("MSISDN_EXTENSION", "12")


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("+45 90 12 34 56", "MSISDN_PREMIUM_RATE"),
        ("+44 9098790123", "MSISDN_PREMIUM_RATE"),
        ("+49 1803012345", "MSISDN_SHARED_COST"),
        ("+44 1174960123", "MSISDN_NOT_MOBILE"),
        ("+1 800 234 5678", "MSISDN_NOT_MOBILE"),
    ],
)
def test_services_that_cost_their_callers_are_told_from_other_numbers(
    written: str, code: str
) -> None:
    found = only(written)
    assert (found.code, found.severity) == (code, "warning")


@pytest.mark.parametrize(
    ("numbers", "suggested"),
    [
        (["20123456", "31234567", "42123456", "53123456", "61234567"], ("DK",)),
        (["9123456789", "89123456789", "89031234567"], ("RU",)),
        (["015123456789", "01701234567", "01761234567"], ("DE",)),
        (["07911123456", "7400123457"], ("GB", "IQ")),
        (["20123456", "31234567", "42123456", "1", "2"], ("DK", "TN", "MR")),
        (["20123456", "31234567", "42123456", "1", "2", "3"], ()),
        ([], ()),
    ],
)
def test_the_country_is_suggested_of_which_most_numbers_are_mobiles(
    numbers: list[str], suggested: tuple[str, ...]
) -> None:
    assert regions.suggested(numbers) == suggested
