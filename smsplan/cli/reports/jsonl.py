"""The report for programs: JSON, a line a finding."""

from msgspec import UNSET, Struct, UnsetType

from smsplan.catalogs import Checked, Located, Place
from smsplan.cli.lines import write_json
from smsplan.cli.reports import Report, Trouble
from smsplan.cli.streams import write_line
from smsplan.findings import Safety, Severity


class EditLine(Struct, frozen=True, rename="kebab"):
    """An edit, in code points of the message, and its place in the file."""

    start: int
    end: int
    replacement: str
    line: int
    column: int
    end_line: int
    end_column: int


class FixLine(Struct, frozen=True, rename="kebab"):
    """A fix; ``applied-by-fix`` says whether ``--fix`` makes it."""

    safety: Safety
    applied_by_fix: bool
    edits: tuple[EditLine, ...]


class FindingLine(Struct, frozen=True, rename="kebab"):
    """A finding: lines and columns from 1, ``start`` and ``end`` in the message from 0."""

    file: str
    line: int
    column: int
    end_line: int
    end_column: int
    key: str
    start: int | None
    end: int | None
    code: str
    name: str | None
    severity: Severity
    message: str
    fix: FixLine | None
    saves: int

    @classmethod
    def of(cls, file: str, located: Located) -> "FindingLine":
        """Bring together what is shown of a finding."""
        finding = located.finding
        return cls(
            file,
            *_region(located.start, located.end),
            located.key,
            finding.start,
            finding.end,
            finding.code,
            finding.name,
            finding.severity,
            finding.message,
            _fix(located),
            finding.saves,
        )


class UnreadFile(Struct, frozen=True):
    """What stands in the place of the findings of a file that could not be read."""

    error: str
    file: str
    line: int | UnsetType = UNSET
    column: int | UnsetType = UNSET


class JsonReport(Report):
    """A line a finding, in the order of the files and of their messages."""

    def checked(self, file: str, checked: Checked) -> None:
        """Write what was found in one file."""
        for located in checked.located:
            self._write(FindingLine.of(file, located))

    def trouble(self, trouble: Trouble) -> None:
        """Write an object that has ``error``."""
        place = {"line": trouble.line, "column": trouble.column}
        known = {name: number for name, number in place.items() if number is not None}
        self._write(UnreadFile(trouble.reason, trouble.file, **known))

    def _write(self, line: FindingLine | UnreadFile) -> None:
        write_line(write_json(line), stderr=self._stderr)


def _fix(located: Located) -> FixLine | None:
    fix = located.finding.fix
    if fix is None:
        return None
    edits = tuple(
        EditLine(edit.start, edit.end, edit.replacement, *_region(*places))
        for edit, places in zip(fix.edits, located.edits, strict=True)
    )
    return FixLine(fix.safety, located.fixable, edits)


def _region(start: Place, end: Place) -> tuple[int, int, int, int]:
    return start.line, start.column, end.line, end.column
