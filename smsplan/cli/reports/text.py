"""The report for people."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Final

from rich.text import Text

from smsplan.catalogs import Checked, Located
from smsplan.cli.reports import Report
from smsplan.cli.streams import quotation, say
from smsplan.display import counted, excerpt
from smsplan.findings import Safety, Severity

_INDENT: Final = "    "
_MAX_NAMES: Final = 5
"""Characters or edits that are named in a line."""
_LONGEST: Final = 24
"""Code points that are shown of a character, an edit or a key."""
_STYLES: Final = {Severity.ERROR: "bold red", Severity.WARNING: "yellow"}


class TextReport(Report):
    """Blocks of a place, what is wrong there, the line with a caret and the fix."""

    def __init__(self, *, stderr: bool = False) -> None:
        super().__init__(stderr=stderr)
        self._files: set[str] = set()
        self._files_with_findings: set[str] = set()
        self._texts = self._findings = self._fixable = 0
        self._msg_count = self._fixed_msg_count = 0
        self._counted = True

    def checked(self, file: str, checked: Checked) -> None:
        """Print what was found in one file, message by message."""
        self._files.add(file)
        self._texts += checked.texts
        self._findings += len(checked.located)
        self._fixable += sum(located.fixable for located in checked.located)
        if checked.msg_count is None or checked.fixed_msg_count is None:
            self._counted = False
        else:
            self._msg_count += checked.msg_count
            self._fixed_msg_count += checked.fixed_msg_count
        if checked.located:
            self._files_with_findings.add(file)
        for _, of_message in groupby(checked.located, attrgetter("index")):
            self._print(*_message(file, of_message))

    def end(self) -> None:
        """Print one line on the whole."""
        files = counted(len(self._files), "file")
        if not self._findings:
            if self._files:
                self._print(Text(f"No findings in {files}, {self._texts_and_segments()}."))
            return
        words = (
            f"{counted(self._findings, 'finding')} in {len(self._files_with_findings)} of {files}"
        )
        if self._fixable:
            words += f", {self._fixable} fixable with --fix [*]"
        if self._counted:
            words += f": {counted(self._msg_count, 'segment')} now"
        if self._counted and self._fixable:
            words += f", {self._fixed_msg_count} then"
        self._print(Text(f"{words}.", "bold"))

    def _texts_and_segments(self) -> str:
        texts = counted(self._texts, "text")
        return f"{texts}, {counted(self._msg_count, 'segment')}" if self._counted else texts

    def _print(self, *lines: Text) -> None:
        say(*lines, stderr=self._stderr)


def _message(file: str, located: Iterable[Located]) -> Iterator[Text]:
    """Show what was found in one message, a block a code."""
    of_code: dict[str, list[Located]] = {}
    for each in located:
        of_code.setdefault(each.finding.code, []).append(each)
    for several in of_code.values():
        yield from _block(file, several)


def _block(file: str, several: Sequence[Located]) -> Iterator[Text]:
    """Show the first of a code, the other places with it, and all fixes."""
    first, *others = several
    finding = first.finding
    head = Text(f"{file}:{first.start.line}:{first.start.column}: ")
    head.append(f"{finding.code} ", _STYLES[finding.severity])
    if any(each.fixable for each in several):
        head.append("[*] ", "cyan")
    yield head.append(f"{finding.name}: ", "bold").append(finding.message)
    if first.key:
        yield Text(f"{_INDENT}in {_short(first.key)}", "dim")
    yield from _source(several)
    if others:
        alike = all(_characters(each) == _characters(first) for each in others)
        what = " like it" if alike else f": {_list(map(_characters, others))}"
        yield Text(f"{_INDENT}and {counted(len(others), 'more finding')}{what}", "dim")
    for safety in Safety:
        fixed = [each for each in several if each.finding.fix and each.finding.fix.safety is safety]
        if fixed:
            how = "fix" if any(each.fixable for each in fixed) else "fix by hand"
            edits = _list(_edits(fixed))
            yield Text(f"{_INDENT}{how} ({safety}): {edits}{_saves(fixed)}", "green")
    yield Text()


def _saves(fixed: Sequence[Located]) -> str:
    """Return what one of the fixes saves, or else what ``--fix`` saves with all that it changes."""
    alone = max(each.finding.saves for each in fixed)
    together = max(each.saved for each in fixed)
    if alone:
        return f"; saves {counted(alone, 'segment')}"
    return f"; all fixes together save {counted(together, 'segment')}" if together else ""


def _source(several: Sequence[Located]) -> Iterator[Text]:
    """Show the line of the first one, and carets under all that are in it."""
    start = several[0].start
    spans = []
    for each in several:
        if each.start.exact and each.start.line == start.line and each.finding.start is not None:
            same_line = each.end.line == each.start.line
            stop = each.end.column if same_line else len(start.source) + 1
            spans.append((each.start.column - 1, max(each.start.column, stop - 1)))
    source, *carets = quotation(excerpt(start.source, spans))
    yield Text(source)
    for line in carets:
        yield Text(line, "bold cyan")


def _characters(located: Located) -> str:
    return _quoted(located.text[located.finding.start or 0 : located.finding.end])


def _edits(fixed: Iterable[Located]) -> Iterator[str]:
    for each in fixed:
        for edit in each.finding.fix.edits if each.finding.fix else ():
            before = each.text[edit.start : edit.end]
            if edit.replacement:
                yield f"{_quoted(before)} -> {_quoted(edit.replacement)}"
            else:
                yield f"remove {_quoted(before)}"


def _list(words: Iterable[str]) -> str:
    """Name each thing once, and only the first few."""
    names = list(dict.fromkeys(words))
    more = f" and {len(names) - _MAX_NAMES} others" if len(names) > _MAX_NAMES else ""
    return ", ".join(names[:_MAX_NAMES]) + more


def _quoted(text: str) -> str:
    quote = '"' if "'" in text and '"' not in text else "'"
    return f"{quote}{_short(text)}{quote}"


def _short(text: str) -> str:
    return f"{text[: _LONGEST - 1]}…" if len(text) > _LONGEST else text
