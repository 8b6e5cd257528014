"""What may go wrong with a reply of the gateway, so that people can test their own code.

A request asks for faults with the header ``X-Sandbox-Fault``, and rules bring
them without being asked for; a header goes before rules.  Faults are separated
by commas:

==================  ===========================================================
``latency=2s``      wait so long (``250ms``, ``1.5s``; an hour at most)
``reset``           reset the connection instead of a reply
``status=500``      answer with that HTTP status (400 to 599) instead of a reply
``truncate=20``     close the connection after 20 octets of the reply's body
``slow=10/s``       send the reply's body at 10 octets a second
``after``           let ``latency``, ``reset`` and ``status`` come after the
                    message was accepted; without it they come before
==================  ===========================================================

So ``status=500`` is a gateway that did nothing, and ``reset, after`` a reply that
was lost although the message was sent.  A reply that is truncated or slow was
always made.  Times are real seconds, not those of the sandbox's clock.

Rules are a JSON file::

    [{"fault": "reset, after", "msisdn": "99"}, {"fault": "status=503", "every": 10}]

``msisdn`` is how the recipient's number ends; a request that names a contact or
group has none.  ``every`` takes every so many of the requests that match, by
count and not by chance, and ``times`` only the first so many of these.  Rules are
asked in their order, and the first that takes a request is the one that holds:
those after it do not count that request, neither for ``every`` nor for ``times``,
so two rules with ``"times": 1`` are two requests that fail.  A request that
brings its own fault is counted by no rule.
"""

import json
import re
from codecs import BOM_UTF8
from collections.abc import Iterable
from typing import Final, Self

import msgspec
from msgspec import Struct

from smsplan.arguments import checked_fields

HEADER: Final = "X-Sandbox-Fault"
"""The header of a request that asks for a fault."""
LONGEST_LATENCY: Final = 3600.0
"""Real seconds."""

_LATENCY: Final = re.compile(r"([0-9]{1,9}(?:\.[0-9]{1,9})?)(ms|s)", re.ASCII)
_STATUS: Final = re.compile(r"[45][0-9]{2}", re.ASCII)
_OCTETS: Final = re.compile(r"[0-9]{1,9}", re.ASCII)
_RATE: Final = re.compile(r"([1-9][0-9]{0,8})/s", re.ASCII)


class Fault(Struct, frozen=True, kw_only=True):
    """What goes wrong with one reply; the module says what each of them is.

    ``latency`` is in real seconds, ``truncate`` in octets, ``slow`` in octets a
    second.
    """

    latency: float = 0.0
    reset: bool = False
    status: int | None = None
    truncate: int | None = None
    slow: int | None = None
    after: bool = False

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read faults as they are written.

        Raises ``ValueError`` that names the one that cannot be read, that comes
        twice, or that contradicts another.

        >>> Fault.parse("latency=250ms, reset, after")
        Fault(latency=0.25, reset=True, status=None, truncate=None, slow=None, after=True)
        """
        values: dict[str, float | bool] = {}
        for item in text.split(","):
            name, value = _read(item.strip())
            if name in values:
                raise ValueError(f"the fault {name!r} is there twice")
            values[name] = value
        instead = [name for name in ("reset", "status") if name in values]
        made = [name for name in ("truncate", "slow") if name in values]
        if len(instead) > 1 or (instead and made):
            raise ValueError(f"the faults {' and '.join((*instead, *made))} exclude each other")
        if "after" in values and not instead and "latency" not in values:
            raise ValueError("after goes with latency, reset or status")
        return msgspec.convert(values, cls)


class FaultRule(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which requests a fault comes to.

    ``fault`` is as :meth:`Fault.parse` reads it.  ``msisdn`` is how the number ends,
    ``""`` for every request.

    Raises ``ValueError`` for what is no fault, for a suffix that is something else than
    digits, and where ``every`` or ``times`` is less than 1.
    """

    fault: str
    msisdn: str = ""
    every: int = 1
    times: int | None = None

    @checked_fields
    def __post_init__(self) -> None:
        Fault.parse(self.fault)
        if self.msisdn and not (self.msisdn.isascii() and self.msisdn.isdigit()):
            raise ValueError(f"the msisdn {self.msisdn!r} of a fault: numbers end in digits")
        if self.every < 1 or (self.times is not None and self.times < 1):
            raise ValueError("every and times of a fault are 1 or more")


def parse_rules(octets: bytes) -> tuple[FaultRule, ...]:
    """Read the JSON of rules, in UTF-8.

    Raises ``ValueError`` that says what is wrong, and where.

    >>> parse_rules(b'[{"fault": "status=503", "every": 10}]')
    (FaultRule(fault='status=503', msisdn='', every=10, times=None),)
    """
    place = ""
    try:
        items = json.loads(octets.removeprefix(BOM_UTF8).decode())
        rules = []
        for number, item in enumerate(msgspec.convert(items, list[object]), start=1):
            place = f"rule {number}: "
            rules.append(msgspec.convert(item, FaultRule))
        return tuple(rules)
    except RecursionError:
        reason: object = "nested too deeply"
    except ValueError as error:  # which msgspec's and json's are
        reason = error
    raise ValueError(f"not the rules of faults: {place}{reason}")


class Faults:
    """Rules, and how many of the requests that were left for it each of them has seen."""

    def __init__(self, rules: Iterable[FaultRule] = ()) -> None:
        self._rules: list[tuple[FaultRule, Fault]] = []
        self._seen: list[int] = []
        for rule in rules:
            self.add(rule)

    def add(self, rule: FaultRule) -> None:
        """Let one more rule hold, from the next request on; those before it go first."""
        self._rules.append((rule, Fault.parse(rule.fault)))
        self._seen.append(0)

    @property
    def need_msisdn(self) -> bool:
        """Whether a rule looks at the number."""
        return any(rule.msisdn for rule, _ in self._rules)

    def next(self, msisdn: str) -> Fault | None:
        """Return what goes wrong with a request to a number (digits; empty for none).

        Each rule counts it until one takes it; those after that one never see it.
        """
        for at, (rule, fault) in enumerate(self._rules):
            if msisdn.endswith(rule.msisdn):
                self._seen[at] += 1
                turn, rest = divmod(self._seen[at], rule.every)
                if rest == 0 and (rule.times is None or turn <= rule.times):
                    return fault
        return None


def _read(item: str) -> tuple[str, float | bool]:
    name, _, written = item.partition("=")
    match name:
        case "reset" | "after" if item == name:
            return name, True
        case "latency" if found := _LATENCY.fullmatch(written):
            seconds = float(found[1]) / (1000 if found[2] == "ms" else 1)
            if seconds <= LONGEST_LATENCY:
                return name, seconds
        case "status" if _STATUS.fullmatch(written):
            return name, int(written)
        case "truncate" if _OCTETS.fullmatch(written):
            return name, int(written)
        case "slow" if found := _RATE.fullmatch(written):
            return name, int(found[1])
    raise ValueError(
        f"{item[:100]!r} is no fault: latency=2s (an hour at most), reset, status=500 "
        "(400 to 599), truncate=20, slow=10/s, after"
    )
