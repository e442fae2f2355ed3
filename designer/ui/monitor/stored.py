"""The curves of a run that is over, from its folder."""

from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np

from designer.training.events import EpochEnded, Marked, Notice
from designer.training.folder import RunFolder
from designer.training.reader import Points, RunReader
from designer.training.schema import Scope
from designer.ui.monitor.metrics import Columns, RunMetrics, Split
from designer.ui.monitor.pyramid import Floats

_SPLITS: tuple[tuple[Scope, Split], ...] = (("batch", "batch"), ("epoch", "training"))


def read_metrics(folder: Path) -> RunMetrics:
    """All that a run has recorded of its metrics; this reads a file and may take long.

    Raises:
        TrainingError: The run can't be read.
    """
    metrics = RunMetrics(str(folder))
    with RunReader(RunFolder(folder).database) as reader:
        steps_per_epoch = reader.meta().get("steps_per_epoch", 0)
        metrics.set_steps_per_epoch(steps_per_epoch)
        events = reader.events()
        ends = [(event["step"], event["time"]) for event in events if event["event"] == EpochEnded.event]
        for event in events:
            if event["event"] == Marked.event:
                metrics.handle(_marked(event))
        for scope, split in _SPLITS:
            for name in reader.names(scope):
                points = reader.points(name, scope)
                steps = points.steps.astype(np.float64)
                epochs = _epochs(points, split, steps_per_epoch)
                metrics.add_points(name, split, Columns(steps, epochs, _times(steps, ends), points.values))
    return metrics


def _marked(event: dict[str, Any]) -> Marked:
    names = ("run", "time", "kind", "epoch", "step", "text")
    return Marked(**{name: event[name] for name in names})


def read_notices(folder: Path) -> list[Notice]:
    """All notices of a run, oldest first; this reads a file.

    Raises:
        TrainingError: The run can't be read.
    """
    with RunReader(RunFolder(folder).database) as reader:
        events = reader.events()
    names = {field.name for field in fields(Notice)}
    return [
        Notice(**{name: value for name, value in event.items() if name in names})
        for event in events
        if event["event"] == Notice.event
    ]


def _epochs(points: Points, split: Split, steps_per_epoch: int) -> Floats:
    if split == "batch" and steps_per_epoch:
        return points.steps / steps_per_epoch
    return points.epochs.astype(np.float64)


def _times(steps: Floats, ends: list[tuple[int, float]]) -> Floats:
    """When steps were taken, as far as the ends of epochs tell: batches are stored without their time."""
    known = np.array([(0, 0.0), *ends])
    times: Floats = np.interp(steps, known[:, 0], known[:, 1])
    return times
