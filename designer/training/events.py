"""What a run just did, as frozen values: the same for the window, the command line and Python."""

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, ClassVar, Literal

Status = Literal["finished", "stopped", "failed"]


@dataclass(frozen=True, kw_only=True)
class RunEvent:
    """Base of all events.

    Args:
        run: The run's folder.
        time: Seconds since the run started.
    """

    event: ClassVar[str]
    run: str
    time: float


@dataclass(frozen=True, kw_only=True)
class RunStarted(RunEvent):
    """The model is built and the data is open; training begins.

    Args:
        parameters: Number of weights, in scalars.
        steps_per_epoch: Batches in an epoch.
        epochs: How many epochs are planned.
        batch_size: Samples in a batch.
        versions: Version by package name.
    """

    event: ClassVar[str] = "run_started"
    parameters: int
    steps_per_epoch: int
    epochs: int
    batch_size: int
    versions: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class BatchEnded(RunEvent):
    """One weight update is done.

    Args:
        epoch: Counts from 1.
        step: Counts from 1 over the whole run.
        metrics: The batch's own loss and metrics by name.
    """

    event: ClassVar[str] = "batch"
    epoch: int
    step: int
    metrics: Mapping[str, float]


@dataclass(frozen=True, kw_only=True)
class EpochEnded(RunEvent):
    """One pass over the data, and its validation, is done; validation metrics begin with `val_`."""

    event: ClassVar[str] = "epoch_end"
    epoch: int
    step: int
    metrics: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Histogram:
    """How the values of one tensor lie.

    Args:
        low: Lower edge of the first bin.
        high: Upper edge of the last bin.
        counts: Number of sampled values in each bin, equal widths.
        mean: Mean of the sampled values.
        std: Standard deviation of the sampled values.
        num_non_finite: How many sampled values are NaN or infinite; the other fields leave them out.
    """

    low: float
    high: float
    counts: tuple[int, ...]
    mean: float
    std: float
    num_non_finite: int = 0


@dataclass(frozen=True, kw_only=True)
class HistogramsSampled(RunEvent):
    """The distribution of every trainable weight at one step, by `layer/weight` name.

    Epoch and step are 0 for the initial weights.
    """

    event: ClassVar[str] = "histograms"
    epoch: int
    step: int
    histograms: Mapping[str, Histogram]


@dataclass(frozen=True, kw_only=True)
class CheckpointSaved(RunEvent):
    """Weights are on disk."""

    event: ClassVar[str] = "checkpoint"
    step: int
    path: str


@dataclass(frozen=True, kw_only=True)
class Notice(RunEvent):
    """Something the user should know, and what can be done about it.

    Args:
        kind: Name of the rule that found it, such as `dead_relu`; empty where none did.
        evidence: The figures that it is seen from.
        step: When, where that matters; counts from 1.
        layer: The layer that it is about, by its name in the flat network (`residual.3.conv2d`), maybe with
            that of a layer within it behind a dot; empty where it isn't one layer's.
    """

    event: ClassVar[str] = "notice"
    message: str
    remedy: str = ""
    kind: str = ""
    evidence: str = ""
    step: int | None = None
    layer: str = ""


MarkKind = Literal["paused", "resumed", "stopped", "learning_rate", "rolled_back", "branched", "interrupted"]


@dataclass(frozen=True, kw_only=True)
class Marked(RunEvent):
    """A place on the curves where somebody or something took a hand in the run.

    Args:
        epoch: The epoch at hand, from 1; 0 before the first.
        step: The newest step.
        text: In words: `learning rate 0.01`.
    """

    event: ClassVar[str] = "mark"
    kind: MarkKind
    epoch: int
    step: int
    text: str


@dataclass(frozen=True, kw_only=True)
class RunFinished(RunEvent):
    """The last event of every run.

    Args:
        metrics: The last whole epoch's.
        message: Why it failed or stopped, in one line; empty where it finished.
        remedy: What can be done about it.
    """

    event: ClassVar[str] = "run_finished"
    status: Status
    metrics: Mapping[str, float] = field(default_factory=dict)
    message: str = ""
    remedy: str = ""


def to_json(event: RunEvent) -> dict[str, Any]:
    """An event as one JSON object, `event` first; NaN and infinity, which JSON lacks, become None."""
    return {"event": event.event, **plain(asdict(event))}


def plain(value: Any) -> Any:
    """A value with None for NaN and infinity, and lists for tuples, all the way down: what JSON can hold."""
    match value:
        case float():
            return value if math.isfinite(value) else None
        case dict():
            return {key: plain(item) for key, item in value.items()}
        case tuple() | list():
            return [plain(item) for item in value]
        case _:
            return value
