"""Plans that a reader learns from: the limits, the traps, and what a profile changes."""

import pickle

import pytest
from msgspec import json, structs

from smsplan import (
    STANDARD,
    Boundary,
    Encoding,
    Plan,
    Profile,
    Segment,
    UnencodableTextError,
    plan,
)
from smsplan.planning import (
    MAX_SEGMENTS,
    NonGsmCharacter,
)

GRAPHEMES = Profile(boundary=Boundary.GRAPHEME)

GSM7, UCS2 = Encoding.GSM7, Encoding.UCS2
SIXTEEN_BITS = Profile(reference_bits=16)
FORCED_GSM7 = Profile(encoding=GSM7)
FORCED_UCS2 = Profile(encoding=UCS2)


def counts(text: str, profile: Profile = STANDARD) -> list[int]:
    return [segment.chars_count for segment in plan(text, profile).segments]


def pieces(text: str, profile: Profile = STANDARD) -> list[str]:
    return [segment.text for segment in plan(text, profile).segments]


class TestLimits:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("a" * 160, [160]),
            ("a" * 161, [153, 8]),
            ("a" * 306, [153, 153]),
            ("a" * 307, [153, 153, 1]),
            ("я" * 70, [70]),
            ("я" * 71, [67, 4]),
            ("я" * 134, [67, 67]),
            ("я" * 135, [67, 67, 1]),
        ],
    )
    def test_with_a_reference_of_8_bits(self, text: str, expected: list[int]) -> None:
        assert counts(text) == expected

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("a" * 160, [160]),
            ("a" * 161, [152, 9]),
            ("a" * 304, [152, 152]),
            ("a" * 305, [152, 152, 1]),
            ("я" * 70, [70]),
            ("я" * 132, [66, 66]),
            ("я" * 133, [66, 66, 1]),
        ],
    )
    def test_with_a_reference_of_16_bits(self, text: str, expected: list[int]) -> None:
        assert counts(text, SIXTEEN_BITS) == expected

    def test_one_non_gsm_character_leaves_less_than_half_the_room(self) -> None:
        assert plan("a" * 160).msg_count == 1
        assert plan("a" * 159 + "ç").msg_count == 3

    @pytest.mark.parametrize(("count", "segments"), [(255 * 153, 255), (255 * 153 + 1, 256)])
    def test_more_segments_than_can_be_concatenated_are_still_counted(
        self, count: int, segments: int
    ) -> None:
        planned = plan("a" * count)
        assert planned.msg_count == len(planned.segments) == segments
        assert (segments > MAX_SEGMENTS) == (segments == 256)


class TestPairs:
    """What a division by 153 or 67 gets wrong."""

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("a" * 152 + "€" + "a" * 152, [152, 153, 1]),
            ("a" * 151 + "€" + "a" * 153, [153, 153]),
            ("]" * 80, [160]),
            ("]" * 153, [152, 152, 2]),
            ("я" * 66 + "😀" + "я" * 66, [66, 67, 1]),
            ("я" * 65 + "😀" + "я" * 67, [67, 67]),
            ("😀" * 35, [70]),
            ("😀" * 67, [66, 66, 2]),
        ],
    )
    def test_a_pair_that_does_not_fit_begins_the_next_segment(
        self, text: str, expected: list[int]
    ) -> None:
        assert counts(text) == expected

    def test_a_pair_left_over_at_the_limit_costs_a_unit_that_nothing_can_use(self) -> None:
        first, second, _ = plan("a" * 152 + "€" + "a" * 152).segments
        assert (first.remaining, second.text[0]) == (1, "€")

    def test_pairs_fill_segments_of_16_bit_references_exactly(self) -> None:
        assert counts("]" * 152, SIXTEEN_BITS) == [152, 152]
        assert counts("😀" * 66, SIXTEEN_BITS) == [66, 66]


class TestEncoding:
    @pytest.mark.parametrize(
        ("text", "cost"),
        [
            ("a", 1),
            ("@", 1),
            ("\n", 1),
            ("\r", 1),
            ("Ç", 1),
            ("Ω", 1),
            ("€", 2),
            ("\f", 2),
            ("^", 2),
        ],
    )
    def test_gsm7(self, text: str, cost: int) -> None:
        assert (plan(text).encoding, plan(text).chars_count) == (GSM7, cost)

    @pytest.mark.parametrize(
        ("text", "name"),
        [
            ("`", "GRAVE ACCENT"),
            ("\u00a0", "NO-BREAK SPACE"),
            ("ç", "LATIN SMALL LETTER C WITH CEDILLA"),
            ("\t", "CHARACTER TABULATION"),
            ("\x1b", "ESCAPE"),
            ("\x00", "NULL"),
            ("\x7f", "DELETE"),
            ("\ud83d", "<surrogate-D83D>"),
        ],
    )
    def test_one_such_character_forces_ucs2(self, text: str, name: str) -> None:
        planned = plan(f"a{text}b")
        assert (planned.encoding, planned.chars_count) == (UCS2, 3)
        assert planned.non_gsm_characters == (NonGsmCharacter(text, name, 1),)

    def test_non_gsm_characters_are_listed_every_time_they_occur(self) -> None:
        assert [(each.character, each.offset) for each in plan("😀 ça ç").non_gsm_characters] == [
            ("😀", 0),
            ("ç", 2),
            ("ç", 5),
        ]

    def test_forced_ucs2_counts_utf16_code_units(self) -> None:
        planned = plan("a€", FORCED_UCS2)
        assert (planned.encoding, planned.chars_count, planned.remaining) == (UCS2, 2, 68)
        assert planned.non_gsm_characters == ()
        assert counts("a" * 71, FORCED_UCS2) == [67, 4]

    def test_forced_gsm7_plans_what_it_can(self) -> None:
        assert plan("a€", FORCED_GSM7).chars_count == 3
        assert plan("", FORCED_GSM7).encoding is GSM7

    def test_forced_gsm7_refuses_a_non_gsm_character_by_character_name_and_offset(self) -> None:
        with pytest.raises(UnencodableTextError) as refusal:
            plan("Façade für Ž", FORCED_GSM7)
        assert (refusal.value.character, refusal.value.start) == ("ç", 2)
        assert refusal.value.source == "Façade für Ž"
        message = str(refusal.value)
        assert "'ç' U+00E7 LATIN SMALL LETTER C WITH CEDILLA (3GPP" in message
        assert message.endswith("\n    Façade für Ž\n      ^")

    def test_forced_gsm7_refuses_nul_which_no_fast_path_may_let_through(self) -> None:
        for text in ("\x00", "a\x00", "é\x00", "€\x00"):
            with pytest.raises(UnencodableTextError, match="U\\+0000 NULL"):
                plan(text, FORCED_GSM7)


class TestOddTexts:
    def test_the_empty_text_is_one_message_of_no_characters(self) -> None:
        planned = plan("")
        assert (planned.encoding, planned.chars_count, planned.msg_count) == (GSM7, 0, 1)
        assert planned.segments == (Segment("", 0, 0, chars_count=0, remaining=160),)
        assert planned.non_gsm_characters == ()

    def test_the_empty_text_forced_into_ucs2(self) -> None:
        planned = plan("", FORCED_UCS2)
        assert (planned.encoding, planned.msg_count, planned.remaining) == (UCS2, 1, 70)

    def test_a_lone_surrogate_is_one_unit(self) -> None:
        assert counts("\ud83d" * 71) == [67, 4]

    def test_two_lone_surrogates_in_the_order_of_a_pair_are_not_parted(self) -> None:
        assert counts("я" * 66 + "\ud83d\ude00" + "я" * 5) == [66, 7]

    def test_two_lone_surrogates_in_another_order_are(self) -> None:
        assert counts("я" * 66 + "\ude00\ud83d" + "я" * 5) == [67, 6]

    def test_offsets_are_in_code_points_whatever_a_character_costs(self) -> None:
        planned = plan("😀" * 33 + "\ud83d" + "😀" * 33)
        assert [(segment.start, segment.end) for segment in planned.segments] == [(0, 34), (34, 67)]

    @pytest.mark.parametrize("text", [b"bytes", None, 4512345678, ["a"]])
    def test_what_is_no_str_is_a_type_error(self, text: object) -> None:
        with pytest.raises(TypeError, match=f"text is a str, not {type(text).__name__}"):
            plan(text)  # type: ignore[arg-type]  # that is what is tested


class TestRemaining:
    @pytest.mark.parametrize(
        ("text", "remaining"),
        [("a" * 159, 1), ("a" * 160, 0), ("a" * 161, 145), ("a" * 306, 0), ("я" * 71, 63)],
    )
    def test_it_is_what_the_last_segment_has_left(self, text: str, remaining: int) -> None:
        assert plan(text).remaining == plan(text).segments[-1].remaining == remaining


class TestProfile:
    def test_it_is_standard_if_nothing_is_said(self) -> None:
        assert Profile() == STANDARD
        assert plan("a").profile is STANDARD
        assert structs.replace(STANDARD, boundary=Boundary.GRAPHEME) == GRAPHEMES

    @pytest.mark.parametrize("bits", [0, 7, 32, -8])
    def test_references_are_of_8_or_16_bits(self, bits: int) -> None:
        with pytest.raises(ValueError, match=f"reference_bits is 8 or 16, not {bits!r}"):
            Profile(reference_bits=bits)

    @pytest.mark.parametrize("bits", ["8", None, 8.0, True])
    def test_bits_are_an_int(self, bits: int) -> None:
        with pytest.raises(TypeError, match=f"reference_bits is an int, not {bits!r}"):
            Profile(reference_bits=bits)

    @pytest.mark.parametrize("encoding", ["GSM-7", "UCS-2", 7])
    def test_an_encoding_is_no_string(self, encoding: Encoding) -> None:
        with pytest.raises(TypeError, match=f"encoding is an Encoding or None, not {encoding!r}"):
            Profile(encoding=encoding)

    @pytest.mark.parametrize("boundary", ["word", None])
    def test_a_boundary_is_no_string(self, boundary: Boundary) -> None:
        with pytest.raises(TypeError, match=f"boundary is a Boundary, not {boundary!r}"):
            Profile(boundary=boundary)

    def test_json_of_no_profile_is_refused(self) -> None:
        with pytest.raises(ValueError, match="reference_bits is 8 or 16, not 9"):
            json.decode(b'{"reference-bits": 9}', type=Profile)


class TestPlan:
    LONG = "a" * 152 + "€" + "ç" * 3

    def test_it_is_frozen(self) -> None:
        planned = plan("a")
        for frozen in (
            planned,
            planned.segments[0],
            planned.profile,
            plan("ç").non_gsm_characters[0],
        ):
            for field in structs.asdict(frozen):
                with pytest.raises(AttributeError, match="immutable"):
                    setattr(frozen, field, None)

    def test_equal_plans_have_equal_hashes(self) -> None:
        assert {plan(self.LONG), plan(self.LONG), plan("a")} == {plan(self.LONG), plan("a")}
        assert len({*plan(self.LONG).segments, *plan(self.LONG).non_gsm_characters}) == 3 + 3

    def test_it_is_the_same_whether_its_segments_were_read_or_not(self) -> None:
        read, unread = plan(self.LONG), plan(self.LONG)
        assert len(read.segments) == 3
        assert read == unread
        assert hash(read) == hash(unread)
        assert repr(read) == repr(unread)

    def test_a_profile_is_part_of_it(self) -> None:
        assert plan("a") != plan("a", GRAPHEMES)

    def test_segments_are_made_once(self) -> None:
        planned = plan(self.LONG)
        assert planned.segments is planned.segments
        assert planned.non_gsm_characters is planned.non_gsm_characters

    @pytest.mark.parametrize("protocol", range(2, pickle.HIGHEST_PROTOCOL + 1))
    def test_it_survives_a_pickle(self, protocol: int) -> None:
        planned = plan(self.LONG, GRAPHEMES)
        copy = pickle.loads(pickle.dumps(planned, protocol))  # noqa: S301 - made one line above
        assert copy == planned
        assert (copy.segments, copy.non_gsm_characters) == (
            planned.segments,
            planned.non_gsm_characters,
        )

    def test_json_has_the_gateways_spelling(self) -> None:
        written = json.decode(json.encode(plan("€")))
        profile = written.pop("profile")
        assert written == {
            "text": "€",
            "encoding": "GSM-7",
            "chars-count": 2,
            "msg-count": 1,
            "remaining": 158,
            "rewritten": None,
        }
        assert (profile["boundary"], profile["reference-bits"]) == ("code-point", 8)

    def test_json_of_a_segment(self) -> None:
        assert json.decode(json.encode(plan("a€").segments)) == [
            {
                "text": "a€",
                "start": 0,
                "end": 2,
                "chars-count": 3,
                "remaining": 157,
                "locking": None,
                "single": None,
            }
        ]

    def test_json_of_a_plan_is_read_as_one(self) -> None:
        planned = plan(self.LONG)
        assert json.decode(json.encode(planned), type=Plan) == planned


def test_a_run_of_flags_is_planned_in_linear_time() -> None:
    flags = plan("\U0001f1e9\U0001f1f0" * 50_000, GRAPHEMES)
    assert flags.msg_count == -(-200_000 // 64)  # sixteen whole flags of four units a segment
    assert all(len(segment.text) % 2 == 0 for segment in flags.segments)


def test_the_text_of_a_subclass_of_str_is_taken() -> None:
    class Markup(str):
        __slots__ = ()

        def __str__(self) -> str:
            return "something else"

    assert plan(Markup("Hi")) == plan("Hi")
    assert type(plan(Markup("Hi")).text) is str
