"""How well the runs did: a table of the metrics of their last and their best weights."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from designer.training.comparison.runs import ComparedRun, Comparison
from designer.training.judging import is_higher_better

Weights = Literal["last", "best"]
_LEARNING_RATE = "learning_rate"
_VALIDATION = "val_"


@dataclass(frozen=True)
class ResultRow:
    """A run as its last or its best weights left it.

    Args:
        run: Its title.
        epoch: From which the weights are; None where no epoch was whole.
        epochs: Whole epochs, and how many were planned.
        duration_s: Of the whole run.
        metrics: By name, validation under `val_`.
    """

    run: str
    status: str
    weights: Weights
    epoch: int | None
    epochs: str
    parameters: int | None
    duration_s: float
    metrics: Mapping[str, float] = field(default_factory=dict)


def result_rows(comparison: Comparison) -> tuple[ResultRow, ...]:
    """Two rows for each run: the last and the best weights."""
    return tuple(_row(run, weights) for run in comparison.runs for weights in ("last", "best"))


def metric_names(rows: Sequence[ResultRow]) -> tuple[str, ...]:
    """The metrics of all rows in the order they came, each with its validation beside it."""
    names = dict.fromkeys(name for row in rows for name in row.metrics)
    bases = dict.fromkeys(name.removeprefix(_VALIDATION) for name in names)
    pairs = ((base, f"{_VALIDATION}{base}") for base in bases if base != _LEARNING_RATE)
    return tuple(name for pair in pairs for name in pair if name in names)


def best_places(rows: Sequence[ResultRow], metric: str) -> frozenset[int]:
    """Numbers of the rows with the best value of a metric; none where all have the same."""
    values = {place: row.metrics[metric] for place, row in enumerate(rows) if metric in row.metrics}
    finite = {place: value for place, value in values.items() if math.isfinite(value)}
    if not finite or min(finite.values()) == max(finite.values()):
        return frozenset()
    is_more = is_higher_better(metric.removeprefix(_VALIDATION))
    best = max(finite.values()) if is_more else min(finite.values())
    return frozenset(place for place, value in finite.items() if value == best)


def duration_text(seconds: float) -> str:
    """A duration in words: `45 s`, `3 min 20 s`, `2 h 5 min`."""
    whole = round(seconds)
    if whole < 60:
        return f"{seconds:.1f} s" if whole < 10 else f"{whole} s"
    minutes, rest = divmod(whole, 60)
    if minutes < 60:
        return f"{minutes} min {rest} s"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min"


def cells(row: ResultRow, metrics: Sequence[str]) -> tuple[str, ...]:
    """A row as texts, in the order of `titles`."""
    return (
        row.run,
        row.status,
        f"{row.parameters:,}" if row.parameters is not None else "–",
        row.epochs,
        duration_text(row.duration_s),
        f"{row.weights} (epoch {row.epoch})" if row.epoch else row.weights,
        *(f"{row.metrics[name]:.4g}" if name in row.metrics else "–" for name in metrics),
    )


def titles(metrics: Sequence[str]) -> tuple[str, ...]:
    """The heads of the columns."""
    return ("Run", "Status", "Parameters", "Epochs", "Time", "Weights", *metrics)


def _row(run: ComparedRun, weights: Weights) -> ResultRow:
    summary = run.summary
    is_last = weights == "last"
    return ResultRow(
        run.title,
        summary.status,
        weights,
        (summary.epochs_done or None) if is_last else run.best_epoch,
        f"{summary.epochs_done}/{summary.epochs}",
        run.parameters,
        run.duration_s,
        summary.metrics if is_last else summary.best,
    )
