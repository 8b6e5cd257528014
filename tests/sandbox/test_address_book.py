"""Contacts and groups: what is read is what can be sent to, and what cannot be read says why."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("starlette", reason="the extra `web` is not installed")

from smsplan.destinations.msisdn import compact
from smsplan.sandbox.address_book import AddressBook
from smsplan.strategies import msisdns

IDS = st.text(min_size=1, max_size=5)


@given(st.data(), st.dictionaries(IDS, msisdns(), min_size=1, max_size=5))
def test_what_is_written_is_read(data: st.DataObject, contacts: dict[str, str]) -> None:
    members = st.lists(st.sampled_from(sorted(contacts)), min_size=1, max_size=8)
    groups = data.draw(st.dictionaries(IDS, members, max_size=3))
    book = AddressBook.parse(json.dumps({"contacts": contacts, "groups": groups}).encode())
    for key, msisdn in contacts.items():
        assert book.contact(key) == (compact(msisdn),)
    for key, ids in groups.items():
        assert set(book.group(key)) == {compact(contacts[contact]) for contact in ids}
        assert len(book.group(key)) == len(set(book.group(key)))
    assert book.contact("of nobody") == book.group("of nobody") == ()


@given(st.binary())
def test_any_octets_are_an_address_book_or_a_value_error(octets: bytes) -> None:
    reason = "not an address book: "
    try:
        AddressBook.parse(octets)
    except ValueError as error:
        reason = str(error)
    assert reason.startswith("not an address book: ")


def test_a_file_is_read(tmp_path: Path) -> None:
    file = tmp_path / "people.json"
    file.write_text(
        '\ufeff{"contacts": {"1": "+45 20 12 34 56", "anna": "4791234567"},'
        ' "groups": {"7": ["anna", "1", "anna"]}}',
        "utf-8",
    )
    book = AddressBook.read(file)
    assert book.contact("1") == ("4520123456",)
    assert book.group("7") == ("4791234567", "4520123456")


@pytest.mark.parametrize(
    ("octets", "reason"),
    [
        (b"{", "line 1 column 2"),
        (b"\xff", "position 0"),
        (b"[" * 100_000, "nested too deeply"),
        (b"[]", "Expected `object`, got `array`"),
        (b'{"people": {}}', "unknown field `people`"),
        (b'{"contacts": {"1": 4520123456}}', "Expected `str`, got `int`"),
        (b'{"contacts": {"1": "45x"}}', "contact '1' has no number: MSISDN_ALPHA"),
        (b'{"contacts": {"": "4520123456"}}', "a contact has an empty id"),
        (b'{"contacts": {"1": "4520123456", "1": "4520123457"}}', "'1' is there twice"),
        (b'{"groups": {"7": []}}', "group '7' has no contacts"),
        (b'{"groups": {"": ["1"]}}', "a group has an empty id"),
        (b'{"groups": {"7": ["1"]}}', "group '7' names contact '1', which there is not"),
    ],
)
def test_what_cannot_be_read_says_why_and_where(octets: bytes, reason: str) -> None:
    with pytest.raises(ValueError, match="not an address book: ") as raised:
        AddressBook.parse(octets)
    assert reason in str(raised.value)


def test_what_the_caller_changes_later_does_not_count() -> None:
    contacts = {"1": "4520123456"}
    book = AddressBook(contacts, {"7": ("1",)})
    contacts.clear()
    assert book.group("7") == ("4520123456",)
