"""The places of a text that keep it out of GSM-7, and what can be written there."""

import unicodedata
from collections.abc import Iterable, Iterator
from enum import Enum
from functools import cache, cached_property
from typing import Final
from unicodedata import category

import regex
from msgspec import Struct
from msgspec.structs import replace

from smsplan.findings import Edit, Fix, Safety
from smsplan.linting import mojibake
from smsplan.linting.equivalents import (
    Equivalent,
    equivalent,
    normalized,
    transliterated,
    unmasked,
    visible_part,
)
from smsplan.linting.matches import non_gsm_finder
from smsplan.linting.protection import Protected, Protection
from smsplan.linting.replacements import BETWEEN_LETTERS, CP1252
from smsplan.linting.shortenings import closing
from smsplan.planning import STANDARD, Profile
from smsplan.planning.rewriting import Rewriting


class Kind(Enum):
    """What keeps a place out of GSM-7."""

    CHARACTER = "character"
    EMOJI = "emoji"
    SCRIPT = "script"
    INVISIBLE = "invisible"
    MOJIBAKE = "mojibake"
    DECOMPOSED = "decomposed"
    LOOK_ALIKE = "look-alike"
    SURROGATE = "surrogate"
    REPLACEMENT = "replacement"
    CONTROL = "control"


# Names of their own, for in CPython 3.11 a member of an enumeration takes long to look up.
_CHARACTER, _EMOJI, _SCRIPT, _INVISIBLE, _MOJIBAKE, _DECOMPOSED, _LOOK_ALIKE, _SURROGATE, *_ = Kind
_SAFE, _UNSAFE, _DISPLAY_ONLY = Safety


class Place(Struct, frozen=True, gc=False):
    """Characters that GSM-7 cannot code as they stand, from ``start`` to ``end``.

    ``repair`` writes what was meant, whatever the encoding; ``equivalent``
    writes characters of GSM-7, which is as safe as ``safety`` says.  Each is
    ``None`` where there is nothing to write, or where a machine reads the place.
    """

    start: int
    end: int
    kind: Kind
    repair: Edit | None = None
    equivalent: Edit | None = None
    safety: Safety = _SAFE

    @property
    def fix(self) -> Fix | None:
        """What brings the place to GSM-7."""
        return Fix(self.safety, (self.equivalent,)) if self.equivalent else None


_LATIN: Final = regex.compile(r"\p{Latin}")
_RIGHT_TO_LEFT: Final = regex.compile(
    r"[[\p{Bidi_Class=R}\p{Bidi_Class=AL}]&&\p{L}]", regex.VERSION1
)
_OVERRIDES: Final = "\u202d\u202e"
"""Without them the characters are read in another order."""
_DIRECTION: Final = regex.compile(r"\p{Bidi_Control}+")
_GLUE: Final = {"<fraction>": " ", "<super>": "^"}
"""What keeps digits apart from those before them: 2½ is 2 1/2, 10² is 10^2."""
_NOT_BESIDE_DIGITS: Final = ("<circle>", "<compat>", "<sub>", "<square>")
_PUNCTUATION_OR_DIGIT: Final = regex.compile(r"[\p{P}\p{Nd}]")
"""Of another script, it keeps a text out of GSM-7 whose letters are transliterated."""


def find(
    text: str, profile: Profile = STANDARD, protected: Protected | None = None
) -> Iterator[Place]:
    """Find the places of a text that no table of the provider's GSM-7 can code, in order."""
    return _closed(text, _found(protected or Protected(text), profile))


def keeping_out(text: str, found: Iterable[Place], profile: Profile) -> list[Place]:
    """Leave out the places that the provider brings into GSM-7, if it replaces anything."""
    if profile.is_plain:
        return list(found)
    rewriting = Rewriting.of(profile)
    return [place for place in found if not rewriting.brings(text[place.start : place.end])]


def _found(protected: Protected, profile: Profile) -> Iterator[Place]:
    text = protected.text
    non_gsm = non_gsm_finder(profile.languages, profile.lacks)
    known, finder = non_gsm.known, _Finder(text, non_gsm.known)
    protection = Protection(protected)
    for group, start, end in non_gsm.matches(text):
        if group != "character" and known.issuperset(text[start:end]):
            continue
        place: Place = getattr(finder, str(group))(start, end)
        if protection.meets(place.start, place.end):
            place = Place(place.start, place.end, place.kind)
        elif place.equivalent and not known.issuperset(place.equivalent.replacement):
            place = finder.unaccented(place, place.equivalent)
        yield place


def _closed(text: str, places: Iterable[Place]) -> Iterator[Place]:
    """Make one place of emoji in a row and the white space that GSM-7 lacks beside them."""
    group: list[Place] = []
    for place in places:
        is_gap = _is_gap(place)
        if group and not (is_gap and not text[group[-1].end : place.start].strip(" ")):
            yield from _grouped(text, group)
            group = []
        if is_gap:
            group.append(place)
        else:
            yield place
    yield from _grouped(text, group)


def _is_gap(place: Place) -> bool:
    """Whether nothing is left of it, or a space."""
    if place.equivalent is None or place.kind is _EMOJI:
        return place.equivalent is not None
    return place.equivalent.replacement == " " and place.safety is _SAFE


def _grouped(text: str, group: list[Place]) -> list[Place]:
    dropped = [(place.start, place.end) for place in group if place.kind is _EMOJI]
    if not dropped:
        return group
    start, end = group[0].start, group[-1].end
    edit = closing(text, dropped, start, end)
    return [Place(start, end, _EMOJI, None, edit, _DISPLAY_ONLY)]


class _Finder:
    """Says what a match of the pattern is; a method for each of its groups."""

    def __init__(self, text: str, known: frozenset[str]) -> None:
        self.text = text
        self.known = known

    @cached_property
    def is_right_to_left(self) -> bool:
        return _RIGHT_TO_LEFT.search(self.text) is not None

    def mojibake(self, start: int, end: int) -> Place:
        return self.place(start, end, _MOJIBAKE, mojibake.meant(self.text[start:end]))

    def emoji(self, start: int, end: int) -> Place:
        """Drop emoji; what GSM-7 can say, such as ‼ or a keycap, is written instead."""
        found = equivalent(self.text[start:end])
        if found is not None and found.text:
            return self.place(start, end, _CHARACTER)
        edit = Edit(start, end, "")
        return Place(start, end, _EMOJI, None, edit, _DISPLAY_ONLY)

    def word(self, start: int, end: int) -> Place:
        word = self.text[start:end]
        around = self.text[max(0, start - 1) : start] + self.text[end : end + 1]
        latin = unmasked(word) if _LATIN.search(around) else None
        found = latin or transliterated(word)
        edit = Edit(start, end, found.text) if found else None
        kind = _LOOK_ALIKE if latin else _SCRIPT
        return Place(start, end, kind, _composed(start, word), edit, _UNSAFE)

    def marked(self, start: int, end: int) -> Place:
        cluster = self.text[start:end]
        seen = visible_part(cluster)
        if len(seen) == 1 and seen != cluster:  # with ignorable marks
            if seen in self.known:
                edit = Edit(start, end, seen)
                return Place(start, end, _INVISIBLE, edit, edit)
            return self.character(start, end, seen)
        composed = _composed(start, cluster)
        if composed is None:
            return self.place(start, end, _CHARACTER)
        return self.place(start, end, _DECOMPOSED, composed.replacement)

    def character(self, start: int, end: int, seen: str = "") -> Place:
        """Tell of a character that is ``seen`` alone, whatever invisible ones are beside it."""
        seen = seen or self.text[start]
        kind, meant = _kind(seen)
        if kind is _EMOJI:
            return self.emoji(start, end)
        if kind is _SURROGATE or kind is Kind.REPLACEMENT:
            return Place(start, end, kind)
        if kind is _INVISIBLE and _DIRECTION.match(seen):
            if self.is_right_to_left:
                kind = _SCRIPT
            if kind is _SCRIPT or seen in _OVERRIDES:
                return Place(start, end, kind, None, Edit(start, end, ""), _UNSAFE)
        if meant is None and seen != self.text[start:end]:
            meant = seen
        return self.place(start, end, kind, meant)

    def place(self, start: int, end: int, kind: Kind, meant: str | None = None) -> Place:
        repair = None if meant is None else Edit(start, end, meant)
        written = self.text[start:end]
        found = self.beside(start, end, written if meant is None else meant)
        if found is None and _PUNCTUATION_OR_DIGIT.fullmatch(written):
            found = transliterated(written)
        if found is None:
            return Place(start, end, kind, repair)
        return Place(start, end, kind, repair, Edit(start, end, found.text), found.safety)

    def unaccented(self, place: Place, edit: Edit) -> Place:
        """Leave the accents out that the provider's GSM-7 lacks, if that is enough."""
        letters = [
            each if each in self.known else unicodedata.normalize("NFD", each)[0]
            for each in edit.replacement
        ]
        found = Place(place.start, place.end, place.kind, place.repair)
        if not self.known.issuperset(letters):
            return found
        equivalent = Edit(edit.start, edit.end, "".join(letters))
        return replace(found, equivalent=equivalent, safety=max(place.safety, _UNSAFE))

    def beside(self, start: int, end: int, meant: str) -> Equivalent | None:
        """Write it in GSM-7, and keep the digits of ½ or ² apart from those beside it."""
        found = equivalent(meant)
        before, after = self.text[max(0, start - 1) : start], self.text[end : end + 1]
        if meant in BETWEEN_LETTERS and before.isalpha() and after.isalpha():
            return Equivalent(BETWEEN_LETTERS[meant], _UNSAFE)
        if found is None:
            return None
        if before == " " and len(found.text) > 1 and found.text[0] == " ":
            return Equivalent(found.text[1:], found.safety)
        meets_before = before.isnumeric() and found.text[:1] and found.text[0] in "0123456789+-"
        meets_after = after.isdecimal() and found.text[-1:].isdigit()
        if meets_before or meets_after:
            tag = unicodedata.decomposition(meant[:1]).partition(" ")[0]
            if tag in _GLUE and not meets_after:
                return Equivalent(_GLUE[tag] + found.text, found.safety)
            if tag in _GLUE or tag in _NOT_BESIDE_DIGITS:
                return None
        return found


@cache
def _kind(character: str) -> tuple[Kind, str | None]:
    """Return what a character is, and what was meant by it, if not itself."""
    general = category(character)
    if general == "Cs":
        return _SURROGATE, None
    if character == "\ufffd":
        return Kind.REPLACEMENT, None
    if CP1252.get(character):
        return _MOJIBAKE, CP1252[character]
    if not visible_part(character) or character in CP1252:
        return Kind.CONTROL if general == "Cc" else _INVISIBLE, ""
    if general == "So" and equivalent(character) is None:
        return _EMOJI, None
    return _CHARACTER, None


def _composed(start: int, cluster: str) -> Edit | None:
    composed = normalized("NFC", cluster)
    return Edit(start, start + len(cluster), composed) if len(composed) < len(cluster) else None
