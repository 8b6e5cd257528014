"""The report, in plain text of at most 100 columns."""

import sys
from collections.abc import Sequence
from typing import NamedTuple


class Verdict(NamedTuple):
    """A requirement, what was measured, and whether that meets it (``None``: not measured)."""

    requirement: str
    measured: str
    met: bool | None

    @property
    def word(self) -> str:
        """The verdict as people read it."""
        return {True: "met", False: "NOT met", None: "not available"}[self.met]


class Report:
    """Writes sections as they are measured, and remembers the verdicts."""

    def __init__(self) -> None:
        self.verdicts: list[Verdict] = []

    def line(self, text: str = "") -> None:
        """Write a line at once: the next one may take a while."""
        sys.stdout.write(text.rstrip() + "\n")
        sys.stdout.flush()

    def title(self, text: str) -> None:
        """Begin a section."""
        self.line(f"\n{text}\n{'-' * len(text)}")

    def table(self, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Write rows in aligned columns: the first to the left, figures to the right."""
        widths = [max(map(len, column)) for column in zip(header, *rows, strict=True)]
        for first, *others in [header, *rows]:
            cells = [cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True)]
            self.line("   ".join([first.ljust(widths[0]), *cells]))

    def verdict(self, requirement: str, measured: str, *, met: bool | None) -> None:
        """Say whether a requirement is met."""
        verdict = Verdict(requirement, measured, met)
        self.verdicts.append(verdict)
        self.line(f"> {verdict.word:<13} {requirement}: {measured}")

    def note(self, text: str) -> None:
        """Add to the verdict above."""
        self.line(f"{'':15} {text}")

    def summary(self) -> None:
        """Count the verdicts, and repeat those that are no good news."""
        met = sum(verdict.met is True for verdict in self.verdicts)
        self.title(f"{met} of {len(self.verdicts)} requirements met")
        for verdict in self.verdicts:
            if not verdict.met:
                self.line(f"> {verdict.word:<13} {verdict.requirement}: {verdict.measured}")
