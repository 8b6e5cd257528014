"""Messages in plain text."""

from collections.abc import Iterator

from smsplan.catalogs.messages import CatalogMessage
from smsplan.catalogs.source import LF_OR_CRLF, Source
from smsplan.catalogs.spelling import Spelling


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
