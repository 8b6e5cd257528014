"""smsplan knows, before an SMS is sent, what will happen to it.

What stands here is loaded when it is first used; the rest is reached in its room,
such as ``smsplan.wire`` or ``smsplan.campaign``.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from smsplan.lazy import lazily

if TYPE_CHECKING:
    from smsplan import providers
    from smsplan.destinations import msisdn, sender
    from smsplan.destinations.rates import Quote, RateCard
    from smsplan.errors import (
        BoundsError,
        GatewayError,
        InvalidValueError,
        MissingExtraError,
        ProviderError,
        RateCardError,
        RequestRefusedError,
        SendError,
        SmsplanError,
        TemplateError,
        UnencodableTextError,
        UnknownDestinationError,
        UnknownRuleError,
    )
    from smsplan.findings import Edit, Finding, Fix, Safety, Severity
    from smsplan.gateway import Preflight, SmsRequest, SmsSent, preflight
    from smsplan.gateway.client import Client
    from smsplan.linting import Fixed, explain, fix, lint
    from smsplan.planning import (
        STANDARD,
        Boundary,
        Encoding,
        Language,
        Plan,
        Profile,
        Segment,
        plan,
    )
    from smsplan.providers import Comparison, Provider, compare
    from smsplan.release import __version__
    from smsplan.templates import Bounds, Charset, Field, Range, Syntax, Template, Witness

__all__ = [
    "STANDARD",
    "Boundary",
    "Bounds",
    "BoundsError",
    "Charset",
    "Client",
    "Comparison",
    "Edit",
    "Encoding",
    "Field",
    "Finding",
    "Fix",
    "Fixed",
    "GatewayError",
    "InvalidValueError",
    "Language",
    "MissingExtraError",
    "Plan",
    "Preflight",
    "Profile",
    "Provider",
    "ProviderError",
    "Quote",
    "Range",
    "RateCard",
    "RateCardError",
    "RequestRefusedError",
    "Safety",
    "Segment",
    "SendError",
    "Severity",
    "SmsRequest",
    "SmsSent",
    "SmsplanError",
    "Syntax",
    "Template",
    "TemplateError",
    "UnencodableTextError",
    "UnknownDestinationError",
    "UnknownRuleError",
    "Witness",
    "__version__",
    "compare",
    "explain",
    "fix",
    "lint",
    "msisdn",
    "plan",
    "preflight",
    "providers",
    "sender",
]

__getattr__: Callable[[str], object] = lazily(
    __name__,
    {
        "smsplan.destinations.msisdn": ["msisdn"],
        "smsplan.destinations.rates": ["Quote", "RateCard"],
        "smsplan.destinations.sender": ["sender"],
        "smsplan.errors": [name for name in __all__ if name.endswith("Error")],
        "smsplan.findings": ["Edit", "Finding", "Fix", "Safety", "Severity"],
        "smsplan.gateway": ["Preflight", "SmsRequest", "SmsSent", "preflight"],
        "smsplan.gateway.client": ["Client"],
        "smsplan.linting": ["Fixed", "explain", "fix", "lint"],
        "smsplan.planning": [
            *("STANDARD", "Boundary", "Encoding", "Language", "Plan", "Profile", "Segment", "plan"),
        ],
        "smsplan.providers": ["Comparison", "Provider", "compare", "providers"],
        "smsplan.release": ["__version__"],
        "smsplan.templates": [
            *("Bounds", "Charset", "Field", "Range", "Syntax", "Template", "Witness"),
        ],
    },
)


def __dir__() -> list[str]:
    return __all__
