"""How a character or cluster that GSM-7 lacks is written with characters that it has."""

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from itertools import combinations
from typing import Final, Literal, NamedTuple

import regex

from smsplan.findings import Safety
from smsplan.gsm7.tables import CHARACTERS
from smsplan.linting.letters import by_name
from smsplan.linting.replacements import CP1252, LOOK_ALIKES, SAFE, STRIKING_OUT, UNSAFE

_anyascii: Callable[[str], str] | None
try:
    from anyascii import anyascii as _anyascii
except ImportError:
    _anyascii = None

can_transliterate: Final = _anyascii is not None
"""Whether the extra ``anyascii`` is there, which knows the other scripts."""


class _Sounds(dict[int, str]):
    """What ``anyascii`` writes for a character, by its code point; so many are kept."""

    def __missing__(self, code_point: int) -> str:
        sound = _anyascii(chr(code_point)).replace("`", "'") if _anyascii else ""
        if len(self) < _MOST_SOUNDS:
            self[code_point] = sound
        return sound


_MOST_SOUNDS: Final = 10_000
_SOUNDS: Final = _Sounds()

_BLANKS: Final = "\u3164\uffa0"
"""Ignorable letters that fonts show as a space."""
_INVISIBLE: Final = regex.compile(
    rf"[\p{{Default_Ignorable_Code_Point}}--[{_BLANKS}]]+", regex.VERSION1
)
_MARKS: Final = 30
"""As many in a row as the stream-safe text format of UAX #15 has."""
_UP_TO_SO_MANY: Final = regex.compile(rf"(?s:.*?)(?:\p{{M}}{{{_MARKS}}}|\Z)")
_WITH_MARKS: Final = regex.compile(r"(?s:.)\p{M}*+")
_DROPPED_CONTROLS: Final = regex.compile(r"[\x00-\x08\x0e-\x1f\x7f]+")
_GREEK: Final = regex.compile(r"\p{Greek}[\p{Greek}\p{M}]*")
_SAME_WIDTH_ASIDE: Final = ("<wide>", "<narrow>", "<small>", "<vertical>")
_LATIN_LIGATURES: Final = range(0xFB00, 0xFB07)


class Equivalent(NamedTuple):
    """Characters of GSM-7, and how safe it is to write them instead."""

    text: str
    safety: Safety


def _turned_round(table: Mapping[str, str]) -> dict[str, str]:
    return {character: text for text, characters in table.items() for character in characters}


_SAFE: Final = _turned_round(SAFE)
_UNSAFE: Final = _turned_round(UNSAFE)
_LOOK_ALIKE: Final = _turned_round(LOOK_ALIKES)


def normalized(form: Literal["NFC", "NFD"], text: str) -> str:
    """Normalize a text in time that grows as it does, each 30 marks in a row alone.

    Sorting the marks of a letter takes the square of their number; no letter that
    anybody reads has so many.
    """
    if len(text) <= _MARKS:
        return unicodedata.normalize(form, text)
    return "".join([unicodedata.normalize(form, part) for part in _UP_TO_SO_MANY.findall(text)])


def visible_part(cluster: str) -> str:
    r"""Leave out what is not shown: ignorable code points and controls.

    >>> visible_part("so\u00adft")
    'soft'
    """
    return _DROPPED_CONTROLS.sub("", _INVISIBLE.sub("", cluster))


@lru_cache(maxsize=4096)
def is_seen(character: str) -> bool:
    """Return whether a character is shown."""
    return visible_part(character) != ""


@lru_cache(maxsize=4096)
def equivalent(cluster: str) -> Equivalent | None:
    """Write a character, or a base with its marks, with characters of GSM-7, if that can be.

    Letters of other scripts are not written by their sound here, nor are emoji.

    >>> equivalent("…").text, equivalent("e\u0302").text, equivalent("ế").text, equivalent("я")
    ('...', 'e', 'é', None)
    """
    composed = normalized("NFC", visible_part(cluster))
    return _joined(_of_marked(part[0], part[1:]) for part in _WITH_MARKS.findall(composed))


def _joined(parts: Iterable[Equivalent | None], least: Safety = Safety.SAFE) -> Equivalent | None:
    found: list[Equivalent] = []
    for part in parts:
        if part is None:
            return None
        found.append(part)
    safety = max([least, *(part.safety for part in found)])
    return Equivalent("".join([part.text for part in found]), safety)


def _is_mark(character: str) -> bool:
    return unicodedata.category(character).startswith("M")


def _of_marked(base: str, marks: str) -> Equivalent | None:
    if any(mark in STRIKING_OUT for mark in marks):
        return None
    found = _of_character(base)
    if found is None or not marks:
        return found
    return Equivalent(found.text, Safety.UNSAFE)


def _of_character(character: str) -> Equivalent | None:
    character = CP1252.get(character, character)
    if not character or character in CHARACTERS:
        return Equivalent(character, Safety.SAFE)
    if character in _SAFE:
        return Equivalent(_SAFE[character], Safety.SAFE)
    if character in _UNSAFE:
        return Equivalent(_UNSAFE[character], Safety.UNSAFE)
    if character in STRIKING_OUT:
        return None
    if _is_mark(character):
        return Equivalent("", Safety.UNSAFE)
    return _without_accents(character) or _without_style(character) or _by_name(character)


def _by_name(character: str) -> Equivalent | None:
    written = by_name(character)
    return Equivalent(written, Safety.UNSAFE) if written else None


def _without_accents(character: str) -> Equivalent | None:
    """Leave out as few marks as can be: ``ế`` becomes ``é``, for GSM-7 has that."""
    decomposed = unicodedata.normalize("NFD", character)
    base, marks = decomposed[0], decomposed[1:]
    for kept in range(len(marks) - 1, -1, -1):
        for chosen in combinations(marks, kept):
            nearest = unicodedata.normalize("NFC", base + "".join(chosen))
            found = nearest if nearest in CHARACTERS else _UNSAFE.get(nearest)
            if found is not None:
                return Equivalent(found, Safety.UNSAFE)
    return _by_name(base) if marks else None


def _without_style(character: str) -> Equivalent | None:
    decomposition = unicodedata.decomposition(character)
    if not decomposition.startswith("<"):
        return None
    parts = [part for part in unicodedata.normalize("NFKC", character) if not part.isspace()]
    tag = decomposition.partition(" ")[0]
    alike = tag in _SAME_WIDTH_ASIDE or ord(character) in _LATIN_LIGATURES
    least = Safety.SAFE if alike else Safety.UNSAFE
    return _joined(map(_of_character, parts), least) if parts else None


def unmasked(run: str) -> Equivalent | None:
    """Write letters of another script as the Latin letters that all of them look like."""
    if all(letter in _LOOK_ALIKE for letter in run):
        return Equivalent("".join(map(_LOOK_ALIKE.__getitem__, run)), Safety.UNSAFE)
    return None


def transliterated(run: str) -> Equivalent | None:
    """Write letters of another script by their sound, with the extra ``anyascii``.

    Greek needs none: its capitals are in GSM-7, or look like Latin ones that are.

    >>> transliterated("Καλημέρα").text
    'KAΛHMEPA'
    """
    if not STRIKING_OUT.isdisjoint(run):
        return None
    if _GREEK.fullmatch(run):
        bare = "".join(c for c in normalized("NFD", run) if not _is_mark(c))
        text = "".join(_LOOK_ALIKE.get(letter, letter) for letter in bare.upper())
    elif _anyascii is None:
        return None
    else:
        text = run.translate(_SOUNDS)
    if text.strip() and CHARACTERS.issuperset(text):
        return Equivalent(text, Safety.UNSAFE)
    return None
