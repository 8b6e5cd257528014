"""``smsplan provider`` and ``smsplan compare``, and ``--provider`` elsewhere."""

import json
from pathlib import Path

import jsonschema
import pytest

from smsplan import providers
from tests.cli.conftest import Smsplan


def test_the_list_has_every_provider(smsplan: Smsplan) -> None:
    run = smsplan("provider")
    assert [line.split()[0] for line in run.stdout.splitlines()] == list(providers.names())


def test_a_page_has_facts_sources_and_what_is_unknown(smsplan: Smsplan) -> None:
    run = smsplan("provider", "twilio")
    assert run.stdout.startswith("Twilio\n\ntwilio. Begin")
    assert (
        "Option smart_encoding: false, true, always; false by default\nSmartEncoded in"
        in run.stdout
    )
    assert "\nmost: characters 1600\n" in run.stdout
    assert "\nunknown\n" in run.stdout


def test_json_has_a_line_a_fact(smsplan: Smsplan) -> None:
    run = smsplan("provider", "twilio", "--json")
    lines = [json.loads(line) for line in run.stdout.splitlines()]
    assert len(lines) == len(providers.get("twilio").facts)
    assert (lines[0]["provider"], lines[0]["since"]) == ("twilio", None)
    shape = json.loads(smsplan("schema", "FactLine").stdout)
    for line in lines:
        jsonschema.validate(line, shape)


def test_facts_that_are_old_are_listed(smsplan: Smsplan) -> None:
    assert smsplan("provider", "twilio", "--older-than", "36500").stdout.startswith("No fact")
    shown = smsplan("provider", "twilio", "--older-than", "0").stdout.splitlines()
    assert shown[0].startswith("twilio: encoding.choice, read 20")


def test_a_comparison_is_a_table(smsplan: Smsplan) -> None:
    run = smsplan("compare", "--provider", "telnyx", "--provider", "twilio", "5 € off")
    head, standard, telnyx, twilio = run.stdout.splitlines()
    assert head.split()[0] == "provider"
    assert standard.split()[:2] == ["(standard)", "GSM-7"]
    assert telnyx.split()[:2] == ["telnyx", "UCS-2"]
    assert telnyx.endswith("encoding.alphabet")
    assert twilio.split()[:2] == ["twilio", "GSM-7"]
    as_json = json.loads(smsplan("compare", "--json", "--provider", "telnyx", "5 € off").stdout)
    assert as_json["providers"][0]["reasons"] == ["encoding.alphabet"]


def test_a_comparison_names_options_and_counts_what_is_lost(smsplan: Smsplan) -> None:
    chosen = ["twilio:smart_encoding=true", "govuk-notify", "twilio"]
    run = smsplan("compare", *(f"--provider={each}" for each in chosen), "“Hi” 🎁")
    _, _, notify, *twilio = run.stdout.splitlines()
    assert notify.endswith("encoding.placeholder; 1 character lost")
    assert [line.split()[0] for line in twilio] == ["twilio:smart_encoding=true", "twilio"]


def test_findings_of_one_source_have_it_once_on_a_line_of_its_own(smsplan: Smsplan) -> None:
    notify = providers.get("govuk-notify", prefix="A")
    named = ["plan", "--provider", "govuk-notify:prefix=A", "“Hi” 🎁"]
    run = smsplan(*named)
    findings = notify.check("“Hi” 🎁").findings
    assert len(findings) == 4
    shown = run.stdout.splitlines()[5:-1]
    told = [line for line in shown if line.startswith("warning")]
    sources = [line.strip() for line in shown if line not in told]
    facts = {fact.name: fact for fact in notify.facts}
    assert [line.split(", read ")[0] for line in sources] == [
        facts[rule].source for rule in ("text.added", "encoding.placeholder")
    ]
    for line, finding in zip(told, findings, strict=True):
        message, _, source = finding.message.rpartition(" (")
        assert line == f"warning      {finding.code}: {message}"
        assert source.removesuffix(")") in sources
    as_json = json.loads(smsplan(*named, "--json").stdout)
    assert [each["message"] for each in as_json["findings"]] == [each.message for each in findings]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("plan --provider twillo x", "there is no provider 'twillo'; did you mean twilio?"),
        ("plan --provider twilio:smart x", "'smart' is not OPTION=VALUE"),
        ("plan --provider twilio --boundary word x", "leave out --boundary"),
        (
            "check --provider twilio --flash --to +4520123456 --sender A x",
            "only --to, --region, --sender",
        ),
    ],
)
def test_misuse_is_one_line(smsplan: Smsplan, line: str, said: str) -> None:
    run = smsplan(*line.split())
    assert run.exit_code == 2
    assert run.stderr.startswith(f"smsplan: --provider: {said}")
    assert run.stderr.count("\n") == 1


def test_check_and_plan_say_what_the_provider_does(smsplan: Smsplan) -> None:
    run = smsplan("check", "--provider", "twilio", "--to", "4520123456", "--sender", "A", "Hi")
    assert run.exit_code == 1
    assert "PROVIDER_RECIPIENT" in run.stdout
    assert "HMRC: Hi" in smsplan("plan", "--provider", "govuk-notify:prefix=HMRC", "Hi").stdout


def test_compare_has_what_each_bills_and_what_it_would_cost_as_something_else(
    smsplan: Smsplan, tmp_path: Path
) -> None:
    card = tmp_path / "rates.csv"
    card.write_text("prefix,price,mms,currency\n45,0.2,0.5,DKK\n")
    rates = ("--rates", str(card))
    given = ("--to", "4520123456", *rates, "“Hi” " * 20)
    run = smsplan("compare", "--provider", "telnyx", "--provider", "govuk-notify", *given)
    assert "(standard)    UCS-2     100         2         0.4 DKK" in run.stdout
    assert "0.2 DKK  encoding.replacement" in run.stdout
    assert run.stdout.endswith("as MMS: 0.5 DKK\n")
    found = json.loads(smsplan("compare", "--json", "--provider", "telnyx", *given).stdout)
    assert found["providers"][0]["quote"]["cost"] == 0.4
    assert found["channels"]["mms"]["cost"] == 0.5
    for one in (("--to", "45"), rates):
        assert "--to MSISDN and --rates FILE, both" in smsplan("compare", *one, "Hi").stderr
    assert "MSISDN_INVALID" in smsplan("compare", "--to", "4", *rates, "Hi").stderr


@pytest.mark.parametrize("command", ["plan", "check", "lint", "preview", "compare"])
def test_an_empty_name_is_no_provider(smsplan: Smsplan, command: str, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text("msisdn,text\n4520123456,Hi\n")
    texts = {"lint": [str(file), "--lines"], "preview": [str(file), "--text", "text"]}
    run = smsplan(command, "--provider", "", *texts.get(command, ["Hi"]))
    assert run.exit_code == 2
    assert "--provider: there is no provider ''" in run.stderr


def test_so_many_days_that_there_is_no_such_date_are_bad_usage(smsplan: Smsplan) -> None:
    assert smsplan("provider", "--older-than", "99999999999999999999").exit_code == 2
