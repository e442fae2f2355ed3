"""Networks with several inputs and outputs train on arrays by name, each output on its own labels."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest

import designer
from designer.catalog.values import KerasObject
from designer.compiler.build import build_model
from designer.data.division import divide
from designer.document.project import Project
from designer.document.settings import Adaptation, DataSettings, TrainingSettings
from designer.errors import DataError, TrainingError
from designer.training.checks import check_project
from designer.training.events import BatchEnded, EpochEnded, Notice
from designer.training.trainer import RunResult
from tests.tf.ends import (
    SAMPLES,
    alphago,
    go_positions,
    same_or_not,
    shared_stem,
    shared_stem_data,
    siamese,
    two_branch,
    two_inputs,
    two_inputs_data,
)
from tests.tf.training_rig import Listener, run

Data = Mapping[str, Any]


def saved(folder: Path, arrays: Data) -> str:
    np.savez(folder / "data.npz", **arrays)
    return f"numpy:{folder / 'data.npz'}"


def trained(project: Project, folder: Path, arrays: Data, **settings: Any) -> tuple[RunResult, Listener]:
    listener = Listener()
    fast = {"optimizer": {"object": "Adam", "params": {"learning_rate": 0.01}}, **settings}
    project = project.replace(training=TrainingSettings.model_validate(fast))
    source = saved(folder, arrays)
    result = designer.train(project, data=source, epochs=1, run_dir=folder, on_event=listener)
    return result, listener


@pytest.mark.parametrize(
    ("project", "arrays"),
    [
        (siamese(), same_or_not()),
        (two_branch(), same_or_not()),
        (two_inputs(), two_inputs_data()),
        (alphago(), go_positions()),
        (shared_stem(), shared_stem_data()),
    ],
    ids=["siamese", "two_branch", "two_inputs", "alphago", "shared_stem"],
)
def test_a_network_with_several_ends_learns_in_an_epoch(
    project: Project, arrays: Data, tmp_path: Path
) -> None:
    result, listener = trained(project, tmp_path, arrays)
    losses = [batch.metrics for batch in listener.of_type(BatchEnded)]
    for name in [name for name in losses[0] if name.endswith("loss")]:
        values = [metrics[name] for metrics in losses]
        assert np.mean(values[-5:]) < np.mean(values[:5]), name
    assert not [event.message for event in listener.of_type(Notice)]
    assert result.status == "finished"


def test_the_networks_are_those_that_are_meant() -> None:
    counts = [build_model(each().graph).count_params() for each in (two_inputs, siamese, two_branch)]
    assert counts == [436, 20_736, 29_056]


def test_losses_of_each_output_are_those_of_plain_keras(tmp_path: Path) -> None:
    arrays = go_positions()
    result, listener = trained(alphago(), tmp_path, arrays, loss_weights=(1.0, 0.25), seed=3)
    plain = plain_fit(arrays, seed=3, weights=[1.0, 0.25])
    assert result.history.keys() == plain.keys()
    for name, values in plain.items():
        assert result.history[name] == pytest.approx(values, rel=1e-4), name
    [epoch] = listener.of_type(EpochEnded)
    weighted = epoch.metrics["policy_loss"] + 0.25 * epoch.metrics["value_loss"]
    assert epoch.metrics["loss"] == pytest.approx(weighted, rel=1e-5)


def plain_fit(arrays: Data, seed: int, weights: list[float]) -> dict[str, list[float]]:
    """What Keras alone reports, fed with the same samples in the same order."""
    keras.utils.set_random_seed(seed)
    model = build_model(alphago().graph)
    model.compile(
        keras.optimizers.Adam(0.01),
        loss=["categorical_crossentropy", "mean_squared_error"],
        loss_weights=weights,
        metrics=[
            [keras.metrics.CategoricalAccuracy(name="accuracy")],
            [keras.metrics.MeanAbsoluteError("mae")],
        ],
    )
    names = ("x_train.position", "y_train.policy", "y_train.value")
    x, policy, value = (np.asarray(arrays[name], np.float32) for name in names)
    parts = divide(len(x), validation_percent=20, test_percent=0, seed=0)
    order = np.random.default_rng([seed, 0]).permutation(parts.train)
    held = parts.validation
    fitted = model.fit(
        x[order],
        [policy[order], value[order]],
        validation_data=(x[held], [policy[held], value[held]]),
        shuffle=False,
        verbose=0,
    )
    return fitted.history  # type: ignore[no-any-return]


def test_a_batch_tells_the_losses_and_metrics_of_each_output_as_its_own(tmp_path: Path) -> None:
    _, listener = trained(alphago(), tmp_path, go_positions())
    batches, [epoch] = listener.of_type(BatchEnded), listener.of_type(EpochEnded)
    sizes = [32] * (len(batches) - 1) + [SAMPLES * 4 // 5 - 32 * (len(batches) - 1)]
    for name in ("policy_loss", "value_loss", "policy_accuracy", "value_mae"):
        told = np.average([batch.metrics[name] for batch in batches], weights=sizes)
        assert told == pytest.approx(epoch.metrics[name], rel=1e-4), name


def test_a_metric_that_is_no_mean_keeps_its_value_in_the_output_that_has_it(tmp_path: Path) -> None:
    metric = KerasObject("RootMeanSquaredError", {"name": "rmse"})
    _, listener = trained(alphago(), tmp_path, go_positions(), output_metrics=(None, (metric,)))
    [epoch] = listener.of_type(EpochEnded)
    last = listener.of_type(BatchEnded)[-1].metrics
    assert last["value_rmse"] == pytest.approx(epoch.metrics["value_rmse"], rel=1e-6)
    assert "policy_accuracy" in last
    assert "value_mae" not in last


def test_an_output_of_weight_0_needs_no_labels_and_is_not_trained(tmp_path: Path) -> None:
    arrays = {name: array for name, array in go_positions().items() if name != "y_train.value"}
    result, _ = trained(alphago(), tmp_path, arrays, loss_weights=(1.0, 0.0))
    assert result.history.keys() == {"loss", "policy_accuracy", "val_loss", "val_policy_accuracy"}
    with pytest.raises(TrainingError, match='no labels for the output "value"'):
        trained(alphago(), tmp_path, arrays)


def test_arrays_of_other_names_are_taken_by_order_and_it_is_said(tmp_path: Path) -> None:
    renamed = {"first": "left", "second": "right"}
    arrays = {
        f"x_train.{renamed[name.partition('.')[2]]}" if name.startswith("x") else name: array
        for name, array in same_or_not().items()
    }
    _, listener = trained(siamese(), tmp_path, arrays)
    assert [event.message for event in listener.of_type(Notice)] == [
        "By their order, x_train.left, x_train.right are for the Inputs first, second."
    ]


@pytest.mark.parametrize(
    ("drop", "change", "message"),
    [
        (("x_train.second",), {}, 'has no samples for the Input "second"; it has x_train.first'),
        (
            (),
            {"x_train.second": np.zeros((SAMPLES, 3, 3))},
            r"second: The samples x_train\.second .* are 3×3; .*10×32",
        ),
    ],
)
def test_arrays_that_are_missing_or_do_not_fit_are_refused_in_one_line(
    tmp_path: Path, drop: tuple[str, ...], change: Data, message: str
) -> None:
    arrays = {name: array for name, array in {**same_or_not(), **change}.items() if name not in drop}
    project = siamese().replace(data=DataSettings(source=saved(tmp_path, arrays)))
    with pytest.raises(DataError, match=message) as caught:
        run(project, tmp_path)
    assert caught.value.hint
    assert [problem.severity for problem in check_project(project)] == ["error"]


def test_one_array_serves_all_inputs_where_it_fits(tmp_path: Path) -> None:
    arrays = {"x_train": np.zeros((SAMPLES, 10, 32), np.float32), "y_train": np.zeros((SAMPLES, 10, 32))}
    _, listener = trained(siamese(), tmp_path, arrays)
    assert "All Inputs get the same samples" in listener.of_type(Notice)[0].message
    with pytest.raises(DataError, match="input_32: The samples of"):
        trained(two_inputs(), tmp_path, {"x_train": np.zeros((40, 16)), "y_train": np.zeros((40, 4))})


def test_each_input_is_adapted_on_its_own(tmp_path: Path) -> None:
    arrays = {"x_train.input_16": np.full((40, 4, 4), 255, np.uint8), "x_train.input_32": np.ones((40, 32))}
    arrays["y_train"] = np.zeros(40, np.int64)
    _, listener = trained(two_inputs(), tmp_path, arrays)
    assert [event.message.partition(",")[0] for event in listener.of_type(Notice)] == [
        "input_16: Scale values from 0–255 to 0–1",
        "input_16: Reshape 4×4 to 16",
    ]
    agreed = {"input_16": Adaptation(scale=1 / 255, reshape=(16,)), "input_32": Adaptation()}
    data = DataSettings(source=saved(tmp_path, arrays), adaptations=agreed)
    listener = Listener()
    run(two_inputs().replace(data=data), tmp_path, listener)
    assert not listener.of_type(Notice)
