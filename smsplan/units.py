"""A text as units of cost, an octet each, made by C code alone.

Counting and cutting need to know how many units each character takes and which
two units belong together, not the septets or UTF-16 code units themselves.
"""

from codecs import charmap_build, charmap_encode, utf_16_le_encode
from typing import Final, NamedTuple

from smsplan.alphabet import BASIC, CHARACTERS, ESCAPE, EXTENSION


class Pair(NamedTuple):
    """The two units of a character of cost two, which are never parted."""

    first: bytes
    second: bytes


ESCAPE_PAIR: Final = Pair(bytes([0xC2]), bytes(range(0x80, 0xC0)))
"""How :func:`gsm7_units` writes an escape pair: as UTF-8 has U+0080 to U+00BF."""
SURROGATE_PAIR: Final = Pair(bytes(range(0xD8, 0xDC)), bytes(range(0xDC, 0xE0)))
"""The high octets of a high and a low surrogate."""

ASCII_BASIC: Final = bytes(
    octet if chr(octet) in BASIC.values() else 0xFF for octet in range(0x100)
)
"""For ``bytes.translate``, which leaves an ASCII text ASCII if all of it is basic."""

_NO_CHARACTER: Final = "\ufffe"


def _characters_by_octet() -> str:
    """List what the character map turns into each octet: extension characters from 0x80 on."""
    octets = dict.fromkeys(range(0x100), _NO_CHARACTER) | BASIC
    # CPython builds a fast map only where octet 0 is U+0000 (else a dict, many
    # times slower), so @, whose septet is 0, takes the place of the escape.
    octets[ESCAPE], octets[0] = octets[0], "\0"
    octets |= dict(enumerate(EXTENSION.values(), start=0x80))
    return "".join(octets.values())


_CHARACTER_MAP: Final = charmap_build(_characters_by_octet())


def gsm7_units(text: str) -> bytes:
    """Turn a text into as many octets as it has septets; none if GSM-7 lacks a character.

    A basic character becomes one octet below 0x80, an extension character an
    :data:`ESCAPE_PAIR`.
    """
    if text[:1] not in CHARACTERS:  # usual in other scripts, and cheaper than an exception
        return b""
    try:
        mapped, _ = charmap_encode(text, "strict", _CHARACTER_MAP)
    except UnicodeEncodeError:
        return b""
    if 0 in mapped:  # U+0000, the one character of the map that GSM-7 lacks
        return b""
    # Latin-1 read and UTF-8 written: each octet from 0x80 on becomes two.
    return mapped if mapped.isascii() else mapped.decode("latin-1").encode()


def ucs2_units(text: str) -> bytes:
    """Turn a text into the high octets of its UTF-16 code units."""
    return utf_16_le_encode(text, "surrogatepass")[0][1::2]
