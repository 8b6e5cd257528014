"""Columns of messages: plans, misfits, recipients and prices of a million rows at once.

Needs the extra ``bulk`` (pyarrow and numba).  Takes anything that speaks the
Arrow C data interface: arrays of pyarrow, Series of Polars and pandas, results
of DuckDB.  :func:`smsplan.plan` is the reference: a column says of every row
what it says of the text.
"""

from smsplan.errors import MissingExtra

try:
    import numba  # noqa: F401 - is it there?
    import pyarrow as pa  # noqa: F401 - is it there?
except ImportError as error:
    raise MissingExtra(extra="bulk", feature="smsplan.arrow") from error

from smsplan.arrow.misfits import misfit_array
from smsplan.arrow.plans import plan_array
from smsplan.arrow.prices import quote_array
from smsplan.arrow.recipients import msisdn_array

__all__ = ["misfit_array", "msisdn_array", "plan_array", "quote_array"]
