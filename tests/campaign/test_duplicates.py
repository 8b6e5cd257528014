import tracemalloc

import numpy as np
import pytest
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


def test_a_row_takes_16_octets_however_many_there_are() -> None:
    count = 3_000_000
    tracemalloc.start()
    try:
        duplicates = Duplicates()
        for start in range(0, count, 1 << 16):
            end = min(count, start + (1 << 16))
            duplicates.add(np.arange(start + 1, end + 1, dtype=np.uint64)[::-1].copy())
        assert duplicates.find(10) == (0, [])
        assert tracemalloc.get_traced_memory()[1] < 16.8 * count
    finally:
        tracemalloc.stop()


def test_duplicates_are_found_across_the_blocks_of_the_sorted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("smsplan.campaign.duplicates._BLOCK", 1)
    assert collected([[3, 1, 2], [3, 1]]).find(9) == (2, [(3, 3), (4, 1)])
    assert collected([[5, 5, 5, 5]]).find(2) == (3, [(1, 5), (2, 5)])


def test_numbers_that_differ_in_the_last_digit_alone_are_different() -> None:
    assert collected([[999999999999999, 999999999999998]]).find(9) == (0, [])
    assert collected([[999999999999999], [999999999999999]]).find(9) == (1, [(1, 999999999999999)])
