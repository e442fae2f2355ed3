"""Training with logs for TensorBoard against training without, everything else the same.

Pairs of one run with logs and one without alternate, since a machine's speed drifts. The first epoch, in
which TensorFlow traces, is left out of both. With it, for comparison, plain Keras with its own callback at
`update_freq="batch"`, `histogram_freq=1`.
"""

import tempfile
import time
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.figures import Figure
from benchmarks.training import MLP, WIDE_RESNET, Case, epochs_s, prepare
from designer.document.project import Project

NUM_PAIRS = 10
_GOAL = 0.95
_CASES = (
    replace(MLP, num_samples=20_000, epochs=3),
    replace(WIDE_RESNET, num_samples=64 * 40, epochs=3),
)


def measure() -> list[Figure]:
    return [_compare(case) for case in _CASES]


def _compare(case: Case) -> Figure:
    with tempfile.TemporaryDirectory() as folder:
        x, y, project = prepare(case, Path(folder))
        logged = project.replace(training=project.training.model_copy(update={"tensorboard": True}))
        pairs = [_pair(project, logged, Path(folder), is_odd=bool(n % 2)) for n in range(NUM_PAIRS)]
        keras_s = _fit_keras(case, x, y, Path(folder) / "keras", logs=True)
        plain_s = _fit_keras(case, x, y, Path(folder) / "keras", logs=False)
    steps = (case.epochs - 1) * -(-case.num_samples // case.batch_size)
    without_s, with_s = zip(*pairs, strict=True)
    details = {
        "ms a batch without": median(without_s) / steps * 1000,
        "ms a batch with": median(with_s) / steps * 1000,
        "speed of Keras's own callback": plain_s / keras_s,
    }
    ratios = tuple(without / with_ for without, with_ in pairs)
    name = f"speed of training {case.name} with TensorBoard logs"
    return Figure(name, ratios, "× without", _GOAL, "higher", details)


def _pair(project: Project, logged: Project, folder: Path, *, is_odd: bool) -> tuple[float, float]:
    if is_odd:
        with_s = epochs_s(logged, folder)
        return epochs_s(project, folder), with_s
    return epochs_s(project, folder), epochs_s(logged, folder)


def _fit_keras(case: Case, x: Any, y: Any, folder: Path, *, logs: bool) -> float:
    import keras

    ends: list[float] = []
    clock = keras.callbacks.LambdaCallback(
        on_epoch_end=lambda _epoch, _logs: ends.append(time.perf_counter())
    )
    callbacks = [clock]
    if logs:
        callbacks.append(keras.callbacks.TensorBoard(folder, histogram_freq=1, update_freq="batch"))
    keras.utils.set_random_seed(0)
    model = case.model()
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    model.fit(x, y, batch_size=case.batch_size, epochs=case.epochs, verbose=0, callbacks=callbacks)
    return ends[-1] - ends[0]
