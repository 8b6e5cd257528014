"""Octets: read from the front with warnings; septets and digits in them.

Septets are packed as in 3GPP TS 23.038, clause 6.1.2.1.
"""

from smsplan.errors import DecodeError
from smsplan.findings import Finding, Severity


class Reader:
    """A place in octets that only moves forward.

    ``findings`` collects what is wrong but does not keep the rest from being
    read; its offsets count octets from the beginning.
    """

    def __init__(self, octets: bytes) -> None:
        self.octets = octets
        self.offset: int = 0
        self.findings: list[Finding] = []

    @property
    def left(self) -> int:
        """How many octets have not been read."""
        return len(self.octets) - self.offset

    def octet(self, field: str) -> int:
        """Read one octet.  Raises :class:`~smsplan.errors.DecodeError` where there is none."""
        return self.take(1, field)[0]

    def take(self, count: int, field: str) -> bytes:
        """Read octets.  Raises :class:`~smsplan.errors.DecodeError` where there are too few."""
        if count > self.left:
            short = (
                "is missing" if count == 1 else f"takes {count} octets, but only {self.left} left"
            )
            raise DecodeError(f"{field} {short}", self.offset)
        start = self.offset
        self.offset += count
        return self.octets[start : self.offset]

    def warn(self, code: str, field: str, message: str, start: int) -> None:
        """Report what was just read, from ``start`` on, as a warning."""
        found = Finding(code, Severity.WARNING, field, message, start, self.offset)
        self.findings.append(found)


def pack(septets: bytes, fill_bits: int = 0) -> bytes:
    r"""Pack septets, one an octet, into octets; the first begins after ``fill_bits``.

    >>> pack(b"hello").hex()
    'e8329bfd06'
    """
    bits = fill_bits
    number = 0
    for septet in septets:
        number |= septet << bits
        bits += 7
    return number.to_bytes(-(-bits // 8), "little")


def header_septets(octets: int) -> tuple[int, int]:
    """Count the septets of a header of so many octets, and the fill bits that end the last one.

    The text begins at a septet boundary (3GPP TS 23.040, clause 9.2.3.24).

    >>> header_septets(6)
    (7, 1)
    """
    septets = -(-8 * octets // 7)
    return septets, 7 * septets - 8 * octets


def unpack(octets: bytes, count: int, fill_bits: int = 0) -> bytes:
    r"""Unpack ``count`` septets that begin after ``fill_bits``.

    Raises ``ValueError`` if there are not as many.

    >>> unpack(bytes.fromhex("e8329bfd06"), 5)
    b'hello'
    """
    if fill_bits + 7 * count > 8 * len(octets):
        raise ValueError(
            f"{len(octets)} octets do not hold {count} septets after {fill_bits} fill bits"
        )
    number = int.from_bytes(octets, "little") >> fill_bits
    return bytes(number >> shift & 0x7F for shift in range(0, 7 * count, 7))


def pack_digits(digits: str) -> bytes:
    """Pack digits into semi-octets, the first into the low one; 0xF fills the last.

    3GPP TS 23.040, clause 9.1.2.3.

    >>> pack_digits("45123").hex()
    '5421f3'
    """
    pairs = zip(digits[::2], f"{digits[1::2]}f", strict=False)
    return bytes.fromhex("".join(high + low for low, high in pairs))
