"""Reading an SMS-SUBMIT one bit at a time: slow and obvious, to hold smsplan against.

The user data is read as a phone gets it: in GSM-7 all of it, the header too, is
a row of septets, of which the header takes as many as it touches.
"""

from collections.abc import Iterator
from typing import NamedTuple

from smsplan.gsm7.tables import BY_IDENTIFIER, LOCKING, SINGLE, Language
from tests import reference

SINGLE_SHIFT = "24"
LOCKING_SHIFT = "25"

Elements = dict[str, str]


class Submitted(NamedTuple):
    first: int
    tp_mr: int
    number: str
    tp_pid: int
    tp_dcs: int
    tp_vp: int | None
    tp_udl: int
    user_data: bytes


def read_submit(tpdu: bytes) -> Submitted:
    nibbles = iter(tpdu.hex())

    def octet() -> int:
        return int(next(nibbles) + next(nibbles), 16)

    first, tp_mr, digits, kind = octet(), octet(), octet(), octet()
    assert kind == 0x91
    number = ""
    while len(number) < digits:
        high, low = next(nibbles), next(nibbles)
        number += low
        if len(number) < digits:
            number += high
        else:
            assert high == "f"
    tp_pid, tp_dcs = octet(), octet()
    tp_vp = octet() if first & 0x18 else None
    tp_udl = octet()
    user_data = bytes.fromhex("".join(nibbles))
    return Submitted(first, tp_mr, number, tp_pid, tp_dcs, tp_vp, tp_udl, user_data)


def read_header(user_data: bytes) -> Elements:
    """Split a header into its elements, by identifier, in hexadecimal and in order."""
    elements: Elements = {}
    rest = user_data[1 : 1 + user_data[0]]
    while rest:
        identifier, length = rest[0], rest[1]
        assert f"{identifier:02x}" not in elements
        elements[f"{identifier:02x}"] = rest[2 : 2 + length].hex()
        assert len(rest) >= 2 + length
        rest = rest[2 + length :]
    return elements


def read_septets(user_data: bytes, count: int) -> Iterator[int]:
    bits = [octet >> bit & 1 for octet in user_data for bit in range(8)]
    assert 0 <= len(bits) - 7 * count < 8
    assert not any(bits[7 * count :])
    for start in range(0, 7 * count, 7):
        yield sum(bit << place for place, bit in enumerate(bits[start : start + 7]))


def read_text(user_data: bytes, tp_udl: int, tp_dcs: int, *, has_header: bool) -> str:
    """Read the text that one segment shows; a lone surrogate is one."""
    header_octets = 1 + user_data[0] if has_header else 0
    if tp_dcs & 0x0C == 0x08:
        assert len(user_data) == tp_udl
        return user_data[header_octets:].decode("utf-16-be", "surrogatepass")
    elements = read_header(user_data) if has_header else {}
    locking, single = (
        BY_IDENTIFIER[int(elements[shift], 16)] if shift in elements else None
        for shift in (LOCKING_SHIFT, SINGLE_SHIFT)
    )
    text = ""
    escaped = False
    septets = list(read_septets(user_data, tp_udl))
    header_septets = next(count for count in range(161) if 7 * count >= 8 * header_octets)
    for septet in septets[header_septets:]:
        if septet == 0x1B:
            assert not escaped
            escaped = True
        elif escaped:
            text += _extension(septet, single)
            escaped = False
        else:
            text += _main(septet, locking)
    assert not escaped
    return text


def _main(septet: int, locking: Language | None) -> str:
    if locking is None:
        return (reference.BASIC[:0x1B] + "\x1b" + reference.BASIC[0x1B:])[septet]
    return LOCKING[locking][septet]


def _extension(septet: int, single: Language | None) -> str:
    return SINGLE[single][septet]
