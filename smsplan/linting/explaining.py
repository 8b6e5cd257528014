"""``explain()``: a plan in prose."""

from collections.abc import Iterator, Sequence
from typing import Final

from smsplan.arguments import checked
from smsplan.display import counted, quoted
from smsplan.errors import UnencodableTextError
from smsplan.findings import Safety
from smsplan.linting import places, treatment
from smsplan.linting.fixing import Fixed, candidates, fix_from, free_plan
from smsplan.linting.subject import overhang
from smsplan.planning import STANDARD, Encoding, Plan, Profile, Replace
from smsplan.planning.coding import coding_at
from smsplan.planning.rewriting import Rewriting

_MOST: Final = 5
"""Characters, segments or changes that are told one by one."""
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
    where each ends, and each cheaper way to say the same.  If a provider sends another
    text, what it changes comes first, and the rest is about the text that is sent; the
    cheaper ways are changes of the text that was given.

    Raises ``TypeError`` for anything but a ``str``.

    >>> text = "Your “parcel” is at the post office. Bring this, and an identity card, please."
    >>> print(explain(text))
    UCS-2, because GSM-7 lacks 2 characters of the text: '“' at 5, '”' at 12.
    78 UTF-16 code units need 2 segments: one alone holds 70, each of several 67.
    Segment 1 ends at 67, before 'rd, please.'.
    Segment 2 has 11, and room for 56 more.
    8 UTF-16 code units fewer save a segment.
    With safe changes ('“' as '"', '”' as '"') it is GSM-7: 1 segment.
    """
    planned = free_plan(text, profile)
    return "\n".join(
        [
            *_treatment(planned),
            *_encoding(planned, profile),
            *_segments(planned),
            *_cheaper(planned, profile),
        ]
    )


def _treatment(planned: Plan) -> Iterator[str]:
    """Tell what the provider sends instead, and whether it sends it at all."""
    told = [_written(change.before, change.after) for change in treatment.changes(planned)]
    if told:
        yield f"Another text is sent: {_list(told)}."
    for excess in treatment.above_limit(planned):
        yield f"It is above the limit of the provider: {excess.message}."


def _encoding(planned: Plan, profile: Profile) -> Iterator[str]:
    text = "the text" if planned.rewritten is None else "the text that is sent"
    if planned.encoding is Encoding.GSM7:
        tables = _tables(planned)
        alphabet = f"GSM-7 with national tables of {tables}" if tables else "GSM-7"
        yield f"{alphabet} has every character of {text}."
        return
    known = Rewriting.of(profile).alphabet
    lacked = [at for at, each in enumerate(planned.text) if each not in known]
    if not lacked:
        is_forced = profile.encoding is Encoding.UCS2
        why = "the profile says so" if is_forced else "of what is left out"
        yield f"UCS-2, because {why}; GSM-7 has every character of {text}."
        return
    first = {planned.text[at]: at for at in reversed(lacked)}
    told = sorted(first.values())[: _MOST + 1]
    where = _list([f"{quoted(planned.text[at])} at {at}" for at in told])
    alphabet = "the provider's GSM-7" if profile.lacks else "GSM-7"
    yield f"UCS-2, because {alphabet} lacks {counted(len(lacked), 'character')} of {text}: {where}."
    if profile.replace is Replace.ALL_OR_NOTHING:
        yield from _irreplaceable(planned.original, profile)
    if profile.encoding is Encoding.GSM7:
        yield "The profile asks for GSM-7: so it cannot be sent."


def _irreplaceable(text: str, profile: Profile) -> Iterator[str]:
    found = [*places.find(text, profile)]
    out = places.keeping_out(text, found, profile)
    if len(out) < len(found):
        alone = dict.fromkeys(quoted(text[each.start : each.end]) for each in out)
        yield f"The provider would replace them, but for {_list(list(alone))}."


def _tables(planned: Plan) -> str:
    used = {
        language.capitalize()
        for segment in planned.segments
        for language in (segment.locking, segment.single)
        if language
    }
    return " and ".join(sorted(used))


def _segments(planned: Plan) -> Iterator[str]:
    count = counted(planned.chars_count, planned.encoding.unit)
    verb = "needs" if planned.chars_count == 1 else "need"
    number = counted(planned.msg_count, "segment")
    segments = planned.segments
    if planned.msg_count == 1:
        yield f"{count} {verb} {number}, which has room for {planned.remaining} more."
        return
    first, last = segments[0], segments[-1]
    coding = coding_at(planned.encoding, planned.profile)
    holds = f"one alone holds {coding.single}, each of several"
    rooms = "" if _tables(planned) else f": {holds} {first.chars_count + first.remaining}"
    yield f"{count} {verb} {number}{rooms}."
    if len(segments) != planned.msg_count:
        carried = counted(len(segments), "segment")
        yield f"The characters are divided by what one holds; the network carries {carried}."
    for at, segment in enumerate(segments[:-1][:_MOST], start=1):
        left = f", {segment.remaining} short of full" if segment.remaining else ""
        follows = planned.text[segment.end : segment.end + _SHOWN]
        yield f"Segment {at} ends at {segment.end}{left}, before {quoted(follows)}."
    if len(segments) - 1 > _MOST:
        yield "And so on."
    yield f"Segment {len(segments)} has {last.chars_count}, and room for {last.remaining} more."


def _cheaper(planned: Plan, profile: Profile) -> Iterator[str]:
    if planned.msg_count == 1:
        return
    over = overhang(planned, profile)
    if over:
        fewer = counted(over.units, planned.encoding.unit)
        yield f"{fewer} fewer {'save' if over.units > 1 else 'saves'} a segment."
    least = planned.msg_count
    for level, made in zip(Safety, candidates(planned, profile, always=False), strict=True):
        try:
            fixed = fix_from(planned, profile, made, level, always=False)
        except UnencodableTextError:
            continue
        if fixed.plan.msg_count < least:
            least = fixed.plan.msg_count
            yield _fixed(fixed, level)


def _fixed(fixed: Fixed, level: Safety) -> str:
    text = fixed.before.original
    changes = dict.fromkeys(
        _written(text[edit.start : edit.end], edit.replacement) for edit in fixed.applied
    )
    encoding = fixed.plan.encoding
    effect = f"it is {encoding}" if encoding is not fixed.before.encoding else "it is shorter"
    number = counted(fixed.plan.msg_count, "segment")
    return f"{_HOW[level]} ({_list(list(changes))}) {effect}: {number}."


def _written(before: str, after: str) -> str:
    if not before:
        return f"{quoted(after)} added"
    return f"{quoted(before)} as {quoted(after)}" if after else f"no {quoted(before)}"


def _list(items: Sequence[str]) -> str:
    shown = ", ".join(items[:_MOST])
    return f"{shown} and others" if len(items) > _MOST else shown
