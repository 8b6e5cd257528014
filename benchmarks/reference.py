"""Segments counted character by character: slow, obvious, sharing nothing with smsplan."""

from typing import Final, NamedTuple

BASIC: Final = (
    "\n\r !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ_"
    "abcdefghijklmnopqrstuvwxyz£¥§¿¡¤ÄÅÆÇÉÑÖØÜßàäåæèéìñòöøùüΔΦΓΛΩΠΨΣΘΞ"
)
"""The GSM 7 bit default alphabet (3GPP TS 23.038, 6.2.1), in no order of its own."""
EXTENSION: Final = "\f^{}\\[~]|€"
"""Its extension table (6.2.1.1): characters that cost two septets."""


class Counted(NamedTuple):
    """What is billed for a text, and where its segments end (code point offsets)."""

    encoding: str
    chars_count: int
    ends: list[int]


def count(text: str) -> Counted:
    """Fill each segment before the next one is begun; 8-bit references."""
    if all(character in BASIC or character in EXTENSION for character in text):
        encoding, single, room = "GSM-7", 160, 153
        costs = [2 if character in EXTENSION else 1 for character in text]
    else:
        encoding, single, room = "UCS-2", 70, 67
        costs = [2 if character > "\uffff" else 1 for character in text]
    ends = []
    if sum(costs) > single:
        used = 0
        for offset, cost in enumerate(costs):
            if used + cost > room:
                ends.append(offset)
                used = 0
            used += cost
    return Counted(encoding, sum(costs), [*ends, len(text)])
