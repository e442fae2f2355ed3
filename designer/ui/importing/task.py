"""Work on a thread of its own that tells how far it is and can be broken off."""

import logging
import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from designer.compiler.messages import clean
from designer.errors import DesignerError
from designer.worker import give_way, wait_for

_log = logging.getLogger("designer")
_TICK_MS = 50


class GaveUpError(Exception):
    """The user wants no more of it."""


@dataclass(frozen=True)
class Progress:
    """How far some work is.

    Args:
        text: What is being done.
        done: How much of `total` is done.
        total: 0 where nobody knows.
    """

    text: str
    done: int = 0
    total: int = 0


Tell = Callable[[Progress], None]
"""Takes note of progress; raises `GaveUpError` once the user wants no more."""
Job = Callable[[Tell], Any]


class Task(QObject):
    """One job at a time.

    Signals:
        progressed: How far it is: `Progress`.
        ended: Nothing is being done any more.
    """

    progressed = Signal(object)
    ended = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._results: queue.SimpleQueue[object] = queue.SimpleQueue()
        self._progress: Progress | None = None
        self._is_cancelled = threading.Event()
        self._thread: threading.Thread | None = None
        self._cancelled: list[threading.Thread] = []
        self._timer = QTimer(self, interval=_TICK_MS)
        self._timer.timeout.connect(self._on_ticked)

    @property
    def is_busy(self) -> bool:
        """Whether a job is being done."""
        return self._thread is not None

    def start(self, job: Job, done: Callable[[Any], None], failed: Callable[[DesignerError], None]) -> None:
        """Begin a job; there must be none. Neither function is called if it is cancelled.

        Args:
            done: Called on this thread with what it returned.
            failed: Called on this thread with what it raised.
        """
        self._done, self._failed = done, failed
        self._progress = None
        self._is_cancelled = threading.Event()
        self._results = queue.SimpleQueue()
        run = _Run(job, self._note, self._is_cancelled, self._results)
        self._thread = threading.Thread(target=run.work, name="import", daemon=True)
        self._thread.start()
        self._timer.start()

    def cancel(self) -> None:
        """Break the job off; its thread ends at its next step."""
        self._is_cancelled.set()
        if self._thread:
            self._cancelled = [thread for thread in self._cancelled if thread.is_alive()]
            self._cancelled.append(self._thread)
            self._end()

    def close(self) -> None:
        """Break the job off and wait for the end of its thread, and of those that were broken off before."""
        self.cancel()
        for thread in self._cancelled:
            wait_for(thread, timeout_s=2.0)

    def _note(self, progress: Progress) -> None:
        self._progress = progress

    def _on_ticked(self) -> None:
        if self._results.empty():
            if self._progress:
                self.progressed.emit(self._progress)
            return
        result = self._results.get()
        self._end()
        if isinstance(result, _Returned):
            self._done(result.value)
        elif isinstance(result, DesignerError):
            self._failed(result)

    def _end(self) -> None:
        self._timer.stop()
        self._thread = None
        self.ended.emit()


@dataclass(frozen=True)
class _Returned:
    value: object


@dataclass(frozen=True)
class _Run:
    """What happens on the thread; a job that was cancelled tells nobody anything any more."""

    job: Job
    note: Tell
    is_cancelled: threading.Event
    results: "queue.SimpleQueue[object]"

    def work(self) -> None:
        give_way()
        self.results.put(self._result())

    def _result(self) -> object:
        try:
            return _Returned(self.job(self._tell))
        except (DesignerError, GaveUpError) as error:
            return error
        except Exception as error:  # noqa: BLE001 - whatever a file leads to must not end the thread
            _log.exception("A job failed unexpectedly")
            return DesignerError(f"It failed unexpectedly: {clean(error)}")

    def _tell(self, progress: Progress) -> None:
        if self.is_cancelled.is_set():
            raise GaveUpError
        self.note(progress)
