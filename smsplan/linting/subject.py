"""A text as the rules see it: planned, with its places."""

from functools import cached_property
from typing import Final, NamedTuple

from msgspec import Struct

from smsplan.findings import Edit, Fix, apply
from smsplan.gsm7.codec import ucs2_units
from smsplan.gsm7.tables import EXTENSION
from smsplan.linting import places
from smsplan.linting.equivalents import visible_part
from smsplan.linting.fixing import free_plan
from smsplan.linting.places import Kind, Place
from smsplan.linting.protection import Protected
from smsplan.linting.rule import Hit
from smsplan.linting.treatment import is_truncated, original_span, without_limit
from smsplan.planning import (
    Above,
    Boundary,
    Counting,
    Encoding,
    Limit,
    Plan,
    Profile,
    Replace,
    plan,
)
from smsplan.planning.coding import coding_at
from smsplan.planning.rewriting import Rewriting

_OF_THE_EXTENSION: Final = frozenset(EXTENSION.values())


class Message(Struct, frozen=True, dict=True):
    """A text, its plan, and what several rules ask of it, found out once.

    All places are those of the text as it was given, not as a provider sends it.
    """

    text: str
    plan: Plan
    profile: Profile
    max_segments: int

    @cached_property
    def protected(self) -> Protected:
        """The text, and what a machine reads of it."""
        return Protected(self.text)

    @cached_property
    def lacked(self) -> tuple[Place, ...]:
        """What the provider's GSM-7 lacks, though it may write something else for it."""
        if self.plan.encoding is Encoding.GSM7 and self.plan.rewritten is None:
            return ()
        return tuple(places.find(self.text, self.profile, self.protected))

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """What keeps the text out of GSM-7."""
        if self.plan.encoding is Encoding.GSM7:
            return ()
        return tuple(places.keeping_out(self.text, self.lacked, self.profile))

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
        return foreign > 0 and 2 * foreign >= sum(map(str.isalpha, self.text)) > 0

    def hit_of_sent(self, note: str, start: int, end: int) -> Hit:
        """Report a part of the text that is sent, at its place in the original, if it has one."""
        first, last = original_span(self.plan, start, end)
        return Hit(note, first, last) if first < last else Hit(note)

    def is_left_by(self, fix: Fix | None) -> bool:
        """Whether a fix leaves anything of the text."""
        if fix is None or sum(edit.end - edit.start for edit in fix.edits) < len(self.text) // 2:
            return True
        return not self.text.strip() or bool(apply(self.text, fix.edits).strip())

    def saves(self, fix: Fix | None) -> int:
        """Count the segments that a fix saves by itself."""
        planned = self.plan
        if fix is None or planned.msg_count == 1 or not self.is_left_by(fix):
            return 0
        if self._least(fix) >= planned.msg_count:
            return 0
        return max(0, self.saved_by(apply(self.text, fix.edits)))

    def _least(self, fix: Fix) -> int:
        """Count the segments that a fix leaves at least, as far as its size tells."""
        profile = self.profile
        if self.plan.encoding is Encoding.UCS2:
            # Where a place is left it stays UCS-2, and so many units need so many segments.
            stays = len(self.places) > sum(edit.end - edit.start for edit in fix.edits)
        elif profile.is_plain or profile.replace is Replace.ALL_OR_NOTHING:
            stays = False
        else:
            alphabet = Rewriting.of(profile).alphabet
            stays = all(alphabet.issuperset(edit.replacement) for edit in fix.edits)
        if not stays or profile.replace is Replace.BEYOND_ONE_SEGMENT or self.whole is None:
            return 1
        if profile.languages and self.plan.encoding is Encoding.GSM7:
            return 1  # national tables may have in one septet what needed two
        least = self.least_of(self.whole.chars_count - sum(map(self._units, fix.edits)))
        if least < self.plan.msg_count and self._anywhere is not None:
            # A split between any two characters is found much sooner, and never needs more.
            fixed = f"{profile.prefix}{apply(self.text, fix.edits)}{profile.suffix}"
            least = plan(fixed, self._anywhere).msg_count
        return least

    def least_of(self, units: int) -> int:
        """Count the segments that so many units of the plan's encoding need at least."""
        coding = coding_at(self.plan.encoding, self.profile)
        room = coding.rooms[self.profile.reference_bits]
        return 1 if units <= coding.single else -(-units // room)

    @cached_property
    def whole(self) -> Plan | None:
        """The plan before segments are left out; ``None`` where units or characters are counted."""
        limit = self.profile.limit
        if limit is None or not self.profile.truncates:
            return self.plan
        only_segments = Limit(limit.max_segments, above=Above.TRUNCATED)
        return without_limit(self.plan) if limit == only_segments else None

    @cached_property
    def _is_sent_as_it_is(self) -> bool:
        """Whether all that stays UCS-2 is sent as it stands, but for what is added."""
        profile = self.profile
        return self.plan.encoding is Encoding.UCS2 and not (
            profile.white_space
            or profile.crlf
            or profile.placeholder
            or profile.replace is Replace.ALWAYS
        )

    @cached_property
    def _anywhere(self) -> Profile | None:
        """The profile that splits anywhere, if that is all in which this one differs in UCS-2."""
        profile = self.profile
        if (
            profile.boundary is Boundary.CODE_POINT
            or not self._is_sent_as_it_is
            or profile.counting is Counting.DIVISION
            or profile.languages
            or profile.ucs2
        ):
            return None
        return Profile(Encoding.UCS2, reference_bits=profile.reference_bits)

    def _units(self, edit: Edit) -> int:
        """Count the units that an edit saves at most."""
        replaced = self.text[edit.start : edit.end]
        if self._is_sent_as_it_is:
            return len(ucs2_units(replaced)) - len(ucs2_units(edit.replacement))
        if not self.profile.white_space:
            return self._most_units * len(replaced)
        # White space beside it may go too.
        before, behind = self.text[: edit.start], self.text[edit.end :]
        around = len(before) - len(before.rstrip()) + len(behind) - len(behind.lstrip())
        return self._most_units * (len(replaced) + around)

    @cached_property
    def _most_units(self) -> int:
        """The units that are sent for one character, at most."""
        written = [text for _, text in self.profile.replacements]
        return 2 * max(1, *map(len, [self.profile.placeholder, *written]))

    def saved_by(self, instead: str) -> int:
        """Count the segments that another text saves; below 0, those that it costs more."""
        return self.plan.msg_count - free_plan(instead, self.profile).msg_count


class Overhang(NamedTuple):
    """The characters of the original from ``start`` on, and what they cost."""

    start: int
    units: int


def overhang(planned: Plan, profile: Profile) -> Overhang | None:
    """Find the fewest characters at the end without which a segment less is enough.

    There are none for one segment, nor where a shorter text needs other tables, nor
    where what was truncated follows.
    """
    if planned.msg_count == 1 or is_truncated(planned):
        return None
    text, last = planned.text, planned.segments[-1]
    coding = coding_at(planned.encoding, profile)
    before = (planned.msg_count - 1) * coding.rooms[profile.reference_bits]
    beyond = planned.chars_count - coding.single
    if profile.counting is Counting.DIVISION:
        beyond = min(beyond, planned.chars_count - before)
    elif planned.msg_count > 2:  # noqa: PLR2004 - one alone has more room than each of two
        beyond = min(beyond, last.chars_count)
    added = [change for change in planned.replaced[-1:] if not change.original_text]
    start = added[0].start if added and added[0].end == len(text) else len(text)
    units = 0
    if beyond == last.chars_count and start == len(text):
        start, units = last.start, beyond  # whatever national tables make of its characters
    is_gsm7 = planned.encoding is Encoding.GSM7
    while units < beyond and start:
        start -= 1
        units += 1 + (text[start] in _OF_THE_EXTENSION if is_gsm7 else text[start] > "\uffff")
    start, _ = original_span(planned, start, start)
    shorter = free_plan(planned.original[:start], profile)
    return Overhang(start, units) if shorter.msg_count < planned.msg_count else None
