"""The report for code scanning: SARIF 2.1.0 (OASIS, 2020)."""

import os
from collections.abc import Mapping
from typing import Final
from urllib.parse import quote

from smsplan.catalogs import Checked, Located, Place
from smsplan.cli.lines import write_json
from smsplan.cli.reports import Report, Trouble, in_repository
from smsplan.cli.rule import ALL_RULES, summary
from smsplan.cli.streams import write_line
from smsplan.findings import Severity
from smsplan.linting import Rule, page
from smsplan.release import release

_SCHEMA: Final = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_LEVELS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning"}
_INDEXES: Final = {code: index for index, code in enumerate(ALL_RULES)}

Json = dict[str, object]


class SarifReport(Report):
    """One document, written at the end."""

    def __init__(self, *, stderr: bool = False) -> None:
        super().__init__(stderr=stderr)
        self._results: list[Json] = []
        self._notifications: list[Json] = []

    def checked(self, file: str, checked: Checked) -> None:
        """Keep what was found in one file."""
        self._results += (
            _result(file, located, verbatim=checked.verbatim) for located in checked.located
        )

    def trouble(self, trouble: Trouble) -> None:
        """Keep it as a notification, and say it on standard error."""
        super().trouble(trouble)
        location: Json = {"artifactLocation": _artifact(trouble.file)}
        if trouble.line is not None:
            location["region"] = {"startLine": trouble.line, "startColumn": trouble.column or 1}
        self._notifications.append(
            {
                "level": "error",
                "message": {"text": trouble.reason},
                "locations": [{"physicalLocation": location}],
            }
        )

    def end(self) -> None:
        """Write the document."""
        driver: Json = {
            "name": "smsplan",
            "version": release(),
            "rules": [_rule(rule) for rule in ALL_RULES.values()],
        }
        invocation: Json = {"executionSuccessful": not self._notifications}
        if self._notifications:
            invocation["toolExecutionNotifications"] = self._notifications
        run: Json = {
            "tool": {"driver": driver},
            "invocations": [invocation],
            "columnKind": "unicodeCodePoints",
            "results": self._results,
        }
        document: Json = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
        write_line(write_json(document), stderr=self._stderr)


def _rule(rule: Rule) -> Json:
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": summary(rule)},
        "fullDescription": {"text": rule.why},
        "help": {"text": page(rule), "markdown": page(rule)},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _result(file: str, located: Located, *, verbatim: bool) -> Json:
    finding = located.finding
    location: Json = {
        "physicalLocation": {
            "artifactLocation": _artifact(file),
            "region": _region(located.start, located.end),
        }
    }
    if located.key:
        location["logicalLocations"] = [{"fullyQualifiedName": located.key}]
    result: Json = {
        "ruleId": finding.code,
        "ruleIndex": _INDEXES[finding.code],
        "level": _LEVELS[finding.severity],
        "message": {"text": finding.message},
        "locations": [location],
    }
    if finding.saves:
        result["properties"] = {"saves": finding.saves}
    if finding.fix and verbatim:
        replacements = [
            {"deletedRegion": _region(*places), "insertedContent": {"text": edit.replacement}}
            for edit, places in zip(finding.fix.edits, located.edits, strict=True)
        ]
        change = {"artifactLocation": _artifact(file), "replacements": replacements}
        words = f"{finding.fix.safety} fix"
        result["fixes"] = [{"description": {"text": words}, "artifactChanges": [change]}]
    return result


def _region(start: Place, end: Place) -> Mapping[str, int]:
    return {
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
    }


def _artifact(file: str) -> Json:
    path = in_repository(file)
    uri = path.as_uri() if path.is_absolute() else quote(os.fsencode(path.as_posix()))
    return {"uri": uri}
