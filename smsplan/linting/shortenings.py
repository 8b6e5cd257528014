"""Changes that make a text shorter, in whatever encoding it goes out."""

from collections.abc import Iterator, Mapping
from typing import Final

import regex
from msgspec import Struct

from smsplan.findings import Edit, Safety
from smsplan.linting.protection import Protection


class Economy(Struct, frozen=True):
    """What to write shorter: every match of a pattern, by what it matches."""

    code: str
    safety: Safety
    pattern: regex.Pattern[str]
    shorter: Mapping[str, str]
    """What stands for a match; for one that is not here, nothing."""

    def edits(self, text: str) -> Iterator[Edit]:
        """Return the edits, none of them in a placeholder or a URL."""
        protected = Protection(text)
        for found in self.pattern.finditer(text):
            if not protected.meets(*found.span()):
                yield Edit(*found.span(), self.shorter.get(found[0][:1], ""))


ECONOMIES: Final = (
    Economy("COST004", Safety.SAFE, regex.compile(r"(?<!\s)\s++\Z|(?<! ) ++(?=\r?\n)"), {}),
    Economy("COST003", Safety.SAFE, regex.compile(r"\r(?=\n)"), {}),
    Economy("COST004", Safety.SAFE, regex.compile(r"(?<! ) {2,}+"), {" ": " "}),
    Economy(
        "COST002",
        Safety.UNSAFE,
        regex.compile(r"[\[\]{}~|]"),
        {"[": "(", "]": ")", "{": "(", "}": ")", "~": "-", "|": "/"},
    ),
)
"""White space that nobody sees, then characters that cost two septets; mildest first."""
