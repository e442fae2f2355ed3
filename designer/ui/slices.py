"""Work that takes longer than a frame, done a little at a time on the GUI thread."""

import time
from collections.abc import Iterator

from PySide6.QtCore import QObject, QTimer, Signal

_BUDGET_S = 0.006
_DONE = object()


class Slices(QObject):
    """Takes an iterator's steps, as many as fit into a few ms, then lets the window answer, and so on.

    What a step raises ends the work and comes out of the call that took the step.

    Signals:
        done: The work has come to its end.
    """

    done = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._work: Iterator[object] | None = None
        self._timer = QTimer(self, singleShot=True, interval=0)
        self._timer.timeout.connect(self._go_on)

    @property
    def is_busy(self) -> bool:
        """Whether work is left."""
        return self._work is not None

    def begin(self, work: Iterator[object], *, is_later: bool = False) -> None:
        """Start something else, with a first slice at once unless it `is_later`; what was left is dropped."""
        self._work = work
        if is_later:
            self._timer.start()
        else:
            self._go_on()

    def finish(self) -> None:
        """Do at once what is left."""
        while self._work:
            self._step()

    def drop(self) -> None:
        """Leave the rest undone."""
        self._work = None
        self._timer.stop()

    def _go_on(self) -> None:
        end = time.perf_counter() + _BUDGET_S
        while self._work:
            self._step()
            if time.perf_counter() > end:
                break
        if self._work:
            self._timer.start()

    def _step(self) -> None:
        work = self._work
        if work is None:
            return
        try:
            is_over = next(work, _DONE) is _DONE
        except Exception:
            self.drop()
            raise
        if is_over and self._work is work:
            self.drop()
            self.done.emit()
