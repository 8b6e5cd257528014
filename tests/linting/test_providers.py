"""What lint, fix and explain say of texts as real providers send them."""

import pytest
from msgspec.structs import replace

from smsplan import (
    Encoding,
    Plan,
    Profile,
    Safety,
    Severity,
    UnencodableTextError,
    explain,
    fix,
    lint,
    plan,
    providers,
)
from smsplan.linting import subject
from smsplan.linting.fixing import free_plan
from smsplan.planning import Above, Capacity, Counting, Limit, WhiteSpace

NOTIFY = providers.get("govuk-notify", prefix="HMRC").profile
TWILIO = providers.get("twilio", smart_encoding=True).profile
TELNYX = providers.get("telnyx").profile
ZENVIA = providers.get("zenvia").profile
X60 = "x" * 60


def told(text: str, profile: Profile) -> list[tuple[str, int | None, int | None]]:
    return [(found.code, found.start, found.end) for found in lint(text, profile)]


def test_what_the_provider_replaces_is_neither_found_nor_fixed() -> None:
    text = "Your “refund” is due. " + X60
    assert lint(text)
    assert lint(text, TWILIO) == lint(text, NOTIFY) == ()
    for level in Safety:
        assert fix(text, TWILIO, level=level).text == text
        assert fix(text, NOTIFY, level=level, always=True).text == text


def test_where_all_or_nothing_is_replaced_the_smallest_fix_is_of_what_is_in_the_way() -> None:
    text = "Your “refund” is 👋 due. " + X60
    (found,) = lint(text, TWILIO)
    assert (found.code, found.start, found.end, found.saves) == ("ENC001", 17, 18, 1)
    fixed = fix(text, TWILIO, level=Safety.DISPLAY_ONLY)
    assert fixed.text == "Your “refund” is due. " + X60
    assert fixed.plan.text == 'Your "refund" is due. ' + X60
    assert "The provider would replace them, but for '👋'." in explain(text, TWILIO).splitlines()


def test_a_lost_character_is_an_error_with_its_equivalent() -> None:
    (found,) = lint("Hi \ue000", Profile(placeholder="?"))
    assert (found.code, found.severity, found.fix) == ("DEL005", Severity.ERROR, None)
    (found,) = lint("a 👋  b", NOTIFY)
    assert found.message == "'👋' U+1F44B WAVING HAND SIGN is sent as '?'"
    assert (found.start, found.end, found.saves) == (2, 3, 0)
    assert found.fix
    assert found.fix.apply("a 👋  b") == "a b"


def test_a_cluster_that_is_lost_is_one_finding() -> None:
    (found,) = lint("👩‍👧", Profile(placeholder="?"))
    assert found.message == "'👩\u200d👧' is sent as '???'"


def test_of_a_prefix_nothing_is_said_twice() -> None:
    text = "Your “refund” is 👋  due. " + "x" * 140
    assert told(text, NOTIFY) == [("DEL005", 17, 18), ("COST001", 155, 165)]
    assert plan(text[:155], NOTIFY).msg_count == 1


def test_a_suffix_does_not_count_as_the_characters_that_have_to_go() -> None:
    profile = Profile(suffix=" STOP")
    assert told("x" * 157, profile) == [("COST001", 155, 157)]


def test_characters_that_the_provider_lacks_are_found_and_spelled_otherwise() -> None:
    (euro,) = lint("It costs 5 €", TELNYX)
    assert (euro.code, euro.fix) == ("ENC001", None)
    assert euro.message == "'€' U+20AC EURO SIGN is not in the provider's GSM-7"
    found = lint("Até à manhã", ZENVIA, select="ENC")
    assert [each.fix and each.fix.edits[0].replacement for each in found] == ["e", "a", "a"]
    assert {each.fix and each.fix.safety for each in found} == {Safety.UNSAFE}


def test_places_are_those_of_the_original_where_white_space_goes() -> None:
    text = "Hi\n\n  now,   at ½ " + "x" * 60
    assert told(text, ZENVIA)[0] == ("ENC001", 16, 17)
    url = "a   b " + "x" * 138 + " https://example.com/parcels/4711"
    profile = Profile(white_space=(WhiteSpace.RUNS_TO_ONE_SPACE,))
    (found,) = lint(url, profile, select="DEL002")
    assert url[found.start : found.end] == "https://example.com/parcels/4711"


def test_a_cluster_is_split_where_what_is_sent_is_split() -> None:
    text = "é" * 64 + "👩‍👩‍👧‍👦"
    (found,) = lint(text, Profile(prefix="я"), select="DEL001")
    assert (found.start, found.end) == (64, len(text))
    assert lint(text, Profile(prefix="яяя"), select="DEL001") == ()


@pytest.mark.parametrize(
    ("above", "severity", "ends", "place"),
    [
        (Above.REFUSED, Severity.ERROR, "; it is refused", (None, None)),
        (Above.TRUNCATED, Severity.WARNING, "; it ends after 160 characters", (157, 163)),
        (None, Severity.ERROR, "; what happens then is not documented", (None, None)),
    ],
)
def test_a_limit_is_told_with_what_happens_above_it(
    above: Above | None, severity: Severity, ends: str, place: tuple[int | None, int | None]
) -> None:
    profile = Profile(prefix="AB ", limit=Limit(max_gsm7=160, above=above))
    (found,) = lint("x" * 163, profile, select="DEL006")
    assert (found.severity, (found.start, found.end)) == (severity, place)
    assert found.message == "166 septets, 160 at most" + ends
    assert f"It is above the limit of the provider: {found.message}." in explain("x" * 163, profile)
    assert lint("x" * 157, profile) == ()


def test_what_forced_gsm7_lacks_is_told_where_the_rest_is_truncated() -> None:
    limit = Limit(max_characters=1, above=Above.TRUNCATED)
    with pytest.raises(UnencodableTextError) as refusal:
        fix("((your…name))", Profile(encoding=Encoding.GSM7, limit=limit))
    assert refusal.value.character == "…"


def test_nothing_is_just_over_what_is_truncated_anyway() -> None:
    profile = Profile(limit=Limit(max_characters=161, above=Above.TRUNCATED))
    assert [code for code, _, _ in told("x" * 161, profile)] == ["COST001"]
    assert [code for code, _, _ in told("x" * 200, profile)] == ["DEL006"]


def test_a_segment_holds_what_the_provider_says() -> None:
    altinn = providers.get("altinn").profile
    assert told("x" * 270, altinn) == [("COST001", 268, 270)]
    assert "one alone holds 160, each of several 134" in explain("x" * 270, altinn)
    profile = Profile(gsm7=Capacity(100, 90), counting=Counting.DIVISION)
    assert told("é" * 182, profile) == [("COST001", 180, 182)]
    told_of = explain("]" * 153, replace(NOTIFY, prefix=""))
    assert "306 septets need 2 segments" in told_of
    assert "divided by what one holds; the network carries 3 segments." in told_of


def test_what_is_sent_instead_is_explained_first() -> None:
    lines = explain("Your “refund” is 👋  due.", NOTIFY).splitlines()
    assert lines[0] == (
        "Another text is sent: 'HMRC: ' added, '“' as '\"', '”' as '\"', '👋' as '?', '  ' as ' '."
    )
    assert lines[1] == "GSM-7 has every character of the text that is sent."


def test_json_of_a_fix_has_the_original() -> None:
    text = "😀 Your “refund” is ŵ due. " + X60
    plain = fix(text, NOTIFY, level=Safety.UNSAFE).to_dict()
    (edit,) = plain["applied"]
    assert (edit["start"], edit["utf16-start"]) == (text.index("ŵ"), text.index("ŵ") + 1)
    assert plain["before"]["original"] == text


@pytest.mark.parametrize("name", ["bulksms", "clicksend", "altinn", "azure"])
@pytest.mark.parametrize("character", ["\t", "“", "\u0301"])
def test_of_a_fix_that_cannot_save_nothing_is_planned(
    name: str, character: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    planned = []

    def counted(text: str, profile: Profile) -> Plan:
        planned.append(text)
        return free_plan(text, profile)

    monkeypatch.setattr(subject, "free_plan", counted)
    found = lint(character * 1050, providers.get(name).profile)
    assert len(found) > 1000
    assert len(planned) < 10


def test_of_a_text_that_is_truncated_each_rule_shows_its_first_place_where_255_would_not_do() -> (
    None
):
    found = lint("“" * 20_000, providers.get("clicksend").profile, select="ENC")
    assert [(each.code, each.start) for each in found] == [("ENC001", 0)]
