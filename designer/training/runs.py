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
from designer.training.reader import RunReader
from designer.training.schema import SILENCE_S

RunStatus = Literal["preparing", "running", "finished", "stopped", "failed", "interrupted", "damaged"]


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


def list_runs(run_dir: Path) -> list[RunSummary]:
    """All runs below a folder, the newest first; a damaged one is listed as such."""
    if not run_dir.is_dir():
        return []
    folders = [RunFolder(path) for path in run_dir.iterdir() if path.is_dir()]
    runs = [folder for folder in folders if folder.has_run_name or folder.database.is_file()]
    return sorted(map(summarise, runs), key=lambda run: run.folder.name, reverse=True)


def find_run(run: str | Path, run_dir: Path) -> RunFolder:
    """The run with this path, folder name or id.

    Raises:
        RequestError: There is none, or several have this id.
    """
    if (path := Path(run).expanduser()).is_dir() and (path / "run.db").is_file():
        return RunFolder(path.absolute())
    known = [summary for summary in list_runs(run_dir) if str(run) in (summary.id, summary.folder.name)]
    if len(known) == 1:
        return RunFolder(known[0].folder)
    problem = "Several runs have" if known else "No run has"
    raise RequestError(
        f'{problem} the folder or id "{run}" in {run_dir}.', "`model-designer runs` lists what is there."
    )


def summarise(folder: RunFolder) -> RunSummary:
    """A run at a glance, also while it goes on."""
    try:
        with RunReader(folder.database) as reader:
            meta, history = reader.meta(), reader.history()
    except TrainingError as error:
        return RunSummary(folder.id, folder.path, folder.name, None, "damaged", message=error.message)
    epochs = _epochs(history)
    return RunSummary(
        id=folder.id,
        folder=folder.path,
        name=meta.get("name", folder.name),
        started=datetime.fromtimestamp(meta.get("started", 0), UTC),
        status=_status(meta),
        epochs_done=len(epochs),
        epochs=meta.get("epochs", 0),
        metrics=epochs[-1] if epochs else {},
        best=min(epochs, key=monitored, default={}),
        message=meta.get("message", ""),
    )


def monitored(metrics: Mapping[str, float]) -> float:
    """By what the best epoch is chosen: the validation loss, else the training loss; NaN counts as worst."""
    loss = metrics.get("val_loss", metrics.get("loss", math.inf))
    return math.inf if math.isnan(loss) else loss


def _epochs(history: Mapping[str, list[float]]) -> list[dict[str, float]]:
    return [dict(zip(history, values, strict=True)) for values in zip(*history.values(), strict=False)]


def _status(meta: Mapping[str, Any]) -> RunStatus:
    status: RunStatus = meta.get("status", "damaged")
    is_silent = time.time() - meta.get("alive", 0) > SILENCE_S
    return "interrupted" if status in ("preparing", "running") and is_silent else status
