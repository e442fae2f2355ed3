"""The record of a branch begins with that of the other run, whole and in its own steps."""

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from designer.training.copying import Excerpt
from designer.training.events import EpochEnded, Marked
from designer.training.reader import RunReader
from designer.training.store import RunWriter
from tests.core.test_rewind import STEPS_PER_EPOCH, record, tables


def source(tmp_path: Path, last: int = 400) -> Path:
    writer = RunWriter(tmp_path / "source.db")
    record(writer, 1, last)
    for step in (20, last):
        writer.add_event(Marked(run="r", time=1.0, kind="paused", epoch=1, step=step, text="paused"))
    writer.close()
    return tmp_path / "source.db"


def copied(tmp_path: Path, excerpt: Excerpt) -> Path:
    writer = RunWriter(tmp_path / "branch.db")
    writer.copy_from(excerpt)
    writer.close()
    return tmp_path / "branch.db"


def without_events(found: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in found.items() if name != "events"}


@pytest.mark.parametrize("step", [50, 63, 150])
def test_the_copy_is_what_a_run_of_that_many_steps_records(tmp_path: Path, step: int) -> None:
    short = RunWriter(tmp_path / "short.db")
    record(short, 1, step)
    short.close()
    path = copied(tmp_path, Excerpt(source(tmp_path), step, (STEPS_PER_EPOCH, STEPS_PER_EPOCH)))
    assert without_events(tables(path)) == without_events(tables(tmp_path / "short.db"))


def test_the_other_file_stays_as_it_is(tmp_path: Path) -> None:
    path = source(tmp_path)
    before = tables(path)
    copied(tmp_path, Excerpt(path, 100, (STEPS_PER_EPOCH, STEPS_PER_EPOCH)))
    assert tables(path) == before


def test_marks_and_ends_of_epochs_come_along_up_to_the_step(tmp_path: Path) -> None:
    path = copied(tmp_path, Excerpt(source(tmp_path), 120, (STEPS_PER_EPOCH, STEPS_PER_EPOCH)))
    with RunReader(path) as reader:
        found = [(event["event"], event["step"]) for event in reader.events()]
    assert found == [(EpochEnded.event, 50), (EpochEnded.event, 100), (Marked.event, 20)]


@pytest.mark.parametrize(("new", "num_points"), [(100, 100), (10, 20)])
def test_steps_are_those_of_epochs_with_other_batches(tmp_path: Path, new: int, num_points: int) -> None:
    path = copied(tmp_path, Excerpt(source(tmp_path), 100, (STEPS_PER_EPOCH, new)))
    with RunReader(path) as reader:
        batches, epochs = reader.points("loss"), reader.points("loss", "epoch")
    assert epochs.steps.tolist() == [new, 2 * new]
    assert (len(batches.steps), batches.steps[-1]) == (num_points, 2 * new)
    assert batches.values[-1] == 1 / 100


def test_a_copy_that_fails_leaves_nothing(tmp_path: Path) -> None:
    damaged = source(tmp_path)
    with sqlite3.connect(damaged) as database:
        database.execute("DROP TABLE histograms")
    database.close()
    writer = RunWriter(tmp_path / "branch.db")
    with pytest.raises(Exception, match="histograms"):
        writer.copy_from(Excerpt(damaged, 100, (STEPS_PER_EPOCH, STEPS_PER_EPOCH)))
    writer.close()
    assert tables(tmp_path / "branch.db")["metrics"] == []
