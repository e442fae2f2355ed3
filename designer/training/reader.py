"""Reads `run.db`, also while another process writes it."""

import json
import math
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from designer.errors import TrainingError
from designer.training.buckets import BUCKET_COLUMNS, Buckets
from designer.training.events import Histogram
from designer.training.levels import WIDTHS
from designer.training.schema import COUNTS_DTYPE, LEVELS_SINCE, SCHEMA_VERSION, Scope

_END = 2**62
_PART = "SELECT step, value FROM metrics WHERE series = ? AND step BETWEEN ? AND ? ORDER BY step"
_LAST_VALUES = (
    "SELECT name, (SELECT value FROM metrics WHERE series = id ORDER BY step DESC LIMIT 1)"
    " FROM series WHERE scope = ? AND EXISTS (SELECT 1 FROM metrics WHERE series = id) ORDER BY id"
)
_LAST_EPOCHS = (
    "SELECT epoch, MAX(step) FROM series JOIN metrics ON series = id WHERE scope = 'epoch' GROUP BY series"
)


@dataclass(frozen=True)
class Points:
    """The points of one metric, in the order of their steps; values may be NaN."""

    steps: NDArray[np.int64]
    epochs: NDArray[np.int64]
    values: NDArray[np.float64]


@dataclass(frozen=True)
class Sampling:
    """The histogram of one weight at one step."""

    step: int
    epoch: int
    histogram: Histogram


class RunReader:
    """What a run has recorded so far. Use it in a `with` block, or close it.

    Args:
        path: The run's `run.db`.

    Raises:
        TrainingError: The file is missing, damaged, or from a newer program; from any method.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        with self._explained():
            if not path.is_file():
                raise sqlite3.OperationalError("the file is missing")
            self._connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
            try:
                self._check_version()
            except BaseException:
                self._connection.close()
                raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def meta(self) -> dict[str, Any]:
        """Facts about the run; see `schema`.

        Raises:
            TrainingError: They can't be read.
        """
        try:
            return {key: json.loads(value) for key, value in self._rows("SELECT key, value FROM meta")}
        except ValueError as error:
            raise TrainingError(f"The record of this run is damaged: {error}.") from error

    def names(self, scope: Scope) -> list[str]:
        """Names of the series of one scope, in the order in which they began."""
        return [name for (name,) in self._rows("SELECT name FROM series WHERE scope = ? ORDER BY id", scope)]

    def points(self, name: str, scope: Scope = "batch", *, after_step: int = 0) -> Points:
        """The points of one metric; empty where there is no such metric."""
        rows = self._rows(
            "SELECT step, epoch, value FROM metrics JOIN series ON series.id = series"
            " WHERE scope = ? AND name = ? AND step > ? ORDER BY step",
            scope,
            name,
            after_step,
        )
        table = np.array(rows, dtype=float).reshape(-1, 3)
        return Points(table[:, 0].astype(np.int64), table[:, 1].astype(np.int64), table[:, 2])

    def plot(
        self,
        name: str,
        scope: Scope = "batch",
        low_step: int = 0,
        high_step: int | None = None,
        max_points: int = 1000,
    ) -> Buckets:
        """A curve to draw, or the part of it between two steps; long runs take no longer than short ones.

        Args:
            max_points: At most so many buckets are given, and no less than a quarter of that where there are
                as many points.
        """
        rows = self._rows("SELECT id FROM series WHERE scope = ? AND name = ?", scope, name)
        if not rows:
            return Buckets.of_rows([])
        place = rows[0][0], low_step, _END if high_step is None else high_step
        width = self._width(place, max_points)
        if width > 1:
            return Buckets.of_rows(self._buckets(BUCKET_COLUMNS, width, *place)).thinned(max_points)
        table = np.array(self._rows(_PART, *place), dtype=float).reshape(-1, 2)
        return Buckets.of_points(table[:, 0].astype(np.int64), table[:, 1]).thinned(max_points)

    def last_values(self, scope: Scope = "epoch") -> dict[str, float]:
        """The newest value of each metric."""
        return _numbers(self._rows(_LAST_VALUES, scope))

    def values_at(self, step: int, scope: Scope = "epoch") -> dict[str, float]:
        """The metrics of one step by name."""
        rows = self._rows(
            "SELECT name, value FROM series JOIN metrics ON series = id"
            " WHERE scope = ? AND step = ? ORDER BY id",
            scope,
            step,
        )
        return _numbers(rows)

    def least(self, name: str, scope: Scope = "epoch") -> int | None:
        """The step at which a metric was least, the first of several; None where it was never a number."""
        rows = self._rows(
            "SELECT step FROM metrics JOIN series ON id = series WHERE scope = ? AND name = ?"
            " AND value IS NOT NULL ORDER BY value, step LIMIT 1",
            scope,
            name,
        )
        return rows[0][0] if rows else None

    def last_epoch(self) -> tuple[int, int]:
        """Number and last step of the newest whole epoch; zeros before there is one."""
        rows = self._rows(_LAST_EPOCHS)
        return max(rows, default=(0, 0))

    def history(self) -> dict[str, list[float]]:
        """The metrics of each whole epoch by name, validation metrics under `val_` names."""
        return {name: self.points(name, "epoch").values.tolist() for name in self.names("epoch")}

    def histograms(self, weight: str) -> list[Sampling]:
        """The histograms kept of one weight, by step."""
        rows = self._rows(
            "SELECT step, epoch, low, high, counts, mean, std, non_finite"
            " FROM histograms JOIN series ON series.id = series"
            " WHERE scope = 'histogram' AND name = ? ORDER BY step",
            weight,
        )
        return [Sampling(step, epoch, _histogram(*columns)) for step, epoch, *columns in rows]

    def note(self) -> str:
        """What the user wrote about the run: the newest of the notes."""
        rows = self._rows("SELECT text FROM notes ORDER BY id DESC LIMIT 1")
        return rows[0][0] if rows else ""

    def events(self) -> list[dict[str, Any]]:
        """All events but batches and histograms, oldest first."""
        return [json.loads(data) for (data,) in self._rows("SELECT data FROM events ORDER BY id")]

    def _width(self, place: tuple[int, int, int], max_points: int) -> int:
        """The coarsest buckets that still give a quarter of the points that are wanted."""
        if not self._has_levels:
            return 1
        num_points = sum(count for (count,) in self._buckets("count", max(WIDTHS), *place))
        return max((width for width in WIDTHS if num_points >= width * max_points / 4), default=1)

    def _buckets(self, columns: str, width: int, series: int, low: int, high: int) -> list[Any]:
        return self._rows(
            f"SELECT {columns} FROM levels WHERE series = ?1 AND width = ?2 AND first_step <= ?4"  # noqa: S608 - our words
            " AND first_step >= COALESCE((SELECT MAX(first_step) FROM levels"
            " WHERE series = ?1 AND width = ?2 AND first_step <= ?3), 0) ORDER BY first_step",
            series,
            width,
            low,
            high,
        )

    def _check_version(self) -> None:
        version = self.meta().get("schema")
        self._has_levels = isinstance(version, int) and version >= LEVELS_SINCE
        if not isinstance(version, int) or version > SCHEMA_VERSION:
            raise TrainingError(
                f"{self._path} has the version {version}, but this program reads up to {SCHEMA_VERSION}.",
                "Update Model Designer.",
            )

    def _rows(self, query: str, *values: object) -> list[Any]:
        with self._explained():
            return self._connection.execute(query, values).fetchall()

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise TrainingError(
                f"{self._path} can't be read: {error}.", "If the run was copied, copy the whole folder again."
            ) from error


def _numbers(rows: list[tuple[str, float | None]]) -> dict[str, float]:
    return {name: math.nan if value is None else value for name, value in rows}


def _histogram(low: float, high: float, counts: bytes, mean: float, std: float, non_finite: int) -> Histogram:
    return Histogram(low, high, tuple(np.frombuffer(counts, COUNTS_DTYPE).tolist()), mean, std, non_finite)
