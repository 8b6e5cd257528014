"""What is found in a file, the comments that silence rules, and the messages in plain text."""

import re
from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from smsplan.catalogs.keys import ROOT, Key
from smsplan.catalogs.source import LF_OR_CRLF, Source
from smsplan.catalogs.spelling import Spelling

_DIRECTIVE: Final = re.compile(r"\bsmsplan:[ \t]*ignore(?:\[([^][]*)]|(?![\w\[-]))")


class CatalogMessage(Struct, frozen=True, gc=False):
    r"""A message, and how the file spells it.

    ``key``, which ``path`` holds, names it: a key path such as
    ``sms.reminders[0].text`` in JSON and YAML, where a key that has white space,
    dots, brackets or quotes, or is empty, stands in brackets as JSON writes it
    (``sms["due.today"]``); in ``.po`` the ``msgid``, after its context and before
    its plural form (``menu|Open``, ``%d file [1]``).  It is empty in plain text.

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


def ignored(comment: str) -> frozenset[str]:
    """Read which rules a comment silences; ``"*"`` stands for all.

    >>> sorted(ignored("# smsplan: ignore[ENC001, COST004] the brand's own spelling"))
    ['COST004', 'ENC001']
    >>> ignored("# smsplan: ignore")
    frozenset({'*'})
    """
    return frozenset(
        rule.strip()
        for directive in _DIRECTIVE.finditer(comment)
        for rule in ("*" if directive[1] is None else directive[1]).split(",")
        if rule.strip()
    )


def lines(source: Source) -> Iterator[CatalogMessage]:
    """Take each line that is not empty."""
    text = source.text
    start = 0
    for end in LF_OR_CRLF.finditer(text):
        yield from _message(text, start, end.start())
        start = end.end()
    yield from _message(text, start, len(text))


def whole(source: Source) -> Iterator[CatalogMessage]:
    """Take all of the text, without one line end at its end."""
    text = source.text
    end = len(text.removesuffix("\r\n" if text.endswith("\r\n") else "\n"))
    yield from _message(text, 0, end)


def _message(text: str, start: int, end: int) -> Iterator[CatalogMessage]:
    if start < end:
        yield CatalogMessage(text[start:end], Spelling(((start, end),)))
