"""Write the pages of the rules to ``docs/rules``; with ``--check`` say which are not current."""

import sys
from pathlib import Path

from smsplan.cli.rule import ALL_RULES
from smsplan.linting import page

FOLDER = Path(__file__).parents[1] / "docs" / "rules"


def pages() -> dict[str, str]:
    """Give each file's name and content, the index among them."""
    rules = ALL_RULES.values()
    rows = [f"| [{r.code}]({r.name}.md) | {r.name} | {r.what.splitlines()[0]} |" for r in rules]
    index = [
        "# Rules",
        "",
        "Written by `.ci/rule_pages.py` from the docstrings; `smsplan rule CODE` prints a page.",
        "",
        "| code | name | |",
        "|---|---|---|",
        *rows,
        "",
        "```{toctree}",
        ":hidden:",
        "",
        *(rule.name for rule in rules),
        "```",
    ]
    return {"index.md": "\n".join(index) + "\n"} | {f"{r.name}.md": page(r) for r in rules}


def main() -> None:
    """Write or check."""
    wanted = pages()
    there = {path.name: path.read_text("utf-8") for path in FOLDER.glob("*.md")}
    stale = sorted(name for name in wanted | there if wanted.get(name) != there.get(name))
    if "--check" in sys.argv:
        sys.exit(f"not current, run .ci/rule_pages.py: {', '.join(stale)}" if stale else 0)
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in stale:
        if name in wanted:
            (FOLDER / name).write_text(wanted[name], "utf-8")
        else:
            (FOLDER / name).unlink()


main()
