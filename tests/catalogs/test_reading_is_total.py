import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsplan.catalogs import Kind, read
from smsplan.errors import CatalogError
from tests.catalogs.documents import FILES, Document, yaml_files

PIECES = [
    *(bytes([octet]) for octet in b"\"'\\{}[],:#-|>&*!%@ \t\r\n~?x0\x00\x7f\x80\xc3\xe9\xff"),
    *(b"msgid ", b"msgstr[1] ", b"msgid_plural", b"domain ", b'""', rb"\u", rb"\ud83d", rb"\x"),
    *(b"#~ ", b"#, fuzzy\n", b"charset=", b"charset=utf-7\\n", b"charset=shift_jis\\n", b"---\n"),
    *(b"<<: ", b"*a", b"&a ", b"!!str ", b"%YAML 9.9\n", b"1e", b"true", b"\xef\xbb\xbf", b"...\n"),
    *(b"# smsplan: ignore[", b"]", "\u2028".encode(), "\x85".encode(), "’".encode()),
]


def read_or_refuse(content: bytes, kind: Kind) -> None:
    refusal = None
    try:
        catalog = read(content, kind)
    except CatalogError as error:
        refusal = error
    if refusal is not None:
        assert 1 <= refusal.line <= content.count(b"\n") + content.count(b"\r") + 1
        assert 1 <= refusal.column <= len(content) + 1
        assert refusal.reason
        return
    assert catalog.rewrite({}) == content
    for message in catalog.messages:
        for offset in {0, len(message.text) // 2, len(message.text)}:
            place = catalog.place(message, offset)
            assert place.column - 1 <= len(place.source) + 1


@given(st.binary(), st.sampled_from(Kind))
def test_octets(content: bytes, kind: Kind) -> None:
    read_or_refuse(content, kind)


@given(
    st.one_of(FILES, yaml_files()), st.lists(st.tuples(st.floats(0, 1), st.sampled_from(PIECES)))
)
def test_documents_with_pieces_put_in(document: Document, put: list[tuple[float, bytes]]) -> None:
    content = document.content()
    for where, piece in put:
        at = int(where * len(content))
        content = content[:at] + piece + content[at:]
    read_or_refuse(content, document.kind)


@pytest.mark.parametrize("kind", Kind)
def test_rows_of_pieces(kind: Kind) -> None:
    seeded = random.Random(4)  # noqa: S311 - to repeat, not to keep secret
    for _ in range(1500):
        content = b"".join(seeded.choices(PIECES, k=seeded.randint(1, 12)))
        read_or_refuse(content, kind)


@pytest.mark.parametrize("nested", [b"[", b'{"a":', b"- ", b"a:\n ", b"? ", b"{a: ", b"[[]"])
@pytest.mark.parametrize("kind", [Kind.JSON, Kind.YAML])
def test_deep_nesting(nested: bytes, kind: Kind) -> None:
    read_or_refuse(nested * 20_000, kind)


DEEPEST = 334
"""Sequences in each other, by whose indices the path to the innermost has 999 characters."""
TOO_DEEP = "nested too deep: the key path to here has more than 1000 characters"


@pytest.mark.parametrize("kind", [Kind.JSON, Kind.YAML])
def test_so_deep_is_read(kind: Kind) -> None:
    (message,) = read(b"[" * DEEPEST + b'"x"' + b"]" * DEEPEST, kind).messages
    assert message.key == "[0]" * DEEPEST


@pytest.mark.parametrize("levels", [DEEPEST + 1, 999, 1000, 1001, 20_000])
@pytest.mark.parametrize(
    ("kind", "opening", "closing"),
    [(Kind.JSON, "[", "]"), (Kind.YAML, "[", "]"), (Kind.YAML, "- ", "")],
)
def test_and_no_deeper_wherever_a_parser_stops(
    kind: Kind, opening: str, closing: str, levels: int
) -> None:
    # Each YAML parser has a limit of its own, or none, and reads ahead.
    content = opening * levels + "x" * (kind is Kind.YAML) + closing * levels
    with pytest.raises(CatalogError) as refused:
        read(content.encode(), kind)
    error = refused.value
    assert (error.reason, error.line) == (TOO_DEEP, 1)
    assert error.column == DEEPEST * len(opening) + 1


@pytest.mark.parametrize("kind", [Kind.JSON, Kind.YAML])
def test_long_keys_lead_no_farther(kind: Kind) -> None:
    content = '{"%s": {"%s": "x"}, "%s": "y"}'
    within, beyond = "k" * 1000, "k" * 1001
    first, second = read((content % (within, within, beyond)).encode(), kind).messages
    assert (first.key, second.key) == (f"{within}.{within}", beyond)
    with pytest.raises(CatalogError, match=TOO_DEEP):
        read((content % (beyond, "a", "b")).encode(), kind)
