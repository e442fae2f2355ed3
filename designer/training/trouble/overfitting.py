"""Overfitting: the validation loss rises while the training loss falls."""

import math
from collections.abc import Mapping
from typing import Any

from designer.training.trouble.finding import Finding

EPOCHS = 4
RISE = 0.1
FALL = 0.05
NOISE = 2.0
LEAST_SHARE = 0.01

_WEIGHT = 0.5
_REMEDY = (
    "Stop early or take the best weights, which are kept; more data, augmentation, dropout, weight decay or "
    "a smaller network help."
)


class Overfitting:
    """Judges both losses after exponential smoothing, at epochs that were validated.

    It speaks when, for four such epochs, neither the loss nor its smoothed value has come to a new low, the
    smoothed one lies a tenth, twice the usual jump between epochs, and a hundredth of the first value above
    its lowest, and the smoothed training loss has fallen by a twentieth meanwhile.
    """

    def __init__(self) -> None:
        self._count = 0
        self._first = 0.0
        self._smooth = (0.0, 0.0)  # training, validation
        self._jump = 0.0
        self._last = 0.0
        self._low = (math.inf, math.inf, 0)  # training and validation, both smoothed, and the count
        self._best = (math.inf, 0, 0)  # validation, epoch, count

    def epoch(self, epoch: int, step: int, metrics: Mapping[str, float]) -> Finding | None:
        """Take in an epoch, and judge."""
        training, validation = metrics.get("loss", math.nan), metrics.get("val_loss", math.nan)
        if not (math.isfinite(training) and math.isfinite(validation)):
            return None
        self._take(epoch, training, validation)
        return self._finding(step, metrics) if self._is_overfitting() else None

    @property
    def rise(self) -> float:
        """How far the validation loss is above its lowest, as a share of that."""
        return self._smooth[1] / self._low[1] - 1 if self._low[1] > 0 else 0.0

    def state(self) -> dict[str, Any]:
        """What `restore` takes, as JSON."""
        return {"values": [self._count, self._first, self._smooth, self._jump, self._last]} | (
            {"low": self._low, "best": self._best} if self._count else {}
        )

    def restore(self, state: Mapping[str, Any]) -> None:
        """Go on where a state was taken."""
        self._count, self._first, (training, validation), self._jump, self._last = state["values"]
        self._smooth = training, validation
        if self._count:
            (low, validated, at), (best, epoch, best_at) = state["low"], state["best"]
            self._low, self._best = (low, validated, at), (best, epoch, best_at)

    def _take(self, epoch: int, training: float, validation: float) -> None:
        self._count += 1
        if self._count == 1:
            self._first, self._smooth = validation, (training, validation)
        else:
            self._smooth = _mixed(self._smooth[0], training), _mixed(self._smooth[1], validation)
            jump = abs(validation - self._last)
            self._jump = jump if self._count == 2 else _mixed(self._jump, jump)
        self._last = validation
        if self._smooth[1] < self._low[1]:
            self._low = (*self._smooth, self._count)
        if validation < self._best[0]:
            self._best = (validation, epoch, self._count)

    def _is_overfitting(self) -> bool:
        low_training, low, low_at = self._low
        if self._count - max(low_at, self._best[2]) < EPOCHS:
            return False
        least = max(RISE * low, NOISE * self._jump, LEAST_SHARE * self._first)
        has_fallen = self._smooth[0] <= (1 - FALL) * low_training
        return self._smooth[1] - low >= least and has_fallen

    def _finding(self, step: int, metrics: Mapping[str, float]) -> Finding:
        best, epoch, _ = self._best
        return Finding(
            "overfitting",
            f"The network is overfitting since epoch {epoch}.",
            f"The validation loss rose from {best:.4g} at epoch {epoch} to {metrics['val_loss']:.4g}, while "
            f"the training loss fell to {metrics['loss']:.4g}.",
            _REMEDY,
            step,
        )


def _mixed(smooth: float, value: float) -> float:
    return _WEIGHT * smooth + (1 - _WEIGHT) * value
