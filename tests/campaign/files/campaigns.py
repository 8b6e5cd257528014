"""Files of recipients that the tests write, and what a campaign of them is found to be."""

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from pyarrow import ipc

from smsplan import Field, Template
from smsplan.campaign import Preview, files, preview
from smsplan.errors import ColumnError, FileError

COLUMNAR = ("parquet", "arrow", "arrows")
NUMBERS = ["4520123456", "4520123457", "4520123458"]
TEMPLATE = Template.parse("Hi {{name}}")


def look(
    source: Any,  # noqa: ANN401 - as read takes it
    *,
    to: str = "msisdn",
    text: str | None = None,
    fields: dict[str, Field] | None = None,
    on_batch: Any = None,  # noqa: ANN401 - as preview takes it
    **how: Any,  # noqa: ANN401 - as read takes it
) -> Preview:
    rows = files.read(source, needed=(to, text or "name"), others=bool(on_batch), **how)
    template = None if text else TEMPLATE
    return preview(rows, to=to, text=text, template=template, fields=fields, on_batch=on_batch)


def planned(source: Any, **how: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - as look takes it
    return plans(source, **how).to_pylist()  # type: ignore[no-any-return] # it is one


def plans(source: Any, **how: Any) -> pa.Table:  # noqa: ANN401 - as look takes it
    batches: list[pa.RecordBatch] = []
    look(source, on_batch=batches.append, **how)
    return pa.Table.from_batches(batches)


def refused(source: Any, **how: Any) -> str:  # noqa: ANN401 - as look takes it
    with pytest.raises((FileError, ColumnError)) as caught:
        look(source, **how)
    return str(caught.value)


def unreadable(found: Preview) -> list[tuple[int, str]]:
    (group,) = (each for each in found.errors if each.code == "ROW_UNREADABLE")
    return [(each.row, each.value) for each in group.first]


def write(table: pa.Table, kind: str, name: str = "to") -> str:
    file = f"{name}.{kind}"
    if kind == "parquet":
        pq.write_table(table, file)
    else:
        new = ipc.new_file if kind == "arrow" else ipc.new_stream
        with new(file, table.schema) as writer:
            writer.write_table(table)
    return file


def write_csv(name: str, rows: Any, encoding: str = "utf-8") -> str:  # noqa: ANN401 - rows of any length
    text = "msisdn,name\n" + "".join(",".join(row) + "\n" for row in rows)
    Path(name).write_bytes(text.encode(encoding))
    return name


def texts(*cells: bytes, kind: Any = None) -> Any:  # noqa: ANN401 - of a library without types
    """Make a column of texts that nothing has validated."""
    octets = pa.array(cells, pa.large_binary())
    column = pa.Array.from_buffers(pa.large_string(), len(cells), octets.buffers())
    return pc.cast(column, options=pc.CastOptions.unsafe(kind)) if kind else column
