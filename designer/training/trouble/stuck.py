"""The loss isn't moving: it stays where guessing would be."""

import math
from collections.abc import Callable, Mapping
from typing import Any

from designer.training.trouble.finding import Finding
from designer.training.trouble.trend import Mean, Trend

LEAST_EPOCHS = 3
LEAST_STEPS = 60
STEPS_WITHOUT_EPOCHS = 300
LEAST_GAIN = 0.01
NEAR_GUESSING = 0.9

_RISING = 1.01
_SURE = 2.0  # standard errors
_CONSTANT = 1e-7

_REMEDY = (
    "Try a learning rate ten times larger or smaller, and check that the labels belong to their samples, "
    "that samples are scaled, and that no layer on the way cuts the gradient."
)


class StuckLoss:
    """Compares the middle with the newest third of all batch losses since the learning rate last rose.

    It says something only where it is sure: the loss is no lower than nine tenths of what guessing costs, and
    two standard errors above what was gained are still less than 1 % of that.

    Args:
        guess: Gives the loss of a network that only guesses; None where that isn't known.
    """

    def __init__(self, guess: Callable[[], float | None]) -> None:
        self._guess = guess
        self._trend = Trend()
        self._epochs = 0
        self._rate = math.inf
        self._is_over = False

    def batch(self, loss: float) -> None:
        """Take in the loss of a batch."""
        if math.isfinite(loss) and not self._is_over:
            self._trend.add(loss)

    def rate(self, learning_rate: float | None) -> None:
        """Take in the learning rate of this moment: while it rises, the loss needn't move yet."""
        if learning_rate is None:
            return
        if learning_rate > self._rate * _RISING:
            self._trend.clear()
            self._epochs = 0
        self._rate = learning_rate

    def sampled(self, step: int) -> Finding | None:
        """Judge within a long epoch."""
        return self._judged(step) if len(self._trend) >= STEPS_WITHOUT_EPOCHS else None

    def epoch(self, step: int) -> Finding | None:
        """Judge at the end of an epoch."""
        self._epochs += 1
        is_long = self._epochs >= LEAST_EPOCHS and len(self._trend) >= LEAST_STEPS
        return self._judged(step) if is_long or len(self._trend) >= STEPS_WITHOUT_EPOCHS else None

    def state(self) -> dict[str, Any]:
        """What `restore` takes, as JSON."""
        rate = self._rate if math.isfinite(self._rate) else None
        return {"trend": self._trend.state(), "epochs": self._epochs, "rate": rate, "is_over": self._is_over}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Go on where a state was taken."""
        self._trend.restore(state["trend"])
        self._epochs, self._is_over = state["epochs"], state["is_over"]
        self._rate = math.inf if state["rate"] is None else state["rate"]

    def _judged(self, step: int) -> Finding | None:
        if self._is_over:
            return None
        first, middle, last = self._trend.thirds()
        if _is_constant(first, middle, last):
            return self._found(step, last, f"The loss was {last.value:.4g} for each of the batches.")
        guess = self._guess()
        if guess is None or guess <= 0 or last.value < NEAR_GUESSING * guess:
            return None
        error = _SURE * math.hypot(middle.error, last.error)
        if middle.value - last.value + error >= LEAST_GAIN * guess:
            return None
        evidence = (
            f"Mean loss {last.value:.4g} over the last {last.count:,} steps, {middle.value:.4g} over the "
            f"{middle.count:,} before (± {error:.2g}); guessing costs {guess:.4g}."
        )
        return self._found(step, last, evidence)

    def _found(self, step: int, last: Mean, evidence: str) -> Finding:
        self._is_over = True
        text = f"The loss has not moved for {2 * last.count:,} steps."
        return Finding("stuck_loss", text, evidence, _REMEDY, step)


def _is_constant(first: Mean, middle: Mean, last: Mean) -> bool:
    spread = max(mean.error * math.sqrt(mean.count) for mean in (first, middle, last))
    values = [mean.value for mean in (first, middle, last)]
    size = abs(last.value)
    return size > 0 and max(spread, max(values) - min(values)) <= _CONSTANT * size
