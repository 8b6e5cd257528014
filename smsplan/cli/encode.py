"""``smsplan encode``."""

from collections.abc import Iterator
from itertools import chain
from typing import Annotated, Final

import msgspec
from msgspec import Struct
from typer import Option

from smsplan import wire
from smsplan.cli import options
from smsplan.cli.lines import write_json
from smsplan.cli.output import refuse
from smsplan.cli.streams import say, write_line
from smsplan.display import counted
from smsplan.errors import InvalidValueError
from smsplan.planning import Boundary, Encoding, Plan, plan
from smsplan.planning.shapes import PlanShape, SegmentShape
from smsplan.wire import UserData, decode, submit
from smsplan.wire.header import check_reference, in_words, split
from smsplan.wire.octets import header_septets
from smsplan.wire.plans import TP_DCS_CLASS_0
from smsplan.wire.protocol import protocol

_ROW_OCTETS: Final = 32
"""Octets on a line of their own."""
_SHORT_OCTETS: Final = 8
"""Octets that stand between the name of a field and its meaning."""
_LABEL: Final = 11
"""Columns of the names of fields."""
_NOT_PART: Final = " (not among the octets)"


class EncodedSegment(SegmentShape, frozen=True, rename="kebab"):
    """A segment, and its octets in hexadecimal."""

    udh: str
    tp_ud: str
    tp_udl: int
    tp_dcs: int
    esm_class: int
    data_coding: int
    tpdu: str | None


class EncodedLine(Struct, frozen=True, rename="kebab"):
    """An encoded text as JSON shows it."""

    text: str
    encoding: Encoding
    msg_count: int
    segments: list[EncodedSegment]


Field = tuple[str, bytes, str]
"""A field of a short message: its name in the standard, its octets, what they mean."""


def encode_text(  # noqa: PLR0913 - one parameter an option
    text: options.Text,
    *,
    to: options.To = None,
    reference: Annotated[int, Option(metavar="N", help="N is the concatenation reference.")] = 0,
    flash: options.Flash = False,
    boundary: options.BoundaryOption = Boundary.CODE_POINT,
    reference_bits: options.Bits = options.ReferenceBits.EIGHT,
    languages: options.Languages = None,
    as_json: options.Json = False,
) -> None:
    """Encode a text as the octets of its segments.

    They are shown in hexadecimal, with what each field means. With --to MSISDN
    they are SMS-SUBMIT TPDUs without an SMSC address, else the user data alone,
    its header included.

    Examples:
    smsplan encode 'See you at 8.'
    smsplan encode --to 4520123456 --reference 7 --json 'See you at 8.'

    """
    try:
        check_reference(reference, int(reference_bits))
    except ValueError as error:
        refuse("--reference", error)
    profile = options.read_profile(boundary, reference_bits, languages)
    planned = plan(options.read_argument(text), profile)
    encoded = wire.user_data(planned, reference=reference, flash=flash)
    try:
        tpdus = None if to is None else submit(encoded, to)
    except InvalidValueError as error:
        refuse("--to", error)
    if as_json:
        write_line(write_json(_line(planned, encoded, tpdus)))
    else:
        for number in range(planned.msg_count):
            tpdu = tpdus[number] if tpdus else None
            _show(planned, number, encoded[number], tpdu)


def _line(
    planned: Plan, encoded: tuple[UserData, ...], tpdus: tuple[bytes, ...] | None
) -> EncodedLine:
    together = zip(
        PlanShape.of(planned).segments, encoded, tpdus or [None] * len(encoded), strict=True
    )
    segments = [
        EncodedSegment(
            **msgspec.structs.asdict(segment),
            udh=user_data.udh.hex(),
            tp_ud=user_data.tp_ud.hex(),
            tp_udl=user_data.tp_udl,
            tp_dcs=user_data.tp_dcs,
            esm_class=user_data.esm_class,
            data_coding=user_data.data_coding,
            tpdu=tpdu.hex() if tpdu else None,
        )
        for segment, user_data, tpdu in together
    ]
    return EncodedLine(planned.text, planned.encoding, planned.msg_count, segments)


def _show(planned: Plan, number: int, user_data: UserData, tpdu: bytes | None) -> None:
    """Print a segment on one line in hexadecimal, and below it a field a line."""
    octets = tpdu or user_data.octets
    fields = _beside(planned, user_data) if tpdu is None else _frame(planned, user_data, tpdu)
    say(
        octets.hex(),
        f"  segment {number + 1} of {planned.msg_count}, {len(octets)} octets",
        *chain.from_iterable(
            map(_rows, (*fields, *_header(user_data.udh), _tp_ud(planned, user_data)))
        ),
        f"  {'text':<{_LABEL}} {planned.segments[number].text}".rstrip(" "),
    )


def _rows(field: Field) -> Iterator[str]:
    """Show a field on one line, and what is long below it."""
    name, octets, meaning = field
    short = len(octets) <= _SHORT_OCTETS
    beside = octets.hex() if short else f"{len(octets)} octets"
    yield f"  {name:<{_LABEL}} {beside:<{2 * _SHORT_OCTETS}}  {meaning}"
    for start in range(0, 0 if short else len(octets), _ROW_OCTETS):
        yield f"  {'':<{_LABEL}} {octets[start : start + _ROW_OCTETS].hex()}"


def _beside(planned: Plan, user_data: UserData) -> Iterator[Field]:
    """Name what has to be said beside user data that is in no TPDU."""
    yield "TP-DCS", bytes([user_data.tp_dcs]), _coding(planned, user_data) + _NOT_PART
    yield "TP-UDL", bytes([user_data.tp_udl]), _length(planned, user_data) + _NOT_PART
    esm_class = "with a header" if user_data.udh else "without a header"
    yield "esm_class", bytes([user_data.esm_class]), f"SMPP: {esm_class}{_NOT_PART}"
    yield "data_coding", bytes([user_data.data_coding]), f"SMPP: as TP-DCS{_NOT_PART}"


def _frame(planned: Plan, user_data: UserData, tpdu: bytes) -> Iterator[Field]:
    """Name the fields of a TPDU before its user data."""
    first, reference, digits = tpdu[:3]
    end = 4 + (digits + 1) // 2
    header = ", TP-UDHI: the user data has a header" if user_data.udh else ""
    yield "TP-MTI", bytes([first]), f"SMS-SUBMIT{header}"
    yield "TP-MR", bytes([reference]), f"message reference {reference}"
    yield "TP-DA", tpdu[2:end], f"{digits} digits, international: {decode(tpdu).address}"
    yield "TP-PID", tpdu[end : end + 1], protocol(tpdu[end])
    yield "TP-DCS", bytes([user_data.tp_dcs]), _coding(planned, user_data)
    yield "TP-UDL", bytes([user_data.tp_udl]), _length(planned, user_data)


def _header(udh: bytes) -> Iterator[Field]:
    if udh:
        yield "UDHL", udh[:1], f"{udh[0]} octets of header follow"
    for element in split(udh[1:]) or ():
        octets = bytes([element.identifier, len(element.data)]) + element.data
        yield f"IEI {element.identifier:02x}", octets, in_words(element)


def _coding(planned: Plan, user_data: UserData) -> str:
    return planned.encoding + (", class 0: flash" if user_data.tp_dcs & TP_DCS_CLASS_0 else "")


def _length(planned: Plan, user_data: UserData) -> str:
    unit = "septets" if planned.encoding is Encoding.GSM7 else "octets"
    return f"{user_data.tp_udl} {unit}{', the header included' if user_data.udh else ''}"


def _tp_ud(planned: Plan, user_data: UserData) -> Field:
    if planned.encoding is Encoding.UCS2:
        size = f"{len(user_data.tp_ud) // 2} UTF-16 code units"
    else:
        before, fill = header_septets(len(user_data.udh))
        size = f"{user_data.tp_udl - before} septets"
        if fill:
            size = f"{counted(fill, 'fill bit')}, {size}"
    return "TP-UD", user_data.tp_ud, size
