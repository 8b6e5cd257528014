"""What a plan depends on beside the text: encodings, boundaries, and how much a segment holds."""

from collections.abc import Mapping
from enum import StrEnum
from functools import cached_property
from typing import Final

from msgspec import Struct
from msgspec.structs import asdict, replace

from smsplan.arguments import check
from smsplan.gsm7.tables import Language


class Encoding(StrEnum):
    """How the characters of a message are coded, for all its segments alike."""

    GSM7 = "GSM-7"
    """The GSM 7 bit default alphabet and its extension table (3GPP TS 23.038, 6.2.1)."""
    UCS2 = "UCS-2"
    """UCS-2 (3GPP TS 23.038, 6.2.3), which in practice is UTF-16."""

    @property
    def unit(self) -> str:
        """What its characters are counted in."""
        return "septet" if self is Encoding.GSM7 else "UTF-16 code unit"


class Boundary(StrEnum):
    """Where a text may be split into segments."""

    CODE_POINT = "code-point"
    """Between any two characters, as most gateways do."""
    GRAPHEME = "grapheme"
    """Between extended grapheme clusters (UAX #29).

    CR LF counts as two characters that may part.  A cluster that is longer than
    a segment is split between its code points.
    """
    WORD = "word"
    """After white space where the segment has any, else as :attr:`GRAPHEME`.

    No-break spaces (U+00A0, U+2007, U+202F) are part of a word.
    """


class Replace(StrEnum):
    """When a provider replaces the characters that its alphabet lacks."""

    NEVER = "never"
    ALL_OR_NOTHING = "all-or-nothing"
    """If the whole text is then of its alphabet."""
    BEYOND_ONE_SEGMENT = "beyond-one-segment"
    """If the text needs more than one segment."""
    ALWAYS = "always"


class WhiteSpace(StrEnum):
    """What a provider does to white space."""

    NONE_BEFORE_PUNCTUATION = "none-before-punctuation"
    """Spaces and tabs before a full stop or a comma go, before characters are replaced."""
    RUNS_TO_ONE_SPACE = "runs-to-one-space"
    """A run of spaces and tabs becomes one space."""
    LINE_ENDS_TO_SPACE = "line-ends-to-space"
    """Line ends, and the white space around them, become one space."""
    TWO_LINE_ENDS_AT_MOST = "two-line-ends-at-most"
    STRIP = "strip"
    """White space at both ends goes."""


class Counting(StrEnum):
    """How a provider counts the segments that it bills."""

    SEGMENTS = "segments"
    """As many as the text is split into."""
    DIVISION = "division"
    """The characters divided by what a segment of several holds, rounded up."""


class Above(StrEnum):
    """What happens to a message that is above a provider's limit."""

    REFUSED = "refused"
    TRUNCATED = "truncated"


_PAIR: Final = 2


class Capacity(Struct, frozen=True):
    """The characters that a segment holds: one that is alone, and each of several."""

    single: int
    several: int

    def __post_init__(self) -> None:
        """Refuse a segment that an escape pair or a surrogate pair has no place in."""
        check(type(self), **asdict(self))
        if self.single < _PAIR or self.several < _PAIR:
            raise ValueError(f"a segment holds {_PAIR} characters at least, not {self}")


class Limit(Struct, frozen=True, rename="kebab", repr_omit_defaults=True):
    """The most that a message may have; ``None`` is no limit.

    ``max_characters`` counts code points, without what the provider adds;
    ``max_gsm7`` and ``max_ucs2`` count what is billed, septets and UTF-16 code units;
    ``max_utf16`` counts UTF-16 code units whatever the encoding.
    """

    max_segments: int | None = None
    max_characters: int | None = None
    max_gsm7: int | None = None
    max_ucs2: int | None = None
    max_utf16: int | None = None
    above: Above | None = None
    """``None`` where nobody says what happens."""

    def __post_init__(self) -> None:
        """Refuse a limit that no text is within."""
        fields = asdict(self)
        check(type(self), **fields)
        for name, most in fields.items():
            if isinstance(most, int) and most < 1:
                raise ValueError(f"{name} is 1 or more, not {most}")


TP_UD_OCTETS: Final = 140
"""The user data of a short message, its header included (3GPP TS 23.040, 9.2.3.24)."""

CONCATENATION_OCTETS: Final = {8: 2 + 3, 16: 2 + 4}
"""Octets of the concatenation information element, by the bits of its reference.

Identifier and length, then reference, maximum and sequence number (3GPP TS
23.040, 9.2.3.24.1 and 9.2.3.24.8).
"""

SHIFT_OCTETS: Final = 2 + 1
"""Octets of a shift's information element: identifier, length, national language identifier.

3GPP TS 23.040, 9.2.3.24.15 (single) and 9.2.3.24.16 (locking).
"""

MAX_SEGMENTS: Final = 255
"""The sequence number of a concatenated message is one octet (3GPP TS 23.040, 9.2.3.24.1)."""


def capacity(encoding: Encoding, element_octets: int = 0) -> int:
    """Count the characters of cost one that a segment holds beside its header.

    ``element_octets`` is the length of all information elements.  A header has
    one more octet, its own length; in GSM-7 fill bits follow it up to the next
    septet boundary (3GPP TS 23.040, 9.2.3.24).

    >>> capacity(Encoding.GSM7), capacity(Encoding.GSM7, CONCATENATION_OCTETS[8])
    (160, 153)
    >>> capacity(Encoding.UCS2), capacity(Encoding.UCS2, CONCATENATION_OCTETS[16])
    (70, 66)
    """
    free = TP_UD_OCTETS - (1 + element_octets if element_octets else 0)
    return free * 8 // 7 if encoding is Encoding.GSM7 else free // 2


class Profile(Struct, frozen=True, rename="kebab", dict=True, repr_omit_defaults=True):
    """The choices of a provider or carrier that a plan depends on.

    ``encoding`` forces one; ``None`` takes GSM-7 where every character fits.
    ``reference_bits`` is the size of the concatenation reference, 8 or 16.
    ``languages`` are those whose national tables may be used where they save a
    segment; there are none by default, for an older phone ignores the header
    and shows other letters.

    The others are what a provider does beside that, and do nothing by default:

    - ``prefix`` and ``suffix`` are added to the text, ``white_space`` is normalised in
      the order given, and with ``crlf`` a line feed goes out as CR LF.
    - ``lacks`` has the characters of GSM-7 that its alphabet lacks.  Whatever that
      lacks is replaced when ``replace`` says: by ``replacements``, pairs of a character
      and a text, else with ``decomposition`` by the first character of its canonical
      decomposition if the alphabet has that.  ``placeholder`` stands for what is left
      over.  ``keeps`` has characters that are neither replaced nor stood for.
    - ``gsm7`` and ``ucs2`` are what a segment holds in either encoding, where that is
      not what :func:`capacity` says.  ``counting`` is how segments are counted.
    - ``limit`` is the most that a message may have, and what happens above it.

    Raises ``TypeError`` for a value of another kind, ``ValueError`` for other bits.
    """

    encoding: Encoding | None = None
    boundary: Boundary = Boundary.CODE_POINT
    reference_bits: int = 8
    languages: tuple[Language, ...] = ()
    prefix: str = ""
    suffix: str = ""
    white_space: tuple[WhiteSpace, ...] = ()
    crlf: bool = False
    lacks: str = ""
    replace: Replace = Replace.NEVER
    replacements: tuple[tuple[str, str], ...] = ()
    decomposition: bool = False
    placeholder: str = ""
    keeps: str = ""
    gsm7: Capacity | None = None
    ucs2: Capacity | None = None
    counting: Counting = Counting.SEGMENTS
    limit: Limit | None = None

    def __post_init__(self) -> None:
        """Refuse what no plan could be made with."""
        check(type(self), **asdict(self))
        if type(self.reference_bits) is not int or self.reference_bits not in CONCATENATION_OCTETS:
            raise ValueError(f"reference_bits is 8 or 16, not {self.reference_bits!r}")

    @cached_property
    def plain(self) -> "Profile":
        """The profile without what a provider does beside coding and splitting."""
        plain = Profile(self.encoding, self.boundary, self.reference_bits, self.languages)
        return self if self == plain else plain

    @cached_property
    def coded(self) -> Mapping[Encoding | None, "Profile"]:
        """The plain profile with each encoding forced, and with none."""
        return {
            each: Profile(each, self.boundary, self.reference_bits, self.languages)
            for each in (None, *Encoding)
        }

    @cached_property
    def unlimited(self) -> "Profile":
        """The profile without its limit."""
        return self if self.limit is None else replace(self, limit=None)

    @cached_property
    def truncates(self) -> bool:
        """Whether the beginning is sent of what is above the limit."""
        return self.limit is not None and self.limit.above is Above.TRUNCATED

    @cached_property
    def is_plain(self) -> bool:
        """Whether it is its :attr:`plain` one."""
        return self.plain is self

    @cached_property
    def plans_as_plain(self) -> bool:
        """Whether every text has the plan of its :attr:`plain` one.

        It has where a limit only refuses, and where nothing is known that is replaced.
        """
        has_table = self.replacements or self.decomposition
        rule = self.replace if has_table else Replace.NEVER
        return not self.truncates and replace(self, limit=None, replace=rule).is_plain


STANDARD: Final = Profile()
"""What most gateways do: 8-bit references, splits between any two characters."""
