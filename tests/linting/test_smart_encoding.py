"""Whatever Twilio's published calculator brings to GSM-7, so does ``fix``, or says why not.

The figures are those of the map in TwilioDevEd/message-segment-calculator
(src/libs/SmartEncodingMap.ts): a code point and what is written for it.
"""

from typing import Final

import pytest

from smsplan import Encoding
from smsplan.findings import Safety
from smsplan.linting import fix
from smsplan.linting.replacements import STRIKING_OUT

_TWILIO: Final = {
    '"': "AB BB 201C-201F 2BA 2EE 275D 275E 301D 301E FF02",
    "'": "2018 2019 201B 2B9 2BB-2BD 2C8 2CA 2CB FF07 B4 60 275B 275C 313 314 FE10 FE11",
    "/": "F7 29F8 337 338 2044 2215 FF0F",
    "1/4": "BC",
    "1/2": "BD",
    "3/4": "BE",
    "\\": "29F9 29F5 20E5 FE68 FF3C",
    "_": "332 FF3F 2017",
    "|": "20D2 20D3 2223 FF5C 23B8 23B9 23D0 239C 239F",
    "-": "23BC 23BD 2013-2015 FE63 FF0D 2010 2043 2022",
    "@": "FE6B FF20",
    "$": "FE69 FF04",
    "!": "1C3 FE15 FE57 FF01",
    "!!": "203C",
    "#": "FE5F FF03",
    "%": "FE6A FF05",
    "&": "FE60 FF06",
    ",": "201A 326 FE50 FE51 FF0C FF64 3001",
    "(": "2768 276A FE59 FF08 27EE 2985",
    ")": "2769 276B FE5A FF09 27EF 2986",
    "*": "204E 2217 229B 2722-2725 2731-2733 273A-273D 2743 2749-274B 29C6 FE61 FF0A",
    "+": "2D6 FE62 FF0B",
    ".": "3002 FE52 FF0E FF61",
    "...": "2026",
    ":": "2D0 2F8 2982 A789 FE13 FF1A",
    ";": "204F FE14 FE54 FF1B",
    "<": "FE64 FF1C 203A",
    "=": "347 A78A FE66 FF1D",
    ">": "FE65 FF1E 2039",
    "?": "FE16 FE56 FF1F",
    "^": "2C6 302 FF3E 1DCD",
    "{": "2774 FE5B FF5B",
    "}": "2775 FE5C FF5D",
    "[": "FF3B",
    "]": "FF3D",
    "~": "2DC 2F7 303 330 334 223C FF5E",
    "": "0 3 4 10-14 17 19 200B 2060 FEFF",
    " ": "2001 2028 2029",
    "  ": "A0 2000 2002-200A 202F 205F 3000 80 8D 90 9B 9F",
    "       ": "9",
}
_FULL_WIDTH: Final = {
    chr(ord(character) + 0xFEE0): character for character in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
}
_SMALL_CAPITALS: Final = dict(
    zip("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ", "ABCDEFGHIJKLMNOPRSTUVWYZ", strict=True)
)


def _characters(ranges: str) -> list[str]:
    ends = [[int(end, 16) for end in each.split("-")] for each in ranges.split()]
    return [chr(code_point) for each in ends for code_point in range(each[0], each[-1] + 1)]


_LISTED: Final = [
    (character, text) for text, ranges in _TWILIO.items() for character in _characters(ranges)
]
TWILIO: Final = dict(_LISTED) | _FULL_WIDTH | _SMALL_CAPITALS

REFUSED: Final = dict.fromkeys(
    "\u0334\u0337\u0338\u20d2\u20d3\u20e5",
    "strikes out what is before it: a̸ is no longer a, and a/ is neither",
)
OTHERWISE: Final = {
    **dict.fromkeys(
        _characters("A0 2000 2002-200A 202F 205F 3000"),
        (" ", "a space is one space: two cost a character, and a look"),
    ),
    "\t": (" ", "a tab is white space, and seven spaces cost seven characters"),
    **dict.fromkeys("\u2028\u2029", ("\n", "they break the line, and GSM-7 has a line feed")),
    "\x80": ("€", "Windows-1252 read as Latin-1"),
    "\x9b": (">", "Windows-1252 read as Latin-1: ›"),
    "\x9f": ("Y", "Windows-1252 read as Latin-1: Ÿ"),
    **dict.fromkeys("\x8d\x90", ("", "a control that Windows-1252 has no character for")),
    "‹": ("<", "it points to the left"),
    "›": (">", "it points to the right"),
    "•": ("*", "before a figure a minus would be another one"),
    "‚": ("'", "a quotation mark, as its like above the line is"),
    **dict.fromkeys("︐︑", (",", "a comma, for vertical lines")),
    **dict.fromkeys(
        "\u0302\u0303\u0313\u0314\u0326\u0330\u0332\u0347\u1dcd",
        ("", "a mark on the letter before it, which is read without"),
    ),
}


def fixed(character: str) -> tuple[str, Encoding]:
    result = fix(f"b{character}d", level=Safety.UNSAFE, always=True)
    return result.text.removeprefix("b").removesuffix("d"), result.plan.encoding


def test_there_are_270_of_them() -> None:
    assert len(TWILIO) == len(_LISTED) + len(_FULL_WIDTH) + len(_SMALL_CAPITALS) == 270


@pytest.mark.parametrize("character", sorted(TWILIO.keys() - REFUSED), ids=ascii)
def test_each_is_brought_to_gsm7(character: str) -> None:
    written, _ = OTHERWISE.get(character, (TWILIO[character], ""))
    assert fixed(character) == (written, Encoding.GSM7)


@pytest.mark.parametrize("character", sorted(REFUSED), ids=ascii)
def test_what_strikes_out_is_left(character: str) -> None:
    assert character in STRIKING_OUT
    assert fixed(character) == (character, Encoding.UCS2)


def test_nothing_is_said_to_differ_that_does_not() -> None:
    assert OTHERWISE.keys() <= TWILIO.keys()
    assert REFUSED.keys() <= TWILIO.keys() - OTHERWISE.keys()
    assert all(written != TWILIO[character] for character, (written, _) in OTHERWISE.items())
    assert all(why for _, why in OTHERWISE.values())


def test_a_letter_and_its_mark_are_composed_first() -> None:
    assert fix("man\u0303ana cafe\u0301", always=True).text == "mañana café"
    assert fix("e\u0302tre", level=Safety.UNSAFE, always=True).text == "etre"
