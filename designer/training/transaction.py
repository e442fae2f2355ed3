"""One transaction of the writer of a run."""

import sqlite3
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from designer.training.levels import Levels

METRIC = "INSERT INTO metrics VALUES (?, ?, ?, ?)"

# By the keys of the series, so that the whole table needn't be searched.
_KEEP = (
    "INSERT INTO undone SELECT (SELECT COALESCE(MAX(rewind), 0) + 1 FROM undone), series, step, epoch, value"
    " FROM metrics WHERE series IN (SELECT id FROM series) AND step > ?"
)
_FORGET = (
    "DELETE FROM metrics WHERE series IN (SELECT id FROM series) AND step > ?",
    "DELETE FROM histograms WHERE series IN (SELECT id FROM series) AND step > ?",
    "DELETE FROM events WHERE event IN ('epoch_end', 'checkpoint') AND json_extract(data, '$.step') > ?",
)


@dataclass(frozen=True)
class Rewind:
    """Take out what was recorded after a step, and keep the points apart if that is wanted."""

    step: int
    keeps: bool


Pending = tuple[str, list[tuple[Any, ...]]] | Rewind


def write(
    connection: sqlite3.Connection, pending: Sequence[Pending], levels: Levels, *, durable: bool
) -> Levels:
    """Do all of it, in order, or nothing.

    Args:
        levels: As they are before; they aren't changed.
        durable: Whether it shall outlast a loss of power.

    Returns:
        The levels after it.

    Raises:
        sqlite3.Error: Nothing was written.
    """
    levels = levels.copy()
    connection.execute(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
    connection.execute("BEGIN IMMEDIATE")
    try:
        for each in pending:
            if isinstance(each, Rewind):
                _rewind(connection, each, levels)
                continue
            statement, rows = each
            connection.executemany(statement, rows)
            if statement == METRIC:
                levels.add(connection, rows)
        connection.execute("COMMIT")
    except BaseException:
        with suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
        raise
    return levels


def _rewind(connection: sqlite3.Connection, rewind: Rewind, levels: Levels) -> None:
    for statement in (*([_KEEP] if rewind.keeps else []), *_FORGET):
        connection.execute(statement, (rewind.step,))
    levels.rewind(connection, rewind.step)
