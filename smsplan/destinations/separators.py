"""What people write into a number beside its digits: separators, prefixes, and signs that join two.

A sign that parts the digits of one number is left out; one that joins two numbers, or is a
decimal point, stays, for no number has it.  What comes along with a number that is pasted
is left out too, and reported.
"""

import re
import unicodedata
from collections.abc import Callable
from typing import Final

DIGITS: Final = frozenset("0123456789")
SEPARATORS: Final = " -.()/\u00a0"
"""What people write between digits; the last is the no-break space.

A point that reads as a decimal point is none, and neither is a slash or a parenthesis
that joins two numbers.
"""

MAX_BEFORE_POINT: Final = 3
"""Digits before the only point of a number that has no other separator: a calling code,
as RFC 5733 writes it (``+45.20123456``)."""
FEWEST_AFTER_POINT: Final = 3
"""Digits after the only point; after the last of several it is one less."""
_MAX_BEFORE_JOINT: Final = 7
"""Digits of calling code and area code; a number that another is joined to has more."""
_FEWEST_AFTER_JOINT: Final = 4
JOINTS: Final = {
    ".": "the point reads as a decimal point, which is what becomes of a column of numbers with"
    " gaps; write the digits alone",
    "/": "the slash joins two numbers; write one",
    "(": "digits in parentheses follow the number; write the number alone",
}
"""What is said of a sign that parts no digits of one number."""

_PREFIXES: Final = ("+", "00")
_TRUNK: Final = "(0)"

_INVISIBLE: Final = "\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff"
_SPACES: Final = "\t\u00a0\u2000-\u200a\u202f\u205f\u3000"
_PASTED: Final = re.compile(f"[{_INVISIBLE}{_SPACES}]")
_HYPHENS: Final = re.compile("[\u2010-\u2015\u2212]")
_BEFORE: Final = re.compile(r" *(?:tel:|'|=\"(?=[^\"]*\" *\Z))", re.IGNORECASE | re.ASCII)
"""Of a link, and of the cells that Excel keeps as text."""
FEWEST_OF_NUMBER: Final = 7
"""Digits that each of several numbers has at least."""
_BETWEEN: Final = re.compile(r"[;,|&/\n\r]+| {2,}| (?:or|and|og|und|et|y|o|e) |(?<=\d) +(?=\+|00)")
_SPACE: Final = re.compile(r"(?<=\S) (?=\S)")
_SCIENTIFIC: Final = re.compile(r" *[+-]?\d+(?:[.,]\d*)?[eE][+-]?\d+ *")


def unpasted(text: str) -> str:
    """Return a text of the same length, with spaces and hyphens for what was pasted along.

    >>> unpasted('="45\N{EN DASH}20123456"')
    '  45-20123456 '
    """
    text = _HYPHENS.sub("-", _PASTED.sub(" ", text))
    if before := _BEFORE.match(text):
        text = " " * before.end() + text[before.end() :].replace('"', " ")
    return text


def is_international(text: str) -> bool:
    """Return whether a number, without what was pasted along, begins with ``+`` or ``00``."""
    return "".join(each for each in text if each not in SEPARATORS).startswith(_PREFIXES)


def second_number(text: str) -> int | None:
    """Return where another number begins in a text that is no number, if one does."""
    places = list(_BETWEEN.finditer(text))
    spaces = list(_SPACE.finditer(text))
    if not places and len(spaces) == 1:
        places = spaces
    for place in places:
        before, after = text[: place.start()], text[place.end() :]
        is_one = not before.strip(_OF_NUMBER)
        if place.group().isspace() and "." in after and _is_decimal(*text.rpartition(".")[::2]):
            continue  # spaces part the thousands of a decimal number
        if is_one and _count(before) >= FEWEST_OF_NUMBER and _count(after) >= FEWEST_OF_NUMBER:
            return place.end()
    return None


def is_scientific(text: str) -> bool:
    """Return whether a number was written as ``4.512E+10``."""
    return _SCIENTIFIC.fullmatch(text) is not None


def in_digits(text: str) -> str:
    """Return a number in digits of any script in the digits 0 to 9; nothing if it has others."""
    values = [unicodedata.decimal(each, None) for each in text]
    return "" if None in values else "".join(map(str, values))


def significant(text: str, is_assigned: Callable[[str], bool]) -> list[tuple[int, str]]:
    """List what counts of a number, with offsets: no separators, no prefixes.

    A ``(0)`` behind other digits goes too, unless ``is_assigned`` says of the digits with
    it that a numbering plan has them.
    """
    kept = [(at, character) for at, character in enumerate(text) if character not in SEPARATORS]
    written = "".join(character for _, character in kept[:2])
    for prefix in _PREFIXES:
        if written.startswith(prefix):
            kept = kept[len(prefix) :]
            break
    zero = text.find(_TRUNK) + _TRUNK.index("0")
    is_behind = _TRUNK in text and kept and kept[0][0] < zero
    if is_behind and not is_assigned("".join(character for _, character in kept)):
        kept = [(at, character) for at, character in kept if at != zero]
    joints = _joints(text, kept[0][0], kept[-1][0] + 1) if kept else []
    return sorted([*kept, *((at, text[at]) for at in joints)]) if joints else kept


def _joints(text: str, start: int, end: int) -> list[int]:
    """Find the last of each such sign in a number, if it does not part its digits."""
    found = []
    for sign, is_joint in ((".", _is_decimal), ("/", _is_joined), ("(", _is_followed)):
        before, there, after = text[start:end].rpartition(sign)
        if there and is_joint(before, after):
            found.append(start + len(before))
    return found


def _is_decimal(before: str, after: str) -> bool:
    """Return whether digits with a point between them read as a decimal number."""
    whole, places = _count(before), _count(after)
    if "." in before:
        return places < FEWEST_AFTER_POINT - 1
    is_bare = whole + places == len(before) + len(after)
    return (
        places < FEWEST_AFTER_POINT
        or not after.strip(f"0{SEPARATORS}")
        or (is_bare and whole > MAX_BEFORE_POINT)
    )


def _is_joined(before: str, after: str) -> bool:
    """Return whether digits with a slash between them may be two numbers."""
    return (
        "/" in before or _count(before) > _MAX_BEFORE_JOINT or _count(after) < _FEWEST_AFTER_JOINT
    )


def _is_followed(before: str, after: str) -> bool:
    """Return whether the digits after a parenthesis follow a number, as an extension does."""
    return _count(before) > _MAX_BEFORE_JOINT and _count(after) < _FEWEST_AFTER_JOINT


_OF_NUMBER: Final = f"{SEPARATORS}+{''.join(sorted(DIGITS))}"


def _count(written: str) -> int:
    return sum(character in DIGITS for character in written)
