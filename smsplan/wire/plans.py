"""A plan as octets: headers and user data of its segments (3GPP TS 23.040, clause 9.2.3.24)."""

from collections.abc import Iterator
from typing import ClassVar, Final, Self

from smsplan.arguments import checked
from smsplan.display import counted
from smsplan.errors import InvalidValueError
from smsplan.findings import Finding, Severity
from smsplan.gsm7.tables import septets_by_character
from smsplan.planning import MAX_SEGMENTS, Encoding, Plan, Segment
from smsplan.shapes import Shape, Shaped
from smsplan.wire.header import Element, check_reference, concatenation, header, write_element
from smsplan.wire.octets import header_septets, pack

ESM_CLASS_UDHI: Final = 0x40
"""SMPP 3.4, clause 5.2.12: the short message begins with a user data header."""

TP_DCS: Final = {Encoding.GSM7: 0x00, Encoding.UCS2: 0x08}
"""The data coding of an encoding, without a class (3GPP TS 23.038, clause 4)."""
TP_DCS_CLASS_0: Final = 0x10
"""Bit 4 says that there is a class; it is 0, for immediate display, where bits 1 and 0 are."""


class UserDataShape(Shape, frozen=True, rename="kebab"):
    """The user data of one short message; octets are hexadecimal."""

    udh: str
    tp_ud: str
    tp_udl: int
    tp_dcs: int

    @classmethod
    def of(cls, data: "UserData", /) -> Self:
        """Return the shape of user data."""
        return cls(data.udh.hex(), data.tp_ud.hex(), data.tp_udl, data.tp_dcs)


class UserData(Shaped, frozen=True, rename="kebab"):
    """The user data of one short message, and what is said of it beside it.

    ``udh`` is the header with its length octet, empty if there is none.
    ``tp_ud`` is what follows it: fill bits and septets in GSM-7, else octets.
    ``tp_udl`` counts both together, in septets (the fill bits make up the last
    one of the header) or in octets, as clause 9.2.3.16 of 3GPP TS 23.040 says.
    """

    SHAPE: ClassVar[type[Shape] | None] = UserDataShape

    udh: bytes
    tp_ud: bytes
    tp_udl: int
    tp_dcs: int

    @property
    def octets(self) -> bytes:
        """The header and what follows it: the whole TP-User-Data field, 140 octets at most."""
        return self.udh + self.tp_ud

    @property
    def esm_class(self) -> int:
        """SMPP's ``esm_class``: 0x40 where there is a header."""
        return ESM_CLASS_UDHI if self.udh else 0

    @property
    def data_coding(self) -> int:
        """SMPP's ``data_coding``: the TP-DCS, whose values SMPP shares.

        0x00 is the service centre's own alphabet, which is GSM-7 nearly
        everywhere.  Many a service centre wants it with a septet an octet, and
        packs it itself.  A class (0x10, 0x18) is nothing that SMPP 3.4 defines,
        but what is done.
        """
        return self.tp_dcs


@checked
def user_data(plan: Plan, *, reference: int = 0, flash: bool = False) -> tuple[UserData, ...]:
    """Encode every segment of a plan.

    ``reference`` is the one of the concatenation: whoever sends gives each
    message of several segments to the same recipient another.  It is checked
    even where one segment needs none.  ``flash`` asks for class 0, which is
    shown at once and not stored.

    Raises ``ValueError`` for a reference that has not the bits of the plan's
    profile, :class:`~smsplan.errors.InvalidValueError` (``TEXT_LONG``) for a plan
    of more than 255 segments, which no sequence number can count.

    >>> from smsplan import plan
    >>> hello, = user_data(plan("hello"))
    >>> hello.tp_ud.hex(), hello.tp_udl, hello.udh
    ('e8329bfd06', 5, b'')
    >>> [segment.udh.hex() for segment in user_data(plan("a" * 161), reference=7)]
    ['050003070201', '050003070202']
    """
    check_reference(reference, plan.profile.reference_bits)
    check_msg_count(plan.text, len(plan.segments))
    tp_dcs = TP_DCS[plan.encoding] | (TP_DCS_CLASS_0 if flash else 0)
    coded = _gsm7 if plan.encoding is Encoding.GSM7 else _ucs2
    return tuple(
        coded(segment, header(b"".join(_elements(plan, reference, number, segment))), tp_dcs)
        for number, segment in enumerate(plan.segments, start=1)
    )


def check_msg_count(text: str, msg_count: int) -> None:
    """Refuse more segments than a concatenated message can have.

    Raises :class:`~smsplan.errors.InvalidValueError` with the gateway's error name,
    ``TEXT_LONG``.
    """
    if msg_count > MAX_SEGMENTS:
        message = (
            f"{counted(msg_count, 'segment')}, {MAX_SEGMENTS} are the most of one message "
            "(3GPP TS 23.040, 9.2.3.24.1)"
        )
        raise InvalidValueError(text, Finding("TEXT_LONG", Severity.ERROR, "text", message))


def _elements(plan: Plan, reference: int, number: int, segment: Segment) -> Iterator[bytes]:
    segments = len(plan.segments)  # which a provider may bill otherwise
    if segments > 1:
        yield concatenation(plan.profile.reference_bits, reference, segments, number)
    if segment.single is not None:
        yield write_element(Element.SINGLE_SHIFT, bytes([segment.single.identifier]))
    if segment.locking is not None:
        yield write_element(Element.LOCKING_SHIFT, bytes([segment.locking.identifier]))


def _gsm7(segment: Segment, udh: bytes, tp_dcs: int) -> UserData:
    septets = septets_by_character(segment.locking, segment.single)
    coded = b"".join(map(septets.__getitem__, segment.text))
    before, fill_bits = header_septets(len(udh))
    return UserData(udh, pack(coded, fill_bits), before + len(coded), tp_dcs)


def _ucs2(segment: Segment, udh: bytes, tp_dcs: int) -> UserData:
    coded = segment.text.encode("utf-16-be", "surrogatepass")
    return UserData(udh, coded, len(udh) + len(coded), tp_dcs)
