"""What providers do to texts, each fact with its source; and one text at all of them."""

from smsplan.errors import ProviderError
from smsplan.providers.comparing import Compared, Comparison, compare
from smsplan.providers.facts import Fact, names
from smsplan.providers.provider import Provider, get

__all__ = [
    "Compared",
    "Comparison",
    "Fact",
    "Provider",
    "ProviderError",
    "compare",
    "get",
    "names",
]
