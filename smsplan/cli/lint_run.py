"""A run of lint over files: read, checked, and reported on or written."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

import typer

from smsplan.catalogs import Catalog, Kind, read
from smsplan.characters import counted
from smsplan.cli import options
from smsplan.cli.checking import Change, Checker
from smsplan.cli.files import diff, replace
from smsplan.cli.lines import read_lines
from smsplan.cli.output import Status
from smsplan.cli.reports import Report, Trouble
from smsplan.cli.streams import write
from smsplan.errors import CatalogError, MissingExtra

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
        """Give the exit status."""
        if self._failed:
            return Status.USAGE
        return Status.ERRORS if self._found else 0

    def file(self, file: str) -> None:
        """Do to one file what is to be done."""
        if file == options.STANDARD_INPUT:
            self._standard_input()
            return
        try:
            content = Path(file).read_bytes()
        except OSError as error:
            self._trouble(Trouble(file, error.strerror or str(error)))
            return
        self._content(file, content, self._kind(file))

    def end(self) -> None:
        """Report what is only known at the end."""
        if not self._show_diff:
            self._report.end()
        if self._texts:
            verb = "would fix" if self._show_diff else "fixed"
            texts, files = counted(self._texts, "text"), counted(self._files, "file")
            saved = counted(self._saved, "message")
            typer.echo(f"smsplan: {verb} {texts} in {files}, which saves {saved}", err=True)

    def _kind(self, file: str) -> Kind:
        kind = Kind.of(file)
        return Kind.WHOLE if kind is Kind.LINES and self._whole else kind

    def _standard_input(self) -> None:
        stream = options.standard_input()
        name = self._stdin_filename
        kind = self._kind(name or "")
        if kind is Kind.LINES and not (self._fix or self._show_diff):
            lines_before = 0
            for lines in read_lines(stream):
                content = b"".join(line + b"\n" for line in lines)
                if not self._check(name or _STANDARD_INPUT, content, kind, lines_before):
                    return
                lines_before += len(lines)
            return
        if self._fix and not self._show_diff:
            self._report = self._report_on(stderr=True)
        self._content(name or _STANDARD_INPUT, stream.read(), kind, piped=True)

    def _content(self, file: str, content: bytes, kind: Kind, *, piped: bool = False) -> None:
        if not (self._fix or self._show_diff):
            self._check(file, content, kind)
            return
        catalog = self._read(file, content, kind)
        if catalog is None:
            if piped and not self._show_diff:
                write(content)
            return
        _, changes = self._checker.check(file, catalog, to_show=self._show_diff)
        made = self._possible(file, catalog, [*changes.items()])
        fixed = _rewritten(catalog, made)
        if self._show_diff:
            write(diff(file, content, fixed))
            self._found |= fixed != content
        elif piped:
            write(fixed)
        elif fixed != content and not self._replace(file, content, fixed):
            fixed = content
        if fixed != content:
            self._files += 1
            self._texts += len(made)
            self._saved += sum(change.saved for _, change in made)
        if not self._show_diff:
            self._check(file, fixed, kind)

    def _possible(
        self, file: str, catalog: Catalog, changes: list[tuple[int, Change]]
    ) -> list[tuple[int, Change]]:
        """Leave out, and report, what the file cannot hold, such as a line end in a line."""
        try:
            _rewritten(catalog, changes)
        except CatalogError as error:
            if len(changes) == 1:
                self._trouble(Trouble(file, f"not fixed: {error.reason}", error.line, error.column))
                return []
            half = len(changes) // 2
            first = self._possible(file, catalog, changes[:half])
            return first + self._possible(file, catalog, changes[half:])
        return changes

    def _replace(self, file: str, before: bytes, after: bytes) -> bool:
        try:
            replace(file, before, after)
        except OSError as error:
            self._trouble(Trouble(file, f"not written: {error.strerror or error}"))
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
            self._trouble(Trouble(file, error.reason, error.line + lines_before, error.column))
        except MissingExtra as error:
            self._trouble(Trouble(file, str(error)))
        return None

    def _trouble(self, trouble: Trouble) -> None:
        self._failed = True
        self._report.trouble(trouble)


def _rewritten(catalog: Catalog, changes: Iterable[tuple[int, Change]]) -> bytes:
    return catalog.rewrite({index: change.edits for index, change in changes})
