import subprocess
import sys

import pytest

from smsplan import CatalogError
from smsplan.catalogs import Kind, Place, read
from smsplan.findings import Edit


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.po", Kind.PO),
        ("a/b.POT", Kind.PO),
        ("a.json", Kind.JSON),
        ("a.YML", Kind.YAML),
        ("a.yaml", Kind.YAML),
        ("a.txt", Kind.LINES),
        ("json", Kind.LINES),
    ],
)
def test_the_kind_is_told_from_the_name(name: str, kind: Kind) -> None:
    assert Kind.of(name) is kind


@pytest.mark.parametrize(
    ("patterns", "selected"),
    [
        (["*"], [0, 1, 2, 3, 4]),
        (["sms.*"], [0, 1, 2]),
        (["sms.texts[0]"], [1]),
        (["sms.texts[*]"], [1, 2]),
        (["*.due"], [0]),
        (["mail.due?"], [3]),
        (["mail.du??"], []),
        (["SMS.*"], []),
        (["sms"], []),
        (['*["a b"]'], [4]),
        (["*due", "*texts*", "*.due"], [0, 1, 2]),
        ([], []),
        (["*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*!"], []),
    ],
)
def test_patterns_select_by_the_whole_key(patterns: list[str], selected: list[int]) -> None:
    content = b"""{"sms": {"due": "a", "texts": ["b", "c"]}, "mail": {"due?": "d", "a b": "e"}}"""
    assert list(read(content, Kind.JSON).select(*patterns)) == selected


def test_plain_text_has_no_keys() -> None:
    catalog = read(b"a\nb\n", Kind.LINES)
    assert catalog.select("*") == (0, 1)
    assert catalog.select("a") == ()


@pytest.mark.parametrize(
    ("content", "kind", "places"),
    [
        ("a’\r\n\nb\rc\n", Kind.LINES, [Place(1, 3, "a’"), Place(3, 4, "b\rc")]),
        ("\ufeff😀b\nc\n", Kind.WHOLE, [Place(2, 2, "c")]),
        ('["a",\r"b",\r\n\n"c"]', Kind.JSON, [Place(1, 4, '["a",'), Place(2, 3, '"b",')]),
        ('msgid "a"\rmsgstr ""\r"b"\r""', Kind.PO, [Place(3, 3, '"b"')]),
        ('[""]', Kind.JSON, [Place(1, 3, '[""]')]),
    ],
)
def test_the_end_of_a_message_is_after_its_last_character(
    content: str, kind: Kind, places: list[Place]
) -> None:
    catalog = read(content.encode(), kind)
    found = [catalog.place(message, len(message.text)) for message in catalog.messages]
    assert found[: len(places)] == places


@pytest.mark.parametrize("edit", [Edit(-1, 0, ""), Edit(0, 4, ""), Edit(2, 1, ""), Edit(4, 4, "")])
def test_edits_beyond_the_text_are_refused(edit: Edit) -> None:
    with pytest.raises(ValueError, match="out of order, or beyond the 3 characters"):
        read(b"abc", Kind.LINES).rewrite({0: [edit]})


def test_edits_out_of_order_are_refused() -> None:
    with pytest.raises(ValueError, match="out of order"):
        read(b"abc", Kind.LINES).rewrite({0: [Edit(1, 2, ""), Edit(0, 1, "")]})


def test_edits_of_what_is_not_editable_are_refused() -> None:
    catalog = read(b'msgid "a"\nmsgstr ""\n', Kind.PO)
    assert not catalog.messages[0].editable
    assert catalog.rewrite({0: []}) == b'msgid "a"\nmsgstr ""\n'
    with pytest.raises(CatalogError, match="cannot be written back, at line 1, column 8"):
        catalog.rewrite({0: [Edit(0, 1, "b")]})


def test_edits_next_to_each_other_keep_their_order() -> None:
    edits = [Edit(0, 0, "1"), Edit(0, 1, "2"), Edit(1, 1, "3"), Edit(1, 2, "4"), Edit(2, 2, "5")]
    assert read(b'["ab"]', Kind.JSON).rewrite({0: edits}) == b'["12345"]'


IN_ONE_LINE = """
import sys
from smsplan.catalogs import Kind, read
from smsplan.findings import Edit

kind, before, row, after = Kind(sys.argv[1]), *sys.argv[2:]
rows = 10_000_000 // len(row.encode())
content = f"{before}{row * rows}{after}\\n".encode()
catalog = read(content, kind)
(message,) = catalog.messages
per_row = len(message.text) // rows
quotes = [number * per_row + message.text.index("“") for number in range(0, rows, 10)]
places = [catalog.place(message, offset) for offset in quotes]
assert all(place.source[place.column - 1] == "“" for place in places)
written = catalog.rewrite({0: [Edit(offset, offset + 1, "'") for offset in quotes]})
assert len(written) == len(content) - 2 * len(quotes)
assert written.replace(b"'", "“".encode()) == content
status = open("/proc/self/status").read()  # getrusage remembers the process before exec
print(status.split("VmHWM:")[1].split()[0])
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the figure is read from procfs")
@pytest.mark.parametrize(
    ("kind", "before", "row", "after"),
    [
        (Kind.LINES, "", "“abc” ", ""),
        (Kind.JSON, '{"a": ["', r"abcdefgh \u2019 “x” \n", '"]}'),
    ],
)
def test_ten_megabytes_in_one_line_take_no_gigabyte(
    kind: Kind, before: str, row: str, after: str
) -> None:
    run = subprocess.run(
        [sys.executable, "-c", IN_ONE_LINE, kind.value, before, row, after],
        check=True,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )
    assert int(run.stdout) < 800_000  # kilobytes
