"""Exponential smoothing that doesn't lag behind at the start."""

import math

import numpy as np

from designer.ui.monitor.pyramid import Floats, Pyramid
from designer.ui.monitor.series import Series

_LOG_LIMIT = 230.0  # e**230 leaves room below the largest float


class Smoother:
    """The moving average s(t) = w * s(t-1) + (1 - w) * v(t), divided by 1 - w**t, as values come in.

    The division removes the pull of s(0) = 0; this is the formula of TensorBoard's classic smoothing
    (its function `classicSmoothing`). Values that are not finite pass through and don't count.

    Args:
        weight: 0 for none, below 1.
    """

    def __init__(self, weight: float) -> None:
        self._weight = weight
        self._last = 0.0
        self._num_seen = 0

    def extend(self, values: Floats) -> Floats:
        """The next values, smoothed."""
        if self._weight == 0:
            return values.copy()
        result = values.copy()
        is_finite = np.isfinite(values)
        if is_finite.any():
            result[is_finite] = self._smooth(values[is_finite])
        return result

    def _smooth(self, values: Floats) -> Floats:
        average = self._moving_average(values)
        seen = self._num_seen + np.arange(1, len(values) + 1)
        self._num_seen += len(values)
        self._last = float(average[-1])
        unbiased: Floats = average / -np.expm1(seen * math.log(self._weight))
        return unbiased

    def _moving_average(self, values: Floats) -> Floats:
        """The recursion for many values at once, in rows short enough that w**-length stays a float."""
        length = max(1, min(len(values), int(_LOG_LIMIT / -math.log(self._weight))))
        table = np.zeros((-(-len(values) // length), length))
        table.ravel()[: len(values)] = values
        powers = self._weight ** np.arange(1, length + 1)
        table = np.cumsum(table / powers, axis=1) * (powers * (1 - self._weight))
        before = self._last
        for index in range(len(table)):
            table[index] += before * powers
            before = table[index, -1]
        averages: Floats = table.ravel()[: len(values)]
        return averages


class SmoothedSeries:
    """A series' smoothed twin; it has the same x values and follows when the series grows."""

    def __init__(self, source: Series, weight: float) -> None:
        self._source = source
        self._weight = weight
        self._restart()

    def update(self) -> Pyramid:
        """The smoothed values, including those that came since the last call."""
        if self._generation != self._source.generation:
            self._restart()
        self._pyramid.extend(self._smoother.extend(self._source.values[len(self._pyramid) :]))
        return self._pyramid

    def _restart(self) -> None:
        self._smoother = Smoother(self._weight)
        self._pyramid = Pyramid()
        self._generation = self._source.generation
