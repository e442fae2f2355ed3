"""What a trial just did, as frozen values."""

from collections.abc import Callable
from dataclasses import dataclass

from designer.training.trials.curve import RateCurve
from designer.training.trials.judgement import OverfitResult


@dataclass(frozen=True, kw_only=True)
class TrialPrepared:
    """The model is built and the data is open; the trial begins.

    Args:
        num_steps: Batches at most.
        batch_size: Samples in a batch.
    """

    num_steps: int
    batch_size: int


@dataclass(frozen=True, kw_only=True)
class TrialStep:
    """One weight update is done.

    Args:
        step: Counts from 1.
        rate: The learning rate that it was done with.
        loss: Of the batch; may be NaN or infinite.
        smoothed: A running mean of the losses so far.
    """

    step: int
    rate: float
    loss: float
    smoothed: float


@dataclass(frozen=True, kw_only=True)
class TrialNotice:
    """Something that was done to the samples unasked, or is probably not meant, in one line."""

    message: str


@dataclass(frozen=True, kw_only=True)
class TrialEnded:
    """The trial is over, whole or cancelled."""

    result: RateCurve | OverfitResult


@dataclass(frozen=True, kw_only=True)
class TrialFailed:
    """The trial couldn't be done.

    Args:
        remedy: What can be done about it.
    """

    message: str
    remedy: str = ""


TrialEvent = TrialPrepared | TrialStep | TrialNotice | TrialEnded | TrialFailed
Emit = Callable[[TrialEvent], None]


def ignore(_event: TrialEvent) -> None:
    """Tell nobody."""
