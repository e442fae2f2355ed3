"""Takes what another run recorded up to a step over into the file of a new run."""

import sqlite3
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from designer.training.levels import Levels


@dataclass(frozen=True)
class Excerpt:
    """What of another run is wanted.

    Args:
        database: Of that run.
        step: The last one.
        steps: How many batches an epoch has there, and in the run that takes it over.
    """

    database: Path
    step: int
    steps: tuple[int, int]


# Steps that fall together, since epochs have fewer batches here, leave the last of them.
_SCALED = "CAST((:new * {step} + :old - 1) / :old AS INTEGER)"
_STEP = _SCALED.format(step="step")
_EVENT_STEP = "json_extract(data, '$.step')"
_THEIRS = (
    " FROM source.{table} JOIN source.series AS theirs ON theirs.id = series"
    " JOIN main.series AS ours ON ours.scope = theirs.scope AND ours.name = theirs.name"
    " WHERE step <= :step ORDER BY step"
)
_COPY = (
    "DELETE FROM main.events WHERE event IN ('epoch_end', 'mark')",
    "INSERT OR IGNORE INTO main.series (scope, name) SELECT scope, name FROM source.series ORDER BY id",
    (
        f"INSERT OR REPLACE INTO main.metrics SELECT ours.id, {_STEP}, epoch, value"
        f"{_THEIRS.format(table='metrics')}"
    ),
    (
        f"INSERT OR REPLACE INTO main.histograms SELECT ours.id, {_STEP}, epoch, sample, low, high, counts,"
        f" mean, std, non_finite{_THEIRS.format(table='histograms')}"
    ),
    (
        "INSERT INTO main.events (time, event, data) SELECT time, event,"  # noqa: S608
        f" json_set(data, '$.step', {_SCALED.format(step=_EVENT_STEP)}) FROM source.events"
        f" WHERE event IN ('epoch_end', 'mark') AND {_EVENT_STEP} <= :step ORDER BY id"
    ),
)


def copy_excerpt(connection: sqlite3.Connection, excerpt: Excerpt) -> None:
    """Copy points, histograms, ends of epochs and marks, all or nothing, and make their levels.

    Args:
        connection: Of a run that has no points yet.

    Raises:
        sqlite3.Error: Nothing was copied.
    """
    old, new = excerpt.steps
    values = {"step": excerpt.step, "old": old, "new": new}
    connection.execute("ATTACH ? AS source", (f"{excerpt.database.absolute().as_uri()}?mode=ro",))
    try:
        connection.execute("BEGIN IMMEDIATE")
        try:
            for statement in _COPY:
                connection.execute(statement, values)
            Levels().rebuild(connection)
            connection.execute("COMMIT")
        except BaseException:
            with suppress(sqlite3.Error):
                connection.execute("ROLLBACK")
            raise
    finally:
        connection.execute("DETACH source")
