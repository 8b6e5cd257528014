"""The table of countries is whole, typed and sourced, and its names are those of phonenumbers."""

import csv
import json
import pickle
import re
import tomllib
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

import phonenumbers
import pytest
from msgspec.structs import replace
from phonenumbers.geodata.locale import LOCALE_DATA

from smsplan.destinations import countries
from smsplan.errors import CountryError
from tests.paths import DATA, ROOT
from tests.providers.test_facts import https, no, number, one_of, words, yes

FOLDER: Final = ROOT / "smsplan" / "destinations" / "countries"
CHANGES: Final = tomllib.loads((FOLDER / "changes.toml").read_text("utf-8"))["read"]
LAST: Final = date(9999, 1, 1)
OWN = {1: "United States, Canada", 7: "Russia, Kazakhstan", 247: "Ascension Island"}
STATUS: Final = one_of("yes", "no", "limited", "registered")


def listed(value: object) -> bool:
    return isinstance(value, tuple) and all(map(words, value))


VALUES: Final[Mapping[str, Callable[[Any], bool]]] = {
    "sender.alphanumeric": STATUS,
    "sender.numeric": STATUS,
    "sender.short-code": STATUS,
    "sender.alphanumeric-otherwise": words,
    "sender.numeric-otherwise": words,
    "sender.replaced": lambda value: yes(value) or no(value),
    "sender.numeric-from": one_of("national", "abroad"),
    "sender.numeric-min": number,
    "sender.numeric-max": number,
    "sender.short-code-form": listed,
    "sender.min": number,
    "sender.max": number,
    "sender.length": number,
    "sender.characters": words,
    "sender.without": words,
    "sender.no-space": yes,
    "sender.not-at-ends": listed,
    "sender.forbidden": listed,
    "sender.generic": words,
    "sender.case-sensitive": yes,
    "text.max": number,
    "text.max-gsm7": number,
    "text.max-ucs2": number,
    "text.no-ucs2": yes,
    "text.no-special-characters": yes,
    "text.no-concatenation": yes,
    "text.some-gsm7-missing": yes,
    "text.prefix": words,
    "text.suffix": words,
    "text.suffix-length": number,
    "text.links": words,
    "use.opt-in": yes,
    "use.opt-out-wording": yes,
    "use.transactional-only": yes,
    "use.no-marketing": lambda value: yes(value) or words(value),
    "use.hours": words,
    "use.marketing-hours": words,
    "use.marketing-prefix": words,
    "use.marketing-suffix": words,
    "use.sender-suffix": listed,
    "use.local-clients-only": yes,
    "delivery.reports": one_of("yes", "no", "carrier"),
    "delivery.failures": words,
}
"""What the value of each rule may be."""


def test_every_calling_code_has_a_name() -> None:
    for dialcode, (main, *_) in phonenumbers.COUNTRY_CODE_TO_REGION_CODE.items():
        name = countries.get(str(dialcode)).name
        assert name.isprintable()
        names = LOCALE_DATA.get(main, {})
        english = names.get("en", names.get("aa"))
        if english and english.startswith("*"):
            english = names[english[1:]]
        if english is None or dialcode in OWN:  # of no country, of several, or of none that it has
            assert len(name) > 2
            assert OWN.get(dialcode, name) == name
        else:
            assert name == english


def test_every_number_has_one_country_which_has_its_region() -> None:
    for region in phonenumbers.SUPPORTED_REGIONS:
        country = countries.get(region)
        number = phonenumbers.example_number(region)
        assert number is not None
        digits = f"{number.country_code}{phonenumbers.national_significant_number(number)}"
        assert countries.of(digits) == country
        assert region in country.regions
        assert any(digits.startswith(prefix) for prefix in country.prefixes)
    prefixes = [prefix for country in countries.listed() for prefix in country.prefixes]
    regions = [region for country in countries.listed() for region in country.regions]
    assert len(prefixes) == len(set(prefixes))
    assert set(regions) == phonenumbers.SUPPORTED_REGIONS
    assert len(regions) == len(set(regions))


@pytest.mark.parametrize("day", [None, date(2020, 1, 1), LAST])
def test_every_fact_has_a_value_of_its_type_a_source_a_day_and_a_confidence(
    day: date | None,
) -> None:
    seen = set()
    for country in countries.listed(day=day):
        names = [fact.name for fact in country.facts]
        assert len(names) == len(set(names))
        seen |= set(names)
        for fact in country.facts:
            assert VALUES[fact.name](fact.value), (country.name, fact)
            assert https(fact.source), fact
            assert type(fact.read) is date
            assert fact.read <= datetime.now(UTC).date()
            assert fact.confidence in {"high", "medium", "low"}
            assert fact.confidence != "low" or fact.note
            assert fact.since is None or fact.since <= (day or fact.read)
    if day == LAST:
        assert seen == VALUES.keys() == countries.RULES.keys()


def test_changes_are_of_countries_that_are_there_and_in_the_order_of_their_days() -> None:
    since: dict[str, date] = {}
    for change in CHANGES:
        cited = {"prefix", "since", "source", "read", "confidence", "note"}
        assert change.keys() - cited <= {"sender", "text", "use", "delivery"}
        assert change.keys() > {"prefix", "source", "read", "confidence"}
        assert change["prefix"] == countries.get(change["prefix"]).prefixes[0]
        assert since.get(change["prefix"], date.min) <= change.get("since", date.min)
        since[change["prefix"]] = change.get("since", date.min)


def test_what_is_otherwise_stands_where_the_status_does() -> None:
    """A finding names one source for both."""
    for day in (None, date(2025, 8, 1), LAST):
        for country in countries.listed(day=day):
            known = {fact.name: fact for fact in country.facts}
            for kind in ("alphanumeric", "numeric"):
                if otherwise := known.get(f"sender.{kind}-otherwise"):
                    status = known[f"sender.{kind}"]
                    assert status.value != "yes"
                    if country.prefixes != ("1",):
                        assert otherwise.source == status.source, country.name


@pytest.mark.parametrize("change", [each for each in CHANGES if "since" in each])
def test_a_rule_is_silent_the_day_before_it_begins(change: Mapping[str, Any]) -> None:
    prefix, since = change["prefix"], change["since"]
    before = countries.get(prefix, day=since - timedelta(1)).facts
    after = countries.get(prefix, day=since).facts
    assert not any(fact.since == since for fact in before)
    begun = {fact.name for fact in after if fact.since == since}
    assert begun == {
        f"{group}.{rule}" for group in ("sender", "text", "use") for rule in change.get(group, ())
    }
    assert set(map(str, after)) >= {str(fact) for fact in before if fact.name not in begun}


def test_without_a_day_a_rule_holds_if_it_had_begun_when_it_was_read() -> None:
    assert countries.get("IE") == countries.get("IE", day=date(2026, 11, 28))
    assert countries.get("IE") != countries.get("IE", day=date(2025, 7, 2))


@pytest.mark.parametrize(
    ("name", "prefix"),
    [
        *(("DK", "45"), ("dk", "45"), (" +45 ", "45"), ("Denmark", "45"), ("UK", "44")),
        *(("USA", "1"), ("Great Britain", "44"), ("el", "30"), ("Dänemark", "45")),
        *(("United States", "1"), ("Canada", "1")),
        *(("KZ", "7"), ("Russia", "7"), ("1829", "1809"), ("jm", "1876"), ("+870", "870")),
    ],
)
def test_a_country_is_got_by_code_calling_code_and_name(name: str, prefix: str) -> None:
    assert countries.get(name).prefixes[0] == prefix


def test_what_is_no_country_is_told_with_those_of_like_names() -> None:
    with pytest.raises(CountryError, match=r"'Denmrk'; did you mean 'Denmark'\?"):
        countries.get("Denmrk")
    with pytest.raises(CountryError, match="; did you mean 'Russia, Kazakhstan'"):
        countries.get("Rusia, Kazakhstan")
    for name in ("", "XX", "Caribbean", "999", "4520123456", "+", "Ö"):
        with pytest.raises(CountryError, match="there is no country"):
            countries.get(name)
    for digits in ("", "0", "2101234567", "x"):
        with pytest.raises(CountryError):
            countries.of(digits)
    with pytest.raises(TypeError, match="name is a str"):
        countries.get(45)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="digits is a str"):
        countries.of(b"45")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="country is a Country"):
        countries.page("DK")  # type: ignore[arg-type]
    with pytest.raises(CountryError, match=r"'x{32}…'"):
        countries.get("x" * 10_000)
    with pytest.raises(TypeError, match="day is a date or None"):
        countries.get("DK", day="2026")  # type: ignore[arg-type]


def test_countries_compare_hash_and_pickle() -> None:
    for country in filter(lambda each: each.facts, countries.listed(day=LAST)):
        assert pickle.loads(pickle.dumps(country)) == country  # noqa: S301 - our own
        assert hash(country) == hash(replace(country))
        with pytest.raises(TypeError):
            country.known["x"] = country.facts[0]  # type: ignore[index]
        assert country.known == {fact.name: fact for fact in country.facts}


def test_a_page_has_every_fact_and_says_where_nothing_is_known() -> None:
    for country in countries.listed(day=LAST):
        page = countries.page(country)
        assert page.startswith(f"# {country.name}\n")
        shown = [line for line in page.splitlines() if line.startswith("- ")]
        assert len(shown) == len(country.facts)
        for fact in country.facts:
            assert any(
                line.startswith(f"- {fact.rule}: **")
                and line.endswith(f" ({countries.RULES[fact.name]})")
                for line in shown
            )
        cited = {
            (fact.group, fact.source, fact.read, fact.confidence, fact.note)
            for fact in country.facts
        }
        assert page.count("\n<https://") == len(cited)
        assert ("Nothing is known" in page) == (not country.facts)
    assert "since 2026-04-01" in countries.page(countries.get("TR", day=LAST))


CODES: Final = {
    "sender_replaced": "sender.replaced",
    "unregistered_sender_replaced": "sender.alphanumeric-otherwise=replaced",
    "numeric_sender_replaced": "sender.numeric-otherwise=replaced",
    "numeric_sender_national": "sender.numeric-from=national",
    "numeric_sender_not_national": "sender.numeric-from=abroad",
    "numeric_sender_min": "sender.numeric-min",
    "numeric_sender_max": "sender.numeric-max",
    "sender_max": "sender.max",
    "sender_length": "sender.length",
    "sender_without": "sender.without",
    "sender_case_sensitive": "sender.case-sensitive",
    "max_chars": "text.max",
    "max_gsm7": "text.max-gsm7",
    "max_ucs2": "text.max-ucs2",
    "no_ucs2": "text.no-ucs2",
    "no_special_characters": "text.no-special-characters",
    "some_gsm7_missing": "text.some-gsm7-missing",
    "no_concatenation": "text.no-concatenation",
    "text_prefix": "text.prefix",
    "text_suffix": "text.suffix",
    "opt_in": "use.opt-in",
    "opt_out_wording": "use.opt-out-wording",
    "transactional_only": "use.transactional-only",
    "no_marketing": "use.no-marketing",
    "hours": "use.hours",
    "local_clients_only": "use.local-clients-only",
}
"""The rule of each code of the table that was read, with its value where the code says it."""
NO_SPACE, NO_SPECIAL = "sender_no_space", "sender_no_special_characters"


def expected(row: Mapping[str, str]) -> dict[str, object]:
    """Return the facts that a row of the table that was read has."""
    found: dict[str, object] = {
        f"sender.{kind.replace('_', '-')}": row[kind]
        for kind in ("alphanumeric", "numeric", "short_code")
        if row[kind]
    }
    if row["delivery_reports"]:
        found["delivery.reports"] = row["delivery_reports"]
    codes = [each for each in (row["facts"] or "").split(";") if each]
    if NO_SPECIAL in codes:
        found["sender.characters"] = "A-Za-z0-9" if NO_SPACE in codes else "A-Z a-z0-9"
    elif NO_SPACE in codes:
        found["sender.no-space"] = True
    for code, _, value in (each.partition("=") for each in codes):
        if code not in {NO_SPACE, NO_SPECIAL}:
            rule, _, own = CODES[code].partition("=")
            written = value.replace("@CET working days", "@+01:00 on working days")
            found[rule] = own or (int(value) if value.isdecimal() else written or True)
    if row["prefix"] == "1":  # a sender of letters is, still, though a later source has numbers
        found["sender.alphanumeric-otherwise"] = "replaced"
    return found


@pytest.mark.skipif(
    not (DATA / "countries.tsv").exists(), reason="what was read lies beside a developer's checkout"
)
def test_no_fact_of_the_table_that_was_read_is_lost() -> None:
    with (DATA / "countries.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    assert len(rows) > 220
    for row in rows:
        country = countries.get(row["prefix"], day=date(2000, 1, 1))
        newer = {
            f"{group}.{rule}"
            for change in CHANGES
            if change["prefix"] == row["prefix"] and "since" not in change
            for group in ("sender", "text", "use", "delivery")
            for rule in change.get(group, ())
        }
        known = {fact.name: fact.value for fact in country.facts if fact.name not in newer}
        read = {rule: value for rule, value in expected(row).items() if rule not in newer}
        assert known == read, row["names"]


ONE_SENDER_ALONE: Final = {"Poland (ALERT RCB)"}
"""What was read of a sender that nobody else can have."""
RECENT: Final = DATA / "countries_recent.json"


@pytest.mark.skipif(not RECENT.exists(), reason="what was read lies beside a developer's checkout")
def test_no_source_and_no_day_of_what_changed_since_is_lost() -> None:
    written = (FOLDER / "changes.toml").read_text("utf-8")
    for row in json.loads(RECENT.read_text("utf-8")):
        if row["country"] not in ONE_SENDER_ALONE:
            assert any(source in written for source in row["source"].split(" ; ")), row
            days = re.findall(r"\d{4}-\d\d-\d\d", json.dumps([row["value"], row.get("note")]))
            assert [day for day in days if day not in written] == [], row
            assert row["confidence"] in {"high", "medium", "low"}
