"""From Keras's running means back to the value of each batch."""

import math
from collections.abc import Collection, Mapping
from typing import Any

_FLOAT32_STEP = 2.0**-23


class OwnValues:
    """Takes the running means that Keras reports within an epoch apart again.

    After batch k, which holds w_k samples, Keras reports the mean m_k = Σ w_i v_i / W_k with W_k = Σ w_i. So
    the batch's own value is v_k = (W_k m_k − W_(k−1) m_(k−1)) / w_k. Keras keeps m in float32; v is rounded
    to the digits that survive. Where a mask makes Keras weight by something else, v is only near the truth.
    Metrics that are no mean (AUC, F1…) keep their value over the epoch so far.

    Args:
        running: Names of the metrics that are no mean.
    """

    def __init__(self, running: Collection[str] = ()) -> None:
        self._running = frozenset(running)
        self.reset()

    def reset(self) -> None:
        """Begin an epoch."""
        self._weight = 0
        self._means: Mapping[str, float] = {}

    def memory(self) -> dict[str, Any]:
        """What it needs to go on in the middle of an epoch; JSON."""
        return {"weight": self._weight, "means": dict(self._means)}

    def restore(self, memory: Mapping[str, Any]) -> None:
        """Go on in the middle of an epoch."""
        self._weight, self._means = memory["weight"], dict(memory["means"])

    def take(self, means: Mapping[str, float], weight: int) -> dict[str, float]:
        """The values of the batch after which Keras reports `means`.

        Args:
            weight: Samples in the batch.
        """
        before, previous = self._weight, self._means
        self._weight, self._means = before + weight, means
        if not before:
            return dict(means)
        return {
            name: mean if name in self._running else _own_value(mean, previous[name], before, weight)
            for name, mean in means.items()
        }


def _own_value(mean: float, previous: float, before: int, weight: int) -> float:
    value = mean + (mean - previous) * (before / weight)
    error = (abs(mean) + abs(previous)) * (before / weight) * _FLOAT32_STEP
    if not 0 < error < math.inf:
        return value
    return round(value, -math.ceil(math.log10(error)))
