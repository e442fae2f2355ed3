"""What happens between two batches: waiting, steering, saving, and leaving `fit` where it has to be left."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from designer.document.schedules import Plateau
from designer.training.control import CheckpointNow, Control, LearningRateChange
from designer.training.epoch_callbacks import EpochCallbacks
from designer.training.events import MarkKind
from designer.training.learning_rate import LearningRate
from designer.training.recorder import Recorder
from designer.training.reporter import RunReporter
from designer.training.saver import NotSaved, Saved, Saver
from designer.training.snapshot import Memory, ModelState
from designer.training.watching import Watching

_LOOK_AT_DISK_S = 0.2


class LeaveError(Exception):
    """Ends a `fit` between two batches.

    Args:
        why: For people; empty where the user knows.
    """

    def __init__(self, why: str = "") -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Parts:
    """What a conductor conducts."""

    reporter: RunReporter
    control: Control
    recorder: Recorder
    rate: LearningRate
    callbacks: EpochCallbacks
    state: ModelState
    watching: Watching


class Conductor:
    """Follows one run through its `fit`s. All methods are called in the training thread.

    Attributes:
        step: Weight updates so far.
        epoch: Whole epochs so far, validation and all.
        accumulators: Of the metrics, where an epoch goes on in its middle.

    Args:
        num_steps: Batches in an epoch.
        validates: Whether an epoch, counted from 1, ends in a validation.
    """

    def __init__(self, parts: Parts, num_steps: int, validates: Callable[[int], bool]) -> None:
        self.step = 0
        self.epoch = 0
        self.accumulators: list[Any] = []
        self.saver: Saver
        self._parts = parts
        self._num_steps = num_steps
        self._validates = validates
        self._first_batch = 0
        self._is_disk_full = False

    @property
    def is_validation_due(self) -> bool:
        """Whether all batches of an epoch are done, but not its validation."""
        return self.step == (self.epoch + 1) * self._num_steps

    def training_began(self) -> None:
        """Measure the initial weights of a new run."""
        if not self.step:
            self._parts.recorder.training_began()

    def epoch_began(self) -> None:
        """Begin an epoch, or go on in its middle."""
        self._first_batch = self.step
        if self.accumulators:
            self._parts.state.accumulate(self.accumulators)
            self.accumulators = []
        else:
            self._parts.recorder.epoch_began(self.epoch + 1)
        self._parts.rate.epoch_begins(self.step)

    def batch_begins(self) -> None:
        """Return when the next batch may be computed.

        Raises:
            LeaveError: It mustn't be.
        """
        self.wait()
        if self._parts.rate.changes_within_epochs:
            self._parts.rate.batch_begins(self.step)

    def batch_ended(self, batch: int, logs: Mapping[str, Any]) -> None:
        """Note batches of the present `fit`, the last of which is `batch`, counted from 0 in its epoch.

        Raises:
            LeaveError: Training is to stop in the middle of the epoch.
        """
        epoch_end = (self.epoch + 1) * self._num_steps
        self.step = min(self._first_batch + batch + 1, epoch_end)
        rate = self._parts.rate
        more = {"learning_rate": rate.now} if rate.changes_within_epochs else {}
        self._parts.recorder.batches_ended(self.step, logs, more)
        if self.step == epoch_end:
            if self._validates(self.epoch + 1):  # which begins by forgetting them
                self.accumulators = self._parts.state.accumulators()
            return
        self.saver.batch_ended(self.step, self.epoch)
        if self._parts.control.must_leave:
            raise LeaveError

    def epoch_ended(self, logs: Mapping[str, Any]) -> None:
        """Note the end of an epoch.

        Raises:
            LeaveError: Training is to stop here.
        """
        parts = self._parts
        self.accumulators = []
        self.epoch += 1
        more = {"learning_rate": parts.rate.now} if parts.rate.is_worth_telling else {}
        metrics = parts.recorder.epoch_ended(logs, more)
        parts.watching.epoch_ended(self.epoch, self.step, metrics)
        why = parts.callbacks.epoch_ended(self.epoch, metrics)
        self.saver.epoch_ended(self.step, self.epoch, metrics)
        if why:
            raise LeaveError(why)
        if parts.control.is_stopping_after_epoch or parts.control.must_leave:
            raise LeaveError

    def wait(self) -> None:
        """Do what was asked, and wait while the run is paused or the disk is full.

        Raises:
            LeaveError: The run is stopped or goes back.
        """
        self.report_saves()
        if self._disk_is_full():
            self._wait_for_room()
        control = self._parts.control
        if control.is_paused or control.has_requests or control.must_leave:
            self._obey()

    def memory(self) -> Memory:
        """What a checkpoint has to keep besides tensors; JSON."""
        parts = self._parts
        parts.recorder.tell()
        return {
            "time": parts.reporter.now(),
            "recorder": parts.recorder.memory(),
            "rate": parts.rate.memory(),
            "callbacks": parts.callbacks.memory(),
            "store": parts.reporter.memory(),
            "watching": parts.watching.memory(),
        }

    def restore(self, step: int, epoch: int, memory: Memory) -> None:
        """Go on from what a checkpoint keeps."""
        self.step, self.epoch = step, epoch
        parts = self._parts
        parts.recorder.restore(step, self._epoch_at_hand, memory["recorder"])
        parts.rate.restore(memory["rate"], step)
        parts.callbacks.restore(memory["callbacks"])
        parts.watching.restore(memory["watching"])
        self.saver.restore(step, memory)

    def mark(self, kind: MarkKind, text: str) -> None:
        """Mark this place on the curves."""
        self._parts.recorder.tell()
        self._parts.reporter.marked(kind, self._epoch_at_hand, self.step, text)

    @property
    def _epoch_at_hand(self) -> int:
        """The epoch that the newest step is in, from 1; 0 before the first."""
        return self.epoch if self.step == self.epoch * self._num_steps else self.epoch + 1

    def _obey(self) -> None:
        control = self._parts.control
        is_marked = False
        may_run = control.wait_while_paused(0.0)
        while not may_run:
            while request := control.take_request():
                self._do(request)
            if control.must_leave:
                raise LeaveError
            if control.is_paused and not is_marked:
                is_marked = True
                self.mark("paused", "paused")
                self._parts.reporter.flush()
            may_run = control.wait_while_paused(_LOOK_AT_DISK_S)
            self.report_saves()
        if is_marked and not control.is_paused:
            self.mark("resumed", "resumed")

    def _do(self, request: LearningRateChange | CheckpointNow) -> None:
        rate = self._parts.rate
        match request:
            case CheckpointNow():
                self.saver.save(self.step, self.epoch, is_kept=True)
            case LearningRateChange() if not rate.is_steerable:
                self._parts.reporter.notice(
                    "The learning rate can't be changed: the optimizer follows a Keras schedule of its own.",
                    "Give the optimizer a number and choose a schedule in the training panel instead.",
                )
            case LearningRateChange(schedule=Plateau()) if not self._parts.callbacks.has_plateau:
                self._parts.reporter.notice(
                    "A run that began without reduce on plateau can't change to it.",
                    "Choose another schedule, or branch a new run with it from a checkpoint.",
                )
            case LearningRateChange():
                self.mark("learning_rate", rate.change(request, self.step))
                # Or else a crash would undo the change.
                self.saver.save(self.step, self.epoch)

    def report_saves(self) -> None:
        """Tell what came of saving."""
        for result in self.saver.poll():
            match result:
                case Saved(step=step, path=path):
                    self._parts.reporter.checkpoint_saved(step, path)
                case NotSaved(step=step, reason=reason):
                    self._parts.reporter.notice(
                        f"The checkpoint of step {step} can't be written: {reason}",
                        "Training goes on; make the run folder writable before it ends.",
                    )

    def _disk_is_full(self) -> bool:
        return self.saver.is_disk_full or self._parts.reporter.is_disk_full

    def _wait_for_room(self) -> None:
        """Nothing is lost while the disk is full, since nothing is computed that couldn't be recorded."""
        self._parts.reporter.notice(
            f"The disk with {self._parts.reporter.run} is full, so the run waits.",
            "Make room there: it goes on by itself. Or stop it; it can be resumed later.",
        )
        while self._disk_is_full() and not self._parts.control.must_leave:
            time.sleep(_LOOK_AT_DISK_S)
        if not self._disk_is_full():
            self._parts.reporter.notice("There is room on the disk again; the run goes on.")
