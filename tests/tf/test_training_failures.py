import errno
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from designer.document.project import Project
from designer.document.settings import Adaptation, Checkpointing, DataSettings
from designer.errors import DesignerError
from designer.graph.elements import GraphSnapshot
from designer.training import histograms
from designer.training.conductor import Conductor
from designer.training.control import Control
from designer.training.events import EpochEnded, Notice, RunEvent, RunFinished
from designer.training.failures import explain
from designer.training.folder import RunFolder
from designer.training.runs import list_runs
from designer.training.trainer import RunResult, resume
from tests.tf.training_rig import Listener, digits_project, run


def failing(error: BaseException) -> Callable[..., Any]:
    def fail(*_args: object, **_kwargs: object) -> Any:
        raise error

    return fail


def failure_of(
    project: Project, run_dir: Path, react: Callable[[RunEvent], None] | None = None
) -> RunFinished:
    """Run a project that must fail, and check that it was told properly."""
    listener = Listener(react) if react else Listener()
    with pytest.raises(DesignerError) as caught:
        run(project, run_dir, listener)
    finished = listener.of_type(RunFinished)
    assert len(finished) == 1
    assert listener.events[-1] is finished[0]
    assert finished[0].status == "failed"
    assert (finished[0].message, finished[0].remedy) == (caught.value.message, caught.value.hint)
    assert "\n" not in finished[0].message
    return finished[0]


@pytest.mark.parametrize(
    ("project", "message"),
    [
        (digits_project().replace(graph=GraphSnapshot()), "The network is empty"),
        (digits_project(units=5), "5 units, but the data has 10 classes"),
        (digits_project(loss=({"object": "MeanSquaredError"},) * 2), "2 losses are set"),
        (digits_project(loss_weights=(1.0, 2.0)), "2 loss weights are set"),
        (digits_project(optimizer={"object": "Adamm"}), "Adamm"),
        (digits_project().replace(data=DataSettings(source="numpy:missing.npz")), "missing.npz"),
        (digits_project().replace(data=DataSettings(source="nonsense")), "nonsense"),
        (digits_project().replace(data=DataSettings(adaptation=Adaptation(resize=(9, 9)))), "9×9×1"),
    ],
)
def test_what_can_not_train_ends_in_one_clear_event(tmp_path: Path, project: Project, message: str) -> None:
    failure = failure_of(project, tmp_path)
    assert message in failure.message
    [summary] = list_runs(tmp_path)
    assert (summary.status, summary.message) == ("failed", failure.message)


def test_the_log_keeps_the_traceback(tmp_path: Path) -> None:
    failure = failure_of(digits_project(units=5), tmp_path)
    log = RunFolder(Path(failure.run)).log_file.read_text()
    assert failure.message in log
    assert "Traceback (most recent call last)" in log


def test_a_failure_between_batches_keeps_the_last_weights(tmp_path: Path) -> None:
    def fail(event: RunEvent) -> None:
        if isinstance(event, EpochEnded) and event.epoch == 2:
            raise ValueError("The listener is broken.")

    failure = failure_of(digits_project(5), tmp_path, fail)
    assert "The listener is broken." in failure.message
    assert RunFolder(Path(failure.run)).last_file.is_file()


def test_a_listener_that_fails_on_a_checkpoint_does_not_cost_the_best_weights(tmp_path: Path) -> None:
    def fail(event: RunEvent) -> None:
        if event.event == "checkpoint":
            raise ValueError("The listener is broken.")

    failure = failure_of(digits_project(), tmp_path, fail)
    assert RunFolder(Path(failure.run)).best_file.is_file()


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "disk is full"),
        (OSError("Can't write data (errno = 28, error message = 'No space left on device')"), "disk is full"),
        (MemoryError(), "not enough memory"),
        (
            RuntimeError("Exception encountered when calling Add.call().\n\n\x1b[1mShapes differ.\x1b[0m"),
            "Shapes differ.",
        ),
    ],
)
def test_whatever_keras_raises_becomes_one_line_with_a_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, message: str
) -> None:
    monkeypatch.setattr(Conductor, "epoch_ended", failing(error))
    failure = failure_of(digits_project(), tmp_path)
    assert message in failure.message
    assert failure.remedy


@pytest.mark.parametrize("has_room_later", [False, True])
def test_a_full_disk_makes_a_run_wait_and_costs_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, has_room_later: bool
) -> None:
    import keras

    control, save = Control(), keras.Model.save
    full = failing(OSError(errno.ENOSPC, "No space left on device"))

    def react(event: RunEvent) -> None:
        if event.event == "checkpoint" and not full_at:
            full_at.append(event)
            monkeypatch.setattr(keras.Model, "save", full)
        elif isinstance(event, Notice) and "is full" in event.message and has_room_later:
            monkeypatch.setattr(keras.Model, "save", save)
        elif isinstance(event, Notice) and "is full" in event.message:
            control.stop()

    full_at: list[RunEvent] = []
    often = Checkpointing(every=2, unit="batches")
    result = run(digits_project(3, checkpoints=often), tmp_path, Listener(react), control)
    assert result.status == ("finished" if has_room_later else "stopped")
    folder = RunFolder(result.folder)
    monkeypatch.setattr(keras.Model, "save", save)
    assert keras.models.load_model(folder.last_file).count_params() == 1210
    assert not list(folder.path.rglob(".part*"))
    assert resumed_to_the_end(result) == run(digits_project(3), tmp_path).history


def resumed_to_the_end(result: RunResult) -> Mapping[str, list[float]]:
    """The history of a run that went on where it was stopped, or of one that was whole."""
    whole = result.status == "finished"
    return result.history if whole else resume(result.folder, emit=Listener()).history


def test_a_run_folder_that_can_not_be_made_is_told_too(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert "can't be written" in failure_of(digits_project(), tmp_path / "file").message


def test_labels_outside_the_classes_are_named(tmp_path: Path) -> None:
    x, y = np.zeros((20, 8, 8, 1), np.float32), np.arange(20) % 10
    y[7] = -3
    np.savez(tmp_path / "data.npz", x_train=x, y_train=y)
    project = digits_project().replace(data=DataSettings(source=f"numpy:{tmp_path / 'data.npz'}"))
    assert "-3" in failure_of(project, tmp_path / "runs").message


def test_tensorflow_refusing_a_label_is_put_plainly() -> None:
    import keras

    with pytest.raises(Exception, match="label value") as caught:
        keras.losses.SparseCategoricalCrossentropy()(np.array([7]), np.full((1, 5), 0.2, np.float32))
    assert explain(caught.value).message == (
        "There is a label 7, but the last layer has units for the labels 0 to 4 only."
    )


def test_tensorflow_out_of_memory_is_put_plainly() -> None:
    import tensorflow as tf

    error = tf.errors.ResourceExhaustedError(None, None, "OOM when allocating tensor with shape[9,9]")
    assert "batch size" in explain(error).hint


def test_a_sampler_that_fails_ends_the_run_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(histograms, "compress", failing(ValueError("No bins.")))
    assert "No bins." in failure_of(digits_project(), tmp_path).message
