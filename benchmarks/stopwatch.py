"""Clocks for actions, and for what keeps a window from answering."""

import sys
import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication

NUM_RUNS = 15

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


def repeated(act: Callable[[], object]) -> list[float]:
    """How long something takes, again and again once it has been done."""
    act()
    return [time_ms(act) for _ in range(NUM_RUNS)]


def since_ms(started: float) -> float:
    """How long ago a moment of `time.perf_counter` was, in ms."""
    return 1000 * (time.perf_counter() - started)
