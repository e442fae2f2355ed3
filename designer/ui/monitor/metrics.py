"""What the curves of one run are made of: its events, sorted into series, and the same in words."""

import csv
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NamedTuple

import numpy as np

from designer.training.events import BatchEnded, EpochEnded, Marked, MarkKind, RunEvent, RunStarted
from designer.training.judging import is_higher_better, is_loss
from designer.ui.monitor.pyramid import Floats
from designer.ui.monitor.series import X_AXES, Series, XAxis

Split = Literal["batch", "training", "validation"]
SPLITS: tuple[Split, ...] = ("batch", "training", "validation")

VALIDATION = "val_"


class Columns(NamedTuple):
    """Points by column: step, epoch (with fraction), time in seconds, value."""

    steps: Floats
    epochs: Floats
    times: Floats
    values: Floats


@dataclass(frozen=True, slots=True)
class Best:
    """The best value of a metric, the epoch that reached it first, and its index in the `judged` series."""

    value: float
    epoch: int
    at: int


@dataclass(frozen=True, slots=True)
class Broken:
    """A value that is NaN or infinite, and where it lies on each x axis."""

    value: float
    step: int
    x: Mapping[XAxis, float]


@dataclass(frozen=True, slots=True)
class Mark:
    """Where somebody or something took a hand in the run, on each x axis."""

    kind: MarkKind
    step: int
    text: str
    x: Mapping[XAxis, float]


class RunMetrics:
    """The series of one run, by metric (without `val_`) and split.

    Attributes:
        run: The run's folder.
        marks: Of what is left of the run after roll backs, oldest first.
        epoch: The epoch of the newest event.
        step: The step of the newest event.
    """

    def __init__(self, run: str = "") -> None:
        self.run = run
        self.epoch = 0
        self.step = 0
        self.marks: tuple[Mark, ...] = ()
        self._steps_per_epoch = 0
        self._series: dict[tuple[str, Split], Series] = {}

    def handle(self, event: RunEvent) -> None:
        """Take in one event; those without metrics or a mark are ignored."""
        match event:
            case RunStarted():
                self._steps_per_epoch = event.steps_per_epoch
            case BatchEnded():
                self._add(
                    event,
                    "batch",
                    event.step / self._steps_per_epoch if self._steps_per_epoch else event.epoch,
                )
            case EpochEnded():
                self._add(event, "training", event.epoch)
            case Marked():
                self._mark(event)

    def set_steps_per_epoch(self, count: int) -> None:
        """Say how many batches an epoch has, where no event does."""
        self._steps_per_epoch = count

    def add_points(self, name: str, scope: Split, columns: Columns) -> None:
        """Add many points of one metric, by its name with `val_`, that come after all others of it."""
        base, split = _split_name(name, scope)
        self._series.setdefault((base, split), Series()).extend(*columns)
        self.step = max(self.step, int(columns.steps[-1]))
        self.epoch = max(self.epoch, math.ceil(columns.epochs[-1]))

    @property
    def names(self) -> tuple[str, ...]:
        """Metrics without `val_`, losses first, otherwise in the order they came."""
        names = dict.fromkeys(name for (name, _), series in self._series.items() if len(series))
        return tuple(sorted(names, key=lambda name: not is_loss(name)))

    @property
    def marks_text(self) -> str:
        """All marks in words: `step 40: paused; step 41: learning rate 0.01`."""
        return "; ".join(f"step {mark.step}: {mark.text}" for mark in self.marks)

    def series(self, name: str, split: Split) -> Series | None:
        """The values of a metric in one split, where it has any."""
        return self._series.get((name, split)) or None

    def judged(self, name: str) -> Series | None:
        """The series that says which epoch is best: validation, or training where nothing was validated."""
        return self.series(name, "validation") or self.series(name, "training")

    def best(self, name: str) -> Best | None:
        """The best epoch of a metric."""
        series = self.judged(name)
        if series is None:
            return None
        finite = np.flatnonzero(np.isfinite(series.values))
        if not len(finite):
            return None
        values = series.values[finite]
        at = int(finite[values.argmax() if is_higher_better(name) else values.argmin()])
        return Best(float(series.values[at]), int(series.x["epoch"].values[at]), at)

    def broken(self, name: str) -> Broken | None:
        """Where a metric was NaN or infinite for the first time."""
        found = [place for split in SPLITS if (place := _first_broken(self.series(name, split)))]
        return min(found, key=lambda place: place.step, default=None)

    def summary(self) -> str:
        """The newest values in a line: `epoch 3, step 135, loss 0.41, val_loss 0.5 (best 0.4 at epoch 2)`."""
        if not self._series:
            return ""
        parts = [f"epoch {self.epoch}", f"step {self.step}"]
        parts += [f"{name} {self._newest_training(name)}{self._since(name)}" for name in self.names]
        for name in self.names:
            if series := self.series(name, "validation"):
                parts.append(f"{VALIDATION}{name} {number(series.last)}{self._best_text(name)}")
        return ", ".join(parts)

    def rows(self) -> Iterator[tuple[str, str, int, float, float, float]]:
        """Every point as metric, split, step, epoch, time in seconds, value."""
        for (name, split), series in self._series.items():
            columns = [series.x[axis].values.tolist() for axis in X_AXES]
            for step, epoch, time, value in zip(*columns, series.values.tolist(), strict=True):
                yield name, split, int(step), epoch, time, value

    def write_csv(self, path: Path) -> None:
        """Write every point as one row of a table."""
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(("metric", "split", "step", "epoch", "time_s", "value"))
            writer.writerows(self.rows())

    def _mark(self, event: Marked) -> None:
        if event.kind == "rolled_back":
            self._cut(event.step)
        epoch = event.step / self._steps_per_epoch if self._steps_per_epoch else event.epoch
        mark = Mark(
            event.kind, event.step, event.text, {"step": event.step, "epoch": epoch, "time": event.time}
        )
        if mark not in self.marks:
            self.marks = (*self.marks, mark)

    def _cut(self, step: int) -> None:
        """Forget what came after a step."""
        self.step = min(self.step, step)
        if self._steps_per_epoch:
            self.epoch = min(self.epoch, math.ceil(step / self._steps_per_epoch))
        for series in self._series.values():
            series.cut(step)
        self.marks = tuple(mark for mark in self.marks if mark.step <= step)

    def _add(self, event: BatchEnded | EpochEnded, split: Split, epoch: float) -> None:
        self.epoch, self.step = event.epoch, event.step
        for name, value in event.metrics.items():
            series = self._series.setdefault(_split_name(name, split), Series())
            series.append(event.step, epoch, event.time, value)

    def _newest_training(self, name: str) -> str:
        known = [series for split in ("training", "batch") if (series := self.series(name, split))]
        return number(max(known, key=lambda series: series.x["step"].values[-1]).last) if known else "–"

    def _since(self, name: str) -> str:
        broken = self.broken(name)
        return f" (first {number(broken.value)} at step {broken.step})" if broken else ""

    def _best_text(self, name: str) -> str:
        best = self.best(name)
        return f" (best {number(best.value)} at epoch {best.epoch})" if best else ""


def number(value: float) -> str:
    """A value with four significant digits; NaN and infinity in words that can't be overlooked."""
    return f"{value:.4g}" if math.isfinite(value) else str(value).replace("nan", "NaN")


def _first_broken(series: Series | None) -> Broken | None:
    at = series.first_broken() if series else None
    if series is None or at is None:
        return None
    x = {axis: float(series.x[axis].values[at]) for axis in X_AXES}
    return Broken(float(series.values[at]), round(x["step"]), x)


def _split_name(name: str, split: Split) -> tuple[str, Split]:
    base = name.removeprefix(VALIDATION)
    return base, split if base == name else "validation"
