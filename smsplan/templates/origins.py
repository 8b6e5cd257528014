"""Where a template's source has what a rendered text has."""

from collections.abc import Mapping

import msgspec
from msgspec import Struct

from smsplan.errors import TemplateError
from smsplan.findings import Edit, Finding, Fix, apply
from smsplan.templates.syntax import Literal, escaped
from smsplan.templates.template import Template


class Rendered(Struct, frozen=True):
    """A template rendered with a filling, and where each character comes from.

    ``origins`` has the span in the source of each character of ``text``, and
    ``None`` for one that came with a value.
    """

    template: Template
    filling: Mapping[str, str]
    text: str
    origins: tuple[tuple[int, int] | None, ...]

    @classmethod
    def of(cls, template: Template, filling: Mapping[str, str]) -> "Rendered":
        """Render a template."""
        origins: list[tuple[int, int] | None] = []
        for piece in template.pieces:
            if isinstance(piece, Literal):
                # An escape is one character longer than its text, which it begins with.
                first = piece.start
                for end in range(piece.end - len(piece.text) + 1, piece.end + 1):
                    origins.append((first, end))
                    first = end
            else:
                origins += [None] * len(filling[piece.name])
        return cls(template, filling, template.render(filling), tuple(origins))

    def finding(self, found: Finding) -> Finding | None:
        """Bring a finding about the text to the source; none if it is about values alone.

        A fix stays only where it is about literals alone, and the source with it
        renders to what the text with it is.
        """
        start, end = found.start, found.end
        if start is not None and end is not None:
            span = self._span(start, end)
            if span is None:
                return None
            start, end = span
        fix = self._fix(found.fix)
        saves = found.saves if fix else 0
        return msgspec.structs.replace(found, start=start, end=end, fix=fix, saves=saves)

    def _span(self, start: int, end: int) -> tuple[int, int] | None:
        """Find where the source has the literals of a part of the text, from first to last."""
        literal = [origin for origin in self.origins[start:end] if origin is not None]
        return (literal[0][0], literal[-1][1]) if literal else None

    def _fix(self, fix: Fix | None) -> Fix | None:
        if fix is None:
            return None
        edits = []
        for edit in fix.edits:
            span = self._span(edit.start, edit.end)
            if span is None:
                return None
            edits.append(Edit(*span, escaped(edit.replacement, self.template.syntax)))
        try:
            fixed = Template.parse(apply(self.template.source, edits), self.template.syntax)
            rendered = fixed.render(self.filling)
        except TemplateError:  # what was text is now a field, or half of one
            return None
        return Fix(fix.safety, tuple(edits)) if rendered == apply(self.text, fix.edits) else None
