"""What a plan depends on beside the text: encodings, boundaries, and how much a segment holds."""

from enum import StrEnum
from typing import Final

from msgspec import Struct

from smsplan.arguments import checked_fields
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


class Profile(Struct, frozen=True, rename="kebab"):
    """The choices of a gateway or carrier that a plan depends on.

    ``encoding`` forces one; ``None`` takes GSM-7 where every character fits.
    ``reference_bits`` is the size of the concatenation reference, 8 or 16.
    ``languages`` are those whose national tables may be used where they save a
    segment; there are none by default, for an older phone ignores the header
    and shows other letters.

    Raises ``TypeError`` for a value of another kind, ``ValueError`` for other bits.
    """

    encoding: Encoding | None = None
    boundary: Boundary = Boundary.CODE_POINT
    reference_bits: int = 8
    languages: tuple[Language, ...] = ()

    @checked_fields
    def __post_init__(self) -> None:
        """Refuse what no plan could be made with."""
        if not (self.encoding is None or isinstance(self.encoding, Encoding)):
            raise TypeError(f"encoding is an Encoding or None, not {self.encoding!r}")
        if not isinstance(self.boundary, Boundary):
            raise TypeError(f"boundary is a Boundary, not {self.boundary!r}")
        if not isinstance(self.languages, tuple) or not all(
            isinstance(language, Language) for language in self.languages
        ):
            raise TypeError(f"languages is a tuple of Language, not {self.languages!r}")
        if type(self.reference_bits) is not int or self.reference_bits not in CONCATENATION_OCTETS:
            raise ValueError(f"reference_bits is 8 or 16, not {self.reference_bits!r}")


STANDARD: Final = Profile()
"""What most gateways do: 8-bit references, cuts between any two characters."""
TWILIO: Final = Profile(boundary=Boundary.GRAPHEME)
"""Grapheme clusters stay whole, as on handsets and at Twilio."""
