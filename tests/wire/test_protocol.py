import pytest

from smsplan.wire.protocol import protocol


@pytest.mark.parametrize(
    ("octet", "name"),
    [
        (0x00, "plain short message"),
        (0x01, "SME to SME protocol 1"),
        (0x1F, "SME to SME protocol 31"),
        (0x20, "telematic interworking: device of the SC's choice"),
        (0x22, "telematic interworking: group 3 telefax"),
        (0x32, "telematic interworking: Internet electronic mail"),
        (0x39, "telematic interworking: specific to the SC"),
        (0x33, "telematic interworking: reserved"),
        (0x40, "short message type 0 (silent)"),
        (0x47, "replace short message type 7"),
        (0x7F, "(U)SIM data download"),
        (0x50, "reserved"),
        (0xA5, "reserved"),
        (0xC0, "specific to the SC"),
    ],
)
def test_protocol_identifiers_have_the_names_of_the_standard(octet: int, name: str) -> None:
    assert protocol(octet) == name
