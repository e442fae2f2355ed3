"""Training with events, histograms every 10 batches and the run store, against plain `model.fit`.

Pairs of one plain and one recorded training alternate, since a machine's speed drifts. The first epoch, in
which TensorFlow traces, is left out of both. The plain one gets NumPy arrays that are ready to use.
"""

import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks import plain
from benchmarks.figures import Figure
from designer.document.builder import NetworkBuilder
from designer.document.presets import load_preset
from designer.document.project import Project
from designer.document.settings import DataSettings, TrainingSettings
from designer.training.events import EpochEnded, RunEvent
from designer.training.trainer import train

if TYPE_CHECKING:
    import keras

NUM_PAIRS = 10


@dataclass(frozen=True)
class Case:
    """A network, on samples of random numbers.

    Args:
        model: Builds it in plain Keras code.
        project: Builds the same network here.
        epochs: With the first, which isn't measured.
    """

    name: str
    model: "Callable[[], keras.Model]"
    project: Callable[[], Project]
    sample_shape: tuple[int, ...]
    num_samples: int
    batch_size: int
    epochs: int
    goal: float


def measure() -> list[Figure]:
    return [_compare(case) for case in (MLP, WIDE_RESNET)]


def _compare(case: Case) -> Figure:
    with tempfile.TemporaryDirectory() as folder:
        x, y, project = prepare(case, Path(folder))
        pairs = []
        for number in range(NUM_PAIRS):
            if number % 2:
                recorded = epochs_s(project, Path(folder))
                pairs.append((_fit_plain(case, x, y), recorded))
            else:
                pairs.append((_fit_plain(case, x, y), epochs_s(project, Path(folder))))
    steps = (case.epochs - 1) * -(-case.num_samples // case.batch_size)
    plain_s, recorded_s = zip(*pairs, strict=True)
    details = {
        "plain ms a batch": median(plain_s) / steps * 1000,
        "recorded ms a batch": median(recorded_s) / steps * 1000,
    }
    ratios = tuple(plain / recorded for plain, recorded in pairs)
    return Figure(f"speed of training {case.name}", ratios, "× plain fit", case.goal, "higher", details)


def prepare(case: Case, folder: Path) -> tuple[Any, Any, Project]:
    generator = np.random.default_rng(0)
    x = generator.random((case.num_samples, *case.sample_shape), dtype=np.float32)
    y = generator.integers(0, 10, case.num_samples)
    y[:10] = range(10)
    np.savez(folder / "data.npz", x_train=x, y_train=y)
    data = DataSettings(source=f"numpy:{folder / 'data.npz'}", validation_percent=0)
    training = TrainingSettings(epochs=case.epochs, batch_size=case.batch_size)
    return x, y, case.project().replace(data=data, training=training)


def _fit_plain(case: Case, x: Any, y: Any) -> float:
    import keras

    ends: list[float] = []
    clock = keras.callbacks.LambdaCallback(
        on_epoch_end=lambda _epoch, _logs: ends.append(time.perf_counter())
    )
    keras.utils.set_random_seed(0)
    model = case.model()
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    model.fit(x, y, batch_size=case.batch_size, epochs=case.epochs, verbose=0, callbacks=[clock])
    return ends[-1] - ends[0]


def epochs_s(project: Project, folder: Path) -> float:
    events: list[RunEvent] = []
    train(project, run_dir=folder, emit=events.append)
    ends = [event.time for event in events if isinstance(event, EpochEnded)]
    return ends[-1] - ends[0]


def _mlp_project() -> Project:
    net = NetworkBuilder("MLP")
    x = net.add("Flatten", net.input((28, 28)))
    net.add("Dense", net.add("Dense", x, units=300, activation="sigmoid"), units=10, activation="softmax")
    return net.project()


MLP = Case("a 300-unit MLP, batch 32", plain.mlp, _mlp_project, (28, 28), 60_000, 32, 4, 0.90)
WIDE_RESNET = Case(
    "WRN-16-1, batch 64",
    plain.wide_resnet,
    lambda: load_preset("wide_resnet", num_convs=16, width=1),
    (32, 32, 3),
    64 * 120,
    64,
    3,
    0.97,
)
