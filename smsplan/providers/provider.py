"""A provider: what it is called, how it treats a text, and the facts that say so."""

import re
from datetime import date
from decimal import Decimal
from typing import Any, Final

from msgspec import Struct

from smsplan.arguments import checked
from smsplan.destinations.rates import RateCard
from smsplan.errors import ProviderError
from smsplan.fact import Fact
from smsplan.gateway.preflight import Preflight
from smsplan.planning import Profile
from smsplan.providers import profiles
from smsplan.providers.facts import Option, sheet

_NEXT_OPTION: Final = re.compile(r",(?=[\w-]+=)")


class Provider(Struct, frozen=True):
    """Who sends, and how a text is treated there; made by :func:`get`.

    ``title`` is the name that people know, ``options`` what :func:`get` takes.
    ``profile`` is what the ``facts`` make, for :func:`smsplan.plan` and all else that
    takes one.
    """

    name: str
    title: str
    profile: Profile
    facts: tuple[Fact, ...]
    options: tuple[Option, ...] = ()

    @checked
    def check(  # noqa: PLR0913 - what a message is sent with
        self,
        text: str,
        *,
        sender: str | None = None,
        msisdn: str | int | None = None,
        rates: RateCard | None = None,
        region: str | None = None,
        day: date | None = None,
        max_cost: Decimal | int | None = None,
    ) -> Preflight:
        """Plan a text, and report what the provider would refuse, change or count otherwise.

        A sender, a recipient and a price, that of the ``day``, are looked at where they are
        given, and with a recipient what its country is known to do on that day.  A finding
        names the source of its fact.  What is not documented is one only where the
        answer for this text depends on it.  ``region`` is the country of national numbers;
        a message that may cost more than ``max_cost`` is an error.

        >>> [finding.code for finding in get("govuk-notify").check("Hi 👋").findings]
        ['PROVIDER_CHANGES']
        """
        from smsplan.providers import checking  # noqa: PLC0415 - it loads all of linting

        facts = {fact.name: fact for fact in self.facts}
        return checking.check(
            facts,
            self.profile,
            text,
            sender=sender,
            msisdn=msisdn,
            rates=rates,
            region=region,
            day=day,
            max_cost=max_cost,
        )


@checked
def get(name: str, **options: Any) -> Provider:  # noqa: ANN401 - a text, a number, true or false
    """Return a provider as its facts describe it.

    ``options`` are settings on which its answer depends, such as ``smart_encoding=True``
    for Twilio; by default it is what one request without any setting gets.

    Raises :class:`~smsplan.errors.ProviderError` for a provider, option or value that
    is not there.

    >>> get("twilio").profile.boundary.value, get("govuk-notify", prefix="HMRC").profile.prefix
    ('grapheme', 'HMRC: ')
    """
    written = sheet(name)
    chosen = written.chosen(options)
    facts = written.facts(chosen)
    profile = profiles.profile_of(written, chosen)
    return Provider(name, written.title, profile, facts, tuple(written.options.values()))


@checked
def read(written: str) -> Provider:
    """Return a provider that is written as ``NAME`` or ``NAME:OPTION=VALUE,OPTION=VALUE``.

    A comma that no ``OPTION=`` follows is part of a value.

    Raises :class:`~smsplan.errors.ProviderError` as :func:`get` does, and for what is not
    so written.

    >>> read("govuk-notify:prefix=Roads, Kent").profile.prefix
    'Roads, Kent: '
    """
    name, _, settings = written.partition(":")
    options: dict[str, str] = {}
    for each in _NEXT_OPTION.split(settings) if settings else ():
        option, is_given, value = each.partition("=")
        if not is_given:
            raise ProviderError(f"{each!r} is not OPTION=VALUE")
        option = option.replace("-", "_")
        if option in options:
            raise ProviderError(f"the option {option} stands there twice")
        options[option] = value
    return get(name, **options)
