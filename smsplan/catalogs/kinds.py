"""The kinds of files, and how their names tell them."""

from collections.abc import Mapping
from enum import StrEnum
from pathlib import PurePath
from typing import Final

SAY_IF_TEXT: Final = "if it is text, say that it is"
"""How a refusal ends that ``is_text`` would undo."""


class Kind(StrEnum):
    """How a file holds its messages."""

    LINES = "lines"
    r"""Text with a message a line; lines end with ``\n`` or ``\r\n``, empty ones are no messages.

    All else is part of the message: white space at its end, a lone ``\r``, and
    what other tools take for line ends (form feed, U+0085, U+2028).
    """
    WHOLE = "whole"
    """Text that is one message, but for one line end at its end; an empty one is no message."""
    PO = "po"
    """A gettext catalogue.

    A message is a translation, or where that is empty or fuzzy what gettext
    takes in its stead: the ``msgid``, which is not editable.
    """
    JSON = "json"
    """JSON (RFC 8259), one value; every string that is a value is a message."""
    YAML = "yaml"
    """YAML 1.1; every scalar that is a string and a value is a message."""

    @classmethod
    def of(cls, path: str, *, is_text: bool = False) -> "Kind":
        """Tell the kind from the name of a file.

        Where the name says nothing, ``is_text`` makes it text with a message a line.
        Raises ``ValueError`` that says what to do where such a file is not read: its
        lines would be taken for messages, and edits would break it.

        >>> Kind.of("locale/da/messages.po"), Kind.of("texts.md", is_text=True)
        (<Kind.PO: 'po'>, <Kind.LINES: 'lines'>)
        """
        extension = PurePath(path).suffix.lower()
        if extension in _EXTENSIONS:
            return _EXTENSIONS[extension]
        if extension in _OTHERS:
            raise ValueError(f"not read: a {extension} file is {_OTHERS[extension]}")
        if is_text:
            return cls.LINES
        what = f"{extension} files" if extension else "files without an extension"
        raise ValueError(
            f"not read: {what} are no kind that is known ({', '.join(_EXTENSIONS)}); {SAY_IF_TEXT}"
        )

    @classmethod
    def is_read(cls, path: str, *, is_text: bool = False) -> bool:
        """Return whether :meth:`of` knows such a file."""
        try:
            cls.of(path, is_text=is_text)
        except ValueError:
            return False
        return True


_EXTENSIONS: Final[Mapping[str, Kind]] = {
    ".txt": Kind.LINES,
    ".po": Kind.PO,
    ".pot": Kind.PO,
    ".json": Kind.JSON,
    ".yaml": Kind.YAML,
    ".yml": Kind.YAML,
}
_EXPORT: Final = "which is not supported yet; export its messages as .po, .json or .yaml"
_CAMPAIGN: Final = "a table of recipients, which smsplan preview reads; lint reads its template"
_OTHERS: Final[Mapping[str, str]] = {
    ".arb": f"a catalogue of Flutter, {_EXPORT}",
    ".strings": f"a catalogue of Apple's, {_EXPORT}",
    ".stringsdict": f"a catalogue of Apple's, {_EXPORT}",
    ".xcstrings": f"a catalogue of Apple's, {_EXPORT}",
    ".xlf": f"XLIFF, {_EXPORT}",
    ".xliff": f"XLIFF, {_EXPORT}",
    ".xml": f"XML, such as Android's strings.xml, {_EXPORT}",
    ".resx": f"a catalogue of .NET, {_EXPORT}",
    ".properties": f"a catalogue of Java, {_EXPORT}",
    ".mo": "a compiled catalogue; name the .po that it was made from",
    ".csv": _CAMPAIGN,
    ".tsv": _CAMPAIGN,
    ".ndjson": _CAMPAIGN,
    ".jsonl": _CAMPAIGN,
    ".parquet": _CAMPAIGN,
    ".arrow": _CAMPAIGN,
    ".feather": _CAMPAIGN,
    ".ipc": _CAMPAIGN,
}
"""Files that have messages, but not one a line: what they are, and what to do."""
