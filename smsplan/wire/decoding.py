"""SMS-SUBMIT and SMS-DELIVER read, whoever wrote them (3GPP TS 23.040, clause 9.2.2).

Whatever the octets are, :func:`decode` ends in a :class:`Decoded` or a
:class:`~smsplan.errors.DecodeError`.  What is wrong with one field only is a
finding, and the others are read.
"""

from datetime import datetime
from enum import StrEnum
from string import hexdigits
from typing import Any, Final

from msgspec import Struct

from smsplan.arguments import checked
from smsplan.display import describe
from smsplan.errors import DecodeError
from smsplan.findings import Finding
from smsplan.planning import TP_UD_OCTETS
from smsplan.wire.address import Address, read_address, read_smsc
from smsplan.wire.dcs import Alphabet, DataCoding, data_coding
from smsplan.wire.header import Header, read_header
from smsplan.wire.octets import Reader, header_septets, unpack
from smsplan.wire.text import gsm7_text, ucs2_text
from smsplan.wire.times import Validity, ValidityFormat, read_timestamp, read_validity

# The first octet, clauses 9.2.2.1 and 9.2.2.2.
_MTI: Final = 0b11
_DELIVER, _SUBMIT, _REPORT_OR_COMMAND, _MTI_RESERVED = range(4)
_MMS: Final = 1 << 2
_RD: Final = 1 << 2
_LP: Final = 1 << 3
_VPF: Final = 3
_SRI_OR_SRR: Final = 1 << 5
_UDHI: Final = 1 << 6
_RP: Final = 1 << 7

_SEPTET_BITS: Final = 7


class MessageType(StrEnum):
    """What a TPDU is; :func:`decode` reads no other types."""

    DELIVER = "SMS-DELIVER"
    """From a service centre to a handset."""
    SUBMIT = "SMS-SUBMIT"
    """From a handset, or what acts as one, to a service centre."""


class Decoded(Struct, frozen=True, rename="kebab"):
    """One short message, read from its octets by :func:`decode`.

    ``address`` is the originator of an SMS-DELIVER (TP-OA), the destination of
    an SMS-SUBMIT (TP-DA).  ``data`` is the user data behind the header: octets,
    or in GSM-7 the septets, an octet each.  ``text`` is what a handset shows of
    it, ``None`` for 8-bit and compressed data.  ``findings`` are warnings: what
    could be read, but should not be so.  They count octets of what was decoded.
    """

    message_type: MessageType
    smsc: Address | None
    address: Address
    protocol: int
    """TP-PID; 0x40 makes a message silent."""
    coding: DataCoding
    """TP-DCS."""
    header: Header
    data: bytes
    text: str | None
    findings: tuple[Finding, ...]
    reply_path: bool
    """TP-RP."""
    status_report: bool
    """TP-SRI or TP-SRR: a status report will be returned, or is requested."""
    timestamp: datetime | None = None
    """TP-SCTS: when the service centre took an SMS-DELIVER, if that is a time."""
    more_messages: bool | None = None
    """Of TP-MMS, in SMS-DELIVER: more messages are waiting."""
    loop_prevention: bool | None = None
    """TP-LP, in SMS-DELIVER: forwarded or generated, to be answered by no machine."""
    message_reference: int | None = None
    """TP-MR, in SMS-SUBMIT; not the reference of a concatenation."""
    validity: Validity | None = None
    """TP-VPF and TP-VP, in SMS-SUBMIT."""
    reject_duplicates: bool | None = None
    """TP-RD, in SMS-SUBMIT."""


@checked
def decode(tpdu: bytes | str, *, smsc: bool = False) -> Decoded:
    """Read an SMS-SUBMIT or SMS-DELIVER, in octets or in hexadecimal.

    ``smsc`` says that the address of a service centre stands before the TPDU,
    as modems have it (3GPP TS 27.005); the octets do not tell.  Nor do they tell
    the direction: TP-MTI 0 is read as SMS-DELIVER and 1 as SMS-SUBMIT, never as
    the reports that answer them; 3, which is reserved, as SMS-DELIVER (clause
    9.2.3.1).

    Octets after the user data are left alone and reported.  Raises
    :class:`~smsplan.errors.DecodeError` where fewer octets follow than a length
    says, a length is beyond its field, the TPDU is an SMS-STATUS-REPORT or
    SMS-COMMAND, or the hexadecimal is none.

    >>> message = decode("0791447758100650040DD0F334FC1CA69701000080803121702240"
    ...                  "08D4F29CDE0EA7D9", smsc=True)
    >>> message.text, str(message.address), str(message.timestamp)
    ('Testmail', 'sipgate', '2008-08-13 12:07:22+01:00')
    """
    reader = Reader(_octets(tpdu))
    service_centre = read_smsc(reader) if smsc else None
    start = reader.offset
    first = reader.octet("the first octet")
    kind = first & _MTI
    if kind == _REPORT_OR_COMMAND:
        raise DecodeError(
            "TP-MTI 2 is an SMS-STATUS-REPORT or SMS-COMMAND, which is not decoded", start
        )
    if kind == _MTI_RESERVED:
        reader.warn("MTI_RESERVED", "TP-MTI", "3 is reserved, read as SMS-DELIVER", start)
    submit = kind == _SUBMIT
    own: dict[str, Any] = {"message_reference": reader.octet("TP-MR")} if submit else {}
    address = read_address(reader, "TP-DA" if submit else "TP-OA")
    protocol = reader.octet("TP-PID")
    coding = data_coding(reader.octet("TP-DCS"))
    if submit:
        own["validity"] = read_validity(reader, ValidityFormat(first >> _VPF & 0b11))
        own["reject_duplicates"] = bool(first & _RD)
    else:
        own["timestamp"] = read_timestamp(reader, "TP-SCTS")
        own["more_messages"] = not first & _MMS
        own["loop_prevention"] = bool(first & _LP)
    header, data = _read_user_data(reader, coding, has_header=bool(first & _UDHI))
    text = _text(reader, coding, header, data)
    if reader.left:
        rest, reader.offset = reader.offset, len(reader.octets)
        message = f"octets after the end of the user data: {reader.offset - rest}"
        reader.warn("OCTETS_LEFT", "TP-UDL", message, rest)
    return Decoded(
        message_type=MessageType.SUBMIT if submit else MessageType.DELIVER,
        smsc=service_centre,
        address=address,
        protocol=protocol,
        coding=coding,
        header=header,
        data=data,
        text=text,
        findings=tuple(reader.findings),
        reply_path=bool(first & _RP),
        status_report=bool(first & _SRI_OR_SRR),
        **own,
    )


def _octets(tpdu: bytes | str) -> bytes:
    if not isinstance(tpdu, str):
        return bytes(memoryview(tpdu))  # not of an int, which would be as many zeros
    digits = "".join(tpdu.split())
    for at, digit in enumerate(digits):
        if digit not in hexdigits:
            raise DecodeError(f"{describe(digit)} is no hexadecimal digit", at // 2)
    if len(digits) % 2:
        raise DecodeError("the hexadecimal ends in half an octet", len(digits) // 2)
    return bytes.fromhex(digits)


def _read_user_data(
    reader: Reader, coding: DataCoding, *, has_header: bool
) -> tuple[Header, bytes]:
    """Read TP-UDL and TP-UD; of GSM-7 the septets, an octet each."""
    start = reader.offset
    length = reader.octet("TP-UDL")
    packed = _is_packed(coding)
    size = -(-length * _SEPTET_BITS // 8) if packed else length
    if size > reader.left:
        counted = f"{length} septets, which are {size} octets" if packed else f"{size} octets"
        raise DecodeError(f"TP-UDL says {counted}, but only {reader.left} left", start)
    end = reader.offset + size
    header = Header()
    header_octets = 0
    if has_header:
        udhl_at = reader.offset
        if not size:
            raise DecodeError("TP-UDHI says that there is a header, but TP-UDL is 0", start)
        udhl = reader.octet("TP-UDHL")
        header_octets = 1 + udhl
        if header_octets > size:
            raise DecodeError(f"TP-UDHL says {udhl} octets, but TP-UD has {size - 1} more", udhl_at)
        header = read_header(reader, udhl)
    rest = reader.take(end - reader.offset, "TP-UD")
    if size > TP_UD_OCTETS:
        message = f"TP-UD has {size} octets, {TP_UD_OCTETS} are the most"
        reader.warn("USER_DATA_LONG", "TP-UDL", message, start)
    if not packed:
        return header, rest
    before, fill_bits = header_septets(header_octets)
    count = length - before
    if count < 0:  # a writer that forgets the fill bits of a message without text says so
        message = f"TP-UDL says {length} septets, but the header alone has {before}"
        reader.warn("USER_DATA_SHORT", "TP-UDL", message, start)
    return header, unpack(rest, count, fill_bits) if count > 0 else b""


def _text(reader: Reader, coding: DataCoding, header: Header, data: bytes) -> str | None:
    if _is_packed(coding):
        return gsm7_text(data, header.locking, header.single)
    if coding.compressed or coding.alphabet is Alphabet.OCTETS:
        return None
    if len(data) % 2:
        message = f"{len(data)} octets of UCS-2 end in half a code unit, which is left out"
        reader.warn("UCS2_ODD", "TP-UD", message, reader.offset - 1)
    return ucs2_text(data)


def _is_packed(coding: DataCoding) -> bool:
    """Return whether TP-UDL counts septets (clause 9.2.3.16): of compressed data it never does."""
    return coding.alphabet is Alphabet.GSM7 and not coding.compressed
