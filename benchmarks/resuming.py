"""How soon a run is back after an interruption (WRN-40-2), and how soon it obeys (WRN-16-1)."""

import random
import tempfile
import threading
import time
from itertools import pairwise
from pathlib import Path
from statistics import median

from typing_extensions import override

from benchmarks.figures import Figure
from benchmarks.training import WIDE_RESNET, prepare
from designer.document.presets import load_preset
from designer.document.project import Project
from designer.document.settings import DataSettings
from designer.training.control import Control
from designer.training.events import BatchEnded, Marked, RunEvent, RunStarted
from designer.training.trainer import resume, train

NUM_RESTORED = 5
NUM_ASKED = 30
_SHORT_STEPS = 2


class TimedControl(Control):
    """Notes when the training thread first sees that it has to leave."""

    def __init__(self) -> None:
        super().__init__()
        self.left_at = 0.0

    @property
    @override
    def must_leave(self) -> bool:
        is_told = super().must_leave
        if is_told and not self.left_at:
            self.left_at = time.perf_counter()
        return is_told


def measure() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        _, _, project = prepare(WIDE_RESNET, Path(folder))
        return [_restored(project, Path(folder)), *_obeyed(project, Path(folder))]


def _restored(like: Project, folder: Path) -> Figure:
    """From the call until the model is ready to be traced: built, opened, state and metrics restored."""
    network = load_preset("wide_resnet", num_convs=40, width=2)
    training = like.training.model_copy(update={"epochs": 1000})
    project = network.replace(data=like.data, training=training)
    control, times = Control(), []
    short = train(
        project,
        run_dir=folder,
        emit=lambda event: control.stop() if isinstance(event, BatchEnded) else None,
        control=control,
        steps_per_epoch=_SHORT_STEPS,
    )
    for _ in range(NUM_RESTORED):
        control = Control()

        began = time.perf_counter()

        def note(event: RunEvent, control: Control = control, began: float = began) -> None:
            if isinstance(event, RunStarted):
                times.append(time.perf_counter() - began)
                control.stop()

        resume(short.folder, emit=note, control=control)
    return Figure("WRN-40-2 with its state, ready to trace", tuple(times), "s", 3.0, "lower", {})


def _obeyed(like: Project, folder: Path) -> list[Figure]:
    """Time from asking to obeying beyond one batch, at random moments of batches and validations."""
    data = DataSettings(source=like.data.source, validation_percent=40)
    training = like.training.model_copy(update={"epochs": 1000})
    project = like.replace(data=data, training=training)
    pauses, batch_ms = _pauses(project, folder)
    stops = [_stop(project, folder, 0.5 + number / 4) for number in range(NUM_RESTORED)]
    beyond = tuple(max(0.0, pause - batch_ms) for pause in pauses)
    stopped = tuple(max(0.0, stop - batch_ms) for stop in stops)
    details = {"ms a batch": batch_ms, "worst ms": max(beyond)}
    return [
        Figure("pause beyond one batch", beyond, "ms", 50.0, "lower", details),
        Figure("stop beyond one batch", stopped, "ms", 50.0, "lower", {"worst ms": max(stopped)}),
    ]


def _pauses(project: Project, folder: Path) -> tuple[list[float], float]:
    control, paused, batches = Control(), threading.Event(), []

    def note(event: RunEvent) -> None:
        if isinstance(event, BatchEnded):
            batches.append(event.time)
        elif isinstance(event, Marked) and event.kind == "paused":
            paused.set()

    thread = threading.Thread(
        target=lambda: train(project, run_dir=folder, emit=note, control=control), daemon=True
    )
    thread.start()
    while len(batches) < _SHORT_STEPS:
        time.sleep(0.05)
    found, chance = [], random.Random(0)
    for _ in range(NUM_ASKED):
        time.sleep(chance.uniform(0.05, 0.5))
        paused.clear()
        began = time.perf_counter()
        control.pause()
        paused.wait()
        found.append((time.perf_counter() - began) * 1000)
        control.resume()
    control.stop()
    thread.join()
    return found, median(later - before for before, later in pairwise(batches)) * 1000


def _stop(project: Project, folder: Path, after_s: float) -> float:
    control, begun = TimedControl(), threading.Event()

    def note(event: RunEvent) -> None:
        if isinstance(event, BatchEnded):
            begun.set()

    thread = threading.Thread(
        target=lambda: train(project, run_dir=folder, emit=note, control=control), daemon=True
    )
    thread.start()
    begun.wait()
    time.sleep(after_s)
    began = time.perf_counter()
    control.stop()
    thread.join()
    return (control.left_at - began) * 1000
