"""What a whole run tells of trouble: once, with its layer, and the same after a break."""

from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest

from designer.catalog.values import KerasObject
from designer.errors import TrainingError
from designer.training.control import Control, LearningRateChange
from designer.training.events import BatchEnded, Notice, RunEvent, RunFinished
from designer.training.folder import RunFolder
from designer.training.reader import RunReader
from designer.training.trainer import resume
from tests.tf.training_rig import Listener, digits_project, run

pytestmark = pytest.mark.tf

HOT = KerasObject("Adam", {"learning_rate": 1.0})


def told(folder: Path) -> list[tuple[Any, ...]]:
    """What the rules have told, as it is stored."""
    with RunReader(RunFolder(folder).database) as reader:
        events = reader.events()
    found = [event for event in events if event["event"] == "notice" and event["kind"]]
    return [(event["kind"], event["step"], event["layer"], event["evidence"]) for event in found]


def test_a_healthy_run_tells_nothing(tmp_path: Path) -> None:
    assert told(run(digits_project(6), tmp_path).folder) == []


def test_a_run_with_a_wild_learning_rate_names_the_layers(tmp_path: Path) -> None:
    found = told(run(digits_project(6, optimizer=HOT), tmp_path).folder)
    assert ("exploding_updates", 10) in [row[:2] for row in found]
    assert {row[2] for row in found if row[0] == "exploding_updates"} <= {"dense", "scores"}


def test_a_loss_that_is_no_number_ends_the_run_with_its_reason_and_the_last_good_weights(
    tmp_path: Path,
) -> None:
    control = Control()

    def spoil(event: RunEvent) -> None:
        if isinstance(event, BatchEnded) and event.step == 15:
            control.set_learning_rate(LearningRateChange(1e20))

    listener = Listener(spoil)
    with pytest.raises(TrainingError, match=r"no number any more at step \d+: .*(dense|scores)"):
        run(digits_project(3, optimizer=KerasObject("SGD")), tmp_path, listener, control)
    [finished] = listener.of_type(RunFinished)
    [notice] = [notice for notice in listener.of_type(Notice) if notice.kind == "nonfinite"]
    assert finished.status == "failed"
    assert (finished.message, finished.remedy) == (notice.message, notice.remedy)
    last = keras.models.load_model(RunFolder(Path(finished.run)).last_file)
    assert all(np.isfinite(weight).all() for weight in last.get_weights())


def test_a_run_that_was_stopped_and_goes_on_tells_what_an_undisturbed_one_does(tmp_path: Path) -> None:
    project = digits_project(8, optimizer=HOT)
    expected = told(run(project, tmp_path).folder)
    assert len(expected) >= 2
    control = Control()

    def stop(event: RunEvent) -> None:
        if isinstance(event, BatchEnded) and event.step == 40:
            control.stop()

    stopped = run(project, tmp_path, Listener(stop), control).folder
    assert len(told(stopped)) < len(expected)
    resume(stopped, emit=Listener())
    assert told(stopped) == expected
