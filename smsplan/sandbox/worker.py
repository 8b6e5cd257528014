"""One thread that does all work on one database connection, many jobs to a transaction.

A commit waits for the disk, so what comes in during one is committed together by
the next (group commit).  A job is answered only after the commit that it is part
of.
"""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import AbstractContextManager, suppress
from queue import SimpleQueue
from typing import Any, Final, Generic, NamedTuple, TypeVar

MAX_JOBS: Final = 1_000
"""Jobs of one transaction, so that the first of them does not wait for ever."""

_Transaction = TypeVar("_Transaction")
_Answer = TypeVar("_Answer")


class _Job(NamedTuple):
    work: Callable[[Any], object]
    answer: "Future[Any] | asyncio.Future[Any]"
    loop: asyncio.AbstractEventLoop | None


_Result = tuple[object, Exception | None]


class Worker(Generic[_Transaction]):
    """A thread that runs jobs in transactions, in the order in which they were asked for.

    ``transaction`` makes a context that commits at its end, or takes everything
    back where an exception leaves it.  Where one of several jobs raises, each is
    run again in a transaction of its own, so that none fails for another.
    """

    def __init__(
        self, name: str, transaction: Callable[[], AbstractContextManager[_Transaction]]
    ) -> None:
        self._transaction = transaction
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        self._closing = threading.Lock()
        self._closed = False
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    async def ask(self, work: Callable[[_Transaction], _Answer]) -> _Answer:
        """Run a job, and return when it is committed.  It runs even if nobody waits any more.

        Raises what the job or the commit raises, ``RuntimeError`` after :meth:`close`.
        """
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[_Answer] = loop.create_future()
        self._put(_Job(work, answer, loop))
        return await answer

    def wait(self, work: Callable[[_Transaction], _Answer]) -> _Answer:
        """Do as :meth:`ask` outside of an event loop; blocks."""
        answer: Future[_Answer] = Future()
        self._put(_Job(work, answer, None))
        return answer.result()

    def close(self) -> None:
        """Finish the jobs that were asked for, and end the thread."""
        with self._closing:
            self._closed = True
            self._jobs.put(None)
        self._thread.join()

    def _put(self, job: _Job) -> None:
        with self._closing:
            if self._closed:  # nobody would ever answer
                raise RuntimeError("the store is closed")
            self._jobs.put(job)

    def _run(self) -> None:
        open_ = True
        while open_:
            jobs: list[_Job] = []
            job = self._jobs.get()
            while job is not None:
                jobs.append(job)
                if len(jobs) == MAX_JOBS or self._jobs.empty():
                    break
                job = self._jobs.get()
            open_ = job is not None
            _tell(jobs, self._settle(jobs))

    def _settle(self, jobs: list[_Job]) -> list[_Result]:
        results: list[object] = []
        at_work = False
        try:
            with self._transaction() as transaction:
                at_work = True
                results += [job.work(transaction) for job in jobs]
                at_work = False
        except Exception as error:  # noqa: BLE001 - whoever asked is told of it
            if at_work and len(jobs) > 1:
                return [result for job in jobs for result in self._settle([job])]
            return [(None, error)] * len(jobs)
        return [(result, None) for result in results]


def _tell(jobs: list[_Job], results: list[_Result]) -> None:
    """Answer the jobs, waking each event loop once."""
    by_loop: dict[asyncio.AbstractEventLoop | None, list[tuple[_Job, _Result]]] = {}
    for job, result in zip(jobs, results, strict=True):
        by_loop.setdefault(job.loop, []).append((job, result))
    for loop, items in by_loop.items():
        if loop is None:
            _answer(items)
        else:
            with suppress(RuntimeError):  # the loop was closed, and nobody waits any more
                loop.call_soon_threadsafe(_answer, items)


def _answer(settled: list[tuple[_Job, _Result]]) -> None:
    for job, (result, error) in settled:
        if job.answer.done():  # cancelled by whoever asked
            continue
        if error is None:
            job.answer.set_result(result)
        else:
            job.answer.set_exception(error)
