"""What the gateway answers: the documented replies, in order, as JSON and as XML.

The JSON of sending is API, section 1; that of a wrong login and of the price list
is background (section 2).  The rest of it is not documented and was decided here:
the frame of the outbox, which is like that of the price list, and the XML.  That
has the same names in the same order as elements, ``response`` around them, an
``item`` for each entry of a list, and an empty element for ``null``.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from html import escape
from typing import Final

import msgspec

from smsplan.destinations import msisdn as recipients
from smsplan.destinations.rates import RateCard
from smsplan.display import NO_XML
from smsplan.money import plain
from smsplan.sandbox.acceptance import Refusal
from smsplan.sandbox.messages import Accepted, Message, total
from smsplan.sandbox.outcomes import DELIVERED, ROAMING, STATUSES

Reply = dict[str, object]

HLR_PRICE: Final = Decimal("0.08")
"""What the gateway's page says for looking up a number, which the sandbox does not offer."""

_JSON: Final = msgspec.json.Encoder(decimal_format="number")
_REPLACEMENT: Final = "\N{REPLACEMENT CHARACTER}"


def sent(smsids: Sequence[int], messages: Sequence[Accepted]) -> Reply:
    """Answer a send: the bill of all its messages, and the smsid of the first.

    A group has several, with smsids one after the other; ``cost`` and
    ``msg-count`` are their sums, ``chars-count`` is that of the text.
    """
    return {
        "status": "success",
        "success": "SMS_SENT",
        "sms": {
            "smsid": smsids[0],
            "cost": plain(total(messages)),
            "chars-count": messages[0].chars_count,
            "msg-count": sum(message.msg_count for message in messages),
        },
    }


def refused(refusal: Refusal) -> Reply:
    """Answer a send in which a parameter is wrong."""
    return _error(refusal.error, "sms", {refusal.field: refusal.value})


def cannot_afford(messages: Sequence[Accepted]) -> Reply:
    """Answer a send that costs more than is left; it echoes the cost, for no parameter is wrong."""
    return _error("CANNOT_AFFORD", "sms", {"cost": plain(total(messages))})


def user_not_found(user: str | None) -> Reply:
    """Answer a wrong login; the key is never echoed."""
    return _error("USER_NOT_FOUND", "login", {"user": user})


def prices(rates: RateCard, balance: Decimal, now: int) -> Reply:
    """Answer ``/view/yourprices/``."""
    return {
        "status": "success",
        "success": "VIEW_YOURPRICES",
        "yourprices": {
            "prices": [
                {
                    "country": rates.country(entry.prefix, entry.region),
                    "dialcode": int(entry.prefix),
                    "price": {"sms": plain(entry.most), "hlr": HLR_PRICE},
                }
                for entry in rates.entries
                if entry.most is not None
            ],
            "credit": {"balance": plain(balance), "timestamp": now},
        },
    }


def outbox(messages: Sequence[Message]) -> Reply:
    """Answer ``/view/outbox/``.

    The names are the page's; what they mean was decided here.  ``sent``,
    ``received`` and ``scheduled`` are Unix timestamps, ``price`` is the
    request's, in øre, and ``error`` the status code where a message failed.
    """
    return {
        "status": "success",
        "success": "VIEW_OUTBOX",
        "outbox": [_outbox_entry(message) for message in messages],
    }


def to_json(reply: Reply) -> bytes:
    """Write a reply as JSON; amounts are numbers."""
    return _JSON.encode(reply)


def to_xml(reply: Reply) -> bytes:
    """Write a reply as XML; a character that XML lacks becomes U+FFFD."""
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    return "".join([head, *_element("response", reply)]).encode()


def _element(name: str, value: object) -> Iterator[str]:
    yield f"<{name}>"
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from _element(key, item)
    elif isinstance(value, list):
        for item in value:
            yield from _element("item", item)
    elif isinstance(value, bool):
        yield "true" if value else "false"
    elif isinstance(value, Decimal):
        yield f"{value:f}"
    elif value is not None:
        text = NO_XML.sub(_REPLACEMENT, escape(str(value), quote=False))
        yield text.replace("\r", "&#13;")  # which a reader would take for a line feed
    yield f"</{name}>"


def _error(error: str, where: str, echo: Mapping[str, object]) -> Reply:
    return {"status": "error", "error": error, where: echo}


def _outbox_entry(message: Message) -> Reply:
    number = recipients.parse(message.msisdn)
    error = None if message.status in {ROAMING, DELIVERED} else message.status
    return {
        "smsid": message.smsid,
        "msisdn": message.msisdn,
        "dialcode": number.dialcode,
        "number": number.number,
        "sender": message.sender,
        "sent": message.sent,
        "received": message.received,
        "scheduled": message.scheduled,
        "price": message.price,
        "failed": error is not None,
        "error": error,
        "flash": message.flash,
        "wappush": message.wappush,
        "text": message.text,
        "msg-count": message.msg_count,
        "errortext": None if error is None else STATUSES[error],
    }
