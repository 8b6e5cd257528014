"""TPDUs for the reading side's tests, put together field by field."""

from typing import Final

from hypothesis import strategies as st

from smsplan.wire import Decoded, decode
from smsplan.wire.octets import pack

DELIVER: Final = "04"
SUBMIT: Final = "01"
UDHI: Final = 0x40
ORIGINATOR: Final = "0A912154436587"
TIME: Final = "62117041320080"


def deliver(user_data: str, *, dcs: int = 0, header: bool = False, first: int = 0x04) -> str:
    """Write an SMS-DELIVER around TP-UDL and TP-UD in hexadecimal."""
    first |= UDHI if header else 0
    return f"{first:02X}{ORIGINATOR}00{dcs:02X}{TIME}{user_data}"


def septets(octets: bytes, *, header: str = "") -> str:
    """Write TP-UDL and TP-UD of septets, an octet each, behind information elements."""
    udh = bytes.fromhex(header)
    if udh:
        udh = bytes([len(udh)]) + udh
    fill_bits = -8 * len(udh) % 7
    count = (8 * len(udh) + fill_bits) // 7 + len(octets)
    return f"{count:02X}{udh.hex()}{pack(octets, fill_bits).hex()}"


def octets(data: str, *, header: str = "") -> str:
    """Write TP-UDL and TP-UD of octets behind information elements."""
    udh = f"{len(bytes.fromhex(header)):02X}{header}" if header else ""
    return f"{len(bytes.fromhex(udh + data)):02X}{udh}{data}"


def codes(decoded: Decoded) -> list[str]:
    """List the codes of what was found wrong."""
    return [finding.code for finding in decoded.findings]


def text(data: bytes, header: str = "") -> str | None:
    """Decode septets, an octet each, behind information elements."""
    return decode(deliver(septets(data, header=header), header=bool(header))).text


VALID: Final = tuple(
    bytes.fromhex(tpdu)
    for tpdu in (
        # SMS-DELIVER, then SMS-SUBMIT with each format of validity
        "040A9121544365870000" + TIME + "05E8329BFD06",
        "440A9121544365870008" + TIME + "0A050003070201D83D044F",
        "640DD0F334FC1CA69701C004" + TIME + "0B0605040B8423F00106AFFF",
        "440A912154436587 00F1" + TIME + septets(b"\x1bs", header="0003070202240101250101"),
        "01000A9121544365870000 05E8329BFD06",
        "31070A9121544365874000A7 05E8329BFD06",
        "09000A912154436587000003013000000000 05E8329BFD06",
        "19000A9121544365870000" + TIME + "05E8329BFD06",
    )
)


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """Replace, put in and leave out octets of valid TPDUs."""
    tpdu = bytearray(draw(st.sampled_from(VALID)))
    for _ in range(draw(st.integers(min_value=1, max_value=4))):
        at = draw(st.integers(min_value=0, max_value=len(tpdu)))
        there = draw(st.integers(min_value=0, max_value=3))
        tpdu[at : at + there] = draw(st.binary(max_size=3))
    return bytes(tpdu)
