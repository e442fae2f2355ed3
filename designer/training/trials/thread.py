"""Does one trial in a thread of its own, for a window that must stay alive."""

import queue
import threading
from collections.abc import Callable
from typing import Any

from designer.errors import DesignerError
from designer.training.control import Control
from designer.training.trials.events import Emit, TrialEvent, TrialFailed
from designer.worker import give_way, wait_for

Trial = Callable[[Control, Emit], Any]
_CLOSE_TIMEOUT_S = 10.0


class TrialThread:
    """One trial. All methods return at once but `close`; call them from one thread.

    The thread is a daemon, so that it can't keep a program alive that no window shows any more.
    """

    def __init__(self, trial: Trial) -> None:
        self._events: queue.SimpleQueue[TrialEvent] = queue.SimpleQueue()
        self._control = Control()
        self._trial = trial
        self._thread = threading.Thread(target=self._work, name="trial", daemon=True)
        self._thread.start()

    @property
    def is_running(self) -> bool:
        """Whether the trial goes on; its last event may still wait in `poll`."""
        return self._thread.is_alive()

    @property
    def is_cancelled(self) -> bool:
        """Whether it was told to end."""
        return self._control.is_stopped

    def poll(self) -> list[TrialEvent]:
        """The events that came since the last call, oldest first."""
        events: list[TrialEvent] = []
        while not self._events.empty():
            events.append(self._events.get())
        return events

    def cancel(self) -> None:
        """End the trial after the batch at hand."""
        self._control.stop()

    def close(self, timeout_s: float = _CLOSE_TIMEOUT_S) -> None:
        """Cancel the trial and wait for its end."""
        self.cancel()
        wait_for(self._thread, timeout_s)

    def _work(self) -> None:
        give_way()
        try:
            self._trial(self._control, self._events.put)
        except DesignerError as error:
            self._events.put(TrialFailed(message=error.message, remedy=error.hint))
