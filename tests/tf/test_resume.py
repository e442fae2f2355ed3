"""A run that was stopped goes on as if it never had been, whatever is trained and however."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from designer.catalog.catalog import Catalog
from designer.document.builder import NetworkBuilder
from designer.document.project import Project
from designer.document.schedules import OneCycle, Plateau
from designer.document.settings import Checkpointing, EarlyStopping, TrainingSettings
from designer.errors import RequestError, TrainingError
from designer.training.checkpoints import list_checkpoints
from designer.training.control import Control, LearningRateChange
from designer.training.events import BatchEnded, EpochEnded, Marked, Notice, RunEvent
from designer.training.folder import RunFolder
from designer.training.trainer import RunResult, resume
from tests.tf.killing import recorded, weights
from tests.tf.training_rig import STEPS, Listener, digits_project, run

# Keras's Adafactor loses the loss of such a network by itself; the other needs an optimiser inside.
_LEFT_OUT = {"Adafactor", "LossScaleOptimizer"}
OPTIMIZERS = sorted({optimizer.type for optimizer in Catalog.load().optimizers} - _LEFT_OUT)


def network(build: Callable[[NetworkBuilder, str], str]) -> Callable[..., Project]:
    def make() -> Project:
        net = NetworkBuilder("Network")
        net.add("Dense", build(net, net.input((8, 8, 1))), units=10, activation="softmax")
        return net.project().replace(training=TrainingSettings(epochs=2, batch_size=128))

    return make


def recurrent(net: NetworkBuilder, x: str) -> str:
    return net.add("GRU", net.add("Reshape", x, target_shape=(8, 8)), units=8, dropout=0.3)


def digits(epochs: int = 2, **settings: Any) -> Callable[[], Project]:
    return lambda: digits_project(epochs, **settings)


CASES = {
    "half precision": (digits(precision="mixed_float16"), 17),
    "two batches at a time, stopped within": (digits(steps_per_execution=4), 15),
    "batches at a time that don't fill an epoch": (digits(steps_per_execution=5), 17),
    "seldom validated": (digits(4, validation_frequency=2), 24),
    "class weights": (digits(class_weights="balanced"), 17),
    "label smoothing": (digits(label_smoothing=0.1), 17),
    "averaged weights": (
        digits(optimizer={"object": "Adam", "params": {"use_ema": True, "ema_overwrite_frequency": 5}}),
        17,
    ),
    "clipped": (digits(optimizer={"object": "SGD", "params": {"clipnorm": 1.0, "momentum": 0.9}}), 17),
    "early stopping": (digits(6, early_stopping=EarlyStopping(patience=1, min_delta=0.5)), 20),
    "one cycle": (digits(schedule=OneCycle()), 17),
    "plateau after a warm-up": (
        digits(4, schedule=Plateau(warmup_epochs=1.5, monitor="loss", patience=1, min_delta=9.0)),
        30,
    ),
    "noise": (network(lambda net, x: net.add("Flatten", net.add("GaussianNoise", x, stddev=0.1))), 17),
    "random flips": (network(lambda net, x: net.add("Flatten", net.add("RandomFlip", x))), 17),
    "dropout in a state": (
        network(
            lambda net, x: net.add("GRU", net.add("Reshape", x, target_shape=(8, 8)), units=8, dropout=0.3)
        ),
        17,
    ),
}
QUICK = ("two batches at a time, stopped within", "averaged weights", "random flips")


def stopped(project: Project, run_dir: Path, at: int) -> RunResult:
    control = Control()

    def react(event: RunEvent) -> None:
        if isinstance(event, BatchEnded) and event.step >= at:
            control.stop()

    return run(project, run_dir, Listener(react), control)


def check_exact(project: Project, run_dir: Path, at: int) -> None:
    whole, part = run(project, run_dir), stopped(project, run_dir, at)
    assert part.status == "stopped"
    assert resume(part.folder, emit=Listener()).history == whole.history
    assert recorded(part.folder) == recorded(whole.folder)
    assert weights(part.folder) == weights(whole.folder)


@pytest.mark.parametrize(
    "case", [name if name in QUICK else pytest.param(name, marks=pytest.mark.slow) for name in CASES]
)
def test_a_stopped_run_goes_on_bit_for_bit(tmp_path: Path, case: str) -> None:
    make, at = CASES[case]
    check_exact(make(), tmp_path, at)


@pytest.mark.slow
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_every_optimizer_goes_on_bit_for_bit(tmp_path: Path, optimizer: str) -> None:
    check_exact(digits_project(2, optimizer={"object": optimizer}), tmp_path, 17)


def test_a_finished_run_can_be_trained_longer(tmp_path: Path) -> None:
    short, long = run(digits_project(2), tmp_path), run(digits_project(4), tmp_path)
    with pytest.raises(RequestError, match="all of its 2 epochs"):
        resume(short.folder, emit=Listener())
    assert resume(short.folder, emit=Listener(), epochs=4).history == long.history
    assert recorded(short.folder) == recorded(long.folder)


def test_a_run_that_is_being_written_is_refused(tmp_path: Path) -> None:
    refused: list[str] = []

    def react(event: RunEvent) -> None:
        if isinstance(event, EpochEnded) and not refused:
            with pytest.raises(TrainingError, match="another window or process") as caught:
                resume(Path(event.run), emit=Listener())
            refused.append(caught.value.message)

    assert run(digits_project(2), tmp_path, Listener(react)).status == "finished"
    assert refused


def test_a_roll_back_takes_the_same_way_again_and_keeps_what_it_leaves(tmp_path: Path) -> None:
    control, rolled = Control(), list[int]()

    def react(event: RunEvent) -> None:
        if isinstance(event, BatchEnded) and event.step in {20, 31} and event.step not in rolled:
            rolled.append(event.step)
            control.roll_back(STEPS)

    listener = Listener(react)
    project = digits_project(3, checkpoints=Checkpointing(every=STEPS, unit="batches", keep_every=1))
    result = run(project, tmp_path, listener, control)
    assert rolled == [20, 31]
    assert [mark.kind for mark in listener.of_type(Marked)] == ["rolled_back", "rolled_back"]
    whole = run(project, tmp_path)
    assert result.history == whole.history
    assert recorded(result.folder) == recorded(whole.folder)
    assert weights(result.folder) == weights(whole.folder)


def test_a_roll_back_to_a_missing_step_is_told_and_changes_nothing(tmp_path: Path) -> None:
    control = Control()

    def react(event: RunEvent) -> None:
        if isinstance(event, BatchEnded) and event.step == 15:
            control.roll_back(7)

    listener = Listener(react)
    result = run(digits_project(2), tmp_path, listener, control)
    assert any("no whole checkpoint of step 7" in notice.message for notice in listener.of_type(Notice))
    assert result.history == run(digits_project(2), tmp_path).history


def test_a_changed_learning_rate_outlives_the_process(tmp_path: Path) -> None:
    control = Control()

    def react(event: RunEvent) -> None:
        if isinstance(event, BatchEnded) and event.step == 15:
            control.set_learning_rate(LearningRateChange(rate=0.125))
        elif isinstance(event, Marked):
            control.stop()

    result = run(digits_project(3), tmp_path, Listener(react), control)
    history = resume(result.folder, emit=Listener()).history
    assert history["learning_rate"] == [0.125, 0.125]
    assert list_checkpoints(RunFolder(result.folder), verify=True)[-1].step == 3 * STEPS


def test_a_plateau_that_the_run_began_without_is_refused_in_words(tmp_path: Path) -> None:
    control = Control()
    control.set_learning_rate(LearningRateChange(schedule=Plateau()))
    listener = Listener()
    history = run(digits_project(2), tmp_path, listener, control).history
    assert any("can't change to it" in notice.message for notice in listener.of_type(Notice))
    assert history == run(digits_project(2), tmp_path).history
