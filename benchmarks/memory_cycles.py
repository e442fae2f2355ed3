"""How much memory a process keeps of each build-train-stop cycle: ours through `Runner`, and plain Keras.

TensorFlow keeps some of every network that was trained, whatever is done about it. Both loops run at the same
time in processes of their own; `python -m benchmarks.memory_cycles ours|plain` is one of them.
"""

import gc
import json
import os
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import psutil

from benchmarks import child
from benchmarks.figures import Figure
from designer.document.builder import NetworkBuilder
from designer.document.project import Project
from designer.document.settings import TrainingSettings
from designer.training.events import RunFinished
from designer.training.runner import Runner

NUM_CYCLES = 20
_NUM_WARM = 5
_STEPS = 8
_MEGABYTE = 1e6


def measure() -> list[Figure]:
    ours, plain = growths()
    details = {"ours MB a cycle": ours, "plain MB a cycle": plain}
    return [Figure("memory kept of a training", (ours / plain,), "× plain Keras", 1.0, "lower", details)]


def growths(num_cycles: int = NUM_CYCLES) -> tuple[float, float]:
    """Megabytes a cycle that our loop keeps, and Keras's own."""
    environment = {**os.environ, "MEMORY_CYCLES": str(num_cycles)}
    ask = partial(child.told_by, "benchmarks.memory_cycles", environment=environment)
    with ThreadPoolExecutor() as both:
        ours, plain = both.map(ask, ("ours", "plain"))
    return growth(ours), growth(plain)


def growth(sizes: list[float]) -> float:
    """Megabytes a cycle, by the median slope between any two cycles after the first few."""
    late = list(enumerate(sizes))[_NUM_WARM:]
    slopes = [(b - a) / (j - i) for i, a in late for j, b in late if j > i]
    return median(slopes)


def _ours(project: Project, folder: Path) -> None:
    runner, is_done = Runner(), False
    runner.start(project, folder, steps_per_epoch=_STEPS)
    while not is_done:
        time.sleep(0.01)
        is_done = any(isinstance(event, RunFinished) for event in runner.poll())
    runner.close()


def _plain(project: Project, x: Any, y: Any) -> None:
    import keras

    from designer.compiler.build import build_model

    model = build_model(project.graph)
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    size = project.training.batch_size
    epochs = project.training.epochs
    model.fit(x, y, batch_size=size, epochs=epochs, steps_per_epoch=_STEPS, validation_split=0.1, verbose=0)
    del model
    keras.backend.clear_session()


def _project() -> Project:
    net = NetworkBuilder("Small")
    x = net.add("Dense", net.add("Flatten", net.input((8, 8, 1))), units=64, activation="relu")
    net.add("Dense", net.add("Dropout", x, rate=0.2), units=10, activation="softmax")
    return net.project().replace(training=TrainingSettings(epochs=2, batch_size=64))


def _loop(which: str, num_cycles: int) -> list[float]:
    """Megabytes in use after each cycle."""
    project = _project()
    generator = np.random.default_rng(0)
    x = generator.random((project.training.batch_size * 40, 8, 8, 1), np.float32)
    y = generator.integers(0, 10, len(x))
    sizes = []
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(num_cycles):
            if which == "ours":
                _ours(project, Path(folder))
            else:
                thread = threading.Thread(target=_plain, args=(project, x, y))
                thread.start()
                thread.join()
            gc.collect()
            sizes.append(psutil.Process().memory_info().rss / _MEGABYTE)
    return sizes


def main() -> None:
    sizes = _loop(sys.argv[1], int(os.environ.get("MEMORY_CYCLES", NUM_CYCLES)))
    print(json.dumps(sizes))


if __name__ == "__main__":
    main()
