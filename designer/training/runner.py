"""Runs a training in a thread of its own, for a window that must stay alive."""

import atexit
import queue
import threading
from contextlib import suppress
from pathlib import Path

from designer.document.project import Project
from designer.errors import DesignerError, TrainingError
from designer.training.control import Control
from designer.training.events import RunEvent
from designer.worker import give_way

_CLOSE_TIMEOUT_S = 10.0


class Runner:
    """One run at a time. All methods return at once but `close`; call them from one thread.

    The training thread is a daemon, so that it can't keep a program alive that no window shows any more; a
    program that ends all the same stops the run cleanly first.
    """

    def __init__(self) -> None:
        self._events: queue.SimpleQueue[RunEvent] = queue.SimpleQueue()
        self._control = Control()
        self._thread: threading.Thread | None = None

    @property
    def is_running(self) -> bool:
        """Whether a run is going on, paused or not; its last event may still wait in `poll`."""
        return self._thread is not None and self._thread.is_alive()

    @property
    def is_paused(self) -> bool:
        """Whether the run is paused, or will be after the batch at hand."""
        return self._control.is_paused

    @property
    def is_stopping(self) -> bool:
        """Whether a run is going on that was told to stop."""
        return self.is_running and self._control.is_stopped

    def start(self, project: Project, run_dir: Path, *, steps_per_epoch: int | None = None) -> None:
        """Start a run.

        Args:
            steps_per_epoch: Batches in an epoch; None for as many as the data has.

        Raises:
            TrainingError: One is going on.
        """
        if self.is_running:
            raise TrainingError("A run is going on.", "Stop it first.")
        self._control = Control()
        self._thread = threading.Thread(
            target=self._work,
            args=(project, run_dir, self._control, steps_per_epoch),
            name="training",
            daemon=True,
        )
        atexit.register(self.close)
        self._thread.start()

    def pause(self) -> None:
        """Let the run wait after the batch at hand."""
        self._control.pause()

    def resume(self) -> None:
        """Let a paused run go on."""
        self._control.resume()

    def stop(self) -> None:
        """End the run after the batch at hand; its weights are saved, then `RunFinished` follows."""
        self._control.stop()

    def poll(self, limit: int = 1000) -> list[RunEvent]:
        """The events that came since the last call, oldest first, at most `limit` of them."""
        events: list[RunEvent] = []
        while len(events) < limit and not self._events.empty():
            events.append(self._events.get())
        return events

    def close(self, timeout_s: float = _CLOSE_TIMEOUT_S) -> bool:
        """Stop the run and wait for its end.

        Returns:
            Whether it has ended.
        """
        atexit.unregister(self.close)
        self.stop()
        if self._thread is not None:
            self._thread.join(timeout_s)
        return not self.is_running

    def _work(self, project: Project, run_dir: Path, control: Control, steps: int | None) -> None:
        from designer.training.trainer import train

        give_way()
        # Whatever it raises, the last event has told.
        with suppress(DesignerError):
            train(project, run_dir=run_dir, emit=self._events.put, control=control, steps_per_epoch=steps)
