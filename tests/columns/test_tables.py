"""The tables of the kernels say what planning says, of every character."""

import pytest

from smsplan import Language
from smsplan.columns import tables
from smsplan.gsm7.tables import ALL_LANGUAGES, LOCKING, SINGLE, characters
from smsplan.planning import graphemes


@pytest.mark.slow
def test_every_character_is_of_the_kind_that_planning_tells() -> None:
    kinds = tables.clusters().kinds
    for point in range(0x110000):
        character = chr(point)
        space = character.isspace() and character not in "\u00a0\u2007\u202f"
        kind = graphemes.KIND_OF[character] | (tables.SPACE if space else 0)
        assert kinds[point] == kind, ascii(character)


def test_white_space_ends_with_these_octets() -> None:
    spaces = tables.clusters().spaces
    ascii_spaces = [*range(0x09, 0x0E), *range(0x1C, 0x21)]
    others = [0x8080, 0x8081, 0x8082, 0x8083, 0x8084, 0x8085, 0x8086, 0x8088, 0x8089, 0x808A]
    others += [0x80A8, 0x80A9, 0x819F, 0x9A80, 0xC285]
    found = {pair for pair in range(0x10000) if spaces[pair]}
    assert found == {before << 8 | last for before in range(0x100) for last in ascii_spaces} | {
        *others
    }


@pytest.mark.parametrize(
    "languages",
    [(), *((each,) for each in Language), (Language.HINDI, Language.URDU), tuple(Language)],
)
def test_national_tables_have_the_characters_of_the_charts(
    languages: tuple[Language, ...],
) -> None:
    found = tables.shifts(languages)
    assert {chr(point) for point in range(0x10000) if found.kinds[point] != tables.FOREIGN} == (
        characters(languages)
    )
    numbered = [None, *(each for each in ALL_LANGUAGES if each in languages)]
    for row, language in enumerate(numbered):
        for sets, charts in ((found.locking, LOCKING), (found.single, SINGLE)):
            chart = set(charts.get(language, {}).values())
            for character in characters(languages):
                kind = int(found.kinds[ord(character)])
                assert bool(int(sets[row]) >> kind & 1) == (character in chart)
