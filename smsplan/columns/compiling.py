"""Compiling a function with numba, and keeping what was compiled where there is a place for it."""

from collections.abc import Callable
from functools import wraps
from threading import Lock
from typing import Any, TypeVar, cast

import numpy as np

from smsplan.columns.threads import thread_pool
from smsplan.errors import MissingExtraError

Function = TypeVar("Function", bound=Callable[..., Any])


def compiled(function: Function) -> Function:
    """Compile a function on its first call, to run without Python's lock.

    The machine code is cached on disk: beside the source, in the user's cache, or
    in the folder that ``NUMBA_CACHE_DIR`` names.  Where nothing can be written
    each process compiles anew, for a second or two; a damaged cache is written
    again.
    """
    return _compiled(function, {})


def compiled_in_place(function: Function) -> Function:
    """Compile a function that makes no array, so that references to arrays need not be counted.

    A call of another function with arrays, :func:`called`, costs little then.
    """
    return _compiled(function, {"_nrt": False})


def _compiled(function: Function, options: dict[str, Any]) -> Function:
    chosen: Any = None
    anew: Any = None
    cached: Any = None
    first = Lock()
    has_run = False

    @wraps(function)
    def call(*arguments: object) -> object:
        nonlocal chosen, anew, cached, has_run
        if chosen is None:
            with first:
                if chosen is None:
                    anew, cached = _started(function, options)
                    chosen = cached or anew
        tried = chosen
        while True:
            try:
                found = tried(*arguments) if has_run else _in_a_thread(tried, arguments)
            except Exception as error:
                # Nothing has run yet.  The disk is full, or what is cached is damaged, which
                # raises whatever unpickling comes upon; nothing else here raises.
                if tried is anew:
                    raise
                is_damaged = tried is cached and not isinstance(error, OSError)
                tried = chosen = (
                    is_damaged and _cached(function, options, is_emptied=True)
                ) or anew
            else:
                has_run = True
                return found

    return cast("Function", call)


def _in_a_thread(call: Callable[..., object], arguments: tuple[object, ...]) -> object:
    """Call where no signal comes: LLVM calls back, and what is raised there is lost."""
    with thread_pool(1) as pool:
        return pool.submit(call, *arguments).result()


def _started(function: Callable[..., Any], options: dict[str, Any]) -> tuple[Any, Any]:
    """Make of a function what compiles it anew, and what takes it from the cache if it can."""
    try:
        from numba import njit  # noqa: PLC0415 - its import takes as long as a short campaign
    except ImportError as error:
        raise MissingExtraError(extra="bulk", feature="reading columns") from error

    anew = njit(nogil=True, **options)(function)
    if anew is function:  # NUMBA_DISABLE_JIT is set
        # Integers of so many bits wrap around, of which numpy would warn.
        return np.errstate(over="ignore")(function), None
    return anew, _cached(function, options)


def _cached(
    function: Callable[..., Any], options: dict[str, Any], *, is_emptied: bool = False
) -> Any:  # noqa: ANN401 - numba's
    """Return a function whose machine code is cached; ``None`` where there is no place for it."""
    from numba import njit  # noqa: PLC0415 - as above

    try:
        found = njit(nogil=True, cache=True, **options)(function)
        if is_emptied:
            found.recompile()  # of nothing that is compiled yet, it empties the cache alone
    except (RuntimeError, OSError):  # there is no folder, or not the one that numba was told
        return None
    return found


def inlined(function: Function) -> Function:
    """Write a function out wherever a compiled one calls it.

    A call would count references to each array that it hands over, which takes
    longer than what is done for a short text.
    The two stand in one file: numba's cache does not notice a change in another.
    """
    from numba import njit  # noqa: PLC0415 - as above

    return cast("Function", njit(nogil=True, inline="always")(function))


def called(function: Function) -> Function:
    """Compile a function with those that call it: once, where :func:`inlined` writes it out anew.

    They stand in one file, too.
    """
    from numba import njit  # noqa: PLC0415 - as above

    return cast("Function", njit(nogil=True)(function))
