"""What lint finds in the messages of a file, and what ``--fix`` would make of them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from smsplan.catalogs import Catalog, CatalogMessage, Kind, Place
from smsplan.errors import TemplateError
from smsplan.findings import Edit, Finding, Safety, apply
from smsplan.linting import fix, lint
from smsplan.planning import Profile, plan
from smsplan.templates import Field, Syntax, Template, unparsed

_PLAIN: Final = frozenset({Kind.LINES, Kind.WHOLE})
KEY_PATHS: Final = frozenset({Kind.JSON, Kind.YAML})
"""Files whose messages have paths for keys."""
CATALOGUES: Final = KEY_PATHS | {Kind.PO}
"""Files whose messages have keys."""


_MAX_KEY: Final = 2000
"""Characters that a finding has of a key: each finding of a message has it again."""
_PLACEHOLDER: Final = "DEL004"


class Located(Struct, frozen=True):
    """A finding and where it is in the file.

    ``text`` is the message that it is about, the ``index``-th of the file,
    ``key`` its key.  ``end`` is the place after the last character.  ``edits``
    are the places of the edits of its fix; ``fixable`` says that ``--fix``
    makes them, ``saved`` how many messages ``--fix`` saves of this one.
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


class Checked(Struct, frozen=True):
    """What was found in a file, or in as much of standard input as has arrived.

    ``verbatim`` says that the file has the characters of a message as they are.
    ``msg_count`` is what all its messages need, ``fixed_msg_count`` what they
    would need after ``--fix``; both are ``None`` for templates.
    """

    file: str
    verbatim: bool
    texts: int
    located: tuple[Located, ...]
    msg_count: int | None
    fixed_msg_count: int | None


class Change(Struct, frozen=True):
    """What ``--fix`` does to a message: safe edits, and how many messages they save."""

    edits: tuple[Edit, ...]
    saved: int


Changes = Mapping[int, Change]
"""The changes of the messages where it pays, by their indices in the file."""


class Settings(Struct, frozen=True):
    """What is checked, and how: options and configuration together.

    ``codes`` are those of the rules.  ``syntax`` makes a template of each
    message; ``keys`` are patterns of the keys that are checked, all if there
    are none, in files of the kinds ``keyed``.
    """

    profile: Profile
    codes: frozenset[str]
    max_segments: int
    syntax: Syntax | None
    fields: Mapping[str, Field]
    keys: tuple[str, ...]
    keyed: frozenset[Kind] = CATALOGUES


class Checker:
    """Checks file after file; knows which fields the templates had."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.fields: set[str] = set()
        self._unmatched: set[str] | None = None

    @property
    def unmatched(self) -> list[str]:
        """The patterns that no key of any catalogue matched, if there was a catalogue."""
        return sorted(self._unmatched or ())

    def check(
        self, file: str, catalog: Catalog, lines_before: int = 0, *, to_show: bool = False
    ) -> tuple[Checked, Changes]:
        """Look at every message of a file.

        ``lines_before`` counts those of standard input that were checked before.
        The changes are those to write or, of more formats, ``to_show``.
        """
        located: list[Located] = []
        changes: dict[int, Change] = {}
        msg_count = fixed_msg_count = 0
        indices = self._indices(catalog)
        for index in indices:
            message = catalog.messages[index]
            reported, hidden = self._findings(message)
            count = fixed_count = self._msg_count(message.text)
            edits: tuple[Edit, ...] = ()
            if reported and (message.editable if to_show else message.fixable):
                edits = self._edits(message.text, catalog.kind, reported, hidden)
            if edits:
                fixed_count = self._msg_count(apply(message.text, edits))
                changes[index] = Change(edits, count - fixed_count)
            msg_count += count
            fixed_msg_count += fixed_count
            if reported:
                saved = count - fixed_count
                located += map(_locating(catalog, index, edits, saved, lines_before), reported)
        counted = self._settings.syntax is None
        checked = Checked(
            file=file,
            verbatim=catalog.kind in _PLAIN,
            texts=len(indices),
            located=tuple(located),
            msg_count=msg_count if counted else None,
            fixed_msg_count=fixed_msg_count if counted else None,
        )
        return checked, changes

    def _indices(self, catalog: Catalog) -> Sequence[int]:
        keys = self._settings.keys
        if keys and catalog.kind in self._settings.keyed:
            missed = set(keys) if self._unmatched is None else self._unmatched
            self._unmatched = {key for key in missed if not catalog.select(key)}
            return catalog.select(*keys)
        return range(len(catalog.messages))

    def _findings(self, message: CatalogMessage) -> tuple[list[Finding], list[Finding]]:
        """Find what is to be reported of a message, and what is not."""
        settings = self._settings
        found: Sequence[Finding]
        if settings.syntax is None:
            found = lint(message.text, settings.profile, max_segments=settings.max_segments)
            found = [_explained(finding, message.text) for finding in found]
        else:
            found = self._template_findings(message.text, settings.syntax)
        if not found:
            return [], []
        reported: list[Finding] = []
        hidden: list[Finding] = []
        for finding in found:
            wanted = finding.code in settings.codes and not _is_ignored(finding, message)
            (reported if wanted else hidden).append(finding)
        return reported, hidden

    def _template_findings(self, text: str, syntax: Syntax) -> Sequence[Finding]:
        settings = self._settings
        try:
            template = Template.parse(text, syntax)
        except TemplateError as error:
            return unparsed(error)
        self.fields.update(template.fields)
        fields = {
            name: settings.fields[name] for name in template.fields if name in settings.fields
        }
        return template.lint(fields, settings.profile, max_segments=settings.max_segments)

    def _edits(
        self, text: str, kind: Kind, reported: Sequence[Finding], hidden: Sequence[Finding]
    ) -> tuple[Edit, ...]:
        """Choose the safe edits that save a message, but none that only hidden findings ask for.

        In a catalogue white space at an end may be meant: strings are put
        together, and gettext wants the line ends of the msgid.
        """
        if self._settings.syntax or not any(map(_is_safe, reported)):
            return ()
        applied = fix(text, self._settings.profile, level=Safety.SAFE).applied
        kept = _edited(hidden) - _edited(reported)
        begin, end = len(text) - len(text.lstrip()), len(text.rstrip())
        edits = tuple(
            edit
            for edit in applied
            if kept.isdisjoint(range(edit.start, edit.end))
            and (kind in _PLAIN or begin <= edit.start <= edit.end <= end)
        )
        if kind is Kind.LINES and any("\n" in edit.replacement for edit in edits):
            return ()
        if edits == applied or self._msg_count(apply(text, edits)) < self._msg_count(text):
            return edits
        return ()

    def _msg_count(self, text: str) -> int:
        return plan(text, self._settings.profile).msg_count


def _is_ignored(finding: Finding, message: CatalogMessage) -> bool:
    """Return whether a comment names the finding, its code or the beginning of that, or all."""
    return "*" in message.ignored or any(
        finding.code.startswith(name) or finding.name == name for name in message.ignored
    )


def _explained(finding: Finding, text: str) -> Finding:
    """Tell of a placeholder how to have the texts checked as templates."""
    if finding.code != _PLACEHOLDER:
        return finding
    placeholder = text[finding.start : finding.end]
    known = [syntax for syntax in Syntax if _is_field(placeholder, syntax)]
    option, setting = (known[0], f'"{known[0]}"') if known else ("SYNTAX", "its syntax")
    hint = f"for templates say --template {option}, or template = {setting} in [tool.smsplan]"
    return replace(finding, message=f"{finding.message}; {hint}")


def _is_field(placeholder: str, syntax: Syntax) -> bool:
    try:
        template = Template.parse(placeholder, syntax)
    except TemplateError:
        return False
    return not template.render(dict.fromkeys(template.fields, ""))


def _is_safe(finding: Finding) -> bool:
    return finding.fix is not None and finding.fix.safety is Safety.SAFE


def _edited(findings: Iterable[Finding]) -> set[int]:
    """Collect the offsets of all characters that the fixes of findings replace."""
    return _characters(edit for finding in findings if finding.fix for edit in finding.fix.edits)


def _characters(edits: Iterable[Edit]) -> set[int]:
    return {offset for edit in edits for offset in range(edit.start, edit.end)}


def _locating(
    catalog: Catalog, index: int, applied: Sequence[Edit], saved: int, lines_before: int
) -> Callable[[Finding], Located]:
    """Make what finds the places of the findings of a message, of which there may be many."""
    message = catalog.messages[index]
    key = message.key
    if len(key) > _MAX_KEY:
        key = f"{key[:_MAX_KEY]}…"
    changed = _characters(applied)

    def place(offset: int) -> Place:
        found = catalog.place(message, offset)
        return replace(found, line=found.line + lines_before)

    def locate(finding: Finding) -> Located:
        edits = finding.fix.edits if finding.fix else ()
        return Located(
            finding=finding,
            index=index,
            text=message.text,
            key=key,
            start=place(finding.start or 0),
            end=place(len(message.text) if finding.end is None else finding.end),
            edits=tuple((place(edit.start), place(edit.end)) for edit in edits),
            fixable=_is_safe(finding) and _characters(edits) <= changed,
            saved=saved,
        )

    return locate
