"""What a provider makes of a text before it is coded, and the places of what it changed.

The same steps make the text (:meth:`Rewriting.treat`) and tell what became of what
(:func:`replaced`).
"""

import sys
from collections.abc import Callable, Iterable
from typing import Final, NamedTuple, Self

from msgspec import Struct

from smsplan.gsm7.codec import ASCII_BASIC, Alphabet
from smsplan.gsm7.tables import BASIC, CHARACTERS, EXTENSION
from smsplan.planning import steps
from smsplan.planning.coding import Coding, coding_at
from smsplan.planning.profile import Encoding, Limit, Profile, Replace, WhiteSpace
from smsplan.planning.steps import Step, rewrite


class Replaced(Struct, frozen=True, rename="kebab"):
    """A change: ``text[start:end]`` stands in a plan's text for ``original_text``.

    ``original_start`` and ``original_end`` are its place in the original; all count
    code points.  Either text may be empty: what is added, and what is left out.
    """

    text: str
    start: int
    end: int
    original_text: str
    original_start: int
    original_end: int


# Names of their own, for in CPython 3.11 a member of an enumeration takes long to look up.
_BEYOND_ONE_SEGMENT: Final = Replace.BEYOND_ONE_SEGMENT
_ALL_OR_NOTHING: Final = Replace.ALL_OR_NOTHING


class Rewriting:
    """The steps of a profile, and the provider's GSM-7 without national tables."""

    def __init__(self, profile: Profile) -> None:
        self.profile, self._replace = profile, profile.replace
        self.gsm7: Coding = coding_at(Encoding.GSM7, profile)
        self.ucs2: Coding = coding_at(Encoding.UCS2, profile)
        self.alphabet: frozenset[str] = CHARACTERS.difference(profile.lacks)
        """What GSM-7 has at this provider without national tables."""
        self._units = Alphabet(BASIC, EXTENSION, profile.lacks).units
        self._basic = _basic_without(profile.lacks)
        self._added: list[Step] = []
        if prefix := profile.prefix:
            self._added.append(steps.always(r"\A", prefix, sub=prefix.__add__))
        if suffix := profile.suffix:
            self._added.append(steps.always(r"\Z", suffix, sub=lambda text: text + suffix))
        self.adds: bool = bool(self._added)
        self.before = [steps.BEFORE[each] for each in profile.white_space if each in steps.BEFORE]
        self.after = [steps.AFTER[each] for each in profile.white_space if each in steps.AFTER]
        """White space is normalised before characters are replaced, and after."""
        if profile.crlf:
            self.after.append(steps.LONE_LINE_FEED)
        self.known = self.alphabet.union(profile.keeps)
        self.table = steps.replacements(profile, self.known)
        """What is written for characters that are replaced."""
        self._replacing = steps.replacing(self.table)
        self._leftover: list[Step] = []
        if profile.placeholder:
            self._leftover.append(steps.standing(profile.placeholder, self.known))
        signs = {sign for step in (*self.before, *self.after) for sign in step.signs}
        characters = [sign for sign in signs if len(sign) == 1]
        self._strips = WhiteSpace.STRIP in profile.white_space
        self._signs = signs.difference(characters, [""])
        self.is_simple: bool = not self._signs and not self._strips
        self.inert: bytes = _basic_without(profile.lacks + "".join(characters))
        """For ``bytes.translate``, which leaves an ASCII text ASCII if no step changes a character.

        Where it :attr:`is_simple`, or :meth:`keeps_white_space`, the text is sent as it is.
        """
        self.limit = limit = (profile.truncates and profile.limit) or Limit()
        """Above which a text is truncated."""
        most = (limit.max_characters, limit.max_gsm7, limit.max_ucs2, limit.max_utf16)
        self.max_units: int = min(filter(None, most), default=sys.maxsize)
        """No text of so many is truncated, unless it has more than :attr:`max_segments`."""
        self.max_segments: int = limit.max_segments or sys.maxsize
        self.end: int | None = None
        """Where any longer text is truncated, if its length alone tells."""
        if limit == Limit(max_characters=limit.max_characters, above=limit.above) and most[0]:
            is_open = profile.languages or profile.encoding is Encoding.GSM7
            self.end = None if is_open else len(profile.prefix) + most[0]
        is_forced = profile.encoding is Encoding.UCS2
        self.max_inert: int = -1 if is_forced else min(self.gsm7.single, self.max_units)
        """The characters of such a text that are one segment in GSM-7, within every limit."""

    @classmethod
    def of(cls, profile: Profile) -> Self:
        """Return that of a profile, which is made once."""
        try:
            rewriting: Self = profile.__dict__["rewriting"]
        except KeyError:
            rewriting = profile.__dict__["rewriting"] = cls(profile)
        return rewriting

    def keeps_white_space(self, text: str) -> bool:
        """Return whether no step changes white space, but for single characters."""
        for sign in self._signs:
            if sign in text:
                return False
        return not self._strips or text.strip(steps.WHITE) is text

    @property
    def replaces(self) -> bool:
        """Whether there are replacements, and a text that gets them."""
        return bool(self._replacing)

    def units(self, text: str) -> bytes:
        """Do what :meth:`Alphabet.units` does with the provider's alphabet."""
        # As in `plan`: a basic ASCII text is its own units.
        if text.isascii() and (units := text.encode()).translate(self._basic).isascii():
            return units
        return self._units(text)

    def image(self, text: str, *, is_replaced: bool) -> str:
        """Return what each character of a text becomes, white space and line ends aside."""
        return rewrite(text, [*(self._replacing if is_replaced else ()), *self._leftover])

    def treat(
        self, text: str, is_long: Callable[[str, Self], bool]
    ) -> tuple[str, bytes, list[Step]]:
        """Return what is sent for a text, its units, and the steps that its characters took.

        What is added is part of the text.  ``is_long`` tells whether a text needs several
        segments as it is.
        """
        if self.before:
            text = rewrite(text, self.before)
        units = self.units(text)
        taken: list[Step] = []
        if text and not units:  # else the alphabet has every character
            if self._replacing and (
                self._replace is not _BEYOND_ONE_SEGMENT or is_long(text, self)
            ):
                written = rewrite(text, self._replacing)
                units = b"" if written is text else self.units(written)
                if units or not written or self._replace is not _ALL_OR_NOTHING:
                    text, taken = written, self._replacing
            if self._leftover and not units:
                text, taken = rewrite(text, self._leftover), [*taken, *self._leftover]
                units = self.units(text)
        if self.after:
            written = rewrite(text, self.after)
            if written is not text:
                text, units = written, self.units(written)
        return text, units, taken

    def steps(self, text: str, is_long: Callable[[str, Self], bool]) -> list[Step]:
        """List all steps from a text to what is sent for it."""
        taken = self.treat(rewrite(text, self._added), is_long)[2]
        return [*self._added, *self.before, *taken, *self.after]

    def brings(self, part: str) -> bool:
        """Return whether a part of a text is of the alphabet once it was replaced or stood for."""
        # White space is normalised too late for what is replaced if the whole text can be.
        is_late = self._replacing and self._replace is _ALL_OR_NOTHING
        after = [] if is_late else self.after
        rewritten = rewrite(f"0{part}0", [*self._replacing, *self._leftover, *after])
        return self.alphabet.issuperset(rewritten[1:-1])


def _basic_without(characters: str) -> bytes:
    """Return an ``ASCII_BASIC`` that takes some characters for no basic ones."""
    return bytes(0xFF if chr(octet) in characters else octet for octet in ASCII_BASIC)


class _Piece(NamedTuple):
    """A part of the text as it is now, which stands for ``original[start:end]``."""

    text: str
    start: int
    end: int


def replaced(text: str, steps: Iterable[Step], length: int) -> tuple[Replaced, ...]:
    """Return what :func:`rewrite` changes, in order; all after ``length`` characters goes."""
    pieces = [_Piece(character, at, at + 1) for at, character in enumerate(text)]
    for pattern, instead, *_ in steps:
        now = "".join(piece.text for piece in pieces)
        finds = [(found.start(), found.end(), instead(found)) for found in pattern.finditer(now)]
        pieces = _changed(pieces, now, finds, len(text))
    now = "".join(piece.text for piece in pieces)
    if length < len(now):
        pieces = _changed(pieces, now, [(length, len(now), "")], len(text))
    changes = []
    at = 0
    for written, start, end in pieces:
        if written != text[start:end]:
            changes.append(Replaced(written, at, at + len(written), text[start:end], start, end))
        at += len(written)
    return tuple(changes)


def _changed(
    pieces: list[_Piece], text: str, finds: list[tuple[int, int, str]], length: int
) -> list[_Piece]:
    """Change what was found in a text of pieces; those of which one find has a part become one.

    A find is its start, its end, and what is written instead.
    """
    after: list[_Piece] = []
    index = at = 0  # of the first piece that is not in `after`, and where it begins in the text
    done = 0  # where the last find ended
    for begin, until, instead in finds:
        if after and done <= begin < at:  # in the rest of the piece made last
            written, start, end = after.pop()
            written = written[: len(written) - (at - done)] + text[done:begin]
        else:
            while index < len(pieces) and at + len(pieces[index].text) <= begin:
                after.append(pieces[index])
                at += len(pieces[index].text)
                index += 1
            start = end = pieces[index].start if index < len(pieces) else length
            written = text[at:begin]
        done = until
        while index < len(pieces) and at < done:
            end = max(end, pieces[index].end)
            at += len(pieces[index].text)
            index += 1
        after.append(_Piece(written + instead + text[done:at], start, end))
    return after + pieces[index:]
