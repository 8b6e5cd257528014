import subprocess
import sys

import pytest

from smsplan.catalogs import Catalog, Kind, Place, read
from smsplan.errors import CatalogError
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
        ("A.TXT", Kind.LINES),
    ],
)
def test_the_kind_is_told_from_the_name(name: str, kind: Kind) -> None:
    assert Kind.of(name) is kind
    assert Kind.of(name, is_text=True) is kind


@pytest.mark.parametrize("name", ["json", "a.py", "a.toml", "a.md", ".txt", "a.txt.orig", ""])
def test_what_the_name_does_not_tell_must_be_said(name: str) -> None:
    with pytest.raises(ValueError, match="say that it is"):
        Kind.of(name)
    assert Kind.of(name, is_text=True) is Kind.LINES


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("app_da.arb", "export its messages"),
        ("Localizable.xcstrings", "export its messages"),
        ("Localizable.strings", "export its messages"),
        ("values-da/strings.xml", "export its messages"),
        ("a.XLF", "export its messages"),
        ("a.mo", "name the .po"),
        ("customers.csv", "smsplan preview reads"),
        ("customers.ndjson", "smsplan preview reads"),
    ],
)
def test_what_has_no_message_a_line_is_no_text_whatever_is_said(name: str, says: str) -> None:
    for is_text in (False, True):
        with pytest.raises(ValueError, match=says):
            Kind.of(name, is_text=is_text)


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


@pytest.mark.process
@pytest.mark.usefixtures("_unmeasured")
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


def test_refusals_are_found_in_few_readings(monkeypatch: pytest.MonkeyPatch) -> None:
    entries = "".join(f'msgid "{number}"\nmsgstr "a"\n' for number in range(100))
    header = 'msgid ""\nmsgstr "charset=latin-1\\n"\n'
    catalog = read((header + entries).encode(), Kind.PO)
    edits = {index: [Edit(0, 1, "€" if index % 2 else "é")] for index in range(100)}
    readings = []

    def counting(content: bytes, kind: Kind) -> Catalog:
        readings.append(content)
        return read(content, kind)

    monkeypatch.setattr("smsplan.catalogs.catalog.read", counting)
    refused = catalog.edited(edits).refused
    assert list(refused) == list(range(1, 100, 2))
    assert refused[1].reason == "U+20AC cannot be written in ISO8859-1"
    assert refused[1].line == 6
    assert len(readings) == 1
    assert catalog.edited(edits).catalog.content == catalog.rewrite(
        {index: made for index, made in edits.items() if index not in refused}
    )


def test_refusals_are_of_what_reads_otherwise() -> None:
    catalog = read(b"- |\n  a\n  b\n" * 3, Kind.YAML)
    edits = {0: [Edit(0, 1, "c")], 1: [Edit(0, 1, " ")], 2: [Edit(2, 3, "d")]}
    refused = catalog.edited(edits).refused
    assert list(refused) == [1]
    rewritten = catalog.rewrite({0: edits[0], 2: edits[2]})
    assert catalog.edited(edits).catalog.content == rewritten
    with pytest.raises(CatalogError, match="read otherwise"):
        catalog.rewrite(edits)


def test_refusals_of_several_are_found_at_once() -> None:
    catalog = read(b"a\nb\nc\n", Kind.LINES)
    # A carriage return at the end of a line is part of the line end.
    edits = {index: [Edit(1, 1, "z" if index == 1 else "\r")] for index in range(3)}
    assert list(catalog.edited(edits).refused) == [0, 2]


def test_refusals_where_one_edit_hides_a_message() -> None:
    catalog = read(b"a\nb\nc\n", Kind.LINES)
    edits = {index: [Edit(0, 1, "x\ny" if index == 1 else "z")] for index in range(3)}
    assert list(catalog.edited(edits).refused) == [1]


def test_keys_are_the_same_where_they_are_spelled_the_same() -> None:
    contents = b'{"a": ["b"]}', b'{"a": ["c"]}', b'{"a": {"b": "c"}}'
    first, second, other = (read(content, Kind.JSON).messages[0].path for content in contents)
    assert first == second
    assert len({first, second, other}) == 2
    assert str(other) == "a.b"
    assert first != "a[0]"
