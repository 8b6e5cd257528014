"""What becomes of a campaign whose recipients are in CSV."""

from pathlib import Path

import pytest

from smsplan.campaign import files

from .campaigns import look, planned, refused, unreadable, write_csv


def test_a_stray_quotation_mark_is_told_with_line_and_place() -> None:
    Path("to.csv").write_text(
        'msisdn,text\n4520123456,"a\nb"\n4520123456,"Hi "Bo" there"\n4520123457,5" pipe\n'
        '4520123458, "Hi"\n'
    )
    rows = planned("to.csv", text="text")
    assert [row["text"] for row in rows] == ["a\nb", None, '5" pipe', None]
    assert rows[1]["error"] == (
        "ROW_UNREADABLE: line 4: something follows the quotation mark that closes a cell, at"
        ' character 17; write a quotation mark in a quoted cell twice, "":'
        ' 4520123456,"Hi "Bo" there"'
    )
    assert rows[3]["error"] == (
        "ROW_UNREADABLE: line 6: a quotation mark follows a space at the start of a cell, at"
        " character 13; write it before the space, or leave the space out:"
        ' 4520123458, "Hi"'
    )


def test_cells_are_text_as_they_stand() -> None:
    Path("to.csv").write_text(
        'msisdn,text\n+4520123456,007\n"0045 20 12 34 57",NA\n'
        '4520123458,"a ""b"",\nc"\n4520123459,null\n'
    )
    rows = planned("to.csv", text="text")
    assert [row["text"] for row in rows] == ["007", "NA", 'a "b",\nc', "null"]
    assert [row["chars_count"] for row in rows] == [3, 2, 8, 4]
    assert [row["error"] for row in rows] == [None] * 4


def test_a_broken_row_is_counted_shown_and_written() -> None:
    Path("to.csv").write_text(
        'msisdn,name\n4520123456,Anna\n\n1,2,3\n4520123457,"B\no"\n4520123458\n4520123459,Cy\n'
    )
    assert unreadable(look("to.csv")) == [
        (2, "line 4: 3 cells where the header has 2: 1,2,3"),
        (4, "line 7: 1 cell where the header has 2: 4520123458"),
    ]
    rows = planned("to.csv")
    assert [row["msisdn"] for row in rows] == ["4520123456", None, "4520123457", None, "4520123459"]
    assert rows[1]["error"].startswith("ROW_UNREADABLE: line 4: ")
    assert [row["msg_count"] for row in rows] == [1, None, 1, None, 1]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "line 1: the file is empty"),
        (
            b"msisdn;name\n4520123456;Bo\n",
            "line 1: the only column is called 'msisdn;name'; if the cells are parted by",
        ),
        (b"msisdn,nane\n4520123456,Bo\n", "did you mean 'nane'? (columns: msisdn, nane)"),
        (b"msisdn,name\n4520123456,S\xf8ren\n", "line 2: the cell 'name' is not UTF-8"),
        (b"msisdn,n\xf8me\n4520123456,S\n", "line 1: not UTF-8; say how it is written, as with"),
        ("msisdn,name\n1,2\n".encode("utf-16"), "UTF-16; say encoding='utf-16'"),
        ("msisdn,name\n1,2\n".encode("utf-32"), "UTF-32; say encoding='utf-32'"),
        ("\ufeffmsisdn\n1\n".encode("utf-32-be"), "UTF-32; say encoding='utf-32'"),
        (b"msisdn\tname\n1\t2\n", r"called 'msisdn\tname'; if the cells are parted by '\t' say"),
        (b"\x1f\x8b\x08\x00", "to.csv: it is gzip, compressed; unpack it"),
        (b'msisdn,name\n1,2\n3,"unclosed\n4,5\n', "line 3: a quotation mark opens here"),
        (b"msisdn,name,name\n1,2,3\n", "two columns are called 'name'"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_line_and_remedy(
    content: bytes, message: str
) -> None:
    Path("to.csv").write_bytes(content)
    assert message in refused("to.csv")


@pytest.mark.slow
@pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "utf-8-sig", "utf-16-le"])
def test_other_encodings_are_read_where_they_are_said(encoding: str) -> None:
    rows = [("4520123456", "Søren “S”"), ("4520123457", "Bo")]
    expected = look(write_csv("utf8.csv", rows))
    file = write_csv("to.csv", rows, encoding)
    assert look(file, encoding="utf-8" if encoding == "utf-8-sig" else encoding) == expected


def test_one_bad_cell_of_a_file_in_utf8_is_a_row_with_an_error() -> None:
    Path("to.csv").write_bytes(
        "msisdn,name\n4520123456,Søren\n".encode() + b"4520123457,S\xf8ren\n"
    )
    found = look("to.csv")
    assert found.recipients == 1
    ((row, why),) = unreadable(found)
    assert row == 2
    assert "line 3: the cell 'name' is not UTF-8 at octet 1" in why


def test_cells_may_be_parted_by_something_else() -> None:
    Path("to.csv").write_text("msisdn;name\n4520123456;Bo\n")
    assert look("to.csv", delimiter=";").chars_count == 5
    Path("to.tsv").write_text("msisdn\tname\n4520123456\tBo\n")
    assert look("to.tsv").chars_count == 5


@pytest.mark.slow
def test_broken_rows_keep_their_places_over_many_blocks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("smsplan.campaign.files.csv_rows._BLOCK", 1 << 17)
    rows = [
        (str(4520000000 + number), "“æ”\n" * (number % 3))[: 1 if number % 997 == 0 else 2]
        for number in range(1, 60_000)
    ]
    lines = [",".join([row[0], *(f'"{cell}"' for cell in row[1:])]) for row in rows]
    Path("to.csv").write_bytes(b"msisdn,name\n" + "\r\n".join(lines).encode())
    assert look("to.csv").errors[0].rows == 59_999 // 997
    line = 2
    for row, written in zip(rows, planned("to.csv"), strict=True):
        if len(row) == 1:
            assert written["error"].startswith(f"ROW_UNREADABLE: line {line}: 1 cell ")
        else:
            assert (written["msisdn"], written["name"]) == row
        line += 1 + "".join(row).count("\n")


@pytest.mark.slow
def test_a_long_file_of_another_encoding_is_read_to_its_end() -> None:
    file = write_csv("to.csv", [("4520123456", "æ" * 50)] * 60_000, "cp1252")
    found = look(file, encoding="cp1252")
    assert (found.rows, found.recipients) == (60_000, 60_000)


@pytest.mark.parametrize(
    ("encoding", "written"),
    [("cp1252", "utf-8"), ("utf-16", "utf-8"), ("cp1252", "utf-16"), ("utf-8-sig", "utf-32")],
)
def test_a_mark_of_another_encoding_than_was_said_is_told(encoding: str, written: str) -> None:
    Path("to.csv").write_bytes("\ufeffMobil;name\n4520123456;Bo\n".encode(written))
    message = f"to.csv, line 1: the file is {written.upper()}; say encoding='{written}'"
    with pytest.raises(ValueError, match=f"^{message}$"):
        look("to.csv", encoding=encoding)


@pytest.mark.parametrize("encoding", ["base64", "nonsense", "ut\0f"])
def test_what_is_no_text_encoding_is_refused(encoding: str) -> None:
    with pytest.raises(ValueError, match="is no encoding that Python knows"):
        files.read(write_csv("to.csv", []), encoding=encoding)


@pytest.mark.parametrize("delimiter", ["", "tab", "é", '"', "\n"])
def test_what_cannot_part_cells_is_refused(delimiter: str) -> None:
    with pytest.raises(ValueError, match="is neither tab nor one ASCII character"):
        files.read(write_csv("to.csv", []), delimiter=delimiter)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_the_delimiter_that_excel_says_in_a_first_line_is_taken(encoding: str) -> None:
    text = "sep=;\r\nmsisdn;name\r\n4520123456;Anna\r\n4520123457;B,o\r\n1;2;3\r\n"
    Path("to.csv").write_bytes(text.encode(encoding))
    found = look("to.csv", encoding="utf-16" if encoding == "utf-16" else "utf-8")
    assert (found.rows, found.recipients) == (3, 2)
    assert found.errors[0].first[0].value.startswith("line 5: 3 cells where")
    Path("to.csv").write_text("sep=;\nmsisdn,name\n4520123456,Anna\n")
    assert look("to.csv", delimiter=",").recipients == 1
