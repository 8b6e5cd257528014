"""What may come into a template's field: how many characters, and which."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Final, Self

import regex
from msgspec import Struct
from msgspec.structs import asdict

from smsplan.arguments import check, checked
from smsplan.display import describe
from smsplan.gsm7.tables import BASIC, CHARACTERS


class Charset(StrEnum):
    """The characters that a field may hold; none has lone surrogates."""

    DIGITS = "digits"
    """0 to 9."""
    ASCII = "ascii"
    """U+0020 to U+007E.  GSM-7 lacks the backtick, and ``[\\]^{|}~`` cost two septets."""
    GSM7_BASIC = "gsm-7-basic"
    """The default alphabet (3GPP TS 23.038, 6.2.1): each character costs one septet."""
    GSM7 = "gsm-7"
    """The default alphabet and its extension table (6.2.1.1); ESC is no character."""
    LATIN = "latin"
    """Names with any accent.

    The Latin letters of the BMP, combining marks U+0300 to U+036F, space, hyphen
    U+002D, full stop, the apostrophes ``'`` and ``’``.  No digits.
    """
    BMP = "bmp"
    """Every code point up to U+FFFF."""
    ANY = "any"
    """Every code point."""

    @checked
    def holds(self, text: str) -> bool:
        """Return whether every character of a text is one of these.

        >>> Charset.LATIN.holds("Zoë Łącka-O’Brien"), Charset.GSM7.holds("Zoë")
        (True, False)
        """
        return _TEXTS[self].fullmatch(text) is not None

    @checked
    def has(self, character: str) -> bool:
        """Return whether one character is one of these.

        >>> Charset.GSM7.has("€"), Charset.GSM7_BASIC.has("€")
        (True, False)
        """
        return len(character) == 1 and self.holds(character)


def _one_of(characters: Iterable[str]) -> str:
    return "".join(regex.escape(character, special_only=False) for character in sorted(characters))


_CLASSES: Final = {
    Charset.DIGITS: r"0-9",
    Charset.GSM7_BASIC: _one_of(BASIC.values()),
    Charset.GSM7: _one_of(CHARACTERS),
    Charset.ASCII: r"\x20-\x7e",
    Charset.LATIN: r"[\p{Latin}&&\p{L}&&[\u0000-\uffff]]\u0300-\u036f\ \-.'’",
    Charset.BMP: r"\u0000-\ud7ff\ue000-\uffff",
    Charset.ANY: r"\u0000-\ud7ff\ue000-\U0010ffff",
}
"""By what they may cost, the least first: ASCII has the backtick, which makes a message UCS-2."""
_TEXTS: Final = {
    charset: regex.compile(f"[{characters}]*+", regex.VERSION1)
    for charset, characters in _CLASSES.items()
}


class Field(Struct, frozen=True, rename="kebab"):
    """What a field may hold: lengths in code points, both included, and a charset.

    Raises ``TypeError`` for a value of another kind, ``ValueError`` for a length
    below 0 and a ``min_length`` over ``max_length``.

    >>> Field(20, Charset.LATIN)
    Field(max_length=20, charset=<Charset.LATIN: 'latin'>, min_length=0)
    """

    max_length: int
    charset: Charset = Charset.ANY
    min_length: int = 0

    def __post_init__(self) -> None:
        check(type(self), **asdict(self))
        for name, length in (("min_length", self.min_length), ("max_length", self.max_length)):
            if length < 0:
                raise ValueError(f"{name} is {length}, and no text is shorter than 0 characters")
        if self.min_length > self.max_length:
            raise ValueError(f"min_length {self.min_length} is over max_length {self.max_length}")

    @classmethod
    @checked
    def of_values(cls, values: Iterable[str]) -> Self:
        """Describe real data: its shortest and longest value, and the narrowest charset.

        The charsets are tried in the order digits, GSM-7 basic, GSM-7, ASCII,
        Latin, BMP, any: by what they may cost.  A sample says nothing of values
        that are not in it.

        Raises ``ValueError`` where there is no value or one has a lone surrogate,
        ``TypeError`` where one is no ``str`` or ``values`` itself is one.

        >>> Field.of_values(["Ann", "Zoë", "Łukasz"])
        Field(max_length=6, charset=<Charset.LATIN: 'latin'>, min_length=3)
        """
        if isinstance(values, str):
            raise TypeError("values are several texts, not one")
        lengths = set()
        characters: set[str] = set()
        for number, value in enumerate(values):
            if not isinstance(value, str):
                raise TypeError(f"value {number} is a {type(value).__name__}, not a str")
            lengths.add(len(value))
            characters.update(value)
        if not lengths:
            raise ValueError("there is no value to describe a field by")
        found = "".join(characters)
        charset = next((each for each in _CLASSES if each.holds(found)), None)
        if charset is None:
            stranger = next(each for each in found if not Charset.ANY.has(each))
            raise ValueError(f"a value has a lone surrogate, {describe(stranger)}")
        return cls(max(lengths), charset, min(lengths))

    @checked
    def holds(self, value: str) -> bool:
        """Return whether a value is one that the field may hold.

        >>> Field(3, Charset.DIGITS, min_length=1).holds("1234")
        False
        """
        return self.min_length <= len(value) <= self.max_length and self.charset.holds(value)
