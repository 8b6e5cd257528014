"""The fields of a decoded short message in words."""

from collections.abc import Iterator
from datetime import timedelta

from smsplan.display import counted
from smsplan.wire import Address, DataCoding, Decoded, MessageType, Validity, ValidityFormat
from smsplan.wire.header import in_words
from smsplan.wire.protocol import protocol


def fields(decoded: Decoded) -> Iterator[tuple[str, str]]:
    """Return each field in words."""
    submit = decoded.message_type is MessageType.SUBMIT
    if decoded.smsc:
        yield "SMSC", _address(decoded.smsc)
    yield ("to" if submit else "from"), _address(decoded.address)
    if decoded.message_reference is not None:
        yield "TP-MR", str(decoded.message_reference)
    yield "TP-PID", f"0x{decoded.protocol:02X}, {protocol(decoded.protocol)}"
    yield "TP-DCS", f"0x{decoded.coding.octet:02X}, {_coding(decoded.coding)}"
    if not submit:
        yield "TP-SCTS", str(decoded.timestamp) if decoded.timestamp else "no time"
    if decoded.validity and decoded.validity.format is not ValidityFormat.ABSENT:
        yield "TP-VP", _validity(decoded.validity)
    if flags := _flags(decoded):
        yield "flags", flags
    for element in decoded.header.elements:
        yield f"IEI {element.identifier:02X}", in_words(element)
    if decoded.text is None:
        yield "data", f"{decoded.data.hex()} ({len(decoded.data)} octets)"
    else:
        yield "text", f"|{decoded.text}|"


def _flags(decoded: Decoded) -> str:
    submit = decoded.message_type is MessageType.SUBMIT
    flags = {
        f"status report {'requested' if submit else 'will be returned'}": decoded.status_report,
        "reply path": decoded.reply_path,
        "duplicates to be rejected": decoded.reject_duplicates,
        "more messages are waiting": decoded.more_messages,
        "loop prevention": decoded.loop_prevention,
    }
    return ", ".join(words for words, is_set in flags.items() if is_set)


def _address(address: Address) -> str:
    kind = address.type_of_number.name.lower().replace("_", " ")
    return f"{address} ({kind}, 0x{address.type_of_address:02X})"


def _coding(coding: DataCoding) -> str:
    words: list[str] = [coding.alphabet]
    if coding.reserved:
        words = [f"reserved, read as {coding.alphabet}"]
    if coding.compressed:
        words.append("compressed, not decoded")
    if coding.message_class is not None:
        words.append(f"class {coding.message_class} ({coding.message_class.name.lower()})")
    if coding.deletes_itself:
        words.append("to be deleted once read")
    if coding.waiting:
        waiting = coding.waiting
        active = "waiting" if waiting.active else "no longer waiting"
        store = "stored" if waiting.store else "text may be discarded"
        words.append(f"{waiting.kind.name.lower()} {active}, {store}")
    return ", ".join(words)


def _validity(validity: Validity) -> str:
    if validity.end:
        words = f"until {validity.end}"
    elif validity.period is not None:
        words = _period(validity.period)
    else:
        words = "not given"
    return f"{words}, one attempt only" if validity.single_shot else words


def _period(period: timedelta) -> str:
    minutes, seconds = divmod(period.seconds, 60)
    hours, minutes = divmod(minutes, 60)
    counts = {"day": period.days, "hour": hours, "minute": minutes, "second": seconds}
    words = [counted(number, unit) for unit, number in counts.items() if number]
    return " ".join(words) or "no time"
