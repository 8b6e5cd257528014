"""Boundary.GRAPHEME against the vectors of the Unicode standard."""

import re
import subprocess
import sys
from itertools import accumulate

import pytest

from smsplan import Boundary, Encoding, Profile, plan
from smsplan.planning import graphemes
from tests import reference
from tests.paths import DATA
from tests.planning import fuzz

VECTORS = DATA / "GraphemeBreakTest.txt"
BREAK, NO_BREAK = "÷", "×"

GRAPHEMES = Profile(encoding=Encoding.UCS2, boundary=Boundary.GRAPHEME)
ROOM = 67

needs_vectors = pytest.mark.skipif(
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


@needs_vectors
@pytest.mark.slow
def test_cuts_are_where_the_vectors_break(vectors: list[str]) -> None:
    assert len(vectors) > 700
    for vector in vectors:
        text, breaks = read(vector)
        # CR LF counts as two characters, which may part.
        assert cuts(text) == breaks | inside_crlf(text), vector


@needs_vectors
def test_the_reference_breaks_where_the_vectors_do(vectors: list[str]) -> None:
    for vector in vectors:
        text, breaks = read(vector)
        ends = {0, *accumulate(map(len, reference.clusters(text)))}
        assert ends == breaks | inside_crlf(text), vector


@needs_vectors
def test_the_table_is_of_the_version_of_the_vectors() -> None:
    title = VECTORS.read_text(encoding="utf-8").split("\n")[0]
    assert f"-{graphemes.UNICODE}." in title


@pytest.mark.parametrize("texts", [100, pytest.param(5_000, marks=pytest.mark.slow)])
def test_splits_are_those_of_the_reference(texts: int) -> None:
    fuzz.run(texts, seed=5)


@pytest.mark.parametrize("pair", ["🇩🇰\u094dक", "a\u094dक", "\u1cf5क", "क\u200c\u094dक"])
def test_a_linker_joins_only_consonants(pair: str) -> None:
    text = "я" * (ROOM - len(pair.encode("utf-16-le")) // 2 + 1) + pair + "яяяя"
    assert plan(text, GRAPHEMES).segments[1].text == "कяяяя"


def test_a_flag_with_a_mark_is_a_whole_one() -> None:
    flags = "🇩🇰\u0301" * 40
    assert all(len(segment.text) % 3 == 0 for segment in plan(flags, GRAPHEMES).segments)
    assert [segment.chars_count for segment in plan("🇩" * 60, GRAPHEMES).segments] == [64, 56]


def test_the_most_usual_characters_are_of_no_kind() -> None:
    for first, last in graphemes.PLAIN:
        for point in range(ord(first), ord(last) + 1):
            assert len(reference.clusters("я" + chr(point) + "я")) == 3


@pytest.mark.slow
def test_ideographs_and_hangul_join_what_their_kinds_do() -> None:
    for point in (*range(0x3400, 0xA000), *range(0xAC00, 0xD7A4)):
        for pair in (chr(point) + "\u1161", chr(point) + "\u11a8"):
            assert graphemes.joined(pair, 1, 0) == (len(reference.clusters(pair)) == 1)


def test_only_so_many_kinds_are_kept() -> None:
    plan("".join(chr(point) + "я" * 66 for point in range(0x3400, 0xA000)), GRAPHEMES)
    assert len(graphemes.KIND_OF) <= graphemes.MOST_KINDS


def test_patterns_are_loaded_only_for_a_text_that_needs_them() -> None:
    program = """
import sys
from smsplan import Boundary, Profile, plan, providers
graphemes = Profile(boundary=Boundary.GRAPHEME)
plan("Ваша посылка прибыла " * 9, Profile(boundary=Boundary.WORD))
plan("même " * 90, graphemes)
plan("你好，" * 90, graphemes)
plan("안녕하세요" * 90, graphemes)
plan("h", providers.get("twilio").profile)
plan("नमस्ते" * 90)
assert "regex" not in sys.modules
plan("नमस्ते" * 90, graphemes)
assert "regex" in sys.modules
"""
    subprocess.run([sys.executable, "-c", program], check=True)
