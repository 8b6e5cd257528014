"""Documents that are not ours, in a terminal or a log, where nothing in them may be obeyed."""

import os
import secrets
import sys

from smsplan.cli.streams import write
from smsplan.display import visible


def write_document(content: bytes) -> None:
    """Write a text that is not ours: as it is, but for a terminal, which would obey it."""
    if sys.stdout.isatty():
        lines = content.decode("utf-8", "backslashreplace").split("\n")
        content = "\n".join(map(visible, lines)).encode(sys.stdout.encoding, "backslashreplace")
    write(content)


def write_diff(difference: bytes) -> None:
    """Write a difference of a text that is not ours, as a document that patch reads.

    In a workflow of GitHub it may be the log that reads it, which is told in the
    documented way to obey nothing until a secret comes again.  patch passes that over.
    """
    if difference and os.environ.get("GITHUB_ACTIONS") == "true":
        secret = secrets.token_hex(16).encode()
        difference = b"::stop-commands::%b\n%b::%b::\n" % (secret, difference, secret)
    write_document(difference)
