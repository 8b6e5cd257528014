"""Short messages as octets: what goes over the air, and back."""

from smsplan.errors import DecodeError, ReassemblyError
from smsplan.wire.address import Address, TypeOfNumber
from smsplan.wire.dcs import Alphabet, DataCoding, MessageClass, Waiting, WaitingKind
from smsplan.wire.decoding import Decoded, MessageType, decode
from smsplan.wire.header import Concatenation, Header, InformationElement, Ports
from smsplan.wire.plans import UserData, user_data
from smsplan.wire.push import Action, WapPush, wappush
from smsplan.wire.reassembly import messages, reassemble
from smsplan.wire.submitting import submit
from smsplan.wire.times import Validity, ValidityFormat

__all__ = [
    "Action",
    "Address",
    "Alphabet",
    "Concatenation",
    "DataCoding",
    "DecodeError",
    "Decoded",
    "Header",
    "InformationElement",
    "MessageClass",
    "MessageType",
    "Ports",
    "ReassemblyError",
    "TypeOfNumber",
    "UserData",
    "Validity",
    "ValidityFormat",
    "Waiting",
    "WaitingKind",
    "WapPush",
    "decode",
    "messages",
    "reassemble",
    "submit",
    "user_data",
    "wappush",
]
