from decimal import Decimal
from typing import Final

import pyarrow as pa
import pytest

from smsplan import RateCard
from smsplan.columns import quote_array

CARD: Final = RateCard(
    "DKK",
    {"45": Decimal("0.20"), "4570": Decimal("1.125"), "1": Decimal("1E+2"), "298": Decimal(0)},
)


def quoted(
    values: list[str | None], counts: list[int | None], card: RateCard = CARD
) -> list[object]:
    found = quote_array(pa.array(values, pa.string()), pa.array(counts, pa.int64()), card)
    found.validate(full=True)
    return [row and tuple(row.values()) for row in found.to_pylist()]


def test_the_longest_prefix_wins() -> None:
    values: list[str | None] = ["4512345678", "+45 7012 3456", "12025550100", "298123456"]
    assert quoted(values, [3, 3, 3, 3]) == [
        ("45", Decimal("0.20"), Decimal("0.60")),
        ("4570", Decimal("1.125"), Decimal("3.375")),
        ("1", Decimal(100), Decimal(300)),
        ("298", Decimal(0), Decimal(0)),
    ]


def test_what_has_no_price_is_null() -> None:
    values = ["33123456", None, "anna", "4512345678"]
    assert quoted(values, [1, 1, 1, None]) == [None, None, None, ("45", Decimal("0.2"), None)]


def test_the_default_is_the_price_of_every_other_destination() -> None:
    card = RateCard("DKK", CARD.prices, default=Decimal("0.6"))
    assert quoted(["33123456", "anna"], [2, 2], card) == [
        ("0", Decimal("0.6"), Decimal("1.2")),
        None,
    ]


def test_a_card_without_prefixes_has_its_default_alone() -> None:
    card = RateCard("DKK", {}, default=Decimal("0.6"))
    assert quoted(["4512345678"], [1], card) == [("0", Decimal("0.6"), Decimal("0.6"))]
    assert quoted(["4512345678"], [1], RateCard("DKK", {})) == [None]


def test_the_type_depends_on_the_card_alone() -> None:
    money = pa.decimal128(38, 3)
    kind = pa.struct([("prefix", pa.string()), ("price", money), ("cost", money)])
    for values, counts in ([[], []], [["4512345678"], [1]], [[None], [None]]):
        columns = pa.array(values, pa.string()), pa.array(counts, pa.int64())
        assert quote_array(*columns, CARD).type == kind


@pytest.mark.parametrize("count", [92_233_720_368, 92_233_720_369, 10**18, -(10**18)])
def test_costs_beyond_64_bits_are_exact(count: int) -> None:
    card = RateCard("DKK", {"45": Decimal("0.99999999")})
    assert quoted(["4512345678"], [count], card) == [
        ("45", Decimal("0.99999999"), Decimal("0.99999999") * count)
    ]


def test_a_price_of_the_most_places_is_exact() -> None:
    price = Decimal("123456789012345678.123456789012345678")
    card = RateCard("DKK", {"45": price})
    assert quoted(["4512345678"] * 2, [0, 1], card) == [
        ("45", price, Decimal(0)),
        ("45", price, price),
    ]


def test_a_cost_that_no_decimal_holds_is_an_error() -> None:
    card = RateCard("DKK", {"45": Decimal("123456789012345678.123456789012345678")})
    with pytest.raises(OverflowError, match=r"^a cost has more than the 38 digits"):
        quoted(["4512345678"], [1_000], card)


def test_columns_of_different_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match=r"^there are 1 msisdns, but 2 msg_counts$"):
        quoted(["45123456"], [1, 1])


def test_columns_of_other_types_are_refused() -> None:
    numbers, counts = pa.array(["45123456"]), pa.array([1])
    with pytest.raises(TypeError, match=r"^msg_counts is a column of integers, not of double$"):
        quote_array(numbers, pa.array([1.0]), CARD)
    with pytest.raises(
        TypeError, match=r"^msisdns is a column of strings or integers, not of bool$"
    ):
        quote_array(pa.array([True]), counts, CARD)
    with pytest.raises(TypeError, match=r"^msg_counts is an Arrow column, not list"):
        quote_array(numbers, [1], CARD)


@pytest.mark.slow  # the quick tests are run without what it needs
def test_columns_of_several_kinds_go_together() -> None:
    pl = pytest.importorskip("polars")
    found = quote_array(pl.Series([4512345678, 4570123456]), pa.chunked_array([[2], [3]]), CARD)
    assert found.field("cost").to_pylist() == [Decimal("0.4"), Decimal("3.375")]
