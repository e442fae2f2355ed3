"""Pause, resume and stop: set by any thread, seen by the training thread between two batches."""

import threading


class Control:
    """The two switches of a run. All methods are safe to call from any thread, at any time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._may_run = threading.Event()
        self._may_run.set()
        self._stop = threading.Event()

    @property
    def is_paused(self) -> bool:
        """Whether the run waits, or will wait before its next batch."""
        return not self._may_run.is_set()

    @property
    def is_stopped(self) -> bool:
        """Whether the run has ended, or will end after the batch at hand."""
        return self._stop.is_set()

    def pause(self) -> None:
        """Let the run wait before its next batch; a stopped run stays stopped."""
        with self._lock:
            if not self._stop.is_set():
                self._may_run.clear()

    def resume(self) -> None:
        """Let a paused run go on."""
        self._may_run.set()

    def stop(self) -> None:
        """End the run after the batch at hand, paused or not."""
        with self._lock:
            self._stop.set()
            self._may_run.set()

    def wait_while_paused(self) -> None:
        """Return at once, or as soon as the run may go on or has to stop."""
        self._may_run.wait()
