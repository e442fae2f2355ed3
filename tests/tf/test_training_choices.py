from pathlib import Path

import pytest

from designer.catalog.values import KerasObject
from designer.document.builder import NetworkBuilder
from designer.document.project import Project
from designer.document.settings import TrainingSettings
from designer.training.events import BatchEnded, EpochEnded, Notice
from tests.tf.training_rig import BATCH_SIZE, Listener, digits_project, run


def two_heads(**settings: object) -> Project:
    net = NetworkBuilder("Two heads")
    x = net.add("Dense", net.add("Flatten", net.input((8, 8, 1))), units=16, activation="relu")
    early = net.add("Dense", x, units=10, activation="softmax", name="early")
    late = net.add(
        "Dense", net.add("Dense", x, units=16, activation="relu"), units=10, activation="softmax", name="late"
    )
    training = TrainingSettings.model_validate({"epochs": 1, "batch_size": BATCH_SIZE, **settings})
    return net.project(outputs=[early, late]).replace(training=training)


def test_several_outputs_learn_the_same_labels(tmp_path: Path) -> None:
    listener = Listener()
    result = run(two_heads(loss_weights=(0.3, 1.0)), tmp_path, listener)
    assert {"early_loss", "late_loss", "early_accuracy", "val_late_accuracy"} <= result.history.keys()
    assert any("same labels" in notice.message for notice in listener.of_type(Notice))


@pytest.mark.parametrize("metric", ["AUC", "RootMeanSquaredError"])
def test_metrics_that_are_no_mean_keep_their_value_over_the_epoch(tmp_path: Path, metric: str) -> None:
    listener = Listener()
    chosen = (KerasObject(metric, {"name": "m"}),)
    run(digits_project(1, loss=({"object": "CategoricalCrossentropy"},), metrics=chosen), tmp_path, listener)
    last_batch = listener.of_type(BatchEnded)[-1]
    assert last_batch.metrics["m"] == pytest.approx(listener.of_type(EpochEnded)[0].metrics["m"], rel=1e-6)


def test_a_metric_with_a_value_for_each_class_is_told_as_their_mean(tmp_path: Path) -> None:
    chosen = (KerasObject("F1Score"),)
    project = digits_project(1, loss=({"object": "CategoricalCrossentropy"},), metrics=chosen)
    [f1] = run(project, tmp_path).history["val_f1_score"]
    assert 0 <= f1 <= 1


def test_no_metrics_is_a_choice_too(tmp_path: Path) -> None:
    history = run(digits_project(1, metrics=()), tmp_path).history
    assert history.keys() == {"loss", "val_loss"}


def test_a_run_without_validation_judges_by_the_training_loss(tmp_path: Path) -> None:
    project = digits_project(1)
    project = project.replace(data=project.data.model_copy(update={"validation_percent": 0.0}))
    assert run(project, tmp_path).history.keys() == {"loss", "accuracy"}


def test_what_cannot_be_meant_is_a_notice_with_its_kind_at_the_start(tmp_path: Path) -> None:
    listener = Listener()
    run(
        digits_project(1, activation="relu", loss=({"object": "CategoricalCrossentropy"},)),
        tmp_path,
        listener,
    )
    notices = {notice.kind: notice for notice in listener.of_type(Notice)}
    assert {"final_activation", "label_form"} <= notices.keys()
    assert notices["final_activation"].layer == "scores"
    assert notices["final_activation"].remedy.startswith("Let it end in softmax")
    messages = [notice.message for notice in listener.of_type(Notice)]
    assert len(messages) == len(set(messages))


def test_a_batch_larger_than_the_data_is_a_notice_at_the_start(tmp_path: Path) -> None:
    listener = Listener()
    project = digits_project(1)
    run(
        project.replace(training=project.training.model_copy(update={"batch_size": 5000})), tmp_path, listener
    )
    [notice] = [notice for notice in listener.of_type(Notice) if notice.kind == "batch_size"]
    assert notice.evidence == "Batch size 5,000, training samples 1,438."
