import csv
import io
import re
import tracemalloc
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from smsplan.campaign.files import UNREAD
from smsplan.campaign.files.csv_rows import CsvRows
from smsplan.display import visible
from smsplan.errors import FileError

Row = list[str] | str
"""The cells, or why it could not be read."""


def read(
    octets: bytes, *, encoding: str = "utf-8", delimiter: str = ",", block: int = 1 << 21
) -> tuple[list[str], list[Row]]:
    with patch("smsplan.campaign.files.csv_rows._BLOCK", block):
        rows = CsvRows("to.csv", io.BytesIO(octets), encoding, delimiter)
        found: list[Row] = []
        for batch in rows:
            for cells in batch.to_pylist():
                why = cells.pop(UNREAD)
                found.append(list(cells.values()) if why is None else why)
    return rows.columns, found


def failing(octets: bytes, **reading: Any) -> str:  # noqa: ANN401 - as read takes them
    with pytest.raises(FileError) as caught:
        read(octets, **reading)
    return str(caught.value)


def slowly(octets: bytes, delimiter: str, block: int) -> tuple[list[str], list[Row]]:
    """Read row by row with Python's own reader."""
    text = octets.removeprefix("\ufeff".encode()).decode("utf-8", "surrogateescape")
    lines = list(io.StringIO(text, newline=""))
    reader = csv.reader(lines, delimiter=delimiter)
    columns: list[str] = []
    found: list[Row] = []
    line = 1
    for cells in reader:
        whole = "".join(lines[line - 1 : reader.line_num]).rstrip("\r\n")
        raw = whole.encode("utf-8", "surrogateescape")
        if not columns:
            columns = cells
        elif len(raw) > block - 1 and cells:
            begins = begins_with(raw[: min(block, 324)].decode("utf-8", "replace"))
            found.append(
                f"line {line}: a row of {len(raw)} octets, and {block - 1} can be read; is a"
                f" quotation mark not closed? It begins {begins}"
            )
        elif cells and not is_readable(whole, delimiter):
            found.append(f"line {line}: stray")
        elif cells and len(cells) != len(columns):
            number = f"{len(cells)} cell{'s' * (len(cells) > 1)}"
            begins = begins_with(raw.decode("utf-8", "replace"))
            found.append(f"line {line}: {number} where the header has {len(columns)}: {begins}")
        elif cells:
            is_text = raw.decode("utf-8", "ignore").encode() == raw
            found.append(cells if is_text else f"line {line}: not UTF-8")
        line = reader.line_num + 1
    return columns, found


def begins_with(text: str) -> str:
    return visible(text if len(text) <= 80 else text[:80] + "…")


def is_readable(record: str, delimiter: str) -> bool:
    """Say whether cells are quoted as RFC 4180 has it, or begin with something else."""
    cell = rf'(?:"(?:[^"]|"")*"|(?! *")[^{delimiter}\r\n]*)'
    return bool(re.fullmatch(f"{cell}(?:{delimiter}{cell})*", record))


def in_short(row: Row) -> Row:
    """Leave out which cell is not UTF-8, and which quotation mark is astray."""
    if isinstance(row, str):
        for sign, what in ((" is not UTF-8 at octet ", "not UTF-8"), (", at character ", "stray")):
            if sign in row:
                return f"{row.partition(': ')[0]}: {what}"
    return row


def why_refused(text: str, columns: list[str], delimiter: str) -> str | None:
    if len(set(columns)) < len(columns):
        return "two columns are called"
    more = io.StringIO(f"{text}\n@", newline="")
    if list(csv.reader(more, delimiter=delimiter))[-1] != ["@"]:
        return "a quotation mark opens here"
    return None


def test_a_block_may_begin_with_a_character_that_is_a_mark_elsewhere() -> None:
    rows = ["\ufeffa,b,c", *["\ufeffé,é"] * 3, "1"]
    assert read("\n".join(["a,b", *rows]).encode(), block=12)[1] == [
        "line 2: 3 cells where the header has 2: \\ufeffa,b,c",
        *[["\ufeffé", "é"]] * 3,
        "line 6: 1 cell where the header has 2: 1",
    ]


def quoted(cell: str) -> str:
    return '"{}"'.format(cell.replace('"', '""'))


ENDS = st.sampled_from(["\n", "\r\n", "\r"])
BLANKS = st.lists(ENDS, max_size=3).map("".join)
CELLS = st.text('a"\n\r;,é😀 ', max_size=12)
PLAIN = st.text("aé😀 ", min_size=1, max_size=12)
WRITTEN = st.one_of(CELLS.map(quoted), PLAIN, st.just(""))


@st.composite
def files(draw: st.DrawFn) -> tuple[str, str]:
    """Draw a delimiter, and a file whose header is whole; what follows may be anything."""
    delimiter = draw(st.sampled_from(",;"))
    names = draw(st.lists(CELLS.map(quoted) | PLAIN, min_size=1, max_size=3, unique=True))
    end = draw(ENDS)
    header = draw(BLANKS) + delimiter.join(names) + end
    if draw(st.booleans()):
        return delimiter, header + draw(st.text('aé"\n\r,;', max_size=120))
    rows = draw(st.lists(st.lists(WRITTEN, min_size=1, max_size=4), max_size=8))
    body = "".join(delimiter.join(row) + draw(ENDS) + draw(BLANKS) for row in rows)
    return delimiter, header + body.removesuffix(draw(st.sampled_from(["", "\n", "\r"])))


@example((",", '""\nb,,\n\r\n"",,"",\n'), 5, "utf-8")  # a block ends between CR and LF
@example((",", 'a,b\n1,"Hi "Bo" there"\n2,c\n'), 80, "utf-8")
@example((",", 'a,b\n1, "Hi Bo"\n2, c\n3,  "x\n4,5"\n'), 16, "utf-8")
@example((",", 'a,b\n1,"Hi "Bo" there"\n2,c\n'), 22, "utf-16")  # the stray is where a block ends
@given(files(), st.integers(8, 80) | st.just(1 << 21), st.sampled_from(["utf-8", "utf-16"]))
def test_rows_and_lines_are_those_of_a_slow_reader(
    drawn: tuple[str, str], block: int, encoding: str
) -> None:
    delimiter, text = drawn
    expected = slowly(text.encode(), delimiter, block)
    reading: dict[str, Any] = {"encoding": encoding, "delimiter": delimiter, "block": block}
    refusal = why_refused(text, expected[0], delimiter)
    if refusal:
        assert refusal in failing(text.encode(encoding), **reading)
    else:
        found = read(text.encode(encoding), **reading)
        assert (found[0], [in_short(row) for row in found[1]]) == expected


@example(b"\n,\xff\n\na", 1 << 21, b"a,b")
@example(b"a" * 20 + b"\n\xff,\xff\n", 16, b"a,b")  # a long row and such a one in one block
@given(
    st.lists(st.sampled_from([b"a", "é".encode(), b'"', b"\n", b"\r\n", b",", b"\xff"])).map(
        b"".join
    ),
    st.integers(8, 80) | st.just(1 << 21),
    st.sampled_from([b"a", b"a,b"]),
)
def test_rows_that_are_not_utf8_keep_their_places(body: bytes, block: int, header: bytes) -> None:
    first = "é,é" if b"," in header else "é"
    octets = header + b"\n" + first.encode() + b"\n" + body
    columns, rows = slowly(octets, ",", block)
    if refusal := why_refused(octets.decode("utf-8", "replace"), columns, ","):
        assert refusal in failing(octets, block=block)
    else:
        found = read(octets, block=block)
        assert (found[0], [in_short(row) for row in found[1]]) == (columns, rows)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    ("header", "line"), [("a,b#", 2), ("##a,b#", 4), ('#"a#1",b##', 5), ("#a,b#\ufeffé,é#", 4)]
)
def test_the_header_is_no_row_wherever_it_stands(header: str, line: int, end: str) -> None:
    _, rows = read(f'{header}1#2,"#"#3#'.replace("#", end).encode())
    assert rows == [
        *([["\ufeffé", "é"]] if "\ufeff" in header else []),
        f"line {line}: 1 cell where the header has 2: 1",
        ["2", end],
        f"line {line + 3}: 1 cell where the header has 2: 3",
    ]


@pytest.mark.parametrize("columns", ["a", "a,b", "a,b,c"])
@pytest.mark.parametrize("long", ["x" * 3_000_000, ",é" * 1_500_000, f'"{3_000_000 * chr(10)}x"'])
def test_a_row_that_is_too_long_is_a_bad_row(columns: str, long: str) -> None:
    _, rows = read(f"{columns}\n{columns}\n{long}\n\n{columns}\n{long}".encode())
    why = f"a row of {len(long.encode())} octets, and 2097151 can be read; is a quotation"
    assert rows[::2] == [columns.split(",")] * 2
    for bad, line in ((rows[1], 3), (rows[3], 6 + long.count("\n"))):
        assert isinstance(bad, str)
        assert bad.startswith(f"line {line}: {why}")
        assert bad.endswith(f"It begins {begins_with(long)}")


class Endless(io.RawIOBase):
    """A file whose second line opens a quotation mark and goes on for long."""

    def __init__(self, octets: int) -> None:
        self._left = octets
        self._head = b'a,b\n1,"'

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1, /) -> bytes:
        head, self._head = self._head, b""
        size = min(size, self._left)
        self._left -= size
        return head or b"x" * size


@pytest.mark.process
@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_what_nothing_closes_is_told_in_little_memory(encoding: str) -> None:
    read(b"a\n\xc3\xb8\n")  # compiled
    tracemalloc.start()
    try:
        with pytest.raises(FileError, match=r"line 2: a quotation mark opens here"):
            list(CsvRows("to.csv", Endless(100_000_000), encoding, ","))
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("encoding", "octets", "why"),
    [
        ("ascii", b"a,b\r\n1,2\r\n3,S\xf8ren\r\n", "line 3: f8 is not ascii (ordinal not in"),
        ("ascii", b"a,b\r" + b"1,2\r" * 900_000 + b"3,\xf8", "line 900002: f8 is not ascii"),
        ("utf-7", b"a,b\n1,+2D0-\n", "line 2: read as utf-7 it has U+D83D, which is half"),
        ("unicode_escape", b"a,b\n1,2\n\\ud83d,x\n", "line 3: read as unicode_escape it has"),
        ("utf-16-le", "a,b\n1,2\n3".encode("utf-16-le")[:-1], "line 3: 33 is not utf-16-le"),
        ("cp1252", b"a,b\n1,\x81\n", "line 2: 81 is not cp1252"),
    ],
)
def test_what_is_of_another_encoding_than_was_said_is_told_with_its_line(
    encoding: str, octets: bytes, why: str
) -> None:
    message = failing(octets, encoding=encoding)
    assert message.startswith(f"to.csv, {why}")
    assert message.endswith("; say how it is written, as with encoding='cp1252' or utf-16")


@pytest.mark.parametrize(
    ("header", "delimiter", "hint"),
    [
        ("msisdn;name", ",", "by ';' say delimiter=';'"),
        ("msisdn\tname", ",", "say delimiter='\\t'"),
        ("msisdn|name, first", "|", None),
        ("msisdn|name", ",", "by '|' say delimiter='|'"),
        ("msisdn,name", ";", "by ',' say delimiter=','"),
        ('"msisdn";"name"', ",", "by ';' say delimiter=';'"),
        ("a;b\t;c", ",", "by ';' say delimiter=';'"),
        ('"one; ""two"""', ",", None),
        ("text", ",", None),
    ],
)
def test_a_file_of_another_delimiter_is_told_which(
    header: str, delimiter: str, hint: str | None
) -> None:
    octets = f"\n{header}\n".encode()
    if hint is None:
        assert read(octets, delimiter=delimiter)[1] == []
    else:
        message = failing(octets, delimiter=delimiter)
        assert message.startswith("to.csv, line 2: the only column is called ")
        assert hint in message


@pytest.mark.slow
def test_a_header_that_does_not_end_is_refused() -> None:
    assert "line 2: a quotation mark opens here" in failing(b'\na,"b\n1,2\n')
    assert "line 1: not a header of CSV" in failing(b'a,"b\n' + b"1,2\n" * 90_000)
    assert "no header ends within 2097152 octets" in failing(b"a," * 2_000_000)
    assert "the file is empty" in failing(b"\n\r\n\n")


def test_a_header_with_a_stray_quotation_mark_is_refused() -> None:
    message = failing(b'\n"a"b,c\n1,2\n')
    assert message.startswith("to.csv, line 2: something follows the quotation mark that closes a")
    assert message.endswith(
        'at character 4; write a quotation mark in a quoted cell twice, "": "a"b,c'
    )
