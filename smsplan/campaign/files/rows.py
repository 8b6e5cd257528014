"""What the readers of all kinds of files share: the kinds, and how broken rows are told."""

from collections import Counter
from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from smsplan.display import visible

UNREAD = "\x00unread"
"""The column of reasons why rows could not be read; a file that has one of this name is refused."""

_MAX_SHOWN: Final = 80
_MAX_OCTETS: Final = 4
"""Of a character in UTF-8."""

MAX_SHOWN_OCTETS: Final = _MAX_OCTETS * (_MAX_SHOWN + 1)
"""As many as may be of what is shown, and of one more."""


class Kind(StrEnum):
    """The kinds of files."""

    CSV = "csv"
    NDJSON = "ndjson"
    PARQUET = "parquet"
    ARROW = "arrow"


def shown(octets: bytes) -> str:
    """Show the beginning of what may be UTF-8."""
    text = octets[:MAX_SHOWN_OCTETS].decode("utf-8", "replace")
    return visible(text if len(text) <= _MAX_SHOWN else f"{text[:_MAX_SHOWN]}…")


def twice(names: Iterable[str]) -> str | None:
    """Find a name that stands there more than once."""
    return min((name for name, count in Counter(names).items() if count > 1), default=None)
