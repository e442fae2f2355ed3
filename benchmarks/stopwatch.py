"""Clocks for actions, and for what keeps a window from answering; they know none of what they measure."""

import gc
import sys
import time
from collections.abc import Callable

import psutil
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication

NUM_RUNS = 15
NUM_FRAMES = 41
_FEWEST_RUNS = 3
_ENOUGH_MS = 10_000

Samples = dict[str, list[float]]
"""What was measured, by step."""


class App(QApplication):
    """Times the events that it delivers; those inside another belong to it."""

    def __init__(self) -> None:
        super().__init__(sys.argv[:1])
        self.longest_ms = 0.0
        self._depth = 0

    def notify(self, receiver: QObject, event: QEvent) -> bool:
        """Deliver an event."""
        self._depth += 1
        started = time.perf_counter()
        try:
            return super().notify(receiver, event)
        finally:
            self._depth -= 1
            if not self._depth:
                self.longest_ms = max(self.longest_ms, since_ms(started))


def time_ms(act: Callable[[], object]) -> float:
    """How long something takes, in ms."""
    started = time.perf_counter()
    act()
    return since_ms(started)


def repeated(act: Callable[[], object], most: int = NUM_RUNS) -> list[float]:
    """How long something takes, again and again once it has been done."""
    return told(lambda: time_ms(act), most)


def told(tell: Callable[[], float], most: int = NUM_RUNS) -> list[float]:
    """What something tells, again and again once it has been done; less often where that takes long."""
    tell()
    found: list[float] = []
    started = time.perf_counter()
    while len(found) < most and (len(found) < _FEWEST_RUNS or since_ms(started) < _ENOUGH_MS):
        found.append(tell())
    return found


def since_ms(started: float) -> float:
    """How long ago a moment of `time.perf_counter` was, in ms."""
    return 1000 * (time.perf_counter() - started)


def resident_mb() -> float:
    """How much memory this process takes, without garbage."""
    gc.collect()
    return float(psutil.Process().memory_info().rss / 1e6)
