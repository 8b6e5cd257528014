"""A gateway to test against: it bills, keeps and pretends to deliver, and sends nothing.

Needs the extra ``web``.  The one thing that leaves it are callbacks, to loopback
addresses unless other hosts are allowed.
"""

from smsplan.errors import MissingExtra

try:
    from smsplan.gateway.sandbox.sandbox import Sandbox
except ImportError as error:
    raise MissingExtra(extra="web", feature="smsplan.gateway.sandbox") from error

from smsplan.gateway.sandbox.address_book import AddressBook
from smsplan.gateway.sandbox.messages import Message
from smsplan.gateway.sandbox.settings import Settings

__all__ = ["AddressBook", "Message", "Sandbox", "Settings"]
