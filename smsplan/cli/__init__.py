"""The command ``smsplan`` (extra ``cli``)."""

import sys

from smsplan.errors import MissingExtra


def main() -> None:
    """Run the command."""
    try:
        from smsplan.cli.app import app  # noqa: PLC0415 - without the extra, a line and no traceback
    except ImportError as error:
        if (error.name or "").partition(".")[0] not in {"typer", "rich"}:
            raise
        sys.exit(f"smsplan: {MissingExtra('cli', 'the command smsplan')}")
    app()
