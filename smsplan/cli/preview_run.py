"""A run of preview over a file: its progress shown, its rows and its report written."""

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from smsplan.cli.streams import say
from smsplan.display import grouped

if TYPE_CHECKING:
    from smsplan.campaign import Preview
    from smsplan.campaign.files import Source


def run(  # noqa: PLR0913 - what the options say of writing
    source: "Source",
    choices: dict[str, Any],
    output: Path | None,
    html: Path | None,
    about: dict[str, str],
    *,
    is_safe: bool,
) -> "Preview":
    """Preview what is read; write the rows and the report where they are wanted."""
    from smsplan.campaign.files import writing  # noqa: PLC0415 - needs bulk

    if output:
        writing.check_target(output)
    plans = None
    with ExitStack() as stack:
        # Opened before anything is read, so that what cannot be written is told at once.
        targets = [target for target in (output, html) if target]
        streams = stack.enter_context(writing.replacing(*targets))
        batches = stack.enter_context(_progress(source))
        if output:
            plans = writing.Plans(output, streams[0], is_safe=is_safe)
            batches = plans.checked(batches)
        on_batch = plans.write if plans else None
        # What is wrong with the first rows is told before numba is loaded, which takes longer.
        first = list(islice(batches, 1))
        from smsplan.campaign import preview  # noqa: PLC0415 - as said

        found = preview(chain(first, batches), on_batch=on_batch, **choices)
        if plans:
            plans.close()
        if html:
            from smsplan.campaign.report import html_report  # noqa: PLC0415 - as said

            page = html_report(found, about=about).encode("utf-8", "backslashreplace")
            with writing.naming(html):
                streams[-1].write(page)
    if output:
        for left_out in source.left_out:
            say(f"smsplan: {output}: {left_out}", stderr=True)
    return found


@contextmanager
def _progress(source: "Source") -> Iterator[Iterator[Any]]:
    """Show how far it is on a terminal, with rows a second and the time that is left."""
    if not sys.stderr.isatty():
        yield iter(source)
        return
    bar = Progress(
        TextColumn("{task.fields[done]}"),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    with bar:
        yield _watched(source, bar)


def _watched(source: "Source", bar: Progress) -> Iterator[Any]:
    task = bar.add_task("", total=source.octets, done="", rate="")
    rows = 0
    for batch in source:
        yield batch
        rows += batch.num_rows
        elapsed = bar.tasks[0].elapsed or 0.0
        rate = f"{grouped(round(rows / elapsed))} rows/s" if elapsed else ""
        done = f"{grouped(source.octets_read)} bytes"
        bar.update(task, completed=source.octets_read, done=done, rate=rate)
