"""A branch goes on from a checkpoint of another run, which stays as it is."""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from designer.catalog.values import KerasObject
from designer.document.project import Project
from designer.document.schedules import Cosine
from designer.errors import RequestError
from designer.training.branching import Start
from designer.training.checkpoints import list_checkpoints
from designer.training.control import Control, LearningRateChange
from designer.training.events import BatchEnded, EpochEnded, Marked, Notice, RunEvent
from designer.training.folder import RunFolder
from designer.training.reader import RunReader
from designer.training.trainer import RunResult, resume, train
from tests.tf.training_rig import STEPS, Listener, digits_project, run

NUM_STEPS = 3
MIDDLE = STEPS + NUM_STEPS

Branch = Callable[..., tuple[RunResult, Listener]]


def project(epochs: int = 3, **settings: Any) -> Project:
    return digits_project(epochs, seed=3, **settings)


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> RunResult:
    """A run of three epochs, with a checkpoint at the end of each."""
    control = Control()

    def ask(event: RunEvent) -> None:
        if isinstance(event, EpochEnded):
            control.checkpoint_now()

    return run(project(), tmp_path_factory.mktemp("source"), Listener(ask), control)


@pytest.fixture(scope="module")
def stopped(tmp_path_factory: pytest.TempPathFactory) -> RunResult:
    """The same run, stopped after three batches of its second epoch, which were done one at a time."""
    control = Control()
    pauses = []

    def step(event: RunEvent) -> None:
        if isinstance(event, EpochEnded):
            control.pause()
        elif isinstance(event, Marked):
            pauses.append(event)
            (control.step_once if len(pauses) <= NUM_STEPS else control.stop)()

    return run(project(), tmp_path_factory.mktemp("stopped"), Listener(step), control)


@pytest.fixture
def branch(tmp_path: Path) -> Branch:
    """A function that trains a branch."""

    def begin(source: RunResult, settings: Project, step: int, **options: Any) -> tuple[RunResult, Listener]:
        listener = Listener()
        start = Start(source.folder, step, **options)
        return train(settings, run_dir=tmp_path / "branches", emit=listener, start=start), listener

    return begin


def recorded(folder: Path, last: int = 10**9) -> list[Any]:
    points = (
        "SELECT scope, name, step, epoch, value FROM metrics JOIN series ON id = series WHERE step <= ?"
        " ORDER BY 1, 2, 3"
    )
    drawn = "SELECT name, step, epoch, counts, mean FROM histograms JOIN series ON id = series ORDER BY 1, 2"
    with sqlite3.connect(RunFolder(folder).database) as database:
        found = [database.execute(points, (last,)).fetchall()]
        if last >= 10**9:
            found.append(database.execute(drawn).fetchall())
    database.close()
    return found


def weights(folder: Path) -> list[bytes]:
    import keras

    model = keras.models.load_model(RunFolder(folder).last_file)
    return [variable.numpy().tobytes() for variable in (*model.weights, *model.optimizer.variables)]


def test_with_unchanged_settings_a_branch_is_the_same_run_bit_for_bit(
    branch: Branch, source: RunResult
) -> None:
    before = recorded(source.folder)
    result, listener = branch(source, project(), STEPS)
    assert result.history == source.history
    assert recorded(result.folder) == recorded(source.folder) == before
    assert weights(result.folder) == weights(source.folder)
    [mark] = listener.of_type(Marked)
    assert (mark.kind, mark.step) == ("branched", STEPS)
    assert mark.text == f"branched from {RunFolder(source.folder).id} at step {STEPS}"


def test_a_branch_in_the_middle_of_an_epoch_is_the_same_run_bit_for_bit(
    branch: Branch, source: RunResult, stopped: RunResult
) -> None:
    result, _ = branch(stopped, project(), MIDDLE)
    assert result.history == source.history
    assert recorded(result.folder) == recorded(source.folder)
    assert weights(result.folder) == weights(source.folder)


def test_a_branch_begins_with_the_record_of_the_other_run_and_says_which(
    branch: Branch, source: RunResult
) -> None:
    result, listener = branch(source, project(4), 2 * STEPS)
    assert [batch.step for batch in listener.of_type(BatchEnded)] == list(range(2 * STEPS + 1, 4 * STEPS + 1))
    assert recorded(result.folder, 2 * STEPS) == recorded(source.folder, 2 * STEPS)
    assert len(result.history["val_loss"]) == 4
    with RunReader(RunFolder(result.folder).database) as reader:
        assert reader.meta()["branched_from"]["run"] == RunFolder(source.folder).id
        levels = reader.plot("loss", max_points=3)
        assert int(levels.counts.sum()) == 4 * STEPS
        kinds = [event["event"] for event in reader.events()]
    assert kinds.count("epoch_end") == 4


def test_a_learning_rate_of_its_own_wins_over_that_of_the_checkpoint(
    branch: Branch, source: RunResult
) -> None:
    optimizer = KerasObject("Adam", {"learning_rate": 0.25})
    result, _ = branch(source, project(optimizer=optimizer), STEPS)
    assert rate_of(result.folder) == pytest.approx(0.25)
    result, _ = branch(source, project(schedule=Cosine()), STEPS)
    assert rate_of(result.folder) < 1e-4


def test_a_rate_changed_by_hand_goes_on_unless_the_user_wants_another(branch: Branch, tmp_path: Path) -> None:
    control = Control()
    control.set_learning_rate(LearningRateChange(rate=0.5))
    listener = Listener(lambda event: control.checkpoint_now() if event.event == "epoch_end" else None)
    source = run(project(2), tmp_path / "source", listener, control)
    result, _ = branch(source, project(2), STEPS)
    assert rate_of(result.folder) == pytest.approx(0.5)
    result, _ = branch(source, project(2), STEPS, has_new_rate=True)
    assert rate_of(result.folder) == pytest.approx(0.001)


def rate_of(folder: Path) -> float:
    import keras

    rate = keras.models.load_model(RunFolder(folder).last_file).optimizer.learning_rate
    return float(np.asarray(rate))


@pytest.mark.parametrize(
    "optimizer", [KerasObject("SGD", {"momentum": 0.9}), KerasObject("Adam", {"amsgrad": True})]
)
def test_another_optimizer_begins_without_memory_and_says_so(
    branch: Branch, source: RunResult, optimizer: KerasObject
) -> None:
    result, listener = branch(source, project(optimizer=optimizer), 2 * STEPS)
    assert any("begins without memory" in notice.message for notice in listener.of_type(Notice))
    assert result.status == "finished"
    assert len(result.history["loss"]) == 3


def test_other_metrics_and_batches_go_on_from_the_end_of_an_epoch(branch: Branch, source: RunResult) -> None:
    settings = project(metrics=(KerasObject("SparseTopKCategoricalAccuracy", {"k": 2}),))
    training = settings.training.model_copy(update={"batch_size": 64, "loss": ()})
    result, listener = branch(source, settings.replace(training=training), 2 * STEPS)
    steps = [batch.step for batch in listener.of_type(BatchEnded)]
    num_steps = len(steps)
    assert num_steps > STEPS
    assert steps == list(range(2 * num_steps + 1, 3 * num_steps + 1))
    with RunReader(RunFolder(result.folder).database) as reader:
        assert reader.points("loss", "epoch").steps.tolist() == [num_steps, 2 * num_steps, 3 * num_steps]
        assert reader.points("loss").steps.tolist()[: 2 * STEPS][-1] == 2 * num_steps


def test_other_batches_in_the_middle_of_an_epoch_are_refused(branch: Branch, stopped: RunResult) -> None:
    settings = project()
    training = settings.training.model_copy(update={"batch_size": 64})
    with pytest.raises(RequestError, match="middle of an epoch"):
        branch(stopped, settings.replace(training=training), MIDDLE)


def test_a_branch_that_has_nothing_left_to_train_is_refused(
    branch: Branch, source: RunResult, tmp_path: Path
) -> None:
    with pytest.raises(RequestError, match="3 epochs are trained"):
        branch(source, project(), 3 * STEPS)
    assert not (tmp_path / "branches").exists()


def test_a_branch_of_a_branch_is_the_same_run_bit_for_bit(branch: Branch, source: RunResult) -> None:
    first, _ = branch(source, project(), STEPS)
    assert STEPS in [info.step for info in list_checkpoints(RunFolder(first.folder), verify=True)]
    second, _ = branch(first, project(), STEPS)
    assert second.history == source.history
    assert weights(second.folder) == weights(source.folder)


@pytest.mark.slow
def test_a_branch_killed_before_its_first_checkpoint_still_begins_there(
    branch: Branch, source: RunResult
) -> None:
    result, _ = branch(source, project(), STEPS)
    folder = RunFolder(result.folder)
    for info in list_checkpoints(folder):
        (info.path / "manifest.json").unlink()
    again = resume(folder.path, emit=Listener())
    assert again.history == source.history
    assert recorded(folder.path) == recorded(source.folder)
