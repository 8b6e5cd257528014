"""Foreign text in a log: what a terminal or the runner of a workflow would obey is escaped.

The runner of GitHub obeys a line that begins with ``::``, after white space of any
kind, and like that of Azure Pipelines one that has ``##[`` or ``##vso[`` anywhere
(TeamCity: ``##teamcity[``).  So nothing foreign may stand at the beginning of a line.
"""

import json
import os
import secrets
import sys

from smsplan.characters import visible
from smsplan.cli.streams import WORKFLOW_COMMAND, write


def inert_json(line: bytes) -> bytes:
    r"""Escape it as JSON does, which means the same.

    >>> print(inert_json('"a\u202e ##[error]b"'.encode()).decode())
    "a\u202e \u0023#[error]b"
    """
    text = line.decode()
    if not text.isprintable():
        text = "".join(
            character if visible(character) == character else json.dumps(character)[1:-1]
            for character in text
        )
    return WORKFLOW_COMMAND.sub(r"\\u0023", text).encode()


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
