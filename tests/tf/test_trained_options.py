"""Runs with options that change how Keras trains."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from designer.catalog.values import KerasObject
from designer.document.schedules import Plateau
from designer.document.settings import EarlyStopping
from designer.errors import TrainingError
from designer.training.events import BatchEnded, Notice, RunFinished
from tests.tf.training_rig import STEPS, Listener, digits_project, run


@pytest.mark.parametrize("steps", [5, STEPS, 100])
def test_batches_computed_at_a_time_are_the_same_batches(tmp_path: Path, steps: int) -> None:
    listener = Listener()
    result = run(digits_project(2, steps_per_execution=steps), tmp_path, listener)
    alone = run(digits_project(2), tmp_path)
    assert list(result.history) == list(alone.history)
    for name, values in alone.history.items():
        assert result.history[name] == pytest.approx(values, rel=1e-5), name
    assert listener.of_type(BatchEnded)[-1].step == 2 * STEPS
    assert any("batches at a time" in notice.message for notice in listener.of_type(Notice))


def test_a_run_ends_early_and_says_why(tmp_path: Path) -> None:
    listener = Listener()
    stopping = EarlyStopping(patience=1, min_delta=9.0)
    result = run(digits_project(9, early_stopping=stopping), tmp_path, listener)
    assert len(result.history["loss"]) == 2
    assert "val_loss got no better" in listener.of_type(RunFinished)[0].message


def test_a_plateau_lowers_the_learning_rate_of_a_run(tmp_path: Path) -> None:
    schedule = Plateau(patience=1, min_delta=9.0, factor=0.5)
    result = run(digits_project(3, schedule=schedule), tmp_path)
    assert result.history["learning_rate"] == pytest.approx([0.001, 0.001, 0.0005])


def test_smoothing_and_class_weights_change_the_loss_of_a_run(tmp_path: Path) -> None:
    plain = run(digits_project(1), tmp_path)
    for settings in ({"label_smoothing": 0.2}, {"class_weights": {0: 5.0}}):
        changed = run(digits_project(1, **settings), tmp_path)
        assert changed.history["loss"][0] != pytest.approx(plain.history["loss"][0], rel=1e-3)


def test_metrics_are_called_the_same_in_every_run_of_a_process(tmp_path: Path) -> None:
    metrics = (KerasObject("Precision"), KerasObject("Precision", {"top_k": 2}))
    categorical = (KerasObject("CategoricalCrossentropy"),)
    names = {tuple(run(digits_project(1, loss=categorical, metrics=metrics), tmp_path).history) for _ in "ab"}
    assert names == {("loss", "precision", "precision_1", "val_loss", "val_precision", "val_precision_1")}


def test_a_run_in_16_bits_learns(tmp_path: Path) -> None:
    result = run(digits_project(3, precision="mixed_bfloat16"), tmp_path)
    assert result.history["loss"][-1] < result.history["loss"][0]


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ({"device": "gpu:97"}, 'no device "gpu:97"'),
        ({"class_weights": {10: 1.0}}, "weight for class 10"),
        ({"early_stopping": EarlyStopping(monitor="val_x")}, 'monitors "val_x"'),
    ],
)
def test_wrong_options_end_a_run_before_it_begins(
    tmp_path: Path, settings: dict[str, Any], reason: str
) -> None:
    with pytest.raises(TrainingError, match=reason):
        run(digits_project(1, **settings), tmp_path)


_ALL_DEVICES = """
import sys
from pathlib import Path
import tensorflow as tf
cpu = tf.config.list_physical_devices("CPU")[0]
tf.config.set_logical_device_configuration(cpu, [tf.config.LogicalDeviceConfiguration()] * 2)
import designer.training.devices
from tests.tf.training_rig import digits_project, run
alone = run(digits_project(2), Path(sys.argv[1])).history
designer.training.devices.devices = lambda: ("cpu", "CPU:0", "CPU:1")
both = run(digits_project(2, device="all"), Path(sys.argv[1])).history
for name, values in alone.items():
    for value, other in zip(values, both[name], strict=True):
        assert abs(value - other) < 0.05, (name, values, both[name])
assert both["loss"][1] < both["loss"][0]
"""


def test_a_run_on_all_devices_learns_what_one_does(tmp_path: Path) -> None:
    command = [sys.executable, "-c", _ALL_DEVICES, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
