"""Trials find a rate that trains well and say whether a batch can be memorised; neither leaves a trace."""

import hashlib
import json
import math
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest

import designer
from designer.catalog.values import KerasObject
from designer.cli import main
from designer.document.builder import NetworkBuilder
from designer.document.files import open_project
from designer.document.project import Project
from designer.document.settings import DataSettings
from designer.errors import RequestError, TrainingError
from designer.training.control import Control
from designer.training.trials.curve import RateCurve
from designer.training.trials.events import TrialEnded, TrialEvent, TrialPrepared, TrialStep
from designer.training.trials.finder import find_learning_rate
from designer.training.trials.judgement import OverfitResult
from designer.training.trials.overfitting import overfit_one_batch
from designer.training.trials.perfection import BatchLoss
from designer.training.trials.thread import TrialThread
from tests.tf.ends import shared_stem, shared_stem_data, two_inputs, two_inputs_data
from tests.tf.training_rig import digits_project, run

CLASSES = keras.losses.SparseCategoricalCrossentropy
SCORES = KerasObject("SparseCategoricalCrossentropy")


def at_rate(rate: float, **settings: Any) -> Project:
    return digits_project(optimizer=KerasObject("Adam", {"learning_rate": rate}), **settings)


def regression(folder: Path, x: Any = None) -> Project:
    """One unit on a smooth function of two numbers."""
    samples = np.random.default_rng(0).random((128, 2), dtype=np.float32) if x is None else x
    np.savez(folder / "data.npz", x_train=samples, y_train=np.sin(3 * samples).sum(axis=1))
    net = NetworkBuilder("Sine")
    hidden = net.add("Dense", net.input((2,)), units=32, activation="relu")
    net.add("Dense", hidden, units=1, name="value")
    training = digits_project().training.model_copy(
        update={"optimizer": KerasObject("Adam", {"learning_rate": 0.01}), "batch_size": 32}
    )
    data = DataSettings(source=f"numpy:{folder / 'data.npz'}")
    return net.project().replace(data=data, training=training)


# The finder


def test_the_suggested_rate_trains_better_than_both_ends_of_the_range(tmp_path: Path) -> None:
    curve = find_learning_rate(digits_project())
    assert curve.suggestion is not None
    losses = {
        rate: run(at_rate(rate, epochs=1), tmp_path).history["val_loss"][-1]
        for rate in (1e-7, curve.suggestion, 10.0)
    }
    assert losses[curve.suggestion] < 0.8 * min(losses[1e-7], losses[10.0])


def test_every_step_is_told_with_the_loss_of_its_own_batch() -> None:
    events: list[TrialEvent] = []
    curve = find_learning_rate(digits_project(), emit=events.append, low=1e-8, high=1e-7, num_steps=20)
    steps = [event for event in events if isinstance(event, TrialStep)]
    assert [event.step for event in steps] == list(range(1, 21))
    assert steps[0].rate == pytest.approx(1e-8)
    assert steps[-1].rate == pytest.approx(1e-7)
    assert tuple(event.loss for event in steps) == curve.losses
    assert np.std(curve.losses) > 5 * np.std([event.smoothed for event in steps][-5:])
    assert events[-1] == TrialEnded(result=curve)


def test_a_test_that_explodes_ends_early_with_its_suggestion() -> None:
    project = digits_project(optimizer=KerasObject("SGD"))
    curve = find_learning_rate(project, high=1e6, num_steps=120)
    assert curve.stopped_early
    assert curve.ending in ("diverged", "not_finite")
    assert curve.suggestion is not None


def test_a_loss_that_is_nan_at_once_says_so(tmp_path: Path) -> None:
    curve = find_learning_rate(regression(tmp_path, np.full((64, 2), np.nan, np.float32)))
    assert (curve.rates, curve.ending, curve.suggestion) == ((), "not_finite", None)
    assert "from the first batch" in curve.reason


def test_an_optimiser_with_a_schedule_of_its_own_is_tested_too() -> None:
    schedule = KerasObject(
        "ExponentialDecay", {"initial_learning_rate": 0.1, "decay_steps": 10, "decay_rate": 0.5}
    )
    project = digits_project(optimizer=KerasObject("SGD", {"learning_rate": schedule, "use_ema": True}))
    curve = find_learning_rate(project, num_steps=40)
    assert len(curve.rates) > 20


def test_a_range_that_cannot_be_is_refused() -> None:
    for low, high in ((0.0, 1.0), (1.0, 0.1), (1e-3, math.inf), (math.nan, 1.0)):
        with pytest.raises(RequestError, match="Learning rates can't go"):
            find_learning_rate(digits_project(), low=low, high=high)
    with pytest.raises(RequestError, match="3 steps won't do"):
        find_learning_rate(digits_project(), num_steps=3)


def test_a_test_is_cancelled_between_two_batches() -> None:
    control = Control()

    def stop(event: TrialEvent) -> None:
        if isinstance(event, TrialStep) and event.step == 7:
            control.stop()

    curve = find_learning_rate(digits_project(), control=control, emit=stop)
    assert (len(curve.losses), curve.ending, curve.suggestion) == (7, "cancelled", None)


def test_a_trial_cancelled_before_its_first_batch_ends_without_one() -> None:
    control = Control()
    control.stop()
    assert find_learning_rate(digits_project(), control=control).losses == ()
    assert overfit_one_batch(digits_project(), control=control).is_memorised is None


def test_missing_data_is_the_same_error_as_in_a_run() -> None:
    project = digits_project().replace(data=DataSettings(source="numpy:/nowhere.npz"))
    with pytest.raises(RequestError, match="There is no file"):
        find_learning_rate(project)
    thread = TrialThread(lambda control, emit: find_learning_rate(project, control=control, emit=emit))
    thread.close(60)
    assert type(thread.poll()[-1]).__name__ == "TrialFailed"


@pytest.mark.parametrize(
    "options",
    [{"precision": "mixed_float16", "class_weights": "balanced"}, {"device": "all", "label_smoothing": 0.1}],
)
def test_the_options_of_a_run_hold_for_a_trial_too(options: dict[str, Any]) -> None:
    project = digits_project(**options, steps_per_execution=4)
    assert len(find_learning_rate(project, high=1e-3, num_steps=15).losses) == 15
    assert math.isfinite(overfit_one_batch(project, num_steps=15).losses[-1])


def test_a_device_that_is_not_there_is_refused() -> None:
    with pytest.raises(TrainingError, match='no device "gpu:9"'):
        find_learning_rate(digits_project(device="gpu:9"))


# No trace


def digest(folder: Path) -> str:
    return hashlib.sha256(b"".join(path.read_bytes() for path in sorted(folder.iterdir()))).hexdigest()


def trained(project: Project, folder: Path) -> tuple[Any, list[Any]]:
    result = run(project, folder)
    weights = keras.saving.load_model(result.folder / "last.keras").get_weights()
    return result.history, weights


def with_weights(folder: Path) -> Project:
    """A project with weights of its own, saved into a folder."""
    drawn = digits_project(epochs=1)
    project = designer.from_model(designer.build_model(drawn)).replace(
        training=drawn.training, data=drawn.data
    )
    folder.mkdir()
    return open_project(project.save(folder / "digits.json"))


def test_trials_leave_project_weights_and_later_runs_as_they_were(tmp_path: Path) -> None:
    project = with_weights(tmp_path / "project")
    before = trained(project, tmp_path / "before")
    copy, files = project.replace(), digest(tmp_path / "project")
    find_learning_rate(project, num_steps=30)
    overfit_one_batch(project, num_steps=30)
    assert project == copy
    assert digest(tmp_path / "project") == files
    after = trained(project, tmp_path / "after")
    assert before[0] == after[0]
    assert all(np.array_equal(old, new) for old, new in zip(before[1], after[1], strict=True))
    assert {path.name for path in tmp_path.iterdir()} == {"after", "before", "project"}


# One batch


def test_a_sound_network_memorises_one_batch() -> None:
    events: list[TrialEvent] = []
    result = overfit_one_batch(designer.load_preset("digits_resnet"), emit=events.append)
    assert result.is_memorised
    assert result.accuracy == 1.0
    assert len(result.losses) == 200
    assert isinstance(events[0], TrialPrepared)
    assert events[-1] == TrialEnded(result=result)


def test_a_wrong_last_layer_is_found_and_named() -> None:
    project = at_rate(0.01, activation="linear", loss=(SCORES,))
    result = overfit_one_batch(project)
    assert result.is_memorised is False
    assert '"scores" has no softmax or sigmoid' in result.remedy


def test_a_learning_rate_that_is_too_low_or_too_high_is_blamed() -> None:
    assert "hardly moves: the learning rate 1e-07 is too low" in overfit_one_batch(at_rate(1e-7)).remedy
    high = overfit_one_batch(at_rate(100.0), num_steps=50)
    assert high.is_memorised is False
    assert "too high" in high.remedy


def test_a_regression_is_memorised(tmp_path: Path) -> None:
    result = overfit_one_batch(regression(tmp_path), num_steps=400)
    assert result.is_memorised
    assert result.accuracy is None


def test_data_that_is_nan_is_blamed_for_it(tmp_path: Path) -> None:
    result = overfit_one_batch(regression(tmp_path, np.full((64, 2), np.nan, np.float32)))
    assert "isn't finite at step 1" in result.verdict
    assert "holds NaN" in result.remedy


@pytest.mark.parametrize(("make", "data"), [(shared_stem, shared_stem_data), (two_inputs, two_inputs_data)])
def test_networks_with_several_ends_are_tried_too(make: Any, data: Any, tmp_path: Path) -> None:
    np.savez(tmp_path / "data.npz", **data())
    project = make().replace(data=DataSettings(source=f"numpy:{tmp_path / 'data.npz'}"))
    assert find_learning_rate(project, num_steps=20).losses
    assert overfit_one_batch(project, num_steps=20).verdict


@pytest.mark.parametrize(
    ("loss", "labels", "prediction", "floor", "ignorance"),
    [
        (CLASSES(), [0, 1], [[0.5, 0.5]] * 2, 0.0, math.log(2)),
        (
            keras.losses.SparseCategoricalCrossentropy(from_logits=True),
            [0, 1],
            [[1, 1]] * 2,
            0.0,
            math.log(2),
        ),
        (keras.losses.BinaryCrossentropy(from_logits=True), [0.0, 1.0], [[1], [1]], 0.0, math.log(2)),
        (keras.losses.MeanSquaredError(), [0.0, 2.0], [[1], [1]], 0.0, 1.0),
        (
            keras.losses.CategoricalCrossentropy(label_smoothing=0.5),
            [[1.0, 0.0], [0.0, 1.0]],
            [[0.5, 0.5]] * 2,
            0.5623,
            math.log(2),
        ),
    ],
)
def test_a_loss_is_judged_between_perfection_and_ignorance(
    loss: Any, labels: Any, prediction: Any, floor: float, ignorance: float
) -> None:
    found = BatchLoss([loss], [np.array(labels)]).bounds([np.array(prediction, np.float32)])
    assert found.floor == pytest.approx(floor, abs=1e-3)
    assert found.ignorance == pytest.approx(ignorance, abs=1e-3)


def test_class_weights_and_loss_weights_count_as_in_fit() -> None:
    labels, truth = [np.array([0, 1, 1])], np.array([[0.5, 0.5], [0.2, 0.8], [0.9, 0.1]], np.float32)
    plain, weighted = BatchLoss([CLASSES()], labels), BatchLoss([CLASSES()], labels, (2.0,), {0: 1.0, 1: 3.0})
    same = keras.layers.Dense(2, use_bias=False, kernel_initializer="identity")
    model = keras.Sequential([keras.Input((2,)), same])
    model.compile("sgd", loss=CLASSES(), loss_weights=[2.0])
    told = model.fit(truth, labels[0], class_weight={0: 1.0, 1: 3.0}, verbose=0).history["loss"][0]
    assert weighted.of([truth]) == pytest.approx(told, rel=1e-5)
    assert plain.of([truth]) < weighted.of([truth])


# For scripts and programs


def test_the_command_line_tells_the_curve_and_the_verdict(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    words = [str(digits_project().save(tmp_path / "digits.json")), "--steps", "20", "--json"]
    assert main(["find-rate", *words]) == 0
    found = json.loads(capsys.readouterr().out)
    assert len(found["rates"]) == len(found["losses"]) == len(found["smoothed"])
    assert {"suggestion", "minimum_tenth", "reason", "ending", "stopped_early"} <= found.keys()
    status = main(["overfit", *words])
    judged = json.loads(capsys.readouterr().out)
    assert (status == 0) == judged["is_memorised"]
    assert len(judged["losses"]) == 20


def test_python_has_both(tmp_path: Path) -> None:
    project = regression(tmp_path)
    curve = designer.find_learning_rate(project, num_steps=20)
    result = designer.overfit_one_batch(project, data=project.data.source, num_steps=5)
    assert isinstance(curve, RateCurve)
    assert isinstance(result, OverfitResult)
