"""Values that only grow, with their extremes at several resolutions, so that drawing never reads all of them.

Level 1 keeps the lowest and the highest of every 8 values, level 2 those of every 64, and so on. A spike that
lasts one step is in every level, and so is the mark that a value was not finite, which extremes would hide.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

FACTOR = 8

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Indices = NDArray[np.intp]


class GrowingArray:
    """A numpy array with room for more at its end."""

    def __init__(self, dtype: type = np.float64) -> None:
        self._buffer: NDArray[Any] = np.empty(64, dtype)
        self._size = 0

    def __len__(self) -> int:
        return self._size

    @property
    def values(self) -> NDArray[Any]:
        """A view of all values; it stays as it is when more are appended."""
        return self._buffer[: self._size]

    def append(self, value: float) -> None:
        """Add one value."""
        if self._size == len(self._buffer):
            self._make_room(1)
        self._buffer[self._size] = value
        self._size += 1

    def extend(self, values: NDArray[Any]) -> None:
        """Add many values."""
        self._make_room(len(values))
        self._buffer[self._size : self._size + len(values)] = values
        self._size += len(values)

    def truncate(self, size: int) -> None:
        """Forget all but the first `size` values."""
        self._size = min(self._size, size)

    def _make_room(self, count: int) -> None:
        needed = self._size + count
        if needed > len(self._buffer):
            bigger = np.empty(max(needed, 2 * len(self._buffer)), self._buffer.dtype)
            bigger[: self._size] = self.values
            self._buffer = bigger


@dataclass(frozen=True, slots=True)
class Columns:
    """Neighbouring values drawn as one: `low` to `high` of the values `first` to `last`, both included.

    `is_broken` says that one of them was not finite; where all were, `low` and `high` are NaN.
    """

    first: Indices
    last: Indices
    low: Floats
    high: Floats
    is_broken: Flags


@dataclass
class _Level:
    low: GrowingArray = field(default_factory=GrowingArray)
    high: GrowingArray = field(default_factory=GrowingArray)
    is_broken: GrowingArray = field(default_factory=lambda: GrowingArray(np.bool_))

    def columns(self) -> tuple[GrowingArray, GrowingArray, GrowingArray]:
        return self.low, self.high, self.is_broken


class Pyramid:
    """Growing values with their extremes; adding is cheap, levels are made when they are read."""

    def __init__(self, values: Iterable[float] = ()) -> None:
        self._raw = GrowingArray()
        self._levels: list[_Level] = []
        self.extend(np.fromiter(values, np.float64))

    def __len__(self) -> int:
        return len(self._raw)

    @property
    def values(self) -> Floats:
        """All values as they were added."""
        return self._raw.values

    def append(self, value: float) -> None:
        """Add one value."""
        self._raw.append(value)

    def extend(self, values: Floats) -> None:
        """Add many values."""
        self._raw.extend(values)

    def truncate(self, size: int) -> None:
        """Forget all but the first `size` values."""
        self._raw.truncate(size)
        for depth, level in enumerate(self._levels, start=1):
            for column in level.columns():
                column.truncate(size // FACTOR**depth)

    def columns(self, start: int, stop: int, count: int) -> Columns:
        """The values `start` to `stop` (excluded) in at most `count` + 2 columns, no extreme lost.

        Columns begin at multiples of their width, so that they don't shift while values are added; the first
        may therefore begin a little before `start`.
        """
        self._fold()
        stride = max(1, -(-(stop - start) // count))
        depth = _depth(stride)
        bucket = FACTOR**depth
        group = -(-stride // bucket)
        begin, end = start // (group * bucket) * group, stop // bucket
        edges = np.arange(0, max(end - begin, 0), group)
        first = (edges + begin) * bucket
        parts = [_reduce(self._span(depth, begin, end), edges)] if len(edges) else []
        tail = max(begin, end) * bucket
        if tail < stop:
            first = np.append(first, tail)
            parts.append(_reduce(self._span(0, tail, stop), np.zeros(1, np.intp)))
        low, high, is_broken = (np.concatenate(column) for column in zip(*parts, strict=True))
        return Columns(first, np.append(first[1:], stop) - 1, low, high, is_broken)

    def _span(self, depth: int, start: int, stop: int) -> tuple[Floats, Floats, Flags]:
        if depth:
            low, high, is_broken = self._levels[depth - 1].columns()
            return low.values[start:stop], high.values[start:stop], is_broken.values[start:stop]
        raw = self.values[start:stop]
        is_finite = np.isfinite(raw)
        finite = np.where(is_finite, raw, np.nan)
        return finite, finite, ~is_finite

    def _fold(self) -> None:
        size = len(self)
        for depth in range(_num_levels(size)):
            size //= FACTOR
            if depth == len(self._levels):
                self._levels.append(_Level())
            level = self._levels[depth]
            done = len(level.low)
            if done < size:
                span = self._span(depth, done * FACTOR, size * FACTOR)
                folded = _reduce(span, np.arange(0, (size - done) * FACTOR, FACTOR))
                for column, values in zip(level.columns(), folded, strict=True):
                    column.extend(values)


def _reduce(span: tuple[Floats, Floats, Flags], edges: Indices) -> tuple[Floats, Floats, Flags]:
    low, high, is_broken = span
    return (
        np.fmin.reduceat(low, edges),
        np.fmax.reduceat(high, edges),
        np.logical_or.reduceat(is_broken, edges),
    )


def _depth(stride: int) -> int:
    """The coarsest level that has two buckets or more in a column, so that columns come out near `stride`."""
    return max(0, ((stride // 2).bit_length() - 1) // 3)


def _num_levels(size: int) -> int:
    return max(0, (size.bit_length() - 1) // 3)
