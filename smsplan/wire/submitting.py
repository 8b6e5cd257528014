"""SMS-SUBMIT: what a sender hands to the service centre (3GPP TS 23.040, clause 9.2.2.2)."""

from bisect import bisect_left
from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from smsplan.arguments import checked
from smsplan.destinations import msisdn as recipients
from smsplan.planning import Plan
from smsplan.wire.octets import pack_digits
from smsplan.wire.plans import UserData, user_data
from smsplan.wire.protocol import TP_PID_NONE, TP_PID_TYPE_0
from smsplan.wire.times import VALIDITY_PERIODS

TP_MTI_SUBMIT: Final = 0x01
"""Clause 9.2.3.1: the message type, from a phone to the network."""
TP_VPF_RELATIVE: Final = 0x10
"""Clause 9.2.3.3: there is a validity period, and it is relative."""
TP_SRR: Final = 0x20
"""Clause 9.2.3.5: a status report is requested."""
TP_UDHI: Final = 0x40
"""Clause 9.2.3.23: the user data begins with a header."""

INTERNATIONAL_E164: Final = 0x91
"""Clause 9.1.2.5: an international number of the ISDN numbering plan."""

_REFERENCES: Final = 1 << 8


@checked
def submit(  # noqa: PLR0913 - one parameter a field
    plan: Plan | Iterable[UserData],
    msisdn: str | int,
    *,
    reference: int = 0,
    flash: bool = False,
    silent: bool = False,
    validity: timedelta | None = None,
    status_report: bool = False,
    message_reference: int = 0,
) -> tuple[bytes, ...]:
    """Write a plan, or the user data of a WAP push, as SMS-SUBMIT TPDUs, one a segment.

    No SMSC address stands before them.  ``reference`` and ``flash`` are those of
    :func:`~smsplan.wire.user_data`, for a plan; user data has its own.
    ``silent`` makes type 0 messages, of which the recipient sees nothing.
    ``validity`` is how long the service centre tries to deliver: 63 weeks at
    most, rounded up to the next period that the standard has; without it the
    service centre decides.  ``message_reference`` is the TP-MR of the first
    TPDU, 0 to 255, from which it counts on, and begins again after 255.

    Raises :class:`~smsplan.errors.InvalidValueError` for a recipient that
    :func:`smsplan.destinations.msisdn.validate` refuses, ``ValueError`` for a validity or a
    message reference out of range, and what :func:`~smsplan.wire.user_data` does;
    ``TypeError`` for user data with a ``reference`` or ``flash``.

    >>> from smsplan import plan
    >>> [tpdu.hex() for tpdu in submit(plan("hello"), "+45 12 34 56 78")]
    ['01000a915421436587000005e8329bfd06']
    >>> from smsplan.wire import wappush
    >>> push = wappush("http://www.example.com/", "News")
    >>> [tpdu.hex()[:26] for tpdu in submit(push.segments, 4512345678)]
    ['41000a91542143658700042506']
    """
    if isinstance(plan, Plan):
        plan = user_data(plan, reference=reference, flash=flash)
    elif reference or flash:
        raise TypeError("reference and flash are those of a plan; user data has its own")
    if not 0 <= message_reference < _REFERENCES:
        raise ValueError(f"message_reference is 0 to {_REFERENCES - 1}, not {message_reference}")
    digits = recipients.validate(msisdn)
    tp_da = bytes([len(digits), INTERNATIONAL_E164]) + pack_digits(digits)
    tp_pid = TP_PID_TYPE_0 if silent else TP_PID_NONE
    tp_vp = b"" if validity is None else bytes([relative_validity(validity)])
    flags = TP_MTI_SUBMIT | (TP_VPF_RELATIVE if tp_vp else 0) | (TP_SRR if status_report else 0)
    return tuple(
        bytes([flags | (TP_UDHI if segment.udh else 0), tp_mr % _REFERENCES])
        + tp_da
        + bytes([tp_pid, segment.tp_dcs])
        + tp_vp
        + bytes([segment.tp_udl])
        + segment.octets
        for tp_mr, segment in enumerate(plan, start=message_reference)
    )


def relative_validity(validity: timedelta) -> int:
    """Find the TP-VP of the shortest period that is at least ``validity``.

    Raises ``ValueError`` if it is not positive, or longer than 63 weeks.

    >>> relative_validity(timedelta(hours=1)), relative_validity(timedelta(days=31))
    (11, 197)
    """
    if not timedelta() < validity <= VALIDITY_PERIODS[-1]:
        raise ValueError(f"a validity is more than nothing and 63 weeks at most, not {validity}")
    return bisect_left(VALIDITY_PERIODS, validity)
