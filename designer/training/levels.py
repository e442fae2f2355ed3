"""Coarse copies of curves, so that a plot of a long run reads few rows: extremes of 64 and 1,024 points.

Buckets are filled as points come: only the newest of each series and width grows, the others never change.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from designer.training.buckets import BUCKET_COLUMNS, Buckets, Floats, Ints

WIDTHS = (64, 1024)

_INSERT = "INSERT OR REPLACE INTO levels VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
_NEWEST = f"SELECT series, width, {BUCKET_COLUMNS}, MAX(first_step) FROM levels GROUP BY 1, 2"  # noqa: S608 - our words
_NEWEST = (
    f"SELECT series, width, {BUCKET_COLUMNS}, MAX(first_step) FROM levels"  # noqa: S608 - our own words
    " GROUP BY series, width"
)

_POINTS = (
    "SELECT series, step, epoch, COALESCE(value, 'nan') FROM metrics"
    " WHERE series = ? AND step > ? ORDER BY step"
)
_POINT = np.dtype([("series", "i8"), ("step", "i8"), ("epoch", "i8"), ("value", "f8")])

Points = Sequence[tuple[Any, ...]]


class Levels:
    """The newest bucket of each series and width."""

    def __init__(self, newest: dict[tuple[int, int], Buckets] | None = None) -> None:
        self._newest = newest or {}

    @classmethod
    def load(cls, connection: sqlite3.Connection) -> "Levels":
        """What a file holds."""
        rows = connection.execute(_NEWEST).fetchall()
        return cls({(series, width): Buckets.of_rows([columns]) for series, width, *columns, _ in rows})

    def copy(self) -> "Levels":
        """The same, for a transaction that may fail."""
        return Levels(dict(self._newest))

    def add(self, connection: sqlite3.Connection, points: Points) -> None:
        """Take points (series, step, epoch, value), in each series by step, and write their buckets."""
        for series, steps, values in _by_series(points):
            for width in WIDTHS:
                self._extend(connection, (series, width), Buckets.of_points(steps, values))

    def rewind(self, connection: sqlite3.Connection, step: int) -> None:
        """Fit a file from which the points after a step were just taken."""
        connection.execute("DELETE FROM levels WHERE last_step > ?", (step,))
        self.rebuild(connection)

    def rebuild(self, connection: sqlite3.Connection) -> None:
        """Make the buckets that are missing at the end of each series."""
        self._newest = Levels.load(connection)._newest
        for (series,) in connection.execute("SELECT id FROM series").fetchall():
            for width in WIDTHS:
                newest = self._newest.get((series, width))
                last = int(newest.last_steps[-1]) if newest else -1
                for _, steps, values in _by_series(connection.execute(_POINTS, (series, last)).fetchall()):
                    self._extend(connection, (series, width), Buckets.of_points(steps, values))

    def _extend(self, connection: sqlite3.Connection, key: tuple[int, int], points: Buckets) -> None:
        newest, width = self._newest.get(key), key[1]
        room = width - int(newest.counts[-1]) if newest else 0
        if newest and room:
            starts = np.array([0, *range(room + 1, len(points) + 1, width)])
            buckets = points.after(newest).joined(starts)
        else:
            buckets = points.joined(np.arange(0, len(points), width))
        connection.executemany(_INSERT, [(*key, *row) for row in buckets.rows()])
        self._newest[key] = buckets.last()


def _by_series(points: Points) -> Iterator[tuple[int, Ints, Floats]]:
    if not points:
        return
    table = np.fromiter(points, _POINT, len(points))
    numbers = table["series"]
    order = np.argsort(numbers, kind="stable")
    for part in np.split(order, np.flatnonzero(np.diff(numbers[order])) + 1):
        yield int(numbers[part[0]]), table["step"][part], table["value"][part]
