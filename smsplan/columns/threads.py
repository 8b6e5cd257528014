"""Threads that are never waited for: who needs what they do asks for their results."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager


@contextmanager
def thread_pool(most: int) -> Iterator[ThreadPoolExecutor]:
    """Start threads; what they have not done when it ends, as after an error, is left.

    A signal raises wherever the main thread is, so also where it has just taken a lock
    (of a future, of a module that it imports), which then stays taken: a thread that
    needs it never ends.
    """
    pool = ThreadPoolExecutor(most)
    try:
        yield pool
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
