"""What the sandbox keeps of each message."""

from collections.abc import Iterable
from decimal import Decimal
from functools import reduce

from msgspec import Struct

from smsplan.money import EXACT


class Accepted(Struct, frozen=True, kw_only=True, gc=False):
    """A message of one recipient that nothing is wrong with, and what it costs.

    ``msisdn`` has canonical digits.  ``cost`` is in the currency of the rate
    card, ``price`` in øre as the request gave it.  Times are Unix timestamps, in
    seconds: ``sent`` is when the gateway took it, ``scheduled`` when it is to be
    sent, ``None`` for at once.
    """

    msisdn: str
    sender: str
    text: str
    sent: int
    cost: Decimal
    chars_count: int
    msg_count: int
    scheduled: int | None = None
    flash: bool = False
    silent: bool = False
    wappush: str | None = None
    callback: str | None = None
    price: int | None = None


class Message(Accepted, frozen=True, kw_only=True, gc=False):
    """A message in the store: what was accepted, and what became of it.

    ``status`` is a status code of the gateway (API, section 2) and ``received``
    the Unix timestamp at which it was reached; both are ``None`` until then.
    ``attempts`` counts the calls of its callback so far; ``answer`` is the HTTP
    status of the last one, ``None`` where there was no answer; ``failure`` says
    why that one failed, ``None`` where it did not.
    """

    smsid: int
    status: int | None = None
    received: int | None = None
    attempts: int = 0
    answer: int | None = None
    failure: str | None = None

    @property
    def origin(self) -> str:
        """The callback up to the first slash behind the host: whom a call keeps busy."""
        url = self.callback or ""
        slash = url.find("/", len("https://"))
        return url if slash < 0 else url[: slash + 1]


def total(messages: Iterable[Accepted]) -> Decimal:
    """Return what messages cost together, exactly."""
    return reduce(EXACT.add, (message.cost for message in messages), Decimal(0))
