"""What a person reads of a preview; the figures themselves are tested elsewhere."""

import pytest

from .conftest import Smsplan

pytest.importorskip("numba", reason="the extra bulk is not installed")
pytest.importorskip("pyarrow", reason="the extra bulk is not installed")


def shown(smsplan: Smsplan, rows: str, template: str = "Hi {{name}}") -> list[str]:
    found = smsplan("preview", "-", "--template", template, stdin=f"msisdn,name\n{rows}")
    assert found.exit_code == 0, found.output
    return [line.rstrip() for line in found.stdout.splitlines()]


def test_a_file_of_no_rows_says_so_and_nothing_of_messages(smsplan: Smsplan) -> None:
    assert shown(smsplan, "") == [
        "rows           0: there is nothing but names of columns",
        "template       no bounds: nothing is said of what may come into name",
    ]


def test_one_row_is_told_in_the_singular_and_without_what_it_has_not(smsplan: Smsplan) -> None:
    assert shown(smsplan, "4520123456,B\n", "{{name}}") == [
        "rows           1, all can be sent to",
        "messages       1, 1 character billed",
        "countries      +45 DK  1 message",
        "per recipient    1 message   ████████████████████████ 1",
        "encodings      GSM-7 100.0 %  1 recipient, 1 message",
        "fixes save     nothing",
        "template       no bounds: nothing is said of what may come into name",
        "               1 message found",
        "               name: 1 character",
    ]


def test_an_unreadable_row_has_its_number_and_its_line(smsplan: Smsplan) -> None:
    lines = shown(smsplan, "4520123456,Bo\n\n4520123457,Zoe,x\n")
    assert (
        "                 row 2, line 4: 3 cells where the header has 2: 4520123457,Zoe,x" in lines
    )


def test_a_recipient_that_is_empty_is_not_shown_between_brackets(smsplan: Smsplan) -> None:
    lines = shown(smsplan, ",Bo\n45x,Zoe\n")
    assert lines[-4:] == [
        "errors         MSISDN_EMPTY: 1 row, no recipient",
        "                 row 1",
        "               MSISDN_ALPHA: 1 row, something else than digits",
        "                 row 2 (45x)",
    ]


def test_ucs2_that_costs_nothing_more_says_so(smsplan: Smsplan) -> None:
    lines = shown(smsplan, "4520123456,Ł\n")
    assert "UCS-2 costs    nothing more than GSM-7" in lines
    assert "flipped        row 1" in lines
