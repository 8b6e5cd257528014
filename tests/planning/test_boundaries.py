"""Where texts are split: graphemes and words that stay whole."""

import pytest

from smsplan import (
    STANDARD,
    Boundary,
    Encoding,
    Profile,
    plan,
)

GRAPHEMES = Profile(boundary=Boundary.GRAPHEME)

GSM7, UCS2 = Encoding.GSM7, Encoding.UCS2
WORDS = Profile(boundary=Boundary.WORD)

FAMILY = "👩\u200d👩\u200d👧\u200d👦"


def counts(text: str, profile: Profile = STANDARD) -> list[int]:
    return [segment.chars_count for segment in plan(text, profile).segments]


def pieces(text: str, profile: Profile = STANDARD) -> list[str]:
    return [segment.text for segment in plan(text, profile).segments]


class TestGraphemes:
    def test_a_family_stays_whole(self) -> None:
        text = "я" * 60 + FAMILY + "я" * 10
        assert counts(text) == [66, 15]  # the third of four, without the joiner before it
        assert pieces(text)[1].startswith("👧")
        assert counts(text, GRAPHEMES) == [60, 21]
        assert pieces(text, GRAPHEMES)[1].startswith(FAMILY)

    @pytest.mark.parametrize(
        "cluster", ["e\u0301", "👍🏽", "🇩🇰", "1\ufe0f\u20e3", "नि", "\u1112\u1161\u11ab"]
    )
    def test_a_cluster_at_the_limit_begins_the_next_segment(self, cluster: str) -> None:
        text = "я" * 66 + cluster + "я" * 10
        assert pieces(text, GRAPHEMES) == ["я" * 66, cluster + "я" * 10]

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("a" * 152 + "\r\n" + "a" * 10, [153, 11]),
            ("я" * 66 + "\r\n" + "я" * 10, [67, 11]),
        ],
    )
    @pytest.mark.parametrize("profile", [STANDARD, GRAPHEMES])
    def test_cr_lf_may_part(self, text: str, expected: list[int], profile: Profile) -> None:
        assert counts(text, profile) == expected
        assert pieces(text, profile)[0].endswith("\r")

    def test_a_cluster_longer_than_a_segment_is_split_between_its_code_points(self) -> None:
        cluster = "e" + "\u0301" * 99
        assert counts("я" + cluster + "я", GRAPHEMES) == [67, 35]

    def test_a_cluster_of_just_a_segment_stays_whole(self) -> None:
        cluster = "e" + "\u0301" * 66
        assert counts("я" + cluster + "яяя", GRAPHEMES) == [1, 67, 3]

    def test_a_long_cluster_of_pairs_parts_none_of_them(self) -> None:
        cluster = "👩" + "🏽" * 50
        assert counts("я" + cluster, GRAPHEMES) == [67, 36]

    def test_a_cluster_fits_a_single_message_though_it_is_longer_than_a_segment(self) -> None:
        assert counts("e" + "\u0301" * 69, GRAPHEMES) == [70]

    def test_gsm7_has_no_clusters_but_pairs(self) -> None:
        text = "a" * 152 + "€" + "a" * 152
        assert counts(text, GRAPHEMES) == counts(text)


class TestWords:
    def test_a_segment_ends_after_white_space(self) -> None:
        assert pieces("a" * 150 + " bbbb " + "c" * 10, WORDS) == [
            "a" * 150 + " ",
            "bbbb " + "c" * 10,
        ]

    def test_white_space_that_just_fits_is_kept_before_the_cut(self) -> None:
        assert counts("a" * 152 + " " + "b" * 10, WORDS) == [153, 10]

    def test_white_space_that_does_not_fit_begins_a_segment_of_its_own(self) -> None:
        assert counts("a" * 153 + " " + "b" * 153, WORDS) == [153, 1, 153]

    def test_a_word_longer_than_a_segment_is_split_like_graphemes(self) -> None:
        assert counts("a" * 200, WORDS) == [153, 47]
        assert counts("я" * 66 + "e\u0301" + "я" * 10, WORDS) == [66, 12]

    def test_words_may_need_more_messages(self) -> None:
        text = "aaaaa " + "b" * 153 + " c"
        assert (counts(text), counts(text, WORDS)) == ([153, 8], [6, 153, 2])

    @pytest.mark.parametrize("space", "\u00a0\u2007\u202f")
    def test_a_no_break_space_is_part_of_a_word(self, space: str) -> None:
        assert counts("я" * 60 + space + "я" * 20, WORDS) == [67, 14]

    @pytest.mark.parametrize("space", " \n\r\t\u2003\u2028\u3000")
    def test_other_white_space_is_not(self, space: str) -> None:
        assert counts("я" * 60 + space + "я" * 20, WORDS) == [61, 20]

    def test_a_space_with_a_mark_on_it_is_no_place_to_cut(self) -> None:
        assert counts("я" * 60 + " \u0301" + "я" * 20, WORDS) == [67, 15]
