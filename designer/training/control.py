"""What people ask of a run while it goes on: set by any thread, seen by its own between two batches."""

import threading
from collections import deque
from dataclasses import dataclass

from designer.document.schedules import Schedule


@dataclass(frozen=True)
class LearningRateChange:
    """Another learning rate from the next batch on.

    Args:
        rate: The optimiser's own rate; None to keep it.
        schedule: What it is multiplied by over time; None to keep the schedule, but where only `rate` is
            given that rate holds from now on.
    """

    rate: float | None = None
    schedule: Schedule | None = None


@dataclass(frozen=True)
class CheckpointNow:
    """Save the state before the next batch, and keep it for good."""


Request = LearningRateChange | CheckpointNow


class Control:
    """Steers a run. All methods are safe to call from any thread, at any time."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._is_paused = False
        self._is_stopped = False
        self._is_stopping_after_epoch = False
        self._has_step = False
        self._requests: deque[Request] = deque()
        self._roll_back: int | None = None

    @property
    def is_paused(self) -> bool:
        """Whether the run waits, or will wait before its next batch but one that was let through."""
        return self._is_paused

    @property
    def is_stopped(self) -> bool:
        """Whether the run has ended, or will end after the batch at hand."""
        return self._is_stopped

    @property
    def is_stopping_after_epoch(self) -> bool:
        """Whether the run will end after the epoch at hand."""
        return self._is_stopping_after_epoch

    @property
    def has_requests(self) -> bool:
        """Whether something was asked that has to be done between two batches."""
        return bool(self._requests)

    @property
    def must_leave(self) -> bool:
        """Whether the batches can't go on from here: the run is stopped or goes back."""
        return self._is_stopped or self._roll_back is not None

    def pause(self) -> None:
        """Let the run wait before its next batch; a stopped run stays stopped."""
        with self._changed:
            self._has_step = False
            self._is_paused = not self._is_stopped

    def resume(self) -> None:
        """Let a paused run go on."""
        with self._changed:
            self._has_step = self._is_paused = False
            self._changed.notify_all()

    def step_once(self) -> None:
        """Let the run compute one batch, then wait again."""
        with self._changed:
            self._has_step = self._is_paused = not self._is_stopped
            self._changed.notify_all()

    def stop(self) -> None:
        """End the run after the batch at hand, paused or not."""
        with self._changed:
            self._is_stopped = True
            self._has_step = self._is_paused = False
            self._changed.notify_all()

    def stop_after_epoch(self, *, is_wanted: bool = True) -> None:
        """End the run after the epoch at hand and its validation, or let it go on after all."""
        self._is_stopping_after_epoch = is_wanted

    def set_learning_rate(self, change: LearningRateChange) -> None:
        """Change the learning rate before the next batch."""
        self._ask(change)

    def checkpoint_now(self) -> None:
        """Save the state before the next batch."""
        self._ask(CheckpointNow())

    def roll_back(self, step: int) -> None:
        """Go back to a checkpoint and on from there; a paused run stays paused."""
        with self._changed:
            self._roll_back = step
            self._changed.notify_all()

    def take_request(self) -> Request | None:
        """The oldest thing that was asked; for the training thread."""
        return self._requests.popleft() if self._requests else None

    def take_roll_back(self) -> int | None:
        """The step to go back to; for the training thread."""
        with self._changed:
            step, self._roll_back = self._roll_back, None
        return step

    def wait_while_paused(self, timeout_s: float | None = None) -> bool:
        """Return at once, or as soon as there is something to do; for the training thread.

        Args:
            timeout_s: Return then at the latest.

        Returns:
            Whether the next batch may be computed.
        """
        with self._changed:
            self._changed.wait_for(self._has_work, timeout_s)
            may_run = (self._has_step or not self._is_paused) and not self._requests and not self.must_leave
            self._has_step = self._has_step and not may_run
        return may_run

    def _has_work(self) -> bool:
        return not self._is_paused or self._has_step or self.has_requests or self.must_leave

    def _ask(self, request: Request) -> None:
        with self._changed:
            self._requests.append(request)
            self._changed.notify_all()
