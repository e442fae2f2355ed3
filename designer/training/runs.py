"""The runs below a run folder: listing them, finding one."""

import math
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from designer.errors import RequestError, TrainingError
from designer.training.folder import RunFolder
from designer.training.lock import has_lock, is_locked
from designer.training.reader import RunReader
from designer.training.schema import SILENCE_S

RunStatus = Literal["preparing", "running", "finished", "stopped", "failed", "interrupted", "damaged"]

_GOING_ON = ("preparing", "running")


@dataclass(frozen=True)
class RunSummary:
    """A run at a glance.

    Args:
        started: When; None where the folder is damaged.
        status: "interrupted" where its process ended without a word, "damaged" where it can't be read.
        epochs_done: Whole epochs.
        epochs: Epochs planned.
        metrics: Of the last whole epoch.
        best: Metrics of the epoch with the least validation loss, or training loss without validation.
        message: Why it failed, stopped or can't be read.
        title: What the user called it; empty where they didn't.
        tags: The user's, in their order.
        note: What the user wrote about it.
        is_archived: Whether it is listed only on request.
    """

    id: str
    folder: Path
    name: str
    started: datetime | None
    status: RunStatus
    epochs_done: int = 0
    epochs: int = 0
    metrics: Mapping[str, float] = field(default_factory=dict)
    best: Mapping[str, float] = field(default_factory=dict)
    message: str = ""
    title: str = ""
    tags: tuple[str, ...] = ()
    note: str = ""
    is_archived: bool = False

    @property
    def label(self) -> str:
        """What it is called: by the user, or after its project."""
        return self.title or self.name

    @property
    def is_going_on(self) -> bool:
        """Whether a process is at work on it."""
        return self.status in _GOING_ON


def list_runs(run_dir: Path) -> list[RunSummary]:
    """All runs below a folder, the newest first; a damaged one is listed as such."""
    return [summarise(folder) for folder in run_folders(run_dir)]


def run_folders(run_dir: Path) -> list[RunFolder]:
    """The folders of all runs below a folder, the newest first, without reading them."""
    if not run_dir.is_dir():
        return []
    folders = [RunFolder(path) for path in run_dir.iterdir() if path.is_dir()]
    runs = [folder for folder in folders if folder.has_run_name or folder.database.is_file()]
    return sorted(runs, key=lambda folder: folder.path.name, reverse=True)


def find_run(run: str | Path, run_dir: Path) -> RunFolder:
    """The run with this path, folder name or id.

    Raises:
        RequestError: There is none, or several have this id.
    """
    if (path := Path(run).expanduser()).is_dir() and (path / "run.db").is_file():
        return RunFolder(path.absolute())
    known = [folder for folder in run_folders(run_dir) if str(run) in (folder.id, folder.path.name)]
    if len(known) == 1:
        return known[0]
    problem = "Several runs have" if known else "No run has"
    raise RequestError(
        f'{problem} the folder or id "{run}" in {run_dir}.', "`model-designer runs` lists what is there."
    )


def summarise(folder: RunFolder) -> RunSummary:
    """A run at a glance, also while it goes on; its history isn't read."""
    try:
        with RunReader(folder.database) as reader:
            return _summary(folder, reader)
    except TrainingError as error:
        return RunSummary(folder.id, folder.path, folder.name, None, "damaged", message=error.message)


def _summary(folder: RunFolder, reader: RunReader) -> RunSummary:
    status = _status(folder, reader)
    meta = reader.meta()
    epochs_done, last_step = reader.last_epoch()
    best_step = reader.least("val_loss") or reader.least("loss") or last_step
    return RunSummary(
        id=folder.id,
        folder=folder.path,
        name=meta.get("name", folder.name),
        started=datetime.fromtimestamp(meta.get("started", 0), UTC),
        status=status,
        epochs_done=epochs_done,
        epochs=meta.get("epochs", 0),
        metrics=reader.values_at(last_step),
        best=reader.values_at(best_step),
        message=meta.get("message", ""),
        title=meta.get("title", ""),
        tags=tuple(meta.get("tags", ())),
        note=reader.note(),
        is_archived=meta.get("archived", False),
    )


def monitored(metrics: Mapping[str, float]) -> float:
    """By what the best epoch is chosen: the validation loss, else the training loss; NaN counts as worst."""
    loss = metrics.get("val_loss", metrics.get("loss", math.inf))
    return math.inf if math.isnan(loss) else loss


def _status(folder: RunFolder, reader: RunReader) -> RunStatus:
    meta = reader.meta()
    if meta.get("status", "damaged") not in _GOING_ON or is_locked(folder.path):
        return _stored_status(meta)
    # Read again, since a run says how it ended before it gives up its lock.
    meta = reader.meta()
    is_silent = time.time() - meta.get("alive", 0) > SILENCE_S
    is_over = has_lock(folder.path) or is_silent
    status = _stored_status(meta)
    return "interrupted" if status in _GOING_ON and is_over else status


def _stored_status(meta: Mapping[str, Any]) -> RunStatus:
    status: RunStatus = meta.get("status", "damaged")
    return status
