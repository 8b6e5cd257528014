"""The literals of a template as one text, and where its source has them."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from msgspec.structs import replace

from smsplan.errors import TemplateError
from smsplan.findings import Edit, Finding, Fix, apply
from smsplan.templates.syntax import Literal, Piece, Reference, escaped, pieces
from smsplan.templates.template import Template

_DIGIT: Final = "0"
"""Stands for a field: literals do not come together over it, and it is of no word or script."""
_MARK: Final = "\ud800"
"""Stands for a field too; no template has a lone surrogate."""


class Literals:
    """All literals, with a digit for each field between them."""

    def __init__(self, template: Template) -> None:
        self._template = template
        self._names = [piece.name for piece in template.pieces if isinstance(piece, Reference)]
        self._marked = _marked(template.pieces)
        self._fields = [at for at, character in enumerate(self._marked) if character == _MARK]
        self._spans: list[tuple[int, int]] = []
        for piece in template.pieces:
            length = len(piece.text) if isinstance(piece, Literal) else 1
            # An escape is longer than its text, whose first character is the whole beginning.
            ends = range(piece.end - length + 1, piece.end + 1)
            self._spans += zip([piece.start, *ends[:-1]], ends, strict=True)
        self.text: str = self._marked.replace(_MARK, _DIGIT)

    def filled(self, values: Mapping[str, str], edits: Iterable[Edit] = ()) -> str:
        """Return what the template renders, with edits of :attr:`text` made before."""
        first, *others = apply(self._marked, edits).split(_MARK)
        parts = zip(self._names, others, strict=True)
        return first + "".join([values[name] + literal for name, literal in parts])

    def finding(self, found: Finding) -> Finding | None:
        """Bring a finding about the text to the source; none if it is about a field alone."""
        places = range(found.start or 0, found.end or 0)
        literal = [at for at in places if self._marked[at] != _MARK]
        if not literal:
            return None
        start, end = self._spans[literal[0]][0], self._spans[literal[-1]][1]
        return replace(found, start=start, end=end, fix=self._fix(found.fix))

    def _fix(self, fix: Fix | None) -> Fix | None:
        """Bring a fix to the source if it changes literals alone, and they stay literals."""
        if fix is None or any(_MARK in self._marked[edit.start : edit.end] for edit in fix.edits):
            return None
        edits = tuple(
            Edit(
                self._spans[edit.start][0],
                self._spans[edit.end - 1][1],
                escaped(edit.replacement, self._template.syntax),
            )
            for edit in fix.edits
        )
        return Fix(fix.safety, edits) if self._is_kept(edits, fix.edits) else None

    def _is_kept(self, of_source: Sequence[Edit], of_text: Sequence[Edit]) -> bool:
        """Whether the source with its edits renders to the text with its own.

        The fields before and behind the edits are looked at too: what a field is may
        depend on what stands beside it, but on nothing beyond the next field.
        """
        before = bisect_left(self._fields, of_text[0].start)
        behind = bisect_left(self._fields, of_text[-1].end)
        names = self._names[max(0, before - 1) : behind + 1]
        begin = self._fields[before - 1] if before else 0
        end = self._fields[behind] + 1 if behind < len(self._fields) else len(self._marked)
        start, stop = self._spans[begin][0], self._spans[end - 1][1]
        edited = apply(self._template.source[start:stop], _moved(of_source, -start))
        try:
            found = tuple(pieces(edited, self._template.syntax))
        except TemplateError:  # what was text is now half of a field
            return False
        expected = apply(self._marked[begin:end], _moved(of_text, -begin))
        references = [piece.name for piece in found if isinstance(piece, Reference)]
        return references == names and _marked(found) == expected


def _marked(parts: Iterable[Piece]) -> str:
    return "".join([part.text if isinstance(part, Literal) else _MARK for part in parts])


def _moved(edits: Iterable[Edit], by: int) -> list[Edit]:
    return [Edit(edit.start + by, edit.end + by, edit.replacement) for edit in edits]
