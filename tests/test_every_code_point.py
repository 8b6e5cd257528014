"""Each of the 1,114,112 code points, surrogates among them, planned alone."""

import sys

from smsplan import Encoding, Plan, plan
from tests import reference

EVERY_CODE_POINT = range(sys.maxunicode + 1)


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


def test_gsm7_has_127_characters_of_cost_one_and_10_of_cost_two() -> None:
    plans = [plan(character) for character in map(chr, EVERY_CODE_POINT)]
    costs = [planned.chars_count for planned in plans if planned.encoding is Encoding.GSM7]
    assert (costs.count(1), costs.count(2), len(costs)) == (127, 10, 137)
