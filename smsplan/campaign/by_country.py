"""What countries do with the sender and the texts of a batch, country by country."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final

import numpy as np
import pyarrow as pa

from smsplan.campaign.buffers import Array, Plans
from smsplan.campaign.kernels import count_texts_with
from smsplan.campaign.results import CountryFinding
from smsplan.campaign.row_errors import Task
from smsplan.columns.arrays import distinct, strings
from smsplan.columns.recipients import Recipients
from smsplan.destinations import countries
from smsplan.destinations.countries import Country
from smsplan.destinations.countries.checking import (
    PLAIN,
    PLAIN_CODE,
    PLAIN_RULE,
    TEXT_RULES,
    of_sender,
)
from smsplan.fact import Fact
from smsplan.linting.fixing import free_plan

_NORTH_AMERICA: Final = 1
"""The calling code under which three more digits tell countries apart."""
_IS_NOT_PLAIN: Final = np.array([chr(octet) not in PLAIN for octet in range(256)])
_PLACES: Final = np.array([1000, 100, 10, 1])


def count_by_country(
    read: Recipients, dialcodes: Array, texts: pa.Array, plans: Plans, task: Task
) -> Counter[CountryFinding]:
    """Count rows as ``smsplan.destinations.countries.findings`` warns of them, one by one.

    A row that is not sent has the calling code 0.  What is counted has no ``rows`` itself.
    """
    prefixes = dialcodes.copy()
    rows = np.flatnonzero((dialcodes == _NORTH_AMERICA) & (read.sizes >= len(_PLACES)))
    prefixes[rows] = (read.digits[rows, : len(_PLACES)] - np.uint8(ord("0"))) @ _PLACES
    found: Counter[CountryFinding] = Counter()
    sent = np.bincount(prefixes, minlength=1)
    for prefix in filter(None, np.flatnonzero(sent).tolist()):
        country = countries.of(str(prefix), day=task.day)
        known = country.known
        for code, fact, _ in of_sender(country, task.sender) if task.sender else ():
            found[_finding(code, country, fact)] += int(sent[prefix])
        if PLAIN_RULE in known or not TEXT_RULES.keys().isdisjoint(known):
            rows = np.flatnonzero(prefixes == prefix)
            for code, name, many in _of_texts(known, rows, texts, plans, task):
                found[_finding(code, country, known[name])] += many
    return found


def _of_texts(
    known: Mapping[str, Fact], rows: Array, texts: pa.Array, plans: Plans, task: Task
) -> Iterator[tuple[str, str, int]]:
    """Return the code, the rule, and in how many of the rows it is broken."""
    counts = Plans(*(each[rows] for each in plans))
    for name in known.keys() & TEXT_RULES.keys():
        code, is_broken, _ = TEXT_RULES[name]
        yield code, name, int(np.count_nonzero(is_broken(known[name].value, counts)))
    if PLAIN_RULE in known:
        if not task.profile.plans_as_plain:
            values, indices = distinct([texts.take(pa.array(rows))])
            planned = pa.array([free_plan(each, task.profile).text for each in values])
            texts, rows = planned.take(indices), np.arange(len(rows))
        yield PLAIN_CODE, PLAIN_RULE, count_texts_with(*strings(texts), rows, _IS_NOT_PLAIN)


def _finding(code: str, country: Country, fact: Fact) -> CountryFinding:
    prefix, *_ = country.prefixes
    return CountryFinding(code, prefix, country.name, fact.name, fact.source, fact.read)
