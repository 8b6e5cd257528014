"""The figures of the report add up, and say what is not in them."""

import re
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from smsplan import Encoding
from smsplan.campaign import (
    Bar,
    BoundsFound,
    CharacterFound,
    Country,
    Difference,
    FieldFound,
    Group,
    Preview,
    Sample,
    Share,
)
from smsplan.campaign.report import html_report
from smsplan.money import amount
from tests.examples import FEW

PLURALS = re.compile(r"(?<!\d )(?<![\d.+])1 (?:segments|recipients|rows|characters|others)\b")
prices = st.decimals(0, 10**12, allow_nan=False, places=6) | st.decimals(0, 1, places=18)


def money(units: int) -> Decimal:
    """Make an amount of 18 places, exactly."""
    return Decimal(f"{units // 10**18}.{units % 10**18:018}")


def campaign(*countries: Country, rows: int = 0) -> Preview:
    """Make a preview of what goes to countries, with one of each of the rest."""
    recipients = sum(each.recipients for each in countries)
    unpriced = sum(each.unpriced for each in countries)
    costs = [each.cost for each in countries if each.cost is not None]
    cost = sum(costs, Decimal(0)) if costs else None
    one = Group("UCS-2", 1, (Sample(1, "Ł"),))
    nothing = None if cost is None else Decimal(0)
    return Preview(
        rows=rows or recipients,
        recipients=recipients,
        msg_count=sum(each.msg_count for each in countries),
        chars_count=recipients,
        cost=cost,
        currency=None if cost is None else "DKK",
        countries=countries,
        histogram=(Bar(1, recipients),) if recipients else (),
        encodings=(
            Share(Encoding.GSM7, max(recipients - 1, 0), max(recipients - 1, 0), cost),
            Share(Encoding.UCS2, min(recipients, 1), min(recipients, 1), nothing),
        ),
        extra=Difference(1, 1, nothing),
        savings=Difference(1, 1, nothing),
        ucs2=one,
        non_gsm_characters=(CharacterFound("Ł", "LATIN CAPITAL LETTER L WITH STROKE", 1),),
        other_non_gsm_characters=1,
        errors=(Group("RATE_UNKNOWN", unpriced, ()),) if unpriced else (),
        warnings=(),
        duplicates=None,
        bounds=BoundsFound(1, 1, 1, 1, (FieldFound("name", 1, 1, 1),)),
    )


def denmark(cost: str | None = "0.2") -> Country:
    return Country(45, "Denmark", 1, 1, None if cost is None else Decimal(cost))


def text(page: str, between: str = " ") -> str:
    """Take what is read of a page: no elements, every space one."""
    body = re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", between, body))


def section(page: str) -> str:
    """Take the section of the countries."""
    return page.partition("<h2>Segments by country</h2>")[2].partition("</section>")[0]


def values(page: str) -> list[tuple[int, Decimal]]:
    """Read messages and cost of each line of the countries."""
    found = []
    for value in re.findall(r'<div class="value">(.*?)</div>', section(page)):
        messages, cost = re.sub(r"<[^>]+>|,", "", value.replace("<small", " <small")).split()[:2]
        found.append((int(messages), Decimal(cost)))
    return found


@given(prices)
def test_money_is_exact_and_ends_in_no_zeros(cost: Decimal) -> None:
    written = amount(cost, cost, "DKK").removesuffix(" DKK").replace(",", "")
    assert Decimal(written) == cost
    assert not re.search(r"\.\d*0$", written)


@FEW
@given(
    st.lists(
        st.tuples(st.integers(1, 10**9), st.integers(0, 10**36).map(money)),
        min_size=19,
        max_size=30,
    )
)
def test_the_countries_shown_and_the_rest_add_up_to_the_whole(
    sums: list[tuple[int, Decimal]],
) -> None:
    found = values(html_report(campaign(*(Country(1, "C", 1, *each) for each in sums))))
    assert len(found) == min(len(sums), 21)
    assert sum(messages for messages, _ in found) == sum(messages for messages, _ in sums)
    # A sum of Decimals would round to 28 digits.
    assert sum(Fraction(cost) for _, cost in found) == sum(Fraction(cost) for _, cost in sums)


def test_the_rest_has_no_bar_and_does_not_scale_those_of_others() -> None:
    page = html_report(campaign(*(Country(n, "C", 1, 100, Decimal(1)) for n in range(1, 216))))
    lines = section(page)
    assert lines.count("<svg") == 20
    assert lines.count('<rect width="100.00%"') == 20
    assert "195 others" in lines


def test_the_rest_says_how_many_of_it_have_no_price() -> None:
    some = (Country(n, "C", 2, 2, Decimal(1), 1) for n in range(1, 23))
    assert "2 others 4 2 DKK 2 recipients without a price" in text(html_report(campaign(*some)))


def test_a_histogram_of_many_bars_says_how_many_the_rest_are() -> None:
    bars = tuple(Bar(count, 10) for count in range(1, 31))
    page = text(html_report(replace(campaign(denmark()), histogram=bars)))
    assert "20 segments 10 recipients 21 to 30 segments 100 recipients" in page


@FEW
@given(st.integers(1, 10**6))
def test_the_cost_says_how_many_recipients_are_not_in_it(unpriced: int) -> None:
    norway = Country(47, "Norway", unpriced, unpriced, Decimal("0.0"), unpriced)
    page = text(html_report(campaign(denmark(), norway)))
    noun = "recipient that has" if unpriced == 1 else "recipients that have"
    assert f" cost 0.2 DKK without {unpriced:,} {noun} no price" in page
    assert f"Norway +47 {unpriced:,} no price" in page
    assert "A recipient without a price is sent to" in page


def test_part_of_a_cost_that_is_not_known_is_at_least_what_is_and_never_zero() -> None:
    norway = Country(47, "Norway", 9, 9, Decimal("0.0"), 9)
    page = text(html_report(campaign(denmark(), norway)))
    assert "9 recipients, 9 segments, at least 0.2 DKK" in page
    assert "1 recipient, 1 segment UCS-2 costs 1 segment more" in page


def test_a_campaign_without_any_price_costs_what_is_not_known() -> None:
    page = text(html_report(campaign(Country(47, "Norway", 9, 9, Decimal("0.0"), 9))))
    assert " cost no price " in page
    assert "DKK" not in page


def test_a_campaign_without_a_rate_card_has_no_cost() -> None:
    page = text(html_report(campaign(denmark(None))))
    assert " cost " not in page.replace("UCS-2 costs", "")
    assert "price" not in page


def test_rows_that_cannot_be_sent_are_not_those_without_a_price() -> None:
    norway = Country(47, "Norway", 9, 9, Decimal("0.0"), 9)
    sent = campaign(denmark(), norway, rows=13)
    errors = (Group("MSISDN_ALPHA", 3, (Sample(1, "45x"),)), *sent.errors)
    page = html_report(replace(sent, errors=errors))
    assert "rows that cannot be sent 3 " in text(page)
    cannot, unpriced = page.split("<h2>Recipients without a price</h2>")
    assert "MSISDN_ALPHA" in cannot.split("<h2>Rows that cannot be sent</h2>")[1]
    assert "MSISDN_ALPHA" not in unpriced
    assert "RATE_UNKNOWN" in unpriced


@FEW
@given(
    st.lists(
        st.tuples(st.integers(1, 2), st.integers(1, 2), st.booleans()), min_size=1, max_size=22
    )
)
def test_one_is_said_in_the_singular(counts: list[tuple[int, int, bool]]) -> None:
    countries = (
        Country(45, "C", recipients, segments, Decimal(1), int(is_unpriced))
        for recipients, segments, is_unpriced in counts
    )
    assert not PLURALS.search(text(html_report(campaign(*countries)), " | "))


def test_one_of_everything() -> None:
    page = text(html_report(campaign(denmark(), rows=1)))
    assert page.startswith(
        " Campaign preview Campaign preview segment 1 cost 0.2 DKK recipient, of 1 row 1"
        " rows that cannot be sent 0 Segments by country Denmark +45 1 0.2 DKK"
        " Segments per recipient 1 segment 1 recipient GSM-7 and UCS-2"
    )
    assert "The row " in page
