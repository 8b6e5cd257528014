"""What the tests of the client share."""

import gc
from collections.abc import Iterator

import pytest


@pytest.fixture
def nothing_stays_open() -> Iterator[None]:
    """Meet every socket that nobody closed: its warning is an error of the test at hand."""
    yield
    gc.collect()
