"""A run of lint over files: read, checked, and reported on or written."""

import errno
import sys
from collections.abc import Callable
from io import BufferedReader
from itertools import chain
from pathlib import Path
from shutil import copyfileobj
from typing import Final

from smsplan.catalogs import Catalog, Kind, read
from smsplan.catalogs.checking import Checker
from smsplan.catalogs.diff import diff
from smsplan.cli import options
from smsplan.cli.lint_files import Choice, Target
from smsplan.cli.output import Status
from smsplan.cli.reports import Report, Trouble
from smsplan.cli.reports.inert import write_diff, write_document
from smsplan.cli.streams import say
from smsplan.display import counted
from smsplan.errors import CatalogError, MissingExtraError
from smsplan.files import MAX_FILE, bounded, read_file, read_lines, replace

_STANDARD_INPUT: Final = "<stdin>"


class Run:
    """One run over the files: reads, has them checked, reports or writes."""

    def __init__(  # noqa: PLR0913 - one parameter an option
        self,
        checker: Checker,
        report: Callable[..., Report],
        *,
        whole: bool,
        fix: bool,
        show_diff: bool,
        stdin_filename: str | None,
    ) -> None:
        self._checker = checker
        self._report_on = report
        self._report = report(stderr=False)
        self._whole = whole
        self._fix = fix
        self._show_diff = show_diff
        self._stdin_filename = stdin_filename
        self._texts = self._files = self._saved = 0
        self._found = self._failed = False

    @property
    def status(self) -> int:
        """Return the exit status."""
        if self._failed:
            return Status.USAGE
        return Status.ERRORS if self._found else 0

    def choice(self, choice: Choice) -> None:
        """Do to all files what is to be done, and say what was left out."""
        for trouble in choice.troubles:
            self.trouble(trouble)
        for target in choice.targets:
            self.file(target)
        self.end()
        for note in choice.notes:
            say(f"smsplan: {note}", stderr=True)

    def file(self, target: Target) -> None:
        """Do to one file what is to be done."""
        file = target.file
        if file == options.STANDARD_INPUT:
            self._standard_input(target)
            return
        try:
            Path(file).stat()  # of what is not there, that is the thing to say
            kind = self._kind(file, is_text=target.is_text)
            content = read_file(file)
        except OSError as error:
            self.trouble(Trouble(file, error.strerror or str(error)))
        except ValueError as error:
            self.trouble(Trouble(file, str(error)))
        else:
            self._content(file, content, kind)

    def end(self) -> None:
        """Report what is only known at the end."""
        if not self._show_diff:
            self._report.end()
        if self._texts:
            verb = "would fix" if self._show_diff else "fixed"
            texts, files = counted(self._texts, "text"), counted(self._files, "file")
            saved = counted(self._saved, "message")
            say(f"smsplan: {verb} {texts} in {files}, which saves {saved}", stderr=True)

    def _kind(self, file: str, *, is_text: bool) -> Kind:
        kind = Kind.of(file, is_text=is_text)
        return Kind.WHOLE if kind is Kind.LINES and self._whole else kind

    def _standard_input(self, target: Target) -> None:
        stream = options.standard_input()
        name = self._stdin_filename or _STANDARD_INPUT
        if self._fix and not self._show_diff:
            self._report = self._report_on(stderr=True)
        try:
            unnamed = self._stdin_filename is None
            kind = self._kind(name, is_text=target.is_text or unnamed)
            if kind is Kind.LINES and not (self._fix or self._show_diff):
                self._batches(name, stream)
                return
            content = bounded(stream.read(MAX_FILE + 1))
        except OSError as error:
            if error.errno != errno.EFBIG:  # what cannot be written is not this file's trouble
                raise
            self.trouble(Trouble(name, error.strerror or str(error)))
        except ValueError as error:
            self.trouble(Trouble(name, str(error)))
            if self._fix and not self._show_diff:
                copyfileobj(stream, sys.stdout.buffer)
        else:
            self._content(name, content, kind, piped=True)

    def _batches(self, name: str, stream: BufferedReader) -> None:
        """Check lines as they arrive; of none, too, there is something to report."""
        lines_before = 0
        for lines in chain(read_lines(stream), [[]]):
            content = b"".join([line + b"\n" for line in lines])
            if not self._check(name, content, Kind.LINES, lines_before):
                return
            lines_before += len(lines)

    def _content(self, file: str, content: bytes, kind: Kind, *, piped: bool = False) -> None:
        if not (self._fix or self._show_diff):
            self._check(file, content, kind)
            return
        catalog = self._read(file, content, kind)
        if catalog is None:
            if piped and not self._show_diff:
                write_document(content)
            return
        _, changes = self._checker.check(file, catalog, to_show=self._show_diff)
        edits = {index: change.edits for index, change in changes.items()}
        for index, error in catalog.refusals(edits).items():
            # The file cannot hold it, such as a character that its charset lacks.
            self.trouble(Trouble(file, f"not fixed: {error.reason}", error.line, error.column))
            del edits[index]
        fixed = catalog.rewrite(edits)
        if self._show_diff:
            write_diff(diff(file, content, fixed))
            self._found |= fixed != content
        elif piped:
            write_document(fixed)
        elif fixed != content and not self._replace(file, content, fixed):
            fixed = content
        if fixed != content:
            self._files += 1
            self._texts += len(edits)
            self._saved += sum(changes[index].saved for index in edits)
        if not self._show_diff:
            self._check(file, fixed, kind)
            self._say_what_is_not_written(file, catalog)

    def _say_what_is_not_written(self, file: str, catalog: Catalog) -> None:
        if catalog.kind is Kind.YAML and self._checker.check(file, catalog, to_show=True)[1]:
            note = "not fixed, for YAML is not written; --diff shows what to change"
            say(f"smsplan: {file}: {note}", stderr=True)

    def _replace(self, file: str, before: bytes, after: bytes) -> bool:
        try:
            replace(file, before, after)
        except OSError as error:
            self.trouble(Trouble(file, f"not written: {error.strerror or error}"))
            return False
        return True

    def _check(self, file: str, content: bytes, kind: Kind, lines_before: int = 0) -> bool:
        """Report what is found in a file; say whether it could be read."""
        catalog = self._read(file, content, kind, lines_before)
        if catalog is None:
            return False
        checked, _ = self._checker.check(file, catalog, lines_before)
        self._found |= bool(checked.located)
        self._report.checked(checked)
        return True

    def _read(self, file: str, content: bytes, kind: Kind, lines_before: int = 0) -> Catalog | None:
        try:
            return read(content, kind)
        except CatalogError as error:
            self.trouble(Trouble(file, error.reason, error.line + lines_before, error.column))
        except MissingExtraError as error:
            self.trouble(Trouble(file, str(error)))
        return None

    def trouble(self, trouble: Trouble) -> None:
        """Report what could not be read or written."""
        self._failed = True
        self._report.trouble(trouble)
