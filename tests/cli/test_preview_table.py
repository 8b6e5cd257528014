"""What a person reads of a preview; the figures themselves are tested elsewhere."""

import re
from decimal import Decimal
from pathlib import Path

import pytest

from .conftest import Smsplan

pytest.importorskip("numba", reason="the extra bulk is not installed")
pytest.importorskip("pyarrow", reason="the extra bulk is not installed")


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def shown(
    smsplan: Smsplan, rows: str, template: str = "Hi {{name}}", rates: str | None = None
) -> list[str]:
    prices: tuple[str, ...] = ()
    if rates is not None:
        Path("rates.csv").write_text(rates, encoding="utf-8")
        prices = ("--rates", "rates.csv", "--currency", "DKK")
    arguments = ("preview", "-", "--template", template, *prices)
    found = smsplan(*arguments, stdin=f"msisdn,name\n{rows}")
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
        "segments       1, 1 character billed",
        "countries      +45 Denmark  1 segment",
        "per recipient    1 segment   ████████████████████████ 1",
        "encodings      GSM-7 100.0 %  1 recipient, 1 segment",
        "fixes save     nothing",
        "template       no bounds: nothing is said of what may come into name",
        "               1 segment found",
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
    assert "UCS-2 rows     row 1" in lines


def test_the_cost_says_how_many_recipients_are_not_in_it(smsplan: Smsplan) -> None:
    lines = shown(smsplan, "4520123456,Bo\n" + "4791234567,Bo\n" * 9, rates="45,0.2\n")
    assert lines[2:5] == [
        "cost           0.2 DKK, without 9 recipients that have no price",
        "countries      +47 Norway   9 segments  no price",
        "               +45 Denmark  1 segment   0.2 DKK",
    ]
    assert lines[6] == (
        "encodings      GSM-7 100.0 %  10 recipients, 10 segments, at least 0.2 DKK"
    )


def test_a_country_that_has_a_price_for_some_says_for_how_many_it_has_none(
    smsplan: Smsplan,
) -> None:
    lines = shown(smsplan, "4520123456,Bo\n4530123456,Bo\n", rates="4520,0.2\n")
    assert "cost           0.2 DKK, without 1 recipient that has no price" in lines
    assert "countries      +45 Denmark  2 segments  0.2 DKK  (1 recipient without a price)" in lines


def test_a_campaign_that_has_no_price_at_all_is_not_for_nothing(smsplan: Smsplan) -> None:
    lines = shown(smsplan, "4520123456,Bo\n", rates="47,0.2\n")
    assert "cost           no price for any recipient" in lines
    assert "countries      +45 Denmark  1 segment  no price" in lines
    assert not any("DKK" in line for line in lines)


def test_a_price_of_many_places_adds_no_zeros_to_the_others(smsplan: Smsplan) -> None:
    rates = "45,0.20\n46,0.000000000000000001\n"
    lines = shown(smsplan, "4520123456,Bo\n4520123457,Bo\n46701234567,Bo\n", rates=rates)
    assert "cost           0.400000000000000001 DKK" in lines
    assert "countries      +45 Denmark  2 segments  0.4 DKK" in lines


@pytest.mark.slow
def test_the_countries_shown_and_the_rest_add_up(smsplan: Smsplan) -> None:
    codes = [30, 31, 32, 33, 34, 36, 39, 40, 41, 43, 44, 45, 46, 47]
    rows = "".join(f"{code}{20123456 + n},Bo\n" for code in codes for n in range(code))
    prices = "".join(f"{code},0.{code}\n" for code in codes if code != 30)
    lines = shown(smsplan, rows, rates=prices)
    countries = lines[3:16]
    assert countries[-1] == (
        "               and 2 more          61 segments  9.61 DKK  (30 recipients without a price);"
        " --json shows all"
    )
    segments = [int(re.findall(r"(\d+) segments", line)[0]) for line in countries]
    costs = [Decimal(re.findall(r"([\d.]+) DKK", line)[0]) for line in countries]
    assert sum(segments) == sum(codes)
    assert f"cost           {sum(costs)} DKK, without 30 recipients" in lines[2]


def test_what_the_template_itself_makes_ucs2_is_told(smsplan: Smsplan) -> None:
    Path("to.csv").write_text("msisdn,name\n4520123456,Bo\n4520123457,Ł\n")
    found = smsplan("preview", "to.csv", "--template", "Hi {{name}}, “your” parcel")
    lines = found.stdout.splitlines()
    assert "because of     2  '“' U+201C LEFT DOUBLE QUOTATION MARK, in the template" in lines
    assert "               1  'Ł' U+0141 LATIN CAPITAL LETTER L WITH STROKE" in lines
    said = "the template itself has '“' and '”', so every row is UCS-2, whatever its fields hold"
    assert f"               {said}" in lines
    smsplan("preview", "to.csv", "--template", "Hi {{name}}, “your” parcel", "--html", "r.html")
    assert f"T{said[1:]}.".replace("'", "&#x27;") in Path("r.html").read_text("utf-8")
    found = smsplan("preview", "to.csv", "--template", "Hi {{name}}")
    assert "the template itself" not in found.stdout
    assert ", in the template" not in found.stdout


@pytest.mark.parametrize(
    ("arguments", "warning"),
    [
        (("Hi {name}",), "{name} is sent as it stands, though there is a column 'name': take"),
        (("Hi {name}",), "take the syntax format, or write {{name}}"),
        (("Hi %(name)s",), "take the syntax percent, or write {{name}}"),
        (("Hi $name!",), "take the syntax dollar, or write {{name}}"),
        (("Hi ${name}!",), "${name} is sent as it stands, though there is a column 'name': take"),
        (("Hi ${name}!",), "take the syntax dollar, or write {{name}}"),
        (("Hi {last name}",), "take the syntax percent, and write all fields as %(last name)s"),
        (("Hi ((last name))",), "column 'last name': take the syntax notify\n"),
        (("Hi ((name))",), "take the syntax notify, or write {{name}}"),
        (("Hi {Name}",), "{Name} is sent as it stands, though there is a column 'name'"),
        (("Hi {{name}} {msisdn}",), "though there is a column 'msisdn'"),
        (("Hi {{name}}", "--syntax", "format"), "though there is a column 'name': write {name}"),
        (("Hi {{name}}", "--syntax", "dollar"), "take the syntax mustache, or write $name"),
        (("Hi {{name}}",), None),
        (("Hi {nobody} ${{name}}",), None),
        (("Hi %(name)s", "--syntax", "percent"), None),
        (("Hi ${name}", "--syntax", "dollar"), None),
    ],
)  # fmt: skip
def test_a_field_in_another_syntax_is_told(
    smsplan: Smsplan, arguments: tuple[str, ...], warning: str | None
) -> None:
    Path("to.csv").write_text("msisdn,name,last name\n4520123456,Bo,Lind\n")
    found = smsplan("preview", "to.csv", "--json", "--template", *arguments)
    assert found.exit_code == 0
    if warning is None:
        assert found.stderr == ""
    else:
        assert found.stderr.startswith("smsplan: --template: ")
        assert warning in found.stderr


def test_help_is_whole_in_eighty_columns(smsplan: Smsplan) -> None:
    shown = smsplan("preview", "--help").stdout
    assert "--safe-csv" in shown
    assert not re.search(r"\w…", shown)
    assert max(map(len, shown.splitlines())) == 80
