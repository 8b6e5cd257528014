"""A text as the rules see it: planned, with its places."""

from functools import cached_property
from typing import Final, NamedTuple

from msgspec import Struct

from smsplan.findings import Edit, Fix, apply
from smsplan.gsm7.codec import ucs2_units
from smsplan.gsm7.tables import EXTENSION
from smsplan.linting import places
from smsplan.linting.equivalents import is_seen
from smsplan.linting.fixing import free_plan
from smsplan.linting.places import Kind, Place
from smsplan.linting.protection import Protected
from smsplan.linting.rule import Hit
from smsplan.linting.treatment import is_truncated, original_span, without_limit
from smsplan.planning import Above, Counting, Encoding, Limit, Plan, Profile, Replace
from smsplan.planning.coding import coding_at
from smsplan.planning.edited import Edited
from smsplan.planning.rewriting import Rewriting

_UCS2: Final = Encoding.UCS2  # in CPython 3.11 a member of an enumeration takes long to look up
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
        script = Kind.SCRIPT
        return tuple(
            place
            for place in self.places
            if place.kind is script and is_seen(self.text[place.start])
        )

    @cached_property
    def beside_words(self) -> tuple[Place, ...]:
        """What the words of other scripts bring along, and is not told of by itself.

        That is what sets their direction, and punctuation and emoji in a text
        that is of another script anyhow.
        """
        kinds: tuple[Kind, ...] = (Kind.SCRIPT,)
        if self.is_of_another_script:
            kinds += (Kind.CHARACTER, Kind.EMOJI)
        words = {place.start for place in self.words}
        return tuple(
            place for place in self.places if place.kind in kinds and place.start not in words
        )

    @cached_property
    def is_of_another_script(self) -> bool:
        """Whether half of the letters or more are of a script that GSM-7 lacks."""
        script = Kind.SCRIPT
        foreign = sum(place.end - place.start for place in self.places if place.kind is script)
        return foreign > 0 and 2 * foreign >= sum(map(str.isalpha, self.text)) > 0

    def hit_of_sent(self, note: str, start: int, end: int) -> Hit:
        """Report a part of the text that is sent, at its place in the original, if it has one."""
        first, last = original_span(self.plan, start, end)
        return Hit(note, first, last) if first < last else Hit(note)

    def is_left_by(self, fix: Fix | None) -> bool:
        """Whether a fix leaves anything of the text."""
        if fix is None or _width(fix) < len(self.text) // 2:
            return True
        return not self.text.strip() or bool(apply(self.text, fix.edits).strip())

    def saves(self, fix: Fix | None) -> int:
        """Count the segments that a fix saves by itself."""
        if fix is None or self._is_too_little(fix) or not self.is_left_by(fix):
            return 0
        if len(fix.edits) == 1 and len(self.places) > _width(fix) and self._edited:
            left = self._edited.count(fix.edits[0])
            if left is not None:
                return max(0, self.plan.msg_count - left)
        return max(0, self.saved_by(apply(self.text, fix.edits)))

    def _is_too_little(self, fix: Fix) -> bool:
        """Whether the size of a fix tells that it saves no segment."""
        needed = self._needed
        if needed is None:
            return self.plan.msg_count == 1
        profile, width = self.profile, _width(fix)
        if self.plan.encoding is _UCS2:
            stays = len(self.places) > width  # for one is left
            if stays and 2 * width < needed and self._is_sent_as_it_is:
                return True
        elif profile.is_plain or profile.replace is Replace.ALL_OR_NOTHING:
            return False
        else:
            alphabet = Rewriting.of(profile).alphabet
            stays = all(alphabet.issuperset(edit.replacement) for edit in fix.edits)
        return stays and sum(map(self._units, fix.edits)) < needed

    @cached_property
    def _needed(self) -> int | None:
        """The units that have to go for a segment less, if as many are left in the encoding."""
        most = self.plan.msg_count - 1
        if self.profile.languages and self.plan.encoding is Encoding.GSM7:
            return None  # national tables may have in one septet what needed two
        if not most or self.profile.replace is Replace.BEYOND_ONE_SEGMENT or self.whole is None:
            return None
        return self.whole.chars_count - self.room(most)

    def room(self, segments: int) -> int:
        """Count the units of the plan's encoding that so many segments hold at most."""
        coding = coding_at(self.plan.encoding, self.profile)
        return max(coding.single, segments * coding.rooms[self.profile.reference_bits])

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
    def _edited(self) -> Edited | None:
        """The text as it is sent, edited, where no more than splits depends on its segments."""
        profile = self.profile
        if (
            not self._is_sent_as_it_is
            or profile.truncates
            or profile.counting is Counting.DIVISION
            or profile.replace is Replace.BEYOND_ONE_SEGMENT
        ):
            return None
        return Edited(self.text, coding_at(Encoding.UCS2, profile), profile)

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


def _width(fix: Fix) -> int:
    """Count the characters that a fix replaces."""
    width = 0
    for edit in fix.edits:
        width += edit.end - edit.start
    return width


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
