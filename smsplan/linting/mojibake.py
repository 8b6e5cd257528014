"""UTF-8 that was read as Latin-1 or Windows-1252, perhaps more than once."""

from collections.abc import Container
from typing import Final

import regex

from smsplan.linting.replacements import CP1252

_OCTETS: Final = {chr(octet): octet for octet in range(0x80, 0x100)} | {
    character: ord(control) for control, character in CP1252.items() if character
}
"""The octets that were read as these characters, by Latin-1 or by Windows-1252."""


def _read_as(octets: Container[int]) -> str:
    return regex.escape("".join(c for c, octet in _OCTETS.items() if octet in octets))


_PUNCTUATION: Final = bytes.fromhex("82 84 85 8b 91 92 93 94 95 96 97 99 9b a0 ab ad b0 b7 bb bf")
"""Octets that Windows-1252 reads as what may follow a word in capitals."""
_AFTER: Final = f"[{_read_as(range(0x80, 0xC0))}]"
_AFTER_CAPITALS: Final = f"[{_read_as(set(range(0x80, 0xC0)).difference(_PUNCTUATION))}]"
_UTF8: Final = (
    rf"(?:[\xc2-\xdf]{_AFTER}|[\xe1-\xec\xee\xef]{_AFTER}{{2}}"
    rf"|\xf0[{_read_as(range(0x90, 0xC0))}]{_AFTER}{{2}}|[\xf1-\xf3]{_AFTER}{{3}})"
)
PATTERN: Final = (
    rf"{_UTF8}{{2,}}+"
    rf"|\xe2[{_read_as([0x80])}]{_AFTER}"
    rf"|\xf0[{_read_as(range(0x90, 0xC0))}]{_AFTER}{{2}}"
    # AMANHÃ… and hâlâ”… end in a letter and punctuation; fÃ¼r, FÃ¼r and Ã–l do not.
    rf"|\xe2[{_read_as([0x82, 0x84, 0x86, 0x88])}]{_AFTER_CAPITALS}"
    rf"|(?<!\p{{Lu}})[\xc2\xc3]{_AFTER}|[\xc2\xc3]{_AFTER_CAPITALS}"
)
"""UTF-8 read as another code: what is unlikely in any text, one by one or in a row."""

_WRITTEN_TWICE: Final = regex.compile(PATTERN)
"""What is mojibake still when mojibake is read aright."""


def meant(mojibake: str) -> str:
    """Read a match of the pattern aright, as often as it was read in another code.

    >>> meant("ÃƒÂ©")
    'é'
    """
    read = found = _as_utf8(mojibake)
    while (read := _WRITTEN_TWICE.sub(lambda twice: _as_utf8(twice[0]), read)) != found:
        found = read
    return found


def _as_utf8(mojibake: str) -> str:
    return bytes(map(_OCTETS.__getitem__, mojibake)).decode()
