"""What lint finds in the messages of a file, and which of its fixes may be written there."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from smsplan.arguments import checked
from smsplan.catalogs.catalog import Catalog
from smsplan.catalogs.kinds import Kind
from smsplan.catalogs.messages import CatalogMessage
from smsplan.catalogs.source import Place
from smsplan.errors import TemplateError
from smsplan.findings import Edit, Finding, Safety, apply
from smsplan.linting import RULES, fix, lint
from smsplan.planning import MAX_SEGMENTS, STANDARD, Profile, plan
from smsplan.templates import TEMPLATE_RULES, Field, Syntax, Template, unparsed

_PLAIN: Final = frozenset({Kind.LINES, Kind.WHOLE})
KEY_PATHS: Final = frozenset({Kind.JSON, Kind.YAML})
"""Files whose messages have paths for keys."""
CATALOGUES: Final = KEY_PATHS | {Kind.PO}
"""Files whose messages have keys."""
_MAX_KEY: Final = 2000
"""Characters that a finding has of a key: each finding of a message has it again."""


class LintSettings(Struct, frozen=True):
    """What is checked, and how.

    ``codes`` are those of the rules.  ``syntax`` makes a template of each message,
    and ``fields`` says what its fields may hold.  ``keys`` are patterns of the keys that
    are checked, all if there are none, in files of the kinds ``keyed``.
    """

    profile: Profile = STANDARD
    codes: frozenset[str] = frozenset({*RULES, *TEMPLATE_RULES})
    max_segments: int = MAX_SEGMENTS
    syntax: Syntax | None = None
    fields: Mapping[str, Field] = {}
    keys: tuple[str, ...] = ()
    keyed: frozenset[Kind] = CATALOGUES


class Located(Struct, frozen=True):
    """A finding and where it is in the file.

    ``text`` is the message that it is about, the ``index``-th of the file,
    ``key`` its key.  ``end`` is the place after the last character.  ``edits``
    are the places of the edits of its fix; ``fixable`` says that they are among the
    changes that may be written, which save ``saved`` segments of this one.
    """

    finding: Finding
    index: int
    text: str
    key: str
    start: Place
    end: Place
    edits: tuple[tuple[Place, Place], ...] = ()
    fixable: bool = False
    saved: int = 0


class Change(Struct, frozen=True):
    """What fixes a message: safe edits, and how many segments they save."""

    edits: tuple[Edit, ...] = ()
    saved: int = 0


class Checked(Struct, frozen=True):
    """What was found in a file, or in as much of it as has arrived.

    ``verbatim`` says that the file has the characters of a message as they are.
    ``changes`` are those of the messages where it pays, by their indices; where a message
    is not ``fixable`` they are to be shown only.  ``msg_count`` is what all its messages
    need, ``fixed_msg_count`` what they would need after the changes that may be written;
    both are ``None`` for templates.  ``fields`` are those of the templates, ``unmatched``
    the patterns that match none of its keys, if it is a file with keys.
    """

    verbatim: bool
    texts: int
    located: tuple[Located, ...]
    msg_count: int | None
    fixed_msg_count: int | None
    changes: Mapping[int, Change] = {}
    fields: frozenset[str] = frozenset()
    unmatched: frozenset[str] | None = None


_UNCHANGED: Final = Change()


@checked
def check(catalog: Catalog, settings: LintSettings, *, lines_before: int = 0) -> Checked:
    r"""Look at every message of a file; ``lines_before`` counts those that came before it.

    Raises :class:`~smsplan.errors.UnencodableTextError` for a message that the profile
    forces into GSM-7 and that has other characters.

    >>> from smsplan.catalogs import read
    >>> catalog = read(f"“Hi” — {'a' * 70}\n".encode(), Kind.LINES)
    >>> checked = check(catalog, LintSettings())
    >>> checked.msg_count, checked.fixed_msg_count, checked.located[0].start.column
    (2, 1, 1)
    """
    located: list[Located] = []
    changes: dict[int, Change] = {}
    fields: set[str] = set()
    msg_count = saved = 0
    indices, unmatched = _selected(catalog, settings)
    for index in indices:
        message = catalog.messages[index]
        found = _findings(message.text, settings, fields)
        reported = [each for each in found if _is_reported(each, message, settings)]
        change = _UNCHANGED
        if reported and message.editable and settings.syntax is None:
            change = _change(message.text, catalog.kind, settings.profile, found, reported)
        if change.edits:
            changes[index] = change
        if not message.fixable:
            change = _UNCHANGED
        msg_count += plan(message.text, settings.profile).msg_count
        saved += change.saved
        located += _located(catalog, index, reported, change, lines_before)
    is_counted = settings.syntax is None
    return Checked(
        verbatim=catalog.kind in _PLAIN,
        texts=len(indices),
        located=tuple(located),
        msg_count=msg_count if is_counted else None,
        fixed_msg_count=msg_count - saved if is_counted else None,
        changes=changes,
        fields=frozenset(fields),
        unmatched=unmatched,
    )


def _selected(
    catalog: Catalog, settings: LintSettings
) -> tuple[Sequence[int], frozenset[str] | None]:
    """Find the messages that are checked, and the patterns that match none."""
    if not settings.keys or catalog.kind not in settings.keyed:
        return range(len(catalog.messages)), None
    unmatched = frozenset(key for key in settings.keys if not catalog.select(key))
    return catalog.select(*settings.keys), unmatched


def _findings(text: str, settings: LintSettings, fields: set[str]) -> Sequence[Finding]:
    """Lint a message; add to the fields those of a template."""
    profile, most = settings.profile, settings.max_segments
    if settings.syntax is None:
        return lint(text, profile, max_segments=most)
    try:
        template = Template.parse(text, settings.syntax)
    except TemplateError as error:
        return unparsed(error)
    fields.update(template.fields)
    known = {name: settings.fields[name] for name in template.fields if name in settings.fields}
    return template.lint(known, profile, max_segments=most)


def _is_reported(finding: Finding, message: CatalogMessage, settings: LintSettings) -> bool:
    """Return whether the rule is checked, and no comment names it, its code or all."""
    return finding.code in settings.codes and not any(
        name == "*" or finding.code.startswith(name) or finding.name == name
        for name in message.ignored
    )


def _change(
    text: str, kind: Kind, profile: Profile, found: Iterable[Finding], reported: Sequence[Finding]
) -> Change:
    """Choose the safe edits that save a segment, but none that only hidden findings ask for.

    In a catalogue white space at an end may be meant: strings are put
    together, and gettext wants the line ends of the msgid.
    """
    if not any(map(_is_safe, reported)):
        return _UNCHANGED
    fixed = fix(text, profile, level=Safety.SAFE)
    kept = _edited(found) - _edited(reported)
    begin, end = len(text) - len(text.lstrip()), len(text.rstrip())
    edits = tuple(
        edit
        for edit in fixed.applied
        if kept.isdisjoint(range(edit.start, edit.end))
        and (kind in _PLAIN or begin <= edit.start <= edit.end <= end)
    )
    if kind is Kind.LINES and any("\n" in edit.replacement for edit in edits):
        return _UNCHANGED
    saved = fixed.before.msg_count - plan(apply(text, edits), profile).msg_count
    return Change(edits, saved) if saved > 0 else _UNCHANGED


def _is_safe(finding: Finding) -> bool:
    return finding.fix is not None and finding.fix.safety is Safety.SAFE


def _edited(findings: Iterable[Finding]) -> set[int]:
    """Collect the offsets of all characters that the fixes of findings replace."""
    return _characters(edit for finding in findings if finding.fix for edit in finding.fix.edits)


def _characters(edits: Iterable[Edit]) -> set[int]:
    return {offset for edit in edits for offset in range(edit.start, edit.end)}


def _located(
    catalog: Catalog, index: int, reported: Iterable[Finding], change: Change, lines_before: int
) -> Iterable[Located]:
    """Find the places of the findings of a message."""
    message = catalog.messages[index]
    key = message.key
    key = key if len(key) <= _MAX_KEY else f"{key[:_MAX_KEY]}…"
    changed = _characters(change.edits)

    def place(offset: int) -> Place:
        found = catalog.place(message, offset)
        return replace(found, line=found.line + lines_before)

    for finding in reported:
        edits = finding.fix.edits if finding.fix else ()
        yield Located(
            finding=finding,
            index=index,
            text=message.text,
            key=key,
            start=place(finding.start or 0),
            end=place(len(message.text) if finding.end is None else finding.end),
            edits=tuple((place(edit.start), place(edit.end)) for edit in edits),
            fixable=_is_safe(finding) and _characters(edits) <= changed,
            saved=change.saved,
        )
