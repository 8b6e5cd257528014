"""A text as the rules see it: planned, with its places."""

from functools import cached_property
from typing import Final, NamedTuple

from msgspec import Struct

from smsplan.findings import Fix, apply
from smsplan.gsm7.tables import EXTENSION
from smsplan.linting import places
from smsplan.linting.equivalents import visible_part
from smsplan.linting.fixing import free_plan
from smsplan.linting.places import Kind, Place
from smsplan.planning import CONCATENATION_OCTETS, Encoding, Plan, Profile, capacity

_OF_THE_EXTENSION: Final = frozenset(EXTENSION.values())


class Message(Struct, frozen=True, dict=True):
    """A text, its plan, and what several rules ask of it, found out once."""

    text: str
    plan: Plan
    profile: Profile
    max_segments: int

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """What keeps the text out of GSM-7."""
        if self.plan.encoding is Encoding.GSM7:
            return ()
        return tuple(places.find(self.text, self.profile.languages))

    @cached_property
    def words(self) -> tuple[Place, ...]:
        """Words of scripts that GSM-7 lacks; what sets their direction is none."""
        return tuple(
            place
            for place in self.places
            if place.kind is Kind.SCRIPT and visible_part(self.text[place.start])
        )

    @cached_property
    def beside_words(self) -> tuple[Place, ...]:
        """What the words of other scripts bring along, and is not told of by itself.

        That is what sets their direction, and punctuation and emoji in a text
        that is of another script anyhow.
        """
        kinds = {Kind.SCRIPT}
        if self.is_of_another_script:
            kinds |= {Kind.CHARACTER, Kind.EMOJI}
        words = {place.start for place in self.words}
        return tuple(
            place for place in self.places if place.kind in kinds and place.start not in words
        )

    @cached_property
    def is_of_another_script(self) -> bool:
        """Whether half of the letters or more are of a script that GSM-7 lacks."""
        foreign = sum(place.end - place.start for place in self.places if place.kind is Kind.SCRIPT)
        return 2 * foreign >= sum(character.isalpha() for character in self.text) > 0

    @cached_property
    def _units(self) -> int:
        return _utf16_units(self.text)

    def is_left_by(self, fix: Fix | None) -> bool:
        """Whether a fix leaves anything of the text."""
        if fix is None or sum(edit.end - edit.start for edit in fix.edits) < len(self.text) // 2:
            return True
        return not self.text.strip() or bool(apply(self.text, fix.edits).strip())

    def saves(self, fix: Fix | None) -> int:
        """Count the messages that a fix saves by itself."""
        planned = self.plan
        if fix is None or planned.msg_count == 1 or not self.is_left_by(fix):
            return 0
        # Where a place is left it stays UCS-2, and so many units need at least so many messages.
        if len(self.places) > sum(edit.end - edit.start for edit in fix.edits):
            shorter = sum(
                _utf16_units(self.text[edit.start : edit.end]) - _utf16_units(edit.replacement)
                for edit in fix.edits
            )
            if self._fewest(self._units - shorter) >= planned.msg_count:
                return 0
        return max(0, self.saved_by(apply(self.text, fix.edits)))

    def _fewest(self, units: int) -> int:
        if units <= capacity(Encoding.UCS2):
            return 1
        room = capacity(Encoding.UCS2, CONCATENATION_OCTETS[self.profile.reference_bits])
        return -(-units // room)

    def saved_by(self, instead: str) -> int:
        """Count the messages that another text saves; below 0, those that it costs more."""
        return self.plan.msg_count - free_plan(instead, self.profile).msg_count


class Overhang(NamedTuple):
    """The characters from ``start`` on, and what they cost."""

    start: int
    units: int


def overhang(planned: Plan, profile: Profile) -> Overhang | None:
    """Find the fewest characters at the end without which a message less is enough.

    There are none for one message, nor where a shorter text needs other tables.
    """
    if planned.msg_count == 1:
        return None
    last = planned.segments[-1]
    over = Overhang(last.start, last.chars_count)
    if planned.msg_count == 2:  # noqa: PLR2004 - one alone has more room than each of two
        over = _beyond_one(planned)
    shorter = free_plan(planned.text[: over.start], profile)
    return over if shorter.msg_count < planned.msg_count else None


def _beyond_one(planned: Plan) -> Overhang:
    beyond = planned.chars_count - capacity(planned.encoding)
    start = len(planned.text)
    units = 0
    while units < beyond:
        start -= 1
        character = planned.text[start]
        is_gsm7 = planned.encoding is Encoding.GSM7
        units += 1 + (character in _OF_THE_EXTENSION if is_gsm7 else character > "\uffff")
    return Overhang(start, units)


def _utf16_units(text: str) -> int:
    return len(text) + sum(character > "\uffff" for character in text)
