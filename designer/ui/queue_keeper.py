"""The queue of the process: begins the next run when nothing trains, and keeps the rest on disk."""

import logging
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import QObject, Signal

from designer import paths
from designer.errors import DesignerError
from designer.training.queue import Queued, RunQueue
from designer.training.queue_file import QueueFile
from designer.ui.hub import Hub

_CLIENT = 0  # sessions count from 1
_log = logging.getLogger("designer")


class Trainer(Protocol):
    """A window that may train runs of the queue."""

    def can_begin(self) -> bool:
        """Whether it can train now."""

    def begin(self, entry: Queued) -> None:
        """Train this; raises `DesignerError` where it can't."""


class QueueKeeper(QObject):
    """One queue for all windows.

    Signals:
        changed: The list, or what is said of one of its runs, is another.
        found: How many runs an earlier process left behind.
        failed: Why the queue can't be kept.
    """

    changed = Signal()
    found = Signal(int)
    failed = Signal(str)

    def __init__(self, hub: Hub, run_dir: Path, folder: Path | None = None) -> None:
        super().__init__(hub)
        self.run_dir = run_dir
        self.queue = RunQueue(run_dir)
        self.is_paused = False
        self._file = QueueFile(folder or paths.queues_dir(), self.queue)
        self._hub = hub
        self._trainers: list[Trainer] = []
        self._shown = 0
        hub.ticked.connect(self._on_ticked)

    def look(self) -> None:
        """Look for what an earlier process left to be trained; `found` tells."""
        self._submit(self._file.look, lambda entries: self.found.emit(len(entries)) if entries else None)

    def left_runs(self) -> frozenset[str]:
        """The folder names of runs that an earlier process left half trained; this reads files."""
        return frozenset(entry.folder.name for entry in self._file.look() if entry.folder)

    def take_over(self) -> None:
        """Train what was left behind."""
        self._submit(self._file.take_over)

    def discard(self) -> None:
        """Forget what was left behind."""
        self._submit(self._file.discard)

    def set_paused(self, *, is_paused: bool) -> None:
        """Begin nothing more for a while; a run that goes on goes on."""
        self.is_paused = is_paused
        self.changed.emit()

    def join(self, trainer: Trainer) -> None:
        """Let a window train; the one that joined last goes first."""
        self._trainers.insert(0, trainer)

    def leave(self, trainer: Trainer) -> None:
        """Count on a window no more; the last one leaves what is still to be trained to the next process."""
        self._trainers.remove(trainer)
        if not self._trainers:
            self._save()
            self._file.close()

    def _on_ticked(self) -> None:
        if self.queue.revision != self._shown:
            self._shown = self.queue.revision
            self._submit(self._file.save)
            self.changed.emit()
        if self.queue.waiting and not self.is_paused and self._hub.training is None:
            self._begin_next()

    def _begin_next(self) -> None:
        trainer = next((each for each in self._trainers if each.can_begin()), None)
        entry = self.queue.next_for("auto")
        if trainer is None or entry is None:
            return
        self.queue.begin(entry.id)
        try:
            trainer.begin(entry)
        except DesignerError as error:
            self.queue.fail(entry.id, str(error))

    def _save(self) -> None:
        try:
            self._file.save()
        except OSError:
            _log.exception("The queue can't be kept")

    def _submit(self, job: Any, done: Any = lambda _result: None) -> None:
        self._hub.submit(_CLIENT, partial(_told, job), done, lambda error: self.failed.emit(str(error)))


def _told(job: Any) -> Any:
    """Run a job that writes files."""
    try:
        return job()
    except OSError as error:
        raise DesignerError(
            f"The queue can't be kept: {error.strerror or error}.", "It is lost when the program ends."
        ) from error
