"""Write what the commands print into README and pages; with ``--check`` say what is not current."""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
BLOCK = re.compile(r"^```console\n\$ (.*)\n(?:[^`]*\n)?```$", re.MULTILINE)


def printed(match: re.Match[str]) -> str:
    """Run the line after a prompt as a shell would; give the block with what it prints."""
    run = subprocess.run(  # noqa: S602 - the command is the page's own
        match[1],
        shell=True,
        check=False,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        cwd=ROOT,
        env=os.environ | {"COLUMNS": "80"},
    )
    return f"```console\n$ {match[1]}\n{run.stdout.rstrip()}\n```"


def main() -> None:
    """Write or check."""
    stale = []
    for page in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]:
        text = page.read_text("utf-8")
        if text != (current := BLOCK.sub(printed, text)):
            stale.append(str(page.relative_to(ROOT)))
            if "--check" not in sys.argv:
                page.write_text(current, "utf-8")
    if "--check" in sys.argv:
        sys.exit(f"not current, run .ci/printed.py: {', '.join(stale)}" if stale else 0)


main()
