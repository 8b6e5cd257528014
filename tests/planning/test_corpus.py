"""The standard plan of 5,574 real messages, against totals counted by others."""

from collections import Counter

import pytest

from smsplan import Encoding, Plan, plan
from tests.paths import DATA

CORPUS = DATA / "sms_spam.tsv"

pytestmark = pytest.mark.skipif(
    not CORPUS.exists(), reason="the corpus lies beside a developer's checkout"
)


@pytest.fixture(scope="module")
def plans() -> list[Plan]:
    # Quotation marks and white space at either end are part of a text.
    lines = CORPUS.read_bytes().decode("utf-8").removesuffix("\n").split("\n")
    return [plan(line.split("\t", maxsplit=1)[1]) for line in lines]


def test_encodings(plans: list[Plan]) -> None:
    assert Counter(planned.encoding for planned in plans) == {
        Encoding.GSM7: 5485,
        Encoding.UCS2: 89,
    }


def test_messages(plans: list[Plan]) -> None:
    assert Counter(planned.msg_count for planned in plans) == {
        1: 5230,
        2: 280,
        3: 56,
        4: 5,
        5: 1,
        6: 2,
    }
    assert sum(planned.msg_count for planned in plans) == 5995


def test_segments_are_as_many_as_the_messages_billed(plans: list[Plan]) -> None:
    assert [len(planned.segments) for planned in plans] == [planned.msg_count for planned in plans]


def test_the_most_frequent_non_gsm_characters(plans: list[Plan]) -> None:
    non_gsm = Counter(each.character for planned in plans for each in planned.non_gsm_characters)
    # The first is a CP1252 apostrophe that was read as Latin-1.
    assert [character for character, _ in non_gsm.most_common(4)] == ["\x92", "‘", "…", "–"]
