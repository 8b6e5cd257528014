"""``explain()``: a plan in prose."""

from collections.abc import Iterator, Sequence
from typing import Final

from smsplan.arguments import checked
from smsplan.display import counted, quoted
from smsplan.errors import UnencodableTextError
from smsplan.findings import Edit, Safety
from smsplan.linting.fixing import Fixed, fix, free_plan
from smsplan.linting.subject import overhang
from smsplan.planning import STANDARD, Encoding, Plan, Profile, Segment, capacity

_MOST: Final = 5
"""Characters, messages or changes that are told one by one."""
_SHOWN: Final = 12
"""Characters shown of what follows a split."""
_HOW: Final = {
    Safety.SAFE: "With safe changes",
    Safety.UNSAFE: "Spelled in another way",
    Safety.DISPLAY_ONLY: "Without what cannot be spelled",
}


@checked
def explain(text: str, profile: Profile = STANDARD) -> str:
    r"""Return why a text needs as many segments as it does, and what fewer would need.

    Sentences, one a line: the encoding and its reason, the room of a segment,
    where each ends, and each cheaper way to say the same.

    Raises ``TypeError`` for anything but a ``str``.

    >>> text = "Your “parcel” is at the post office. Bring this, and an identity card, please."
    >>> print(explain(text))
    UCS-2, because GSM-7 lacks 2 characters of the text: '“' at 5, '”' at 12.
    78 UTF-16 code units need 2 messages: one alone holds 70, each of several 67.
    Message 1 ends at 67, before 'rd, please.'.
    Message 2 has 11, and room for 56 more.
    8 UTF-16 code units fewer save a message.
    With safe changes ('“' as '"', '”' as '"') it is GSM-7: 1 message.
    """
    planned = free_plan(text, profile)
    return "\n".join(
        [*_encoding(planned, profile), *_messages(planned), *_cheaper(planned, profile)]
    )


def _encoding(planned: Plan, profile: Profile) -> Iterator[str]:
    if planned.encoding is Encoding.GSM7:
        tables = _tables(planned)
        alphabet = f"GSM-7 with national tables of {tables}" if tables else "GSM-7"
        yield f"{alphabet} has every character of the text."
        return
    if not planned.non_gsm_characters:
        yield "UCS-2, because the profile says so; GSM-7 has every character of the text."
        return
    first: dict[str, int] = {}
    for each in planned.non_gsm_characters:
        first.setdefault(each.character, each.offset)
    shown = [f"{quoted(character)} at {at}" for character, at in first.items()]
    places = _list(shown)
    lacked = counted(len(planned.non_gsm_characters), "character")
    yield f"UCS-2, because GSM-7 lacks {lacked} of the text: {places}."
    if profile.encoding is Encoding.GSM7:
        yield "The profile asks for GSM-7: so it cannot be sent."


def _tables(planned: Plan) -> str:
    used = {
        language.capitalize()
        for segment in planned.segments
        for language in (segment.locking, segment.single)
        if language
    }
    return " and ".join(sorted(used))


def _messages(planned: Plan) -> Iterator[str]:
    count = counted(planned.chars_count, planned.encoding.unit)
    verb = "needs" if planned.chars_count == 1 else "need"
    number = counted(planned.msg_count, "message")
    segments = planned.segments
    if planned.msg_count == 1:
        yield f"{count} {verb} {number}, which has room for {planned.remaining} more."
        return
    first, last = segments[0], segments[-1]
    holds = f"one alone holds {capacity(planned.encoding)}, each of several"
    rooms = "" if _tables(planned) else f": {holds} {first.chars_count + first.remaining}"
    yield f"{count} {verb} {number}{rooms}."
    for at, segment in enumerate(segments[:-1][:_MOST], start=1):
        yield f"Message {at} ends {_end(planned.text, segment)}."
    if planned.msg_count - 1 > _MOST:
        yield "And so on."
    yield f"Message {planned.msg_count} has {last.chars_count}, and room for {last.remaining} more."


def _end(text: str, segment: Segment) -> str:
    left = f", {segment.remaining} short of full" if segment.remaining else ""
    follows = text[segment.end : segment.end + _SHOWN]
    return f"at {segment.end}{left}, before {quoted(follows)}"


def _cheaper(planned: Plan, profile: Profile) -> Iterator[str]:
    if planned.msg_count == 1:
        return
    over = overhang(planned, profile)
    if over:
        fewer = counted(over.units, planned.encoding.unit)
        yield f"{fewer} fewer {'save' if over.units > 1 else 'saves'} a message."
    least = planned.msg_count
    for level in Safety:
        try:
            fixed = fix(planned.text, profile, level=level)
        except UnencodableTextError:
            continue
        if fixed.plan.msg_count < least:
            least = fixed.plan.msg_count
            yield _fixed(fixed, level)


def _fixed(fixed: Fixed, level: Safety) -> str:
    changes = dict.fromkeys(_change(fixed.before.text, edit) for edit in fixed.applied)
    encoding = fixed.plan.encoding
    effect = f"it is {encoding}" if encoding is not fixed.before.encoding else "it is shorter"
    number = counted(fixed.plan.msg_count, "message")
    return f"{_HOW[level]} ({_list(list(changes))}) {effect}: {number}."


def _change(text: str, edit: Edit) -> str:
    before = quoted(text[edit.start : edit.end])
    return f"{before} as {quoted(edit.replacement)}" if edit.replacement else f"no {before}"


def _list(items: Sequence[str]) -> str:
    shown = ", ".join(items[:_MOST])
    return f"{shown} and others" if len(items) > _MOST else shown
