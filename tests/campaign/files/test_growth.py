"""A file of many columns takes time and memory in proportion to its octets."""

import tracemalloc
from pathlib import Path
from time import process_time

import pyarrow as pa
import pytest

from smsplan.campaign import files


def columns_of_csv(size: int) -> str:
    return ",".join(["msisdn", *(f"c{n}" for n in range(size))]) + "\n4520123456" + ",x" * size


def keys_of_ndjson(size: int) -> str:
    return "".join(f'{{"msisdn":"4520123456","k{n}":"x"}}\n' for n in range(size))


WRITTEN = {"to.csv": columns_of_csv, "to.ndjson": keys_of_ndjson}


def read_what_is_needed(name: str) -> int:
    """Read the one column that is needed; return the octets that Arrow needed at most."""
    before = pa.total_allocated_bytes()
    most = 0
    for batch in files.read(name, needed=["msisdn"], others=False):
        assert batch.schema.names[0] == "msisdn"
        most = max(most, pa.total_allocated_bytes() - before)
    return most


def seconds(name: str, size: int) -> float:
    Path(name).write_text(WRITTEN[name](size))
    start = process_time()
    read_what_is_needed(name)
    return process_time() - start


@pytest.mark.parametrize("name", WRITTEN)
def test_four_times_the_columns_take_about_four_times_as_long(name: str) -> None:
    seconds(name, 10)  # what is loaded on first use is there
    least = {size: min(seconds(name, size) for _ in range(3)) for size in (5_000, 20_000)}
    # Compared each with each, or with a cell for each in each row, they take 16 times as long.
    assert least[20_000] < 10 * least[5_000]


@pytest.mark.slow
@pytest.mark.parametrize("name", WRITTEN)
def test_many_columns_take_memory_in_proportion_to_the_file(name: str) -> None:
    Path(name).write_text(WRITTEN[name](5_000))
    tracemalloc.start()
    most = read_what_is_needed(name) + tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 100 * Path(name).stat().st_size + (1 << 21)
