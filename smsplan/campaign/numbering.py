"""What numbering plans say of a column of numbers, by one automaton a calling code.

The patterns of ``phonenumbers`` are regular expressions of digits alone.  All
those of a calling code become one automaton (Glushkov's, made deterministic),
so that a number of 15 digits is looked up in 15 steps instead of ten matches.
:attr:`smsplan.destinations.msisdn.Msisdn.is_assigned` and ``is_mobile`` are the reference.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import count
from threading import Lock
from types import MappingProxyType
from typing import Any, Final, NamedTuple

import numpy as np
from msgspec import Struct

from smsplan.campaign import kernels
from smsplan.destinations.msisdn import MAX_DIGITS

Array = np.ndarray[Any, Any]

ASSIGNED, UNASSIGNED, NOT_MOBILE = range(3)
"""What a numbering plan says of a number: nothing against it, or a warning."""
WARNINGS: Final[Mapping[int, str]] = MappingProxyType(
    {UNASSIGNED: "MSISDN_UNASSIGNED", NOT_MOBILE: "MSISDN_NOT_MOBILE"}
)
"""The codes of :func:`smsplan.destinations.msisdn.findings`."""

_TOKEN: Final = re.compile(r"\(\?:|[()|?]|\{(\d+)(?:,(\d+))?\}|\[([\d-]+)\]|\\d|\d")
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
_KINDS: Final = ("general_desc", *_OTHER_KINDS, "fixed_line", "mobile")
_ALL_DIGITS: Final = (1 << 10) - 1


class _Part(NamedTuple):
    """A part of a pattern: its first and last positions, and whether it may be empty."""

    first: int
    last: int
    nullable: bool


class _Positions:
    """The positions of patterns, as bits: which digits each stands for, and what follows it."""

    def __init__(self) -> None:
        self.digits: list[int] = []
        self.follow: list[int] = []

    def read(self, pattern: str) -> _Part:
        tokens = list(_TOKEN.finditer(pattern))
        if "".join(match[0] for match in tokens) != pattern:
            message = f"{pattern!r} is more than a pattern of digits"
            raise ValueError(message)
        part, end = self._choice(tokens, 0)
        if end != len(tokens):
            message = f"{pattern!r} has a parenthesis too many"
            raise ValueError(message)
        return part

    def then_anything(self, part: _Part) -> _Part:
        """Let any digits follow, as for what only has to match at the start."""
        rest = self._position(_ALL_DIGITS)
        self.follow[rest.first.bit_length() - 1] |= rest.first
        return self._joined(part, rest._replace(nullable=True))

    def _choice(self, tokens: list[re.Match[str]], at: int) -> tuple[_Part, int]:
        chosen, at = self._sequence(tokens, at)
        while at < len(tokens) and tokens[at][0] == "|":
            other, at = self._sequence(tokens, at + 1)
            chosen = _Part(
                chosen.first | other.first,
                chosen.last | other.last,
                chosen.nullable or other.nullable,
            )
        return chosen, at

    def _sequence(self, tokens: list[re.Match[str]], at: int) -> tuple[_Part, int]:
        whole = _Part(0, 0, nullable=True)
        while at < len(tokens) and tokens[at][0] not in {"|", ")"}:
            start = at
            _, at = self._atom(tokens, at, make=False)
            least = most = 1
            if at < len(tokens) and (times := tokens[at])[0][0] in "?{":
                least, most = (
                    (0, 1) if times[0] == "?" else (int(times[1]), int(times[2] or times[1]))
                )
                at += 1
            for number in range(most):
                part, _ = self._atom(tokens, start, make=True)
                if number >= least:
                    part = part._replace(nullable=True)
                whole = self._joined(whole, part)
        return whole, at

    def _atom(self, tokens: list[re.Match[str]], at: int, *, make: bool) -> tuple[_Part, int]:
        token = tokens[at]
        if token[0] in {"(", "(?:"}:
            if not make:
                return _Part(0, 0, nullable=True), _closing(tokens, at)
            part, at = self._choice(tokens, at + 1)
            return part, at + 1
        if not make:
            return _Part(0, 0, nullable=True), at + 1
        return self._position(_digit_bits(token)), at + 1

    def _position(self, digits: int) -> _Part:
        bit = 1 << len(self.digits)
        self.digits.append(digits)
        self.follow.append(0)
        return _Part(bit, bit, nullable=False)

    def _joined(self, one: _Part, two: _Part) -> _Part:
        for position in _bits(one.last):
            self.follow[position] |= two.first
        return _Part(
            one.first | (two.first if one.nullable else 0),
            two.last | (one.last if two.nullable else 0),
            one.nullable and two.nullable,
        )


def _closing(tokens: list[re.Match[str]], at: int) -> int:
    depth = 0
    for end in count(at):
        depth += {"(": 1, "(?:": 1, ")": -1}.get(tokens[end][0], 0)
        if not depth:
            return end + 1
    raise AssertionError


def _digit_bits(token: re.Match[str]) -> int:
    if token[0] == r"\d":
        return _ALL_DIGITS
    return sum(1 << digit for digit in range(10) if re.fullmatch(token[0], str(digit)))


def _bits(mask: int) -> Iterator[int]:
    while mask:
        bit = mask & -mask
        yield bit.bit_length() - 1
        mask ^= bit


class _Kind(Struct, frozen=True):
    """The numbers of one kind: the positions that end them, and how long they are."""

    ends: int = 0
    lengths: frozenset[int] = frozenset()

    def has(self, state: int, length: int) -> bool:
        return bool(self.ends & state) and (not self.lengths or length in self.lengths)


class _Region(Struct, frozen=True):
    kinds: Mapping[str, _Kind]
    leading: int | None
    """The positions that end its leading digits, if it has such."""
    is_alike: bool
    """Whether fixed lines and mobiles have the same pattern."""

    def kind(self, state: int, length: int) -> int:
        def has(name: str) -> bool:
            return self.kinds[name].has(state, length)

        if not has("general_desc"):
            return UNASSIGNED
        if any(map(has, _OTHER_KINDS)):
            return NOT_MOBILE
        if has("fixed_line"):
            return ASSIGNED if self.is_alike or has("mobile") else NOT_MOBILE
        return ASSIGNED if not self.is_alike and has("mobile") else UNASSIGNED


class Automaton(NamedTuple):
    """The next state by state and digit, and what to say by state and length; 0 is the start."""

    following: Array
    said: Array


def automaton(dialcode: int) -> Automaton:
    """Make the automaton of the numbers after a calling code, from what ``phonenumbers`` knows."""
    positions = _Positions()
    start = positions._position(0).first  # noqa: SLF001 - one class in two
    regions = [_region(positions, start, metadata) for metadata in _metadata(dialcode)]
    by_digit = [
        sum(1 << at for at, digits in enumerate(positions.digits) if digits >> digit & 1)
        for digit in range(10)
    ]
    states = {start: 0}
    pending = [start]
    rows: list[list[int]] = []
    said: list[list[int]] = []
    for state in pending:
        reached = 0
        for position in _bits(state):
            reached |= positions.follow[position]
        row = []
        for digit in range(10):
            following = reached & by_digit[digit]
            if following not in states:
                states[following] = len(states)
                pending.append(following)
            row.append(states[following])
        rows.append(row)
        said.append([_said(regions, state, length) for length in range(MAX_DIGITS + 1)])
    return Automaton(np.array(rows, np.int32), np.array(said, np.uint8))


def _said(regions: list[_Region], state: int, length: int) -> int:
    if len(regions) == 1:
        return regions[0].kind(state, length)
    for region in regions:  # the first that claims the number, as phonenumbers chooses it
        if region.leading is not None:
            if region.leading & state:
                return region.kind(state, length)
        elif (kind := region.kind(state, length)) != UNASSIGNED:
            return kind
    return UNASSIGNED


def _region(positions: _Positions, start: int, metadata: Any) -> _Region:  # noqa: ANN401 - of a library without types
    def ends(pattern: str, *, whole: bool = True) -> int:
        part = positions.read(pattern)
        if not whole:
            part = positions.then_anything(part)
        positions.follow[start.bit_length() - 1] |= part.first
        return part.last

    kinds = {}
    for name in _KINDS:
        described = getattr(metadata, name)
        pattern = described and described.national_number_pattern
        kinds[name] = (
            _Kind(ends(pattern), frozenset(described.possible_length)) if pattern else _Kind()
        )
    leading = metadata.leading_digits
    return _Region(
        kinds,
        ends(leading, whole=False) if leading is not None else None,
        bool(metadata.same_mobile_and_fixed_line_pattern),
    )


def _metadata(dialcode: int) -> list[object]:
    import phonenumbers  # noqa: PLC0415 - its import takes longer than all of ours

    of = phonenumbers.PhoneMetadata.metadata_for_region_or_calling_code
    regions = phonenumbers.COUNTRY_CODE_TO_REGION_CODE[dialcode]
    return [found for region in regions if (found := of(dialcode, region)) is not None]


class Numbering:
    """The automata of the calling codes that were met, one after the other in one table."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._starts = np.full(1000, -1, np.int32)
        self._following = np.zeros((0, 10), np.int32)
        self._said = np.zeros((0, MAX_DIGITS + 1), np.uint8)

    def warnings(self, digits: Array, sizes: Array, dialcodes: Array) -> Array:
        """Return of each number what its numbering plan does; 0 where the calling code is 0."""
        with self._lock:
            met = np.flatnonzero(np.bincount(dialcodes, minlength=1000))
            for dialcode in met[self._starts[met] < 0].tolist():
                if dialcode:
                    self._add(dialcode)
            tables = self._starts, self._following, self._said
        found: Array = kernels.walk(digits, sizes, dialcodes, *tables)
        return found

    def _add(self, dialcode: int) -> None:
        made = automaton(dialcode)
        start = len(self._following)
        starts = self._starts.copy()
        starts[dialcode] = start
        self._following = np.concatenate([self._following, made.following + start])
        self._said = np.concatenate([self._said, made.said])
        self._starts = starts
