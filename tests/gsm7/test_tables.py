"""The charts against two that others made: the package gsmcodecs, and a table of facts."""

import json
import sys
from importlib import import_module

import pytest

from smsplan.gsm7.tables import BASIC, ESCAPE, EXTENSION, non_gsm, septets_by_character
from tests import reference
from tests.paths import DATA

TABLES = DATA / "tables_23038.json"
SEPTETS = range(0x80)

import_module("gsmcodecs")  # registers its codecs
GSMCODECS = "gsm23.038-0-0"

# gsmcodecs reads an escape after an escape as a space, as clause 6.2.1.1 asks of
# a receiver that does not know the further table.  It writes no text so.  It
# deviates nowhere else.
GSMCODECS_READS_MORE = {bytes([ESCAPE, ESCAPE]): " "}


def gsmcodecs_encode(character: str) -> bytes:
    try:
        return character.encode(GSMCODECS)
    except UnicodeEncodeError:
        return b""


def gsmcodecs_decode(octets: bytes) -> str:
    try:
        return octets.decode(GSMCODECS)
    except UnicodeDecodeError:
        return ""


@pytest.mark.slow
def test_gsmcodecs_codes_every_code_point_alike() -> None:
    ours = septets_by_character()
    characters = map(chr, range(sys.maxunicode + 1))
    assert [
        character
        for character in characters
        if ours.get(character, b"") != gsmcodecs_encode(character)
    ] == []


def test_gsmcodecs_reads_every_septet_alike() -> None:
    read = {octets: gsmcodecs_decode(octets) for octets in (bytes([septet]) for septet in SEPTETS)}
    assert {octets: character for octets, character in read.items() if character} == {
        bytes([septet]): character for septet, character in BASIC.items()
    }


def test_gsmcodecs_reads_every_septet_after_an_escape_alike_but_one() -> None:
    pairs = [bytes([ESCAPE, septet]) for septet in SEPTETS]
    read = {octets: gsmcodecs_decode(octets) for octets in pairs}
    assert {octets: character for octets, character in read.items() if character} == {
        bytes([ESCAPE, septet]): character for septet, character in EXTENSION.items()
    } | GSMCODECS_READS_MORE


@pytest.mark.skipif(not TABLES.exists(), reason="the tables lie beside a developer's checkout")
@pytest.mark.parametrize(
    ("chart", "table"), [(BASIC, "default_locking"), (EXTENSION, "default_single")]
)
def test_the_tables_of_five_implementations_are_alike(chart: dict[int, str], table: str) -> None:
    cells = json.loads(TABLES.read_text(encoding="utf-8"))[table]
    assert chart == {int(septet, 16): chr(int(cell, 16)) for septet, cell in cells.items()}


def test_the_charts_hold_the_characters_of_the_reference_in_its_order() -> None:
    assert "".join(BASIC[septet] for septet in sorted(BASIC)) == reference.BASIC
    assert sorted(EXTENSION.values()) == sorted(reference.EXTENSION)


def test_no_character_is_in_both_charts() -> None:
    assert set(BASIC.values()).isdisjoint(EXTENSION.values())


@pytest.mark.parametrize(
    ("character", "octets"),
    [
        ("@", b"\x00"),
        ("Ç", b"\x09"),
        (" ", b"\x20"),
        ("a", b"\x61"),
        ("à", b"\x7f"),
        ("\f", b"\x1b\x0a"),
        ("€", b"\x1b\x65"),
        ("ç", b""),
        ("\x00", b""),
        ("\x1b", b""),
    ],
)
def test_a_character_is_one_septet_or_an_escape_pair_or_lacking(
    character: str, octets: bytes
) -> None:
    assert septets_by_character().get(character, b"") == octets


def test_non_gsm_characters_are_found_by_their_offsets() -> None:
    assert non_gsm("`Ça va, garçon €5\x1b") == [0, 11, 17]
