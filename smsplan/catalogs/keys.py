"""Key paths of JSON and YAML, and the patterns that select among keys."""

import json
import re
from collections.abc import Callable
from fnmatch import translate
from typing import Final

MOST_LEVELS: Final = 1000
"""How deep a file may nest: each message knows its whole path, which must not grow without end."""

_SIMPLE: Final = re.compile(r'[^\s.\[\]"]+')


class KeyPath:
    """The path from the root of a file to the value that is being read."""

    def __init__(self) -> None:
        self.value = ""
        self._containers: list[tuple[str, int]] = []

    @property
    def levels(self) -> int:
        """How many containers are open."""
        return len(self._containers)

    def enter(self) -> None:
        """Go into the value, a container."""
        self._containers.append((self.value, -1))

    def leave(self) -> None:
        """Leave the innermost container, which is the value again."""
        self.value, _ = self._containers.pop()

    def item(self) -> None:
        """Go to the next item of a sequence."""
        container, index = self._containers[-1]
        self._containers[-1] = container, index + 1
        self.value = f"{container}[{index + 1}]"

    def key(self, name: str) -> None:
        """Go to what a key names."""
        container, _ = self._containers[-1]
        if not (name.isprintable() and _SIMPLE.fullmatch(name)):
            name = json.dumps(name, ensure_ascii=not name.isprintable())
            self.value = f"{container}[{name}]"
        else:
            self.value = f"{container}.{name}" if container else name


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
