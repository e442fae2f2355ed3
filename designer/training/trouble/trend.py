"""A series of any length in bounded memory: its mean and noise over any third."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_MAX_CHUNKS = 48


@dataclass(frozen=True)
class Mean:
    """The mean of some values.

    Args:
        error: Its standard error, as if the values were independent.
    """

    value: float
    error: float
    count: int


class Trend:
    """Sums over chunks of equal length; when they become too many, each two become one."""

    def __init__(self) -> None:
        self._length = 1
        self._chunks: list[list[float]] = []  # count, sum, sum of squares

    def __len__(self) -> int:
        return sum(int(chunk[0]) for chunk in self._chunks)

    def add(self, value: float) -> None:
        """Add the newest value."""
        if not self._chunks or self._chunks[-1][0] >= self._length:
            if len(self._chunks) == _MAX_CHUNKS:
                self._halve()
            self._chunks.append([0, 0.0, 0.0])
        chunk = self._chunks[-1]
        chunk[0] += 1
        chunk[1] += value
        chunk[2] += value * value

    def clear(self) -> None:
        """Forget all values."""
        self._length = 1
        self._chunks = []

    def thirds(self) -> tuple[Mean, Mean, Mean]:
        """The means of the first, the middle and the last third; at least three values are needed."""
        third, rest = divmod(len(self._chunks), 3)
        first = third + rest
        return (
            _mean(self._chunks[:first]),
            _mean(self._chunks[first : first + third]),
            _mean(self._chunks[first + third :]),
        )

    def state(self) -> dict[str, Any]:
        """What `restore` takes, as JSON."""
        return {"length": self._length, "chunks": [list(chunk) for chunk in self._chunks]}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Go on where a state was taken."""
        self._length = state["length"]
        self._chunks = [list(chunk) for chunk in state["chunks"]]

    def _halve(self) -> None:
        pairs = zip(self._chunks[::2], self._chunks[1::2], strict=True)
        self._chunks = [[a + b for a, b in zip(left, right, strict=True)] for left, right in pairs]
        self._length *= 2


def _mean(chunks: Sequence[Sequence[float]]) -> Mean:
    count, total, squares = (math.fsum(column) for column in zip(*chunks, strict=True))
    value = total / count
    variance = max(squares / count - value * value, 0.0)
    return Mean(value, math.sqrt(variance / count), int(count))
