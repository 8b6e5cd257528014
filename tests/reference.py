"""What planning means, one character at a time: slow and obvious, to hold smsplan against.

Of smsplan only the words are used (Encoding, Boundary, Profile): the repertoire,
the limits and the cuts are written here a second time, in another way.
"""

from collections.abc import Sequence
from functools import cache
from itertools import islice
from typing import Final

import regex

from smsplan import Boundary, Encoding, Profile

# 3GPP TS 23.038, 6.2.1 and 6.2.1.1, in the order of the septets.
BASIC: Final = (
    "@£$¥èéùìòÇ\nØø\rÅå"
    "Δ_ΦΓΛΩΠΨΣΘΞÆæßÉ"  # 0x1B is the escape
    " !\"#¤%&'()*+,-./"
    "0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENSION: Final = "\f^{}\\[~]|€"

# 160 septets are 140 octets.  The header of a concatenated message takes 6 or 7
# of those: 134 or 133 octets hold 153 or 152 whole septets, 67 or 66 units.
SINGLE: Final = {Encoding.GSM7: 160, Encoding.UCS2: 70}
ROOM: Final = {
    (Encoding.GSM7, 8): 153,
    (Encoding.GSM7, 16): 152,
    (Encoding.UCS2, 8): 67,
    (Encoding.UCS2, 16): 66,
}

_SEPTETS: Final = dict.fromkeys(BASIC, 1) | dict.fromkeys(EXTENSION, 2)
_HIGH_SURROGATES: Final = frozenset(map(chr, range(0xD800, 0xDC00)))
_LOW_SURROGATES: Final = frozenset(map(chr, range(0xDC00, 0xE000)))
# Table 1c of UAX #29 as it stands there, with no CR LF.  `\X` is not it: there a linker
# joins consonants that it does not follow (GB9c).
_LINKER: Final = r"(?=\p{GCB=Extend})\p{InCB=Linker}"
_CLUSTER: Final = regex.compile(
    rf"""(?xs)
    [\p{{GCB=Control}}\r\n]
    | \p{{GCB=Prepend}}*
      (?: \p{{GCB=L}}* (?:\p{{GCB=V}}+|\p{{GCB=LV}}\p{{GCB=V}}*|\p{{GCB=LVT}}) \p{{GCB=T}}*
        | \p{{GCB=L}}+
        | \p{{GCB=T}}+
        | \p{{RI}}\p{{RI}}
        | \p{{ExtPict}} (?:\p{{GCB=Extend}}* \u200d \p{{ExtPict}})*
        | \p{{InCB=Consonant}} (?:\p{{InCB=Extend}}* {_LINKER}
            (?:\p{{InCB=Extend}}|{_LINKER})* \p{{InCB=Consonant}})*
        | [^\p{{GCB=Control}}\r\n]
      )
      [\p{{GCB=Extend}}\p{{GCB=ZWJ}}\p{{GCB=SpacingMark}}]*
    """
)
_NO_BREAK_SPACES: Final = "\u00a0\u2007\u202f"


def non_gsm(text: str) -> list[int]:
    return [offset for offset, character in enumerate(text) if character not in _SEPTETS]


def encoding(text: str, forced: Encoding | None = None) -> Encoding:
    """Give the encoding of a text; one that is forced is taken as possible."""
    return forced or (Encoding.UCS2 if non_gsm(text) else Encoding.GSM7)


def cost(character: str, encoding: Encoding) -> int:
    if encoding is Encoding.GSM7:
        return _SEPTETS[character]
    return 2 if character > "\uffff" else 1


def chars_count(text: str, encoding: Encoding) -> int:
    return sum(cost(character, encoding) for character in text)


def code_points(text: str) -> list[str]:
    """Split a text into code points, two lone surrogates in the order of a pair together."""
    atoms: list[str] = []
    for character in text:
        if character in _LOW_SURROGATES and atoms and atoms[-1] in _HIGH_SURROGATES:
            atoms[-1] += character
        else:
            atoms.append(character)
    return atoms


def clusters(text: str) -> list[str]:
    """Split a text into extended grapheme clusters (UAX #29), but CR and LF apart.

    They are those of the text as it arrives, where two lone surrogates in the
    order of a pair have become the character.
    """
    atoms = code_points(text)
    arriving = "".join(
        atom.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
        for atom in atoms
    )
    rest = iter(atoms)
    return ["".join(islice(rest, len(cluster))) for cluster in clusters_of_code_points(arriving)]


def clusters_of_code_points(text: str) -> list[str]:
    """Split a text as it stands, where a lone surrogate is no half of a character."""
    return [match[0] for match in _CLUSTER.finditer(text)]


def atoms(text: str, encoding: Encoding, boundary: Boundary, room: int) -> list[str]:
    """Split a text into what is never cut; a cluster longer than a segment is."""
    if boundary is Boundary.CODE_POINT:
        return code_points(text)
    return [
        atom
        for cluster in clusters(text)
        for atom in ([cluster] if chars_count(cluster, encoding) <= room else code_points(cluster))
    ]


def ends_word(atom: str) -> bool:
    return atom[-1].isspace() and atom[-1] not in _NO_BREAK_SPACES


def parts_no_word(segment: Sequence[str]) -> bool:
    """Say whether a segment that another follows ends after white space, or has none."""
    return ends_word(segment[-1]) or not any(map(ends_word, segment))


def greedy(text: str, encoding: Encoding, boundary: Boundary, room: int) -> list[str]:
    """Fill each segment with as many atoms as it holds, or with as many words."""
    rest = atoms(text, encoding, boundary, room)
    segments: list[str] = []
    while rest:
        taken, left = 0, room
        while taken < len(rest) and (needed := chars_count(rest[taken], encoding)) <= left:
            taken += 1
            left -= needed
        if boundary is Boundary.WORD and taken < len(rest):
            while not parts_no_word(rest[:taken]):
                taken -= 1
        segments.append("".join(rest[:taken]))
        rest = rest[taken:]
    return segments


def fewest(text: str, encoding: Encoding, boundary: Boundary, room: int) -> int:
    """Count the segments of the best of all ways to cut a text, each of which is tried."""
    pieces = atoms(text, encoding, boundary, room)

    def is_legal(start: int, end: int) -> bool:
        segment = pieces[start:end]
        return chars_count("".join(segment), encoding) <= room and (
            boundary is not Boundary.WORD or end == len(pieces) or parts_no_word(segment)
        )

    @cache
    def fewest_from(start: int) -> int:
        if start == len(pieces):
            return 0
        ends = range(start + 1, len(pieces) + 1)
        return 1 + min(fewest_from(end) for end in ends if is_legal(start, end))

    return fewest_from(0)


def segments(text: str, profile: Profile) -> list[str]:
    chosen = encoding(text, profile.encoding)
    if chars_count(text, chosen) <= SINGLE[chosen]:
        return [text]
    return greedy(text, chosen, profile.boundary, ROOM[chosen, profile.reference_bits])


def remaining(text: str, profile: Profile) -> int:
    chosen = encoding(text, profile.encoding)
    found = segments(text, profile)
    room = SINGLE[chosen] if len(found) == 1 else ROOM[chosen, profile.reference_bits]
    return room - chars_count(found[-1], chosen)
