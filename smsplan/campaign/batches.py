"""The batches of a campaign: taken as they come, split, and looked at side by side."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Final, TypeVar

import pyarrow as pa

from smsplan.campaign.batch import Begun, Looked, Looker, added
from smsplan.campaign.duplicates import Seen
from smsplan.campaign.files.rows import UNREAD
from smsplan.campaign.rendering import check_columns
from smsplan.campaign.row_errors import Task
from smsplan.columns.threads import thread_pool
from smsplan.errors import ColumnError, UnencodableTextError

T = TypeVar("T")

_ROWS: Final = 1 << 16
"""Rows that are looked at at once: enough to be fast, and few to keep."""


def slices(batches: Iterable[pa.RecordBatch] | pa.Table, task: Task) -> Iterator[pa.RecordBatch]:
    """Split batches into rows that are looked at at once.

    Raises :class:`ColumnError` for columns that the task cannot do with.
    """
    if hasattr(batches, "__arrow_c_stream__"):
        batches = pa.RecordBatchReader.from_stream(batches)
        _check(batches.schema.names, task)  # of no rows, too
    for batch in batches:
        _check(batch.schema.names, task)
        for start in range(0, max(1, batch.num_rows), _ROWS):
            yield batch.slice(start, _ROWS)


def _check(names: Sequence[str], task: Task) -> None:
    if task.unread is not None:
        check_columns(names, [task.unread])
    reasons = task.unread or UNREAD
    check_columns([each for each in names if each != reasons], task.columns)
    taken = [each for each in added(names, task.rates) if each in names]
    if task.is_written and taken:
        raise ColumnError(f"there is a column {taken[0]!r} already, which the plans are to have")


def look_at(
    batches: Iterable[pa.RecordBatch], looker: Looker, threads: int, seen: Seen | None = None
) -> Iterator[Looked]:
    """Look at batches side by side; give what is found in order.

    Rows whose recipients were seen before are left out, if it is given what tells that.
    """
    if threads == 1:
        for begin in _beginnings(batches, looker):
            yield looker.finish(_marked(begin(), seen))
        return
    with thread_pool(threads) as pool:
        begun = _in_order(pool, threads, _beginnings(batches, looker))
        finishing = (partial(looker.finish, _marked(each, seen)) for each in begun)
        yield from _in_order(pool, threads, finishing)


def _in_order(
    pool: ThreadPoolExecutor, threads: int, calls: Iterable[Callable[[], T]]
) -> Iterator[T]:
    """Make calls side by side, and give their results in order."""
    pending: deque[Future[T]] = deque()
    for call in calls:
        pending.append(pool.submit(call))
        if len(pending) > threads:
            yield pending.popleft().result()
    while pending:
        yield pending.popleft().result()


def _marked(begun: Begun, seen: Seen | None) -> Begun:
    if seen is not None:
        begun.leave_out(seen.again(begun.numbers))
    return begun


def _beginnings(batches: Iterable[pa.RecordBatch], looker: Looker) -> Iterator[Callable[[], Begun]]:
    rows = 0
    for batch in batches:
        yield partial(_begin, looker, batch, rows)
        rows += batch.num_rows


def _begin(looker: Looker, batch: pa.RecordBatch, before: int) -> Begun:
    try:
        return looker.begin(batch)
    except UnencodableTextError as error:
        # Instead of the row of the batch, counted from 0.
        row = before + looker.place(batch, error.source) + 1
        error.__notes__ = [f"in row {row} of the campaign"]
        raise
