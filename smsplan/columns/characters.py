"""What becomes of characters at a provider, laid out for the kernel that writes texts."""

from functools import lru_cache, partial
from string import ascii_letters
from typing import Final

import numpy as np
from numpy.typing import NDArray

from smsplan.columns.rules_kernel import (
    ALONE,
    COUNTED,
    EASY,
    FIT,
    KEPT,
    LOOK,
    NON_GSM,
    REPLACED,
    TOGETHER,
    UNKNOWN,
    Characters,
)
from smsplan.columns.tables import POINTS, Octets
from smsplan.gsm7.codec import DEFAULT
from smsplan.planning import Profile
from smsplan.planning.profile import Replace
from smsplan.planning.rewriting import Rewriting

_ASCII: Final = ascii_letters, "[]{}~^|"
"""Characters of one septet, and of two."""


def _utf8(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


@lru_cache(maxsize=8)  # of some megabytes each
def laid_out(profile: Profile) -> Characters:
    """Lay out what becomes of characters."""
    rewriting = Rewriting.of(profile)
    table, alphabet = rewriting.table, rewriting.alphabet
    stands = ALONE | TOGETHER if profile.placeholder else 0
    fits = [0 if alphabet.issuperset(text) else NON_GSM for text in table.values()]
    roles = [NON_GSM | stands, NON_GSM, 0, COUNTED, COUNTED]
    roles += [TOGETHER | stands & ALONE | fit for fit in fits]
    like = [next(filter(alphabet.__contains__, some), "") for some in _ASCII]
    classes_of = dict.fromkeys(profile.keeps, KEPT)
    for each in alphabet:
        is_pair = each in DEFAULT.extension
        classes_of[each] = FIT if each.isascii() or not like[is_pair] else EASY + is_pair
    classes_of |= {each: number for number, each in enumerate(table, REPLACED)}
    classes = np.full(POINTS, UNKNOWN, np.uint16)
    by_class, leads = np.array(roles, np.uint8), np.zeros(0x100, np.uint8)
    leads[0xC0:] = roles[UNKNOWN]
    for each, kind in classes_of.items():
        classes[ord(each)] = kind
        leads[_utf8(each)[0]] |= roles[kind]
    leads[:0x80] = by_class[classes[:0x80]]
    image = partial(rewriting.image, is_replaced=False)
    images = [*map(_utf8, (profile.placeholder, *like, *map(image, table.values())))]
    own = map(len, map(_utf8, table))
    growths = [-(-len(text) // size) for text, size in zip(images[3:], own, strict=True)]
    mixed = {_utf8(each)[0] for each in classes_of}
    writes = []
    for changing in (ALONE | COUNTED, TOGETHER | COUNTED):
        singles = np.array(
            [
                _single(images, kind, changing) if role & changing else 0
                for kind, role in enumerate(roles)
            ],
            np.uint8,
        )
        are_changing = (leads & changing).astype(np.bool_)
        writes.append(_writes(classes, singles, are_changing, mixed))
    return Characters(
        classes,
        by_class,
        leads,
        np.array(writes).reshape(2, -1),
        np.frombuffer(b"".join(images) + b"\0", np.uint8),  # one at least
        np.cumsum([0, *map(len, images)]),
        max(1, len(images[0]), *growths),
        profile.replace is Replace.ALL_OR_NOTHING,
    )


def _single(images: list[bytes], kind: int, changing: int) -> int:
    """Return the octet that is written for a class of characters, if it is one."""
    image = images[max(0, kind - FIT) if changing & TOGETHER or kind < REPLACED else 0]
    return image[0] or LOOK if len(image) == 1 else LOOK


def _writes(
    classes: NDArray[np.uint16], singles: Octets, are_changing: NDArray[np.bool_], mixed: set[int]
) -> Octets:
    """Say what is written at each octet after each other."""
    writes, every = np.zeros((0x100, 0x100), np.uint8), np.arange(0x100)
    if not singles[UNKNOWN]:  # else the placeholder is written where a character begins
        writes[:, 0x80:0xC0] = every[0x80:0xC0]
    ascii_ = singles[classes[:0x80]]
    writes[:, :0x80] = np.where(ascii_ == 0, every[:0x80], ascii_)
    writes[:, 0] = LOOK
    for lead in range(0xC0, 0xF8):
        if not are_changing[lead]:
            writes[:, lead] = lead
        elif lead < 0xE0:  # noqa: PLR2004 - of two octets (RFC 3629, clause 3)
            two = singles[classes[(lead & 0x1F) << 6 :][:0x40]]
            writes[lead, 0x80:0xC0] = np.where(two == 0, LOOK, two)
        else:
            writes[:, lead] = LOOK if lead in mixed else singles[UNKNOWN]
    return writes
