"""Campaigns: what a million messages will be, from columns of recipients and texts.

Needs the extra ``bulk`` (pyarrow and numba).  :func:`preview` takes batches of
rows and gives a frozen :class:`Preview`, :func:`html_report` a page of that; neither reads
a file or writes one.  :mod:`smsplan.campaign.files` reads files of recipients.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from smsplan.lazy import lazily

if TYPE_CHECKING:
    from smsplan.campaign.previewing import preview
    from smsplan.campaign.report import html_report
    from smsplan.campaign.results import (
        Bar,
        BoundsFound,
        Channel,
        CharacterFound,
        Country,
        CountryFinding,
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
    "Channel",
    "CharacterFound",
    "Country",
    "CountryFinding",
    "Difference",
    "FieldFound",
    "Group",
    "Preview",
    "Sample",
    "Share",
    "html_report",
    "preview",
]

__getattr__: Callable[[str], object] = lazily(
    __name__,
    {
        "smsplan.campaign.previewing": ("preview",),
        "smsplan.campaign.report": ("html_report",),
        "smsplan.campaign.results": [name for name in __all__ if name[0].isupper()],
    },
    extra="bulk",
)
