"""What commands print as JSON is what the values give, and what the published schema says."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from smsplan import RateCard, SmsRequest, Template, plan, preflight
from smsplan.campaign import preview
from smsplan.cli.request import FormLine
from smsplan.gateway.request import PARAMETERS
from smsplan.schema import schema
from smsplan.wire import decode, submit
from tests.shapes import hold

from .conftest import Smsplan

RATES = RateCard("DKK", {"45": Decimal("0.20")})
WIDE = "😀 “Your parcel”" + " is here 😀" * 20


def test_plan_prints_the_plan_with_the_quote_and_the_findings_beside(
    smsplan: Smsplan, tmp_path: Path
) -> None:
    card = tmp_path / "card.csv"
    card.write_text("45,0.20\n")
    to = "+45 20 12 34 56"
    run = smsplan(
        "plan",
        "--json",
        "--to",
        to,
        "--sender",
        "é",
        "--rates",
        str(card),
        "--currency",
        "DKK",
        WIDE,
        "",
    )
    for line, text in zip(run.stdout.splitlines(), (WIDE, ""), strict=True):
        answer = json.loads(line, parse_float=Decimal)
        hold(answer, "PlanLine")
        quote, findings = answer.pop("quote"), answer.pop("findings")
        assert answer.pop("channels") == {}
        assert answer == plan(text).to_dict()
        assert quote == RATES.quote(plan(text), to).to_dict()
        found = preflight(SmsRequest(msisdn=to, sender="é", text=text))
        assert findings == found.to_dict()["findings"]


def test_findings_of_plan_are_those_of_a_preflight(smsplan: Smsplan) -> None:
    run = smsplan("plan", "--json", "--to", "45😀x", "--sender", "😀 y", "Hi")
    found = preflight(SmsRequest(msisdn="45😀x", sender="😀 y", text="Hi"))
    assert json.loads(run.stdout)["findings"] == found.to_dict()["findings"]


def test_a_line_that_is_no_text_is_as_the_schema_says(smsplan: Smsplan) -> None:
    hold(json.loads(smsplan("plan", "--json", stdin=b"\xff").stdout), "UnreadLine")


@pytest.mark.parametrize("to", ["4520123456", "😀4520123456"])
def test_check_prints_the_preflight(smsplan: Smsplan, to: str) -> None:
    run = smsplan("check", "--json", "--to", to, "--sender", "You", WIDE)
    found = preflight(SmsRequest(msisdn=to, sender="You", text=WIDE, contact=""))
    assert json.loads(run.stdout) == found.to_dict()
    assert json.loads(run.stdout)["ok"] is found.ok


def test_preview_prints_the_preview(smsplan: Smsplan, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text("msisdn,name\n4520123456,Łukasz\n45x,Bo\n")
    run = smsplan("preview", "--json", "--template", "Hi {{name}}", str(file))
    plain = json.loads(run.stdout)
    hold(plain, "Preview")
    people = pa.record_batch({"msisdn": ["4520123456", "45x"], "name": ["Łukasz", "Bo"]})
    found = preview([people], to="msisdn", template=Template.parse("Hi {{name}}"))
    assert found.to_dict() == plain


def test_encode_and_lint_print_what_the_schema_says(smsplan: Smsplan, tmp_path: Path) -> None:
    for arguments in (["Hej 😀"], ["--to", "4520123456", "--language", "turkish", "ş" * 155]):
        run = smsplan("encode", "--json", *arguments)
        hold(json.loads(run.stdout), "EncodedLine")
    good, bad = tmp_path / "good.txt", tmp_path / "bad.json"
    good.write_text("“Your parcel is here.” " * 4)
    bad.write_text("{")
    run = smsplan("lint", "--format", "json", str(good), str(bad))
    lines = [json.loads(line) for line in run.stdout.splitlines()]
    assert {"error" in line for line in lines} == {True, False}
    for line in lines:
        hold(line, "UnreadFile" if "error" in line else "FindingLine")


LONG = "“Hi” " * 20
READ = [
    *(tpdu.hex() for tpdu in submit(plan(LONG), "4520123456", reference=200)),
    "0791447758100650040dd0f334fc1ca6970100008080312170224008d4f29cde0ea7d9",
    "01000a815420123456000002c834ff",
    "11000a8154201234560000aa02c834",
    "",
]


@pytest.mark.parametrize("smsc", [False, True])
def test_decode_prints_what_the_schema_says(smsplan: Smsplan, *, smsc: bool) -> None:
    arguments = ["--smsc"] if smsc else []
    run = smsplan("decode", "--json", *arguments, stdin="\n".join([*READ, "zz"]))
    kinds = set()
    for line in run.stdout.splitlines():
        answer = json.loads(line)
        shape = next((KINDS[key] for key in KINDS if key in answer), "DecodedLine")
        hold(answer, shape)
        kinds.add(shape)
    assert kinds == {"DecodedLine", "UnreadPdu", "JoinedLine"}


KINDS = {"message": "JoinedLine", "error": "UnreadPdu"}


def test_a_dry_run_prints_what_the_schema_says(smsplan: Smsplan) -> None:
    options = ["--schedule", "2036-12-01T09:00", "--price", "20", "--callback", "https://a.dk/"]
    run = smsplan(
        *("send", "--dry-run", "--json", "--to", "4520123456", "--sender", "Shop"),
        *(*options, "--flash", "Hi"),
    )
    form = json.loads(run.stdout)
    hold(form, "FormLine")
    assert list(form) == ["msisdn", "text", "sender", "flash", "schedule", "callback", "price"]
    assert {*FormLine.__struct_fields__} == {*PARAMETERS, "user"}


def test_findings_of_decode_have_the_shape_of_a_finding(smsplan: Smsplan) -> None:
    trailing = "01000a815420123456000002c834ff"
    answer = json.loads(smsplan("decode", "--json", trailing).stdout.splitlines()[0])
    assert [each["code"] for each in answer["findings"]] == [
        each.code for each in decode(trailing).findings
    ]
    assert answer["findings"]
    for finding in answer["findings"]:
        hold(finding, "Finding")


def test_the_command_prints_the_schema(smsplan: Smsplan) -> None:
    assert json.loads(smsplan("schema", "Preflight").stdout) == schema("Preflight")
    every: dict[str, Any] = json.loads(smsplan("schema").stdout)
    assert {each["$ref"].rpartition("/")[2] for each in every["anyOf"]} <= set(every["$defs"])
    assert "Shape" not in json.dumps(every)


def test_an_unknown_name_is_answered_with_the_known_ones(smsplan: Smsplan) -> None:
    run = smsplan("schema", "Plans")
    assert "there is no shape 'Plans'; there are Plan, Preflight" in run.stderr
    assert run.exit_code == 2
