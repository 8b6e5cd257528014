"""Rules about what makes a text cost more segments than it needs."""

import re
from collections.abc import Iterator
from typing import Final

from smsplan.display import counted
from smsplan.findings import Edit, Fix, Safety, Severity, apply
from smsplan.gsm7.tables import EXTENSION
from smsplan.linting.edits import compose
from smsplan.linting.places import Kind
from smsplan.linting.protection import Protected
from smsplan.linting.rule import Hit, rule
from smsplan.linting.shortenings import ECONOMIES, Economy
from smsplan.linting.subject import Message, overhang
from smsplan.planning import MAX_SEGMENTS, Encoding

_FEW: Final = 10
"""A tenth of a segment, and less, is few."""
_EXTENSION: Final = re.compile(f"[{re.escape(''.join(EXTENSION.values()))}]")
_AS_BASIC: Final = str.maketrans(dict.fromkeys(EXTENSION.values(), "x"))


@rule("COST001", "just-over-boundary")
def just_over_boundary(message: Message) -> Iterator[Hit]:
    """The last segment has only a few characters in it.

    Why:
    It is billed like a full one.  As many characters as are shown have to go; they
    may go anywhere in the text.

    Example:
        lint("x" * 163)

    Instead:
        lint("x" * 160)

    Source:
    3GPP TS 23.040, 9.2.3.24.1 (the room of concatenated messages).
    """
    planned = message.plan
    last = planned.segments[-1]
    over = overhang(planned, message.profile)
    if over and over.units * _FEW <= last.chars_count + last.remaining:
        fewer = f"{counted(over.units, planned.encoding.unit)} fewer"
        verb = "save" if over.units > 1 else "saves"
        note = f"{fewer} {verb} 1 of {planned.msg_count} segments"
        yield Hit(note, over.start, len(message.text))


@rule("COST002", "extension-character")
def extension_character(message: Message) -> Iterator[Hit]:
    r"""Characters of the extension table, which count two, cost a segment.

    Why:
    ^ { } \ [ ~ ] | € and the form feed are an escape pair each.  This is reported
    only where the text would need fewer segments if they counted one.

    Example:
        lint("[" + "x" * 158 + "]")

    Instead:
        lint("(" + "x" * 158 + ")")

    Source:
    3GPP TS 23.038, 6.2.1.1 (extension table).
    """
    if message.plan.encoding is Encoding.UCS2:
        return
    text, planned = message.text, message.plan
    if not _EXTENSION.search(text):
        return
    is_plain = message.profile.is_plain and not message.profile.languages
    if is_plain and len(text) > message.room(planned.msg_count - 1):
        return
    saved = message.saved_by(text.translate(_AS_BASIC))
    if saved > 0:
        places = [found.start() for found in _EXTENSION.finditer(text)]
        what = f"{counted(len(places), 'character')} of the extension table, two septets each,"
        fix = _fix(message, [each for each in ECONOMIES if each.code == "COST002"])
        yield Hit(f"{what} cost {_part(message, saved)}", places[0], places[-1] + 1, fix)


@rule("COST003", "crlf")
def crlf(message: Message) -> Iterator[Hit]:
    r"""Lines that end in CR LF cost a segment.

    Why:
    A phone breaks the line for a line feed alone; the carriage return counts one
    more.  This is reported only where it changes the number of segments.

    Example:
        lint("One line\r\n" * 17)

    Instead:
        lint("One line\n" * 17)

    Source:
    3GPP TS 23.038, 6.2.1 (LF and CR).
    """
    return _economies(message, "COST003", "carriage returns before line feeds")


@rule("COST004", "needless-white-space")
def needless_white_space(message: Message) -> Iterator[Hit]:
    """White space at an end, or spaces repeated, cost a segment.

    Why:
    Nobody sees them, and each counts.  This is reported only where it changes the
    number of segments.

    Example:
        lint("x" * 160 + "  ")

    Instead:
        lint("x" * 160)

    Source:
    API, section 1 (chars-count and msg-count of the reply).
    """
    return _economies(message, "COST004", "spaces that nobody sees")


@rule("COST005", "costly-typography")
def costly_typography(message: Message) -> Iterator[Hit]:
    """Typographic characters cost a segment, and GSM-7 has an equivalent of each.

    Why:
    Curly quotes, dashes, an ellipsis or a no-break space make the text go out as
    UCS-2.  With plain ones it is GSM-7 and needs fewer segments.  This is reported
    only where it does; an ellipsis alone, for three full stops, may be cheaper.

    Example:
        lint("“Your parcel” is waiting for you, at the post office of your choice, as usual.")

    Instead:
        lint('"Your parcel" is waiting for you, at the post office of your choice, as usual.')

    Source:
    3GPP TS 23.038, 6.2.1.
    """
    found = message.places
    edits = tuple(place.equivalent for place in found if place.equivalent)
    if not found or len(edits) < len(found):
        return
    is_typography = any(place.kind is Kind.CHARACTER for place in found)
    if is_typography and all(place.safety is Safety.SAFE for place in found):
        fix = Fix(Safety.SAFE, edits)
        saved = message.saves(fix)
        if saved > 0:
            verbs = ("have", "cost") if len(found) > 1 else ("has", "costs")
            what = f"{counted(len(found), 'character')} that {verbs[0]} an equivalent in GSM-7"
            what = f"{what} {verbs[1]}"
            yield Hit(f"{what} {_part(message, saved)}", found[0].start, found[-1].end, fix)


@rule("COST006", "too-many-messages", Severity.ERROR)
def too_many_messages(message: Message) -> Iterator[Hit]:
    """The text needs more segments than are allowed.

    Why:
    Each is billed.  Without a limit of your own it is 255, for the number of a
    segment is one octet: more cannot be put together again.

    Example:
        lint("x" * 400, max_segments=2)

    Instead:
        lint("x" * 300, max_segments=2)

    Source:
    3GPP TS 23.040, 9.2.3.24.1 (concatenated short messages).
    """
    count = message.plan.msg_count
    if count > message.max_segments:
        last = message.plan.segments[message.max_segments - 1]
        most = "the most that a phone puts together"
        limit = most if message.max_segments == MAX_SEGMENTS else "allowed"
        verb = "is" if message.max_segments == 1 else "are"
        note = f"{count} segments; {message.max_segments} {verb} {limit}"
        yield message.hit_of_sent(note, last.end, len(message.plan.text))


COST_RULES = (
    just_over_boundary,
    extension_character,
    crlf,
    needless_white_space,
    costly_typography,
    too_many_messages,
)


def _economies(message: Message, code: str, what: str) -> Iterator[Hit]:
    """Report the first of the economies of a rule that saves, else all together if they do."""
    economies = [each for each in ECONOMIES if each.code == code]
    for chosen in [*([each] for each in economies), economies]:
        fix = _fix(message, chosen)
        saved = message.saves(fix)
        if fix and saved > 0:
            note = f"{what} cost {_part(message, saved)}"
            yield Hit(note, fix.edits[0].start, fix.edits[-1].end, fix)
            return


def _part(message: Message, saved: int) -> str:
    return f"{saved} of {message.plan.msg_count} segments"


def _fix(message: Message, economies: list[Economy]) -> Fix | None:
    edits: tuple[Edit, ...] = ()
    for economy in economies:
        text = Protected(apply(message.text, edits)) if edits else message.protected
        edits = compose(message.text, edits, economy.edits(text))
    return Fix(economies[0].safety, edits) if edits else None
