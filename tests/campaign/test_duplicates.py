import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from smsplan.campaign.duplicates import Duplicates

numbers = st.one_of(
    st.integers(min_value=0, max_value=40), st.integers(min_value=1, max_value=10**15 - 1)
)


@given(st.lists(st.lists(numbers, max_size=120), max_size=6))
def test_what_came_before_is_found_in_its_row_and_nothing_else(batches: list[list[int]]) -> None:
    duplicates = Duplicates()
    before: set[int] = set()
    for batch in batches:
        expected = []
        for row, number in enumerate(batch):
            if number and number in before:
                expected.append(row)
            before.add(number)
        assert duplicates.add(np.array(batch, np.uint64)).tolist() == expected
    assert len(duplicates) == len(before - {0})


def test_a_number_takes_at_most_16_octets_however_many_there_are() -> None:
    duplicates = Duplicates()
    rng = np.random.default_rng(7)
    numbers = rng.permutation(np.arange(4_500_000_000, 4_500_400_000, dtype=np.uint64))
    for start in range(0, len(numbers), 7000):
        duplicates.add(numbers[start : start + 7000])
        assert duplicates.octets <= 16 * len(duplicates)
    assert len(duplicates) == len(numbers)


def test_numbers_that_differ_in_the_last_digit_alone_are_different() -> None:
    duplicates = Duplicates()
    assert duplicates.add(np.array([999999999999999, 999999999999998], np.uint64)).size == 0
    assert duplicates.add(np.array([999999999999998], np.uint64)).tolist() == [0]
