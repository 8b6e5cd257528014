"""The same rows in every layout that a column may come in."""

from collections.abc import Callable
from importlib.util import find_spec
from typing import Final, TypeAlias

import pyarrow as pa
from hypothesis import strategies as st

from smsplan.strategies import messages
from tests.property.inputs import texts

Rows: TypeAlias = list[str | None]


def in_chunks(rows: Rows) -> pa.ChunkedArray:
    middle = len(rows) // 2
    return pa.chunked_array([rows[:middle], [], rows[middle:]], pa.string())


def with_unused_entries(rows: Rows) -> pa.DictionaryArray:
    """Encode rows by a dictionary that has nulls, repetitions and more than the rows need."""
    entries = ["unused 中", None, *rows, *rows]
    indices = [None if row is None else index for index, row in enumerate(rows, start=2)]
    return pa.DictionaryArray.from_arrays(
        pa.array(indices, pa.int32()), pa.array(entries, pa.string())
    )


LAYOUTS: dict[str, Callable[[Rows], object]] = {
    "string": lambda rows: pa.array(rows, pa.string()),
    "large_string": lambda rows: pa.array(rows, pa.large_string()),
    "string_view": lambda rows: pa.array(rows, pa.string_view()),
    "dictionary": lambda rows: pa.array(rows, pa.string()).dictionary_encode(),
    "dictionary of 8 bit indices": lambda rows: (
        pa.array(rows, pa.string())
        .dictionary_encode()
        .cast(pa.dictionary(pa.int8(), pa.large_string()))
    ),
    "dictionary with unused entries": with_unused_entries,
    "dictionary in chunks": lambda rows: in_chunks(rows).dictionary_encode(),
    "in chunks": in_chunks,
    "table": lambda rows: pa.table({"text": pa.array(rows, pa.string())}),
    "record batch": lambda rows: pa.record_batch({"text": pa.array(rows, pa.string())}),
    "slice": lambda rows: pa.array(["before é", None, *rows, "after"], pa.string())[2:-1],
    "slice of large strings": lambda rows: pa.array(["1]", *rows, "€"], pa.large_string())[1:-1],
    "slice of chunks": lambda rows: in_chunks(["before", *rows, None])[1:-1],
    "slice of a dictionary": lambda rows: with_unused_entries([None, *rows, "я"])[1:-1],
}
"""Ways to make a column of texts, some null."""

if find_spec("polars"):
    import polars as pl

    LAYOUTS |= {
        "Polars": lambda rows: pl.Series(rows, dtype=pl.String),
        "Polars, categorical": lambda rows: pl.Series(rows, dtype=pl.Categorical),
        "Polars, in chunks": lambda rows: pl.Series(rows[:1], dtype=pl.String).append(
            pl.Series(rows[1:], dtype=pl.String)
        ),
        "slice of Polars": lambda rows: pl.Series(["1", *rows, "2"], dtype=pl.String)[1:-1],
    }
if find_spec("pandas"):
    import pandas as pd

    LAYOUTS |= {
        "pandas": lambda rows: pd.Series(rows, dtype="string"),
        "pandas, objects": lambda rows: pd.Series(rows, dtype=object),
        "pandas, categorical": lambda rows: pd.Series(rows, dtype="string").astype("category"),
    }

LAYOUT_NAMES: Final = sorted(LAYOUTS)


def utf8(text: str) -> str:
    """Replace the lone surrogates of a text, which no column can hold."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def rows(*, max_size: int = 12) -> st.SearchStrategy[Rows]:
    """Texts of every kind, and nulls."""
    one = st.one_of(messages(), texts().map(utf8))
    return st.lists(st.one_of(st.none(), one, one, one), max_size=max_size)
