"""What the gateway answers (API, section 1)."""

from decimal import Decimal
from typing import Annotated, Final, Literal

import msgspec
from msgspec import Meta, Struct

from smsplan.arguments import checked
from smsplan.display import visible
from smsplan.errors import GatewayError, UnexpectedReplyError
from smsplan.findings import Finding, Severity
from smsplan.gateway.preflight import Preflight
from smsplan.money import amount


class SmsSent(Struct, frozen=True, rename="kebab"):
    """The gateway's word that a message is on its way, and its bill.

    ``cost`` is the total, in the currency of the gateway's prices.  ``chars_count``
    counts septets or UTF-16 code units, ``msg_count`` the segments.
    """

    smsid: int
    cost: Decimal
    chars_count: Annotated[int, Meta(ge=0)]
    msg_count: Annotated[int, Meta(ge=0)]

    @checked
    def discrepancies(self, preflight: Preflight) -> tuple[Finding, ...]:
        """Report where the bill differs from the plan; the cost only where there is a quote."""
        planned: dict[str, object] = {}
        if preflight.wappush is not None:
            planned["msg_count"] = preflight.wappush.msg_count
        elif preflight.plan is not None:
            planned["chars_count"] = preflight.plan.chars_count
            planned["msg_count"] = preflight.plan.msg_count
        quote = preflight.quote
        if quote is not None and not quote.least <= self.cost <= quote.most:
            planned["cost"] = amount(quote.least, quote.most) if quote.cost is None else quote.cost
        return tuple(
            Finding(
                f"BILLED_{name.upper()}",
                Severity.WARNING,
                name.replace("_", "-"),
                f"billed {getattr(self, name)}, planned {value}",
            )
            for name, value in planned.items()
            if getattr(self, name) != value
        )


class _Success(Struct):
    sms: SmsSent
    success: Literal["SMS_SENT"] = "SMS_SENT"


ERROR_NAMES: Final = frozenset(
    {
        "CANNOT_AFFORD", "EMPTY_RECIPIENT", "MSISDN_ALPHA", "MSISDN_EMPTY", "MSISDN_INVALID",
        "MSISDN_LONG", "SCHEDULED_INVALID", "SENDER_EMPTY", "SENDER_INVALID", "SENDER_LONG",
        "TEXT_EMPTY", "TEXT_LONG", "USER_NOT_FOUND",
    }
)  # fmt: skip
"""Those that are documented (API, section 2, error names)."""

_TOO_MUCH = Decimal(10) ** 30
_REPLY = msgspec.json.Decoder(dict[str, object], float_hook=Decimal)
_SUCCESS = msgspec.json.Decoder(_Success)


@checked
def parse_reply(body: str | bytes) -> SmsSent:
    """Read the gateway's reply to a send.

    Raises :class:`~smsplan.errors.GatewayError` where it says that there was an
    error, :class:`~smsplan.errors.UnexpectedReplyError` where it says neither that
    nor what a success says; a message may have been sent then.

    >>> parse_reply('{"status": "success", "success": "SMS_SENT", "sms": '
    ...             '{"smsid": 0, "cost": 0.2, "chars-count": 31, "msg-count": 1}}')
    SmsSent(smsid=0, cost=Decimal('0.2'), chars_count=31, msg_count=1)
    """
    try:
        reply = _REPLY.decode(body)
        status, error = reply.pop("status", None), reply.pop("error", None)
        if status == "error" and isinstance(error, str) and error:
            raise GatewayError(error, reply)
        if status != "success":
            raise UnexpectedReplyError(
                "the gateway's reply is neither a success nor an error with a reason"
            )
        sent = _SUCCESS.decode(body).sms
    except (msgspec.MsgspecError, UnicodeError, ArithmeticError, RecursionError) as unreadable:
        raise UnexpectedReplyError(
            f"the gateway's reply is not one that it documents: {visible(str(unreadable))}"
        ) from unreadable
    if not (sent.cost.is_finite() and 0 <= sent.cost < _TOO_MUCH):
        raise UnexpectedReplyError("the gateway's reply has a cost that no message has")
    return sent
