"""What a text is billed as when it is sent as RCS instead of as an SMS."""

from enum import StrEnum
from typing import Final

from msgspec import Struct

from smsplan.arguments import checked

__all__ = ["Kind", "Market", "RcsBill", "Unit", "bill"]

ROOM: Final = 160
"""How much a Basic message holds, and each part of a Rich one that is billed."""


class Kind(StrEnum):
    """What a message is billed as; carriers and resellers price each."""

    RICH = "rich"
    """Text of any length in the United States, in parts of 160."""
    BASIC = "basic"
    """Text alone, up to 160, everywhere else."""
    SINGLE = "single"
    """All else that is no conversation: a longer text, or one with suggestions."""


class Market(StrEnum):
    """Where the recipient's carrier is: it says how is billed."""

    US = "us"
    INTERNATIONAL = "international"


class Unit(StrEnum):
    """What 160 of are counted: sources disagree."""

    BYTES = "bytes"
    """Bytes of UTF-8: Google, Infobip, Sinch, and Twilio's calculator."""
    CHARACTERS = "characters"
    """Code points: 8x8, BulkGate, and an older page of Sinch's."""


class RcsBill(Struct, frozen=True):
    """What is billed: so many messages of a kind."""

    kind: Kind
    count: int


@checked
def bill(
    text: str, market: Market | str, *, unit: Unit | str = Unit.BYTES, suggestions: bool = False
) -> RcsBill:
    """Return what a text is billed as in a market.

    In the United States a text is Rich, once for each 160; suggested replies, and to dial or
    to open an address, change nothing.  Elsewhere it is Basic up to 160, else Single, which
    ``suggestions`` make it, too.  An empty text is billed no time.  ``unit`` says of what 160
    are counted.  What is billed for a conversation, or for media, is another matter.

    Raises ``ValueError`` for a market or a unit that there is not, ``TypeError`` for a text
    that is no ``str``.

    Sources, read on 2026-11-29: Google, US billing model
    (https://developers.google.com/business-communications/rcs-business-messaging/carriers/billing/us-billing-model);
    Infobip (https://www.infobip.com/docs/rcs/billing-types.md); Sinch
    (https://community.sinch.com/t5/RCS/RCS-for-Business-Billing-Categories/ta-p/15729);
    sms-segments-calculator 1.3.0.  For characters: 8x8
    (https://developer.8x8.com/connect/docs/billing-categories); BulkGate
    (https://help.bulkgate.com/docs/en/rcs-24-hour-session.html).

    >>> bill("é" * 100, "us")
    RcsBill(kind=<Kind.RICH: 'rich'>, count=2)
    >>> bill("é" * 100, "international").kind
    <Kind.SINGLE: 'single'>
    >>> bill("é" * 100, "international", unit="characters").kind
    <Kind.BASIC: 'basic'>
    """
    market, unit = Market(market), Unit(unit)
    size = len(text.encode("utf-8", "surrogatepass") if unit is Unit.BYTES else text)
    if market is Market.US:
        return RcsBill(Kind.RICH, -(-size // ROOM))
    is_basic = size <= ROOM and not suggestions
    return RcsBill(Kind.BASIC if is_basic else Kind.SINGLE, min(size, 1))
