"""``smsplan country``, and what ``check`` and ``preview`` print of countries."""

import json
from datetime import date
from pathlib import Path

import jsonschema
import pytest

from smsplan.destinations import countries
from tests.cli.conftest import Smsplan


def test_the_list_has_every_country(smsplan: Smsplan) -> None:
    lines = smsplan("country").stdout.splitlines()
    assert len(lines) == len(countries.listed())
    assert "+45                Denmark  (DK)" in lines
    assert "+1809 +1829 +1849  Dominican Republic  (DO)" in lines
    assert max(map(len, lines)) <= 80


@pytest.mark.parametrize("name", ["DK", "dk", "45", "+45", "denmark"])
def test_a_page_has_facts_and_sources(smsplan: Smsplan, name: str) -> None:
    run = smsplan("country", name)
    assert run.stdout.startswith("Denmark\n\n+45, DK.\n\nsender\n\nalphanumeric: yes (senders with")
    assert "\ntransactional-only: yes (only texts about a transaction are allowed)\n" in run.stdout
    assert run.stdout.count("\nhttps://") == 3  # once a group


def test_json_has_a_line_a_fact(smsplan: Smsplan) -> None:
    run = smsplan("country", "IE", "--json")
    lines = [json.loads(line) for line in run.stdout.splitlines()]
    assert len(lines) == len(countries.get("IE").facts)
    assert (lines[0]["country"], lines[0]["value"]) == ("Ireland", "registered")
    assert (lines[0]["prefixes"], lines[0]["regions"]) == (["353"], ["IE"])
    assert (lines[0]["since"], lines[1]["since"]) == ("2025-10-03", None)
    shape = json.loads(smsplan("schema", "CountryLine").stdout)
    for line in lines:
        jsonschema.validate(line, shape)


def test_facts_that_are_old_are_listed(smsplan: Smsplan, monkeypatch: pytest.MonkeyPatch) -> None:
    assert smsplan("country", "DK", "--older-than", "36500").stdout.startswith("No fact")
    monkeypatch.setattr("smsplan.cli.facts.today", lambda: date(2026, 12, 1))
    assert smsplan("country", "DK", "--older-than", "3").stdout.startswith("No fact")
    shown = smsplan("country", "DK", "--older-than", "2").stdout.splitlines()
    facts = countries.get("DK").facts
    assert shown == [f"Denmark: {fact.name}, read 2026-11-28" for fact in facts]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("denmrk", "there is no country 'denmrk'; did you mean 'Denmark'?"),
        ("XX", "there is no country 'XX', such as DK or 45"),
        ("", "there is no country ''"),
    ],
)
def test_misuse_is_one_line_that_says_which_are_close(
    smsplan: Smsplan, name: str, said: str
) -> None:
    run = smsplan("country", name)
    assert run.exit_code == 2
    assert run.stderr.startswith(f"smsplan: NAME: {said}")
    assert run.stderr.count("\n") == 1


def test_check_prints_a_source_once_below_its_findings(smsplan: Smsplan) -> None:
    run = smsplan("check", "--to", "919812345678", "--sender", "Shop", "Hi")
    assert run.exit_code == 0
    *_, first, second, source, _, verdict = run.stdout.splitlines()
    assert first.startswith("warning      COUNTRY_SENDER_REGISTERED: India: alphanumeric senders")
    assert second == "warning      COUNTRY_SENDER_FORM: India: 4 characters, a sender has exactly 6"
    assert source.strip().startswith("by the table of https://github.com/alphagov/")
    assert ", read on 2026-11-28" in source
    assert verdict == "2 warnings"


ROWS = "msisdn,text\n+353861234567,Hi\n+353861234568,Hi\n+306912345678,Γεια\n+4520123456,Γεια\n"


def test_a_preview_counts_rows_by_finding_and_country(smsplan: Smsplan, tmp_path: Path) -> None:
    file, page = tmp_path / "people.csv", tmp_path / "report.html"
    file.write_text(ROWS, "utf-8")
    arguments = ["preview", str(file), "--text", "text", "--sender", "Shop"]
    run = smsplan(*arguments, "--strict", "--html", str(page))
    assert run.exit_code == 0
    assert (
        "by country     COUNTRY_SENDER_REGISTERED: +353 Ireland: 2 rows, the sender has to be"
        " registered\n                 by the table of https://"
    ) in run.stdout
    assert "COUNTRY_TEXT_UCS2: +30 Greece: 1 row, no text may be UCS-2" in run.stdout
    assert "more" not in run.stdout.partition("by country")[2]
    report = page.read_text("utf-8")
    assert "+353 Ireland: 2 rows" in report
    assert "by the table of https://" in report
    found = json.loads(smsplan(*arguments, "--json").stdout)["country-findings"]
    assert [(each["code"], each["prefix"], each["rule"], each["rows"]) for each in found] == [
        ("COUNTRY_SENDER_REGISTERED", "353", "sender.alphanumeric", 2),
        ("COUNTRY_TEXT_UCS2", "30", "text.no-ucs2", 1),
    ]
    without = json.loads(smsplan(*arguments[:-2], "--json").stdout)["country-findings"]
    assert [each["code"] for each in without] == ["COUNTRY_TEXT_UCS2"]


def test_of_many_countries_the_first_are_shown(smsplan: Smsplan, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    refusing = ["BE", "GI", "BG", "MD", "MC", "GT", "PA", "EC", "UY", "LB", "SY", "MN", "NP", "LA"]
    numbers = [f"{countries.get(each).prefixes[0]}12345678" for each in refusing]
    file.write_text("\n".join(["msisdn,text", *(f"{each},Hi" for each in numbers)]), "utf-8")
    run = smsplan("preview", str(file), "--text", "text", "--sender", "Shop")
    assert run.stdout.count("COUNTRY_SENDER_") == 12
    assert "and 2 more; --json shows all" in run.stdout
