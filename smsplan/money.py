"""Exact sums of money: nothing is ever rounded, whatever the caller's context is."""

from decimal import Context, Decimal, Inexact, InvalidOperation
from typing import Final

MAX_PLACES: Final = 18
"""Digits that a price may have before the point, and after it."""

EXACT: Final = Context(prec=100, traps=[Inexact, InvalidOperation])
"""More digits than the sum of any campaign has."""


def fits(amount: Decimal) -> bool:
    """Return whether an amount is finite, with :data:`MAX_PLACES` digits on either side at most."""
    exponent = amount.as_tuple().exponent
    return isinstance(exponent, int) and amount.adjusted() < MAX_PLACES and -exponent <= MAX_PLACES


def amount(least: Decimal, most: Decimal, currency: str | None = None) -> str:
    """Write money exactly, without zeros at the end: one amount, or the least and the most.

    >>> amount(Decimal("1234.50"), Decimal("1234.5"), "DKK"), amount(Decimal("0.20"), Decimal(1))
    ('1,234.5 DKK', '0.2 to 1')
    """
    written = f"{plain(least):,f}" if least == most else f"{plain(least):,f} to {plain(most):,f}"
    return f"{written} {currency or ''}".rstrip()


def plain(amount: Decimal) -> Decimal:
    """Return an amount without needless zeros, never in scientific notation.

    >>> plain(Decimal("0.20")), plain(Decimal("2E+2"))
    (Decimal('0.2'), Decimal('200'))
    """
    short = EXACT.normalize(amount)
    return EXACT.quantize(short, Decimal(1)) if short == short.to_integral_value() else short
