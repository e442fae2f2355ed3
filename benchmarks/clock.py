"""Clocks of the benchmarks' child processes; knows none of the programs that are measured."""

import gc
import time
from collections.abc import Callable

import psutil

NUM_SAMPLES = 41
_FEWEST = 3
_ENOUGH_S = 10


def sampled(act: Callable[[], object]) -> list[float]:
    """How many ms it takes, again and again."""
    return repeated(lambda: time_of(act))


def repeated(give: Callable[[], float], most: int = NUM_SAMPLES) -> list[float]:
    """What it gives, again and again after a first time for warming up; fewer times where it is very slow."""
    give()
    found: list[float] = []
    started = time.perf_counter()
    while len(found) < most and (len(found) < _FEWEST or since(started) < 1000 * _ENOUGH_S):
        found.append(give())
    return found


def time_of(act: Callable[[], object]) -> float:
    """How many ms it takes."""
    started = time.perf_counter()
    act()
    return since(started)


def since(started: float) -> float:
    """Milliseconds from a moment of `perf_counter` until now."""
    return 1000 * (time.perf_counter() - started)


def resident_mb() -> float:
    """Memory of this process, without garbage."""
    gc.collect()
    return float(psutil.Process().memory_info().rss / 1e6)
