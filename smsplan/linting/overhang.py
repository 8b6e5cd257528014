"""How much shorter a text has to be to need one message less."""

from typing import Final, NamedTuple

from smsplan.gsm7.tables import EXTENSION
from smsplan.linting.fixing import free_plan
from smsplan.planning import Encoding, Plan, Profile, capacity

_OF_THE_EXTENSION: Final = frozenset(EXTENSION.values())


class Overhang(NamedTuple):
    """The characters from ``start`` on, and what they cost."""

    start: int
    units: int


def overhang(planned: Plan, profile: Profile) -> Overhang | None:
    """Find the fewest characters at the end without which a message less is enough.

    There are none for one message, nor where a shorter text needs other tables.
    """
    if planned.msg_count == 1:
        return None
    last = planned.segments[-1]
    over = Overhang(last.start, last.chars_count)
    if planned.msg_count == 2:  # noqa: PLR2004 - one alone has more room than each of two
        over = _beyond_one(planned)
    shorter = free_plan(planned.text[: over.start], profile)
    return over if shorter.msg_count < planned.msg_count else None


def _beyond_one(planned: Plan) -> Overhang:
    beyond = planned.chars_count - capacity(planned.encoding)
    start = len(planned.text)
    units = 0
    while units < beyond:
        start -= 1
        character = planned.text[start]
        is_gsm7 = planned.encoding is Encoding.GSM7
        units += 1 + (character in _OF_THE_EXTENSION if is_gsm7 else character > "\uffff")
    return Overhang(start, units)
