r"""User data read as text, as handsets show it (3GPP TS 23.038, clause 6.2).

>>> gsm7_text(b"\x1be"), gsm7_text(b"\x1ba"), gsm7_text(b"\x1b\x1b")
('€', 'a', ' ')
"""

from typing import Final

from smsplan.gsm7.tables import BASIC, ESCAPE, EXTENSION, LOCKING, SINGLE, Language

_NO_CHARACTER: Final = " "
"""What is shown for an escape that escapes nothing (clause 6.2.1, note 1; clause 6.2.1.1),
and for a septet that has no character in any table."""


def gsm7_text(
    septets: bytes, locking: Language | None = None, single: Language | None = None
) -> str:
    """Read septets, an octet each, with the tables of a segment.

    After an escape, a septet that the extension table lacks is the character of
    the main table, that of the locking shift if there is one (clause 6.2.1.1).
    A language without a table is read with the default one.
    """
    main = LOCKING.get(locking, BASIC)
    extension = SINGLE.get(single, EXTENSION)
    rest = iter(septets)
    characters = []
    for septet in rest:
        if septet != ESCAPE:
            characters.append(main.get(septet, _NO_CHARACTER))
            continue
        escaped = next(rest, ESCAPE)
        characters.append(extension.get(escaped) or main.get(escaped, _NO_CHARACTER))
    return "".join(characters)


def ucs2_text(octets: bytes) -> str:
    r"""Read code units of two octets, a surrogate pair as its character.

    A lone surrogate stays one; half a code unit at the end is left out.

    >>> ucs2_text(bytes.fromhex("d83dde00 d83d 00"))
    '😀\ud83d'
    """
    whole = len(octets) // 2 * 2
    return octets[:whole].decode("utf-16-be", "surrogatepass")


def join(texts: list[str]) -> str:
    r"""Join the texts of segments, and the halves of a pair that was split.

    >>> join(["\ud83d", "\ude00"])
    '😀'
    """
    return ucs2_text("".join(texts).encode("utf-16-be", "surrogatepass"))
