"""Where a template's source has what a rendered text has."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

import msgspec
from msgspec import Struct

from smsplan.errors import TemplateError
from smsplan.findings import Edit, Finding, Fix, apply
from smsplan.templates.syntax import Literal, Piece, Reference, escaped, fill, pieces
from smsplan.templates.template import Template


class Rendered(Struct, frozen=True, dict=True):
    """A template rendered with a filling, and where each character comes from.

    ``origins`` has the span in the source of each character of ``text``, and
    ``None`` for one that came with a value; ``source_starts`` and ``text_starts``
    have the place of each piece.
    """

    template: Template
    filling: Mapping[str, str]
    text: str
    origins: tuple[tuple[int, int] | None, ...]
    source_starts: tuple[int, ...]
    text_starts: tuple[int, ...]

    @classmethod
    def of(cls, template: Template, filling: Mapping[str, str]) -> "Rendered":
        """Render a template."""
        origins: list[tuple[int, int] | None] = []
        text_starts = []
        for piece in template.pieces:
            text_starts.append(len(origins))
            if isinstance(piece, Literal):
                # An escape is one character longer than its text, which it begins with.
                first = piece.start
                for end in range(piece.end - len(piece.text) + 1, piece.end + 1):
                    origins.append((first, end))
                    first = end
            else:
                origins += [None] * len(filling[piece.name])
        source_starts = tuple(piece.start for piece in template.pieces)
        text = template.render(filling)
        return cls(template, filling, text, tuple(origins), source_starts, tuple(text_starts))

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

    def edited(self, of_source: Sequence[Edit], of_text: Sequence[Edit]) -> str:
        """Make edits of the source in the text, with what the second edits write."""
        begins, ends = self._places
        return apply(
            self.text,
            [
                Edit(begins[there.start], ends[there.end], here.replacement)
                for there, here in zip(of_source, of_text, strict=True)
            ],
        )

    @cached_property
    def _places(self) -> tuple[Mapping[int, int], Mapping[int, int]]:
        """Where the text has what begins, and what ends, at a place of the source."""
        literal = [(at, origin) for at, origin in enumerate(self.origins) if origin is not None]
        begins = {origin[0]: at for at, origin in literal}
        return begins, {origin[1]: at + 1 for at, origin in literal}

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
        return Fix(fix.safety, tuple(edits)) if self._is_kept(edits, fix.edits) else None

    def _is_kept(self, of_source: Sequence[Edit], of_text: Sequence[Edit]) -> bool:
        """Whether the source with its edits renders to the text with its own.

        Pieces are the same before the one that ends where the edited one begins,
        for no token looks farther ahead; and from the first on that begins where
        one of the template does.
        """
        starts = self.source_starts
        first = max(0, bisect_right(starts, of_source[0].start) - 2)
        begin = starts[first]
        rest = apply(self.template.source[begin:], _moved(of_source, -begin))
        shift = len(self.template.source) - len(rest)
        edited = of_source[-1].end
        index = len(starts)
        found: list[Piece] = []
        try:
            for piece in pieces(rest, self.template.syntax):
                at = bisect_left(starts, piece.start + shift)
                if piece.start + shift >= edited and starts[at : at + 1] == (piece.start + shift,):
                    index = at
                    break
                found.append(piece)
        except TemplateError:  # what was text is now half of a field
            return False
        if any(isinstance(each, Reference) and each.name not in self.filling for each in found):
            return False
        text_begin = self.text_starts[first]
        text_end = self.text_starts[index] if index < len(starts) else len(self.text)
        expected = apply(self.text[text_begin:text_end], _moved(of_text, -text_begin))
        return fill(tuple(found), self.filling) == expected


def _moved(edits: Iterable[Edit], by: int) -> list[Edit]:
    return [Edit(edit.start + by, edit.end + by, edit.replacement) for edit in edits]
