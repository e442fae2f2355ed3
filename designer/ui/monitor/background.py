"""Work that reads files, away from the GUI thread."""

import logging
import queue
import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer

from designer.compiler.messages import clean
from designer.errors import DesignerError, RequestError

_log = logging.getLogger("designer")
_POLL_MS = 20

Work = Callable[[], Any]
Done = Callable[[Any], None]
Failed = Callable[[DesignerError], None]


class Background(QObject):
    """Runs one piece of work at a time in a thread; `done` and `failed` are called in the GUI thread.

    Of the work asked for meanwhile only the last is done: what came before it is out of date.
    """

    def __init__(self, parent: QObject, failed: Failed) -> None:
        super().__init__(parent)
        self._failed = failed
        self._results: queue.SimpleQueue[object] = queue.SimpleQueue()
        self._current: tuple[Done, Failed] | None = None
        self._next: tuple[Work, Done, Failed] | None = None
        self._timer = QTimer(self, interval=_POLL_MS)
        self._timer.timeout.connect(self._poll)

    @property
    def is_busy(self) -> bool:
        """Whether something is still being done."""
        return self._current is not None

    def start(self, work: Work, done: Done, failed: Failed | None = None) -> None:
        """Do this next.

        Args:
            failed: Called in the place of what is called otherwise.
        """
        self._next = (work, done, failed or self._failed)
        if self._current is None:
            self._begin()

    def _begin(self) -> None:
        if self._next is None:
            self._timer.stop()
            return
        (work, done, failed), self._next = self._next, None
        self._current = (done, failed)
        threading.Thread(target=self._work, args=(work,), name="monitor-reader", daemon=True).start()
        self._timer.start()

    def _work(self, work: Work) -> None:
        try:
            self._results.put(work())
        except DesignerError as error:
            self._results.put(error)
        except OSError as error:
            self._results.put(RequestError(f"Reading failed: {error}."))
        except Exception as error:  # noqa: BLE001 - whatever a file leads to must not end the thread
            _log.exception("Reading failed unexpectedly")
            self._results.put(DesignerError(f"Reading failed unexpectedly: {clean(error)}"))

    def _poll(self) -> None:
        if self._results.empty() or self._current is None:
            return
        result, (done, failed), self._current = self._results.get(), self._current, None
        self._begin()
        if isinstance(result, DesignerError):
            failed(result)
        else:
            done(result)
