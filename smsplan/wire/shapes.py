"""What is sent in octets, as JSON has it."""

from typing import TYPE_CHECKING, Self

from smsplan.shapes import Shape

if TYPE_CHECKING:
    from smsplan.wire.plans import UserData
    from smsplan.wire.push import WapPush


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


class WapPushShape(Shape, frozen=True, rename="kebab"):
    """What goes out where a request asks for WAP Push."""

    url: str
    text: str
    octets_count: int
    msg_count: int
    remaining: int
    segments: list[UserDataShape]

    @classmethod
    def of(cls, push: "WapPush", /) -> Self:
        """Return the shape of a WAP Push."""
        return cls(
            push.url,
            push.text,
            push.octets_count,
            push.msg_count,
            push.remaining,
            [UserDataShape.of(each) for each in push.segments],
        )
