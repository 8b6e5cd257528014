"""Files that grow in the ways that a reader could take more than its share of time or memory for.

Each function gives a file of ``size`` octets, more or less.
"""

from collections.abc import Callable
from typing import Final

from smsplan.catalogs import Kind

Grow = Callable[[int], str]


def _rows(row: str, before: str = "", after: str = "") -> Grow:
    """Repeat a row between a beginning and an end."""
    return lambda size: before + row * (size // len(row)) + after


def _nested(opening: str, closing: str, inside: str, levels: int) -> Grow:
    """Put a list of strings into brackets in brackets, again and again."""
    deep = opening * levels + inside + closing * levels
    return lambda size: "[" + ",".join([deep] * max(1, size // len(deep))) + "]"


def _numbered(row: str, before: str = "", after: str = "") -> Grow:
    """Repeat a row that has a number in it."""
    return lambda size: before + "".join(row % at for at in range(size // (len(row) + 3))) + after


def _shared_key(opening: str, row: str, closing: str) -> Grow:
    """Put many messages under the longest key that there may be."""
    return _rows(row, opening % ("k" * 990), closing)


JSON: Final[dict[str, Grow]] = {
    "strings": _rows('"a",', "[", '"b"]'),
    "one string": _rows("a", '"', '"'),
    "one string of escapes": _rows(r"\u201c", '"', '"'),
    "one string of half surrogates": _rows(r"\ud83d", '"', '"'),
    "one string of backslashes": _rows(r"\\", '"', '"'),
    "digits after an escape": _rows("1", r'"\u', '"'),
    "a string without an end": _rows("a", '"'),
    "an escape that is none at the end": _rows("a", '"', r"\x"),
    "empty": _rows('"",', "[", '""]'),
    "empty lines": _rows("\n", "[", '"a"]'),
    "spaces before each": _rows(' "a",\r', "[", '"b"]'),
    "numbers": _rows("1234567890,", "[", "0]"),
    "one number": _rows("1", "[", "]"),
    "containers": _rows('["a"],', "[", "[]]"),
    "nested": _nested("[", "]", ",".join(['"a"'] * 200), 300),
    "nested names": _nested('{"abcdefgh":', "}", '["a","a","a"]', 100),
    "a long key": _shared_key('{"%s":[', '"a",', '"b"]}'),
    "containers under a long key": _shared_key('{"%s":[', '["a"],', "[]]}"),
    "the same key": _rows('"k":"a",', "{", '"k":"b"}'),
    "keys": _numbered('"k%d":"a",', "{", '"k":"b"}'),
    "keys of escapes": _rows(r"\u200b", '{"', '":"a"}'),
    "brackets": _rows("["),
}

YAML: Final[dict[str, Grow]] = {
    "comments in a block": _rows("# ", "# smsplan: ignore\na: |\n  "),
    "comments in lines of a block": _rows("  # a\n", "# smsplan: ignore\na: |\n"),
    "comments in a string": _rows("# ", '# smsplan: ignore\na: "', '"'),
    "comments": _rows("# smsplan: ignore[ENC001]\n", "a: b\n", "c: d\n"),
    "one comment": _rows("# smsplan: ignore[ENC001] ", "# ", "\na: b"),
    "comments after each": _numbered("k%d: b # smsplan: ignore[ENC001]\n"),
    "comments above each": _numbered("# smsplan: ignore[ENC001]\nk%d: b\n"),
    "items": _rows("- a\n"),
    "flow items": _rows("a,", "[", "b]"),
    "flow items in lines": _rows("a,\n", "[", "b]"),
    "flow pairs": _numbered("k%d: a,", "{", "b: c}"),
    "nested": _nested("[", "]", ",".join(["a"] * 200), 300),
    "nested blocks": _rows("- " * 300 + "a\n"),
    "a long key": _shared_key("%s:\n", "  - a\n", ""),
    "containers under a long key": _shared_key("%s:\n", "  - [a]\n", ""),
    "one plain scalar": _rows("a", "k: "),
    "words": _rows("a ", "k: "),
    "a plain scalar of many lines": _rows("  a\n", "k:\n"),
    "a folded block": _rows("  a\n\n", "k: >\n"),
    "a block": _rows("  “a”\n", "k: |\n"),
    "a block of spaces": _rows(" ", "k: |\n", "\n a"),
    "a block of empty lines": _rows("\n", "k: |\n", "  a"),
    "a string of escapes": _rows(r"\u201c", 'k: "', '"'),
    "quotes": _rows("''", "k: '", "'"),
    "anchors": _numbered("- &a%d b\n"),
    "aliases": _rows("- *a\n", "- &a b\n"),
    "a long anchor": _rows("a", "- &", " b"),
    "tags": _rows("- !!str a\n"),
    "exclamation marks": _rows("!", "- !", " a"),
    "documents": _rows("--- a\n"),
    "a string without an end": _rows("a ", '"'),
    "questions": _rows("? a\n"),
    "brackets": _rows("["),
    "what looks like numbers": _rows("- 1_0:59:59.5\n"),
    "a long number": _rows("1", "k: "),
    "a long row of underscores": _rows("1_", "k: "),
    "white space": _rows(" \n"),
    "tabs": _rows("\t", "k: a", "\n"),
}

PO: Final[dict[str, Grow]] = {
    "entries": _numbered('msgid "%d"\nmsgstr "a"\n'),
    "empty translations": _numbered('msgid "%d"\nmsgstr ""\n'),
    "fuzzy": _numbered('#, fuzzy\nmsgid "%d"\nmsgstr "a"\n'),
    "one string": _rows("a", 'msgid "a"\nmsgstr "', '"'),
    "a string of pieces": _rows('"a"\n', 'msgid "a"\nmsgstr '),
    "a string of empty pieces": _rows('""', 'msgid "a"\nmsgstr ', '"a"'),
    "a string of octal escapes": _rows(r"\342\200\234", 'msgid "a"\nmsgstr "', '"'),
    "a string of escapes": _rows(r"\n", 'msgid "a"\nmsgstr "', '"'),
    "escapes that are none": _rows(r"\303", 'msgid "a"\nmsgstr "', '"'),
    "a long hexadecimal escape": _rows("0", 'msgid "a"\nmsgstr "\\x', '41"'),
    "plural forms of a long name": lambda size: (
        f'msgid "{"a" * size}"\nmsgid_plural "b"\n'
        + "".join(f'msgstr[{form}] "c"\n' for form in range(min(1000, size // 16)))
    ),
    "comments": _rows("# a\n", "", 'msgid "a"\nmsgstr "b"\n'),
    "directives": _rows("# smsplan: ignore[ENC001]\n", "", 'msgid "a"\nmsgstr "b"\n'),
    "one directive": _rows("A,", "# smsplan: ignore[", ']\nmsgid "a"\nmsgstr "b"\n'),
    "directives without an end": _rows("smsplan: ignore[", "# ", '\nmsgid "a"\nmsgstr "b"\n'),
    "flags": _rows("fuzz, ", "#, ", '\nmsgid "a"\nmsgstr "b"\n'),
    "obsolete": _rows('#~ msgid "a"\n'),
    "empty lines": _rows("\n", "", 'msgid "a"\nmsgstr "b"\n'),
    "spaces in front of a header": _rows(" ", "", 'msgid ""\nmsgstr "charset=utf-8\\n"\n'),
    "lines of spaces": _rows(" \t\n", "", 'msgid "a"\nmsgstr "b"\n'),
    "headers": _rows('msgid ""\n'),
    "headers of pieces": _rows('""\n', 'msgid ""\nmsgstr '),
    "charsets": _rows("charset=", 'msgid ""\nmsgstr "', '"'),
    "a string without an end": _rows("a", 'msgid "'),
    "domains": _rows('domain "a"\n'),
    "contexts": _numbered('msgctxt "%d"\nmsgid "a"\nmsgstr "b"\n'),
}

LINES: Final[dict[str, Grow]] = {
    "lines": _rows("a\n"),
    "one line": _rows("a"),
    "one line of quotes": _rows("“”"),
    "empty lines": _rows("\n"),
    "carriage returns": _rows("\r"),
    "carriage returns and an end": _rows("\r", "", "\n"),
    "both ends": _rows("\r\n"),
}

HOSTILE: Final = [
    (kind, name, grow)
    for kind, files in (
        (Kind.JSON, JSON),
        (Kind.YAML, YAML),
        (Kind.PO, PO),
        (Kind.LINES, LINES),
        (Kind.WHOLE, LINES),
    )
    for name, grow in files.items()
]
