"""Everything that a sandbox gateway is told."""

from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Final

from msgspec import Struct

from smsplan.arguments import is_utf8
from smsplan.destinations.rates import RateCard
from smsplan.money import MAX_PLACES, fits
from smsplan.planning import STANDARD, Profile
from smsplan.sandbox.address_book import AddressBook
from smsplan.sandbox.faults import FaultRule
from smsplan.sandbox.outcomes import Outcomes

RATES: Final = RateCard(
    "DKK",
    {"45": Decimal("0.2"), "47": Decimal("0.2"), "46": Decimal("0.2"), "44": Decimal("0.55")},
    default=Decimal("0.6"),
    countries={
        "45": "Denmark",
        "47": "Norway",
        "46": "Sweden",
        "44": "United Kingdom",
        "0": "Other countries",
    },
)
"""The price list of the gateway's page (background: API, section 2)."""

BALANCE: Final = Decimal("95.96")
"""The credit of the same page."""

FASTEST: Final = 1_000_000
"""Seconds of the sandbox in one of ours: the 25 hours of a callback in a tenth of a second."""


class Settings(Struct, frozen=True, kw_only=True):
    """What a sandbox gateway is told.

    ``store`` is a file, or ``None`` for memory; ``balance`` is that of a new
    store, in the currency of ``rates``.  ``clock_speed`` counts seconds of the
    sandbox in one of ours.  ``allowed_callbacks`` are hosts that may be called
    beside loopback addresses.

    Raises ``ValueError`` for a user or key that is empty or holds a lone
    surrogate, a balance that is negative, not finite or of more than 18 places
    before or after the point, and a clock speed that is not above zero or beyond
    :data:`FASTEST`.
    """

    user: str = "demo"
    key: str = "demo"
    rates: RateCard = RATES
    balance: Decimal = BALANCE
    store: Path | None = None
    address_book: AddressBook = AddressBook()
    clock_speed: float = 1.0
    allowed_callbacks: tuple[str, ...] = ()
    outcomes: Outcomes = Outcomes()
    faults: tuple[FaultRule, ...] = ()
    profile: Profile = STANDARD

    def __post_init__(self) -> None:
        for name, value in (("user", self.user), ("key", self.key)):
            if not value or not is_utf8(value):
                raise ValueError(f"the {name} is empty, or holds a lone surrogate")
        if not is_balance(self.balance):
            raise ValueError(
                f"the balance {self.balance} is not an amount of zero or more with "
                f"{MAX_PLACES} digits before and after the point at most"
            )
        if not 0 < self.clock_speed <= FASTEST:
            raise ValueError(
                f"the clock speed {self.clock_speed} is not above 0 and {FASTEST:,} at most"
            )


def is_balance(balance: Decimal | str) -> bool:
    """Return whether that is an amount that a balance can be, and stay one whatever is sent."""
    try:
        amount = Decimal(balance)
    except InvalidOperation:
        return False
    return fits(amount) and amount >= 0
