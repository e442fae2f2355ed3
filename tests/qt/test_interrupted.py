"""Only runs that were really interrupted are offered to go on."""

import json
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from designer.document.project import Project
from designer.training.folder import RunFolder
from designer.training.interrupted import find_interrupted
from designer.training.lock import RunLock
from designer.training.reporter import RunReporter
from designer.training.runs import RunSummary
from designer.ui.steering.resuming import words


def left_behind(run_dir: Path, name: str = "Net") -> RunFolder:
    """What a killed process leaves: a run that says it is running, and a lock that nobody holds."""
    folder = RunFolder.create(run_dir, Project(name=name))
    lock = RunLock(folder.path)
    lock.acquire()
    reporter = RunReporter(folder, Project(name=name), lambda _event: None)
    reporter.run_started(parameters=1, steps_per_epoch=4, epochs=10, batch_size=2, versions={})
    for epoch in (1, 2):
        reporter.epoch_ended(epoch, 4 * epoch, {"loss": 1.0})
    reporter.finish("finished")
    set_meta(folder, status="running")
    lock.release()
    return folder


def set_meta(folder: RunFolder, **values: object) -> None:
    with sqlite3.connect(folder.database) as database:
        rows = [(key, json.dumps(value)) for key, value in values.items()]
        database.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", rows)
    database.close()


def test_an_interrupted_run_is_found(tmp_path: Path) -> None:
    folder = left_behind(tmp_path)
    [run] = find_interrupted(tmp_path)
    assert (run.folder, run.status, run.epochs_done) == (folder.path, "interrupted", 2)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda folder: set_meta(folder, status="finished"),
        lambda folder: set_meta(folder, status="stopped"),
        lambda folder: set_meta(folder, archived=True),
        lambda folder: folder.project_file.unlink(),
        lambda folder: folder.database.write_bytes(b"damaged"),
    ],
    ids=["finished", "stopped", "archived", "without project", "damaged"],
)
def test_any_other_run_is_not(tmp_path: Path, spoil: Callable[[RunFolder], None]) -> None:
    spoil(left_behind(tmp_path))
    assert find_interrupted(tmp_path) == []


def test_a_run_that_a_process_writes_is_not_offered(tmp_path: Path) -> None:
    lock = RunLock(left_behind(tmp_path).path)
    lock.acquire()
    try:
        assert find_interrupted(tmp_path) == []
    finally:
        lock.release()


def test_old_and_dismissed_runs_are_not_offered(tmp_path: Path) -> None:
    folder = left_behind(tmp_path)
    assert find_interrupted(tmp_path, {folder.path.name}) == []
    assert find_interrupted(tmp_path, now=datetime.now(UTC) + timedelta(days=29))
    assert find_interrupted(tmp_path, now=datetime.now(UTC) + timedelta(days=31)) == []


@pytest.mark.parametrize(
    ("later", "ago"),
    [
        (timedelta(seconds=5), "a moment ago"),
        (timedelta(minutes=1), "1 minute ago"),
        (timedelta(hours=2, minutes=59), "2 hours ago"),
        (timedelta(days=3), "3 days ago"),
    ],
)
def test_the_offer_says_where_and_when(tmp_path: Path, later: timedelta, ago: str) -> None:
    run = RunSummary("1", tmp_path, "Net", datetime.now(UTC), "interrupted", epochs_done=2, epochs=10)
    assert run.started
    expected = f"The training of Net was interrupted in epoch 3 of 10, {ago}."
    assert words(run, run.started + later) == expected
