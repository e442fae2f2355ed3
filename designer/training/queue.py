"""The runs that are to be trained one after the other; kept on disk, so that none is lost with a window."""

import secrets
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from designer.document.project import Project
from designer.errors import RequestError, TrainingError

QueueState = Literal["waiting", "running", "done", "failed", "removed"]

_EVERY_DEVICE = ("auto", "all")


@dataclass(frozen=True)
class Queued:
    """A run in the queue.

    Args:
        title: What it is called in lists.
        run_dir: The parent folder of the run's folder.
        steps_per_epoch: Batches in an epoch; None for as many as the data has.
        comparison: Name of the comparison that it belongs to.
        folder: The run's folder, once it is made. An entry that waits with one goes on with that run.
        message: Why it failed.
    """

    id: str
    title: str
    project: Project
    run_dir: Path
    steps_per_epoch: int | None = None
    comparison: str | None = None
    state: QueueState = "waiting"
    folder: Path | None = None
    message: str = ""

    @property
    def device(self) -> str:
        """What it trains on, as the project's settings say it."""
        return self.project.training.device


class RunQueue:
    """Runs in the order in which they were added, or moved to. Every method may be called by any thread.

    Args:
        run_dir: The parent folder of the runs' folders.
    """

    def __init__(self, run_dir: Path) -> None:
        self._run_dir = run_dir
        self._lock = threading.RLock()
        self._entries: list[Queued] = []
        self._removed: dict[str, Queued] = {}
        self._revision = 0

    @property
    def revision(self) -> int:
        """Grows with every change."""
        return self._revision

    @property
    def entries(self) -> tuple[Queued, ...]:
        """All that weren't removed, the first to be trained first."""
        with self._lock:
            return tuple(self._entries)

    @property
    def waiting(self) -> tuple[Queued, ...]:
        """Those that are still to be trained, in that order."""
        return tuple(entry for entry in self.entries if entry.state == "waiting")

    def get(self, entry_id: str) -> Queued:
        """An entry as it is now, removed or not.

        Raises:
            RequestError: There never was one.
        """
        with self._lock:
            found = self._removed.get(entry_id) or next((e for e in self._entries if e.id == entry_id), None)
        if found is None:
            raise RequestError(f'The queue has no entry "{entry_id}".')
        return found

    def add(
        self,
        project: Project,
        title: str,
        *,
        steps_per_epoch: int | None = None,
        comparison: str | None = None,
    ) -> str:
        """Put a run at the end of the queue; gives its id."""
        entry = Queued(secrets.token_hex(4), title, project, self._run_dir, steps_per_epoch, comparison)
        self.take_in([entry])
        return entry.id

    def take_in(self, entries: Iterable[Queued]) -> None:
        """Put entries of an earlier queue at the end; those that were training wait again."""
        with self._changing():
            for entry in entries:
                self._entries.append(replace(entry, state="waiting"))

    def move(self, entry_id: str, *, up: bool) -> None:
        """Let a run that waits change places with the one that waits before it, or behind it."""
        with self._changing():
            places = [place for place, entry in enumerate(self._entries) if entry.state == "waiting"]
            here = next((n for n, place in enumerate(places) if self._entries[place].id == entry_id), None)
            there = -1 if here is None else here + (-1 if up else 1)
            if here is None or not 0 <= there < len(places):
                return
            first, second = places[here], places[there]
            self._entries[first], self._entries[second] = self._entries[second], self._entries[first]

    def remove(self, entry_id: str) -> None:
        """Take an entry out of the queue; what it has trained stays.

        Raises:
            TrainingError: It is training.
        """
        with self._changing():
            entry = self.get(entry_id)
            if entry.state == "running":
                raise TrainingError(f"{entry.title} is training.", "Stop the run first.")
            self._entries = [other for other in self._entries if other.id != entry_id]
            self._removed[entry_id] = replace(entry, state="removed")

    def next_for(self, device: str) -> Queued | None:
        """The first run that may begin on a device, as settings name devices; None while there is none.

        One run trains at a time on a device. Those that TensorFlow chooses ("auto") or that take all of them
        need every device for themselves, and nobody overtakes them on the way there.
        """
        before: list[str] = []
        with self._lock:
            before += [entry.device for entry in self._entries if entry.state == "running"]
            for entry in self._entries:
                if entry.state != "waiting":
                    continue
                is_free = not any(clash(entry.device, other) for other in before)
                if is_free and clash(entry.device, device):
                    return entry
                before.append(entry.device)
        return None

    def begin(self, entry_id: str) -> Queued:
        """Note that a run trains now."""
        return self._set(entry_id, state="running")

    def place(self, entry_id: str, folder: Path) -> None:
        """Note the folder of a run."""
        if self.get(entry_id).folder != folder:
            self._set(entry_id, folder=folder)

    def finish(self, entry_id: str) -> None:
        """Note that a run has ended as it should, or as the user wanted it."""
        self._set(entry_id, state="done")

    def fail(self, entry_id: str, message: str) -> None:
        """Note that a run has failed."""
        self._set(entry_id, state="failed", message=message)

    def put_back(self, entry_id: str) -> None:
        """Let a run that was interrupted wait for its turn again, to go on then."""
        self._set(entry_id, state="waiting")

    def forget_ended(self) -> None:
        """Take all that have ended out of the queue."""
        for entry in self.entries:
            if entry.state in ("done", "failed"):
                self.remove(entry.id)

    def _set(self, entry_id: str, **values: object) -> Queued:
        with self._changing():
            entry = replace(self.get(entry_id), **values)  # type: ignore[arg-type]  # fields of `Queued`
            self._entries = [entry if other.id == entry_id else other for other in self._entries]
            return entry

    @contextmanager
    def _changing(self) -> Iterator[None]:
        with self._lock:
            yield
            self._revision += 1


def clash(device: str, other: str) -> bool:
    """Whether two runs can't train at the same time on these devices."""
    return device == other or device in _EVERY_DEVICE or other in _EVERY_DEVICE
