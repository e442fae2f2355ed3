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
    " FROM metrics WHERE series IN (SELECT id FROM series) AND step > :step"
)
# The end of an epoch that had all its batches at the step, but not its validation.
_END = (
    " FROM metrics WHERE series IN (SELECT id FROM series WHERE scope = 'epoch')"
    " AND step = :step AND epoch > :last_epoch"
)
_FORGET = (
    f"DELETE FROM levels WHERE last_step = :step AND series IN (SELECT series{_END})",  # noqa: S608
    f"DELETE{_END}",
    "DELETE FROM metrics WHERE series IN (SELECT id FROM series) AND step > :step",
    "DELETE FROM histograms WHERE series IN (SELECT id FROM series) AND step > :step",
    "DELETE FROM events WHERE event IN ('epoch_end', 'checkpoint') AND json_extract(data, '$.step') > :step",
    "DELETE FROM events WHERE event = 'epoch_end' AND json_extract(data, '$.epoch') > :last_epoch",
)


@dataclass(frozen=True)
class Rewind:
    """Take out what was recorded after a step, and keep the points apart if that is wanted.

    Args:
        last_epoch: Which is whole at the step; None for all that end there.
    """

    step: int
    keeps: bool
    last_epoch: int | None = None


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
        connection.execute(statement, {"step": rewind.step, "last_epoch": rewind.last_epoch})
    levels.rewind(connection, rewind.step)
