"""What providers do to texts, each fact with its source; and one text at all of them."""

from smsplan.fact import Fact
from smsplan.providers.comparing import Compared, Comparison, compare
from smsplan.providers.facts import Option, names
from smsplan.providers.page import page
from smsplan.providers.provider import Provider, get, read

__all__ = [
    "Compared",
    "Comparison",
    "Fact",
    "Option",
    "Provider",
    "compare",
    "get",
    "names",
    "page",
    "read",
]
