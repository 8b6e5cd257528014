"""Octets read from the front, with what is doubtful about them."""

from smsplan.errors import DecodeError
from smsplan.findings import Finding, Severity


class Reader:
    """A place in octets that only moves forward.

    ``findings`` collects what is wrong but does not keep the rest from being
    read; its offsets count octets from the beginning.
    """

    def __init__(self, octets: bytes) -> None:
        self.octets = octets
        self.offset = 0
        self.findings: list[Finding] = []

    @property
    def left(self) -> int:
        """How many octets have not been read."""
        return len(self.octets) - self.offset

    def octet(self, field: str) -> int:
        """Read one octet.  Raises :class:`~smsplan.errors.DecodeError` where there is none."""
        return self.take(1, field)[0]

    def take(self, count: int, field: str) -> bytes:
        """Read octets.  Raises :class:`~smsplan.errors.DecodeError` where there are too few."""
        if count > self.left:
            short = (
                "is missing" if count == 1 else f"takes {count} octets, but only {self.left} left"
            )
            message = f"{field} {short}"
            raise DecodeError(message, self.offset)
        start = self.offset
        self.offset += count
        return self.octets[start : self.offset]

    def doubt(self, code: str, field: str, message: str, start: int) -> None:
        """Report what was just read, from ``start`` on, as a warning."""
        found = Finding(code, Severity.WARNING, field, message, start, self.offset)
        self.findings.append(found)
