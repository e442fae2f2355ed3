"""Runs a training in a thread of its own, for a window that must stay alive."""

import atexit
import queue
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from designer.document.project import Project
from designer.errors import DesignerError, TrainingError
from designer.training.control import Control, LearningRateChange
from designer.training.events import RunEvent
from designer.worker import give_way

if TYPE_CHECKING:
    from designer.training.trainer import Start

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

    @property
    def is_stopping_after_epoch(self) -> bool:
        """Whether a run is going on that was told to stop after the epoch at hand."""
        return self.is_running and self._control.is_stopping_after_epoch

    def start(
        self,
        project: Project,
        run_dir: Path,
        *,
        steps_per_epoch: int | None = None,
        start: "Start | None" = None,
    ) -> None:
        """Start a run.

        Args:
            steps_per_epoch: Batches in an epoch; None for as many as the data has.
            start: A checkpoint of another run to go on from.

        Raises:
            TrainingError: One is going on.
        """

        def work(control: Control) -> None:
            from designer.training.trainer import train

            train(
                project,
                run_dir=run_dir,
                emit=self._events.put,
                control=control,
                steps_per_epoch=steps_per_epoch,
                start=start,
            )

        self._start(work)

    def resume_run(self, folder: Path, epochs: int | None = None) -> None:
        """Go on with a run that was interrupted or stopped.

        Args:
            epochs: Train until this epoch instead of the one planned.

        Raises:
            TrainingError: One is going on.
        """

        def work(control: Control) -> None:
            from designer.training.trainer import resume

            resume(folder, emit=self._events.put, control=control, epochs=epochs)

        self._start(work)

    def pause(self) -> None:
        """Let the run wait after the batch at hand."""
        self._control.pause()

    def resume(self) -> None:
        """Let a paused run go on."""
        self._control.resume()

    def step_once(self) -> None:
        """Let the run compute one batch, then wait."""
        self._control.step_once()

    def stop(self) -> None:
        """End the run after the batch at hand; its state is saved, then `RunFinished` follows."""
        self._control.stop()

    def stop_after_epoch(self, *, is_wanted: bool = True) -> None:
        """End the run after the epoch at hand, or let it go on after all."""
        self._control.stop_after_epoch(is_wanted=is_wanted)

    def set_learning_rate(self, change: LearningRateChange) -> None:
        """Change the learning rate before the next batch."""
        self._control.set_learning_rate(change)

    def checkpoint_now(self) -> None:
        """Save the state before the next batch, and keep it for good."""
        self._control.checkpoint_now()

    def roll_back(self, step: int) -> None:
        """Go back to a checkpoint and on from there."""
        self._control.roll_back(step)

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

    def _start(self, work: Callable[[Control], None]) -> None:
        if self.is_running:
            raise TrainingError("A run is going on.", "Stop it first.")
        self._control = Control()
        self._thread = threading.Thread(
            target=self._work, args=(work, self._control), name="training", daemon=True
        )
        atexit.register(self.close)
        self._thread.start()

    def _work(self, work: Callable[[Control], None], control: Control) -> None:
        give_way()
        # Whatever it raises, the last event has told.
        with suppress(DesignerError):
            work(control)
