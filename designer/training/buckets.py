"""Neighbouring points of a curve as one, so that long curves can be drawn from few numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Starts = NDArray[np.intp]

# A bucket as a row of a table; see `Buckets`.
BUCKET_COLUMNS = "first_step, last_step, count, low, high, mean, num_nan"


@dataclass(frozen=True, eq=False)
class Buckets:
    """A curve, or part of it, in the order of its steps.

    Args:
        first_steps: Of the first point of each bucket.
        last_steps: Of the last.
        counts: Points in each bucket; 1 where every point stands for itself.
        lows: Least value of each; NaN where none is a number.
        highs: Greatest value of each.
        means: Mean of each.
        num_nans: How many values of each are no numbers; the others leave them out.
    """

    first_steps: Ints
    last_steps: Ints
    counts: Ints
    lows: Floats
    highs: Floats
    means: Floats
    num_nans: Ints

    def __len__(self) -> int:
        return len(self.counts)

    @classmethod
    def of_points(cls, steps: Ints, values: Floats) -> Self:
        """A bucket for each point."""
        nans = np.isnan(values).astype(np.int64)
        return cls(steps, steps, np.ones_like(steps), values, values, values, nans)

    @classmethod
    def of_rows(cls, rows: Sequence[Sequence[float | None]]) -> Self:
        """From rows of `BUCKET_COLUMNS`."""
        table = np.array(rows, dtype=float).reshape(-1, len(cls.__dataclass_fields__))
        first, last, counts, low, high, mean, nans = table.T
        return cls(_whole(first), _whole(last), _whole(counts), low, high, mean, _whole(nans))

    def rows(self) -> list[tuple[Any, ...]]:
        """As rows of `BUCKET_COLUMNS`."""
        return list(zip(*(column.tolist() for column in self._columns()), strict=True))

    def after(self, other: Self) -> Self:
        """These behind others."""
        pairs = zip(other._columns(), self._columns(), strict=True)
        return type(self)(*(np.concatenate(pair) for pair in pairs))

    def last(self) -> Self:
        """The last one alone."""
        return type(self)(*(column[-1:] for column in self._columns()))

    def joined(self, starts: Starts) -> Self:
        """Put neighbours together; no extreme is lost.

        Args:
            starts: Where each new bucket begins, from 0.
        """
        counts, nans = np.add.reduceat(self.counts, starts), np.add.reduceat(self.num_nans, starts)
        numbers = self.counts - self.num_nans
        with np.errstate(invalid="ignore", divide="ignore"):
            sums = np.add.reduceat(np.where(numbers > 0, self.means * numbers, 0.0), starts)
            means = np.where(counts > nans, sums / (counts - nans), np.nan)
            lows, highs = np.fmin.reduceat(self.lows, starts), np.fmax.reduceat(self.highs, starts)
        ends = np.append(starts[1:], len(self)) - 1
        return type(self)(self.first_steps[starts], self.last_steps[ends], counts, lows, highs, means, nans)

    def thinned(self, max_points: int) -> Self:
        """With neighbours put together until at most so many buckets are left."""
        size = len(self)
        return self if size <= max_points else self.joined(np.arange(0, size, -(-size // max_points)))

    def _columns(self) -> tuple[NDArray[Any], ...]:
        return (
            self.first_steps,
            self.last_steps,
            self.counts,
            self.lows,
            self.highs,
            self.means,
            self.num_nans,
        )


def _whole(column: Floats) -> Ints:
    return column.astype(np.int64)
