"""A run in the background, whether it trains in a thread or in a process of its own."""

import atexit
import queue
import threading
from abc import ABC, abstractmethod
from pathlib import Path
from typing import TYPE_CHECKING, Any

from designer.document.project import Project
from designer.errors import TrainingError
from designer.training.control import Control, LearningRateChange
from designer.training.events import RunEvent

if TYPE_CHECKING:
    from designer.training.branching import Start

Command = tuple[str, tuple[Any, ...], dict[str, Any]]
"""The name of a function of the trainer, or of a method of `Control`, with its arguments."""

_CLOSE_TIMEOUT_S = 10.0


class Running(ABC):
    """One run at a time. All methods return at once but `close`; call them from one thread.

    The thread is a daemon, so that it can't keep a program alive that no window shows any more; a program
    that ends all the same stops the run cleanly first.
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
        """Whether a run is going on that will end after the epoch at hand."""
        return self.is_running and self._control.is_stopping_after_epoch

    def start(
        self,
        project: Project,
        run_dir: Path,
        start: "Start | None" = None,
        *,
        steps_per_epoch: int | None = None,
    ) -> None:
        """Start a run.

        Args:
            start: A checkpoint of another run of the same network to go on from.
            steps_per_epoch: Batches in an epoch; None for as many as the data has.

        Raises:
            TrainingError: One is going on.
        """
        options = {"run_dir": run_dir, "start": start, "steps_per_epoch": steps_per_epoch}
        self._begin(("train", (project,), options), run_dir)

    def resume_run(self, folder: Path, epochs: int | None = None) -> None:
        """Go on with a run that was interrupted, stopped or failed; see `trainer.resume`.

        Raises:
            TrainingError: One is going on.
        """
        self._begin(("resume", (folder,), {"epochs": epochs}), folder)

    def pause(self) -> None:
        """Let the run wait after the batch at hand."""
        self._tell("pause")

    def resume(self) -> None:
        """Let a paused run go on."""
        self._tell("resume")

    def step_once(self) -> None:
        """Let the run compute one batch, then wait again."""
        self._tell("step_once")

    def stop(self) -> None:
        """End the run after the batch at hand; its state is saved, then `RunFinished` follows."""
        self._tell("stop")

    def stop_after_epoch(self, *, is_wanted: bool = True) -> None:
        """End the run after the epoch at hand and its validation, or let it go on after all."""
        self._tell("stop_after_epoch", is_wanted=is_wanted)

    def set_learning_rate(self, change: LearningRateChange) -> None:
        """Change the learning rate before the next batch."""
        self._tell("set_learning_rate", change)

    def checkpoint_now(self) -> None:
        """Save the state before the next batch."""
        self._tell("checkpoint_now")

    def roll_back(self, step: int) -> None:
        """Go back to a checkpoint and on from there; a paused run stays paused."""
        self._tell("roll_back", step)

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

    def _begin(self, command: Command, folder: Path) -> None:
        if self.is_running:
            raise TrainingError("A run is going on.", "Stop it first.")
        self._control = Control()
        self._thread = self._make_thread(command, folder)
        atexit.register(self.close)
        self._thread.start()

    def _tell(self, name: str, *arguments: Any, **options: Any) -> None:
        """Steer the run by a method of `Control`."""
        getattr(self._control, name)(*arguments, **options)

    @abstractmethod
    def _make_thread(self, command: Command, folder: Path) -> threading.Thread:
        """A thread that runs from the run's start to its end, and puts its events into the queue.

        Args:
            folder: The run's, or the one that its folder will be in.
        """
