"""Fields of a template that are written as another syntax has them, and so are text."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from smsplan.templates import Literal, Syntax, Template

_WRITTEN: Final = {
    Syntax.MUSTACHE: (r"\{\{\s*([^{}]+?)\s*\}\}", "{{%s}}"),
    Syntax.FORMAT: (r"\{([^{}]+)\}", "{%s}"),
    Syntax.PERCENT: (r"%\(([^()]+)\)s", "%%(%s)s"),
    Syntax.DOLLAR: (r"\$(?:(\w+)|\{(\w+)\})", "$%s"),
    Syntax.NOTIFY: (r"\(\(\s*([^()]+?)\s*\)\)", "((%s))"),
}
"""How each syntax writes a field: to find it, and to say it."""


def mistaken(template: Template, columns: Iterable[str]) -> Iterator[str]:
    """Say of each column that the template means in another syntax than its own what to do.

    >>> print(*mistaken(Template.parse("Hi {name}"), ["msisdn", "name"]))
    {name} is sent as it stands, though there is a column 'name': say --syntax format, or write \
{{name}}
    """
    known = {each.casefold(): each for each in columns}
    # A field is a character that no text has a syntax with.
    text = "".join(piece.text if isinstance(piece, Literal) else "\0" for piece in template.pieces)
    said = set()
    for syntax, (pattern, _) in _WRITTEN.items():
        for found in re.finditer(pattern, text):
            name = known.get(next(filter(None, found.groups())).casefold())
            if name is None or name in said:
                continue
            said.add(name)
            other = "" if syntax is template.syntax else f"say --syntax {syntax.value}, or "
            yield (
                f"{found[0]} is sent as it stands, though there is a column"
                f" {name!r}: {other}write {_WRITTEN[template.syntax][1] % name}"
            )
