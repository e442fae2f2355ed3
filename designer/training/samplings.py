"""Which samplings of the weights are kept: the newest, and a limited number of others, evenly spread."""

import sqlite3
from collections.abc import Sequence
from typing import Any

MAX_SAMPLINGS = 512

Row = tuple[Any, ...]
Statement = tuple[str, list[Row]]

_INSERT = "INSERT OR REPLACE INTO histograms VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_DELETE = "DELETE FROM histograms WHERE series = ? AND step = ?"
_THIN_OUT = "DELETE FROM histograms WHERE sample % ? != 0"


class Samplings:
    """Counts the samplings of one run.

    Their number decides which are kept, so a run that goes on keeps the same as one that never stopped.
    """

    def __init__(self) -> None:
        self.count = 0
        self._newest: tuple[int, Sequence[int]] = (-1, ())

    def add(self, step: int, epoch: int, series: Sequence[int], columns: Sequence[Row]) -> list[Statement]:
        """Take a sampling of all weights; gives what to do with the file.

        Args:
            series: Number of each weight's series.
            columns: From `low` on, for each weight.
        """
        if step == self._newest[0]:
            self.count -= 1
        sample, stride = self.count, _stride(self.count)
        self.count += 1
        rows = [(number, step, epoch, sample, *each) for number, each in zip(series, columns, strict=True)]
        statements: list[Statement] = []
        if stride != _stride(self.count):
            stride = _stride(self.count)
            statements.append((_THIN_OUT, [(stride,)]))
        elif (sample - 1) % stride:
            statements.append((_DELETE, [(number, self._newest[0]) for number in self._newest[1]]))
        self._newest = (step, series)
        return [*statements, (_INSERT, rows)]

    def load(self, connection: sqlite3.Connection, count: int | None = None) -> None:
        """Go on with a file.

        Args:
            count: How many samplings there were; by default, as many as the file tells.
        """
        if count is None:
            [(count,)] = connection.execute("SELECT COALESCE(MAX(sample), -1) + 1 FROM histograms")
        self.count = count
        newest = connection.execute(
            "SELECT step, series FROM histograms WHERE sample = ?", (count - 1,)
        ).fetchall()
        self._newest = (newest[0][0] if newest else -1, [series for _, series in newest])


def _stride(count: int) -> int:
    """Of so many samplings, every how-manyeth is kept."""
    stride = 1
    while (count - 1) // stride >= MAX_SAMPLINGS:
        stride *= 2
    return stride
