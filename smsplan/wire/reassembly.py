"""Segments put together again, in whatever order they came (3GPP TS 23.040, 9.2.3.24.1)."""

from collections.abc import Iterable
from typing import Final

from smsplan.arguments import checked
from smsplan.errors import NotOneMessage
from smsplan.wire.decoding import Decoded, MessageType
from smsplan.wire.text import join

_MOST_NAMED: Final = 5
"""Messages that an error lists."""
_PREPOSITIONS: Final = {MessageType.DELIVER: "from", MessageType.SUBMIT: "to"}


@checked
def reassemble(parts: Iterable[Decoded]) -> str:
    r"""Give the text of one message.

    ``parts`` are its segments, in any order; a segment that came twice counts
    once.  A message of one segment has its own text.  Each segment is read with
    its own tables, as handsets do; a surrogate pair that was cut is joined.

    Raises :class:`~smsplan.errors.NotOneMessage` where segments are missing
    (``missing`` has their numbers), belong to several messages (another
    originator or destination, reference or number of segments), contradict each
    other, or have no text, being data.

    >>> from smsplan import plan
    >>> from smsplan.wire import decode, submit
    >>> tpdus = submit(plan("я" * 100), 4512345678)
    >>> reassemble(map(decode, reversed(tpdus))) == "я" * 100
    True
    """
    found = messages(parts)
    if not found:
        message = "there are no segments"
        raise NotOneMessage(message)
    if len(found) > 1:
        named = [_name(message[0]) for message in found[:_MOST_NAMED]]
        more = [f"{len(found) - _MOST_NAMED} more"] if len(found) > _MOST_NAMED else []
        message = f"segments of {len(found)} messages: {'; '.join(named + more)}"
        raise NotOneMessage(message)
    (segments,) = found
    concatenation = segments[0].header.concatenation
    msg_count = concatenation.msg_count if concatenation else 1
    texts: dict[int, str] = {}
    for segment in segments:
        number = segment.header.concatenation.number if segment.header.concatenation else 1
        if segment.text is None:
            message = f"segment {number} of {_name(segment)} is data, not text"
            raise NotOneMessage(message)
        if texts.setdefault(number, segment.text) != segment.text:
            message = f"segment {number} of {_name(segment)} came with two texts"
            raise NotOneMessage(message)
    missing = tuple(number for number in range(1, msg_count + 1) if number not in texts)
    if missing:
        numbers = ", ".join(map(str, missing))
        message = f"missing of {_name(segments[0])}: {numbers}"
        raise NotOneMessage(message, missing)
    return join([texts[number] for number in range(1, msg_count + 1)])


@checked
def messages(parts: Iterable[Decoded]) -> tuple[tuple[Decoded, ...], ...]:
    """Sort segments by message, in the order in which each was first seen.

    Segments of one message share their type, originator or destination,
    reference and number of segments.  A message of one segment has no
    reference: it is told by its time and its content.
    """
    found: dict[tuple[object, ...], list[Decoded]] = {}
    for part in parts:
        found.setdefault(_identity(part), []).append(part)
    return tuple(map(tuple, found.values()))


def _identity(part: Decoded) -> tuple[object, ...]:
    whose = (part.message_type, part.address)
    concatenation = part.header.concatenation
    if concatenation is None:
        return (*whose, part.timestamp, part.text, part.data)
    bits = concatenation.reference_bits
    return (*whose, concatenation.reference, bits, concatenation.msg_count)


def _name(part: Decoded) -> str:
    """Name the message that a segment belongs to."""
    concatenation = part.header.concatenation
    whose = f"{_PREPOSITIONS[part.message_type]} {part.address}"
    if concatenation is None:
        return f"a message of one segment {whose}"
    return (
        f"message {concatenation.reference} ({concatenation.reference_bits} bits) "
        f"of {concatenation.msg_count} segments {whose}"
    )
