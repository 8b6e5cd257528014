"""A file of messages: what is in it, where, and the file again with edits made."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain, zip_longest

from msgspec import Struct

from smsplan.arguments import checked
from smsplan.catalogs import json_text, messages, po
from smsplan.catalogs.keys import matcher
from smsplan.catalogs.kinds import Kind
from smsplan.catalogs.messages import CatalogMessage
from smsplan.catalogs.source import LF_OR_CRLF, Place, Source, decode
from smsplan.catalogs.spelling import Spans
from smsplan.errors import CatalogError, MissingExtraError
from smsplan.findings import Edit, apply

_Edits = Mapping[int, Sequence[Edit]]
"""By index of the message: edits of its text, or those of the file that make them."""


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

    @property
    def content(self) -> bytes:
        """The octets of the file."""
        return self.source.encode(self.source.text)

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
        edited = self.edited(edits)
        for error in edited.refused.values():
            raise error
        return edited.catalog.content

    @checked
    def edited(self, edits: Mapping[int, Iterable[Edit]]) -> "Edited":
        """Return the catalog with those edits that :meth:`rewrite` takes, and why not the others.

        It is what was read again, once if nothing reads otherwise than was meant.
        """
        given = {index: tuple(made) for index, made in sorted(edits.items())}
        meant = {index: made for index, made in given.items() if made}
        changes: dict[int, Sequence[Edit]] = {}
        refused: dict[int, CatalogError] = {}
        for index, made in meant.items():
            try:
                changes[index] = list(self._changes(index, made))
            except CatalogError as error:
                refused[index] = error
        again, differing = self._read_again(meant, changes)
        faults = set(self._at_fault(meant, changes, differing))
        if faults:
            reason = "the edited text cannot be written here: it would read otherwise"
            refused |= {index: self._error(reason, self.messages[index], 0) for index in faults}
            again, _ = self._read_again(meant, _without(changes, faults))
        return Edited(again or self, dict(sorted(refused.items())))

    def _read_again(self, meant: _Edits, changes: _Edits) -> tuple["Catalog | None", set[int]]:
        """Write the changes and read the file again, if that can be read.

        The messages that then say something else than was meant must not leave here;
        of a file that cannot be read that is -1, which is the index of none.
        """
        if not changes:
            return self, set()
        # Stable: what is inserted where something is deleted keeps its order.
        made = sorted(chain(*changes.values()), key=lambda change: change.start)
        try:
            again = read(self.source.encode(apply(self.source.text, made)), self.kind)
        except CatalogError:
            return None, {-1}
        pairs = enumerate(zip_longest(self.messages, again.messages))
        return again, {
            index
            for index, pair in pairs
            if not _is_meant(*pair, meant[index] if index in changes else ())
        }

    def _at_fault(self, meant: _Edits, changes: _Edits, differing: set[int]) -> Iterator[int]:
        """Find the messages whose edits make the file read otherwise, in few attempts."""
        indices = list(changes)
        half = len(indices) // 2
        parts: list[Iterable[int]] = []
        if differing and len(indices) == 1:
            yield indices[0]
        elif differing and differing <= changes.keys():
            yield from differing
            parts = [differing]
        elif differing:
            parts = [indices[:half], indices[half:]]
        for part in parts:
            others = _without(changes, part)
            yield from self._at_fault(meant, others, self._read_again(meant, others)[1])

    def _changes(self, index: int, edits: tuple[Edit, ...]) -> Iterator[Edit]:
        """Turn edits of a message into edits of the file."""
        message = self.messages[index]
        notation = message.spelling.notation
        if notation is None or not message.editable:
            raise self._error("edits of this message cannot be written back", message, 0)
        end = 0
        for edit in edits:
            if not end <= edit.start <= edit.end <= len(message.text):
                raise ValueError(
                    f"{edit} is out of order, or beyond the {len(message.text)} characters"
                )
            end = edit.end
        spans = self._spans_of(message)
        whole = notation.whole(message.text, edits)
        if whole is not None:
            (start, end), *_ = message.spelling.pieces
            yield Edit(start, end, self._encodable(whole, message, 0))
            return
        text = self.source.text
        for edit in edits:
            pieces = spans.pieces(edit.start, edit.end)
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
            raise self._error(
                f"{lacking} cannot be written in {charset.upper()}", message, offset
            ) from None
        return written

    def _error(self, reason: str, message: CatalogMessage, offset: int) -> CatalogError:
        place = self.place(message, offset)
        return CatalogError(reason, place.line, place.column)

    def _spans_of(self, message: CatalogMessage) -> Spans:
        """Find where the characters of a message stand, once for what is asked in a row."""
        begin = message.spelling.pieces[0][0]
        if begin not in self._spans:
            self._spans.clear()
            self._spans[begin] = Spans(self.source.text, message.spelling)
        return self._spans[begin]

    @cached_property
    def _spans(self) -> dict[int, Spans]:
        return {}


class Edited(Struct, frozen=True):
    """A catalog with edits made, and by index of the message why some could not be."""

    catalog: Catalog
    refused: dict[int, CatalogError]


def _without(changes: _Edits, indices: Iterable[int]) -> _Edits:
    left_out = set(indices)
    return {index: made for index, made in changes.items() if index not in left_out}


def _is_meant(
    message: CatalogMessage | None, again: CatalogMessage | None, edits: Sequence[Edit]
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
            found = messages.lines(source)
        case Kind.WHOLE:
            source = decode(content, line_end=LF_OR_CRLF)
            found = messages.whole(source)
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
