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
from designer.training.connection import INSERT_META, connect, meta_rows
from designer.training.copying import Excerpt, copy_excerpt
from designer.training.events import Histogram, RunEvent, to_json
from designer.training.full_disk import is_disk_full
from designer.training.levels import Levels
from designer.training.samplings import Samplings
from designer.training.schema import ALIVE_INTERVAL_S, COUNTS_DTYPE, SCHEMA_VERSION, TABLES, Scope
from designer.training.transaction import METRIC, Pending, Rewind, write

Row = tuple[Any, ...]

COMMIT_INTERVAL_S = 0.1
FULL_DISK_INTERVAL_S = 1.0

_SERIES = "INSERT INTO series VALUES (?, ?, ?)"
_EVENT = "INSERT INTO events (time, event, data) VALUES (?, ?, ?)"


class RunWriter:
    """Collects rows and commits them every 100 ms, from a thread of its own so that training doesn't wait.

    While the disk is full it keeps all rows in memory and tries again every second. `Samplings` says which
    histograms are kept.

    Args:
        path: The database to make.
        goes_on: Whether it is there, from before.
        meta: First facts about the run; see `set_meta`.

    Raises:
        TrainingError: The file can't be made, isn't there, or is from a newer program; from every method but
            `close`, once it can't be written for another reason than a full disk.
    """

    def __init__(self, path: Path, *, goes_on: bool = False, **meta: object) -> None:
        self._path = path
        self._pending: list[Pending] = []
        self._series: dict[tuple[Scope, str], int] = {}
        self._samplings = Samplings()
        self._levels = Levels()
        self._failure: sqlite3.Error | None = None
        self._is_disk_full = False
        self._alive_at = 0.0
        self._adding = threading.Lock()
        self._committing = threading.Lock()
        self._closing = threading.Event()
        self._connection = self._connect(meta, is_new=not goes_on)
        self._thread = threading.Thread(target=self._commit_until_closed, name="run-writer", daemon=True)
        self._thread.start()

    @classmethod
    def reopen(cls, path: Path) -> "RunWriter":
        """Go on with the file of a run that was written before."""
        return cls(path, goes_on=True)

    @property
    def is_disk_full(self) -> bool:
        """Whether rows wait in memory for room on the disk."""
        return self._is_disk_full

    def set_meta(self, **values: object) -> None:
        """Set facts about the run: anything that JSON can hold."""
        self._add(INSERT_META, meta_rows(values))

    def series(self, scope: Scope, name: str) -> int:
        """The number of a series; it is made on first use."""
        if (number := self._series.get((scope, name))) is None:
            number = self._series[scope, name] = len(self._series) + 1
            self._add(_SERIES, [(number, scope, name)])
        return number

    def add_metrics(self, rows: Iterable[tuple[int, int, int, float]]) -> None:
        """Add points: series, step, epoch, value. A series has one point a step, and steps only grow."""
        self._add(METRIC, list(rows))

    def add_histograms(self, step: int, epoch: int, histograms: Mapping[str, Histogram]) -> None:
        """Add one sampling of all weights; a second one of a step replaces the first."""
        series = [self.series("histogram", name) for name in histograms]
        columns = [_columns(histogram) for histogram in histograms.values()]
        for statement, rows in self._samplings.add(step, epoch, series, columns):
            self._add(statement, rows)

    def add_event(self, event: RunEvent) -> None:
        """Add an event as JSON."""
        self._add(_EVENT, [_event_row(event)])

    def sampling_state(self) -> dict[str, Any]:
        """What `rewind` needs to keep the same histograms as a run that was never interrupted; JSON."""
        return {"count": self._samplings.count}

    def rewind(
        self,
        step: int,
        *,
        keep: bool,
        sampling: Mapping[str, Any] | None = None,
        last_epoch: int | None = None,
    ) -> None:
        """Take out all points, histograms, ends of epochs and checkpoints after a step, in one transaction.

        Args:
            keep: Whether the points go to the table `undone` first.
            sampling: The `sampling_state` of that step; by default, what the file tells of it.
            last_epoch: Which is whole at that step; by default, all that end there.
        """
        with self._adding:
            self._pending.append(Rewind(step, keep, last_epoch))
        self.flush()
        with self._committing:
            self._samplings.load(self._connection, sampling["count"] if sampling else None)

    def copy_from(self, excerpt: Excerpt, sampling: Mapping[str, Any] | None = None) -> None:
        """Begin with what another run recorded up to a step, in one transaction.

        Args:
            sampling: As in `rewind`.
        """
        self.flush()
        with self._committing:
            try:
                copy_excerpt(self._connection, excerpt)
            except sqlite3.Error as error:
                raise self._explain(error) from error
            self._load(self._connection)
            self._samplings.load(self._connection, sampling["count"] if sampling else None)

    def flush(self, *, durable: bool = False) -> None:
        """Commit all that was added: it is in the file when this returns, unless the disk is full.

        Args:
            durable: Whether it shall outlast a loss of power, too.
        """
        self._commit(durable=durable)
        self._check()

    def close(self, last: RunEvent | None = None, **meta: object) -> None:
        """Commit and close the file; a last commit that fails is let go: nobody is left to be told.

        Args:
            last: The event that ends the run.
            meta: Last facts about it; see `set_meta`.
        """
        self._closing.set()
        self._thread.join()
        self._commit()
        # By itself: a disk that is too full for all that waited may still have room for how the run ended.
        self._pending = [(INSERT_META, meta_rows(meta)), (_EVENT, [_event_row(last)] if last else [])]
        self._commit()
        # A finished run is one plain file that can be copied and read anywhere; not while somebody reads it.
        with suppress(sqlite3.Error):
            self._connection.execute("PRAGMA journal_mode = DELETE")
        self._connection.close()

    def _connect(self, meta: Mapping[str, object], *, is_new: bool) -> sqlite3.Connection:
        try:
            connection = connect(self._path, is_new=is_new)
            try:
                connection.execute("PRAGMA journal_mode = WAL")
                connection.executescript(f"BEGIN; {TABLES}")
                facts = {"schema": SCHEMA_VERSION, "alive": time.time(), **meta}
                connection.executemany(INSERT_META, meta_rows(facts))
                self._load(connection)
                connection.execute("COMMIT")
            except BaseException:
                connection.close()
                raise
        except sqlite3.Error as error:
            raise self._explain(error) from error
        return connection

    def _load(self, connection: sqlite3.Connection) -> None:
        rows = connection.execute("SELECT scope, name, id FROM series").fetchall()
        self._series = {(scope, name): number for scope, name, number in rows}
        self._samplings.load(connection)
        self._levels.rebuild(connection)

    def _add(self, statement: str, rows: list[Row]) -> None:
        self._check()
        with self._adding:
            last = self._pending[-1] if self._pending else None
            if isinstance(last, tuple) and last[0] == statement:
                last[1].extend(rows)
            else:
                self._pending.append((statement, rows))

    def _commit_until_closed(self) -> None:
        while not self._closing.wait(FULL_DISK_INTERVAL_S if self._is_disk_full else COMMIT_INTERVAL_S):
            self._commit()

    def _commit(self, *, durable: bool = False) -> None:
        with self._committing:
            with self._adding:
                pending, self._pending = self._pending, []
            now = time.time()
            alive: list[Pending] = []
            # A durable commit has to write something, for what was committed before it, too.
            if durable or self._is_disk_full or now - self._alive_at >= ALIVE_INTERVAL_S:
                alive = [(INSERT_META, meta_rows({"alive": now}))]
            if not pending and not alive:
                return
            try:
                self._levels = write(self._connection, [*pending, *alive], self._levels, durable=durable)
                if not self._path.exists():  # where the system lets go of an open file
                    raise sqlite3.OperationalError(f"{self._path.name} is gone")
            except sqlite3.Error as error:
                self._bear(error, pending)
            else:
                self._is_disk_full = False
                self._alive_at = now if alive else self._alive_at

    def _bear(self, error: sqlite3.Error, pending: list[Pending]) -> None:
        if not is_disk_full(error, self._path):
            self._failure = self._failure or error
            return
        with self._adding:
            self._pending = pending + self._pending
        self._is_disk_full = True

    def _check(self) -> None:
        if self._failure:
            raise self._explain(self._failure) from self._failure

    def _explain(self, error: sqlite3.Error) -> TrainingError:
        return TrainingError(
            f"The run can't be written to {self._path.parent}: {error}.",
            "Make room there or choose another run folder; what was written before is kept.",
        )


def _event_row(event: RunEvent) -> Row:
    return event.time, event.event, json.dumps(to_json(event))


def _columns(histogram: Histogram) -> Row:
    counts = np.asarray(histogram.counts, COUNTS_DTYPE).tobytes()
    return histogram.low, histogram.high, counts, histogram.mean, histogram.std, histogram.num_non_finite
