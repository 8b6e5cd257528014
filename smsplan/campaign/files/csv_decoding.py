"""A file of another encoding as UTF-8."""

import codecs
from typing import NoReturn

from smsplan.campaign.files.csv_records import Readable
from smsplan.errors import FileError


class Decoded:
    """The octets of a file of another encoding, as they are in UTF-8."""

    def __init__(self, head: bytes, rest: Readable, encoding: str, name: str) -> None:
        self._head = head
        self._rest = rest
        self._encoding = encoding
        self._name = name
        self._decoder = codecs.getincrementaldecoder(encoding)()
        self._ready = b""
        self._line = 1
        self._is_after_cr = False
        self._is_first = True
        self._is_done = False

    def read(self, size: int, /) -> bytes:
        """Read some octets; none at the end."""
        while not self._ready and not self._is_done:
            octets, self._head = self._head, b""
            self._ready = self._as_utf8(octets or self._rest.read(size))
        octets, self._ready = self._ready[:size], self._ready[size:]
        return octets

    def _as_utf8(self, octets: bytes) -> bytes:
        self._is_done = not octets
        state = self._decoder.getstate()
        try:
            text = self._decoder.decode(octets, final=self._is_done)
            found = text.encode()
        except UnicodeError as error:
            self._decoder.setstate(state)
            self._fail(octets, error)
        self._count(text)
        if text and self._is_first:
            self._is_first = False
            return text.removeprefix("\ufeff").encode()
        return found

    def _count(self, text: str) -> None:
        """Count the lines, as they end in any of the three ways."""
        if not text:
            return
        self._line += text.count("\n") + text.count("\r") - text.count("\r\n")
        self._line -= self._is_after_cr and text[0] == "\n"
        self._is_after_cr = text[-1] == "\r"

    def _fail(self, octets: bytes, error: UnicodeError) -> NoReturn:
        """Decode again, octet by octet, up to the line in which it fails."""
        try:
            for at in range(len(octets)):
                text = self._decoder.decode(octets[at : at + 1])
                text.encode()
                self._count(text)
        except UnicodeError as found:
            error = found
        raise FileError(
            f"{self._name}, line {self._line}: {self._why(error)}; say how it is written, as with",
            "encoding",
            "cp1252",
            " or utf-16",
        ) from None

    def _why(self, error: UnicodeError) -> str:
        if isinstance(error, UnicodeDecodeError):
            octets = error.object[error.start : error.end].hex(" ")
            return f"{octets} is not {self._encoding} ({error.reason})"
        if isinstance(error, UnicodeEncodeError):
            half = f"U+{ord(error.object[error.start]):04X}"
            return f"read as {self._encoding} it has {half}, which is half of a character"
        return f"not {self._encoding}: {error}"
