import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsplan import CatalogError
from smsplan.catalogs import Kind, read
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


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        (Kind.JSON, b"[" * 1001 + b'"x"' + b"]" * 1001),
        (Kind.YAML, b"[" * 1001 + b'"x"' + b"]" * 1001),
        (Kind.YAML, b"- " * 1001 + b"x"),
    ],
)
def test_a_thousand_levels_are_read_and_no_more(kind: Kind, content: bytes) -> None:
    opening = b"- " if content.startswith(b"-") else b"["
    shallower = content.removeprefix(opening).removesuffix(b"]")
    (message,) = read(shallower, kind).messages
    assert message.key == "[0]" * 1000
    with pytest.raises(CatalogError, match="1000 levels"):
        read(content, kind)
