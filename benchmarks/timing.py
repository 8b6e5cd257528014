"""Times that a noisy machine leaves comparable: the least of many rounds, taken in turns."""

from collections.abc import Callable, Iterable, Sequence
from math import ceil
from time import perf_counter
from timeit import Timer
from typing import Final, NamedTuple

from msgspec import Struct

SLICE: Final = 0.005
"""Seconds that one turn lasts at least: far more than the clock's resolution."""
FEWEST_ROUNDS: Final = 5


class _Six(Struct, frozen=True):
    a: str
    b: int
    c: int
    d: int
    e: str
    f: str


def struct(text: str) -> _Six:
    """Return a frozen Struct of six fields: the unit in which small calls are measured."""
    return _Six(text, 1, 2, 3, text, text)


class Work(NamedTuple):
    """A function to be called with each of some texts."""

    call: Callable[[str], object]
    texts: Sequence[str]

    def timer(self) -> Timer:
        """Compile a loop of its own: CPython adapts a loop to the function that it calls."""
        return Timer("for text in texts: call(text)", "call, texts = work", globals={"work": self})


def least_times(works: Iterable[Work], seconds: float) -> list[float]:
    """Measure the seconds a text of each work.

    The works take turns, so that a slow spell of the machine hits all of them,
    in as many rounds as the given seconds hold.
    """
    in_turn = list(works)
    timers = [work.timer() for work in in_turn]
    passes = [ceil(SLICE / timer.timeit(1)) for timer in timers]
    least = [float("inf")] * len(timers)
    stop = perf_counter() + seconds
    rounds = 0
    while rounds < FEWEST_ROUNDS or perf_counter() < stop:
        for index, timer in enumerate(timers):
            least[index] = min(least[index], *timer.repeat(passes[index], 1))
        rounds += 1
    return [time / len(work.texts) for time, work in zip(least, in_turn, strict=True)]


def least_seconds(
    calls: Sequence[Callable[[], object]],
    rounds: int,
    clock: Callable[[], float] = perf_counter,
) -> list[float]:
    """Measure the seconds of calls that take long, in turns."""
    least = [float("inf")] * len(calls)
    for _ in range(rounds):
        for index, call in enumerate(calls):
            start = clock()
            call()
            least[index] = min(least[index], clock() - start)
    return least
