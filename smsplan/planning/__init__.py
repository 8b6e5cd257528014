"""Planning: what happens to a text on its way to the phone."""

from smsplan.gsm7.tables import ALL_LANGUAGES, Language
from smsplan.planning.plans import NonGsmCharacter, Plan, plan
from smsplan.planning.profile import (
    CONCATENATION_OCTETS,
    MAX_SEGMENTS,
    SHIFT_OCTETS,
    STANDARD,
    TP_UD_OCTETS,
    Above,
    Boundary,
    Capacity,
    Counting,
    Encoding,
    Limit,
    Profile,
    Replace,
    WhiteSpace,
    capacity,
)
from smsplan.planning.rewriting import Replaced
from smsplan.planning.segments import Segment

__all__ = [
    "ALL_LANGUAGES",
    "CONCATENATION_OCTETS",
    "MAX_SEGMENTS",
    "SHIFT_OCTETS",
    "STANDARD",
    "TP_UD_OCTETS",
    "Above",
    "Boundary",
    "Capacity",
    "Counting",
    "Encoding",
    "Language",
    "Limit",
    "NonGsmCharacter",
    "Plan",
    "Profile",
    "Replace",
    "Replaced",
    "Segment",
    "WhiteSpace",
    "capacity",
    "plan",
]
