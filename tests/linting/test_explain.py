import pytest

from smsplan import Boundary, Encoding, Language, Profile
from smsplan.linting import explain

GRAPHEMES = Profile(boundary=Boundary.GRAPHEME)


def lines(text: str, profile: Profile | None = None) -> list[str]:
    return explain(text, profile or Profile()).splitlines()


def test_one_message() -> None:
    assert lines("Hello") == [
        "GSM-7 has every character of the text.",
        "5 septets need 1 segment, which has room for 155 more.",
    ]
    assert lines("a")[1] == "1 septet needs 1 segment, which has room for 159 more."
    assert lines("")[1] == "0 septets need 1 segment, which has room for 160 more."


def test_several_messages_and_where_each_ends() -> None:
    assert lines("word " * 40)[1:4] == [
        "200 septets need 2 segments: one alone holds 160, each of several 153.",
        "Segment 1 ends at 153, before 'd word word '.",
        "Segment 2 has 47, and room for 106 more.",
    ]


def test_a_pair_at_a_boundary_leaves_a_message_short_of_full() -> None:
    assert "Segment 1 ends at 152, 1 short of full, before '€xxxxxxxxxxx'." in lines(
        "x" * 152 + "€" + "x" * 20
    )
    assert "Segment 1 ends at 66, 1 short of full, before '😀яяяяяяяяяяя'." in lines(
        "я" * 66 + "😀" + "я" * 20
    )


def test_a_whole_cluster_is_shown_where_the_profile_keeps_it() -> None:
    told = lines("я" * 65 + "👍🏽" + "я" * 20, GRAPHEMES)
    assert any(line.startswith("Segment 1 ends at 65, 2 short of full") for line in told)


def test_why_it_is_ucs2() -> None:
    assert lines("“Hi”")[0] == (
        "UCS-2, because GSM-7 lacks 2 characters of the text: '“' at 0, '”' at 3."
    )
    assert lines("Приветы")[0] == (
        "UCS-2, because GSM-7 lacks 7 characters of the text: "
        "'П' at 0, 'р' at 1, 'и' at 2, 'в' at 3, 'е' at 4 and others."
    )


def test_forced_encodings() -> None:
    assert lines("Hello", Profile(encoding=Encoding.UCS2))[0] == (
        "UCS-2, because the profile says so; GSM-7 has every character of the text."
    )
    assert lines("Привет", Profile(encoding=Encoding.GSM7))[1] == (
        "The profile asks for GSM-7: so it cannot be sent."
    )


def test_national_tables_are_named() -> None:
    profile = Profile(languages=(Language.TURKISH,))
    text = "Siparişiniz yola çıktı, teşekkürler. " * 3
    assert lines(text, profile)[0] == (
        "GSM-7 with national tables of Turkish has every character of the text."
    )
    assert lines(text)[0].startswith("UCS-2")


def test_what_the_next_cheaper_plan_would_need() -> None:
    assert "3 septets fewer save a segment." in lines("x" * 163)
    assert "1 septet fewer saves a segment." in lines("x" * 161)
    assert lines("“" + "x" * 70)[-1] == "With safe changes ('“' as '\"') it is GSM-7: 1 segment."
    assert (
        lines("ê" + "x" * 70)[-1] == "Spelled in another way ('ê' as 'e') it is GSM-7: 1 segment."
    )
    assert lines("😀" + "x" * 70)[-1] == (
        "Without what cannot be spelled (no '😀') it is GSM-7: 1 segment."
    )
    assert lines("x" * 159 + "  ")[-1] == "With safe changes (no '  ') it is shorter: 1 segment."


def test_long_lists_are_cut() -> None:
    told = lines("x" * 2000)
    assert "And so on." in told
    assert len(told) < 15


def test_only_a_text_is_explained() -> None:
    with pytest.raises(TypeError, match="text is a str, not bytes"):
        explain(b"text")  # type: ignore[arg-type]  # what a caller without types may pass
