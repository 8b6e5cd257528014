"""Reading takes memory and time in proportion to the file, whatever is in it."""

import tracemalloc
from time import process_time

import pytest

from smsplan.catalogs import Kind, read
from smsplan.errors import CatalogError
from tests.catalogs.hostile import HOSTILE, YAML, Grow


def read_or_refuse(content: bytes, kind: Kind) -> object:
    try:
        return read(content, kind)
    except CatalogError as error:
        return error


def octets_of_memory(content: bytes, kind: Kind) -> int:
    tracemalloc.start()
    try:
        read_or_refuse(content, kind)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "grow"),
    [pytest.param(kind, grow, id=f"{kind.value}-{name}") for kind, name, grow in HOSTILE],
)
def test_memory_grows_with_the_file(kind: Kind, grow: Grow) -> None:
    small, large = (grow(size).encode() for size in (1_500, 6_000))
    read_or_refuse(small, kind)  # what is kept between files is there
    growth = octets_of_memory(large, kind) - octets_of_memory(small, kind)
    # A string of an octet is a message with its key and place; a list around it makes it deeper.
    assert growth <= 500 * (len(large) - len(small))


@pytest.mark.slow
def test_many_messages_far_inside_share_what_leads_there() -> None:
    content = b'{"k":' * 490 + b"[" + b'"a",' * 20_000 + b'"b"]' + b"}" * 490
    assert octets_of_memory(content, Kind.JSON) < 14_000_000  # a whole key for each is 20 MB


@pytest.mark.parametrize("name", ["comments in a block", "comments in a string"])
def test_number_signs_in_a_text_are_passed_over_at_once(name: str) -> None:
    content = YAML[name](160_000).encode()
    start = process_time()
    read(content, Kind.YAML)
    assert process_time() - start < 5  # one at a time they would take a minute
