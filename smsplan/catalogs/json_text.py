"""Messages in JSON (RFC 8259): read without recursion, each token with its place."""

import json
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final, NoReturn

from smsplan.catalogs.keys import KeyPath
from smsplan.catalogs.messages import CatalogMessage
from smsplan.catalogs.source import Source
from smsplan.catalogs.spelling import Notation, Spelling

# A pair of surrogates is one character, by whatever letters its digits are written.
_ESCAPE: Final = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\."
)
_MUST_BE_ESCAPED: Final = re.compile('["\\\\\x00-\x1f\ud800-\udfff]')
_BEYOND_ASCII: Final = re.compile('["\\\\\x00-\x1f]|[^\x00-\x7f]')
_OPEN_STRING: Final = r'"[^"\\\x00-\x1f]*+(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\x00-\x1f]*+)*+'
"""A string as far as it is one, without its end."""
_TOKEN: Final = re.compile(
    rf"""[ \t\r\n]*+(?:
        (?P<string>{_OPEN_STRING}")
      | (?P<number>-?(?:0|[1-9][0-9]*+)(?:\.[0-9]++)?(?:[eE][+-]?[0-9]++)?)
      | (?P<literal>true|false|null)
      | (?P<sign>[][{{}}:,])
      | (?P<end>\Z)
    )""",
    re.VERBOSE,
)
_BROKEN: Final = re.compile(rf"[ \t\r\n]*+({_OPEN_STRING})?+")

_VALUES: Final = frozenset({"string", "number", "literal", "{", "["})
_OPENING: Final = {"{": "}", "[": "]"}
_EXPECTED: Final = {
    "a value": _VALUES,
    "a value or ']'": _VALUES | {"]"},
    "a key": frozenset({"string"}),
    "a key or '}'": frozenset({"string", "}"}),
    "':'": frozenset({":"}),
    "',' or '}'": frozenset({",", "}"}),
    "',' or ']'": frozenset({",", "]"}),
    "nothing more": frozenset({"end"}),
}
"""What may stand at each point, by its name, which error messages use."""


def strings(source: Source) -> Iterator[CatalogMessage]:
    """Take every string that is a value, in the order of the file."""
    notation = _notation(source.text)
    path = KeyPath(source)
    # "}" or "]" for each container that is open.
    closing: list[str] = []
    expected = "a value"
    for symbol, start, end in _tokens(source):
        if symbol not in _EXPECTED[expected]:
            source.refuse(f"{_shown(symbol)} where {expected} is expected", start)
        if symbol == ":":
            expected = "a value"
        elif symbol == "string" and expected.startswith("a key"):
            path.key(notation.read(source.text[start + 1 : end - 1]))
            expected = "':'"
        elif symbol in _OPENING:
            path.enter(start)
            closing.append(_OPENING[symbol])
            expected = _begin(path, closing[-1], f" or '{closing[-1]}'")
        elif symbol == ",":
            expected = _begin(path, closing[-1])
        else:
            if symbol == "string":
                spelling = Spelling(((start + 1, end - 1),), notation)
                yield CatalogMessage(spelling.read(source.text), spelling, path.value)
            elif symbol in _OPENING.values():
                path.leave()
                closing.pop()
            expected = f"',' or '{closing[-1]}'" if closing else "nothing more"


def _begin(path: KeyPath, closing: str, or_the_end: str = "") -> str:
    """Go to the next value of a container; say what is expected there."""
    if closing == "}":
        return f"a key{or_the_end}"
    path.item()
    return f"a value{or_the_end}"


def _tokens(source: Source) -> Iterator[tuple[str, int, int]]:
    text = source.text
    at = 0
    while True:
        token = _TOKEN.match(text, at)
        if token is None:
            _refuse(source, at)
        kind = str(token.lastgroup)
        start, at = token.span(kind)
        yield text[start] if kind == "sign" else kind, start, at
        if kind == "end":
            return


def _refuse(source: Source, at: int) -> NoReturn:
    text = source.text
    broken = _BROKEN.match(text, at)
    start, end = (broken.start(1), broken.end()) if broken else (at, at)
    if start < 0:
        source.refuse("this is no JSON value", end)
    if end == len(text):
        source.refuse("this string does not end", start)
    if text[end] == "\\":
        source.refuse("JSON has no such escape", end)
    source.refuse(f"U+{ord(text[end]):04X} must be escaped in a string", end)


def _shown(symbol: str) -> str:
    names = {"end": "the end of the file", "string": "a string", "number": "a number"}
    return names.get(symbol, "a value" if symbol == "literal" else f"'{symbol}'")


@lru_cache(1024)
def _units(escape: str) -> Iterable[tuple[str, int]]:
    return [(json.loads(f'"{escape}"'), len(escape))]


def _notation(file: str) -> Notation:
    """Write as the file does: escapes where it has nothing but ASCII, in the case that it uses."""
    ascii_only = file.isascii()
    sample = re.search(r"\\u[0-9]*(?:([a-f])|[A-F])", file)
    lower = sample is None or sample[1] is not None

    def spell(replacement: str, replaced: str) -> str:
        escapes = [escape for escape in _ESCAPE.findall(replaced) if escape.startswith(r"\u")]
        digits = "".join(escapes).replace("u", "")
        in_lower = lower if digits.upper() == digits.lower() else digits == digits.lower()
        to_escape = _BEYOND_ASCII if ascii_only or escapes else _MUST_BE_ESCAPED
        return to_escape.sub(lambda found: _escaped(found[0], lower=in_lower), replacement)

    return Notation(_ESCAPE, _units, spell)


def _escaped(character: str, *, lower: bool) -> str:
    escape = json.dumps(character)[1:-1]
    return escape if lower or not escape.startswith(r"\u") else escape.upper().replace("U", "u")
