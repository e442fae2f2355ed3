"""The file that a run is recorded in: how fast points go in, plots come out, and a folder is listed.

Others get the same points in the way that their users write them: CSVLogger a row of four metrics an epoch,
TensorBoard's event writer and `tf.summary` one scalar at a time.
"""

import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.figures import Figure
from benchmarks.stopwatch import repeated
from designer.document.project import Project
from designer.training.folder import RunFolder
from designer.training.reader import RunReader
from designer.training.runs import list_runs
from designer.training.store import RunWriter

_NUM_POINTS = 1_000_000
_NUM_POINTS_OF_OTHERS = 40_000
_AT_ONCE = 1000
_NUM_SERIES = 4
_NUM_RUNS, _NUM_EPOCHS = 500, 100
_REPEATS = 3

Writer = Callable[[Path], Callable[[], int]]
"""Prepares for a file or folder; what it gives writes, and tells how many points."""


def measure() -> list[Figure]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        return [_writing(folder), *_reading(folder), _listing(folder)]


def _writing(folder: Path) -> Figure:
    """Our writer, and in turns those of others."""
    ours: list[float] = []
    more: dict[str, list[float]] = {}
    for turn in range(_REPEATS):
        for name, writer in {"ours": _ours, **_OTHERS}.items():
            speed, processor_speed = _speeds(writer(folder / f"{name} {turn}"))
            if name == "ours":
                ours.append(speed)
            else:
                more.setdefault(name, []).append(speed)
            more.setdefault(f"{name}, by processor time", []).append(processor_speed)
    details = {name: median(speeds) for name, speeds in more.items()}
    return Figure("run store, writing", tuple(ours), "points/s", 500_000, "higher", details)


def _speeds(write: Callable[[], int]) -> tuple[float, float]:
    """Points a second, and points a second of processor time."""
    started, started_here = time.perf_counter(), time.process_time()
    num_points = write()
    return num_points / (time.perf_counter() - started), num_points / (time.process_time() - started_here)


def _ours(path: Path) -> Callable[[], int]:
    writer = RunWriter(path)
    series = [writer.series("batch", f"metric {number}") for number in range(_NUM_SERIES)]
    num_steps = _AT_ONCE // _NUM_SERIES
    parts = [
        [(number, step, 1, step / 7) for step in range(first, first + num_steps) for number in series]
        for first in range(1, _NUM_POINTS // _NUM_SERIES, num_steps)
    ]

    def write() -> int:
        for part in parts:
            writer.add_metrics(part)
        writer.close()
        return _NUM_POINTS

    return write


def _csv_logger(path: Path) -> Callable[[], int]:
    import keras

    logger = keras.callbacks.CSVLogger(path)
    logger.set_model(keras.Sequential())

    def write() -> int:
        logger.on_train_begin()
        for epoch in range(_NUM_POINTS_OF_OTHERS // _NUM_SERIES):
            logger.on_epoch_end(epoch, {f"metric {number}": epoch / 7 for number in range(_NUM_SERIES)})
        logger.on_train_end()
        return _NUM_POINTS_OF_OTHERS

    return write


def _tensorboard(path: Path) -> Callable[[], int]:
    from tensorboard.compat.proto.event_pb2 import Event
    from tensorboard.compat.proto.summary_pb2 import Summary
    from tensorboard.summary.writer.event_file_writer import EventFileWriter

    writer = EventFileWriter(str(path))

    def write() -> int:
        for step in range(_NUM_POINTS_OF_OTHERS):
            summary = Summary(value=[Summary.Value(tag="loss", simple_value=step / 7)])
            writer.add_event(Event(wall_time=step, step=step, summary=summary))
        writer.close()
        return _NUM_POINTS_OF_OTHERS

    return write


def _tf_summary(path: Path) -> Callable[[], int]:
    import tensorflow as tf

    writer = tf.summary.create_file_writer(str(path))

    def write() -> int:
        num_points = _NUM_POINTS_OF_OTHERS // 8
        with writer.as_default():
            for step in range(num_points):
                tf.summary.scalar("loss", step / 7, step=step)
        writer.close()
        return num_points

    return write


_OTHERS: dict[str, Writer] = {
    "Keras CSVLogger": _csv_logger,
    "TensorBoard's event writer": _tensorboard,
    "tf.summary": _tf_summary,
}


def _reading(folder: Path) -> list[Figure]:
    path = folder / "long.db"
    writer = RunWriter(path)
    loss = writer.series("batch", "loss")
    writer.add_metrics((loss, step, 1, step / 7) for step in range(1, _NUM_POINTS + 1))
    writer.close()
    with RunReader(path) as reader:
        whole = repeated(lambda: reader.plot("loss"), _REPEATS * 8)
        part = repeated(lambda: reader.plot("loss", low_step=700_000, high_step=800_000), _REPEATS * 8)
        raw = repeated(lambda: reader.points("loss"), _REPEATS)
    details = {"a tenth of it": median(part), "all of its points instead": median(raw)}
    return [
        Figure(f"run store, a plot of {_NUM_POINTS:,} points", tuple(whole), "ms", 5, "lower", details),
        Figure(
            "run store, such a run opened again", tuple(repeated(lambda: _reopen(path))), "ms", 50, "lower"
        ),
    ]


def _reopen(path: Path) -> Any:
    with RunReader(path) as reader:
        return reader.meta(), reader.names("batch"), reader.last_values("batch"), reader.last_values("epoch")


def _listing(folder: Path) -> Figure:
    run_dir = folder / "runs"
    for number in range(_NUM_RUNS):
        run = RunFolder.create(run_dir, Project(f"Run {number}"))
        writer = RunWriter(run.database, status="running", name="Net", epochs=_NUM_EPOCHS)
        names = ("loss", "accuracy", "val_loss", "val_accuracy")
        series = [writer.series("epoch", name) for name in names]
        writer.add_metrics(
            (each, epoch, epoch, 1 / epoch) for epoch in range(1, _NUM_EPOCHS + 1) for each in series
        )
        writer.close(status="finished")
    name = f"run store, a folder of {_NUM_RUNS} runs of {_NUM_EPOCHS} epochs listed"
    return Figure(name, tuple(repeated(lambda: list_runs(run_dir), _REPEATS)), "ms", 1000, "lower")
