"""What a provider makes of a text before it is coded, and the places of what it changed.

A text goes through steps, each of which replaces what a pattern finds.  The same
steps make the text (:func:`rewrite`) and tell what became of what (:func:`replaced`).
"""

import re
from collections.abc import Callable
from typing import Final, NamedTuple, Self
from unicodedata import decomposition

from msgspec import Struct

from smsplan.gsm7.tables import CHARACTERS
from smsplan.planning.profile import Profile, Replace, WhiteSpace


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


class Step(NamedTuple):
    """What is looked for, and what is written instead of each find."""

    pattern: re.Pattern[str]
    instead: Callable[[re.Match[str]], str]


def _always(text: str) -> Callable[[re.Match[str]], str]:
    return lambda _: text


_BEFORE: Final = {
    WhiteSpace.NONE_BEFORE_PUNCTUATION: Step(re.compile(r"(?<![ \t])[ \t]++(?=[.,])"), _always("")),
}
"""White space that goes before characters are replaced."""
_AFTER: Final = {
    WhiteSpace.RUNS_TO_ONE_SPACE: Step(re.compile(r"[ \t]{2,}|\t"), _always(" ")),
    WhiteSpace.LINE_ENDS_TO_SPACE: Step(
        re.compile(r"(?<![ \t])[ \t]*+[\r\n][ \t\r\n]*+"), _always(" ")
    ),
    WhiteSpace.TWO_LINE_ENDS_AT_MOST: Step(re.compile(r"\n{3,}"), _always("\n\n")),
    WhiteSpace.STRIP: Step(
        re.compile(r"\A[^\S\x1c-\x1f]++|(?<![^\S\x1c-\x1f])[^\S\x1c-\x1f]++\Z"), _always("")
    ),  # white space, but for the separators of information, which are none in Unicode
}
_LONE_LINE_FEED: Final = Step(re.compile(r"(?<!\r)\n"), _always("\r\n"))


class Rewriting:
    """The steps of a profile."""

    def __init__(self, profile: Profile) -> None:
        self._replace = profile.replace
        self.alphabet: frozenset[str] = CHARACTERS.difference(profile.lacks)
        """What GSM-7 has at this provider without national tables."""
        self._before = [
            Step(re.compile(edge), _always(text))
            for edge, text in ((r"\A", profile.prefix), (r"\Z", profile.suffix))
            if text
        ]
        self._before += [_BEFORE[each] for each in profile.white_space if each in _BEFORE]
        self._after = [_AFTER[each] for each in profile.white_space if each in _AFTER]
        if profile.crlf:
            self._after.append(_LONE_LINE_FEED)
        known = self.alphabet.union(profile.keeps)
        unknown = re.compile(f"[^{re.escape(''.join(sorted(known)))}]")
        table = dict(profile.replacements)

        def replacement(found: re.Match[str]) -> str:
            character = found[0]
            if character in table:
                return table[character]
            first = decomposition(character).partition(" ")[0] if profile.decomposition else ""
            letter = chr(int(first, 16)) if first[:1] not in {"", "<"} else character
            return letter if letter in known else character

        self._replacing = [Step(unknown, replacement)] if table or profile.decomposition else []
        placeholder = profile.placeholder
        self._leftover = [Step(unknown, _always(placeholder))] if placeholder else []

    @classmethod
    def of(cls, profile: Profile) -> Self:
        """Return that of a profile, which is made once."""
        known = profile.__dict__
        if "rewriting" not in known:
            known["rewriting"] = cls(profile)
        return known["rewriting"]  # type: ignore[no-any-return] # as it was put there

    @property
    def replaces(self) -> bool:
        """Whether there are replacements, and a text that gets them."""
        return bool(self._replacing) and self._replace is not Replace.NEVER

    def fits_replaced(self, text: str) -> bool:
        """Return whether the alphabet has a text after replacements."""
        return self.alphabet.issuperset(rewrite(text, self._replacing))

    def image(self, text: str, *, is_replaced: bool) -> str:
        """Return what each character of a text becomes, white space and line ends aside."""
        return rewrite(text, [*(self._replacing if is_replaced else ()), *self._leftover])

    def steps(self, text: str, is_long: Callable[[str], bool]) -> list[Step]:
        """List the steps that a text goes through; ``is_long`` if it needs several segments."""
        replacing = self._replacing
        if replacing and self._replace is not Replace.ALWAYS:
            text = rewrite(text, self._before)
            if (
                self._replace is Replace.NEVER
                or (self._replace is Replace.BEYOND_ONE_SEGMENT and not is_long(text))
                or (self._replace is Replace.ALL_OR_NOTHING and not self.fits_replaced(text))
            ):
                replacing = []
        return [*self._before, *replacing, *self._leftover, *self._after]

    def brings(self, part: str) -> bool:
        """Return whether a part of a text is of the alphabet once it was replaced or stood for."""
        steps = [] if self._replace is Replace.NEVER else self._replacing
        # White space is normalised too late for what is replaced if the whole text can be.
        after = [] if steps and self._replace is Replace.ALL_OR_NOTHING else self._after
        rewritten = rewrite(f"0{part}0", [*steps, *self._leftover, *after])
        return self.alphabet.issuperset(rewritten[1:-1])


def rewrite(text: str, steps: list[Step]) -> str:
    """Return a text after its steps."""
    for pattern, instead in steps:
        text = pattern.sub(instead, text)
    return text


class _Piece(NamedTuple):
    """A part of the text as it is now, which stands for ``original[start:end]``."""

    text: str
    start: int
    end: int


def replaced(text: str, steps: list[Step], length: int) -> tuple[Replaced, ...]:
    """Return what :func:`rewrite` changes, in order; all after ``length`` characters goes."""
    pieces = [_Piece(character, at, at + 1) for at, character in enumerate(text)]
    for pattern, instead in steps:
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
