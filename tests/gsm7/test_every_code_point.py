"""Each of the 1,114,112 code points, surrogates among them, planned alone."""

import sys

import pytest

from smsplan import Encoding, Plan, lint, plan
from tests import reference
from tests.linting.inputs import uncovered

EVERY_CODE_POINT = range(sys.maxunicode + 1)


@pytest.mark.slow
def test_every_code_point_alone_is_planned_as_the_reference_says() -> None:
    different: list[Plan] = []
    for character in map(chr, EVERY_CODE_POINT):
        planned = plan(character)
        encoding = reference.encoding(character)
        count = reference.cost(character, encoding)
        if (planned.encoding, planned.chars_count, planned.msg_count, planned.remaining) != (
            encoding,
            count,
            1,
            reference.SINGLE[encoding] - count,
        ):
            different.append(planned)
    assert different == []


@pytest.mark.slow
def test_gsm7_has_127_characters_of_cost_one_and_10_of_cost_two() -> None:
    plans = [plan(character) for character in map(chr, EVERY_CODE_POINT)]
    costs = [planned.chars_count for planned in plans if planned.encoding is Encoding.GSM7]
    assert (costs.count(1), costs.count(2), len(costs)) == (127, 10, 137)


@pytest.mark.slow
def test_a_finding_covers_every_code_point_that_gsm7_lacks() -> None:
    # Planes 0 to 3 and 14, where characters are, and a sample of the others.
    tried = [*range(0x33480), *range(0xE0000, 0xE1000), *range(0x33480, sys.maxunicode, 251)]
    pieces = 4_000  # of at most four UTF-16 code units: within 255 segments
    silent: list[str] = []
    for first in range(0, len(tried), pieces):
        chunk = tried[first : first + pieces]
        text = "".join(f"x{chr(code_point)} " for code_point in chunk)
        silent += uncovered(lint(text, select=["ENC"]), plan(text))
    assert silent == []
