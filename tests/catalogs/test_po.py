import re
from io import BytesIO
from typing import Any

import pytest
from babel.messages import pofile
from babel.messages.catalog import Catalog as BabelCatalog
from hypothesis import given
from hypothesis import strategies as st

from smsplan.catalogs import CatalogMessage, Kind, read
from smsplan.errors import CatalogError
from smsplan.findings import Edit, apply
from tests.catalogs.documents import edits_of

# Babel splits unescaped strings at what Unicode calls line ends, so none of them here.
TEXT = st.text('abc xyz’é😀"\\\n\t%', min_size=1, max_size=90)
ENTRY = st.tuples(
    st.sampled_from([None, "menu", "a|b"]),
    TEXT,
    st.one_of(TEXT, st.just(""), st.tuples(TEXT, TEXT)),
    st.sampled_from(["", "note", "smsplan: ignore[COST004]"]),
)


def babel(entries: list[tuple[str | None, str, str | tuple[str, str], str]]) -> BabelCatalog:
    catalog = BabelCatalog(locale="da")
    for context, identifier, string, comment in entries:
        plural = isinstance(string, tuple)
        catalog.add(
            (identifier, f"{identifier}s") if plural else identifier,
            string,
            context=context,
            user_comments=[comment] if comment else [],
            locations=[("a.py", 1)],
        )
    return catalog


def octets(catalog: BabelCatalog, width: int) -> bytes:
    written = BytesIO()
    pofile.write_po(written, catalog, width=width)
    return written.getvalue()


def read_by_babel(content: bytes) -> list[tuple[Any, ...]]:
    return [
        (entry.context, entry.id, entry.string, entry.user_comments, entry.flags, entry.locations)
        for entry in pofile.read_po(BytesIO(content), locale="da", abort_invalid=True)
        if entry.id
    ]


def key(context: str | None, identifier: object, form: int | None) -> str:
    base = identifier[0] if isinstance(identifier, tuple) else identifier
    name = f"{context}|{base}" if context else str(base)
    return name if form is None else f"{name} [{form}]"


def expected(content: bytes) -> list[tuple[str, str, bool]]:
    messages = []
    for context, identifier, string, *_ in read_by_babel(content):
        if isinstance(string, tuple):
            messages += [
                (key(context, identifier, form), text, True) for form, text in enumerate(string)
            ]
        else:
            name = key(context, identifier, None)
            messages.append((name, string or identifier, bool(string)))
    return messages


@given(st.lists(ENTRY, max_size=4), st.sampled_from([0, 20, 76]), st.data())
def test_babel_agrees_before_and_after(
    entries: list[tuple[str | None, str, str | tuple[str, str], str]],
    width: int,
    data: st.DataObject,
) -> None:
    content = octets(babel(entries), width)
    catalog = read(content, Kind.PO)
    assert [
        (message.key, message.text, message.editable) for message in catalog.messages
    ] == expected(content)
    edits = {
        index: data.draw(edits_of(message.text, TEXT))
        for index, message in enumerate(catalog.messages)
        if message.editable
    }
    written = catalog.rewrite(edits)
    assert expected(written) == [
        (message.key, apply(message.text, edits.get(index, ())), message.editable)
        for index, message in enumerate(catalog.messages)
    ]
    rest = [(entry[:2], entry[3:]) for entry in read_by_babel(content)]
    assert [(entry[:2], entry[3:]) for entry in read_by_babel(written)] == rest


def messages(content: str) -> tuple[CatalogMessage, ...]:
    return read(content.encode(), Kind.PO).messages


def test_what_gettext_takes_for_an_empty_or_fuzzy_translation_is_not_editable() -> None:
    found = messages("""\
msgid "a"
msgstr ""

#, python-format, fuzzy
msgid "b %d"
msgstr "B %d"

msgid "c"
msgid_plural "cs"
msgstr[0] "C"
msgstr[1] ""
msgstr[2] ""

msgid "e"
msgid_plural "es"
msgstr[0] ""
msgstr[1] ""

#. not fuzzy
msgid "d"
msgstr "D"
""")
    assert [(message.key, message.text, message.editable) for message in found] == [
        ("a", "a", False),
        ("b %d", "b %d", False),
        ("c [0]", "C", True),
        ("c [1]", "cs", False),
        ("e [0]", "e", False),
        ("e [1]", "es", False),
        ("d", "D", True),
    ]
    assert [message.fixable for message in found] == [False, False, True, *[False] * 3, True]


def test_comments_silence_rules_for_their_entry() -> None:
    found = messages("""\
# smsplan: ignore[ENC001, COST004]
#. smsplan: ignore[long-message]
#: smsplan: ignore[DEL001]
#| msgid "smsplan: ignore"
msgid "a"
msgstr "A"
# smsplan: ignore
msgid "b"
msgstr "B"

# smsplan: ignore[GONE]
#~ msgid "gone"
#~ msgstr "’"

# smsplan: ignored, smsplan: ignore[, smsplan: ignore[]
msgid "c"
msgstr "C"
""")
    assert [sorted(message.ignored) for message in found] == [
        ["COST004", "ENC001", "long-message"],
        ["*"],
        [],
    ]


def test_escapes_are_those_of_c_and_octets_make_characters() -> None:
    content = rb"""
msgid "m"
msgstr "\a\b\f\n\r\t\v\"\\\101\x42\303\251\xe2\x80\x99\0"
"""
    catalog = read(content, Kind.PO)
    (message,) = catalog.messages
    assert message.text == '\a\b\f\n\r\t\v"\\ABé’\0'
    assert (
        catalog.place(message, 11)
        .source[catalog.place(message, 11).column - 1 :]
        .startswith(r"\303\251\xe2")
    )
    written = catalog.rewrite({0: [Edit(0, 9, "\x01"), Edit(11, 13, "’\x7f")]})
    assert written == 'msgid "m"\nmsgstr "\\001\\101\\x42’\\177\\0"\n'.encode().join([b"\n", b""])


def test_a_digit_after_an_open_escape_is_not_written() -> None:
    catalog = read(rb"""msgid "m" msgstr "\x4ga" """, Kind.PO)
    with pytest.raises(CatalogError, match="read otherwise, at line 1, column 19"):
        catalog.rewrite({0: [Edit(1, 2, "")]})


def test_a_translation_cannot_become_empty() -> None:
    catalog = read(b'msgid "m"\nmsgstr " "\n', Kind.PO)
    with pytest.raises(CatalogError, match="read otherwise, at line 2, column 9"):
        catalog.rewrite({0: [Edit(0, 1, "")]})


HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset={}\\n"\n\nmsgid "m"\nmsgstr "é"\n'


def test_the_charset_of_the_header_is_honoured() -> None:
    content = HEADER.format("ISO-8859-1").encode("iso-8859-1")
    catalog = read(content, Kind.PO)
    assert catalog.messages[0].text == "é"
    assert catalog.rewrite({0: [Edit(0, 1, "øå")]}) == content.replace(b"\xe9", b"\xf8\xe5")
    with pytest.raises(CatalogError, match=r"U\+2019 cannot be written in ISO8859-1, at line 6"):
        catalog.rewrite({0: [Edit(0, 1, "’")]})


def test_a_template_without_a_charset_is_utf8() -> None:
    assert read(HEADER.format("CHARSET").encode(), Kind.PO).messages[0].text == "é"


@pytest.mark.parametrize(
    "charset", ["klingon", "utf-16", "utf-7", "rot13", "unicode-escape", "idna", "shift_jisx0213"]
)
def test_a_charset_that_is_no_extension_of_ascii_is_refused(charset: str) -> None:
    with pytest.raises(CatalogError, match=f"'{charset}'.* not known.*, at line 3"):
        read(HEADER.format(charset).encode(), Kind.PO)


def test_octets_that_the_charset_would_not_give_again_are_refused() -> None:
    # JIS X 0208 by an escape sequence that leaves it for nothing: it would be gone if written.
    content = HEADER.format("iso-2022-jp").replace("é", "a\x1b$B\x1b(Bb").encode()
    with pytest.raises(
        CatalogError, match=r"0x1B at offset 89 is not ISO2022_JP: .*line 6, column 10"
    ):
        read(content, Kind.PO)


@pytest.mark.parametrize(
    ("content", "error"),
    [
        ('msgid "a"\n"b', "this string does not end, at line 2, column 1"),
        ('msgid "a\\\nmsgstr "b"', "this string does not end, at line 1, column 7"),
        ('msgid "a"\n', "the entry has no msgstr, at line 2, column 1"),
        ('msgstr "a"', "msgstr may not stand at the beginning of an entry, at line 1, column 1"),
        ('msgid "a" msgid "b"', "msgid may not stand after msgid, at line 1, column 11"),
        ('msgid "a" msgstr[0] "b"', "msgstr[] may not stand after msgid, at line 1, column 11"),
        ('"a"', "a string without msgid or msgstr before it, at line 1, column 1"),
        ('msgid "a"\rmsgstr\r', "msgstr has no string, at line 3, column 1"),
        ('msgid "a"\r\nmsgtr ""', "no keyword of gettext, at line 2, column 1"),
        (
            'msgid "a" msgid_plural "b" msgstr[0] "" msgstr[0] ""',
            "msgstr[0] stands twice in an entry, at line 1, column 41",
        ),
        (r'msgid "é\q" msgstr ""', "gettext has no such escape, at line 1, column 9"),
        (
            r'msgid "a" msgstr "\303("',
            "these escapes are no octets of UTF-8, at line 1, column 19",
        ),
        (
            r'msgid "a" msgstr "\x141"',
            "these escapes are no octets of UTF-8, at line 1, column 19",
        ),
    ],
)
def test_an_error_says_what_is_wrong_and_where(content: str, error: str) -> None:
    with pytest.raises(CatalogError, match=f"^{re.escape(error)}$"):
        read(content.encode(), Kind.PO)


def test_domains_and_templates_are_read() -> None:
    content = 'domain "shop"\nmsgctxt "x"\nmsgid ""\nmsgstr "y"\n\nmsgid "é"\nmsgstr ""\ndomain "z"'
    assert [(message.key, message.text) for message in messages(content)] == [
        ("x|", "y"),
        ("é", "é"),
    ]
