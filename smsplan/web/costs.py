"""What the page shows of the costs of a message, at every destination of a rate card."""

from collections.abc import Iterator, Mapping
from itertools import product
from typing import Final

from smsplan.destinations import channels
from smsplan.destinations import msisdn as recipients
from smsplan.destinations.rates import REST_OF_THE_WORLD, Entry, RateCard
from smsplan.errors import InvalidValueError, UnknownDestinationError
from smsplan.money import EXACT, plain
from smsplan.planning import plan
from smsplan.web.answers import ChannelAnswer, CostAnswer

_NORTH_AMERICA: Final = "1"
"""The United States share it with others."""
_UNNAMED: Final = {REST_OF_THE_WORLD: "Other countries"}
"""What the gateway's own list calls its default price (API, section 2, prices)."""


def costs(rates: RateCard, fewest: int, most: int, text: str | None = None) -> Iterator[CostAnswer]:
    """Walk the destinations that are not rejected in the order of a rate card, the default last.

    Of a ``text`` there is also what it would cost on other channels.
    """
    cards = {} if text is None else rates.channels
    listed = {name: {each[:2]: each for each in card.entries} for name, card in cards.items()}
    for prefix, region, low, high in rates.entries:
        if low is None or high is None:
            continue
        least, highest = plain(EXACT.multiply(low, fewest)), plain(EXACT.multiply(high, most))
        country = rates.country(prefix, region) or _UNNAMED.get(prefix, "")
        cost = least if least == highest else None
        others = dict(_on_channels(listed, text or "", prefix, region)) if listed else {}
        yield CostAnswer(
            *(country, int(prefix), region, least, highest, cost, rates.currency), others
        )


def _on_channels(
    listed: Mapping[str, Mapping[tuple[str, str], Entry]], text: str, prefix: str, region: str
) -> Iterator[tuple[str, ChannelAnswer]]:
    """Price a text on other channels at a destination, as RCS where its market is known."""
    is_known = region or prefix[0] not in {_NORTH_AMERICA, REST_OF_THE_WORLD}
    prefixes = [prefix[:size] for size in range(len(prefix), 0, -1)]
    places = [*product(prefixes, dict.fromkeys((region, ""))), (REST_OF_THE_WORLD, "")]
    for channel, count in channels.messages(text, is_us=region == "US"):
        is_priced = count and (is_known or channel == channels.MMS)
        entries = listed.get(channel, {}) if is_priced else {}
        entry = next((entries[place] for place in places if place in entries), None)
        if entry and entry.least is not None and entry.most is not None:
            amounts = (EXACT.multiply(each, count) for each in (entry.least, entry.most))
            yield channel, ChannelAnswer(*map(plain, amounts))


def destination(rates: RateCard, msisdn: str, region: str | None) -> str | None:
    """Find which of the costs is that of a recipient: its dialcode and region."""
    try:
        quote = rates.quote(plan(""), recipients.validate(msisdn, region=region))
    except (InvalidValueError, UnknownDestinationError):
        return None
    return f"{quote.prefix}{quote.region}"
