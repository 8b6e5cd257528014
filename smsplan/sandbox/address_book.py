"""Contacts and groups of the sandbox, from a small JSON file.

::

    {
      "contacts": {"1": "+45 20 12 34 56", "anna": "4791234567"},
      "groups": {"7": ["1", "anna"]}
    }

A key is the id that a request names as ``contact`` or ``group`` (API, section
1); a group lists ids of contacts.  The format is the sandbox's own: the
gateway's document has none.
"""

import json
from codecs import BOM_UTF8
from collections.abc import Mapping
from pathlib import Path
from typing import Self

import msgspec
from msgspec import Struct

from smsplan.destinations import msisdn as recipients
from smsplan.errors import InvalidValueError


class AddressBook(Struct, frozen=True, forbid_unknown_fields=True):
    """Who a ``contact`` and a ``group`` are.

    ``contacts`` has the number of each contact, ``groups`` the ids of the
    contacts in each group.

    Raises ``ValueError`` that names the entry, for an empty id, a number that
    :func:`smsplan.destinations.msisdn.validate` refuses, a group without contacts, and a
    contact in a group that there is not.

    >>> book = AddressBook({"1": "+45 20 12 34 56"}, {"7": ("1",)})
    >>> book.contact("1"), book.group("7"), book.group("8")
    (('4520123456',), ('4520123456',), ())
    """

    contacts: Mapping[str, str] = {}
    groups: Mapping[str, tuple[str, ...]] = {}

    def __post_init__(self) -> None:
        contacts = {key: _msisdn(key, value) for key, value in self.contacts.items()}
        groups = {key: _group(key, ids, contacts) for key, ids in self.groups.items()}
        msgspec.structs.force_setattr(self, "contacts", contacts)
        msgspec.structs.force_setattr(self, "groups", groups)

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read a file.

        Raises ``OSError`` where that cannot be read, ``ValueError`` as
        :meth:`parse` does.
        """
        return cls.parse(path.read_bytes())

    @classmethod
    def parse(cls, octets: bytes) -> Self:
        """Read the JSON of an address book, in UTF-8.

        Raises ``ValueError`` that says what is wrong, and where.
        """
        try:
            content = octets.removeprefix(BOM_UTF8).decode()
            return msgspec.convert(json.loads(content, object_pairs_hook=_distinct), cls)
        except RecursionError:
            reason: object = "nested too deeply"
        except ValueError as error:  # which msgspec's and json's are
            reason = error
        raise ValueError(f"not an address book: {reason}")

    def contact(self, key: str) -> tuple[str, ...]:
        """Return the number of a contact; none where there is no such contact."""
        return (self.contacts[key],) if key in self.contacts else ()

    def group(self, key: str) -> tuple[str, ...]:
        """Return the numbers of a group, each once; none where there is no such group."""
        return tuple(dict.fromkeys(self.contacts[contact] for contact in self.groups.get(key, ())))


def _msisdn(key: str, value: str) -> str:
    if not key:
        raise ValueError("a contact has an empty id")
    try:
        return recipients.validate(value)
    except InvalidValueError as error:
        raise ValueError(f"contact {key!r} has no number: {error}") from error


def _group(key: str, ids: tuple[str, ...], contacts: Mapping[str, str]) -> tuple[str, ...]:
    if not key or not ids:
        raise ValueError(f"group {key!r} has no contacts" if key else "a group has an empty id")
    for contact in ids:
        if contact not in contacts:
            raise ValueError(f"group {key!r} names contact {contact!r}, which there is not")
    return tuple(ids)


def _distinct(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Make an object of its members; JSON lets a name come twice and says not which counts."""
    members = dict(pairs)
    if len(members) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"{twice!r} is there twice")
    return members
