"""Septets in octets (3GPP TS 23.038, clause 6.1.2.1) and digits in semi-octets."""


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
        message = f"{len(octets)} octets do not hold {count} septets after {fill_bits} fill bits"
        raise ValueError(message)
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
