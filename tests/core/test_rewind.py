"""A run goes on from a checkpoint as if it had never gone further."""

import sqlite3
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from designer.errors import TrainingError
from designer.training import samplings
from designer.training.events import CheckpointSaved, EpochEnded, Histogram, Notice
from designer.training.reader import RunReader
from designer.training.store import RunWriter

STEPS_PER_EPOCH = 50
TABLES = ("series", "metrics", "levels", "histograms")


def record(writer: RunWriter, first: int, last: int) -> None:
    """Some steps of a run: points, samplings, ends of epochs, checkpoints."""
    for step in range(first, last + 1):
        epoch = (step - 1) // STEPS_PER_EPOCH + 1
        writer.add_metrics([(writer.series("batch", "loss"), step, epoch, 1 / step)])
        if step % 3 == 0:
            writer.add_histograms(
                step, epoch, {"conv/kernel": histogram(step), "conv/bias": histogram(-step)}
            )
        if step % STEPS_PER_EPOCH == 0:
            metrics = {"loss": 1.0 / epoch}
            writer.add_metrics([(writer.series("epoch", "loss"), step, epoch, metrics["loss"])])
            writer.add_event(EpochEnded(run="r", time=step, epoch=epoch, step=step, metrics=metrics))
            writer.add_event(CheckpointSaved(run="r", time=step, step=step, path="p"))


def histogram(mean: float) -> Histogram:
    return Histogram(-1.0, 1.0, tuple(range(64)), mean, 0.5, 0)


def tables(path: Path) -> dict[str, Any]:
    with sqlite3.connect(path) as connection:
        found = {name: connection.execute(f"SELECT * FROM {name}").fetchall() for name in TABLES}
        found["events"] = connection.execute("SELECT time, event, data FROM events ORDER BY id").fetchall()
    connection.close()
    means = np.array([row[7] for row in found["levels"]])
    found["levels"] = [(*row[:7], row[8]) for row in found["levels"]]
    return {**found, "means": means.round(12).tolist()}


@pytest.mark.parametrize("step", [0, 1, 49, 64, 150, 700, 1024, 1399])
@pytest.mark.parametrize("was_closed", [True, False])
def test_a_rewound_run_ends_with_the_file_of_an_undisturbed_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int, was_closed: bool
) -> None:
    monkeypatch.setattr(samplings, "MAX_SAMPLINGS", 16)
    undisturbed = RunWriter(tmp_path / "a.db")
    record(undisturbed, 1, 1500)
    undisturbed.close()
    writer = RunWriter(tmp_path / "b.db")
    record(writer, 1, step)
    state = writer.sampling_state()
    record(writer, step + 1, 1400)
    if was_closed:
        writer.close()
        writer = RunWriter.reopen(tmp_path / "b.db")
    writer.rewind(step, keep=False, sampling=state)
    record(writer, step + 1, 1500)
    writer.close()
    assert tables(tmp_path / "b.db") == tables(tmp_path / "a.db")


def test_a_run_goes_on_where_it_ended(tmp_path: Path) -> None:
    writer = RunWriter(tmp_path / "run.db", status="running")
    record(writer, 1, 100)
    writer.close(status="stopped")
    writer = RunWriter.reopen(tmp_path / "run.db")
    assert writer.sampling_state() == {"count": 33}
    record(writer, 101, 130)
    writer.close()
    with RunReader(tmp_path / "run.db") as reader:
        assert reader.points("loss").steps.tolist() == list(range(1, 131))
        assert reader.plot("loss", max_points=4).counts.tolist() == [64, 64, 2]
        assert reader.meta()["status"] == "stopped"


def test_points_of_a_rolled_back_run_are_kept_apart(tmp_path: Path) -> None:
    writer = RunWriter(tmp_path / "run.db")
    for _ in range(2):
        record(writer, 51, 60)
        writer.rewind(50, keep=True)
    writer.close()
    with sqlite3.connect(tmp_path / "run.db") as connection:
        undone = connection.execute("SELECT rewind, step, value FROM undone").fetchall()
        assert connection.execute("SELECT COUNT(*) FROM metrics").fetchone() == (0,)
    connection.close()
    assert undone == [(time, step, 1 / step) for time in (1, 2) for step in range(51, 61)]


def test_other_events_outlast_a_rewind(tmp_path: Path) -> None:
    writer = RunWriter(tmp_path / "run.db")
    record(writer, 1, 50)
    writer.add_event(Notice(run="r", time=1.0, message="dead units", step=50))
    writer.rewind(10, keep=False)
    writer.close()
    with RunReader(tmp_path / "run.db") as reader:
        assert [event["event"] for event in reader.events()] == ["notice"]
        assert reader.history() == {"loss": []}


def test_a_second_sampling_of_a_step_replaces_the_first(tmp_path: Path) -> None:
    writer = RunWriter(tmp_path / "run.db")
    for mean in (1.0, 2.0):
        writer.add_histograms(0, 0, {"conv/kernel": histogram(mean)})
    writer.close()
    with RunReader(tmp_path / "run.db") as reader:
        assert [sampling.histogram.mean for sampling in reader.histograms("conv/kernel")] == [2.0]


def test_a_file_that_is_not_there_can_not_be_gone_on_with(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="can't be written"):
        RunWriter.reopen(tmp_path / "run.db")
    assert not list(tmp_path.iterdir())


def test_a_file_of_a_newer_program_is_not_gone_on_with(tmp_path: Path) -> None:
    RunWriter(tmp_path / "run.db").close(schema=99)
    with pytest.raises(TrainingError, match="version 99"):
        RunWriter.reopen(tmp_path / "run.db")
