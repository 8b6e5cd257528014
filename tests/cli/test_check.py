import json
from pathlib import Path

from .conftest import Smsplan


def codes(output: str) -> list[str]:
    return [finding["code"] for finding in json.loads(output)["findings"]]


def test_a_clean_request_exits_0(smsplan: Smsplan) -> None:
    run = smsplan("check", "--to", "+45 20 12 34 56", "--sender", "You", "Hi")
    assert run.stdout.splitlines()[-1] == "nothing is wrong"
    assert run.exit_code == 0


def test_warnings_exit_0(smsplan: Smsplan) -> None:
    run = smsplan("check", "--to", "4512345678", "--sender", "You", "Hi")
    assert run.stdout.splitlines()[-1] == "1 warning"
    assert run.exit_code == 0


def test_everything_that_is_wrong_is_reported_at_once(smsplan: Smsplan) -> None:
    run = smsplan(
        *("check", "--json", "--to", "45x", "--sender", "Alpha Beta Gamma"),
        *("--wappush", "nowhere", "--callback", "ftp://x", "--price", "0.5"),
        *("--schedule", "2026-03-29T02:30", ""),
    )
    assert codes(run.stdout) == [
        "MSISDN_ALPHA",
        "TEXT_EMPTY",
        "SENDER_INVALID",
        "SENDER_LONG",
        "WAPPUSH_INVALID",
        "SCHEDULED_INVALID",
        "CALLBACK_INVALID",
        "PRICE_INVALID",
    ]
    assert run.exit_code == 1


def test_a_national_number_is_read_in_its_region(smsplan: Smsplan) -> None:
    arguments = ("check", "--json", "--to", "20 12 34 56", "--sender", "You", "Hi")
    assert codes(smsplan(*arguments, "--region", "dk").stdout) == ["MSISDN_NATIONAL"]
    at_twilio = smsplan(*arguments, "--region", "DK", "--provider", "twilio")
    assert codes(at_twilio.stdout) == ["PROVIDER_RECIPIENT"]
    run = smsplan(*arguments, "--region", "UK")
    assert (run.exit_code, run.stderr.count("\n")) == (2, 1)
    assert "--region: 'UK' is no country" in run.stderr


def test_nothing_given_is_an_empty_recipient_and_sender(smsplan: Smsplan) -> None:
    run = smsplan("check", "--json", "Hi")
    assert codes(run.stdout) == ["EMPTY_RECIPIENT", "SENDER_EMPTY"]
    assert run.exit_code == 1


def test_contact_and_group_together_are_ambiguous(smsplan: Smsplan) -> None:
    run = smsplan("check", "--json", "--contact", "1", "--group", "2", "--sender", "You", "Hi")
    assert codes(run.stdout) == ["RECIPIENT_AMBIGUOUS"]


def test_the_clock_says_what_is_past(smsplan: Smsplan) -> None:
    arguments = ("check", "--json", "--to", "4520123456", "--sender", "You", "Hi", "--schedule")
    assert codes(smsplan(*arguments, "2020-01-01T09:00").stdout) == ["SCHEDULED_PAST"]
    assert codes(smsplan(*arguments, "1577865600").stdout) == ["SCHEDULED_PAST"]
    assert codes(smsplan(*arguments, "2999-01-01T09:00+01:00").stdout) == []


def test_a_dash_reads_all_of_standard_input_as_one_text(smsplan: Smsplan) -> None:
    run = smsplan(
        *("check", "--json", "--to", "4520123456", "--sender", "You", "-"), stdin="one\ntwo\n"
    )
    assert json.loads(run.stdout)["plan"]["text"] == "one\ntwo"


def test_bad_usage_exits_2(smsplan: Smsplan) -> None:
    assert smsplan("check", "--schedule", "tomorrow", "Hi").exit_code == 2
    assert smsplan("check", "--price", "much", "Hi").exit_code == 2
    assert smsplan("check", "--nonsense", "Hi").exit_code == 2
    assert smsplan("check").exit_code == 2
    assert smsplan("check", "-", stdin=b"\xff").exit_code == 2


def test_the_segments_of_a_wappush_are_shown(smsplan: Smsplan) -> None:
    arguments = ("--to", "4520123456", "--sender", "You", "--wappush", "https://example.com/")
    run = smsplan("check", *arguments, "Hi")
    assert run.stdout.splitlines()[-2:] == [
        "as WAP Push: 28 octets, msg-count 1",
        "nothing is wrong",
    ]


def test_a_message_that_may_cost_more_than_the_most_is_an_error(
    smsplan: Smsplan, tmp_path: Path
) -> None:
    rates = tmp_path / "rates.csv"
    rates.write_text("prefix,price,currency\n45,0.32,DKK\n", "utf-8")
    given = ("check", "--to", "4520123456", "--sender", "Shop", "--rates", str(rates), "Hi")
    assert smsplan(*given, "--max-cost", "0.32").exit_code == 0
    above = smsplan(*given, "--max-cost", "0.3")
    assert above.exit_code == 1
    assert "COST_ABOVE_MAX: the message costs 0.32 DKK, 0.3 at most" in above.stdout
    for most in ("-1", "nan", "inf", "x"):
        refused = smsplan(*given, "--max-cost", most)
        assert refused.exit_code == 2
        assert f"--max-cost: '{most}' is not an amount" in refused.stderr
    assert "--max-cost: needs --rates" in smsplan("check", "Hi", "--max-cost", "1").stderr
