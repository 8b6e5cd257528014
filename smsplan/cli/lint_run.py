"""A run of lint over files: read, checked, and reported on or written."""

import errno
import sys
from collections.abc import Callable
from functools import partial
from io import BufferedReader
from itertools import chain
from pathlib import Path
from shutil import copyfileobj
from typing import Final

from msgspec import structs

from smsplan.catalogs import Catalog, Checked, Kind, LintSettings, Located, Target, check, read
from smsplan.catalogs.diff import diff
from smsplan.catalogs.files import STANDARD_INPUT
from smsplan.catalogs.kinds import SAY_IF_TEXT
from smsplan.cli import options
from smsplan.cli.lint_files import Files
from smsplan.cli.reports import Report, Trouble
from smsplan.cli.reports.inert import write_diff, write_document
from smsplan.cli.streams import say
from smsplan.display import counted
from smsplan.errors import CatalogError, MissingExtraError, TemplateError
from smsplan.files import MAX_FILE, bounded, read_file, read_lines, replace
from smsplan.templates import Syntax, Template

_STANDARD_INPUT: Final = "<stdin>"
_PLACEHOLDER: Final = "DEL004"


class Run:
    """One run over the files; knows in the end whether something was found or failed.

    ``fields`` are those that the templates had, ``unmatched`` the patterns that no key of
    any file with keys matched, if there was such a file.
    """

    def __init__(  # noqa: PLR0913 - one parameter an option
        self,
        settings: LintSettings,
        report: Callable[..., Report],
        *,
        whole: bool,
        fix: bool,
        show_diff: bool,
        stdin_filename: str | None,
    ) -> None:
        self._settings = settings
        self._report_on = report
        self._report = report(stderr=False)
        self._whole = whole
        self._writes = fix and not show_diff
        self._show_diff = show_diff
        self._stdin_filename = stdin_filename
        self._texts = self._files = self._saved = 0
        self.found: bool = False
        self.failed: bool = False
        self.fields: set[str] = set()
        self.unmatched: frozenset[str] | None = None

    def files(self, files: Files) -> None:
        """Do to all files what is to be done, and say what was left out."""
        for trouble in files.troubles:
            self._trouble(trouble)
        for target in files.targets:
            if target.file == STANDARD_INPUT:
                self._standard_input(target)
            elif catalog := self._opened(target.file, partial(self._read, target)):
                self._catalog(target.file, catalog)
        self._end()
        for note in files.notes:
            say(f"smsplan: {note}", stderr=True)

    def _end(self) -> None:
        if not self._show_diff:
            self._report.end()
        if self._texts:
            verb = "would fix" if self._show_diff else "fixed"
            texts, files = counted(self._texts, "text"), counted(self._files, "file")
            saved = counted(self._saved, "segment")
            say(f"smsplan: {verb} {texts} in {files}, which saves {saved}", stderr=True)

    def _trouble(self, trouble: Trouble) -> None:
        self.failed = True
        self._report.trouble(trouble)

    def _opened(
        self, file: str, opened: Callable[[], Catalog], lines_before: int = 0
    ) -> Catalog | None:
        """Return a catalog, or report why there is none."""
        try:
            return opened()
        except CatalogError as error:
            self._trouble(Trouble(file, error.reason, error.line + lines_before, error.column))
        except OSError as error:
            self._trouble(Trouble(file, error.strerror or str(error)))
        except (ValueError, MissingExtraError) as error:
            reason = str(error)
            if reason.endswith(SAY_IF_TEXT):
                reason += ", with --lines (a message a line) or --whole (one message)"
            self._trouble(Trouble(file, reason))
        return None

    def _read(self, target: Target) -> Catalog:
        Path(target.file).stat()  # of what is not there, that is the thing to say
        kind = self._kind(target.file, is_text=target.is_text)
        return read(read_file(target.file), kind)

    def _kind(self, file: str, *, is_text: bool) -> Kind:
        kind = Kind.of(file, is_text=is_text)
        return Kind.WHOLE if kind is Kind.LINES and self._whole else kind

    def _standard_input(self, target: Target) -> None:
        stream = options.standard_input()
        name = self._stdin_filename or _STANDARD_INPUT
        if self._writes:
            self._report = self._report_on(stderr=True)
        try:
            kind = self._kind(name, is_text=target.is_text or self._stdin_filename is None)
        except ValueError as error:
            self._trouble(Trouble(name, str(error)))
            if self._writes:
                copyfileobj(stream, sys.stdout.buffer)
            return
        if kind is Kind.LINES and not (self._writes or self._show_diff):
            self._batches(name, stream)
            return
        content = stream.read(MAX_FILE + 1)
        catalog = self._opened(name, lambda: read(bounded(content), kind))
        if catalog is not None:
            self._catalog(name, catalog, piped=True)
        elif self._writes and len(content) <= MAX_FILE:
            write_document(content)

    def _batches(self, name: str, stream: BufferedReader) -> None:
        """Check lines as they arrive; of none, too, there is something to report."""
        lines_before = 0
        try:
            for lines in chain(read_lines(stream), [[]]):
                content = b"".join([line + b"\n" for line in lines])
                catalog = self._opened(name, partial(read, content, Kind.LINES), lines_before)
                if catalog is None:
                    return
                self._tell(name, self._checked(catalog, lines_before))
                lines_before += len(lines)
        except OSError as error:
            if error.errno != errno.EFBIG:  # what cannot be written is not this file's trouble
                raise
            self._trouble(Trouble(name, error.strerror or str(error)))

    def _catalog(self, file: str, catalog: Catalog, *, piped: bool = False) -> None:
        """Report on a file, or write it with the changes that pay."""
        checked = self._checked(catalog)
        if not (self._writes or self._show_diff):
            self._tell(file, checked)
            return
        edits = {
            index: change.edits
            for index, change in checked.changes.items()
            if self._show_diff or catalog.messages[index].fixable
        }
        edited = catalog.edited(edits)
        for index, error in edited.refused.items():
            # The file cannot hold it, such as a character that its charset lacks.
            self._trouble(Trouble(file, f"not fixed: {error.reason}", error.line, error.column))
            del edits[index]
        if not self._put(file, catalog.content, edited.catalog.content, piped=piped):
            edits = {}
        if edits:
            self._files += 1
            self._texts += len(edits)
            self._saved += sum(checked.changes[index].saved for index in edits)
        if not self._show_diff:
            self._tell(file, self._checked(edited.catalog) if edits else checked)
            if checked.changes and catalog.kind is Kind.YAML:
                note = "not fixed, for YAML is not written; --diff shows what to change"
                say(f"smsplan: {file}: {note}", stderr=True)

    def _put(self, file: str, before: bytes, after: bytes, *, piped: bool) -> bool:
        """Show the difference or write what was made of a file; return whether that could be."""
        if self._show_diff:
            write_diff(diff(file, before, after))
            self.found |= before != after
        elif piped:
            write_document(after)
        elif before != after:
            try:
                replace(file, before, after)
            except OSError as error:
                self._trouble(Trouble(file, f"not written: {error.strerror or error}"))
                return False
        return True

    def _checked(self, catalog: Catalog, lines_before: int = 0) -> Checked:
        checked = check(catalog, self._settings, lines_before=lines_before)
        self.fields |= checked.fields
        if checked.unmatched is not None:
            missed = checked.unmatched if self.unmatched is None else self.unmatched
            self.unmatched = missed & checked.unmatched
        return checked

    def _tell(self, file: str, checked: Checked) -> None:
        self.found |= bool(checked.located)
        located = tuple(map(_explained, checked.located))
        self._report.checked(file, structs.replace(checked, located=located))


def _explained(located: Located) -> Located:
    """Tell of a placeholder how to have the texts checked as templates."""
    finding = located.finding
    if finding.code != _PLACEHOLDER:
        return located
    placeholder = located.text[finding.start : finding.end]
    known = [syntax for syntax in Syntax if _is_field(placeholder, syntax)]
    option, setting = (known[0], f'"{known[0]}"') if known else ("SYNTAX", "its syntax")
    hint = f"for templates say --template {option}, or template = {setting} in [tool.smsplan]"
    explained = structs.replace(finding, message=f"{finding.message}; {hint}")
    return structs.replace(located, finding=explained)


def _is_field(placeholder: str, syntax: Syntax) -> bool:
    try:
        template = Template.parse(placeholder, syntax)
    except TemplateError:
        return False
    return not template.render(dict.fromkeys(template.fields, ""))
