"""What training options become in Keras."""

import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest

from designer.catalog.catalog import Catalog
from designer.catalog.values import KerasObject
from designer.compiler.values import make_object
from designer.data.feeding import Target
from designer.data.info import LabelInfo
from designer.data.labels import LabelForm
from designer.data.pipeline import Pipeline, open_pipeline
from designer.document.schedules import Plateau
from designer.document.settings import DataSettings, EarlyStopping, TrainingSettings
from designer.errors import TrainingError
from designer.training.checks import check_project
from designer.training.devices import check_device, device_scope, devices
from designer.training.heads import Head
from designer.training.monitored import direction, name_of
from designer.training.suggest import Suggestion, resolve
from designer.training.training_options import (
    class_weights,
    early_stopping,
    plateau,
    precision,
    run_notices,
)
from tests.tf.training_rig import digits_project

LABELS = LabelInfo("classes", class_names=("a", "b", "c", "d"))
COUNTS = (60, 25, 15, 0)


def chosen(**settings: Any) -> Suggestion:
    training = TrainingSettings(**settings)
    return resolve(training, [Head("scores", (None, 4), "softmax")], [LABELS])


def small_model() -> keras.Model:
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(4, activation="softmax")])
    model.compile("sgd", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


def let_see(callback: keras.callbacks.Callback, values: Sequence[Mapping[str, float]]) -> int:
    """Give a callback the end of each epoch; how many passed before it stopped the run."""
    model = callback.model
    callback.on_train_begin()
    for epoch, logs in enumerate(values):
        callback.on_epoch_end(epoch, dict(logs))
        if model.stop_training:
            return epoch + 1
    return len(values)


def stopping(**settings: Any) -> keras.callbacks.Callback:
    callback = early_stopping(EarlyStopping(**settings), chosen())
    callback.set_model(small_model())
    return callback


def test_a_run_ends_early_once_its_metric_gets_no_better() -> None:
    losses = [{"val_loss": loss} for loss in (3, 2, 1, 1, 1, 1, 1)]
    assert let_see(stopping(patience=2), losses) == 5
    assert let_see(stopping(patience=2, start_from_epoch=4), losses) == 7


def test_more_accuracy_is_better_and_less_loss_is_without_being_told() -> None:
    rising = [{"val_accuracy": value, "val_loss": value} for value in (1, 2, 3, 4, 5)]
    assert let_see(stopping(monitor="val_accuracy", patience=1), rising) == 5
    assert let_see(stopping(monitor="val_loss", patience=1), rising) == 2


def test_epochs_without_validation_are_passed_over_in_silence() -> None:
    values = [{"loss": 1.0}, {"loss": 1.0, "val_loss": 1.0}] * 4
    assert let_see(stopping(patience=2), values) == 6


def test_a_plateau_reduces_the_rate_down_to_its_part() -> None:
    callback = plateau(Plateau(factor=0.1, patience=1, min_factor=0.02), chosen(), rate=0.5)
    model = small_model()
    model.optimizer.learning_rate = 0.5
    callback.set_model(model)
    rates = []
    for epoch, logs in enumerate([{"val_loss": 1.0}, {"loss": 1.0}, {"val_loss": 1.0}, {"val_loss": 1.0}]):
        callback.on_epoch_end(epoch, logs)
        rates.append(float(model.optimizer.learning_rate))
    assert rates == pytest.approx([0.5, 0.5, 0.05, 0.01])


METRICS = [spec.type for spec in Catalog.load().metrics if not any(param.required for param in spec.params)]


@pytest.mark.parametrize("metric", METRICS)
def test_metrics_are_called_as_keras_calls_them(metric: str) -> None:
    keras.backend.clear_session()
    made: Any = make_object("metrics", KerasObject(metric))
    assert name_of(KerasObject(metric)) == made.name


def test_a_metric_without_a_better_end_asks_for_the_mode() -> None:
    found = chosen(metrics=(KerasObject("TruePositives", {"name": "m"}), KerasObject("AUC", {"name": "a"})))
    assert [direction(name, found) for name in ("loss", "val_loss", "val_a")] == ["min", "min", "max"]
    with pytest.raises(TrainingError, match='less or more of "val_m"'):
        direction("val_m", found)


@pytest.fixture
def uneven(tmp_path: Path) -> str:
    """Samples whose classes come unequally often."""
    y = np.repeat(np.arange(4), COUNTS)
    x = np.random.default_rng(0).normal(size=(len(y), 2)).astype(np.float32)
    np.savez(tmp_path / "uneven.npz", x_train=x, y_train=y, x_test=x, y_test=np.arange(100) % 4)
    return f"numpy:{tmp_path / 'uneven.npz'}"


def opened(source: str, form: LabelForm = "sparse") -> Pipeline:
    settings = DataSettings(source=source, validation_percent=20)
    return open_pipeline(settings, batch_size=16, seed=0, targets=[Target(form, 4)])


@pytest.mark.parametrize("form", ["sparse", "one_hot"])
def test_balanced_weights_count_the_labels_that_are_trained_on(uneven: str, form: LabelForm) -> None:
    pipeline = opened(uneven, form)
    labels = pipeline.train_labels(0)
    weights = class_weights(TrainingSettings(class_weights="balanced"), chosen(), pipeline)
    assert weights is not None
    totals = [weights[number] * np.sum(labels == number) for number in range(3)]
    assert totals == pytest.approx([len(labels) / 3] * 3)
    assert weights[3] == 1


def test_classes_without_a_weight_of_their_own_count_once(uneven: str) -> None:
    weights = class_weights(TrainingSettings(class_weights={1: 2.5}), chosen(), opened(uneven))
    assert weights == {0: 1, 1: 2.5, 2: 1, 3: 1}
    assert class_weights(TrainingSettings(), chosen(), opened(uneven)) is None


@pytest.mark.parametrize("form", ["sparse", "one_hot"])
def test_a_class_of_weight_0_is_not_learnt(uneven: str, form: LabelForm) -> None:
    pipeline = opened(uneven, form)
    weights = class_weights(TrainingSettings(class_weights=dict.fromkeys(range(4), 0.0)), chosen(), pipeline)
    model = small_model()
    if form == "one_hot":
        model.compile("sgd", "categorical_crossentropy")
    before = model.get_weights()
    model.fit(pipeline.train_dataset(1), class_weight=weights, shuffle=False, verbose=0)
    assert all(np.array_equal(old, new) for old, new in zip(before, model.get_weights(), strict=True))


def test_a_precision_holds_for_the_thread_that_builds_and_no_longer() -> None:
    seen: list[str] = []

    def build() -> None:
        with precision("mixed_bfloat16"):
            seen.append(small_model().layers[0].compute_dtype)
        seen.append(small_model().layers[0].compute_dtype)

    thread = threading.Thread(target=build)
    thread.start()
    thread.join()
    assert seen == ["bfloat16", "float32"]
    assert small_model().layers[0].compute_dtype == "float32"


def test_a_device_that_is_not_there_is_refused_with_those_that_are() -> None:
    with pytest.raises(TrainingError, match='no device "gpu:97"') as caught:
        check_device("gpu:97")
    assert "cpu" in caught.value.hint
    check_device("auto")
    assert devices()[0] == "cpu"


@pytest.mark.parametrize("device", ["auto", "cpu"])
def test_a_model_is_built_on_the_device(device: str) -> None:
    with device_scope(device):
        kernel = small_model().layers[0].kernel
    assert device == "auto" or "CPU:0" in kernel.value.device


def test_what_makes_a_run_slow_or_deaf_is_said_before_it() -> None:
    slow = TrainingSettings(precision="mixed_float16", steps_per_execution=4, deterministic=True)
    [float16, steps, deterministic] = run_notices(slow, on_gpu=False)
    assert "several times slower" in float16
    assert "4 batches at a time: Pause, Stop and checkpoints wait" in steps
    assert "until the program ends" in deterministic
    [inexact] = run_notices(TrainingSettings(precision="mixed_float16"), on_gpu=True)
    assert "last digits may differ" in inexact
    assert not run_notices(TrainingSettings(), on_gpu=False)
    assert not run_notices(TrainingSettings(), on_gpu=False)


def test_check_tells_what_the_computer_lacks() -> None:
    problems = check_project(digits_project(device="gpu:97", precision="mixed_float16"))
    assert [problem.severity for problem in problems] == ["error", "warning"]


_MIRRORED = """
import sys
import tensorflow as tf
cpu = tf.config.list_physical_devices("CPU")[0]
tf.config.set_logical_device_configuration(cpu, [tf.config.LogicalDeviceConfiguration()] * 2)
import keras
import numpy as np
from designer.data.feeding import Target
from designer.data.pipeline import open_pipeline
from designer.document.settings import DataSettings
from designer.training.devices import allow_partial_batches, mirrored
from designer.training.snapshot import build_for_training
pipeline = open_pipeline(
    DataSettings(source=sys.argv[1], validation_percent=100 - int(sys.argv[2])),
    batch_size=16,
    seed=0,
    targets=[Target("sparse", 4)],
)
assert pipeline.num_train == int(sys.argv[2])
def trained():
    keras.utils.set_random_seed(0)
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(4, activation="softmax")])
    model.compile("sgd", "sparse_categorical_crossentropy", metrics=["accuracy"], jit_compile=False)
    build_for_training(model, pipeline.train_dataset(1))
    allow_partial_batches(model)
    return model.fit(
        pipeline.train_dataset(3),
        steps_per_epoch=pipeline.steps_per_epoch,
        epochs=3,
        shuffle=False,
        verbose=0,
        validation_data=pipeline.validation_dataset(),
    ).history
with mirrored(["CPU:0", "CPU:1"]).scope():
    assert tf.distribute.get_strategy().num_replicas_in_sync == 2
    history = trained()
alone = trained()
for name in alone:
    np.testing.assert_allclose(history[name], alone[name], rtol=float(sys.argv[3]), err_msg=name)
"""


# A device that gets fewer samples of the last batch counts as much as the other: a little else is learnt.
@pytest.mark.parametrize(
    ("num_train", "tolerance"), [pytest.param(80, 1e-4, marks=pytest.mark.slow), (81, 0.1)]
)
def test_two_devices_learn_what_one_does_also_from_a_partial_batch(
    uneven: str, num_train: int, tolerance: float
) -> None:
    command = [sys.executable, "-c", _MIRRORED, uneven, str(num_train), str(tolerance)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
