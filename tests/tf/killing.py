"""Runs that are killed at a chosen moment, and what two runs have to agree on."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import h5py
import numpy as np

from designer.document.builder import NetworkBuilder
from designer.document.files import save_project
from designer.document.project import Project
from designer.document.schedules import Cosine, Plateau
from designer.document.settings import (
    Adaptation,
    Checkpointing,
    DataSettings,
    EarlyStopping,
    TrainingSettings,
)
from designer.training.folder import RunFolder
from tests.conftest import ROOT
from tests.tf import ends

EPOCHS = 4
_DIGITS = DataSettings(adaptation=Adaptation(scale=1 / 16), validation_percent=30)
_TIMEOUT_S = 120

Moment = Callable[[Path, str], bool]
"""Whether to kill now: from the folder of runs and the line that the run has just said."""


def normalised(_folder: Path) -> Project:
    """BatchNormalization and dropout; Adam."""
    net = NetworkBuilder("Normalised")
    x = net.add("Conv2D", net.input((8, 8, 1)), filters=4, kernel_size=3)
    x = net.add("Dropout", net.add("ReLU", net.add("BatchNormalization", x)), rate=0.3)
    net.add("Dense", net.add("Flatten", x), units=10, activation="softmax")
    return _digits(net, checkpoints=Checkpointing(every=7, unit="batches"))


def recurrent(_folder: Path) -> Project:
    """An LSTM with dropout in its state; a metric that is no mean; a schedule that changes at every batch."""
    net = NetworkBuilder("Recurrent")
    x = net.add("Reshape", net.input((8, 8, 1)), target_shape=(8, 8))
    x = net.add("LSTM", x, units=8, dropout=0.2, recurrent_dropout=0.2)
    net.add("Dense", x, units=10, activation="softmax")
    loss = ({"object": "CategoricalCrossentropy"},)
    return _digits(net, schedule=Cosine(), loss=loss, metrics=({"object": "AUC"},))


def two_outputs(folder: Path) -> Project:
    """A policy and a value, with a loss for each, on positions of a game."""
    np.savez(folder / "go.npz", **ends.go_positions())
    data = DataSettings(source=f"numpy:{folder / 'go.npz'}", validation_percent=40)
    training = TrainingSettings(epochs=EPOCHS, batch_size=32, seed=3)
    return ends.alphago().replace(name="Two outputs", data=data, training=training)


def plateau(_folder: Path) -> Project:
    """A rate that falls and a run that ends by what callbacks remember; averaged weights."""
    net = NetworkBuilder("Plateau")
    x = net.add("Dense", net.add("Flatten", net.input((8, 8, 1))), units=16, activation="relu")
    net.add("Dense", net.add("Dropout", x, rate=0.2), units=10, activation="softmax")
    return _digits(
        net,
        schedule=Plateau(monitor="loss", patience=1, min_delta=10.0, factor=0.5),
        early_stopping=EarlyStopping(patience=2, min_delta=0.5, monitor="val_accuracy"),
        optimizer={"object": "SGD", "params": {"learning_rate": 0.1, "momentum": 0.9, "use_ema": True}},
    )


KINDS: tuple[Callable[[Path], Project], ...] = (normalised, recurrent, two_outputs, plateau)


def at_step(step: int) -> Moment:
    """Once a step was said."""
    return lambda _folder, line: line == f"batch {step}"


def in_validation(steps_per_epoch: int) -> Moment:
    """Once all batches of the second epoch are done."""
    return at_step(2 * steps_per_epoch)


def while_saving(after_step: int) -> Moment:
    """Once a checkpoint is half written."""

    def is_now(run_dir: Path, line: str) -> bool:
        if not line.startswith("batch ") or int(line.split()[1]) < after_step:
            return False
        return any(run_dir.glob("*/checkpoints/.part-*"))

    return is_now


def killed(verb: str, what: Path, run_dir: Path, is_now: Moment) -> Path:
    """Begin or go on with a run in a process of its own, and kill it; gives the run's folder."""
    command = [sys.executable, "-m", "tests.tf.kill_child", verb, str(what), str(run_dir)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT, env=environment, text=True)
    deadline = time.monotonic() + _TIMEOUT_S
    with process:
        assert process.stdout
        for line in process.stdout:
            if is_now(run_dir, line.strip()) or time.monotonic() > deadline:
                process.send_signal(signal.SIGKILL)
                break
    assert process.wait() == -signal.SIGKILL, "The run ended before it could be killed."
    return max(run_dir.iterdir(), key=lambda path: path.name)


def project_file(project: Project, folder: Path) -> Path:
    """The project on disk."""
    file = folder / "project.json"
    save_project(project, file)
    return file


def recorded(folder: Path) -> dict[str, list[Any]]:
    """All that a run has recorded, times aside."""
    database = sqlite3.connect(RunFolder(folder).database)
    metrics = (
        "SELECT scope, name, step, epoch, value FROM metrics JOIN series ON id = series ORDER BY 1, 2, 3"
    )
    histograms = (
        "SELECT name, step, epoch, low, high, counts, mean, std FROM histograms"
        " JOIN series ON id = series ORDER BY 1, 2"
    )
    try:
        return {
            "metrics": database.execute(metrics).fetchall(),
            "histograms": database.execute(histograms).fetchall(),
        }
    finally:
        database.close()


def weights(folder: Path) -> dict[str, dict[str, bytes]]:
    """The values of the last and the best model with their optimisers, bit for bit, as Keras stored them.

    `load_model` leaves out the optimiser of a run in half precision.
    """
    run = RunFolder(folder)
    return {file.name: _stored(file) for file in (run.last_file, run.best_file)}


def _stored(model_file: Path) -> dict[str, bytes]:
    values: dict[str, bytes] = {}

    def take(name: str, item: object) -> None:
        if isinstance(item, h5py.Dataset):
            values[name] = np.asarray(item).tobytes()

    with ZipFile(model_file) as archive, h5py.File(BytesIO(archive.read("model.weights.h5"))) as file:
        file.visititems(take)
    assert any(name.startswith("optimizer/") for name in values)
    return values


def _digits(net: NetworkBuilder, **settings: Any) -> Project:
    training = TrainingSettings(epochs=EPOCHS, batch_size=32, seed=3, histogram_interval=5, **settings)
    return net.project().replace(data=_DIGITS, training=training)
