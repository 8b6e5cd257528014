"""What a check reports: findings, each with a stable code, some with a fix."""

from collections.abc import Iterable
from enum import Enum

from msgspec import Struct


class Severity(Enum):
    """How bad a finding is."""

    ERROR = "error"
    """The gateway will refuse the request, or do something other than was meant."""
    WARNING = "warning"
    """The request can be sent; somebody should look at it."""


class Safety(Enum):
    """What a fix may do to the meaning of a text; the mildest first."""

    SAFE = "safe"
    """A reader takes the text for the same."""
    UNSAFE = "unsafe"
    """The text can be read as before, but it is spelled in another way."""
    DISPLAY_ONLY = "display-only"
    """Something that the reader would have seen is gone: to be shown, not to be applied blindly."""


class Edit(Struct, frozen=True, rename="kebab", gc=False):
    """What to put in the place of the characters from ``start`` to ``end``, in code points."""

    start: int
    end: int
    replacement: str


class Fix(Struct, frozen=True, rename="kebab"):
    """Edits that belong together, in order and apart from each other, and how safe they are."""

    safety: Safety
    edits: tuple[Edit, ...]


class Finding(Struct, frozen=True, rename="kebab", omit_defaults=True):
    """One thing that is wrong, or doubtful, with one field.

    ``code`` is the gateway's error name where it has one (``SENDER_LONG``), or
    that of a rule (``ENC001``), whose ``name`` says the bad pattern.  ``field``
    is the gateway's parameter, or the field of a TPDU.  ``start`` and ``end``
    are offsets into the value as it was given, in code points of a text and
    octets of a TPDU; both are ``None`` where the finding is about the whole.
    ``fix`` makes it go away; ``saves`` is how many messages that saves by itself.
    """

    code: str
    severity: Severity
    field: str
    message: str
    start: int | None = None
    end: int | None = None
    name: str | None = None
    fix: Fix | None = None
    saves: int = 0


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
