"""Every exception says what, where and which rule; the tree is the one that is drawn."""

import copy
import importlib
import inspect
import pickle
import sys
from datetime import datetime

import pytest

import smsplan
from smsplan import (
    BoundsError,
    Encoding,
    Finding,
    GatewayError,
    InvalidValueError,
    MissingExtraError,
    Profile,
    ProviderError,
    RateCard,
    RateCardError,
    RequestRefusedError,
    SendError,
    Severity,
    SmsplanError,
    SmsRequest,
    TemplateError,
    UnencodableTextError,
    UnknownDestinationError,
    UnknownRuleError,
    errors,
    msisdn,
    plan,
    preflight,
    sender,
)
from smsplan.errors import (
    CatalogError,
    ColumnError,
    CountryError,
    DecodeError,
    DestinationRejectedError,
    FileError,
    NotConnectedError,
    ReassemblyError,
    ReplyLostError,
    StoreError,
    UnexpectedReplyError,
)
from smsplan.gateway import parse_reply
from smsplan.gateway.schedule import timestamp
from smsplan.web.endpoints import BadRequestError
from smsplan.web.workers import BusyError

FINDING = Finding(
    code="SENDER_LONG", severity=Severity.ERROR, field="sender", message="too long", start=1, end=2
)
EXAMPLES = [
    SmsplanError("what"),
    InvalidValueError("ab", FINDING),
    UnencodableTextError("aя", 1),
    RateCardError("line 3: the price -1 is negative"),
    UnknownDestinationError("4512345678"),
    DestinationRejectedError("5351234567", "53"),
    DecodeError("TP-PID is missing", 7),
    ReassemblyError("message 7 lacks segment 2", (2,)),
    UnknownRuleError("ENC999", ("ENC001",)),
    TemplateError("nothing closes it", "Hi {{name", 3, 9),
    BoundsError("graphemes"),
    ProviderError("there is no provider 'twillo'; did you mean twilio?"),
    CountryError("there is no country 'Denmrk'; did you mean Denmark?"),
    CatalogError("not JSON", 2, 5),
    StoreError("notes.db cannot be the store of a sandbox: it is the database of something else"),
    ColumnError("there is no column 'to'"),
    FileError("recipients.csv: it is not UTF-8"),
    MissingExtraError(extra="testing", feature="smsplan.strategies"),
    SendError("what"),
    RequestRefusedError((FINDING,)),
    NotConnectedError("no connection"),
    ReplyLostError("the reply was lost"),
    UnexpectedReplyError("not JSON"),
    GatewayError("EMPTY_RECIPIENT", {"sms": {"msisdn": None}}),
]


def deep(levels: int) -> dict[str, object]:
    """Nest a value of JSON so deep that Python cannot show it."""
    value: object = 1
    for level in range(levels):
        value = [value] if level % 2 else {"a": value}
    return {"sms": value}


OTHERS = [
    GatewayError("DEEP", deep(100_000)),
    BusyError("the server is busy"),
    BadRequestError("it is not UTF-8", "$", 1, 2),
]
"""What is like them: of other modules, and with what the gateway nests as it likes."""


def test_what_is_nested_too_deep_in_an_echo_is_left_out_and_nothing_else() -> None:
    assert GatewayError("DEEP", deep(19)).echo == deep(19)
    shown = "{'a': [" * 9 + "{'a': '…'}" + "]}" * 9
    assert str(GatewayError("DEEP", deep(100_001))).endswith(f"with {{'sms': {shown}}}")


def test_what_the_gateway_calls_an_error_does_nothing_to_a_terminal() -> None:
    assert str(GatewayError("\x1b[2J\u202e", {"a": "\x1b[2J\u202e"})).isprintable()


def drawn_tree() -> dict[str, str | None]:
    """Read the parent of each class, as the docstring of the module draws it."""
    assert errors.__doc__ is not None
    parents: dict[str, str | None] = {}
    path: list[str] = []
    for line in errors.__doc__.splitlines():
        root = line.strip() == "SmsplanError"
        if not root and "── " not in line:
            continue
        indented, _, described = line.rpartition("── ")
        depth = 0 if root else (len(indented) - len("    ")) // len("│   ") + 1
        path[depth:] = [described.split()[0]]
        parents[path[depth]] = path[depth - 1] if depth else None
    return parents


def drawn_bases() -> dict[str, str]:
    """Read the built-in exception that the drawing names for a class, in parentheses."""
    assert errors.__doc__ is not None
    return {
        line.partition("── ")[2].split()[0]: line.rpartition("(")[2].rstrip(")")
        for line in errors.__doc__.splitlines()
        if "── " in line and line.endswith("Error)")
    }


def classes() -> list[type[Exception]]:
    return [
        each
        for _, each in inspect.getmembers(errors, inspect.isclass)
        if issubclass(each, Exception) and each.__module__ == errors.__name__
    ]


def test_the_drawn_tree_is_the_class_tree() -> None:
    assert drawn_tree() == {
        each.__name__: None if each is SmsplanError else each.__bases__[0].__name__
        for each in classes()
    }


def test_the_drawn_built_in_bases_are_the_classes() -> None:
    assert drawn_bases() == {
        each.__name__: each.__bases__[1].__name__ for each in classes() if len(each.__bases__) > 1
    }


def test_every_class_has_an_example_here_and_its_name_ends_in_error() -> None:
    assert {type(example) for example in EXAMPLES} == set(classes())
    assert [each for each in classes() if not each.__name__.endswith("Error")] == []


def test_the_errors_of_the_top_level_are_these() -> None:
    for name in smsplan.__all__:
        if name.endswith("Error"):
            assert getattr(smsplan, name) is getattr(errors, name)


@pytest.mark.parametrize("error", EXAMPLES, ids=lambda error: type(error).__name__)
def test_every_error_has_a_reason_and_perhaps_a_place(error: SmsplanError) -> None:
    assert str(error).startswith(error.reason)
    has_place = None not in {error.source, error.start, error.end}
    assert has_place == ("^" in str(error))


@pytest.mark.parametrize("error", [*EXAMPLES, *OTHERS], ids=lambda error: type(error).__name__)
def test_every_exception_can_be_pickled_and_copied(error: Exception) -> None:
    pickled = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own
    for again in (pickled, copy.copy(error), copy.deepcopy(error)):
        assert type(again) is type(error)
        assert str(again) == str(error)
        assert again.args == error.args
        assert vars(again) == vars(error)


def test_only_what_may_have_left_may_have_been_sent() -> None:
    maybe_sent = {
        type(error): error.maybe_sent
        for error in EXAMPLES
        if type(error) in SendError.__subclasses__() and isinstance(error, SendError)
    }
    assert maybe_sent == {
        RequestRefusedError: False,
        NotConnectedError: False,
        ReplyLostError: True,
        UnexpectedReplyError: True,
        GatewayError: False,
    }


def test_an_invalid_value_shows_code_rule_and_place() -> None:
    with pytest.raises(InvalidValueError) as caught:
        msisdn.validate("+45 12x4 5678")
    assert caught.value.code == "MSISDN_ALPHA"
    assert str(caught.value).splitlines() == [
        "MSISDN_ALPHA: 'x' U+0078 LATIN SMALL LETTER X is not a digit 0 to 9",
        "    +45 12x4 5678",
        "          ^",
    ]


def test_an_invalid_int_shows_its_digits() -> None:
    with pytest.raises(InvalidValueError) as caught:
        msisdn.validate(4512345678901234)
    assert str(caught.value).splitlines() == [
        "MSISDN_LONG: 16 digits, 15 are the most (ITU-T E.164, 6.2)",
        "    4512345678901234",
        "                   ^",
    ]


def test_an_invalid_value_as_a_whole_shows_code_and_rule_only() -> None:
    with pytest.raises(InvalidValueError) as caught:
        sender.validate("")
    assert str(caught.value) == "SENDER_EMPTY: there is no sender"


def test_a_time_that_does_not_exist_names_time_and_zone() -> None:
    with pytest.raises(InvalidValueError) as caught:
        timestamp(datetime(2026, 3, 29, 2, 30))  # noqa: DTZ001 - wall time is what is tested
    assert str(caught.value) == (
        "SCHEDULED_INVALID: 2026-03-29 02:30:00 does not exist in Europe/Copenhagen: "
        "the clock skips it"
    )


def test_an_excerpt_of_a_long_value_shows_the_place_and_obeys_no_terminal() -> None:
    with pytest.raises(InvalidValueError) as caught:
        sender.validate("a" * 200 + "\x1b[2J")
    _, shown, carets = str(caught.value).splitlines()
    assert len(shown) < 80
    assert "\x1b" not in str(caught.value)
    assert shown[carets.index("^") :].startswith(r"\x1b")
    assert carets.count("^") == len(r"\x1b")


def test_an_unencodable_text_names_character_offset_and_clause() -> None:
    with pytest.raises(UnencodableTextError) as caught:
        plan("Hello я", Profile(encoding=Encoding.GSM7))
    assert (caught.value.character, caught.value.start) == ("я", 6)
    assert str(caught.value).splitlines() == [
        ("GSM-7 lacks 'я' U+044F CYRILLIC SMALL LETTER YA (3GPP TS 23.038, clause 6.2.1)"),
        "    Hello я",
        "          ^",
    ]


def test_a_rate_card_error_names_the_line() -> None:
    with pytest.raises(RateCardError) as caught:
        RateCard.from_csv("45,0.2\n46,-1\n")
    assert str(caught.value) == "line 2: the price -1 is negative"


def test_an_unknown_destination_names_the_number() -> None:
    with pytest.raises(UnknownDestinationError) as caught:
        RateCard("DKK", {}).quote(plan(""), 4512345678)
    assert str(caught.value) == (
        "no prefix of the rate card matches 4512345678, and it has no default price"
    )


def test_a_missing_extra_says_what_to_run() -> None:
    error = MissingExtraError(extra="testing", feature="smsplan.strategies")
    assert str(error) == (
        "smsplan.strategies needs an extra: pip install 'smsplan[testing]'"
        ", or in a checkout '.[testing]'"
    )


def test_a_module_whose_library_is_missing_says_what_to_run(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "hypothesis", None)
    monkeypatch.delitem(sys.modules, "smsplan.strategies", raising=False)
    with pytest.raises(MissingExtraError) as caught:
        importlib.import_module("smsplan.strategies")
    assert str(caught.value) == (
        "smsplan.strategies needs an extra: pip install 'smsplan[testing]'"
        ", or in a checkout '.[testing]'"
    )
    assert isinstance(caught.value, ImportError)


def test_a_refused_request_lists_its_findings() -> None:
    found = preflight(SmsRequest(text="", sender="A B"))
    assert str(RequestRefusedError(found.findings)).splitlines() == [
        "the request was not sent:",
        "    EMPTY_RECIPIENT (msisdn): there is no recipient: no msisdn, contact or group",
        "    TEXT_EMPTY (text): there is no text",
        (
            "    SENDER_INVALID (sender): ' ' U+0020 SPACE is not a letter a to z, A to Z "
            "or a digit 0 to 9"
        ),
    ]


def test_a_gateway_error_shows_reason_and_echo() -> None:
    with pytest.raises(GatewayError) as caught:
        parse_reply('{"status": "error", "error": "EMPTY_RECIPIENT", "sms": {"msisdn": null}}')
    assert str(caught.value) == (
        "the gateway answered EMPTY_RECIPIENT, with {'sms': {'msisdn': None}}"
    )


def test_an_unexpected_reply_says_what_was_expected_and_where() -> None:
    with pytest.raises(
        UnexpectedReplyError, match=r"Expected `int`, got `str` - at `\$\.sms\.smsid`"
    ):
        parse_reply(
            '{"status": "success",'
            ' "sms": {"smsid": "1", "cost": 0.2, "chars-count": 1, "msg-count": 1}}'
        )


def test_an_unknown_rule_suggests_those_that_there_are() -> None:
    assert str(UnknownRuleError("mojibak", ("mojibake",))) == (
        "there is no rule 'mojibak'; did you mean mojibake?"
    )
    assert str(UnknownRuleError("X")) == "there is no rule 'X'"


def test_a_template_error_points_at_the_part() -> None:
    assert str(TemplateError("nothing closes it", "Hi {{name", 3, 9)).splitlines() == [
        "nothing closes it",
        "    Hi {{name",
        "       ^^^^^^",
    ]


def test_a_catalog_error_names_line_and_column() -> None:
    assert str(CatalogError("not JSON", 2, 5)) == "not JSON, at line 2, column 5"
