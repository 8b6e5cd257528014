"""Parameters as they come in a query or a form, strictly, each once; and what a body says it is.

What a server in production would guess at (``%zz``, a name that comes twice, a
name that nobody knows) is refused here, for it is a mistake of the sender's code.
"""

import re
from collections.abc import Collection, Mapping
from typing import Final
from urllib.parse import unquote_to_bytes

_MALFORMED: Final = re.compile(rb"%(?![0-9A-Fa-f]{2})")
_MAX_SHOWN: Final = 40


def read(known: Collection[str], *encoded: bytes) -> dict[str, str]:
    """Read ``application/x-www-form-urlencoded`` octets, of a query and of a form.

    Raises ``ValueError`` that says what cannot be read: a ``%`` without two
    hexadecimal digits, octets that are not UTF-8, a name that is not ``known``,
    and one that comes twice.  It shows no value, for one of them is the key.

    >>> read({"text", "sender"}, b"text=Caf%C3%A9+1", b"sender=You")
    {'text': 'Café 1', 'sender': 'You'}
    """
    parameters: dict[str, str] = {}
    for pair in (pair for octets in encoded for pair in octets.split(b"&") if pair):
        coded_name, _, coded_value = pair.partition(b"=")
        name = _decode(coded_name, "the name of a parameter")
        if name not in known:
            raise ValueError(f"there is no parameter {name[:_MAX_SHOWN]!a}")
        if name in parameters:
            raise ValueError(f"{name} is there twice")
        parameters[name] = _decode(coded_value, name)
    return parameters


def is_written_as(headers: Mapping[str, str], media_type: str) -> bool:
    """Return whether a body is of a media type, in UTF-8, and as it is."""
    given, _, charset = headers.get("content-type", "").lower().partition(";")
    return (
        given.strip() == media_type
        and charset.replace('"', "").strip() in {"", "charset=utf-8"}
        and "content-encoding" not in headers
    )


def _decode(octets: bytes, what: str) -> str:
    if octets.isalnum():  # most are, and stand for themselves
        return octets.decode("ascii")
    if _MALFORMED.search(octets):
        raise ValueError(f"{what} has a % without two hexadecimal digits")
    try:
        return unquote_to_bytes(octets.replace(b"+", b" ")).decode()
    except UnicodeDecodeError as error:
        message = f"{what} is not UTF-8: {error.reason} at octet {error.start}"
    raise ValueError(message)
