"""Planning: what happens to a text on its way to the phone."""

from smsplan.planning.plans import Misfit, Plan, Segment, plan
from smsplan.planning.profile import (
    CONCATENATION_OCTETS,
    MOST_SEGMENTS,
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
    "CONCATENATION_OCTETS",
    "MOST_SEGMENTS",
    "SHIFT_OCTETS",
    "STANDARD",
    "TP_UD_OCTETS",
    "TWILIO",
    "Boundary",
    "Encoding",
    "Misfit",
    "Plan",
    "Profile",
    "Segment",
    "capacity",
    "plan",
]
