"""What people change about a run: title, tags, note, whether it is archived, and whether it is there at all.

All of it but the last is kept in `run.db`, and may be changed while the run goes on.
"""

import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from designer.errors import TrainingError
from designer.training.connection import INSERT_META, connect, meta_rows
from designer.training.folder import RunFolder
from designer.training.reader import RunReader
from designer.training.runs import summarise


def rename(run: RunFolder, title: str) -> None:
    """Give a run a title; an empty one shows the project's name again.

    Raises:
        TrainingError: The run can't be read or written; from every function here.
    """
    _set_meta(run, title=" ".join(title.split()))


def set_tags(run: RunFolder, tags: Iterable[str]) -> None:
    """Let a run have these tags, each once, in this order."""
    _set_meta(run, tags=list(dict.fromkeys(filter(None, (" ".join(tag.split()) for tag in tags)))))


def add_tags(run: RunFolder, tags: Iterable[str]) -> None:
    """Add tags to those that a run has."""
    set_tags(run, [*_tags(run), *tags])


def remove_tags(run: RunFolder, tags: Iterable[str]) -> None:
    """Take tags from a run; those that it doesn't have are passed over."""
    gone = set(tags)
    set_tags(run, [tag for tag in _tags(run) if tag not in gone])


def set_note(run: RunFolder, text: str) -> None:
    """Write a note about a run; it takes the place of the last one, which stays in the file."""
    with _changing(run) as connection:
        connection.execute("INSERT INTO notes (time, text) VALUES (?, ?)", (time.time(), text.strip()))


def archive(run: RunFolder) -> None:
    """Put a run away: it is listed only on request."""
    _set_meta(run, archived=True)


def unarchive(run: RunFolder) -> None:
    """Bring an archived run back."""
    _set_meta(run, archived=False)


def delete(run: RunFolder) -> None:
    """Move a run's folder to the trash.

    Raises:
        TrainingError: The run goes on, or there is no trash for it.
    """
    if summarise(run).is_going_on:
        raise TrainingError(f"The run {run.path.name} is still going on.", "Stop it before you delete it.")
    from send2trash import send2trash

    try:
        send2trash(run.path)
    except OSError as error:
        raise TrainingError(
            f"The run {run.path.name} can't be moved to the trash: {error.strerror or error}.",
            f"Delete the folder {run.path} yourself if you don't want it any more.",
        ) from error


def _tags(run: RunFolder) -> list[str]:
    with RunReader(run.database) as reader:
        return list(reader.meta().get("tags", ()))


def _set_meta(run: RunFolder, **values: object) -> None:
    with _changing(run) as connection:
        connection.executemany(INSERT_META, meta_rows(values))


@contextmanager
def _changing(run: RunFolder) -> Iterator[sqlite3.Connection]:
    """A transaction beside that of the run itself, which waits for it."""
    try:
        connection = connect(run.database)
        try:
            connection.execute("BEGIN IMMEDIATE")
            yield connection
            connection.execute("COMMIT")
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise TrainingError(
            f"The run {run.path.name} can't be changed: {error}.",
            f"Make sure that {run.path} is there, is whole and may be written.",
        ) from error
