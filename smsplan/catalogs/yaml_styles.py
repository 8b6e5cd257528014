"""How the styles of YAML spell a scalar: plain, quoted, or as a block of lines."""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, Final

import yaml
from msgspec import Struct

from smsplan.catalogs.keys import Key
from smsplan.catalogs.source import ANY_LINE_END
from smsplan.catalogs.spelling import Notation, Spans, Spelling
from smsplan.findings import Edit, apply

LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The parser in C where PyYAML was built with it; it is ten times as fast."""

_ESCAPES: Final = {
    "0": "\0",
    "a": "\a",
    "b": "\b",
    "t": "\t",
    "\t": "\t",
    "n": "\n",
    "v": "\v",
    "f": "\f",
    "r": "\r",
    "e": "\x1b",
    " ": " ",
    '"': '"',
    "/": "/",
    "\\": "\\",
    "N": "\x85",
    "_": "\xa0",
    "L": "\u2028",
    "P": "\u2029",
}
"""YAML 1.1, section 5.7, but for those that give a code point."""
_SHORT: Final = {
    character: f"\\{letter}" for letter, character in _ESCAPES.items() if letter not in " /\t_"
}
_ESCAPE: Final = re.compile(r"\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.)")
# Not printable (YAML 1.1, section 5.1), or taken for a byte order mark.
_TO_ESCAPE: Final = re.compile(
    '["\\\\\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]'
)
_INDENTED: Final = re.compile(r"^( *)[^ \r\n]", re.MULTILINE)
_INDENT: Final = re.compile(" *")
_resolve: Final[Any] = yaml.resolver.Resolver().resolve
_EVENTS_OF_A_SEQUENCE_OF_ONE: Final = 7
"""A start and an end of stream, document and sequence, and the scalar."""


class Scalar(Struct, frozen=True):
    """A scalar: what it says, where it stands without anchor and tag, and its style.

    ``key`` is ``None`` where it is no message; ``key_start`` is where the key
    stands whose value it is.
    """

    value: str
    start: int
    end: int
    style: str
    in_flow: bool
    key: Key | None
    key_start: int


def spelling_of(source: str, scalar: Scalar) -> Spelling:
    """Tell which characters of a file spell which of a scalar, if that can be told."""
    start, end = scalar.start, scalar.end
    if scalar.style in ("|", ">"):
        spelling = _block(source, scalar)
    elif scalar.style:
        notation = _SINGLE if scalar.style == "'" else _DOUBLE
        spelling = Spelling(((start + 1, end - 1),), notation)
    else:
        spelling = Spelling(((start, end),), _PLAIN_IN_FLOW if scalar.in_flow else _PLAIN)
    # A scalar folded over several lines reads otherwise.
    exact = spelling.read(source) == scalar.value
    return spelling if exact else Spelling(((start, start),), None)


def _block(source: str, scalar: Scalar) -> Spelling:
    header = ANY_LINE_END.search(source, scalar.start, scalar.end)
    if header is None:
        return Spelling(((scalar.end, scalar.end),))
    # The first line with text tells the indentation, but for what the text has of its own.
    first = _INDENTED.search(source, header.end(), scalar.end)
    own = _INDENTED.search(scalar.value)
    indent = len(first[1]) - len(own[1]) if first and own else 0
    notation = _lines(max(indent, 0), header[0])
    spaces = _INDENT.match(source, header.end(), min(header.end() + indent, scalar.end))
    start = spaces.end() if spaces else header.end()
    spans = Spans(source, Spelling(((start, scalar.end),), notation))
    # Of the line ends after the text, the header says how many belong to it.
    return Spelling(((start, max(start, spans.start(len(scalar.value)))),), notation)


@cache
def _lines(indent: int, line_end: str) -> Notation:
    """Take the indentation of a line for part of the line end before it."""

    def whole(text: str, edits: Sequence[Edit]) -> str | None:
        touched = [text[edit.start : edit.end] + edit.replacement for edit in edits]
        if not any("\n" in piece for piece in touched):
            return None
        # A line that becomes the neighbour of another one gains or loses its indentation.
        indented = re.sub(r"\n(?!\n|\Z)", "\n" + " " * indent, apply(text, edits))
        return indented.replace("\n", line_end)

    escape = re.compile(rf"(?:\r\n?|\n) {{0,{indent}}}")
    return Notation(escape, lambda line_end: [("\n", len(line_end))], whole=whole)


def _double_units(escape: str) -> Iterable[tuple[str, int]]:
    letter, digits = escape[1], escape[2:]
    character = chr(int(digits, base=16)) if digits else _ESCAPES.get(letter, letter)
    return [(character, len(escape))]


def _spell_double(replacement: str, _replaced: str) -> str:
    return _TO_ESCAPE.sub(
        lambda character: _SHORT.get(character[0]) or f"\\u{ord(character[0]):04x}", replacement
    )


def _plain(in_brackets: str) -> Notation:
    """Quote a text that would not be the same plain scalar where it stands."""

    def whole(text: str, edits: Sequence[Edit]) -> str | None:
        edited = apply(text, edits)
        stays = _stays_plain(edited, in_brackets)
        return None if stays else f'"{_spell_double(edited, "")}"'

    return Notation(whole=whole)


def _stays_plain(text: str, around: str) -> bool:
    try:
        events = list(yaml.parse(around.format(text), LOADER))
    except (yaml.YAMLError, ValueError):
        return False
    scalars = [event for event in events if isinstance(event, yaml.ScalarEvent)]
    return (
        len(events) == _EVENTS_OF_A_SEQUENCE_OF_ONE
        and len(scalars) == 1
        and scalars[0].value == text
        and not scalars[0].style
        and is_string(scalars[0])
    )


def is_string(event: yaml.ScalarEvent) -> bool:
    """Tell whether a scalar is a string, by its tag or by what it looks like."""
    tag = event.tag
    if not tag or tag == "!":
        tag = _resolve(yaml.ScalarNode, event.value, event.implicit)
    return tag == "tag:yaml.org,2002:str"


_SINGLE: Final = Notation(
    re.compile("''"), lambda _: [("'", 2)], lambda replacement, _: replacement.replace("'", "''")
)
_DOUBLE: Final = Notation(_ESCAPE, _double_units, _spell_double)
_PLAIN: Final = _plain("- {}")
_PLAIN_IN_FLOW: Final = _plain("[{}]")
