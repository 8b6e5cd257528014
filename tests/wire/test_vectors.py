"""TPDUs from other implementations' tests, against decodings that were judged one by one."""

import json
from datetime import timedelta
from typing import Any

import pytest

from smsplan.gsm7.tables import BY_IDENTIFIER
from smsplan.wire import Alphabet, Decoded, DecodeError, InformationElement, decode
from smsplan.wire.header import Concatenation, Ports, interpret
from smsplan.wire.text import gsm7_text
from tests.paths import DATA

VECTORS = DATA / "pdu_vectors.json"

pytestmark = pytest.mark.skipif(
    not VECTORS.exists(), reason="the vectors lie beside a developer's checkout"
)

Vector = dict[str, Any]

NOT_HELD = {
    "tpdu_length": "a length of the input, not a fact of the message",
    "udl": "follows from the header and the data",
}
STATUS_REPORT = "SMS-STATUS-REPORT"
"""Only SMS-SUBMIT and SMS-DELIVER are decoded."""
ALPHABETS = {Alphabet.GSM7: "gsm7", Alphabet.OCTETS: "8bit", Alphabet.UCS2: "ucs2"}
VALIDITY = {
    "00": timedelta(minutes=5),
    "A7": timedelta(hours=24),
    "A9": timedelta(days=3),
    "AA": timedelta(days=4),
    "FF": timedelta(weeks=63),
}

# Read from the octets alone, five vectors have other texts than are stated: ofono's
# test gives the tables beside the octets, which have no header that names them.
TABLES_BESIDE = {
    "sms_charset_turkey",
    "sms_charset_turkey_ext",
    "sms_charset_portugal",
    "sms_charset_portugal_ext",
    "sms_charset_spain",
}


def vectors() -> list[Vector]:
    found: list[Vector] = json.loads(VECTORS.read_text("utf-8")) if VECTORS.exists() else []
    return found


def those(*, readable: bool) -> list[Any]:
    """Choose the vectors that are, or are not, to be decoded."""
    return [
        pytest.param(vector, id=f"{number}-{vector['source'].rpartition(':')[2]}")
        for number, vector in enumerate(vectors())
        if readable == (stated(vector).get("type") in {"SMS-SUBMIT", "SMS-DELIVER"})
    ]


def stated(vector: Vector) -> Vector:
    facts: Vector = vector.get("decoded", {})
    return facts


def read(vector: Vector) -> Decoded:
    return decode(vector["hex"], smsc=not vector.get("options", {}).get("tpdu_only", False))


def element(found: InformationElement) -> Vector:
    facts: Vector = {"iei": f"{found.identifier:02X}", "data": found.data.hex().upper()}
    match interpret(found):
        case Concatenation(reference, bits, msg_count, number):
            facts["concat"] = {"ref": reference, "total": msg_count, "seq": number, "bits": bits}
        case Ports(destination, originator, bits):
            facts["ports"] = {"dst": destination, "src": originator, "bits": bits}
        case _:
            pass
    return facts


def facts(decoded: Decoded) -> Vector:
    """Write what was decoded as the vectors state it."""
    number = {
        "number": str(decoded.address),
        "toa": f"{decoded.address.type_of_address:02X}",
    }
    coding = decoded.coding
    waiting = coding.waiting
    return {
        "type": decoded.message_type.value,
        "smsc": str(decoded.smsc) if decoded.smsc else None,
        "oa": number,
        "da": number,
        "mr": decoded.message_reference,
        "pid": decoded.protocol,
        "dcs": f"{coding.octet:02X}",
        "alphabet": ALPHABETS[coding.alphabet],
        "class": coding.message_class,
        "mwi": waiting
        and {"store": waiting.store, "active": waiting.active, "type": waiting.kind.value},
        "scts": decoded.timestamp and decoded.timestamp.isoformat(),
        "vpf": decoded.validity and decoded.validity.format.value,
        "vp": decoded.validity and decoded.validity.period,
        "mms": not decoded.more_messages,
        "sri": decoded.status_report,
        "srr": decoded.status_report,
        "rp": decoded.reply_path,
        "rd": decoded.reject_duplicates,
        "udhi": bool(decoded.header.elements),
        "udh": [element(found) for found in decoded.header.elements],
        "septets": len(decoded.data),
        "data": decoded.data.hex().upper(),
        "text": decoded.text,
    }


def test_all_vectors_are_held_against() -> None:
    names = [vector["source"].rpartition(":")[2] for vector in vectors()]
    assert len(names) == len(those(readable=True)) + len(those(readable=False)) == 66
    assert len(those(readable=True)) == 58
    assert set(names) >= TABLES_BESIDE


@pytest.mark.parametrize("vector", those(readable=True))
def test_every_stated_fact_is_read(vector: Vector) -> None:
    wanted = {name: fact for name, fact in stated(vector).items() if name not in NOT_HELD}
    if "vp" in wanted:
        wanted["vp"] = VALIDITY[wanted["vp"]]
    decoded = read(vector)
    found = facts(decoded)
    if vector["source"].rpartition(":")[2] in TABLES_BESIDE:
        tables = {
            shift: BY_IDENTIFIER[number]
            for shift, number in vector["options"].items()
            if shift in {"locking", "single"}
        }
        assert found["text"] != wanted["text"]
        found["text"] = gsm7_text(decoded.data, **tables)
    assert {name: found[name] for name in wanted} == wanted


@pytest.mark.parametrize("vector", those(readable=True))
def test_what_the_source_expects_is_read(vector: Vector) -> None:
    wanted: Vector = vector.get("expected_by_source", {})
    decoded = read(vector)
    found = facts(decoded)
    concatenation, ports = decoded.header.concatenation, decoded.header.ports
    known = {fact for item in found["udh"] for fact in item} - {"iei", "data"}
    assert known == {
        name for name, fact in (("concat", concatenation), ("ports", ports)) if fact is not None
    }
    if vector["source"].rpartition(":")[2] in TABLES_BESIDE:
        wanted = {name: fact for name, fact in wanted.items() if name != "text"}
    by_source = {
        "number": str(decoded.address),
        "smsc": found["smsc"],
        "text": decoded.text,
        "multipart": concatenation is not None,
        "timestamp": decoded.timestamp and decoded.timestamp.strftime("%Y-%m-%dT%H:%M:%S%z"),
        **{
            name: fact
            for item in found["udh"]
            for name, fact in item.items()
            if name in {"concat", "ports"}
        },
    }
    if "timestamp" in wanted:  # hours alone, or Z
        wanted = wanted | {"timestamp": f"{wanted['timestamp'].replace('Z', '+00')}00"}
    assert {name: by_source[name] for name in wanted} == wanted


@pytest.mark.parametrize("vector", those(readable=True))
def test_only_one_vector_is_doubtful(vector: Vector) -> None:
    codes = [finding.code for finding in read(vector).findings]
    # Fourteen octets more than 160 septets take.
    overlong = vector["source"].endswith("GsmSmsTest.java:testMultipart 1")
    assert codes == (["OCTETS_LEFT"] if overlong else [])


@pytest.mark.parametrize("vector", those(readable=False))
def test_what_is_invalid_or_a_status_report_is_an_error(vector: Vector) -> None:
    is_report = stated(vector).get("type") == STATUS_REPORT
    assert is_report or vector["expected_by_source"] == {"invalid": True}
    with pytest.raises(DecodeError) as caught:
        read(vector)
    assert 0 <= caught.value.offset <= len(vector["hex"]) // 2
    if is_report:
        assert STATUS_REPORT in caught.value.reason
