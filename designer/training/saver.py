"""Decides when the state of a run is saved, and saves it in a thread of its own, so that training goes on."""

import math
import queue
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from designer.document.settings import Checkpointing
from designer.errors import DesignerError, TrainingError
from designer.training.checkpoints import (
    CheckpointInfo,
    is_better,
    link,
    list_checkpoints,
    thin_out,
    write_checkpoint,
)
from designer.training.failures import is_disk_full
from designer.training.folder import RunFolder
from designer.training.snapshot import Memory, ModelState, Snapshot
from designer.worker import give_way

# A save that took s seconds is followed by none for ten times as long, where epochs decide.
_PAUSE_PER_SAVE = 10.0
_RETRY_S = 1.0
_WAIT_S = 0.05


@dataclass(frozen=True)
class Saved:
    """A checkpoint is on disk."""

    step: int
    path: Path


@dataclass(frozen=True)
class NotSaved:
    """A checkpoint can't be written, for another reason than a full disk; training may go on."""

    step: int
    reason: str


class Saver:
    """Saves snapshots of one run. All methods are called in the training thread.

    Only the newest snapshot and those that somebody asked for wait while another is written; the best one so
    far waits in memory until the next save, and is written before it.

    Args:
        state: Takes and writes snapshots.
        memory: What isn't a tensor, at this moment.
        judge: From the metrics of an epoch to the value that the best epoch has the least of.
        flush: Brings what was recorded up to now to the disk; called in the saving thread.
    """

    def __init__(
        self,
        state: ModelState,
        folder: RunFolder,
        settings: Checkpointing,
        *,
        memory: Callable[[], Memory],
        judge: Callable[[Mapping[str, float]], float],
        flush: Callable[[], None],
    ) -> None:
        self._state = state
        self._folder = folder
        self._settings = settings
        self._memory = memory
        self._judge = judge
        self._flush = flush
        self._best: dict[str, Any] = {"step": None, "value": math.inf}
        self._best_unsaved: Snapshot | None = None
        self._metrics: tuple[int, Mapping[str, float]] = (-1, {})
        self._due_at = 0.0
        self._saved_at = time.monotonic()
        self._waiting: list[Snapshot] = []
        self._lock = threading.Lock()
        self._wake = threading.Event()
        self._idle = threading.Event()
        self._idle.set()
        self._closing = False
        self._results: queue.SimpleQueue[Saved | NotSaved] = queue.SimpleQueue()
        self.is_disk_full = False
        self._thread: threading.Thread | None = None

    @property
    def best_step(self) -> int | None:
        """The step of the best weights so far."""
        step: int | None = self._best["step"]
        return step

    def restore(self, memory: Memory) -> None:
        """Go on from what a checkpoint remembers."""
        best = memory.get("best", {})
        self._best = {"step": best.get("step"), "value": best.get("value", math.inf)}
        with self._lock:
            self._best_unsaved, self._waiting = None, []

    def note_metrics(self, step: int, metrics: Mapping[str, float]) -> None:
        """Note the metrics of the epoch that ended at a step, for whatever is saved there."""
        self._metrics = (step, metrics)

    def poll(self) -> list[Saved | NotSaved]:
        """What came of saving since the last call."""
        found = []
        while not self._results.empty():
            found.append(self._results.get())
        return found

    def batch_ended(self, step: int, epoch: int) -> None:
        """Save in the middle of an epoch, where that is due."""
        if self._is_due_after_batch(step):
            self.save(step, epoch)

    def epoch_ended(self, step: int, epoch: int, metrics: Mapping[str, float]) -> None:
        """Note whether this epoch is the best so far, and save what is due."""
        self.note_metrics(step, metrics)
        value = self._judge(metrics)
        is_best = self.best_step is None or is_better(value, self._best["value"])
        if is_best:
            self._best = {"step": step, "value": value}
        is_due = self._is_due_after_epoch(step, epoch)
        if is_best or is_due:
            snapshot = self.take(step, epoch)
            self._best_unsaved = snapshot if is_best else self._best_unsaved
            if is_due:
                self.hand_over(snapshot)

    def save(
        self, step: int, epoch: int, *, accumulators: Sequence[Any] | None = None, is_kept: bool = False
    ) -> None:
        """Save now, without waiting for the disk.

        Args:
            accumulators: Of the metrics, where they aren't what they are now.
            is_kept: Whether this checkpoint is kept for good.
        """
        snapshot = self.take(step, epoch, is_kept=is_kept)
        self.hand_over(snapshot if accumulators is None else replace(snapshot, accumulators=accumulators))

    def finish(
        self, step: int, epoch: int, accumulators: Sequence[Any] | None, may_wait: Callable[[], bool]
    ) -> bool:
        """Save the end of a run and wait until that is done.

        Args:
            accumulators: As in `save`.
            may_wait: Asked while the disk is full.

        Returns:
            Whether it is saved.
        """
        self.wait(may_wait)
        known = list_checkpoints(self._folder)
        if not known or known[-1].step != step or self._has_waiting():
            self.save(step, epoch, accumulators=accumulators)
        return self.wait(may_wait)

    def show(self, last: CheckpointInfo) -> None:
        """Let `best.keras` and `last.keras` be what they were at a checkpoint.

        Raises:
            OSError: They can't be written.
        """
        link(last.model_file, self._folder.last_file)
        for info in list_checkpoints(self._folder):
            if info.step == last.best_step:
                link(info.model_file, self._folder.best_file)

    def wait(self, may_wait: Callable[[], bool] = lambda: True) -> bool:
        """Wait until nothing is left to be saved; gives whether that came true."""
        while not self._idle.wait(_WAIT_S):
            if self.is_disk_full and not may_wait():
                return False
        return True

    def close(self) -> None:
        """End the thread; what still waits is let go."""
        self._closing = True
        self._wake.set()
        if self._thread:
            self._thread.join()

    def take(
        self,
        step: int,
        epoch: int,
        metrics: Mapping[str, float] | None = None,
        *,
        is_kept: bool = False,
    ) -> Snapshot:
        """The state at this moment, with what isn't a tensor."""
        memory = {**self._memory(), "best": dict(self._best), "is_kept": is_kept}
        at, metrics = self._metrics
        return self._state.take(step, epoch, memory, metrics if at == step else {})

    def _is_due_after_batch(self, step: int) -> bool:
        match self._settings.unit:
            case "batches":
                return step % self._settings.every == 0
            case "minutes":
                return time.monotonic() - self._saved_at >= self._settings.every * 60
        return False

    def _is_due_after_epoch(self, step: int, epoch: int) -> bool:
        if self._settings.unit != "epochs":
            return self._is_due_after_batch(step)
        is_kept = self._settings.keep_every and epoch % self._settings.keep_every == 0
        return bool(is_kept) or (epoch % self._settings.every == 0 and time.monotonic() >= self._due_at)

    def _has_waiting(self) -> bool:
        with self._lock:
            return bool(self._waiting) or self._best_unsaved is not None

    def hand_over(self, snapshot: Snapshot) -> None:
        """Save a snapshot that was taken before, without waiting for the disk."""
        with self._lock:
            # The best one first, so that a checkpoint never refers to what isn't there.
            best = self._best_unsaved
            is_referred_to = best is not None and best.step != snapshot.step
            newest = [best, snapshot] if best and is_referred_to else [snapshot]
            asked_for = [each for each in self._waiting if each.memory["is_kept"] and each not in newest]
            self._waiting = [*asked_for, *newest]
            self._idle.clear()
        self._saved_at = time.monotonic()
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="saving", daemon=True)
            self._thread.start()
        self._wake.set()

    def _work(self) -> None:
        give_way()
        while not self._closing:
            self._wake.wait()
            self._wake.clear()
            while not self._closing and (snapshots := self._next()):
                self._write_all(snapshots)
            with self._lock:
                if not self._waiting:
                    self._idle.set()

    def _next(self) -> list[Snapshot]:
        with self._lock:
            waiting, self._waiting = self._waiting, []
        return waiting

    def _write_all(self, snapshots: list[Snapshot]) -> None:
        started = time.monotonic()
        for snapshot in snapshots:
            self._write_with_patience(snapshot, is_last=snapshot is snapshots[-1])
        self._due_at = time.monotonic() + _PAUSE_PER_SAVE * (time.monotonic() - started)

    def _write_with_patience(self, snapshot: Snapshot, *, is_last: bool) -> None:
        """Write, as often as it takes while the disk is full."""
        while not self._closing:
            try:
                self._write(snapshot, is_last=is_last)
            except Exception as error:  # noqa: BLE001 - the training mustn't end, whatever a save meets
                if not is_disk_full(error):
                    reason = error.message if isinstance(error, DesignerError) else str(error)
                    self._results.put(NotSaved(snapshot.step, reason))
                    break
                self.is_disk_full = True
                time.sleep(_RETRY_S)
            else:
                self._forget(snapshot)
                self._results.put(Saved(snapshot.step, self._folder.checkpoints / str(snapshot.step)))
                break
        self.is_disk_full = False

    def _forget(self, saved: Snapshot) -> None:
        with self._lock:
            if self._best_unsaved and self._best_unsaved.step == saved.step:
                self._best_unsaved = None

    def _write(self, snapshot: Snapshot, *, is_last: bool) -> None:
        if not self._state.is_finite(snapshot):
            raise TrainingError("Some weights are no numbers any more; the checkpoint before is kept.")
        info = write_checkpoint(
            self._folder,
            snapshot.step,
            snapshot.epoch,
            snapshot.memory,
            snapshot.metrics,
            fill=lambda model, state: self._state.write(snapshot, model, state),
            before_done=self._flush,
        )
        if info.best_step == info.step:
            link(info.model_file, self._folder.best_file)
        if is_last:
            link(info.model_file, self._folder.last_file)
        thin_out(self._folder, keep_every=self._settings.keep_every)
