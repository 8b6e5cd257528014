"""A file of messages: what is in it, where, and the file again with edits made."""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import zip_longest

from msgspec import Struct

from smsplan.arguments import checked
from smsplan.catalogs import json_text, plain, po
from smsplan.catalogs.keys import matcher
from smsplan.catalogs.kinds import Kind
from smsplan.catalogs.messages import CatalogMessage
from smsplan.catalogs.source import LF_OR_CRLF, Place, Source, decode
from smsplan.catalogs.spelling import AS_IS, Spans
from smsplan.errors import CatalogError, MissingExtraError
from smsplan.findings import Edit, apply


class Catalog(Struct, frozen=True, dict=True):
    r"""The messages of a file, in its order.

    >>> catalog = read(b'{"sms": {"due": "Pay today \\u2013 please"}, "page": "Hi"}', Kind.JSON)
    >>> [(message.key, message.text) for message in catalog.messages]
    [('sms.due', 'Pay today – please'), ('page', 'Hi')]
    >>> catalog.place(catalog.messages[0], 10).column
    28
    >>> catalog.rewrite({0: [Edit(10, 11, "-")]})
    b'{"sms": {"due": "Pay today - please"}, "page": "Hi"}'
    """

    kind: Kind
    messages: tuple[CatalogMessage, ...]
    source: Source

    @checked
    def select(self, *patterns: str) -> tuple[int, ...]:
        """Return the indices of the messages whose whole key matches one of the patterns.

        ``*`` stands for any characters, dots and brackets too, or for none;
        every other character for itself.

        >>> read(b'{"sms": {"due": "Pay", "paid": "OK"}, "page": "Hi"}', Kind.JSON).select("sms.*")
        (0, 1)
        """
        tests = [matcher(pattern) for pattern in patterns]
        return tuple(
            index
            for index, message in enumerate(self.messages)
            if any(test(message.key) for test in tests)
        )

    @checked
    def place(self, message: CatalogMessage, offset: int) -> Place:
        """Find where the file spells the character at an offset into a message of this catalog.

        An offset at the end of the text is the place after the last character.
        """
        if message.spelling.notation is None:
            return self.source.place(message.spelling.pieces[0][0], exact=False)
        return self.source.place(self._spans_of(message).start(offset))

    @checked
    def rewrite(self, edits: Mapping[int, Iterable[Edit]]) -> bytes:
        """Return the file with edits made, by index of the message; all else is the same octets.

        The edits of a message are in order and apart from each other.  Replacements
        are escaped as the file does it.  What is written is read again: each
        message then has the text that was meant, or nothing is returned.

        Raises :class:`~smsplan.errors.CatalogError` where the message is not
        editable, where the file's charset lacks a character, and where the
        format cannot hold the text, such as a line end within a line.
        """
        meant = _meant(edits)
        content = self._written(meant)
        differing = self._differing(content, meant)
        if differing:
            # The edit at fault is that of the first message to differ, or the last one before it.
            first = min(differing)
            culprit = max((index for index in meant if index <= first), default=min(meant))
            raise self._misread(culprit)
        return content

    def refusals(self, edits: Mapping[int, Iterable[Edit]]) -> dict[int, CatalogError]:
        """Find which messages' edits :meth:`rewrite` refuses, by index, and why.

        Without these it takes the others.
        """
        meant = _meant(edits)
        refused: dict[int, CatalogError] = {}
        for index, made in meant.items():
            try:
                deque(self._changes(index, made), maxlen=0)
            except CatalogError as error:
                refused[index] = error
        others = {index: made for index, made in meant.items() if index not in refused}
        misread = {index: self._misread(index) for index in self._at_fault(others)}
        return dict(sorted({**refused, **misread}.items()))

    def _at_fault(self, meant: Mapping[int, tuple[Edit, ...]]) -> Iterator[int]:
        """Find the messages whose edits make the file read otherwise, in few attempts."""
        differing = self._differing(self._written(meant), meant)
        if len(meant) <= 1 or not differing:
            yield from meant if differing else ()
        elif differing <= meant.keys():
            yield from differing
            others = {index: made for index, made in meant.items() if index not in differing}
            yield from self._at_fault(others)
        else:
            half = len(meant) // 2
            yield from self._at_fault(dict([*meant.items()][:half]))
            yield from self._at_fault(dict([*meant.items()][half:]))

    def _written(self, meant: Mapping[int, tuple[Edit, ...]]) -> bytes:
        changes = [change for index, made in meant.items() for change in self._changes(index, made)]
        # Stable: what is inserted where something is deleted keeps its order.
        changes.sort(key=lambda change: change.start)
        return self.source.encode(apply(self.source.text, changes))

    def _changes(self, index: int, edits: tuple[Edit, ...]) -> Iterator[Edit]:
        """Turn edits of a message into edits of the file."""
        message = self.messages[index]
        notation = message.spelling.notation
        if notation is None or not message.editable:
            reason = "edits of this message cannot be written back"
            raise self._error(reason, message, 0)
        end = 0
        for edit in edits:
            if not end <= edit.start <= edit.end <= len(message.text):
                reason = f"{edit} is out of order, or beyond the {len(message.text)} characters"
                raise ValueError(reason)
            end = edit.end
        spans = self._spans_of(message)
        whole = notation.whole and notation.whole(message.text, edits)
        if whole is not None:
            (start, end), *_ = message.spelling.pieces
            yield Edit(start, end, self._encodable(whole, message, 0))
            return
        text = self.source.text
        for edit in edits:
            pieces = list(spans.pieces(edit.start, edit.end))
            replaced = "".join([text[start:end] for start, end in pieces])
            written = notation.spell(edit.replacement, replaced)
            self._encodable(written, message, edit.start)
            start, end = pieces[0] if pieces else (spans.start(edit.start),) * 2
            yield Edit(start, end, written)
            yield from (Edit(start, end, "") for start, end in pieces[1:])

    def _encodable(self, written: str, message: CatalogMessage, offset: int) -> str:
        charset = self.source.charset
        try:
            written.encode(charset)
        except UnicodeEncodeError as error:
            lacking = f"U+{ord(written[error.start]):04X}"
            reason = f"{lacking} cannot be written in {charset.upper()}"
            raise self._error(reason, message, offset) from None
        return written

    def _differing(self, content: bytes, meant: Mapping[int, tuple[Edit, ...]]) -> set[int]:
        """Read what was written, and find the messages that say something else than was meant.

        A file that does must not leave here.  Where it cannot be read
        that is -1, which is the index of none.
        """
        if not meant:
            return set()
        try:
            again = read(content, self.kind).messages
        except CatalogError:
            return {-1}
        pairs = enumerate(zip_longest(self.messages, again))
        return {index for index, pair in pairs if not _same(*pair, meant.get(index, ()))}

    def _misread(self, index: int) -> CatalogError:
        reason = "the edited text cannot be written here: it would read otherwise"
        return self._error(reason, self.messages[index], 0)

    def _error(self, reason: str, message: CatalogMessage, offset: int) -> CatalogError:
        place = self.place(message, offset)
        return CatalogError(reason, place.line, place.column)

    def _spans_of(self, message: CatalogMessage) -> Spans:
        if message.spelling.notation is AS_IS:
            return Spans(self.source.text, message.spelling)
        begin = message.spelling.pieces[0][0]
        if begin not in self._spans:
            self._spans[begin] = Spans(self.source.text, message.spelling)
        return self._spans[begin]

    @cached_property
    def _spans(self) -> dict[int, Spans]:
        return {}


def _meant(edits: Mapping[int, Iterable[Edit]]) -> dict[int, tuple[Edit, ...]]:
    """Return the messages that have edits, in order."""
    given = {index: tuple(made) for index, made in edits.items()}
    return {index: made for index, made in sorted(given.items()) if made}


def _same(
    message: CatalogMessage | None, again: CatalogMessage | None, edits: tuple[Edit, ...]
) -> bool:
    if message is None or again is None:
        return False
    meant = (message.key, apply(message.text, edits), message.ignored)
    return (again.key, again.text, again.ignored) == meant


@checked
def read(content: bytes, kind: Kind) -> Catalog:
    """Find the messages of a file.

    Files are in UTF-8, with a byte order mark or without; a ``.po`` may declare
    another charset.  Raises :class:`~smsplan.errors.CatalogError` where the
    octets or the syntax are wrong, and :class:`~smsplan.errors.MissingExtraError`
    for YAML where the extra ``catalogs`` is not installed.
    """
    match kind:
        case Kind.LINES:
            source = decode(content, line_end=LF_OR_CRLF)
            found = plain.lines(source)
        case Kind.WHOLE:
            source = decode(content, line_end=LF_OR_CRLF)
            found = plain.whole(source)
        case Kind.PO:
            source = po.read(content)
            found = po.translations(source)
        case Kind.JSON:
            source = decode(content)
            found = json_text.strings(source)
        case Kind.YAML:
            try:
                from smsplan.catalogs import yaml_text  # noqa: PLC0415 - needs the extra catalogs
            except ImportError as error:
                raise MissingExtraError(extra="catalogs", feature="reading YAML") from error
            source = decode(content)
            found = yaml_text.strings(source)
    return Catalog(kind, tuple(found), source)
