"""TP-PID, the protocol identifier, in words (3GPP TS 23.040, clause 9.2.3.9)."""

from typing import Final

TP_PID_NONE: Final = 0x00
"""From one short message entity to another, no interworking."""
TP_PID_TYPE_0: Final = 0x40
"""The phone acknowledges the message, shows nothing and keeps nothing."""

_OF_THE_SC: Final = "specific to the SC"
_TELEMATIC: Final = 0b0010_0000
_TELEMATIC_DEVICES: Final = {
    0x00: "device of the SC's choice",
    0x01: "telex",
    0x02: "group 3 telefax",
    0x03: "group 4 telefax",
    0x04: "voice telephone",
    0x05: "ERMES paging",
    0x06: "national paging system",
    0x07: "videotex",
    0x08: "teletex, carrier unspecified",
    0x09: "teletex, in PSPDN",
    0x0A: "teletex, in CSPDN",
    0x0B: "teletex, in analog PSTN",
    0x0C: "teletex, in digital ISDN",
    0x0D: "UCI",
    0x10: "message handling facility",
    0x11: "public X.400 message handling system",
    0x12: "Internet electronic mail",
    **dict.fromkeys(range(0x18, 0x1F), _OF_THE_SC),
    0x1F: "GSM or UMTS mobile station",
}
_PROTOCOLS: Final = {
    0x00: "plain short message",
    TP_PID_TYPE_0: "short message type 0 (silent)",
    **{0x40 + number: f"replace short message type {number}" for number in range(1, 8)},
    0x48: "device triggering short message",
    0x5E: "enhanced message service (obsolete)",
    0x5F: "return call message",
    0x7C: "ANSI-136 R-DATA",
    0x7D: "ME data download",
    0x7E: "ME de-personalization",
    0x7F: "(U)SIM data download",
}


def protocol(octet: int) -> str:
    """Name a protocol identifier; "reserved" is a name too.

    >>> protocol(0x40), protocol(0x24), protocol(0x50)
    ('short message type 0 (silent)', 'telematic interworking: voice telephone', 'reserved')
    """
    if octet in _PROTOCOLS:
        return _PROTOCOLS[octet]
    group, low = octet >> 6, octet & 0b1_1111
    if group == 0b11:  # noqa: PLR2004 - bits 7 and 6 as in the clause
        return _OF_THE_SC
    if group == 0b00 and octet & _TELEMATIC:
        return f"telematic interworking: {_TELEMATIC_DEVICES.get(low, 'reserved')}"
    if group == 0b00:
        return f"SME to SME protocol {low}"
    return "reserved"
