"""A gateway to test against: it bills, keeps and pretends to deliver, and sends nothing.

Needs the extra ``web``.  The one thing that leaves it are callbacks, to loopback
addresses unless other hosts are allowed.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from smsplan.lazy import lazily

if TYPE_CHECKING:
    from smsplan.sandbox.address_book import AddressBook
    from smsplan.sandbox.messages import Message
    from smsplan.sandbox.sandbox import Sandbox
    from smsplan.sandbox.settings import Settings

__all__ = ["AddressBook", "Message", "Sandbox", "Settings"]

__getattr__: Callable[[str], object] = lazily(
    __name__,
    {
        "smsplan.sandbox.address_book": ("AddressBook",),
        "smsplan.sandbox.messages": ("Message",),
        "smsplan.sandbox.sandbox": ("Sandbox",),
        "smsplan.sandbox.settings": ("Settings",),
    },
    extra="web",
)
