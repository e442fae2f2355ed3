"""Opens `run.db` for writing: by the run itself, or by what changes its title, tags and notes."""

import json
import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from designer.errors import TrainingError
from designer.training.schema import SCHEMA_VERSION

INSERT_META = "INSERT OR REPLACE INTO meta VALUES (?, ?)"

_PATIENCE_S = 30.0


def connect(path: Path, *, is_new: bool = False) -> sqlite3.Connection:
    """Open a file; from any thread, one at a time.

    Args:
        is_new: Whether it may be made.

    Raises:
        sqlite3.Error: It can't be opened.
        TrainingError: It is from a newer program.
    """
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={'rwc' if is_new else 'rw'}",
        uri=True,
        timeout=_PATIENCE_S,
        isolation_level=None,
        check_same_thread=False,
    )
    try:
        if not is_new:
            _check_version(path, connection)
    except BaseException:
        connection.close()
        raise
    return connection


def meta_rows(values: Mapping[str, object]) -> list[tuple[Any, ...]]:
    """Facts as rows of the table `meta`."""
    return [(key, json.dumps(value)) for key, value in values.items()]


def _check_version(path: Path, connection: sqlite3.Connection) -> None:
    rows = connection.execute("SELECT value FROM meta WHERE key = 'schema'").fetchall()
    version = rows[0][0] if rows else "none"
    if not version.isdigit() or int(version) > SCHEMA_VERSION:
        raise TrainingError(
            f"{path} has the version {version}, but this program writes up to {SCHEMA_VERSION}.",
            "Update Model Designer.",
        )
