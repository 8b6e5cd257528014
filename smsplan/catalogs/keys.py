"""Key paths of JSON and YAML, and the patterns that select among keys."""

import json
import re
from collections.abc import Callable
from fnmatch import translate
from typing import Final

from msgspec import Struct

from smsplan.catalogs.source import Source

MAX_PATH: Final = 1000
"""Characters of the key path of a mapping or sequence: all that stands in it has them in its key.

No file nests so deep in earnest, and each parser stops somewhere of its own accord.
"""

_SIMPLE: Final = re.compile(r'[^\s.\[\]"]+')


class Key(Struct, frozen=True, eq=False, gc=False):
    """The key of a message: a step from the mapping or sequence that it stands in.

    The steps to there are shared by all that stands in it, so that the keys of a
    file take no more memory than the file.  ``str`` joins them.
    """

    step: str = ""
    container: "Key | None" = None

    def __str__(self) -> str:
        """Write the whole key."""
        steps = []
        key: Key | None = self
        while key is not None:
            steps.append(key.step)
            key = key.container
        return "".join(reversed(steps))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Key) and str(self) == str(other)

    def __hash__(self) -> int:
        return hash(str(self))


ROOT: Final = Key()
"""The key of what stands in nothing."""


class KeyPath:
    """The path from the root of a file to the value that is being read."""

    def __init__(self, source: Source) -> None:
        self.value: Key = ROOT
        self._source = source
        self._length = 0
        # Of each container that is open its key, the length of that, and the index of an item.
        self._containers: list[tuple[Key, int, int]] = []

    def enter(self, at: int) -> None:
        """Go into the value, a container, which begins at an index into the file.

        Raises :class:`~smsplan.errors.CatalogError` where its path is too long.
        """
        if self._length > MAX_PATH:
            reason = f"nested too deep: the key path to here has more than {MAX_PATH} characters"
            self._source.refuse(reason, at)
        self._containers.append((self.value, self._length, -1))

    def leave(self) -> None:
        """Leave the innermost container, which is the value again."""
        self.value, self._length, _ = self._containers.pop()

    def item(self) -> None:
        """Go to the next item of a sequence."""
        container, length, index = self._containers[-1]
        self._containers[-1] = container, length, index + 1
        self._go(f"[{index + 1}]")

    def key(self, name: str) -> None:
        """Go to what a key names."""
        if not (name.isprintable() and _SIMPLE.fullmatch(name)):
            self._go(f"[{json.dumps(name, ensure_ascii=not name.isprintable())}]")
        else:
            self._go(f".{name}" if self._containers[-1][1] else name)

    def _go(self, step: str) -> None:
        container, length, _ = self._containers[-1]
        self.value = Key(step, container)
        self._length = length + len(step)


def matcher(pattern: str) -> Callable[[str], bool]:
    """Make the test whether a whole key matches a pattern.

    ``*`` stands for any characters, none among them; every other character for
    itself, brackets and question marks too.

    >>> [matcher("sms.*")(key) for key in ("sms.welcome", "sms.due[0]", "sms", "mail.sms.due")]
    [True, True, False, False]
    >>> matcher("*.texts[*].sms")("da.texts[3].sms")
    True
    """
    literal = "".join(f"[{character}]" if character in "[?" else character for character in pattern)
    expression = re.compile(translate(literal))
    return lambda key: expression.match(key) is not None
