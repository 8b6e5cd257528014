"""Planning: what happens to a text on its way to the phone."""

from smsplan.gsm7.tables import ALL_LANGUAGES, Language
from smsplan.planning.plans import NonGsmCharacter, Plan, Segment, plan
from smsplan.planning.profile import (
    CONCATENATION_OCTETS,
    MAX_SEGMENTS,
    SHIFT_OCTETS,
    STANDARD,
    TP_UD_OCTETS,
    TWILIO,
    Boundary,
    Encoding,
    Profile,
    capacity,
)

__all__ = [
    "ALL_LANGUAGES",
    "CONCATENATION_OCTETS",
    "MAX_SEGMENTS",
    "SHIFT_OCTETS",
    "STANDARD",
    "TP_UD_OCTETS",
    "TWILIO",
    "Boundary",
    "Encoding",
    "Language",
    "NonGsmCharacter",
    "Plan",
    "Profile",
    "Segment",
    "capacity",
    "plan",
]
