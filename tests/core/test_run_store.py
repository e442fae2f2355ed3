import math
import random
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from designer.errors import TrainingError
from designer.training import samplings
from designer.training.events import Histogram, Notice
from designer.training.reader import RunReader
from designer.training.store import RunWriter

WRITE_FOR_EVER = """
import sys
from pathlib import Path
from designer.training.store import RunWriter
writer = RunWriter(Path(sys.argv[1]))
loss = writer.series("batch", "loss")
step = 0
while True:
    writer.add_metrics((loss, step + i, 1, 0.5) for i in range(1, 1001))
    step += 1000
    writer.flush()
    print(step, flush=True)
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "run.db"


@pytest.fixture
def writer(path: Path) -> Iterator[RunWriter]:
    writer = RunWriter(path)
    yield writer
    writer.close()


def histogram(mean: float = 0.0) -> Histogram:
    return Histogram(-1.0, 1.0, tuple(range(64)), mean, 0.5, 3)


def test_points_come_back_as_they_went_in(path: Path, writer: RunWriter) -> None:
    loss = writer.series("batch", "loss")
    writer.add_metrics([(loss, 1, 1, 0.5), (loss, 2, 1, math.nan), (loss, 3, 2, math.inf)])
    writer.flush()
    with RunReader(path) as reader:
        points = reader.points("loss")
        later = reader.points("loss", after_step=2)
    assert points.steps.tolist() == [1, 2, 3]
    assert points.epochs.tolist() == [1, 1, 2]
    np.testing.assert_array_equal(points.values, [0.5, math.nan, math.inf])
    assert later.steps.tolist() == [3]


def test_batch_and_epoch_metrics_of_one_name_are_kept_apart(path: Path, writer: RunWriter) -> None:
    writer.add_metrics([(writer.series("batch", "loss"), 1, 1, 3.0)])
    writer.add_metrics(
        [(writer.series("epoch", "loss"), 1, 1, 2.0), (writer.series("epoch", "val_loss"), 1, 1, 4.0)]
    )
    writer.flush()
    with RunReader(path) as reader:
        assert reader.history() == {"loss": [2.0], "val_loss": [4.0]}
        assert reader.names("batch") == ["loss"]


def test_rows_are_committed_without_being_asked(path: Path, writer: RunWriter) -> None:
    writer.add_metrics([(writer.series("batch", "loss"), 1, 1, 3.0)])
    with RunReader(path) as reader:
        deadline = time.monotonic() + 5
        while not reader.points("loss").steps.size:
            assert time.monotonic() < deadline


def test_histograms_come_back_as_they_went_in(path: Path, writer: RunWriter) -> None:
    writer.add_histograms(10, 1, {"conv/kernel": histogram(0.25)})
    writer.flush()
    with RunReader(path) as reader:
        [sampling] = reader.histograms("conv/kernel")
    assert (sampling.step, sampling.epoch, sampling.histogram) == (10, 1, histogram(0.25))


def test_a_long_run_keeps_evenly_spread_samplings_and_the_newest(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(samplings, "MAX_SAMPLINGS", 8)
    writer = RunWriter(path)
    for sample in range(100):
        writer.add_histograms(sample * 10, 1, {"conv/kernel": histogram()})
    writer.close()
    with RunReader(path) as reader:
        steps = [sampling.step for sampling in reader.histograms("conv/kernel")]
    assert steps == [0, 160, 320, 480, 640, 800, 960, 990]


def test_events_are_kept_in_order_as_json(path: Path, writer: RunWriter) -> None:
    writer.add_event(Notice(run="r", time=1.0, message="one"))
    writer.add_event(Notice(run="r", time=math.inf, message="two"))
    writer.flush()
    with RunReader(path) as reader:
        assert [(event["message"], event["time"]) for event in reader.events()] == [
            ("one", 1.0),
            ("two", None),
        ]


def test_a_closed_run_is_one_plain_file(path: Path) -> None:
    RunWriter(path).close()
    assert [entry.name for entry in path.parent.iterdir()] == ["run.db"]


def test_a_file_that_can_not_be_made_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="can't be written"):
        RunWriter(tmp_path / "missing" / "run.db")


@pytest.mark.parametrize("content", [b"", b"no database at all" * 100])
def test_a_damaged_file_is_one_clear_line(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(TrainingError, match="can't be read"):
        RunReader(path)


def test_a_newer_file_is_refused(path: Path) -> None:
    writer = RunWriter(path)
    writer.set_meta(schema=99)
    writer.close()
    with pytest.raises(TrainingError, match="version 99"):
        RunReader(path)


def test_a_killed_writer_leaves_all_that_it_acknowledged(tmp_path: Path, soak: bool) -> None:
    for number in range(60 if soak else 5):
        path = tmp_path / f"{number}.db"
        acknowledged = write_until_killed(path)
        with RunReader(path) as reader:
            steps = reader.points("loss").steps
            buckets = reader.plot("loss", max_points=10)
        assert len(steps) >= acknowledged
        assert buckets.counts.sum() == len(steps)
        assert steps.tolist() == list(range(1, len(steps) + 1))
        with sqlite3.connect(path) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        connection.close()


def write_until_killed(path: Path) -> int:
    with subprocess.Popen(
        [sys.executable, "-c", WRITE_FOR_EVER, str(path)], stdout=subprocess.PIPE
    ) as process:
        assert process.stdout
        acknowledged = [int(process.stdout.readline()) for _ in range(random.randint(1, 50))]
        process.kill()
        rest = process.stdout.read().splitlines()[:-1]
    return max(acknowledged + [int(line) for line in rest])
