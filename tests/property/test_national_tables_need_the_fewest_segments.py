"""National language tables: no way to cut and to choose tables needs fewer segments."""

from functools import cache

import pytest
import regex
from hypothesis import example, given
from hypothesis import strategies as st

from smsplan import Boundary, Encoding, Plan, Profile, UnencodableTextError, plan
from smsplan.gsm7.codec import Alphabet
from smsplan.gsm7.tables import ALL_LANGUAGES, LOCKING, SINGLE, Language
from smsplan.planning import CONCATENATION_OCTETS, SHIFT_OCTETS, capacity
from smsplan.planning.national import ROOMS, Rooms, Tables, candidates, fewest, may_fit, tables_of
from smsplan.planning.segments import national_segments
from smsplan.strategies import messages
from tests.examples import FEW

LETTERS = "abcdefgh"
ALL_PAIRS = [tables_of(lock, single) for lock in (0, 1, *range(3, 14)) for single in range(14)]
CHARACTERS = sorted(
    {char for tables in (LOCKING, SINGLE) for table in tables.values() for char in table.values()}
)
NATIONAL = st.text(CHARACTERS, max_size=400)
PHRASES = ["ğ€" * 40, "नमस्ते " * 20, "ABC" * 30, "é{}" * 20, "ç~" * 50, "á" * 45, "ş" * 45, "ã" * 45]
RUNS = st.lists(
    st.one_of(
        st.sampled_from(PHRASES),
        st.builds(str.__mul__, st.sampled_from(CHARACTERS), st.integers(1, 80)),
    ),
    max_size=6,
).map("".join)
LANGUAGES = st.lists(st.sampled_from(Language), unique=True).map(tuple)


@st.composite
def pairs(draw: st.DrawFn) -> list[Tables]:
    """Random tables over a few letters, the first pair without a header."""
    made = []
    for shifts in [0, *draw(st.lists(st.integers(0, 2), max_size=3))]:
        main = draw(st.lists(st.sampled_from(LETTERS), unique=True))
        extension = draw(st.lists(st.sampled_from(LETTERS), unique=True))
        alphabet = Alphabet(dict(enumerate(main, 32)), dict(enumerate(extension, 32)))
        made.append(Tables(None, None, shifts, alphabet))
    return made


def cost(tables: Tables, text: str) -> int | None:
    """Count septets a character at a time; None if one is in neither table."""
    costs = [
        1
        if character in tables.alphabet.basic
        else 2
        if character in tables.alphabet.extension
        else None
        for character in text
    ]
    return None if None in costs else sum(filter(None, costs))


def fits(tables: Tables, text: str, rooms: list[int]) -> bool:
    septets = cost(tables, text)
    return septets is not None and septets <= rooms[tables.shifts]


def exhaustive(text: str, made: list[Tables], single: list[int], several: list[int]) -> int:
    """Try every cut and every pair of tables for every segment; 0 if there is no way."""
    if any(fits(tables, text, single) for tables in made):
        return 1

    @cache
    def least(start: int) -> int:
        if start == len(text):
            return 0
        found = [
            1 + least(end)
            for end in range(start + 1, len(text) + 1)
            if any(fits(tables, text[start:end], several) for tables in made)
        ]
        return min(found, default=1000)

    return least(0) if least(0) < 1000 else 0


@given(
    st.text(LETTERS, min_size=1, max_size=14),
    pairs(),
    st.permutations([4, 5, 6]).map(sorted),
)
def test_greedy_over_all_pairs_is_minimal(text: str, made: list[Tables], rooms: list[int]) -> None:
    several = rooms[::-1]
    single = [room + 2 for room in several]
    pieces = fewest(text, made, Rooms(single, several))
    assert len(pieces) == exhaustive(text, made, single, several)
    assert "".join(text[piece.start : piece.end] for piece in pieces) in {text, ""}
    for piece in pieces:
        assert piece.septets == cost(piece.tables, text[piece.start : piece.end])
        assert piece.septets <= piece.room


@given(st.one_of(NATIONAL, RUNS, messages()), LANGUAGES)
def test_the_candidates_do_as_well_as_all_pairs(text: str, languages: tuple[Language, ...]) -> None:
    allowed = [
        tables for tables in ALL_PAIRS if {tables.locking, tables.single} <= {None, *languages}
    ]
    shifts = [count * SHIFT_OCTETS for count in range(3)]
    rooms = Rooms(
        [capacity(Encoding.GSM7, octets) for octets in shifts],
        [capacity(Encoding.GSM7, CONCATENATION_OCTETS[8] + octets) for octets in shifts],
    )
    chosen = fewest(text, list(candidates(text, languages)), rooms)
    best = fewest(text, allowed, rooms)
    assert [(piece.end, piece.tables.shifts, piece.septets) for piece in chosen] == [
        (piece.end, piece.tables.shifts, piece.septets) for piece in best
    ]


@example("ş" * 134, (Language.TURKISH,), Boundary.CODE_POINT, 8)
@example("ş" * 201, (Language.TURKISH,), Boundary.CODE_POINT, 8)
@example("ş" * 134, (Language.URDU,), Boundary.CODE_POINT, 16)
@given(
    st.one_of(NATIONAL, RUNS, messages()),
    LANGUAGES.filter(bool),
    st.sampled_from(Boundary),
    st.sampled_from([8, 16]),
)
def test_what_is_seen_at_a_glance_is_so(
    text: str, languages: tuple[Language, ...], boundary: Boundary, bits: int
) -> None:
    profile = Profile(boundary=boundary, reference_bits=bits, languages=languages)
    most = plan(text, Profile(boundary=boundary, reference_bits=bits)).msg_count - 1
    if most and not may_fit(text, languages, ROOMS[bits], most):
        assert national_segments(text, profile, most) == ()


def android(text: str) -> int:
    """One pair of tables for the whole message, the cheapest of all; 0 if none codes it."""
    counts = []
    for tables in ALL_PAIRS:
        septets = cost(tables, text)
        if septets is None:
            continue
        shift_octets = tables.shifts * SHIFT_OCTETS
        if septets <= capacity(Encoding.GSM7, shift_octets):
            counts.append(1)
            continue
        room = capacity(Encoding.GSM7, CONCATENATION_OCTETS[8] + shift_octets)
        counts.append(len(fewest(text, [tables], Rooms([0, 0, 0], [room, room, room]))))
    return min(counts, default=0)


@given(st.one_of(NATIONAL, RUNS))
@FEW
def test_never_more_messages_than_with_one_pair_for_all(text: str) -> None:
    planned = plan(text, Profile(languages=ALL_LANGUAGES))
    theirs = android(text)
    assert planned.msg_count <= theirs or not theirs


def check(planned: Plan) -> None:
    """Hold the segments of a plan against its counts and the charts themselves."""
    assert "".join(segment.text for segment in planned.segments) == planned.text
    assert len(planned.segments) == planned.msg_count
    assert sum(segment.chars_count for segment in planned.segments) == planned.chars_count
    assert planned.segments[-1].remaining == planned.remaining
    concatenation = CONCATENATION_OCTETS[planned.profile.reference_bits]
    for segment in planned.segments:
        shifts = (segment.locking is not None) + (segment.single is not None)
        octets = (concatenation if planned.msg_count > 1 else 0) + shifts * SHIFT_OCTETS
        assert segment.chars_count + segment.remaining == capacity(planned.encoding, octets)
        if planned.encoding is Encoding.GSM7:
            main = LOCKING[segment.locking].values()
            after_escape = SINGLE[segment.single].values()
            assert all(char in main or char in after_escape for char in segment.text)
            septets = sum(1 if char in main else 2 for char in segment.text)
            assert segment.chars_count == septets


@given(
    st.one_of(NATIONAL, RUNS, messages()),
    LANGUAGES,
    st.sampled_from(Boundary),
    st.sampled_from([8, 16]),
)
def test_tables_are_used_only_where_they_save_a_message(
    text: str, languages: tuple[Language, ...], boundary: Boundary, bits: int
) -> None:
    plain = plan(text, Profile(boundary=boundary, reference_bits=bits))
    planned = plan(text, Profile(boundary=boundary, reference_bits=bits, languages=languages))
    check(planned)
    tables = {(segment.locking, segment.single) for segment in planned.segments}
    if planned.msg_count == plain.msg_count:
        assert tables == {(None, None)}
        assert planned.segments == plain.segments
        assert planned.encoding is plain.encoding
    else:
        assert planned.msg_count < plain.msg_count
        assert planned.encoding is Encoding.GSM7


@given(st.one_of(NATIONAL, RUNS), LANGUAGES)
def test_a_forced_gsm7_may_be_reached_with_tables(
    text: str, languages: tuple[Language, ...]
) -> None:
    profile = Profile(encoding=Encoding.GSM7, languages=languages)
    possible = all(
        any(char in LOCKING.get(language, {}).values() for language in (None, *languages))
        or any(char in SINGLE[language].values() for language in (None, *languages))
        for char in text
    )
    if possible:
        check(plan(text, profile))
    else:
        with pytest.raises(UnencodableTextError):
            plan(text, profile)


CLUSTERS = ["क", "का", "अ", "ા", "ş", "s\u0327", "á", "A", " ", "€", "नि", "\r\n", "🇩🇰"]


@given(
    st.lists(st.builds(str.__mul__, st.sampled_from(CLUSTERS), st.integers(1, 90)), max_size=5).map(
        "".join
    ),
    LANGUAGES,
    st.sampled_from([Boundary.GRAPHEME, Boundary.WORD]),
)
def test_no_cluster_that_ucs2_would_keep_is_split(
    text: str, languages: tuple[Language, ...], boundary: Boundary
) -> None:
    planned = plan(text, Profile(boundary=boundary, languages=languages))
    ends = {segment.end for segment in planned.segments}
    room = capacity(Encoding.UCS2, CONCATENATION_OCTETS[8])
    for cluster in regex.finditer(r"\r|\X", text):
        if len(cluster[0].encode("utf-16-le")) <= 2 * room:
            assert ends.isdisjoint(range(cluster.start() + 1, cluster.end()))


@pytest.mark.parametrize(("text", "offset"), [("ş日", 1), ("日ş", 0), ("aşकь", 2)])
def test_the_character_is_what_no_allowed_table_has(text: str, offset: int) -> None:
    with pytest.raises(UnencodableTextError) as caught:
        plan(text, Profile(encoding=Encoding.GSM7, languages=(Language.TURKISH,)))
    assert caught.value.start == offset
