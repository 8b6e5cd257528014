"""The information elements of a user data header (3GPP TS 23.040, clause 9.2.3.24)."""

from enum import IntEnum


class Element(IntEnum):
    """The information element identifiers that smsplan writes and reads."""

    CONCATENATION_8 = 0x00
    """Clause 9.2.3.24.1: reference, maximum, sequence number; one octet each."""
    PORTS_8 = 0x04
    """Clause 9.2.3.24.3: destination and originator port; one octet each."""
    PORTS_16 = 0x05
    """Clause 9.2.3.24.4: destination and originator port; two octets each."""
    CONCATENATION_16 = 0x08
    """Clause 9.2.3.24.8: as 0x00, with a reference of two octets."""
    SINGLE_SHIFT = 0x24
    """Clause 9.2.3.24.15: the national language identifier; hexadecimal, not decimal."""
    LOCKING_SHIFT = 0x25
    """Clause 9.2.3.24.16: the national language identifier; hexadecimal, not decimal."""
