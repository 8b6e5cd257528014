"""smsplan knows, before an SMS is sent, what will happen to it."""

from smsplan import msisdn, sender
from smsplan.alphabet import ALL_LANGUAGES, Language
from smsplan.errors import (
    DecodeError,
    GatewayError,
    InvalidValue,
    MissingExtra,
    NotConnected,
    NotOneMessage,
    RateCardError,
    ReplyLost,
    RequestRefused,
    SendError,
    SmsplanError,
    UnencodableText,
    UnexpectedReply,
    UnknownDestination,
)
from smsplan.findings import Finding, Severity
from smsplan.gateway import Preflight, SmsRequest, SmsSent, parse_reply, preflight
from smsplan.msisdn import Msisdn
from smsplan.planning import (
    STANDARD,
    TWILIO,
    Boundary,
    Encoding,
    Misfit,
    Plan,
    Profile,
    Segment,
    plan,
)
from smsplan.rates import Quote, RateCard

__all__ = [
    "ALL_LANGUAGES",
    "STANDARD",
    "TWILIO",
    "Boundary",
    "DecodeError",
    "Encoding",
    "Finding",
    "GatewayError",
    "InvalidValue",
    "Language",
    "Misfit",
    "MissingExtra",
    "Msisdn",
    "NotConnected",
    "NotOneMessage",
    "Plan",
    "Preflight",
    "Profile",
    "Quote",
    "RateCard",
    "RateCardError",
    "ReplyLost",
    "RequestRefused",
    "Segment",
    "SendError",
    "Severity",
    "SmsRequest",
    "SmsSent",
    "SmsplanError",
    "UnencodableText",
    "UnexpectedReply",
    "UnknownDestination",
    "msisdn",
    "parse_reply",
    "plan",
    "preflight",
    "sender",
]
