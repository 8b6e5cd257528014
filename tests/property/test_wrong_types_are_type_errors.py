# mypy: disable-error-code="arg-type, list-item"
"""Whatever stands in the place of an argument: a ``TypeError`` that says so, or it is taken.

A wrong value of the right type is a ``ValueError`` or what smsplan raises on purpose.
The table has a call of everything public that takes arguments, as it should be; each
of its arguments in turn is put in by what is of a wrong type.
"""

import inspect
from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pytest

import smsplan
from smsplan import (
    campaign,
    catalogs,
    columns,
    gateway,
    linting,
    sender,
    strategies,
    templates,
    wire,
)
from smsplan import msisdn as recipients
from smsplan.errors import SmsplanError
from smsplan.gateway.client import Client
from smsplan.linting import RULES

TEXT = "Your “parcel” is here, {{name}}"
PLANNED = smsplan.plan(TEXT)
CARD = smsplan.RateCard("DKK", {"45": Decimal("0.2")})
REQUEST = smsplan.SmsRequest(text="x", sender="A", msisdn=4520123456)
PREFLIGHT = smsplan.preflight(REQUEST)
SENT = smsplan.SmsSent(1, Decimal("0.2"), 1, 1)
TEMPLATE = smsplan.Template.parse(TEXT)
FIELDS = {"name": smsplan.Field(20)}
CATALOG = catalogs.read(b'{"a": "b"}', catalogs.Kind.JSON)
TPDU = wire.submit(smsplan.plan("hello"), 4520123456)[0]
DECODED = wire.decode(TPDU)
USER_DATA = wire.user_data(PLANNED)
REPLY = '{"status": "error", "error": "X"}'
PRICES = '{"yourprices": {"prices": [{"dialcode": 45, "country": "DK", "price": {"sms": 1}}]}}'
ROWS = pa.record_batch({"to": ["4520123456"], "name": ["Anna"]})
PREVIEWED = campaign.preview([ROWS], to="to", text="name")
COLUMN = pa.array(["hi"])
NUMBERS = pa.array(["4520123456"])


class Case(NamedTuple):
    function: Callable[..., object]
    arguments: dict[str, Any]


def case(function: Callable[..., object], **arguments: object) -> Case:
    return Case(function, arguments)


CASES = [
    case(smsplan.plan, text=TEXT, profile=smsplan.STANDARD),
    case(
        smsplan.lint,
        text=TEXT,
        profile=smsplan.STANDARD,
        select=["ENC"],
        ignore=["COST"],
        max_segments=3,
    ),
    case(smsplan.explain, text=TEXT * 3, profile=smsplan.STANDARD),
    case(smsplan.fix, text=TEXT, profile=smsplan.STANDARD, level=smsplan.Safety.SAFE, always=True),
    case(TEMPLATE.lint, fields=FIELDS, profile=smsplan.STANDARD, max_segments=1),
    case(smsplan.preflight, request=REQUEST, rates=CARD, profile=smsplan.STANDARD, now=1),
    case(gateway.parse_reply, body=REPLY),
    case(smsplan.Template.parse, source=TEXT, syntax=smsplan.Syntax.MUSTACHE),
    case(TEMPLATE.render, values={"name": "Anna"}),
    case(TEMPLATE.bounds, fields=FIELDS, profile=smsplan.STANDARD, rates=CARD, msisdn=4520123456),
    case(smsplan.Field, max_length=3, charset=smsplan.Charset.ANY, min_length=0),
    case(smsplan.Field.of_values, values=["a"]),
    case(smsplan.Field(3).holds, value="a"),
    case(smsplan.Charset.ANY.holds, text="a"),
    case(smsplan.Charset.ANY.has, character="a"),
    case(
        smsplan.RateCard,
        currency="DKK",
        prices={"45": Decimal(1)},
        default=Decimal(1),
        countries={"45": "DK"},
    ),
    case(smsplan.RateCard.from_json, reply=PRICES, currency="DKK"),
    case(smsplan.RateCard.from_csv, text="45,1\n", currency="DKK"),
    case(CARD.quote, plan=PLANNED, msisdn=4520123456),
    case(
        smsplan.Profile,
        encoding=smsplan.Encoding.GSM7,
        boundary=smsplan.Boundary.WORD,
        reference_bits=8,
        languages=(smsplan.Language.TURKISH,),
    ),
    case(SENT.discrepancies, preflight=PREFLIGHT),
    case(recipients.parse, value="4520123456"),
    case(recipients.validate, value="4520123456"),
    case(recipients.is_valid, value="4520123456"),
    case(recipients.compact, value="4520123456"),
    case(recipients.format, value="4520123456"),
    case(recipients.findings, value="4520123456"),
    case(sender.validate, value="A"),
    case(sender.is_valid, value="A"),
    case(sender.findings, value="A"),
    case(linting.page, rule=RULES["ENC001"]),
    case(templates.unparsed, error=smsplan.TemplateError("x", "abc", 0, 1)),
    case(wire.decode, tpdu=TPDU, smsc=False),
    case(wire.user_data, plan=PLANNED, reference=1, flash=False),
    case(
        wire.submit,
        plan=PLANNED,
        msisdn=4520123456,
        reference=1,
        flash=True,
        silent=True,
        validity=timedelta(1),
        status_report=True,
        message_reference=1,
    ),
    case(
        wire.submit,
        plan=USER_DATA,
        msisdn=4520123456,
        silent=True,
        validity=timedelta(1),
        status_report=True,
        message_reference=1,
    ),
    case(
        wire.wappush,
        url="https://example.com/",
        text="x",
        action=wire.Action.LOW,
        transaction=1,
        reference=1,
        reference_bits=8,
    ),
    case(wire.messages, parts=[DECODED]),
    case(wire.reassemble, parts=[DECODED]),
    case(catalogs.read, content=b"x", kind=catalogs.Kind.LINES),
    case(CATALOG.select, patterns=("a",)),
    case(CATALOG.place, message=CATALOG.messages[0], offset=0),
    case(CATALOG.rewrite, edits={0: [smsplan.Edit(0, 1, "c")]}),
    case(CATALOG.edited, edits={0: [smsplan.Edit(0, 1, "c")]}),
    case(catalogs.check, catalog=CATALOG, settings=catalogs.LintSettings(), lines_before=0),
    case(catalogs.match, folder=Path(), globs=["*.none"], are_text=True),
    case(catalogs.choose, named=["-"], matched=catalogs.Matched(), is_text=True),
    case(columns.plan_array, texts=COLUMN, profile=smsplan.STANDARD, threads=1),
    case(columns.non_gsm_array, texts=COLUMN, threads=1),
    case(columns.msisdn_array, values=NUMBERS, threads=1),
    case(columns.quote_array, msisdns=NUMBERS, msg_counts=pa.array([1]), rates=CARD, threads=1),
    case(
        campaign.preview,
        batches=[ROWS],
        to="to",
        template=TEMPLATE,
        rates=CARD,
        profile=smsplan.STANDARD,
        fields=FIELDS,
        duplicates=True,
        unread=None,
        on_batch=None,
        samples=1,
        threads=1,
    ),
    case(smsplan.compare, text=TEXT, providers=["twilio"]),
    case(campaign.preview, batches=[ROWS], to="to", text="name"),
    case(campaign.html_report, preview=PREVIEWED, title="t", about={"File": "a.csv"}),
    case(Client, user="u", key="k", base_url="https://example.com", timeout=1.0),
    case(
        Client("u", "k").send,
        request=smsplan.SmsRequest(text="", sender="", msisdn=0),
        profile=smsplan.STANDARD,
    ),
    case(strategies.gsm7_text, min_size=0, max_size=3),
    case(strategies.ucs2_text, max_size=3),
    case(strategies.messages, max_size=3),
    case(strategies.boundary_messages, profile=smsplan.STANDARD, max_segments=2),
]
ROOMS = [smsplan, columns, campaign, catalogs, gateway, linting, templates, wire]
MEANT = (type(None), smsplan.GatewayError, smsplan.RequestRefusedError)
NOUNS = ("an msisdn", "a sender")
WRONG = [None, 7, -1, b"x", object(), [3], "\ud800", {"x": 3}, 1.5, True, lambda: None]


def called(function: Callable[..., object], arguments: dict[str, Any]) -> object:
    """Call with the arguments, ``patterns`` as those that have no name."""
    named = dict(arguments)
    found = function(*(_several(named.pop("patterns", ()))), **named)
    return list(found) if isinstance(found, Iterator) else found


def _several(patterns: object) -> tuple[Any, ...]:
    return patterns if isinstance(patterns, tuple) else (patterns,)


def name_of(case: Case) -> str:
    return getattr(case.function, "__qualname__", repr(case.function))


def failure(case: Case, **changes: object) -> Exception | None:
    """Give what a call ends in, if it is something that a caller has to expect."""
    try:
        called(case.function, case.arguments | changes)
    except (TypeError, ValueError, SmsplanError) as error:
        return error
    return None


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_the_call_of_the_table_is_right(case: Case) -> None:
    assert isinstance(failure(case), MEANT)


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_a_wrong_type_is_taken_or_told_as_what_it_is(case: Case) -> None:
    for name in case.arguments:
        for wrong in WRONG:
            if name == "on_batch" and callable(wrong):
                continue
            error = failure(case, **{name: wrong})
            named = any(noun in str(error) for noun in (name, *NOUNS))
            assert named or not isinstance(error, TypeError), (name, wrong)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: smsplan.plan("x", "y"), "profile is a Profile, not 'y'"),
        (lambda: smsplan.lint("x", select=[1]), "select[0] is a str, not 1"),
        (lambda: smsplan.lint("x", select={"a": 1}), "there is no rule 'a'"),
        (lambda: smsplan.lint("x", max_segments="3"), "max_segments is an int, not '3'"),
        (lambda: smsplan.RateCard.from_csv(None), "text is a str, not None"),
        (
            lambda: smsplan.RateCard("DKK", [("45", 1)]),
            "prices is a mapping of str to Decimal, not list",
        ),
        (lambda: smsplan.preflight(None), "request is a SmsRequest, not None"),
        (lambda: smsplan.Profile(reference_bits="8"), "reference_bits is an int, not '8'"),
        (lambda: wire.user_data(None), "plan is a Plan, not None"),
        (
            lambda: wire.submit(PLANNED, 4520123456, validity=3),
            "validity is a timedelta or None, not 3",
        ),
        (lambda: wire.reassemble("ab"), "parts is an iterable of Decoded, not 'ab'"),
        (lambda: TEMPLATE.bounds(FIELDS, None), "profile is a Profile, not None"),
        (lambda: Client("u", "k", base_url=b"https://x/"), "base_url is a str, not bytes"),
        (lambda: CARD.quote(None, 4520123456), "plan is a Counted, not None"),
    ],
)
def test_the_message_says_which_argument_what_is_wanted_and_what_was_given(
    call: Callable[[], object], message: str
) -> None:
    with pytest.raises((TypeError, smsplan.UnknownRuleError)) as refusal:
        call()
    assert str(refusal.value) == message


def test_a_right_call_that_fails_says_what_it_said() -> None:
    with pytest.raises(TypeError, match="missing 1 required positional argument"):
        smsplan.lint()  # type: ignore[call-arg]
    with pytest.raises(ValueError, match="1 or more"):
        smsplan.lint("x", max_segments=0)


def test_a_value_that_is_long_is_told_by_its_type() -> None:
    with pytest.raises(TypeError, match=r"^profile is a Profile, not str$"):
        smsplan.plan("x", "y" * 1000)


def test_the_table_has_everything_that_is_public() -> None:
    there = {getattr(each.function, "__func__", each.function) for each in CASES}
    for room in ROOMS:
        for name in room.__all__:
            value = getattr(room, name)
            if inspect.isfunction(value):
                assert value in there, f"{room.__name__}.{name}"
