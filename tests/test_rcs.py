"""What a text is billed as in RCS."""

import json
import shutil
import subprocess
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsplan.rcs import Kind, Market, RcsBill, Unit, bill

TEXTS = st.text("aé€😀\ud800", max_size=400)


@given(
    text=TEXTS,
    market=st.sampled_from(Market),
    unit=st.sampled_from(Unit),
    suggestions=st.booleans(),
)
def test_a_bill_is_what_counting_one_character_after_the_other_says(
    *, text: str, market: Market, unit: Unit, suggestions: bool
) -> None:
    room = parts = 0
    for character in text:
        for _ in range(len(character.encode("utf-8", "surrogatepass")) if unit == "bytes" else 1):
            parts, room = (parts, room - 1) if room else (parts + 1, 159)
    found = bill(text, market, unit=unit, suggestions=suggestions)
    if market is Market.US:
        assert found == RcsBill(Kind.RICH, parts)
    elif parts > 1 or suggestions:
        assert found == RcsBill(Kind.SINGLE, min(parts, 1))
    else:
        assert found == RcsBill(Kind.BASIC, parts)


@given(TEXTS, st.sampled_from(Market))
def test_characters_are_never_billed_more_often_than_bytes(text: str, market: Market) -> None:
    by_bytes, by_characters = (bill(text, market, unit=unit) for unit in Unit)
    assert by_characters.count <= by_bytes.count


def test_the_names_are_enough() -> None:
    assert bill("x" * 161, "us", unit="characters") == RcsBill(Kind.RICH, 2)
    assert bill("x" * 160, "international") == RcsBill(Kind.BASIC, 1)
    assert bill("x" * 161, "international") == RcsBill(Kind.SINGLE, 1)
    assert bill("Yes or no?", "international", suggestions=True) == RcsBill(Kind.SINGLE, 1)
    assert bill("", "us") == RcsBill(Kind.RICH, 0)


@pytest.mark.parametrize(
    ("arguments", "error"),
    [(("x", "eu"), ValueError), (("x", "us", "words"), ValueError), ((b"x", "us"), TypeError)],
)
def test_what_is_none_is_refused(
    arguments: tuple[str, str] | tuple[str, str, str], error: type[Exception]
) -> None:
    text, market, *unit = arguments
    with pytest.raises(error):
        bill(text, market, unit=unit[0] if unit else "bytes")


NODE = """
const {RcsSegmentedMessage} = require("sms-segments-calculator");
const texts = JSON.parse(require("fs").readFileSync(0, "utf-8"));
const bill = (text, region) => {
  const {messageType, segmentsCount} = new RcsSegmentedMessage(text, region);
  return [messageType.toLowerCase(), segmentsCount];
};
const markets = ["us", "international"];
console.log(JSON.stringify(texts.map(text => markets.map(market => bill(text, market)))));
"""


def test_the_calculator_of_a_provider_bills_the_same() -> None:
    """It is a package of Node, which ``NODE_PATH`` leads to, where it is installed."""
    random = Random(160)  # noqa: S311 - the same texts in every run
    pieces = ["a", "é", "€", "你", "😀", "👩‍👩‍👧", " ", "\n", "x" * 40]
    texts = ["".join(random.choices(pieces, k=random.randrange(1, 90))) for _ in range(500)]
    node = shutil.which("node")
    if node is None:
        pytest.skip("Node is not installed")
    run = subprocess.run(
        [node, "-e", NODE], input=json.dumps(texts).encode(), capture_output=True, check=False
    )
    if b"Cannot find module" in run.stderr:
        pytest.skip("sms-segments-calculator is not installed")
    for text, bills in zip(texts, json.loads(run.stdout), strict=True):
        for market, (kind, count) in zip(Market, bills, strict=True):
            assert bill(text, market) == RcsBill(Kind(kind), count), text
