import pyarrow as pa
import pytest

from smsplan import InvalidValueError, msisdn
from smsplan.columns import msisdn_array
from tests.columns.layouts import LAYOUT_NAMES, LAYOUTS

VALUES = ["+45 12 34 56 78", "004512345678", None, "", "anna", "1" * 16, "0512345678", "45"]
READ = [
    ("4512345678", None),
    ("4512345678", None),
    (None, None),
    (None, "MSISDN_EMPTY"),
    (None, "MSISDN_ALPHA"),
    (None, "MSISDN_LONG"),
    (None, "MSISDN_INVALID"),
    (None, "MSISDN_INVALID"),
]
RECIPIENT = pa.struct([("digits", pa.string()), ("error", pa.string())])


def read(column: object) -> list[tuple[str | None, str | None]]:
    found = msisdn_array(column)
    found.validate(full=True)
    assert found.type == RECIPIENT
    return list(
        zip(found.field("digits").to_pylist(), found.field("error").to_pylist(), strict=True)
    )


@pytest.mark.parametrize("layout", LAYOUT_NAMES)
def test_every_layout_is_read(layout: str) -> None:
    assert read(LAYOUTS[layout](VALUES)) == READ
    assert read(LAYOUTS[layout]([])) == []


def test_a_null_is_null() -> None:
    assert msisdn_array(pa.array(VALUES)).is_null().to_pylist() == [
        value is None for value in VALUES
    ]
    assert msisdn_array(pa.nulls(2)).to_pylist() == [None, None]


@pytest.mark.slow  # the quick tests are run without what it needs
def test_integers_are_read() -> None:
    column = pa.array([4512345678, None, -4512345678, 0, 45], pa.int64())
    expected = [("4512345678", None), (None, None), *[(None, "MSISDN_INVALID")] * 3]
    assert read(column) == expected
    pd = pytest.importorskip("pandas")
    assert read(pd.Series(column.to_pylist(), dtype="Int64")) == expected


def test_integers_of_a_dictionary_are_read() -> None:
    entries = pa.array([4512345678, None, -1, -1], pa.int64()).dictionary_encode()
    assert read(entries) == [("4512345678", None), (None, None), *[(None, "MSISDN_INVALID")] * 2]


def test_an_integer_of_64_bits_without_a_sign_is_too_long() -> None:
    column = pa.array([4520123456, 2**64 - 1, None], pa.uint64())
    expected = [("4520123456", None), (None, "MSISDN_LONG"), (None, None)]
    assert read(column) == read(column.dictionary_encode()) == expected


@pytest.mark.slow
def test_every_start_of_a_number_is_judged_as_validate_does() -> None:
    values = [
        prefix + str(start).zfill(size) + rest
        for size in (1, 2, 3)
        for start in range(10**size)
        for prefix in ("", "+", "00", "0", "0-0", " +0", "-", "--", "- ")
        for rest in ("", "1", " 12345678", "123456789012", "1234567890123")
    ]
    wanted: list[tuple[str | None, str | None]] = []
    for value in values:
        try:
            wanted.append((msisdn.validate(value), None))
        except InvalidValueError as error:
            wanted.append((None, error.code))
    assert read(pa.array(values)) == wanted


def test_validate_is_asked_for_what_is_rare_and_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    original = msisdn.validate

    def validate(value: str | int, *, region: str | None = None) -> str:
        asked.append(value)
        return original(value, region=region)

    monkeypatch.setattr(msisdn, "validate", validate)
    rare = ["+44 (0)7400 123456", "45\u00a012345678", "+" + " " * 50 + "4512345678", "٤٥"]
    found = read(pa.array([*rare, "4512345678"] * 3))
    assert found[:4] == [
        ("447400123456", None),
        ("4512345678", None),
        ("4512345678", None),
        (None, "MSISDN_ALPHA"),
    ]
    assert asked == rare


@pytest.mark.parametrize("column", [pa.array([1.5]), pa.array([True]), pa.array([b"1"])])
def test_columns_of_other_types_are_refused(column: pa.Array) -> None:
    message = rf"^values is a column of strings or integers, not of {column.type}$"
    with pytest.raises(TypeError, match=message):
        msisdn_array(column)


def test_threads_change_nothing() -> None:
    values = pa.array([f"+45 {number:08}" for number in range(40_000)])
    assert msisdn_array(values, threads=3) == msisdn_array(values, threads=1)
