"""How a delivery ends: the status code of a message, by its number."""

from collections.abc import Mapping
from typing import Final

import msgspec
from msgspec import Struct

DELIVERED: Final = 150
"""The status code of a message that arrived."""
ROAMING: Final = 100
"""The status code of a message that is still on its way, in another network."""

STATUSES: Final[Mapping[int, str]] = {
    **dict.fromkeys(range(1, 12), "internal termination"),
    12: "number does not exist",
    13: "number invalid",
    14: "number blacklisted",
    **dict.fromkeys(range(22, 100), "external termination"),
    ROAMING: "roaming",
    DELIVERED: "delivered",
}
"""The status codes of a message, and what they say (API, section 2)."""

_UNDELIVERABLE: Final = {"12": 12, "13": 13, "14": 14}


class Outcomes(Struct, frozen=True):
    """Status codes by the last digits of the number; the longest suffix that matches wins.

    What matches none is delivered; without rules of one's own, numbers that end in
    12, 13 and 14 end with those status codes.  The suffix ``""`` matches every number.

    Raises ``ValueError`` for a suffix that is something else than digits, and
    for a status code that the gateway does not have.

    >>> Outcomes().status("4520123412"), Outcomes().status("4520123456")
    (12, 150)
    """

    statuses: Mapping[str, int] = msgspec.field(default_factory=_UNDELIVERABLE.copy)

    def __post_init__(self) -> None:
        for suffix, status in self.statuses.items():
            if suffix and not (suffix.isascii() and suffix.isdigit()):
                raise ValueError(f"the outcome for {suffix!r}: numbers end in digits")
            if status not in STATUSES:
                raise ValueError(
                    f"the outcome for {suffix!r}: the gateway has no status code {status!r}"
                )
        msgspec.structs.force_setattr(self, "statuses", dict(self.statuses))

    def status(self, msisdn: str) -> int:
        """Return the status code that a message to a number ends with."""
        suffixes = (msisdn[start:] for start in range(len(msisdn) + 1))
        return next(
            (self.statuses[suffix] for suffix in suffixes if suffix in self.statuses), DELIVERED
        )
