"""What a modem's log has beside PDUs: commands, and what the modem says to them.

The commands and their answers are those of 3GPP TS 27.005 and 27.007, and of V.250.
"""

import re
from typing import Final

_TALK: Final = re.compile(
    r"AT([A-Z]?|([A-Z][0-9]+)+(=.*)?|[+^*%$#&].*|D[0-9+].*)"  # commands, as they are echoed
    r"|[+^*%$#][A-Z]+[:=?! ].*"  # +CMGL: 1,1,,24 and whatever else it reports of itself
    r"|OK|ERROR|RING|BUSY|NO CARRIER|CONNECT.*"
    r"|>?",  # the prompt for a PDU, and blank lines
    re.IGNORECASE,
)
_PROMPT: Final = ">"
_ENDS: Final = "\x1a\x1b"
"""Ctrl-Z sends what was typed at the prompt; ESC does not."""


def pdu_in(line: str) -> str | None:
    r"""Return the PDU that a line of a modem's log has, or what stands in its place; else nothing.

    >>> pdu_in("+CMGL: 1,1,,24"), pdu_in("0791447758\r"), pdu_in("> 0011000B\x1a")
    (None, '0791447758', '0011000B')
    """
    said = line.strip().rstrip(_ENDS)
    return None if _TALK.fullmatch(said) else said.removeprefix(_PROMPT).strip()
