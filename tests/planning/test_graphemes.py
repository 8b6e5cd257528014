"""Boundary.GRAPHEME against the vectors of the Unicode standard."""

import re

import pytest

from smsplan import Boundary, Encoding, Profile, plan
from tests.paths import DATA

VECTORS = DATA / "GraphemeBreakTest.txt"
BREAK, NO_BREAK = "÷", "×"

GRAPHEMES = Profile(encoding=Encoding.UCS2, boundary=Boundary.GRAPHEME)
ROOM = 67

# A linker that follows no consonant does not join the one that follows it
# (UAX #29, GB9c), but `regex` joins them.
REGEX_JOINS = {
    "÷ 094D ÷ 0915 ÷",
    "÷ 094D × 0308 ÷ 0915 ÷",
    "÷ 0061 × 094D ÷ 0924 ÷",
    "÷ 003F × 094D ÷ 0924 ÷",
}

pytestmark = pytest.mark.skipif(
    not VECTORS.exists(), reason="the vectors lie beside a developer's checkout"
)


@pytest.fixture(scope="module")
def vectors() -> list[str]:
    lines = VECTORS.read_text(encoding="utf-8").split("\n")
    return [vector for line in lines if (vector := line.partition("#")[0].strip())]


def read(vector: str) -> tuple[str, set[int]]:
    """Give the text of a vector and the offsets at which it may be cut."""
    text, breaks = "", set()
    for sign in vector.split():
        if sign == BREAK:
            breaks.add(len(text))
        elif sign != NO_BREAK:
            text += chr(int(sign, 16))
    return text, breaks


def cuts(text: str) -> set[int]:
    """Find where smsplan cuts a text, by laying the limit of a segment at each of its units."""
    units = len(text.encode("utf-16-le")) // 2
    found = set()
    for before in range(units + 1):
        lead = "\n" * (ROOM - before)  # a line feed joins no cluster
        segments = plan(lead + text + "\n" * ROOM, GRAPHEMES).segments
        found.add(segments[0].end - len(lead))
    return found


def inside_crlf(text: str) -> set[int]:
    return {match.start() + 1 for match in re.finditer("\r\n", text)}


@pytest.mark.slow
def test_cuts_are_where_the_vectors_break_but_for_four(vectors: list[str]) -> None:
    assert len(vectors) > 700
    different = set()
    for vector in vectors:
        text, breaks = read(vector)
        # CR LF counts as two characters, which may part.
        if cuts(text) != breaks | inside_crlf(text):
            different.add(vector)
    assert different == REGEX_JOINS


def test_the_four_are_cut_too_seldom_never_too_often() -> None:
    for vector in REGEX_JOINS:
        text, breaks = read(vector)
        assert cuts(text) < breaks
