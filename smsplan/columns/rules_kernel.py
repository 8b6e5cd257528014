# ruff: noqa: FBT001, PLR0913, PLR0917, PLR2004 - as in the kernel of plans
"""Finding, rewriting and truncating the texts that a provider changes, compiled.

What is no UTF-8 becomes something, but nothing is read that is not of the column.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from smsplan.columns.compiling import called, compiled_in_place
from smsplan.columns.tables import Count, Octets, Rooms

_ROWS = 32
"""Rows that are first looked at together: most have nothing that changes."""
NON_GSM, ALONE, TOGETHER, COUNTED = 1, 2, 4, 8
"""Roles of a character: the provider's GSM-7 lacks it or what is written for it; something is
written for it where nothing is replaced; and where characters are; and it is of GSM-7 beyond
ASCII, and written as one of ASCII that counts as much."""
UNKNOWN, KEPT, FIT, EASY, PAIR, REPLACED = range(6)
"""The class of characters for which a placeholder stands, of those that stay, of those of GSM-7
in ASCII, of its others of one and of two septets, and of the first that is replaced; each
other has the next."""


LOOK = 0xFF
"""Says that a character must be looked up."""


class Characters(NamedTuple):
    """What becomes of characters."""

    classes: NDArray[np.uint16]
    """By code point."""
    roles: Octets
    """By class."""
    leads: Octets
    """By octet: the roles that any character has that begins with it."""
    writes: Octets
    """By octet and the one before, where characters are not replaced and where they are: the
    octet that is written at it, 0 for none, or :data:`LOOK`."""
    images: Octets
    """What may be written, one text after the other: the placeholder, and of each class
    from :data:`EASY` on."""
    ends: NDArray[np.int64]
    """Where each begins and ends."""
    growth: int
    """How many octets one octet becomes at most."""
    is_whole: bool
    """Whether characters are replaced only where the text is of GSM-7 then."""


NO_LIMIT = 1 << 40


class Most(NamedTuple):
    """What a text may have, with what is added in front."""

    characters: int
    suffix: int
    """Characters that are added at the end, which do not count."""
    segments: int


@compiled_in_place
def find_rows(
    data: Octets,
    offsets: NDArray[np.int64],
    signs: Octets,
    white: NDArray[np.bool_],
    found: NDArray[np.bool_],
) -> None:
    """Mark the texts that have one of the signs: two octets, or one if the second is none.

    And where any are ``white``, by the number that they are together, those that begin or end
    with such octets.
    """
    for first in range(0, len(found), _ROWS):
        last = min(first + _ROWS, len(found))
        for sign in signs:
            if _has(data[offsets[first] : offsets[last]], sign):
                for row in range(first, last):
                    if not found[row]:
                        found[row] = _has(data[offsets[row] : offsets[row + 1]], sign)
    end = len(data) - 1
    for row in range(len(found) if white.size else 0):
        start, stop = offsets[row], offsets[row + 1]
        if start < stop:
            head = np.int64(data[start]) << 8 | np.int64(data[min(start + 1, end)])
            tail = np.int64(data[max(stop - 2, 0)]) << 8 | np.int64(data[stop - 1])
            found[row] |= white[0, head] | white[1, tail]


@called
def _has(text: Octets, sign: Octets) -> bool:
    first, second = sign
    found = False
    if second == 0:
        for index in range(len(text)):
            found |= text[index] == first
    else:
        for index in range(len(text) - 1):
            found |= (text[index] == first) & (text[index + 1] == second)
    return found


@called
def _class(text: Octets, at: Count, classes: NDArray[np.uint16]) -> Count:
    """Look up the character that begins at an octet."""
    point = np.int64(text[at])
    if point >= 0x80:
        size = 2 + (point >= 0xE0) + (point >= 0xF0)  # RFC 3629, clause 3
        if at + size > len(text):
            return FIT
        point = (point & 0x7F >> size) << 6 | np.int64(text[at + 1]) & 0x3F
        if size > 2:
            point = point << 6 | np.int64(text[at + 2]) & 0x3F
        if size > 3:
            point = point << 6 | np.int64(text[at + 3]) & 0x3F
    return np.int64(classes[point])


@called
def _seen(text: Octets, characters: Characters, cared: int, enough: int) -> int:
    """Return the roles of the characters of a text, of those cared for, up to what is enough."""
    seen = 0
    for at in range(len(text)):
        if characters.leads[text[at]] & cared:
            seen |= characters.roles[_class(text, at, characters.classes)]
            if seen & enough:
                break
    return seen


@compiled_in_place
def unmark_rows(
    data: Octets,
    offsets: NDArray[np.int64],
    characters: Characters,
    marked: NDArray[np.bool_],
) -> None:
    """Unmark the texts of which no character changes."""
    cared = enough = TOGETHER
    if characters.is_whole:
        cared = NON_GSM | ALONE | TOGETHER
        # What does not fit tells all, unless a placeholder stands for it.
        enough = 0 if characters.ends[1] else NON_GSM
    for row in range(len(marked)):
        if marked[row]:
            text = data[offsets[row] : offsets[row + 1]]
            seen = _seen(text, characters, cared, enough)
            changing = ALONE if characters.is_whole and seen & NON_GSM else TOGETHER
            marked[row] = seen & changing != 0


@called
def _copy(octets: Octets, sent: Octets, to: np.uint64) -> np.uint64:
    for octet in octets:
        sent[to] = octet
        to += np.uint64(1)
    return to


@compiled_in_place
def write_rows(
    data: Octets,
    offsets: NDArray[np.int64],
    replaces: NDArray[np.bool_],
    characters: Characters,
    sent: Octets,
    ends: NDArray[np.int64],
) -> None:
    """Write what counts as much as what is sent for texts, one after the other.

    ``replaces`` says where characters are replaced, if all is of GSM-7 then or it need not be
    whole.
    """
    classes, images, images_ends = characters.classes, characters.images, characters.ends
    # Of what may be negative, each index would be asked whether it is.
    none, eight = np.uint64(0), np.uint64(8)
    to = none
    for row in range(len(replaces)):
        text = data[offsets[row] : offsets[row + 1]]
        is_replaced = replaces[row]
        if is_replaced and characters.is_whole:
            is_replaced = _seen(text, characters, NON_GSM, NON_GSM) & NON_GSM == 0
        changing = COUNTED | (TOGETHER if is_replaced else ALONE)
        here = characters.writes[np.int64(is_replaced)]
        before, done = none, 0
        for at in range(len(text)):
            octet = np.uint64(text[at])
            value = here[before << eight | octet]
            before = octet
            if value != LOOK and at >= done:  # as few branches as can be: texts take either
                sent[to] = value
                to += np.uint64(value != 0)
                continue
            before = none
            if at < done:
                continue
            begin = at - (text[at] & 0xC0 == 0x80)
            lead = text[begin]
            done = min(len(text), begin + 1 + (lead >= 0xC0) + (lead >= 0xE0) + (lead >= 0xF0))
            found = _class(text, begin, classes)
            if characters.roles[found] & changing:
                image = max(0, found - FIT) if is_replaced or found < REPLACED else 0
                to = _copy(images[images_ends[image] : images_ends[image + 1]], sent, to)
            else:
                to = _copy(text[begin:done], sent, to)
        ends[row + 1] = to


@compiled_in_place
def truncate_rows(
    data: Octets,
    offsets: NDArray[np.int64],
    rows: NDArray[np.int64],
    most: Most,
    rooms: Rooms,
    divides: bool,
    weights: Octets,
    encodings: NDArray[np.int8],
    chars_counts: NDArray[np.int64],
    msg_counts: NDArray[np.int64],
) -> None:
    """Count of chosen texts, which may be split anywhere, only the beginnings within a limit."""
    for row in rows:
        encoding = np.int64(encodings[row])
        single, room = rooms.single[encoding], rooms.segment[encoding]
        text = data[offsets[row] : offsets[row + 1]]
        characters = 0
        for index in range(len(text)):
            characters += (text[index] & 0xC0) != 0x80
        is_even = characters == chars_counts[row]  # all of one unit
        left: Count = most.characters if characters > most.characters + most.suffix else NO_LIMIT
        units: Count = NO_LIMIT
        segments: Count = NO_LIMIT
        if msg_counts[row] > most.segments:
            if divides or is_even:
                units = single if divides and most.segments == 1 else most.segments * room
            else:
                segments = most.segments
        total: Count = 0
        used: Count = 0
        count: Count = 1
        if is_even:
            total = min(characters, left, units)
        else:
            for index in range(len(text)):
                if text[index] & 0xC0 == 0x80:
                    continue
                left -= 1
                weight = np.int64(weights[encoding, text[index]])
                is_next = used + weight > room
                if left < 0 or (is_next and count == segments) or total + weight > units:
                    break
                total += weight
                used = weight if is_next else used + weight
                count += is_next
        if divides or is_even:
            count = (total + room - 1) // room
        chars_counts[row], msg_counts[row] = total, 1 if total <= single else count
