"""Columns of messages: plans, non-GSM characters, recipients and prices of a million rows at once.

Needs the extra ``bulk`` (pyarrow and numba).  Takes anything that speaks the
Arrow C data interface: arrays of pyarrow, Series of Polars and pandas, results
of DuckDB.  :func:`smsplan.plan` is the reference: a column says of every row
what it says of the text.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from smsplan.lazy import lazily

if TYPE_CHECKING:
    from smsplan.columns.non_gsm import non_gsm_array
    from smsplan.columns.plans import plan_array
    from smsplan.columns.prices import quote_array
    from smsplan.columns.recipients import msisdn_array

__all__ = ["msisdn_array", "non_gsm_array", "plan_array", "quote_array"]

__getattr__: Callable[[str], object] = lazily(
    __name__,
    {
        "smsplan.columns.non_gsm": ("non_gsm_array",),
        "smsplan.columns.plans": ("plan_array",),
        "smsplan.columns.prices": ("quote_array",),
        "smsplan.columns.recipients": ("msisdn_array",),
    },
    extra="bulk",
)
