"""Campaigns: what a million messages will be, from columns of recipients and texts.

Needs the extra ``bulk`` (pyarrow and numba).  :func:`preview` takes batches of
rows and gives a frozen :class:`Preview`; it reads no file and writes none.
"""

from smsplan.errors import MissingExtra

try:
    import numba as _numba  # noqa: F401 - is it there?
    import pyarrow as _pyarrow  # noqa: F401, ICN001 - is it there?
except ImportError as error:
    raise MissingExtra(extra="bulk", feature="smsplan.campaign") from error

from smsplan.campaign.previewing import preview
from smsplan.campaign.results import (
    Bar,
    BoundsFound,
    Country,
    Culprit,
    Difference,
    FieldFound,
    Group,
    Preview,
    Sample,
    Share,
)

__all__ = [
    "Bar",
    "BoundsFound",
    "Country",
    "Culprit",
    "Difference",
    "FieldFound",
    "Group",
    "Preview",
    "Sample",
    "Share",
    "preview",
]
