"""The report for GitHub Actions: workflow commands that become annotations."""

from typing import Final

from smsplan.catalogs import Checked, Located
from smsplan.cli.reports import Report, Trouble, in_repository
from smsplan.cli.streams import inert, write_line
from smsplan.findings import Severity

_DATA: Final = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY: Final = _DATA | str.maketrans({":": "%3A", ",": "%2C"})


class GithubReport(Report):
    """An annotation a finding."""

    def checked(self, file: str, checked: Checked) -> None:
        """Write what was found in one file."""
        for located in checked.located:
            self._write(_annotation(file, located))

    def trouble(self, trouble: Trouble) -> None:
        """Write an annotation of the file."""
        place = {
            "file": str(in_repository(trouble.file)),
            "line": trouble.line,
            "col": trouble.column,
        }
        self._write(_command("error", place, trouble.reason))

    def _write(self, line: str) -> None:
        write_line(inert(line).encode(), stderr=self._stderr)


def _annotation(file: str, located: Located) -> str:
    finding = located.finding
    start, end = located.start, located.end
    # The runner drops the columns of what is not within one line.
    one_line = start.line == end.line
    return _command(
        "error" if finding.severity is Severity.ERROR else "warning",
        {
            "file": str(in_repository(file)),
            "line": start.line,
            "endLine": end.line,
            "col": start.column if one_line else None,
            "endColumn": end.column if one_line else None,
            "title": f"{finding.code} {finding.name}",
        },
        finding.message,
    )


def _command(name: str, properties: dict[str, str | int | None], message: str) -> str:
    given = ",".join(
        f"{key}={str(value).translate(_PROPERTY)}"
        for key, value in properties.items()
        if value is not None
    )
    return f"::{name} {given}::{message.translate(_DATA)}"
