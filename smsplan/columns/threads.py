"""Threads that nobody waits for once something was raised."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager


@contextmanager
def thread_pool(most: int) -> Iterator[ThreadPoolExecutor]:
    """Start threads; what they have not done when it ends is left, not waited for.

    A signal raises wherever the main thread is, so also where it has just taken a lock
    (of a future, of a module that it imports), which then stays taken: a thread that
    needs it never ends.
    """
    pool = ThreadPoolExecutor(most)
    try:
        yield pool
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
