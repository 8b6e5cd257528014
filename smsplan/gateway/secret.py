"""Whether what somebody else wrote could hold a secret, in whatever way it was written there.

It could, where four characters of the secret stand one behind the other, in either
case, so one that was truncated is found too.  They are looked for as they are, and
percent-encoded, in HTML and in JSON, one in the other up to eight times; what is
deeper yet could hold anything.
"""

import html
import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import unquote

_RUN: Final = 4
_MAX_STEPS: Final = 24
_ESCAPE: Final = re.compile(r"(?:\\u|%u)([0-9a-fA-F]{4})|\\x([0-9a-fA-F]{2})|\\(.)", re.DOTALL)


def could_hold(value: object, secret: str) -> bool:
    """Return whether a value of JSON could hold a secret, which is not empty."""
    *_, decoded = _decodings(secret)
    size = min(_RUN, len(secret), len(decoded))
    runs = _runs(secret, size) | _runs(decoded, size)
    return any(_has_run(text, runs, size) for text in _texts(value))


def _texts(value: object) -> Iterator[str]:
    pending = [value]
    while pending:
        item = pending.pop()
        if isinstance(item, dict):
            pending += [*item.keys(), *item.values()]
        elif isinstance(item, list):
            pending += item
        else:
            yield str(item)


def _has_run(text: str, runs: set[str], size: int) -> bool:
    return any(
        step == _MAX_STEPS or not runs.isdisjoint(_runs(decoded, size))
        for step, decoded in enumerate(_decodings(text))
    )


def _decodings(text: str) -> Iterator[str]:
    """Return a text, and all that it becomes as long as decoding changes it."""
    yield text
    before = None
    while text != before:
        before = text
        for decode in (html.unescape, _unescaped, unquote):
            decoded = decode(text)
            if decoded != text:
                yield decoded
            text = decoded


def _unescaped(text: str) -> str:
    plain = _ESCAPE.sub(lambda found: found[3] or chr(int(found[1] or found[2], 16)), text)
    return plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # joins halves


def _runs(text: str, size: int) -> set[str]:
    """Return all parts of that many characters; a form has a plus for a space."""
    folded = text.casefold().replace("+", " ")
    return {folded[at : at + size] for at in range(len(folded) - size + 1)}
