"""Files of recipients: read in batches of rows, whatever is wrong with some, and written."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from smsplan.campaign.files.rows import UNREAD, Kind
from smsplan.lazy import lazily

if TYPE_CHECKING:
    from smsplan.campaign.files.source import Source, read

__all__ = ["UNREAD", "Kind", "Source", "read"]

__getattr__: Callable[[str], object] = lazily(
    __name__, {"smsplan.campaign.files.source": ("Source", "read")}, extra="bulk"
)
