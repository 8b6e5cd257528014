import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from smsplan.campaign.duplicates import Duplicates

numbers = st.one_of(
    st.integers(min_value=0, max_value=40), st.integers(min_value=1, max_value=10**15 - 1)
)


def collected(batches: list[list[int]]) -> Duplicates:
    duplicates = Duplicates()
    for batch in batches:
        duplicates.add(np.array(batch, np.uint64))
    return duplicates


@given(
    st.lists(st.lists(numbers, max_size=120), max_size=6), st.integers(min_value=0, max_value=12)
)
def test_what_came_before_is_found_in_its_row_and_nothing_else(
    batches: list[list[int]], most: int
) -> None:
    expected = []
    before: set[int] = set()
    for row, number in enumerate(number for batch in batches for number in batch):
        if number and number in before:
            expected.append((row, number))
        before.add(number)
    assert collected(batches).find(most) == (len(expected), expected[:most])


def test_numbers_that_differ_in_the_last_digit_alone_are_different() -> None:
    assert collected([[999999999999999, 999999999999998]]).find(9) == (0, [])
    assert collected([[999999999999999], [999999999999999]]).find(9) == (1, [(1, 999999999999999)])
