"""Rows of CSV: every cell is text, and a row that is broken is a row with a reason."""

import csv
import io
import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, BOM_UTF32_BE, BOM_UTF32_LE
from collections.abc import Iterator
from typing import Any, Final, NoReturn

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow_csv

from smsplan.campaign.files.csv_decoding import Decoded
from smsplan.campaign.files.csv_records import Block, Readable, Records, stray_in, wrong_cells
from smsplan.campaign.files.rows import UNREAD, shown, twice
from smsplan.errors import FileError

_BLOCK: Final = 1 << 21
_HEAD: Final = 1 << 16
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_MARKS: Final = {
    BOM_UTF32_LE: "utf-32",  # begins as the next does
    BOM_UTF16_LE: "utf-16",
    BOM_UTF32_BE: "utf-32",
    BOM_UTF16_BE: "utf-16",
    BOM_UTF8: "utf-8",
}
_SEP: Final = re.compile(rb'"?sep=([^"\r\n])"?(?=[\r\n])', re.IGNORECASE)
"""What Excel takes for the delimiter of a file that begins so."""
_DELIMITERS: Final = ";\t|,"
"""Common ones, as the command takes them in a shell."""
_SAY_HOW: Final = "; say how it is written, as with"


class CsvRows:
    """The rows of a CSV file.

    An empty cell is an empty text, in quotes or not; nothing is taken for a
    number or for a null.  Where no delimiter is said it is that of a first line
    ``sep=;``, or a comma.
    """

    def __init__(self, name: str, stream: Readable, encoding: str, delimiter: str | None) -> None:
        self._name = name
        self._has_seen_others = False
        head = stream.read(_HEAD)
        self._refuse_others(head, encoding)
        if encoding == "utf-8":
            head = head.removeprefix(BOM_UTF8)
        else:
            stream = Decoded(head, stream, encoding, name)
            head = stream.read(_HEAD)
        sep = _SEP.match(head)
        self._delimiter = delimiter or (sep[1].decode("latin-1") if sep else ",")
        if not self._delimiter.isascii():
            self._fail(1, "what parts cells is one ASCII character; say", "delimiter", ";")
        if sep:
            head = head[sep.end() :]  # its line end is left: a blank line
        self.columns: list[str]
        self.columns, header, head = self._header(head, stream)
        self._records = Records(header, head, stream, self._delimiter, len(self.columns))
        self._types = arrow_csv.ConvertOptions(
            column_types=dict.fromkeys(self.columns, pa.binary()), strings_can_be_null=False
        )
        self._refuse_unclosed()

    def __iter__(self) -> Iterator[pa.RecordBatch]:
        is_empty = True
        # Arrow is given octets, not a file of Python: it would read ahead in a thread
        # of its own, which cannot be ended while the interpreter ends.
        for block in self._records.blocks(_BLOCK):
            yield self._as_text(self._parsed(block), block)
            is_empty = False
        if is_empty:
            names = [*self.columns, UNREAD]
            yield pa.record_batch([pa.array([], pa.string())] * len(names), names)
        self._refuse_unclosed()

    def _parsed(self, block: Block) -> pa.RecordBatch:
        """Parse records: cells in octets, and the reasons."""
        bad: dict[int, str] = {}

        def take(row: Any) -> str:  # noqa: ANN401 - of a library without types
            at = row.number - 1
            why = block.reasons.get(at)
            why = why or wrong_cells(row.actual_columns, row.expected_columns, row.text.encode())
            bad[at] = f"line {block.line(at)}: {why}"
            return "skip"

        octets = block.octets
        if octets.startswith(BOM_UTF8):
            octets = b"\n" + octets  # or Arrow takes it for a mark, not for text
        try:
            table = arrow_csv.read_csv(
                pa.BufferReader(octets),
                read_options=arrow_csv.ReadOptions(
                    block_size=len(octets) + 1, use_threads=False, column_names=self.columns
                ),
                parse_options=arrow_csv.ParseOptions(
                    delimiter=self._delimiter, newlines_in_values=True, invalid_row_handler=take
                ),
                convert_options=self._types,
            )
        except pa.ArrowInvalid as error:
            self._fail(block.line(0), f"{error}; is it CSV?")
        rows = table.num_rows + len(bad)
        if bad:
            places = np.full(rows, -1)
            places[np.delete(np.arange(rows), list(bad))] = np.arange(table.num_rows)
            table = table.take(pa.array(places, mask=places < 0))
        reasons = [bad.get(at) for at in range(rows)] if bad else pa.nulls(rows, pa.string())
        table = table.append_column(UNREAD, pa.array(reasons, pa.string()))
        return table.combine_chunks().to_batches()[0]

    def _as_text(self, batch: pa.RecordBatch, block: Block) -> pa.RecordBatch:
        reasons = batch.column(UNREAD)
        texts = []
        broken: dict[int, str] = {}
        for name in self.columns:
            column = batch.column(name)
            if block.is_utf8:
                texts.append(column.view(pa.string()))
                continue
            try:
                texts.append(pc.cast(column, pa.string()))
            except pa.ArrowInvalid:
                texts.append(self._decoded(column, name, block, broken))
        if broken:
            known = reasons.to_pylist()
            reasons = pa.array(
                [broken.get(at) or known[at] for at in range(len(known))], pa.string()
            )
        if not self._has_seen_others:
            self._has_seen_others = any(
                len(text.buffers()[2] or b"") and not pc.all(pc.string_is_ascii(text)).as_py()
                for text in texts
            )
        return pa.RecordBatch.from_arrays([*texts, reasons], [*self.columns, UNREAD])

    def _decoded(
        self, column: pa.Array, name: str, block: Block, broken: dict[int, str]
    ) -> pa.Array:
        """Decode cells one by one; what cannot be is null, and its row has a reason.

        Where the first cell that is not ASCII is not UTF-8, the file is of another
        encoding, which it does not say.
        """
        found = []
        for at, cell in enumerate(column.to_pylist()):
            try:
                text = cell if cell is None else cell.decode()
                self._has_seen_others |= text is not None and not text.isascii()
                found.append(text)
            except UnicodeDecodeError as error:
                line = block.line(at)
                why = f"the cell {name!r} is not UTF-8 at octet {error.start}"
                if not self._has_seen_others:
                    self._fail(line, f"{why}{_SAY_HOW}", "encoding", "cp1252")
                broken[at] = f"line {line}: {why}: {shown(cell)}"
                found.append(None)
        return pa.array(found, pa.string())

    def _header(self, head: bytes, rest: Readable) -> tuple[list[str], bytes, bytes]:
        """Read the names of the columns; part the octets behind them."""
        while True:
            # Characters that are incomplete at the end stand in lines after the header.
            lines = list(io.StringIO(head.decode("utf-8", "surrogateescape"), newline=""))
            reader = csv.reader(lines, delimiter=self._delimiter)
            names: list[str] = []
            line = 1
            try:
                while not names and reader.line_num < len(lines):
                    line = reader.line_num + 1
                    names = next(reader)
            except csv.Error as error:
                self._fail(line, f"not a header of CSV: {error}; is a quotation mark not closed?")
            if reader.line_num < len(lines) or not (more := rest.read(_HEAD)):
                break
            head += more
            if len(head) > _BLOCK:
                self._fail(line, f"no header ends within {_BLOCK} octets; is it CSV?")
        text = "".join(lines[: reader.line_num])
        self._check(names, line, text)
        octets = len(text.encode("utf-8", "surrogateescape"))
        header, rest_of_head = head[:octets], head[octets:]
        if b'"' in header and (why := stray_in(header, self._delimiter)):
            self._fail(line, why)
        return names, header, rest_of_head

    def _check(self, names: list[str], line: int, text: str) -> None:
        if not names:
            self._fail(1, "the file is empty; the first line is to name the columns")
        if _SURROGATE.search(text):
            self._fail(line, f"not UTF-8{_SAY_HOW}", "encoding", "cp1252")
        if (name := twice(names)) is not None:
            self._fail(line, f"two columns are called {name!r}; give each its own name")
        likely = max(_DELIMITERS, key=names[0].count)
        # Who puts the whole name in quotes means it.
        is_meant = text.strip() == '"{}"'.format(names[0].replace('"', '""'))
        if len(names) == 1 and likely in names[0] and not is_meant:
            self._fail(
                line,
                f"the only column is called {names[0]!r}; if the cells are parted by {likely!r}"
                " say",
                "delimiter",
                likely,
                ", or else write the name in quotation marks",
            )

    def _refuse_others(self, head: bytes, said: str) -> None:
        marked = next((_MARKS[mark] for mark in _MARKS if head.startswith(mark)), said)
        if not said.startswith(marked):  # as utf-8-sig and utf-16-le do
            self._fail(1, f"the file is {marked.upper()}; say", "encoding", marked)
        if said == "utf-8" and b"\x00" in head:
            self._fail(1, "a NUL octet stands in it; if it is UTF-16 say", "encoding", "utf-16")

    def _refuse_unclosed(self) -> None:
        if self._records.unclosed is not None:
            self._fail(
                self._records.unclosed,
                "a quotation mark opens here and nothing closes it; write a quotation mark in a"
                ' quoted cell twice: ""',
            )

    def _fail(self, line: int, why: str, *remedy: str) -> NoReturn:
        raise FileError(f"{self._name}, line {line}: {why}", *remedy) from None
