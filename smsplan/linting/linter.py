"""``lint()``: every rule, on one text."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from functools import lru_cache
from itertools import islice
from typing import Final, NamedTuple

from smsplan.arguments import checked
from smsplan.errors import UnknownRuleError
from smsplan.findings import Finding, Severity
from smsplan.linting.fixing import free_plan
from smsplan.linting.rule import Hit, Rule
from smsplan.linting.rules.cost import COST_RULES
from smsplan.linting.rules.delivery import DELIVERY_RULES, OF_PROVIDERS
from smsplan.linting.rules.encoding import ENCODING_RULES
from smsplan.linting.subject import Message
from smsplan.planning import MAX_SEGMENTS, STANDARD, Encoding, Profile

RULES: Final[Mapping[str, Rule]] = {
    rule.code: rule for rule in (*ENCODING_RULES, *COST_RULES, *DELIVERY_RULES)
}
"""Every rule about a text, by its code."""


class _Chosen(NamedTuple):
    rules: tuple[Rule, ...]
    of_one_gsm7_segment: tuple[Rule, ...]


def chosen(
    rules: Mapping[str, Rule], select: Iterable[str] | None, ignore: Iterable[str]
) -> tuple[Rule, ...]:
    """Take the rules that are selected and not ignored.

    Each word is a code (``ENC001``), the beginning of codes (``ENC``) or a name
    (``mojibake``), in any case.

    Raises :class:`~smsplan.errors.UnknownRuleError` for a word that is none of these.
    """
    wanted = rules.keys() if select is None else _codes(rules, select)
    ignored = _codes(rules, ignore)
    return tuple(rule for code, rule in rules.items() if code in wanted and code not in ignored)


def _codes(rules: Mapping[str, Rule], words: Iterable[str]) -> set[str]:
    codes: set[str] = set()
    for word in [words] if isinstance(words, str) else words:
        found = {
            rule.code
            for rule in rules.values()
            if word and (rule.code.startswith(word.upper()) or rule.name == word.lower())
        }
        if not found:
            names = [*rules, *(rule.name for rule in rules.values())]
            near = {name.lower(): name for name in names}
            similar = get_close_matches(word.lower(), near, n=3)
            raise UnknownRuleError(word, tuple(near[name] for name in similar))
        codes |= found
    return codes


@lru_cache(maxsize=64)
def _chosen(select: tuple[str, ...] | None, ignore: tuple[str, ...], *, is_plain: bool) -> _Chosen:
    rules = chosen(RULES, select, ignore)
    if is_plain:
        rules = tuple(rule for rule in rules if rule not in OF_PROVIDERS)
    return _Chosen(rules, tuple(rule for rule in rules if rule.always))


_ALL: Final = _chosen(None, (), is_plain=True)


@checked
def lint(
    text: str,
    profile: Profile = STANDARD,
    *,
    select: Iterable[str] | None = None,
    ignore: Iterable[str] = (),
    max_segments: int = MAX_SEGMENTS,
) -> tuple[Finding, ...]:
    """Find what is wrong with a text, or costs more than it needs, before it is sent.

    Findings come in order of their places, those about the whole text first; a
    code has a page of its own (:func:`~smsplan.linting.page`).  ``select`` and
    ``ignore`` are codes, beginnings of codes or names.  ``max_segments`` is how
    many segments are allowed.  Under the profile of a provider findings are about the
    text as it was given, and what the provider replaces is none.  Where the profile
    forces GSM-7 on a text that has non-GSM characters, findings about them are errors.
    Of a text of more than 255 segments, which nothing can send, each rule shows its
    first place only.

    Raises :class:`~smsplan.errors.UnknownRuleError` for a rule that there is not,
    ``ValueError`` for a limit below 1, ``TypeError`` for anything but a ``str``;
    every ``str`` can be linted.

    >>> for found in lint("Hi {{name}}, “welcome”"):
    ...     print(found.code, found.start, found.message)
    DEL004 3 '{{name}}' looks like a placeholder that was not filled
    ENC001 13 '“' U+201C LEFT DOUBLE QUOTATION MARK is not in GSM-7
    ENC001 21 '”' U+201D RIGHT DOUBLE QUOTATION MARK is not in GSM-7
    """
    is_plain = profile.is_plain
    taken = (
        _ALL
        if select is None and ignore == () and is_plain
        else _chosen(_words(select), _words(ignore) or (), is_plain=is_plain)
    )
    if max_segments != MAX_SEGMENTS and (type(max_segments) is not int or max_segments < 1):
        raise ValueError(f"max_segments is an int of 1 or more, not {max_segments!r}")
    planned = free_plan(text, profile)
    rules = taken.rules
    if planned.msg_count == 1 and planned.encoding is Encoding.GSM7 and planned.rewritten is None:
        rules = taken.of_one_gsm7_segment
    message = Message(text, planned, profile, max_segments)
    whole = message.whole or planned
    most = None if whole.msg_count <= MAX_SEGMENTS else 1
    is_forced = profile.encoding is Encoding.GSM7 and planned.encoding is Encoding.UCS2
    found: list[Finding] = []
    for rule in rules:
        severity = rule.severity
        if is_forced and rule.code in _ENCODING_CODES:
            severity = Severity.ERROR
        hits = islice(rule.check(message), most)
        found += [_finding(rule, severity, hit, message) for hit in hits]
    return tuple(sorted(found, key=by_place)) if found else ()


def _finding(rule: Rule, severity: Severity, hit: Hit, message: Message) -> Finding:
    fix = hit.fix if message.is_left_by(hit.fix) else None
    return Finding(
        rule.code,
        hit.severity or severity,
        "text",
        hit.message,
        hit.start,
        hit.end,
        rule.name,
        fix,
        message.saves(fix),
    )


def _words(words: Iterable[str] | None) -> tuple[str, ...] | None:
    if words is None:
        return None
    return (words,) if isinstance(words, str) else tuple(words)


_ENCODING_CODES: Final = frozenset(rule.code for rule in ENCODING_RULES)


def by_place(finding: Finding) -> tuple[int, str]:
    """Order findings by their places, those about the whole text first."""
    return (-1 if finding.start is None else finding.start, finding.code)
