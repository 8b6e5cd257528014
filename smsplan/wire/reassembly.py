"""Segments put together again, in whatever order they came (3GPP TS 23.040, 9.2.3.24.1)."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import accumulate, pairwise
from typing import Final

from smsplan.arguments import checked
from smsplan.errors import ReassemblyError
from smsplan.wire.decoding import Decoded, MessageType
from smsplan.wire.text import join

_MAX_NAMED: Final = 5
"""Messages that an error lists."""
_MAX_APART: Final = timedelta(days=1)
"""Between segments of a message; the standard has no figure.

A sender hands them over one after the other, and gives a reference again hundreds
of messages later.
"""
_PREPOSITIONS: Final = {MessageType.DELIVER: "from", MessageType.SUBMIT: "to"}


@checked
def reassemble(parts: Iterable[Decoded]) -> str:
    r"""Return the text of one message.

    ``parts`` are its segments, in any order; a segment that came twice counts
    once.  A message of one segment has its own text.  Each segment is read with
    its own tables, as handsets do; a surrogate pair that was split is joined.

    Raises :class:`~smsplan.errors.ReassemblyError` where segments are missing
    (``missing`` has their numbers), belong to several messages (another
    originator or destination, reference or number of segments, and what else
    :func:`messages` tells them by), contradict each other, or have no text, being
    data.

    >>> from smsplan import plan
    >>> from smsplan.wire import decode, submit
    >>> tpdus = submit(plan("я" * 100), 4512345678)
    >>> reassemble(map(decode, reversed(tpdus))) == "я" * 100
    True
    """
    found = messages(parts)
    if not found:
        raise ReassemblyError("there are no segments")
    if len(found) > 1:
        named = [_name(message[0]) for message in found[:_MAX_NAMED]]
        if len(set(named)) < len(named):
            named = [f"{_name(first)}, {_particulars(first)}" for first, *_ in found[:_MAX_NAMED]]
        more = [f"{len(found) - _MAX_NAMED} more"] if len(found) > _MAX_NAMED else []
        raise ReassemblyError(f"segments of {len(found)} messages: {'; '.join(named + more)}")
    (segments,) = found
    concatenation = segments[0].header.concatenation
    msg_count = concatenation.msg_count if concatenation else 1
    texts: dict[int, str] = {}
    for segment in segments:
        number = segment.header.concatenation.number if segment.header.concatenation else 1
        if segment.text is None:
            raise ReassemblyError(f"segment {number} of {_name(segment)} is data, not text")
        if texts.setdefault(number, segment.text) != segment.text:
            raise ReassemblyError(f"segment {number} of {_name(segment)} came with two texts")
    missing = tuple(number for number in range(1, msg_count + 1) if number not in texts)
    if missing:
        lacks = "segments" if len(missing) > 1 else "segment"
        numbers = ", ".join(map(str, missing))
        raise ReassemblyError(f"{_name(segments[0])} lacks {lacks} {numbers}", missing)
    return join([texts[number] for number in range(1, msg_count + 1)])


@checked
def messages(parts: Iterable[Decoded]) -> tuple[tuple[Decoded, ...], ...]:
    """Sort segments by message, in the order in which each was first seen.

    Segments of one message share their type, originator or destination,
    reference and number of segments, and TP-PID and the encoding, which should
    remain unchanged within a message.  As references begin again after 256 or
    65,536 messages, the service centre took each segment of one within a day of
    another.  A message of one segment has no reference: it is told by its time
    and its content.

    Two messages to one destination that have the same reference, and no time, as
    an SMS-SUBMIT has none, are not told apart.
    """
    alike: dict[tuple[object, ...], list[Decoded]] = {}
    keys = []
    for part in parts:
        identity = _identity(part)
        alike.setdefault(identity, []).append(part)
        keys.append((part, identity))
    days = {identity: _days(segments) for identity, segments in alike.items()}
    found: dict[tuple[object, ...], list[Decoded]] = {}
    for part, identity in keys:
        day = days[identity].get(part.timestamp, 0)
        found.setdefault((*identity, day), []).append(part)
    return tuple(map(tuple, found.values()))


def _days(segments: Iterable[Decoded]) -> dict[datetime | None, int]:
    """Return each time a number, another one after a gap of more than a day."""
    times = sorted({each.timestamp for each in segments if each.timestamp})
    apart = (later - earlier > _MAX_APART for earlier, later in pairwise(times))
    return dict(zip(times, accumulate(apart, initial=0), strict=True)) if times else {}


def _identity(part: Decoded) -> tuple[object, ...]:
    whose = (part.message_type, part.address)
    concatenation = part.header.concatenation
    if concatenation is None:
        return (*whose, part.timestamp, part.text, part.data)
    bits = concatenation.reference_bits
    coding = (part.protocol, part.coding.alphabet, part.coding.compressed)
    return (*whose, *coding, concatenation.reference, bits, concatenation.msg_count)


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


def _particulars(part: Decoded) -> str:
    """Name what tells two messages of one name apart."""
    taken = f", taken {part.timestamp}" if part.timestamp else ""
    return f"in {part.coding.alphabet} with TP-PID 0x{part.protocol:02X}{taken}"
