"""Reads `run.db`, also while another process writes it."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from designer.errors import TrainingError
from designer.training.events import Histogram
from designer.training.schema import COUNTS_DTYPE, SCHEMA_VERSION, Scope


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

    def events(self) -> list[dict[str, Any]]:
        """All events but batches and histograms, oldest first."""
        return [json.loads(data) for (data,) in self._rows("SELECT data FROM events ORDER BY id")]

    def _check_version(self) -> None:
        version = self.meta().get("schema")
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


def _histogram(low: float, high: float, counts: bytes, mean: float, std: float, non_finite: int) -> Histogram:
    return Histogram(low, high, tuple(np.frombuffer(counts, COUNTS_DTYPE).tolist()), mean, std, non_finite)
