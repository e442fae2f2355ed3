"""Work that reads files, away from the GUI thread."""

import queue
import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer

from designer.errors import DesignerError, RequestError

_POLL_MS = 20

Work = Callable[[], Any]
Done = Callable[[Any], None]


class Background(QObject):
    """Runs one piece of work at a time in a thread; `done` and `failed` are called in the GUI thread.

    Of the work asked for meanwhile only the last is done: what came before it is out of date.
    """

    def __init__(self, parent: QObject, failed: Callable[[DesignerError], None]) -> None:
        super().__init__(parent)
        self._failed = failed
        self._results: queue.SimpleQueue[object] = queue.SimpleQueue()
        self._done: Done | None = None
        self._next: tuple[Work, Done] | None = None
        self._timer = QTimer(self, interval=_POLL_MS)
        self._timer.timeout.connect(self._poll)

    @property
    def is_busy(self) -> bool:
        """Whether something is still being done."""
        return self._done is not None

    def start(self, work: Work, done: Done) -> None:
        """Do this next."""
        self._next = (work, done)
        if self._done is None:
            self._begin()

    def _begin(self) -> None:
        if self._next is None:
            self._timer.stop()
            return
        (work, self._done), self._next = self._next, None
        threading.Thread(target=self._work, args=(work,), name="monitor-reader", daemon=True).start()
        self._timer.start()

    def _work(self, work: Work) -> None:
        try:
            self._results.put(work())
        except DesignerError as error:
            self._results.put(error)
        except OSError as error:
            self._results.put(RequestError(f"Reading failed: {error}."))

    def _poll(self) -> None:
        if self._results.empty() or self._done is None:
            return
        result, done, self._done = self._results.get(), self._done, None
        self._begin()
        if isinstance(result, DesignerError):
            self._failed(result)
        else:
            done(result)
