"""How the styles of YAML spell a scalar: plain, quoted, or as a block of lines."""

import re
from collections.abc import Mapping, Sequence
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

_ESCAPES: Final[Mapping[str, str]] = yaml.scanner.Scanner.ESCAPE_REPLACEMENTS
"""What stands after a backslash, but for those that give a code point (YAML 1.1, section 5.7)."""
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
_IN_A_SEQUENCE: Final = [
    *(yaml.StreamStartEvent, yaml.DocumentStartEvent, yaml.SequenceStartEvent),
    yaml.ScalarEvent,
    *(yaml.SequenceEndEvent, yaml.DocumentEndEvent, yaml.StreamEndEvent),
]
_resolve: Final[Any] = yaml.resolver.Resolver().resolve


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
    if scalar.style in ("|", ">"):
        spelling = _block(source, scalar)
    else:
        quotes = len(scalar.style)
        notation = _IN_FLOW if scalar.in_flow and not quotes else _ON_ONE_LINE[scalar.style]
        spelling = Spelling(((scalar.start + quotes, scalar.end - quotes),), notation)
    # A scalar folded over several lines reads otherwise.
    exact = spelling.read(source) == scalar.value
    return spelling if exact else Spelling(((scalar.start, scalar.start),), None)


def is_string(event: yaml.ScalarEvent) -> bool:
    """Tell whether a scalar is a string, by its tag or by what it looks like."""
    tag = event.tag
    if not tag or tag == "!":
        tag = _resolve(yaml.ScalarNode, event.value, event.implicit)
    return tag == "tag:yaml.org,2002:str"


def _block(source: str, scalar: Scalar) -> Spelling:
    header = ANY_LINE_END.search(source, scalar.start, scalar.end)
    if header is None:
        return Spelling(((scalar.end, scalar.end),))
    # The first line with text tells the indentation, but for what the text has of its own.
    first = _INDENTED.search(source, header.end(), scalar.end)
    own = _INDENTED.search(scalar.value)
    indent = max(len(first[1]) - len(own[1]), 0) if first and own else 0
    spaces = _INDENT.match(source, header.end(), min(header.end() + indent, scalar.end))
    start = spaces.end() if spaces else header.end()
    notation = _block_notation(indent, header[0])
    spans = Spans(source, Spelling(((start, scalar.end),), notation))
    # Of the line ends after the text, the header says how many belong to it.
    return Spelling(((start, max(start, spans.start(len(scalar.value)))),), notation)


@cache
def _block_notation(indent: int, line_end: str) -> Notation:
    """Take the indentation of a line for part of the line end before it."""

    def whole(text: str, edits: Sequence[Edit]) -> str | None:
        if not any("\n" in text[edit.start : edit.end] + edit.replacement for edit in edits):
            return None
        # A line that becomes the neighbour of another one gains or loses its indentation.
        indented = re.sub(r"\n(?!\n|\Z)", "\n" + " " * indent, apply(text, edits))
        return indented.replace("\n", line_end)

    escape = re.compile(rf"(?:\r\n?|\n) {{0,{indent}}}")
    return Notation(escape, lambda line_end: [("\n", len(line_end))], whole=whole)


def _double_units(escape: str) -> list[tuple[str, int]]:
    letter, digits = escape[1], escape[2:]
    character = chr(int(digits, base=16)) if digits else _ESCAPES.get(letter, letter)
    return [(character, len(escape))]


def _double(text: str, _replaced: str = "") -> str:
    return _TO_ESCAPE.sub(lambda found: _SHORT.get(found[0]) or f"\\u{ord(found[0]):04x}", text)


def _plain(around: str) -> Notation:
    """Quote a text that would not be the same plain scalar where it stands."""

    def whole(text: str, edits: Sequence[Edit]) -> str | None:
        edited = apply(text, edits)
        return None if _stays_plain(edited, around) else f'"{_double(edited)}"'

    return Notation(whole=whole)


def _stays_plain(text: str, around: str) -> bool:
    """Whether a parser finds the text in a sequence of one, and nothing else."""
    try:
        events = [*yaml.parse(around.format(text), LOADER)]
    except (yaml.YAMLError, ValueError):
        return False
    scalar = events[len(_IN_A_SEQUENCE) // 2]
    return (
        [type(event) for event in events] == _IN_A_SEQUENCE
        and isinstance(scalar, yaml.ScalarEvent)
        and scalar.value == text
        and not scalar.style
        and is_string(scalar)
    )


_ON_ONE_LINE: Final = {
    "": _plain("- {}"),
    "'": Notation(re.compile("''"), lambda _: [("'", 2)], lambda text, _: text.replace("'", "''")),
    '"': Notation(_ESCAPE, _double_units, _double),
}
"""By the quotation mark of the style."""
_IN_FLOW: Final = _plain("[{}]")
