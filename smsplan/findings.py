"""What a check reports: findings, each with a stable code, some with a fix."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any, ClassVar, Final, Self

from msgspec import Struct
from msgspec.structs import asdict

from smsplan.shapes import Offset, Shape, Shaped, to_json, to_plain, utf16, utf16_span


class Severity(StrEnum):
    """How bad a finding is."""

    ERROR = "error"
    """The gateway will refuse the request, or do something other than was meant."""
    WARNING = "warning"
    """The request can be sent; somebody should look at it."""


class Safety(StrEnum):
    """What a fix may do to the meaning of a text; the mildest first, and so they compare.

    >>> Safety.SAFE < Safety.UNSAFE < Safety.DISPLAY_ONLY
    True
    """

    SAFE = "safe"
    """A reader takes the text for the same."""
    UNSAFE = "unsafe"
    """The text can be read as before, but it is spelled in another way."""
    DISPLAY_ONLY = "display-only"
    """Something that the reader would have seen is gone: to be shown, not to be applied blindly."""

    def __lt__(self, other: str) -> bool:
        return self._place < other._place if isinstance(other, Safety) else NotImplemented

    def __le__(self, other: str) -> bool:
        return self._place <= other._place if isinstance(other, Safety) else NotImplemented

    def __gt__(self, other: str) -> bool:
        return self._place > other._place if isinstance(other, Safety) else NotImplemented

    def __ge__(self, other: str) -> bool:
        return self._place >= other._place if isinstance(other, Safety) else NotImplemented

    @property
    def _place(self) -> int:
        return _SAFETIES[self.value]


_SAFETIES: Final = {safety.value: place for place, safety in enumerate(Safety)}


class Edit(Struct, frozen=True, rename="kebab", gc=False):
    """What to put in the place of the characters from ``start`` to before ``end``.

    Both are offsets in code points; where they are equal, the replacement is inserted.
    """

    start: int
    end: int
    replacement: str


class Fix(Struct, frozen=True, rename="kebab"):
    """Edits that belong together, in order and apart from each other, and how safe they are."""

    safety: Safety
    edits: tuple[Edit, ...]

    def apply(self, text: str) -> str:
        """Return the text that the finding is about as the fix makes it.

        >>> Fix(Safety.SAFE, (Edit(2, 3, "..."),)).apply("Hi…")
        'Hi...'
        """
        return apply(text, self.edits)


class EditShape(Shape, frozen=True, rename="kebab"):
    """What to put in the place of the characters from ``start`` to ``end``."""

    start: int
    end: int
    utf16_start: int | None
    utf16_end: int | None
    replacement: str

    @classmethod
    def of(cls, edit: Edit, /, offset: Offset | None = None) -> Self:
        """Return the shape of an edit; ``offset`` is :func:`~smsplan.shapes.utf16` of the text."""
        return cls(
            edit.start, edit.end, *utf16_span(edit.start, edit.end, offset), edit.replacement
        )


class FixShape(Shape, frozen=True, rename="kebab"):
    """Edits that belong together, in order and apart from each other, and how safe they are."""

    safety: Safety
    edits: list[EditShape]

    @classmethod
    def of(cls, fix: Fix, /, offset: Offset | None = None) -> Self:
        """Return the shape of a fix; ``offset`` is as of an edit."""
        return cls(fix.safety, [EditShape.of(edit, offset) for edit in fix.edits])


class FindingShape(Shape, frozen=True, rename="kebab"):
    """One thing that is wrong, or should be looked at, with one field.

    UTF-16 offsets are null where the value is not known that the finding is about.
    """

    code: str
    name: str | None
    severity: Severity
    field: str
    message: str
    start: int | None
    end: int | None
    utf16_start: int | None
    utf16_end: int | None
    fix: FixShape | None
    saves: int

    @classmethod
    def of(cls, finding: "Finding", /, offset: Offset | None = None) -> Self:
        """Return the shape of a finding; ``offset`` is as of an edit, of the value."""
        fix = finding.fix
        start, end = utf16_span(finding.start, finding.end, offset)
        fields = asdict(finding) | {"fix": FixShape.of(fix, offset) if fix else None}
        return cls(**fields, utf16_start=start, utf16_end=end)


class Finding(Shaped, frozen=True, rename="kebab", omit_defaults=True):
    """One thing that is wrong, or should be looked at, with one field.

    ``code`` is the gateway's error name where it has one (``SENDER_LONG``), or
    that of a rule (``ENC001``), whose ``name`` says the bad pattern.  ``field``
    is the gateway's parameter, or the field of a TPDU.  ``start`` and ``end``
    are offsets into the value as it was given, in code points of a text and
    octets of a TPDU; both are ``None`` where the finding is about the whole.
    ``fix`` makes it go away; ``saves`` is how many segments that saves by itself.
    """

    SHAPE: ClassVar[type[Shape] | None] = FindingShape

    code: str
    severity: Severity
    field: str
    message: str
    start: int | None = None
    end: int | None = None
    name: str | None = None
    fix: Fix | None = None
    saves: int = 0

    def to_dict(self, source: str | None = None) -> dict[str, Any]:
        """Return the finding as plain data.

        With ``source``, the value that it is about, offsets in UTF-16 code units are known.

        >>> Finding("X", Severity.ERROR, "text", "…", 1, 2).to_dict("😀x")["utf16-start"]
        2
        """
        offset = None if source is None else utf16(source)
        plain: dict[str, Any] = to_plain(FindingShape.of(self, offset))
        return plain

    def to_json(self, source: str | None = None) -> str:
        """Return :meth:`to_dict` as JSON."""
        return to_json(FindingShape.of(self, None if source is None else utf16(source)))


def apply(text: str, edits: Iterable[Edit]) -> str:
    """Make edits, which are in order and apart from each other.

    >>> apply("“Hi”", [Edit(0, 1, '"'), Edit(3, 4, '"')])
    '"Hi"'
    """
    pieces: list[str] = []
    end = 0
    for edit in edits:
        pieces += text[end : edit.start], edit.replacement
        end = edit.end
    return "".join([*pieces, text[end:]])
