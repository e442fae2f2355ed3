"""The queue of a process on disk; the next process takes over what was left to be trained."""

import json
import logging
import secrets
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from designer.atomic import write_atomically
from designer.document.files import format_project, parse_project
from designer.errors import DesignerError
from designer.training.queue import Queued, RunQueue

_log = logging.getLogger("designer")
_FORMAT = 1


class QueueFile:
    """The file of this process; its lock tells others that the process lives.

    Args:
        folder: Of all such files.
        queue: What is kept.
    """

    def __init__(self, folder: Path, queue: RunQueue) -> None:
        self._folder = folder
        self._queue = queue
        self._path = folder / f"{secrets.token_hex(6)}.json"
        self._lock = FileLock(_lock_of(self._path), thread_local=False)
        self._written = 0
        self._writing = threading.Lock()  # a window may close, which saves, while the worker saves

    def save(self) -> None:
        """Write what is to be trained, unless it is written already; nothing is no file. From any thread.

        Raises:
            OSError: The file can't be written; the old one is untouched.
        """
        with self._writing:
            self._save()

    def look(self) -> list[Queued]:
        """What processes that have ended left to be trained."""
        found: list[Queued] = []
        for path in self._others():
            with _claimed(path) as is_ours:
                found += _read(path) if is_ours else ()
        return found

    def take_over(self) -> None:
        """Put what processes that have ended left behind into the queue.

        Raises:
            OSError: This file can't be written; the others are untouched.
        """
        for path in self._others():
            with _claimed(path) as is_ours:
                if is_ours and (found := _read(path)):
                    self._queue.take_in(found)
                    self.save()
                    path.unlink()

    def discard(self) -> None:
        """Forget what processes that have ended left behind."""
        for path in self._others():
            with _claimed(path) as is_ours:
                if is_ours and _read(path):
                    path.unlink()

    def close(self) -> None:
        """Leave what is still to be trained to the next process."""
        with self._writing:
            self._lock.release(force=True)
            if not self._path.exists():
                _lock_of(self._path).unlink(missing_ok=True)

    def _save(self) -> None:
        revision = self._queue.revision
        if revision == self._written:
            return
        kept = [entry for entry in self._queue.entries if entry.state in ("waiting", "running")]
        if kept:
            self._folder.mkdir(parents=True, exist_ok=True)
            if not self._lock.is_locked:
                self._lock.acquire(timeout=0)
            data = {"format": _FORMAT, "entries": [_to_json(entry) for entry in kept]}
            write_atomically(self._path, json.dumps(data, indent=1).encode())
        else:
            self._path.unlink(missing_ok=True)
        self._written = revision

    def _others(self) -> list[Path]:
        return [path for path in sorted(self._folder.glob("*.json")) if path != self._path]


def _lock_of(path: Path) -> Path:
    return path.with_suffix(".lock")


@contextmanager
def _claimed(path: Path) -> Iterator[bool]:
    """Hold the lock of another process's file, if that process has ended."""
    lock = FileLock(_lock_of(path), thread_local=False)
    try:
        lock.acquire(timeout=0)
    except (Timeout, OSError):
        yield False
        return
    try:
        yield True
    finally:
        lock.release()
        if not path.exists():
            _lock_of(path).unlink(missing_ok=True)


def _to_json(entry: Queued) -> dict[str, Any]:
    return {
        "id": entry.id,
        "title": entry.title,
        "run_dir": str(entry.run_dir),
        "steps_per_epoch": entry.steps_per_epoch,
        "comparison": entry.comparison,
        "folder": str(entry.folder) if entry.folder else None,
        "project": json.loads(format_project(entry.project)),
    }


def _read(path: Path) -> list[Queued]:
    try:
        data = json.loads(path.read_bytes())
        return list(_entries(data["entries"]))
    except (OSError, ValueError, LookupError, TypeError, DesignerError) as error:
        _log.warning("The queue in %s can't be read: %s", path, error)
        return []


def _entries(found: Iterable[dict[str, Any]]) -> Iterator[Queued]:
    for each in found:
        yield Queued(
            id=str(each["id"]),
            title=str(each["title"]),
            project=parse_project(json.dumps(each["project"])),
            run_dir=Path(each["run_dir"]),
            steps_per_epoch=each["steps_per_epoch"],
            comparison=each["comparison"],
            folder=Path(each["folder"]) if each["folder"] else None,
        )
