import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsplan.catalogs import Kind, read
from smsplan.errors import CatalogError
from smsplan.findings import Edit
from tests.catalogs.documents import Document, json_files


def leaves(value: object) -> list[str]:
    """Take the strings among values, where an object is a list of pairs."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, list):
        return [text for item in value for text in leaves(item)]
    if isinstance(value, tuple):
        return leaves(value[1])
    return []


@given(json_files())
def test_the_standard_library_reads_the_same(document: Document) -> None:
    content = document.content()
    expected = leaves(json.loads(content.decode("utf-8-sig"), object_pairs_hook=list))
    assert [message.text for message in read(content, Kind.JSON).messages] == expected


@given(json_files(), st.floats(0, 1), st.sampled_from('"\\{}[],:0-.eE+tx \n\x01\x7f1'))
def test_what_the_standard_library_refuses_is_refused(
    document: Document, where: float, put: str
) -> None:
    text = document.content().decode("utf-8-sig")
    at = int(where * len(text))
    for changed in (text[:at] + put + text[at:], text[:at] + text[at + 1 :]):
        try:
            json.loads(changed)
        except json.JSONDecodeError:
            with pytest.raises(CatalogError):
                read(changed.encode(), Kind.JSON)
        else:
            read(changed.encode(), Kind.JSON)


@pytest.mark.parametrize("literal", ["NaN", "Infinity", "-Infinity"])
def test_what_only_python_takes_for_json_is_refused(literal: str) -> None:
    with pytest.raises(CatalogError, match="no JSON value, at line 1, column 2"):
        read(f"[{literal}]".encode(), Kind.JSON)


@pytest.mark.parametrize(
    "content",
    [
        "[01]",
        "[-]",
        "[+1]",
        "[.5]",
        "[1.]",
        "[1e]",
        "[,1]",
        "[1,]",
        "{,}",
        "[1}",
        '{"a":1]',
        "{1: 2}",
        '{"a",1}',
        r'["\u12"]',
        "['a']",
        "[1]//",
        "\xa0[]",
        "[]]",
        ",",
        "nul",
    ],
)
def test_what_is_no_json_is_refused(content: str) -> None:
    with pytest.raises(json.JSONDecodeError):
        json.loads(content)
    with pytest.raises(CatalogError):
        read(content.encode(), Kind.JSON)


@pytest.mark.parametrize(
    ("content", "error"),
    [
        ('{"a": 1,}', "'}' where a key is expected, at line 1, column 9"),
        ('{"a" 1}', "a number where ':' is expected, at line 1, column 6"),
        ("[1 2]", "a number where ',' or ']' is expected, at line 1, column 4"),
        ('["a"]\n\n"b"', "a string where nothing more is expected, at line 3, column 1"),
        ("", "the end of the file where a value is expected, at line 1, column 1"),
        ("[\r\n  [", "the end of the file where a value or ']' is expected, at line 2, column 4"),
        ('["a\tb"]', "U+0009 must be escaped in a string, at line 1, column 4"),
        ('["a\nb"]', "U+000A must be escaped in a string, at line 1, column 4"),
        (r'["a\qb"]', "JSON has no such escape, at line 1, column 4"),
        ('["’a', "this string does not end, at line 1, column 2"),
        ("[truer]", "this is no JSON value, at line 1, column 6"),
        ('\ufeff["a" }', "'}' where ',' or ']' is expected, at line 1, column 6"),
    ],
)
def test_an_error_says_what_was_expected_and_where(content: str, error: str) -> None:
    with pytest.raises(CatalogError, match=f"^{re.escape(error)}$"):
        read(content.encode(), Kind.JSON)


def test_keys_are_paths() -> None:
    content = r"""
    {"da": {"sms": ["a", {"due date": "b", "x.y": "c", "": "d", "é": "e", "q\"": "f"}]},
     "\u200b": "g", "\ud83d": "h", "[0]": "i", "\n": "j", "da": "k"}
    """
    assert [message.key for message in read(content.encode(), Kind.JSON).messages] == [
        "da.sms[0]",
        'da.sms[1]["due date"]',
        'da.sms[1]["x.y"]',
        'da.sms[1][""]',
        "da.sms[1].é",
        r'da.sms[1]["q\""]',
        r'["\u200b"]',
        r'["\ud83d"]',
        '["[0]"]',
        r'["\n"]',
        "da",
    ]


def test_a_file_may_be_one_string() -> None:
    (message,) = read(b' "Hi" ', Kind.JSON).messages
    assert (message.text, message.key) == ("Hi", "")


def rewritten(content: str, *edits: Edit) -> str:
    return read(content.encode(), Kind.JSON).rewrite({0: edits}).decode()


@pytest.mark.parametrize(
    ("content", "edit", "written"),
    [
        ('["’ a"]', Edit(2, 3, 'é😀\n\x01"\\\x7f'), r'["’ é😀\n\u0001\"\\' + '\x7f"]'),
        ('["a"]', Edit(0, 1, "é😀"), r'["\u00e9\ud83d\ude00"]'),
        (r'["a", "\u00C6"]', Edit(0, 1, "é"), r'["\u00E9", "\u00C6"]'),
        (r'["’\u201D"]', Edit(1, 2, "é»"), r'["’\u00E9\u00BB"]'),
        (r'["’\u201D", "\u00ea"]', Edit(0, 1, "é"), r'["é\u201D", "\u00ea"]'),
        (r'["\u2019\ud83d\ude00"]', Edit(1, 2, "'"), r"""["\u2019'"]"""),
        (r'["\ud83d\uDE00b"]', Edit(1, 2, ""), r'["\ud83d\uDE00"]'),
        (r'["\ud83d’"]', Edit(1, 1, "a\udc00"), r'["\ud83da\udc00’"]'),
        (r'["\/\b"]', Edit(1, 2, "/"), r'["\//"]'),
    ],
)
def test_a_replacement_is_escaped_as_the_file_does(content: str, edit: Edit, written: str) -> None:
    assert rewritten(content, edit) == written


def test_surrogates_that_would_become_a_pair_are_not_written() -> None:
    with pytest.raises(CatalogError, match="read otherwise, at line 1, column 3"):
        rewritten(r'["\ud83d-\ude00"]', Edit(1, 2, ""))


def test_a_lone_surrogate_is_read_and_kept() -> None:
    content = r'["\ud83d ’", "\ude00\ud83d"]'
    catalog = read(content.encode(), Kind.JSON)
    assert [message.text for message in catalog.messages] == ["\ud83d ’", "\ude00\ud83d"]
    assert rewritten(content, Edit(2, 3, "'")) == r"""["\ud83d '", "\ude00\ud83d"]"""
