"""A text as units of cost, an octet each, made by C code alone.

Counting and splitting need to know how many units each character takes and which
two units belong together, not the septets or UTF-16 code units themselves.
"""

from codecs import charmap_build, charmap_encode, utf_16_le_encode
from collections.abc import Mapping
from typing import Final, NamedTuple

from smsplan.gsm7.tables import BASIC, ESCAPE, EXTENSION


class Pair(NamedTuple):
    """The two units of a character of cost two, which are never parted."""

    first: bytes
    second: bytes


ESCAPE_PAIR: Final = Pair(b"\xc2\xc3", bytes(range(0x80, 0xC0)))
"""How :class:`Alphabet` writes an escape pair: as UTF-8 has U+0080 to U+00FF."""
SURROGATE_PAIR: Final = Pair(bytes(range(0xD8, 0xDC)), bytes(range(0xDC, 0xE0)))
"""The high octets of a high and a low surrogate."""

ASCII_BASIC: Final = bytes(
    octet if chr(octet) in BASIC.values() else 0xFF for octet in range(0x100)
)
"""For ``bytes.translate``, which leaves an ASCII text ASCII if all of it is basic."""

_NO_CHARACTER: Final = "\ufffe"


class Alphabet:
    """A main table and the table after an escape: what they can code, in how many septets.

    A character that both have is one of the main table.  Those of ``lacks`` it
    does not code all the same.
    """

    def __init__(
        self, main: Mapping[int, str], extension: Mapping[int, str], lacks: str = ""
    ) -> None:
        self.basic: frozenset[str] = frozenset(main.values())
        self.extension: frozenset[str] = frozenset(extension.values()) - self.basic
        self._first = (self.basic | self.extension).difference(lacks)
        octets = dict.fromkeys(range(0x100), _NO_CHARACTER) | dict(main)
        # CPython builds a fast map only where octet 0 is U+0000 (else a dict, many
        # times slower), so the character of septet 0 takes the place of the escape.
        octets[ESCAPE], octets[0] = octets[0], "\0"
        octets |= dict(enumerate(sorted(self.extension), start=0x80))
        lacking = dict.fromkeys(map(ord, lacks), _NO_CHARACTER)
        self._map = charmap_build("".join(octets.values()).translate(lacking))

    def units(self, text: str) -> bytes:
        """Turn a text into as many octets as it has septets; none if it has a non-GSM character.

        A basic character becomes one octet below 0x80, one of the extension an
        :data:`ESCAPE_PAIR`.
        """
        if text[:1] not in self._first:  # usual in other scripts, and cheaper than an exception
            return b""
        try:
            mapped, _ = charmap_encode(text, "strict", self._map)
        except UnicodeEncodeError:
            return b""
        if 0 in mapped:  # U+0000, the one character of the map that is in neither table
            return b""
        # Latin-1 read and UTF-8 written: each octet from 0x80 on becomes two.
        return mapped if mapped.isascii() else mapped.decode("latin-1").encode()

    def reach(self, text: str, start: int, room: int) -> tuple[int, int]:
        """Find the code point before which a segment of ``room`` septets ends, and its septets."""
        if text[start] not in self._first:
            return start, 0
        window = text[start : start + room]
        try:
            mapped, _ = charmap_encode(window, "strict", self._map)
        except UnicodeEncodeError as error:
            mapped, _ = charmap_encode(window[: error.start], "strict", self._map)
        if 0 in mapped:
            mapped = mapped[: mapped.index(0)]
        count = len(mapped)
        if mapped.isascii():
            return start + count, count
        units = mapped.decode("latin-1").encode()
        if len(units) <= room:
            return start + count, len(units)
        septets = room - (units[room] in ESCAPE_PAIR.second)
        return start + len(units[:septets].translate(None, ESCAPE_PAIR.first)), septets


DEFAULT: Final = Alphabet(BASIC, EXTENSION)


def ucs2_units(text: str) -> bytes:
    """Turn a text into the high octets of its UTF-16 code units."""
    return utf_16_le_encode(text, "surrogatepass")[0][1::2]
