"""Fields of a template that are written as another syntax has them, and so are text."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from smsplan.errors import TemplateError
from smsplan.templates import Literal, Syntax, Template

_WRITTEN: Final = {
    Syntax.MUSTACHE: (r"\{\{\s*([^{}]+?)\s*\}\}", "{{%s}}"),
    Syntax.FORMAT: (r"(?<!\$)\{([^{}]+)\}", "{%s}"),
    Syntax.PERCENT: (r"%\(([^()]+)\)s", "%%(%s)s"),
    Syntax.DOLLAR: (r"\$(?:(\w+)|\{(\w+)\})", "$%s"),
    Syntax.NOTIFY: (r"\(\(\s*([^()]+?)\s*\)\)", "((%s))"),
}
"""How each syntax writes a field: to find it, and to say it."""


def mistaken(template: Template, columns: Iterable[str]) -> Iterator[str]:
    """Return of each column that the template means in another syntax than its own what to do.

    >>> print(*mistaken(Template.parse("Hi {name}"), ["msisdn", "name"]))
    {name} is sent as it stands, though there is a column 'name': take the syntax format, or write \
{{name}}
    """
    known = {each.casefold(): each for each in columns}
    # A field is a character that no text has a syntax with.
    text = "".join(piece.text if isinstance(piece, Literal) else "\0" for piece in template.pieces)
    matches = [
        (found.start(), found, syntax)
        for syntax, (pattern, _) in _WRITTEN.items()
        for found in re.finditer(pattern, text)
    ]
    said = set()
    for _, found, syntax in sorted(matches, key=lambda each: each[0]):  # ${a} has {a} in it
        name = known.get(next(filter(None, found.groups())).casefold())
        if name is not None and name not in said:
            said.add(name)
            remedy = ", or ".join(_remedies(found[0], syntax, name, template.syntax))
            yield f"{found[0]} is sent as it stands, though there is a column {name!r}: {remedy}"


def _remedies(written: str, syntax: Syntax, name: str, own: Syntax) -> list[str]:
    """Return how the field can be read: in the syntax it is in, or in the template's own."""
    instead = _WRITTEN[own][1] % name
    ways = []
    if syntax is not own and _is_read(written, syntax):
        ways.append(f"take the syntax {syntax}")
    if _is_read(instead, own):
        ways.append(f"write {instead}")
    other = _WRITTEN[Syntax.PERCENT][1] % name  # which has nearly any name
    return ways or [f"take the syntax percent, and write all fields as {other}"]


def _is_read(written: str, syntax: Syntax) -> bool:
    try:
        return bool(Template.parse(written, syntax).fields)
    except TemplateError:
        return False
