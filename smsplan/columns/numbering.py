"""What numbering plans say of a column of numbers, by one automaton a calling code.

The patterns of ``phonenumbers`` are regular expressions of digits alone.  All
those of a calling code become one automaton, whose states are what is left of the
patterns after some digits (their partial derivatives, as Antimirov has them), so
that a number of 15 digits is looked up in 15 steps instead of ten matches.
:attr:`smsplan.destinations.msisdn.Msisdn.is_assigned` and ``is_mobile`` are the reference.
"""

import re
from collections import deque
from collections.abc import Iterator, Mapping
from functools import cache
from threading import Lock
from types import MappingProxyType
from typing import Any, Final, NamedTuple, TypeAlias

import numpy as np

from smsplan.columns.numbering_kernel import walk
from smsplan.destinations.msisdn import MAX_DIGITS

Array = np.ndarray[Any, Any]

ASSIGNED, UNASSIGNED, NOT_MOBILE, PREMIUM_RATE, SHARED_COST = range(5)
"""What a numbering plan says of a number: nothing against it, or a warning."""
WARNINGS: Final[Mapping[int, str]] = MappingProxyType(
    {
        UNASSIGNED: "MSISDN_UNASSIGNED",
        PREMIUM_RATE: "MSISDN_PREMIUM_RATE",
        SHARED_COST: "MSISDN_SHARED_COST",
        NOT_MOBILE: "MSISDN_NOT_MOBILE",
    }
)
"""The codes of :func:`smsplan.destinations.msisdn.findings`."""

X: Final = {"premium_rate": PREMIUM_RATE, "shared_cost": SHARED_COST}
_OTHER_KINDS: Final = (
    "premium_rate",
    "toll_free",
    "shared_cost",
    "voip",
    "personal_number",
    "pager",
    "uan",
    "voicemail",
)
"""Kinds of numbers that are asked about before mobile ones, which they then are not."""
_SERVICES: Final = {"premium_rate": PREMIUM_RATE, "shared_cost": SHARED_COST}
_KINDS: Final = ("general_desc", *_OTHER_KINDS, "fixed_line", "mobile")
_LEADING: Final = "leading_digits"
_MAX_COUNTRIES: Final = 64
"""More than share any calling code."""
_TOKEN: Final = re.compile(r"\(\?:|[()|?]|\{\d+(?:,\d+)?\}|\[[\d-]+\]|\\d|\d")


class _Group(NamedTuple):
    """One of several sequences, so many times."""

    choices: "tuple[_Sequence, ...]"
    least: int = 1
    most: int = 1


_Sequence: TypeAlias = tuple[frozenset[int] | _Group, ...]
"""What is matched one after the other: one of some digits, or a group."""
_ANY_DIGITS: Final = _Group(((frozenset(range(10)),),), 0, MAX_DIGITS)


def _read(pattern: str) -> _Group:
    tokens = deque(_TOKEN.findall(pattern))
    if "".join(tokens) != pattern:
        raise ValueError(f"{pattern!r} is more than a pattern of digits")
    group = _choices(tokens)
    if tokens:
        raise ValueError(f"{pattern!r} has a parenthesis too many")
    return group


def _choices(tokens: deque[str]) -> _Group:
    choices: list[_Sequence] = [()]
    while tokens and tokens[0] != ")":
        sign = tokens.popleft()
        *others, last = choices
        if sign == "|":
            choices.append(())
        elif sign[0] in "?{":
            least, _, most = ("0", "", "1") if sign == "?" else sign[1:-1].partition(",")
            repeated = _Group((last[-1:],), int(least), int(most or least))
            choices = [*others, (*last[:-1], repeated)]
        elif sign[0] == "(":
            choices = [*others, (*last, _choices(tokens))]
            tokens.popleft()  # its end
        else:
            digits = frozenset(digit for digit in range(10) if re.fullmatch(sign, str(digit)))
            choices = [*others, (*last, digits)]
    return _Group(tuple(choices))


@cache
def _rests(sequence: _Sequence, digit: int) -> frozenset[_Sequence]:
    """Return what may be left of a sequence after a digit."""
    found: set[_Sequence] = set()
    for at, item in enumerate(sequence):
        after = sequence[at + 1 :]
        if not isinstance(item, _Group):
            found.update([after] if digit in item else [])
            break
        more = (item._replace(least=max(0, item.least - 1), most=item.most - 1), *after)
        for choice in item.choices:
            found.update(
                (*rest, *(more if item.most > 1 else after)) for rest in _rests(choice, digit)
            )
        if not _may_end((item,)):
            break
    return frozenset(found)


@cache
def _may_end(sequence: _Sequence) -> bool:
    """Return whether nothing has to follow."""
    return all(
        isinstance(item, _Group) and (not item.least or any(map(_may_end, item.choices)))
        for item in sequence
    )


class Automaton(NamedTuple):
    """The next state by state and digit; 0 is the start.

    By state and length there is what to say, and the number of the country that has such a
    number among those of the calling code, from 1; 0 is none.
    """

    following: Array
    said: Array
    country: Array


def automaton(dialcode: int) -> Automaton:
    """Make the automaton of the numbers after a calling code, from what ``phonenumbers`` knows."""
    regions = _metadata(dialcode)
    start = frozenset(
        ((region, kind), (_read(pattern), *rest))
        for region, metadata in enumerate(regions)
        for kind, pattern, rest in _patterns(metadata)
    )
    states = {start: 0}
    following, claims = [], []
    for state in (pending := [start]):
        row = []
        for digit in range(10):
            after = frozenset(
                (what, rest) for what, sequence in state for rest in _rests(sequence, digit)
            )
            if after not in states:
                states[after] = len(states)
                pending.append(after)
            row.append(states[after])
        following.append(row)
        ends = {what for what, sequence in state if _may_end(sequence)}
        claims.append([_claim(regions, ends, length) for length in range(MAX_DIGITS + 1)])
    said, country = np.moveaxis(np.array(claims, np.uint8), -1, 0)
    return Automaton(np.array(following, np.int32), said, country)


def _patterns(metadata: Any) -> Iterator[tuple[str, str, _Sequence]]:  # noqa: ANN401 - of a library without types
    """Return the kinds of numbers of a region, their patterns, and what may follow them."""
    for kind in _KINDS:
        described = getattr(metadata, kind)
        if described and described.national_number_pattern:
            yield kind, described.national_number_pattern, ()
    if metadata.leading_digits is not None:
        yield _LEADING, metadata.leading_digits, (_ANY_DIGITS,)


def _claim(regions: list[Any], ends: set[tuple[int, str]], length: int) -> tuple[int, int]:
    """Return what the first region says that claims the number, as phonenumbers chooses it.

    Beside it is the number of the region, from 1, or 0 where the number is not assigned.
    """
    for number, metadata in enumerate(regions):
        if len(regions) > 1 and metadata.leading_digits is not None:
            if (number, _LEADING) not in ends:
                continue
            found = _of_region(number, metadata, ends, length)
            return found, 0 if found == UNASSIGNED else number + 1
        if (found := _of_region(number, metadata, ends, length)) != UNASSIGNED:
            return found, number + 1
    return UNASSIGNED, 0


def _of_region(number: int, metadata: Any, ends: set[tuple[int, str]], length: int) -> int:  # noqa: ANN401 - as above
    def has(kind: str) -> bool:
        lengths = (number, kind) in ends and getattr(metadata, kind).possible_length
        return lengths is not False and (not lengths or length in lengths)

    is_alike = metadata.same_mobile_and_fixed_line_pattern
    if not has("general_desc"):
        return UNASSIGNED
    for kind in filter(has, _OTHER_KINDS):
        return _SERVICES.get(kind, NOT_MOBILE)
    if has("fixed_line"):
        return ASSIGNED if is_alike or has("mobile") else NOT_MOBILE
    return ASSIGNED if not is_alike and has("mobile") else UNASSIGNED


def _metadata(dialcode: int) -> list[Any]:
    import phonenumbers  # noqa: PLC0415 - its import takes longer than all of ours

    of = phonenumbers.PhoneMetadata.metadata_for_region_or_calling_code
    regions = phonenumbers.COUNTRY_CODE_TO_REGION_CODE[dialcode]
    return [found for region in regions if (found := of(dialcode, region)) is not None]


@cache
def numbering() -> "Numbering":
    """Return the numbering plans as far as they were met."""
    return Numbering()


class Numbering:
    """The automata of the calling codes that were met, one after the other in one table."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._starts = np.full(1000, -1, np.int32)
        self._following = np.zeros((0, 10), np.int32)
        self._said = np.zeros((0, MAX_DIGITS + 1), np.uint8)
        self._country = self._said
        self._names: dict[int, str] = {}

    def warnings(self, digits: Array, sizes: Array, dialcodes: Array) -> Array:
        """Return of each number what its numbering plan does; 0 where the calling code is 0."""
        met = np.flatnonzero(np.bincount(dialcodes, minlength=1000)[1:]) + 1
        starts, following, said, _ = self.tables(met.tolist())
        found: Array = walk(digits, sizes, dialcodes, starts, following, said)
        return found

    def countries(
        self, digits: Array, sizes: Array, dialcodes: Array
    ) -> tuple[Array, Mapping[int, str]]:
        """Return of each number which country has it, and the ISO codes of these countries."""
        met = np.flatnonzero(np.bincount(dialcodes, minlength=1000)[1:]) + 1
        starts, following, _, country = self.tables(met.tolist())
        found = walk(digits, sizes, dialcodes, starts, following, country)
        return dialcodes.astype(np.int64) * _MAX_COUNTRIES + found, self._names

    def tables(self, dialcodes: list[int]) -> tuple[Array, Array, Array, Array]:
        """Return where the automata of calling codes start, and the tables that they are in."""
        with self._lock:
            for dialcode in dialcodes:
                if self._starts[dialcode] < 0:
                    self._add(dialcode)
            return self._starts, self._following, self._said, self._country

    def _add(self, dialcode: int) -> None:
        made = automaton(dialcode)
        start = len(self._following)
        starts = self._starts.copy()
        starts[dialcode] = start
        self._following = np.concatenate([self._following, made.following + start])
        self._said = np.concatenate([self._said, made.said])
        self._country = np.concatenate([self._country, made.country])
        for number, metadata in enumerate(_metadata(dialcode), start=1):
            self._names[dialcode * _MAX_COUNTRIES + number] = metadata.id
        self._starts = starts
