"""One metric of a run over its steps, and what of it to draw in a window of some pixels."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np

from designer.ui.monitor.pyramid import Floats, GrowingArray, Pyramid

XAxis = Literal["step", "epoch", "time"]
X_AXES: tuple[XAxis, ...] = ("step", "epoch", "time")

Line = tuple[Floats, Floats]


@dataclass(frozen=True, slots=True)
class Window:
    """What part of the x axis is seen, in data units, and how many pixels wide."""

    low: float
    high: float
    width_px: int
    is_log: bool = False


class Series:
    """A metric's values with their step, epoch (with fraction) and time in seconds; steps only grow.

    A value at a step that was there already (a run that was resumed from an older checkpoint) replaces it and
    all that came after it; `generation` then counts up.
    """

    def __init__(self) -> None:
        self.x: dict[XAxis, GrowingArray] = {axis: GrowingArray() for axis in X_AXES}
        self.pyramid = Pyramid()
        self.generation = 0

    def __len__(self) -> int:
        return len(self.pyramid)

    @property
    def values(self) -> Floats:
        """All values as they were added."""
        return self.pyramid.values

    @property
    def last(self) -> float:
        """The newest value."""
        return float(self.values[-1])

    def append(self, step: int, epoch: float, time: float, value: float) -> None:
        """Add the value of one step."""
        steps = self.x["step"].values
        if len(steps) and step <= steps[-1]:
            self._truncate(int(np.searchsorted(steps, step)))
        self.x["step"].append(step)
        self.x["epoch"].append(epoch)
        self.x["time"].append(time)
        self.pyramid.append(value)

    def extend(self, steps: Floats, epochs: Floats, times: Floats, values: Floats) -> None:
        """Add the values of many steps, all later than those that are there."""
        self.x["step"].extend(steps)
        self.x["epoch"].extend(epochs)
        self.x["time"].extend(times)
        self.pyramid.extend(values)

    def cut(self, step: int) -> None:
        """Forget the values of all steps after one."""
        size = int(np.searchsorted(self.x["step"].values, step, "right"))
        if size < len(self):
            self._truncate(size)

    def nearest(self, axis: XAxis, x: float) -> int:
        """Index of the point whose x is nearest; the series must have one."""
        values = self.x[axis].values
        right = min(int(np.searchsorted(values, x)), len(values) - 1)
        left = max(right - 1, 0)
        return left if x - values[left] <= values[right] - x else right

    def first_broken(self) -> int | None:
        """Index of the first value that is NaN or infinite."""
        return int(np.flatnonzero(~np.isfinite(self.values))[0]) if self._has_broken() else None

    def _has_broken(self) -> bool:
        return bool(len(self)) and bool(self.pyramid.columns(0, len(self), 8).is_broken.any())

    def _truncate(self, size: int) -> None:
        self.generation += 1
        self.pyramid.truncate(size)
        for column in self.x.values():
            column.truncate(size)


def query(x: Floats, pyramid: Pyramid, window: Window) -> Line:
    """The points to draw: the raw ones where they are few, otherwise about two a pixel with every extreme.

    One point beyond each side is included, so that lines run out of the view. Where a value is not finite the
    line has a NaN, which breaks it.
    """
    parts = [_draw(x, pyramid, *part) for part in _split(x, window)]
    if not parts:
        return np.empty(0), np.empty(0)
    return np.concatenate([part[0] for part in parts]), np.concatenate([part[1] for part in parts])


def _split(x: Floats, window: Window) -> Iterator[tuple[int, int, int]]:
    """Index ranges with their widths in pixels; on a logarithmic axis one for each octave, equally wide."""
    size = len(x)
    start = max(int(np.searchsorted(x, window.low)) - 1, 0)
    stop = min(int(np.searchsorted(x, window.high, "right")) + 1, size)
    if start >= stop:
        return
    if not window.is_log:
        yield start, stop, window.width_px
        return
    low, high = max(float(x[start]), window.low), min(float(x[stop - 1]), window.high)
    octaves = max(1, math.ceil(math.log2(high / low))) if 0 < low < high else 1
    inner = low * 2.0 ** np.arange(1, octaves)
    edges = [start, *np.searchsorted(x, inner).tolist(), stop]
    width = max(1, window.width_px // octaves)
    yield from ((first, last, width) for first, last in pairwise(edges) if first < last)


def _draw(x: Floats, pyramid: Pyramid, start: int, stop: int, width_px: int) -> Line:
    raw = pyramid.values
    if stop - start <= 2 * width_px:
        y = raw[start:stop]
        return x[start:stop].copy(), np.where(np.isfinite(y), y, np.nan)
    columns = pyramid.columns(start, stop, width_px)
    is_rising = raw[columns.first] <= raw[columns.last]
    left = np.where(is_rising, columns.low, columns.high)
    right = np.where(is_rising, columns.high, columns.low)
    points_x = np.column_stack((x[columns.first], x[columns.last])).ravel()
    points_y = np.column_stack((left, right)).ravel()
    if not columns.is_broken.any():
        return points_x, points_y
    breaks = 2 * np.flatnonzero(columns.is_broken) + 2
    return np.insert(points_x, breaks, x[columns.last[columns.is_broken]]), np.insert(
        points_y, breaks, np.nan
    )
