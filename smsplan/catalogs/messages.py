"""The kinds of files, and what is found in them."""

from collections.abc import Mapping
from enum import Enum
from pathlib import PurePath
from typing import Final

from msgspec import Struct

from smsplan.catalogs.keys import ROOT, Key
from smsplan.catalogs.spelling import Spelling


class Kind(Enum):
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
    def of(cls, path: str) -> "Kind":
        """Tell the kind from the name of a file; what is not known has a message a line.

        >>> Kind.of("locale/da/messages.po"), Kind.of("texts.txt")
        (<Kind.PO: 'po'>, <Kind.LINES: 'lines'>)
        """
        return _EXTENSIONS.get(PurePath(path).suffix.lower(), cls.LINES)


_EXTENSIONS: Final[Mapping[str, Kind]] = {
    ".po": Kind.PO,
    ".pot": Kind.PO,
    ".json": Kind.JSON,
    ".yaml": Kind.YAML,
    ".yml": Kind.YAML,
}


class CatalogMessage(Struct, frozen=True, gc=False):
    r"""A message, and how the file spells it.

    ``key``, which ``path`` holds, names it: a key path such as ``sms.reminders[0].text`` in JSON and
    YAML, where a key that has white space, dots, brackets or quotes, or is
    empty, stands in brackets as JSON writes it (``sms["due.today"]``); in
    ``.po`` the ``msgid``, after its context and before its plural form
    (``menu|Open``, ``%d file [1]``).  It is empty in plain text.

    ``ignored`` holds what comments of the form ``smsplan: ignore[ENC001]``
    name, ``"*"`` for a comment that names nothing.  ``editable`` says whether
    :meth:`~smsplan.catalogs.Catalog.rewrite` takes edits of it, and ``fixable``
    whether the result may be written to the file: what is made of YAML is to be
    shown only.
    """

    text: str
    spelling: Spelling
    path: Key = ROOT
    ignored: frozenset[str] = frozenset()
    editable: bool = True
    fixable: bool = True

    @property
    def key(self) -> str:
        """The name of the message."""
        return str(self.path)
