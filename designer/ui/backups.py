"""Writes backups of open documents in the background, and finds those that a crash left behind."""

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from designer import paths
from designer.document.backup import (
    Backup,
    BackupWriter,
    backups_left,
    claim_backup,
    new_backup_file,
    remove_backup,
)
from designer.document.document import Document
from designer.worker import JobFailed, Worker

_TICK_MS = 50
# After the first edit that isn't backed up. Snapshot, formatting and the disk have the rest of the second.
_DELAY_S = 0.3
_RETRY_S = 5.0
_PAUSE_S = 0.001
_CLOSE_S = 5.0


class Backups(QObject):
    """Keeps unsaved edits safe: one object for the process, to which open documents are added.

    Signals:
        found: Backups that an earlier process left behind (a list of `Backup`, newest first).
        failed: Why no backup can be written; told once, until one was written again.
    """

    found = Signal(list)
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None, folder: Path | None = None) -> None:
        super().__init__(parent)
        self._folder = folder or paths.backups_dir()
        self._kept: dict[Document, _Kept] = {}
        self._worker = Worker("backup")
        self._is_started = False
        self._done: dict[int, Callable[[Any], None]] = {}
        self._has_failed = False
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self._on_ticked)

    def add(self, document: Document) -> None:
        """Keep a backup of a document from now on, whenever it has unsaved edits."""
        if document not in self._kept:
            self._keep(document, new_backup_file(self._folder))

    def remove(self, document: Document) -> None:
        """Let go of a document that is closed: it is saved, or the user gave its edits up."""
        if kept := self._kept.pop(document, None):
            kept.unfollow()
            if kept.has_backup:
                self._submit(kept.writer.remove, lambda _result: None)

    def look(self) -> None:
        """Look for backups that were left behind; `found` tells of them."""
        self._submit(partial(backups_left, self._folder), self._on_looked)

    def restore(self, backup: Backup) -> Document:
        """Take over a backup that was left behind. It stays until the document is saved or closed.

        Returns:
            Its document, with unsaved edits, added already.

        Raises:
            ProjectFileError: It is damaged, or another window has taken it.
        """
        document = Document(backup.project(), backup.path)
        document.file_mark = backup.mark
        file = claim_backup(backup, self._folder)
        self._keep(document, file, has_backup=True)
        document.mark_unsaved()
        return document

    def discard(self, backup: Backup) -> None:
        """Remove a backup that was left behind."""
        self._submit(partial(remove_backup, backup.file), lambda _result: None)

    def close(self) -> None:
        """End the thread after what it still has to do. Documents not removed before keep their backups."""
        self._timer.stop()
        for kept in self._kept.values():
            kept.unfollow()
        self._kept.clear()
        self._worker.stop(_CLOSE_S)

    def _keep(self, document: Document, file: Path, *, has_backup: bool = False) -> None:
        writer = BackupWriter(file, partial(time.sleep, _PAUSE_S))
        self._kept[document] = _Kept(document, writer, self._wake, has_backup=has_backup)

    def _submit(self, job: Callable[[], Any], done: Callable[[Any], None]) -> None:
        self._done[self._worker.submit(job)] = done
        if not self._is_started:
            self._is_started = True
            self._worker.start()
        self._wake()

    def _wake(self) -> None:
        if not self._timer.isActive():  # to start it again would put the next tick off
            self._timer.start()

    def _on_ticked(self) -> None:
        for event in self._worker.poll():
            self._done.pop(event.job)(event)
        now_s = time.monotonic()
        for kept in self._kept.values():
            if kept.is_due(now_s):
                self._submit(kept.take_job(), partial(self._on_written, kept))
        if not self._done and not any(kept.due_s is not None for kept in self._kept.values()):
            self._timer.stop()

    def _on_looked(self, event: Any) -> None:
        if not isinstance(event, JobFailed) and event.result:
            self.found.emit(event.result)

    def _on_written(self, kept: "_Kept", event: Any) -> None:
        kept.is_busy = False
        has_failed = isinstance(event, JobFailed)
        if has_failed and kept.due_s is None:
            kept.due_s = time.monotonic() + _RETRY_S
        if has_failed and not self._has_failed:
            self.failed.emit(str(event.error))
        self._has_failed = has_failed


class _Kept:
    """A document with its backup: when the next is due."""

    def __init__(
        self, document: Document, writer: BackupWriter, wake: Callable[[], None], *, has_backup: bool
    ) -> None:
        self.writer = writer
        self.has_backup = has_backup
        self.is_busy = False
        self.due_s: float | None = None
        self._document = document
        self._wake = wake
        document.status_changed.connect(self._on_status_changed)
        if not document.is_clean:
            self._on_status_changed()

    def unfollow(self) -> None:
        """Hear nothing of the document any more."""
        self._document.status_changed.disconnect(self._on_status_changed)

    def is_due(self, now_s: float) -> bool:
        """Whether something is to be done, and the last thing is done."""
        return self.due_s is not None and now_s >= self.due_s and not self.is_busy

    def take_job(self) -> Callable[[], None]:
        """What is to be done now, on another thread."""
        self.due_s = None
        self.is_busy = True
        document = self._document
        self.has_backup = not document.is_clean
        if document.is_clean:
            return self.writer.remove
        return partial(
            self.writer.write, document.quick_project(), document.path, document.file_mark, document.revision
        )

    def _on_status_changed(self) -> None:
        if self._document.is_clean:
            self.due_s = 0.0 if self.has_backup else None
        elif self.due_s is None:
            self.due_s = time.monotonic() + _DELAY_S
        if self.due_s is not None:
            self._wake()
