"""Compiling a function with numba, and keeping what was compiled where there is a place for it."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from numba import njit

Function = TypeVar("Function", bound=Callable[..., Any])


def compiled(function: Function) -> Function:
    """Compile a function on its first call, to run without Python's lock.

    The machine code is cached on disk: beside the source, in the user's cache, or
    in the folder that ``NUMBA_CACHE_DIR`` names.  Where nothing can be written
    each process compiles anew, for a second or two.
    """
    anew = njit(nogil=True)(function)
    try:
        chosen = njit(nogil=True, cache=True)(function)
    except (RuntimeError, OSError):  # there is no folder, or not the one that numba was told
        chosen = anew

    @wraps(function)
    def call(*arguments: object) -> object:
        nonlocal chosen
        try:
            return chosen(*arguments)
        except OSError:  # the disk is full: nothing else here writes, and nothing has run yet
            chosen = anew
            return chosen(*arguments)

    return cast("Function", call)


def inlined(function: Function) -> Function:
    """Write a function out wherever a compiled one calls it.

    A call would count references to each array that it hands over, which takes
    longer than what is done for a short text.
    The two stand in one file: numba's cache does not notice a change in another.
    """
    return cast("Function", njit(nogil=True, inline="always")(function))
