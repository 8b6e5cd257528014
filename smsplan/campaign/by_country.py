"""What countries do with the sender and the texts of a batch, country by country."""

from collections import Counter
from typing import Final

import numpy as np

from smsplan.campaign.buffers import Array, Plans
from smsplan.campaign.results import CountryFinding
from smsplan.campaign.row_errors import Task
from smsplan.columns.recipients import Recipients
from smsplan.destinations import countries
from smsplan.destinations.countries import Country
from smsplan.destinations.countries.checking import TEXT_RULES, of_sender
from smsplan.fact import Fact

NORTH_AMERICA: Final = 1
"""The calling code under which three more digits tell countries apart."""
_PLACES: Final = np.array([1000, 100, 10, 1])


def count_by_country(
    read: Recipients, dialcodes: Array, plans: Plans, task: Task
) -> Counter[CountryFinding]:
    """Count rows as ``smsplan.destinations.countries.findings`` warns of them, one by one.

    A row that is not sent has the calling code 0.  What is counted has no ``rows`` itself.
    """
    prefixes = dialcodes.copy()
    rows = np.flatnonzero((dialcodes == NORTH_AMERICA) & (read.sizes >= len(_PLACES)))
    prefixes[rows] = (read.digits[rows, : len(_PLACES)] - np.uint8(ord("0"))) @ _PLACES
    found: Counter[CountryFinding] = Counter()
    sent = np.bincount(prefixes, minlength=1)
    for prefix in filter(None, np.flatnonzero(sent).tolist()):
        country = countries.of(str(prefix), day=task.day)
        known = country.known
        for code, fact, _ in of_sender(country, task.sender) if task.sender else ():
            found[_finding(code, country, fact)] += int(sent[prefix])
        if names := known.keys() & TEXT_RULES.keys():
            counts = Plans(*(each[prefixes == prefix] for each in plans))
            for name in names:
                code, is_broken, _ = TEXT_RULES[name]
                many = int(np.count_nonzero(is_broken(known[name].value, counts)))
                found[_finding(code, country, known[name])] += many
    return found


def _finding(code: str, country: Country, fact: Fact) -> CountryFinding:
    prefix, *_ = country.prefixes
    return CountryFinding(code, prefix, country.name, fact.name, fact.source, fact.read)
