"""TP-DCS, the data coding scheme: a table of its groups (3GPP TS 23.038, clause 4)."""

from enum import IntEnum, StrEnum
from typing import Final, NamedTuple

from msgspec import Struct


class Alphabet(StrEnum):
    """What the user data of one short message is made of."""

    GSM7 = "GSM-7"
    OCTETS = "8-bit"
    UCS2 = "UCS-2"


class MessageClass(IntEnum):
    """Where a message goes on a handset."""

    FLASH = 0
    """Displayed at once, not stored."""
    EQUIPMENT = 1
    """Stored in the mobile equipment."""
    SIM = 2
    """Stored in the SIM."""
    TERMINAL = 3
    """Passed on to the terminal equipment."""


class WaitingKind(IntEnum):
    """What kind of message is waiting."""

    VOICEMAIL = 0
    FAX = 1
    EMAIL = 2
    OTHER = 3


class Waiting(Struct, frozen=True, rename="kebab"):
    """An indication that messages are waiting, or (``active`` false) no longer are.

    ``store`` says whether the text itself is kept after it was indicated.
    """

    kind: WaitingKind
    active: bool
    store: bool


class DataCoding(Struct, frozen=True, rename="kebab"):
    """A data coding scheme, read.

    ``reserved`` says that the standard gives it no meaning yet and that it is
    therefore read as GSM-7.  ``compressed`` data (3GPP TS 23.042) is not decoded.
    ``deletes_itself`` is the group "marked for automatic deletion".
    """

    octet: int
    alphabet: Alphabet
    compressed: bool = False
    message_class: MessageClass | None = None
    deletes_itself: bool = False
    waiting: Waiting | None = None
    reserved: bool = False


_RESERVED: Final = None
_BY_BITS_3_2: Final = (Alphabet.GSM7, Alphabet.OCTETS, Alphabet.UCS2, _RESERVED)
_BY_BIT_2: Final = (Alphabet.GSM7, Alphabet.OCTETS) * 2
_ALWAYS_GSM7: Final = (Alphabet.GSM7,) * 4
_ALWAYS_UCS2: Final = (Alphabet.UCS2,) * 4
_NEVER: Final = (_RESERVED,) * 4


class _Group(NamedTuple):
    alphabets: tuple[Alphabet | None, ...]
    """By bits 3 and 2."""
    compressed: bool = False
    has_class: bool = False
    deletes_itself: bool = False
    store: bool | None = None
    """Of the message waiting groups."""


_GROUPS: Final = {  # bits 7 to 4
    0b0000: _Group(_BY_BITS_3_2),
    0b0001: _Group(_BY_BITS_3_2, has_class=True),
    0b0010: _Group(_BY_BITS_3_2, compressed=True),
    0b0011: _Group(_BY_BITS_3_2, compressed=True, has_class=True),
    0b0100: _Group(_BY_BITS_3_2, deletes_itself=True),
    0b0101: _Group(_BY_BITS_3_2, deletes_itself=True, has_class=True),
    0b0110: _Group(_BY_BITS_3_2, deletes_itself=True, compressed=True),
    0b0111: _Group(_BY_BITS_3_2, deletes_itself=True, compressed=True, has_class=True),
    **dict.fromkeys(range(0b1000, 0b1100), _Group(_NEVER)),
    0b1100: _Group(_ALWAYS_GSM7, store=False),
    0b1101: _Group(_ALWAYS_GSM7, store=True),
    0b1110: _Group(_ALWAYS_UCS2, store=True),
    0b1111: _Group(_BY_BIT_2, has_class=True),
}


def data_coding(octet: int) -> DataCoding:
    """Look up a data coding scheme; each of the 256 has a reading.

    >>> data_coding(0x18).alphabet, data_coding(0x18).message_class
    (<Alphabet.UCS2: 'UCS-2'>, <MessageClass.FLASH: 0>)
    >>> data_coding(0xC8).waiting
    Waiting(kind=<WaitingKind.VOICEMAIL: 0>, active=True, store=False)
    """
    group = _GROUPS[octet >> 4]
    alphabet = group.alphabets[octet >> 2 & 0b11]
    low = octet & 0b11
    waiting = None
    if group.store is not None:
        waiting = Waiting(WaitingKind(low), bool(octet & 0b1000), group.store)
    return DataCoding(
        octet,
        # Clause 4: a receiver reads every reserved coding as the GSM 7 bit default alphabet.
        alphabet or Alphabet.GSM7,
        group.compressed,
        MessageClass(low) if group.has_class else None,
        group.deletes_itself,
        waiting,
        alphabet is _RESERVED,
    )
