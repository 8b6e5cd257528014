"""Campaigns: what a million messages will be, from columns of recipients and texts.

Needs the extra ``bulk`` (pyarrow and numba).  :func:`preview` takes batches of
rows and gives a frozen :class:`Preview`; it reads no file and writes none.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from smsplan.lazy import lazily

if TYPE_CHECKING:
    from smsplan.campaign.previewing import preview
    from smsplan.campaign.results import (
        Bar,
        BoundsFound,
        CharacterFound,
        Country,
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
    "CharacterFound",
    "Country",
    "Difference",
    "FieldFound",
    "Group",
    "Preview",
    "Sample",
    "Share",
    "preview",
]

__getattr__: Callable[[str], object] = lazily(
    __name__,
    {
        "smsplan.campaign.previewing": ("preview",),
        "smsplan.campaign.results": [name for name in __all__ if name != "preview"],
    },
    extra="bulk",
)
