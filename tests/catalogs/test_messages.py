import pytest

from smsplan.catalogs import Kind, read
from smsplan.errors import CatalogError
from smsplan.findings import Edit


def texts(content: str, kind: Kind) -> list[str]:
    return [message.text for message in read(content.encode(), kind).messages]


@pytest.mark.parametrize(
    ("content", "lines"),
    [
        ("", []),
        ("\n\r\n\n", []),
        ("a\nb", ["a", "b"]),
        ("a\r\n\r\nb \t\n", ["a", "b \t"]),
        ("a\rb\r", ["a\rb\r"]),
        ("a\r\r\n", ["a\r"]),
        ("a\u2028b\x0cc\x85d\x1ee\n", ["a\u2028b\x0cc\x85d\x1ee"]),
        ("\ufeffa\n", ["a"]),
        ("\ufeff\ufeffa\n", ["\ufeffa"]),
        (" \n", [" "]),
    ],
)
def test_a_message_a_line(content: str, lines: list[str]) -> None:
    assert texts(content, Kind.LINES) == lines


@pytest.mark.parametrize(
    ("content", "messages"),
    [
        ("", []),
        ("\n", []),
        ("\r\n", []),
        ("a\n\nb", ["a\n\nb"]),
        ("a\n\n", ["a\n"]),
        ("a\r\n\r\n", ["a\r\n"]),
        ("a\r", ["a\r"]),
    ],
)
def test_a_file_as_one_message(content: str, messages: list[str]) -> None:
    assert texts(content, Kind.WHOLE) == messages


@pytest.mark.parametrize(
    ("content", "edit"),
    [
        ("ab\nc\n", Edit(1, 1, "\n")),
        ("ab\nc\n", Edit(0, 2, "")),
        ("ab\nc\n", Edit(2, 2, "\r")),
        ("ab", Edit(0, 2, "")),
        ("ab\nc\n", Edit(0, 0, "\ufeff")),
        ("ab\nc\n", Edit(0, 1, "\ud83d")),
    ],
)
def test_what_is_no_line_is_not_written(content: str, edit: Edit) -> None:
    with pytest.raises(CatalogError, match=r"written.*at line 1, column 1"):
        read(content.encode(), Kind.LINES).rewrite({0: [edit]})


@pytest.mark.parametrize("kind", [Kind.LINES, Kind.WHOLE, Kind.PO, Kind.JSON, Kind.YAML])
def test_what_is_no_utf8_is_refused_with_its_place(kind: Kind) -> None:
    with pytest.raises(
        CatalogError,
        match=r"octet 0xE9 at offset 7 is not UTF-8: save the file as UTF-8, at line 2, column 2$",
    ):
        read(b'"a"\r\n\xc3\xa9\xe9', kind)


def test_the_offset_of_an_octet_counts_the_byte_order_mark() -> None:
    with pytest.raises(CatalogError, match=r"at offset 4 .*line 1, column 2"):
        read(b"\xef\xbb\xbfa\xff", Kind.LINES)
