"""The curves of a run as short lines for a picture."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from designer.training.reader import RunReader

Split = Literal["training", "validation"]
Points = tuple[tuple[float, float], ...]

_MOST_POINTS = 240
_VALIDATION = "val_"
_LEARNING_RATE = "learning_rate"


@dataclass(frozen=True)
class Curve:
    """One metric of a run over its epochs.

    Args:
        metric: Without `val_`.
        points: Epoch, with fractions, and value; values that aren't finite are left out.
    """

    metric: str
    split: Split
    points: Points


def read_curves(reader: RunReader) -> tuple[Curve, ...]:
    """Training by batches where they are known, at most 240 averages; validation by epochs.

    Raises:
        TrainingError: The run can't be read.
    """
    steps_per_epoch = reader.meta().get("steps_per_epoch") or 0
    batches = set(reader.names("batch"))
    curves = []
    for name in reader.names("epoch"):
        metric, split = _parted(name)
        if metric == _LEARNING_RATE:
            continue
        if split == "training" and metric in batches and steps_per_epoch:
            found = reader.points(metric, "batch")
            points = _means(found.steps / steps_per_epoch, found.values)
        else:
            found = reader.points(name, "epoch")
            points = _means(found.epochs.astype(float), found.values)
        curves.append(Curve(metric, split, points))
    return tuple(curves)


def _parted(name: str) -> tuple[str, Split]:
    metric = name.removeprefix(_VALIDATION)
    return metric, "training" if metric == name else "validation"


def _means(x: npt.NDArray[np.float64], y: npt.NDArray[np.float64]) -> Points:
    """The points themselves where they are few, otherwise the means of equally many after each other."""
    finite = np.isfinite(y)
    x, y = x[finite], y[finite]
    size = -(-len(x) // _MOST_POINTS)
    if size > 1:
        starts = np.arange(0, len(x), size)
        counts = np.diff([*starts, len(x)])
        x, y = np.add.reduceat(x, starts) / counts, np.add.reduceat(y, starts) / counts
    return tuple(zip(x.tolist(), y.tolist(), strict=True))
