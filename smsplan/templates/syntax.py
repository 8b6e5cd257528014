"""What each template syntax has: fields, escapes, and what is refused.

A syntax is a table.  At each character that may begin something its patterns
are tried in order; where none matches, the character is text.  Only plain fields
are read: the text of a section, a filter or a format specification is not known
before it is rendered by an engine of its own.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from enum import Enum, StrEnum, auto
from operator import itemgetter
from typing import Final

from msgspec import Struct

from smsplan.errors import TemplateError


class Syntax(StrEnum):
    r"""How a template marks its fields.

    Names are words, with hyphens inside where noted; everything else that a
    syntax would read as more than text is refused.
    """

    MUSTACHE = "mustache"
    r"""``{{name}}`` of Mustache, Handlebars, Liquid and Jinja; dots and hyphens in names.

    ``{{{name}}}`` and ``{{&name}}`` mean the same, for nothing is HTML-escaped.
    ``\{{name}}`` is the text ``{{name}}``, up to and with the next ``}}``, as in
    Handlebars; ``\\{{name}}`` is a backslash and a field.  A ``}}`` elsewhere is
    an error.
    """
    FORMAT = "format"
    """``{name}`` of :meth:`str.format`; hyphens in names; ``{{`` and ``}}`` are braces."""
    PERCENT = "percent"
    """``%(name)s`` of Python's ``%``; anything but parentheses in names; ``%%`` is a sign."""
    DOLLAR = "dollar"
    """``$name`` and ``${name}`` of :class:`string.Template`, ASCII names; ``$$`` is a sign."""
    NOTIFY = "notify"
    """``((name))`` of GOV.UK Notify; anything but parentheses in names, spaces included.

    There is no escape.  ``((`` that no word follows is text.  Notify takes
    ``((First name))`` and ``((first_name))`` for one field, smsplan for two.
    """


class Literal(Struct, frozen=True, gc=False):
    """Text of a template, and where its source has it (code points).

    It is as long as its span, but for an escape, which is a piece of its own
    and whose text is the end of its span.
    """

    text: str
    start: int
    end: int


class Reference(Struct, frozen=True, gc=False):
    """A place where the value of a field goes, and where the source has it (code points)."""

    name: str
    start: int
    end: int


Piece = Literal | Reference


class _Meaning(Enum):
    FIELD = auto()
    ESCAPE = auto()


_FIELD: Final = _Meaning.FIELD
_ESCAPE: Final = _Meaning.ESCAPE
"""One character that makes text of the characters after it."""

_WORD: Final = r"\w+(?:-\w+)*"
_PLACE: Final = rf"\s*(?P<name>{_WORD}(?:\.{_WORD})*)\s*"
_ASCII_WORD: Final = r"[A-Za-z_][A-Za-z0-9_]*+"

_Table = tuple[tuple[str, _Meaning | str], ...]

_MUSTACHE: Final[_Table] = (
    (r"\\\\(?=\{\{)", _ESCAPE),
    (r"\\\{\{(?:(?!\\{0,2}\{\{|\}\}).)*(?:\}\})?", _ESCAPE),
    (rf"\{{\{{\{{{_PLACE}\}}\}}\}}", _FIELD),
    (rf"\{{\{{(?:\s*&)?{_PLACE}\}}\}}(?!\}})", _FIELD),
    (r"\{%[^{}]*\}?", "a statement is more than a field"),
    (r"\{#[^{}]*\}?", "a comment is neither text nor field"),
    (r"\{\{\{?&?\s*\}{2,3}", "a field without a name"),
    (r"\{\{\s*[#^/][^{}]*(?:\}\})?", "a section is more than a field"),
    (r"\{\{\s*!(?:(?!\}\}).)*(?:\}\})?", "a comment is neither text nor field"),
    (r"\{\{\s*>[^{}]*(?:\}\})?", "a partial is more than a field"),
    (r"\{\{[^{}|]*\|[^{}]*\}\}", "a filter may change the length of the value in any way"),
    (r"\{\{[-~][^{}]*\}\}|\{\{[^{}]*[-~]\}\}", "white space control is more than a field"),
    (r"\{\{\{*[^{}]*\}{2,}", "not a plain field such as {{name}}"),
    (r"\{\{+", "no }} closes this"),
    (r"\}\}+", "no {{ opens this"),
)

_FORMAT: Final[_Table] = (
    (r"\{\{|\}\}", _ESCAPE),
    (r"\{(?P<name>[^\W\d]\w*(?:-\w+)*)\}", _FIELD),
    (r"\{\d*\}", "a field needs a name, not a position"),
    (r"\{[^{}!:]*[!:][^{}]*\}", "a conversion or format specification may change the length"),
    (r"\{[^{}.\[]*[.\[][^{}]*\}", "an attribute or item of a field is more than a field"),
    (r"\{[^{}]*\}", "not a plain field such as {name}"),
    (r"\{", "no } closes this; a brace itself is written {{"),
    (r"\}", "no { opens this; a brace itself is written }}"),
)

_PERCENT: Final[_Table] = (
    (r"%%", _ESCAPE),
    (r"%\((?P<name>[^()\n]+)\)s", _FIELD),
    (r"%\(\)", "a field without a name"),
    (r"%\([^()\n]*\)[-#0 +\d.*]*[a-zA-Z]?", "not a plain field such as %(name)s"),
    (r"%\([^()\n]*", "no ) closes this"),
    (
        r"%[-#0 +]*+\d*+(?:\.\d+)?[diouxXeEfFgGcrsa]",
        "a field needs a name, as in %(name)s; a percent sign itself is written %%",
    ),
    (r"%", "a percent sign itself is written %%"),
)

_DOLLAR: Final[_Table] = (
    (r"\$\$", _ESCAPE),
    (rf"\${_ASCII_WORD}(?=\w)", "a name is ASCII; write ${name} where other letters follow it"),
    (rf"\$(?P<name>{_ASCII_WORD})", _FIELD),
    (rf"\$\{{(?P<name>{_ASCII_WORD})\}}", _FIELD),
    (r"\$\{\s*\}", "a field without a name"),
    (r"\$\{[^{}]*\}", "not a plain field such as ${name}"),
    (r"\$\{", "no } closes this; a dollar sign itself is written $$"),
    (r"\$\d+", "a field needs a name, not a position; a dollar sign itself is written $$"),
    (r"\$", "a dollar sign itself is written $$"),
)

_NOTIFY: Final[_Table] = (
    (r"\(\([^()]*\?\?[^()]*\)*", "a conditional text is more than a field"),
    (r"\(\([^\S\n]*(?P<name>[^()\s](?:[^()\n]*[^()\s])?)[^\S\n]*\)\)", _FIELD),
    (r"\(\(\s*\)\)", "a field without a name"),
    (r"\(\((?=\s*\w)", "no )) closes this"),
)


_GRAMMARS: Final = {
    syntax: (re.compile(begins), [(re.compile(pattern, re.DOTALL), of) for pattern, of in table])
    for syntax, begins, table in (
        (Syntax.MUSTACHE, r"\\{1,2}\{\{|\{[{%#]|\}\}", _MUSTACHE),
        (Syntax.FORMAT, r"[{}]", _FORMAT),
        (Syntax.PERCENT, r"%", _PERCENT),
        (Syntax.DOLLAR, r"\$", _DOLLAR),
        (Syntax.NOTIFY, r"\(\((?!\()", _NOTIFY),
    )
}
"""What may begin something, and what that is."""

_ESCAPES: Final = {
    Syntax.MUSTACHE: (re.compile(r"\{\{"), r"\\{{"),
    Syntax.FORMAT: (re.compile(r"[{}]"), r"\g<0>\g<0>"),
    Syntax.PERCENT: (re.compile(r"%"), r"%%"),
    Syntax.DOLLAR: (re.compile(r"\$"), r"$$"),
}

_SURROGATE: Final = re.compile(r"[\ud800-\udfff]")


def split(source: str, syntax: Syntax) -> tuple[Piece, ...]:
    """Split a source into its literals and references, whose spans tile it.

    Raises :class:`~smsplan.errors.TemplateError`.
    """
    if surrogate := _SURROGATE.search(source):
        raise TemplateError(
            "a lone surrogate: two halves may become one character where a field is empty",
            source,
            *surrogate.span(),
        )
    return tuple(pieces(source, syntax))


def pieces(source: str, syntax: Syntax) -> Iterator[Piece]:
    """Split a source as far as somebody asks; what comes next depends on the rest of it alone."""
    begins, tokens = _GRAMMARS[syntax]
    text_start = at = 0
    while begin := begins.search(source, at):
        at = begin.start()
        tried = ((pattern.match(source, at), meaning) for pattern, meaning in tokens)
        match, meaning = next(filter(itemgetter(0), tried), (None, ""))
        if match is None:
            at += 1
            continue
        if isinstance(meaning, str):
            raise TemplateError(meaning, source, *match.span())
        if at > text_start:
            yield Literal(source[text_start:at], text_start, at)
        text_start = match.end()
        if meaning is _FIELD:
            yield Reference(match["name"], at, text_start)
        else:
            yield Literal(match[0][1:], at, text_start)
        at = text_start
    if text_start < len(source):
        yield Literal(source[text_start:], text_start, len(source))


def places(parts: tuple[Piece, ...]) -> Mapping[str, Sequence[int]]:
    """Find which pieces are of each field, in order of their first."""
    found = defaultdict(list)
    for at, piece in enumerate(parts):
        if isinstance(piece, Reference):
            found[piece.name].append(at)
    return found


def escaped(text: str, syntax: Syntax) -> str:
    """Write a text so that a source of this syntax has it as text, as far as there are escapes."""
    if syntax not in _ESCAPES:
        return text
    pattern, replacement = _ESCAPES[syntax]
    return pattern.sub(replacement, text)


def fill(parts: tuple[Piece, ...], values: Mapping[str, str]) -> str:
    """Put values, one for each name, into the places of their fields."""
    return "".join(
        [part.text if isinstance(part, Literal) else values[part.name] for part in parts]
    )
