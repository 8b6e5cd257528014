"""Hold splits against the reference: ``python -m tests.planning.fuzz [COUNT] [SEED]``.

The texts are of pieces that sit badly at the end of a segment; the same seed makes the
same ones.  Each is split at a usual room or at a tiny one, under every boundary, and every
start compared.  What differs ends the run and is shown.
"""

import sys
from collections.abc import Iterator, Sequence
from itertools import accumulate
from random import Random
from time import perf_counter
from typing import Final

from smsplan import Boundary, Encoding
from smsplan.planning import graphemes, splitting
from smsplan.planning.coding import GSM7, UCS2
from tests import reference
from tests.property.inputs import GSM7_PIECES, PIECES

COUNT: Final = 200_000
HOSTILE: Final = (
    *PIECES, "\u00a0\u0301", "\u2007", "\x85", "\x1c", "\u3000", "\u200c", "\U000e007f", "\xad",
    "1\ufe0f\u20e3", "©", "\u200d😀", "क", "त", "\u094d", "\u0903", "\u1039", "\u0d4e", "ก\u0e33",
    "\U00011900", "\U0001193e", "\U0001193f", "\u1cf5", "\U00011a3a", "\U000110bd",
    "\u11a8", "하", "\ud83c\udde9", "\ud804\udcbd",
)  # fmt: skip
ROOMS: Final = {Encoding.UCS2: (66, 67, 134), Encoding.GSM7: (152, 153, 134)}
TINY: Final = range(2, 11)


def text(random: Random, pieces: Sequence[str], fillers: str) -> str:
    """Make a text, often with a filler that brings what follows to the end of a segment."""
    found = []
    if random.random() < 0.4:
        found.append(random.choice(fillers) * random.choice((1, 60, 64, 65, 66, 67, 130, 133)))
    for _ in range(random.randint(1, random.choice((4, 12, 60)))):
        times = random.choice((1, 1, 1, 2, 3, random.randint(1, 90)))
        if pieces is HOSTILE and random.random() < 0.08:
            points = (random.choice((0x3000, 0x110000)) for _ in range(times))
            found.append("".join(chr(random.randrange(end)) for end in points))
        else:
            found.append(random.choice(pieces) * times)
    return "".join(found)


def inputs(count: int, seed: int) -> Iterator[tuple[str, Encoding, int]]:
    """Make texts with their encodings and the rooms of their segments."""
    random = Random(seed)  # noqa: S311 - repeatable, not secret
    for number in range(count):
        gsm7 = number % 5 == 0
        encoding = Encoding.GSM7 if gsm7 else Encoding.UCS2
        made = text(random, *((GSM7_PIECES, "a€") if gsm7 else (HOSTILE, "яa你😀")))
        yield made, encoding, random.choice(random.choice((ROOMS[encoding], TINY)))


def check(text: str, encoding: Encoding, room: int) -> None:
    """Compare where segments begin, and which clusters are split, with the reference."""
    coding = GSM7 if encoding is Encoding.GSM7 else UCS2
    units = coding.units(text)
    for boundary in Boundary:
        segments = reference.greedy(text, encoding, boundary, room)
        expected = [0, *accumulate(len(coding.units(segment)) for segment in segments[:-1])]
        words = boundary is Boundary.WORD
        if encoding is Encoding.UCS2 and boundary is not Boundary.CODE_POINT:
            starts = splitting.by_cluster(text, units, room, words=words)
        else:
            split = splitting.by_word if words else splitting.by_unit
            starts = list(split(units, coding.pair, room))
        assert starts == expected, (ascii(text), room, boundary, starts, expected)
    offsets = range(room, len(text), room)
    ends = list(accumulate(map(len, reference.clusters_of_code_points(text))))
    clusters = [
        (start, end)
        for start, end in zip([0, *ends], ends, strict=False)
        if start // room < (end - 1) // room
    ]
    assert list(graphemes.around(text, offsets)) == clusters, ascii(text)


def run(count: int, seed: int) -> None:
    """Check as many texts."""
    for case in inputs(count, seed):
        check(*case)


if __name__ == "__main__":
    count, seed = [*map(int, sys.argv[1:]), *(COUNT, 1)[len(sys.argv) - 1 :]]
    begun = perf_counter()
    run(count, seed)
    sys.stdout.write(f"{count:,} texts, no difference, {perf_counter() - begun:.0f} s\n")
