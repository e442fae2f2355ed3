"""Writes `run.db` while a run goes on; see `schema` for what is in it and `reader` for reading it."""

import json
import sqlite3
import threading
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np

from designer.errors import TrainingError
from designer.training.events import Histogram, RunEvent, to_json
from designer.training.schema import ALIVE_INTERVAL_S, COUNTS_DTYPE, SCHEMA_VERSION, TABLES, Scope

Row = tuple[Any, ...]

COMMIT_INTERVAL_S = 0.1
MAX_SAMPLINGS = 512

_META = "INSERT OR REPLACE INTO meta VALUES (?, ?)"
_SERIES = "INSERT INTO series VALUES (?, ?, ?)"
_METRIC = "INSERT INTO metrics VALUES (?, ?, ?, ?)"
_HISTOGRAM = "INSERT INTO histograms VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_THIN_OUT = "DELETE FROM histograms WHERE sample % ? != 0"
_EVENT = "INSERT INTO events (time, event, data) VALUES (?, ?, ?)"


class RunWriter:
    """Collects rows and commits them every 100 ms, from a thread of its own so that training doesn't wait.

    Of the histograms it keeps the newest and at most `MAX_SAMPLINGS` others, evenly spread over the run.

    Args:
        path: The database to make.
        meta: First facts about the run; see `set_meta`.

    Raises:
        TrainingError: From every method but `close`, once the file can't be written any more.
    """

    def __init__(self, path: Path, **meta: object) -> None:
        self._path = path
        self._pending: list[tuple[str, list[Row]]] = []
        self._series: dict[tuple[Scope, str], int] = {}
        self._num_samplings = 0
        self._sampling_stride = 1
        self._newest_left_out: list[Row] = []
        self._failure: sqlite3.Error | None = None
        self._alive_at = 0.0
        self._adding = threading.Lock()
        self._committing = threading.Lock()
        self._closing = threading.Event()
        self._connection = self._create({"schema": SCHEMA_VERSION, "alive": time.time(), **meta})
        self._thread = threading.Thread(target=self._commit_until_closed, name="run-writer", daemon=True)
        self._thread.start()

    def set_meta(self, **values: object) -> None:
        """Set facts about the run: anything that JSON can hold."""
        self._add(_META, _meta_rows(values))

    def series(self, scope: Scope, name: str) -> int:
        """The number of a series; it is made on first use."""
        number = self._series.get((scope, name))
        if number is None:
            number = self._series[scope, name] = len(self._series) + 1
            self._add(_SERIES, [(number, scope, name)])
        return number

    def add_metrics(self, rows: Iterable[tuple[int, int, int, float]]) -> None:
        """Add points: series, step, epoch, value. A series has one point a step."""
        self._add(_METRIC, list(rows))

    def add_histograms(self, step: int, epoch: int, histograms: Mapping[str, Histogram]) -> None:
        """Add one sampling of all weights."""
        sample = self._num_samplings
        self._num_samplings += 1
        rows = [
            (self.series("histogram", name), step, epoch, sample, *_columns(histogram))
            for name, histogram in histograms.items()
        ]
        if sample % self._sampling_stride:
            self._newest_left_out = rows
            return
        self._newest_left_out = []
        self._add(_HISTOGRAM, rows)
        if sample // self._sampling_stride >= MAX_SAMPLINGS:
            self._sampling_stride *= 2
            self._add(_THIN_OUT, [(self._sampling_stride,)])

    def add_event(self, event: RunEvent) -> None:
        """Add an event as JSON."""
        self._add(_EVENT, [_event_row(event)])

    def flush(self) -> None:
        """Commit all that was added: it is in the file when this returns."""
        self._commit()
        self._check()

    def close(self, last: RunEvent | None = None, **meta: object) -> None:
        """Commit and close the file; a last commit that fails is let go: nobody is left to be told.

        Args:
            last: The event that ends the run.
            meta: Last facts about it; see `set_meta`.
        """
        self._closing.set()
        self._thread.join()
        self._pending.append((_HISTOGRAM, self._newest_left_out))
        self._commit()
        # By itself: a disk that is too full for all that waited may still have room for how the run ended.
        self._pending.append((_META, _meta_rows(meta)))
        self._pending.append((_EVENT, [_event_row(last)] if last else []))
        self._commit()
        # A finished run is one plain file that can be copied and read anywhere; not while somebody reads it.
        with suppress(sqlite3.Error):
            self._connection.execute("PRAGMA journal_mode = DELETE")
        self._connection.close()

    def _create(self, meta: Mapping[str, object]) -> sqlite3.Connection:
        try:
            connection = sqlite3.connect(
                self._path, timeout=30, isolation_level=None, check_same_thread=False
            )
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.executescript(f"BEGIN; {TABLES}")
            connection.executemany(_META, _meta_rows(meta))
            connection.execute("COMMIT")
        except sqlite3.Error as error:
            raise self._explain(error) from error
        return connection

    def _add(self, statement: str, rows: list[Row]) -> None:
        self._check()
        with self._adding:
            if self._pending and self._pending[-1][0] == statement:
                self._pending[-1][1].extend(rows)
            else:
                self._pending.append((statement, rows))

    def _commit_until_closed(self) -> None:
        while not self._closing.wait(COMMIT_INTERVAL_S):
            self._commit()

    def _commit(self) -> None:
        with self._committing:
            with self._adding:
                pending, self._pending = self._pending, []
            now = time.time()
            if now - self._alive_at >= ALIVE_INTERVAL_S:
                pending.append((_META, [("alive", json.dumps(now))]))
            if not pending:
                return
            try:
                self._write(pending)
                self._alive_at = now
            except sqlite3.Error as error:
                self._failure = self._failure or error

    def _write(self, pending: list[tuple[str, list[Row]]]) -> None:
        execute = self._connection.execute
        execute("BEGIN")
        try:
            for statement, rows in pending:
                self._connection.executemany(statement, rows)
            execute("COMMIT")
        except sqlite3.Error:
            if self._connection.in_transaction:
                execute("ROLLBACK")
            raise

    def _check(self) -> None:
        if self._failure:
            raise self._explain(self._failure) from self._failure

    def _explain(self, error: sqlite3.Error) -> TrainingError:
        return TrainingError(
            f"The run can't be written to {self._path.parent}: {error}.",
            "Make room there or choose another run folder; what was written before is kept.",
        )


def _meta_rows(values: Mapping[str, object]) -> list[Row]:
    return [(key, json.dumps(value)) for key, value in values.items()]


def _event_row(event: RunEvent) -> Row:
    return event.time, event.event, json.dumps(to_json(event))


def _columns(histogram: Histogram) -> Row:
    counts = np.asarray(histogram.counts, COUNTS_DTYPE).tobytes()
    return histogram.low, histogram.high, counts, histogram.mean, histogram.std, histogram.num_non_finite
