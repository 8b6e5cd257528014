import builtins
import sys
from collections.abc import Mapping, Sequence

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from smsplan import MissingExtraError
from smsplan.catalogs import Catalog, Kind, read, yaml_styles, yaml_text
from smsplan.errors import CatalogError
from smsplan.findings import Edit, apply
from tests.catalogs.documents import Document, edits_of, yaml_files

LOADERS = sorted({yaml_styles.LOADER, yaml.SafeLoader}, key=str)

SCALARS = st.one_of(
    st.text("ab ’é😀\"'\\\n:#-,[]{}&*!|>%@`?\t", max_size=40),
    st.sampled_from(["yes", "1", "~", "2001-01-01", "=", "a: b", "", "x\n\n\ny\n", " z"]),
    st.integers(),
    st.none(),
    st.booleans(),
)
VALUES = st.recursive(
    SCALARS,
    lambda values: st.one_of(
        st.lists(values, max_size=4), st.dictionaries(st.text("ab.’ 1"), values, max_size=4)
    ),
    max_leaves=10,
)


def leaves(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, Mapping):
        return [text for item in value.values() for text in leaves(item)]
    if isinstance(value, Sequence):
        return [text for item in value for text in leaves(item)]
    return []


def yaml_catalog(content: str) -> Catalog:
    return read(content.encode(), Kind.YAML)


@pytest.fixture(
    params=LOADERS, ids=lambda loader: str(loader.__name__), autouse=True, scope="module"
)
def _with_both_parsers(request: pytest.FixtureRequest) -> object:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(yaml_styles, "LOADER", request.param)
        patch.setattr(yaml_text, "LOADER", request.param)
        yield


@given(VALUES, st.sampled_from([None, True, False]), st.sampled_from([None, "'", '"', "|", ">"]))
def test_pyyaml_reads_the_same(value: object, flow: bool | None, style: str | None) -> None:  # noqa: FBT001 - as Hypothesis draws it
    content = yaml.safe_dump(
        value, allow_unicode=True, sort_keys=False, default_flow_style=flow, default_style=style
    )
    expected = leaves(yaml.safe_load(content))
    assert [message.text for message in yaml_catalog(content).messages] == expected


@given(VALUES, st.data(), st.sampled_from([None, "'", '"', "|"]))
def test_what_is_written_reads_as_meant(
    value: object, data: st.DataObject, style: str | None
) -> None:
    catalog = yaml_catalog(yaml.safe_dump(value, allow_unicode=True, default_style=style))
    for index, message in enumerate(catalog.messages):
        edits = data.draw(edits_of(message.text, st.text("ab’ :#'\",]-", max_size=4)))
        try:
            written = catalog.rewrite({index: edits})
        except CatalogError:
            # Folded, or a block whose last line end or first space is gone.
            assert not message.editable or "\n" in message.text or style == "|"
            continue
        again = read(written, Kind.YAML).messages
        assert again[index].text == apply(message.text, edits)
        assert [one.text for one in again[:index]] == [one.text for one in catalog.messages[:index]]


@given(yaml_files())
def test_every_scalar_of_one_line_or_in_a_literal_block_is_editable(document: Document) -> None:
    assert all(message.editable for message in read(document.content(), Kind.YAML).messages)


CATALOG = """\
# smsplan: ignore[ENC001]
# smsplan: ignore[COST004] both
a: “It’s”   # smsplan: ignore[DEL001]
b: |  # smsplan: ignore
  one # smsplan: ignore[COST001]

  two ’
c: [p, 'q''r', "s\\u00e9", 1, true, ~]

d: >-
  fold
  ed
# smsplan: ignore[ENC002]
e: &x !!str foo
f: *x
g:
  "v # smsplan: ignore[ENC003]"  # smsplan: ignore[ENC004]
? [x, y]
: z
? {k: v}
: - w
1: !special s
---
"h i": "j"
"""


def test_keys_and_comments() -> None:
    found = yaml_catalog(CATALOG).messages
    assert [(message.key, message.text, sorted(message.ignored)) for message in found] == [
        ("a", "“It’s”", ["COST004", "DEL001", "ENC001"]),
        ("b", "one # smsplan: ignore[COST001]\n\ntwo ’\n", ["*"]),
        ("c[0]", "p", []),
        ("c[1]", "q'r", []),
        ("c[2]", "sé", []),
        ("d", "fold ed", []),
        ("e", "foo", ["ENC002"]),
        ("g", "v # smsplan: ignore[ENC003]", ["ENC004"]),
        ("?", "z", []),
        ("?[0]", "w", []),
        ('["h i"]', "j", []),
    ]


def test_a_comment_above_the_key_counts_where_the_value_is_on_the_next_line() -> None:
    (message,) = yaml_catalog("# smsplan: ignore[ENC001]\ng:\n  'v'\n").messages
    assert message.ignored == {"ENC001"}


def test_nothing_is_to_be_written_to_the_file_but_most_can_be_shown() -> None:
    found = yaml_catalog(CATALOG).messages
    assert not any(message.fixable for message in found)
    assert [message.key for message in found if not message.editable] == ["d"]


def test_places() -> None:
    catalog = yaml_catalog(CATALOG)
    places = {
        message.key: catalog.place(message, len(message.text) - 1) for message in catalog.messages
    }
    assert [(key, place.line, place.column, place.exact) for key, place in places.items()] == [
        ("a", 3, 9, True),
        ("b", 7, 8, True),
        ("c[0]", 8, 5, True),
        ("c[1]", 8, 12, True),
        ("c[2]", 8, 18, True),
        ("d", 10, 4, False),
        ("e", 14, 15, True),
        ("g", 17, 30, True),
        ("?", 19, 3, True),
        ("?[0]", 21, 5, True),
        ('["h i"]', 24, 9, True),
    ]


@pytest.mark.parametrize(
    ("content", "edits", "written"),
    [
        ("a: “b”  # ’\n", [Edit(0, 1, '"'), Edit(2, 3, '"')], 'a: "\\"b\\""  # ’\n'),
        ("a: it’s\n", [Edit(2, 3, "'")], "a: it's\n"),
        ("[a’b, c]", [Edit(1, 2, ", ")], '["a, b", c]'),
        ("- a’b, c\n", [Edit(1, 2, ", ")], "- a, b, c\n"),
        ("a: ‘yes’\n", [Edit(0, 1, ""), Edit(4, 5, "")], 'a: "yes"\n'),
        ("a: b\n", [Edit(0, 1, "")], 'a: ""\n'),
        ("a: ’b\n", [Edit(0, 1, "[")], 'a: "[b"\n'),
        ("a: 'it’s'", [Edit(2, 3, "'")], "a: 'it''s'"),
        ('a: "“\\x41”"', [Edit(0, 1, '"\n\x01\u2028')], 'a: "\\"\\n\\u0001\\L\\x41”"'),
        ("a: |\r\n  x\r\n\r\n  y’\r\nb: c", [Edit(1, 3, "\n")], "a: |\r\n  x\r\n  y’\r\nb: c"),
        ("a: |\n  x\n   y’\n", [Edit(1, 3, " ")], "a: |\n  x y’\n"),
        ("a: |2\n   x’\n", [Edit(2, 3, "\nz")], "a: |2\n   x\n  z\n"),
    ],
)
def test_the_style_is_kept_or_the_text_is_quoted(
    content: str, edits: list[Edit], written: str
) -> None:
    assert yaml_catalog(content).rewrite({0: edits}).decode() == written


@pytest.mark.parametrize(
    ("content", "edit"),
    [
        ("a: b\n  c\n", Edit(0, 1, "x")),
        ("a: |\n  b\nc: d\n", Edit(1, 2, "")),
        ("a: 'b'", Edit(0, 1, "\x01")),
    ],
)
def test_what_would_read_otherwise_is_not_written(content: str, edit: Edit) -> None:
    with pytest.raises(CatalogError, match=r"written.*at line"):
        yaml_catalog(content).rewrite({0: [edit]})


def test_the_message_at_fault_is_named() -> None:
    catalog = yaml_catalog("a: ’\nb: 'c'\nd: ’\n")
    one = [Edit(0, 1, "x")]
    with pytest.raises(CatalogError, match="line 2, column 5"):
        catalog.rewrite({0: one, 1: [Edit(0, 1, "d\ne")], 2: one})


@pytest.mark.parametrize(
    ("content", "where"),
    [
        ("a: [b\nc: d\n", "line 2"),
        ("a: &b\n---\na: *b", "no anchor b before this alias, at line 3, column 4"),
        ("é: \x07", "line 1, column 4"),
        (r'a: "\UFFFFFFFF"', "line 1, column"),
    ],
)
def test_an_error_says_where(content: str, where: str) -> None:
    with pytest.raises(CatalogError, match=where):
        yaml_catalog(content)


def test_aliases_are_not_followed() -> None:
    doubled = "\n".join(
        f"l{level}: &l{level} [{', '.join([f'*l{level - 1}'] * 9)}]" for level in range(1, 60)
    )
    (message,) = yaml_catalog(f"l0: &l0 hi\n{doubled}\n").messages
    assert (message.key, message.text) == ("l0", "hi")


def test_without_pyyaml_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    imported = builtins.__import__

    def without(name: str, *rest: object) -> object:
        if name.partition(".")[0] == "yaml":
            raise ImportError(name)
        return imported(name, *rest)  # type: ignore[arg-type] # passed on

    for module in [name for name in sys.modules if name.startswith("smsplan.catalogs.yaml")]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.delattr("smsplan.catalogs.yaml_text")
    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(MissingExtraError, match=r"reading YAML needs .*smsplan\[catalogs\]"):
        yaml_catalog("a: b")
