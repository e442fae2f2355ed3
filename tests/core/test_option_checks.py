"""What is wrong with training options is said before a run, without Keras."""

from collections.abc import Mapping
from typing import Any

import pytest

from designer.catalog.values import KerasObject
from designer.data.info import DataInfo, FeatureInfo, LabelInfo
from designer.document.project import Project
from designer.document.schedules import Cosine, Exponential, Piecewise, Plateau, Steps
from designer.document.settings import Checkpointing, DataSettings, EarlyStopping, TrainingSettings
from designer.errors import TrainingError
from designer.training.heads import Head
from designer.training.option_checks import (
    has_validation,
    num_train_samples,
    option_problems,
    refuse_wrong_options,
)
from designer.training.suggest import Suggestion, resolve

CLASSES = LabelInfo("classes", class_names=("a", "b", "c"))
VALUES = LabelInfo("values", ())
ONE = (Head("scores", (None, 3), "softmax"),)
NUMBER = (Head("value", (None, 1), "linear"),)
TWO = (*ONE, Head("more", (None, 3), "softmax"))


def said(
    data: DataSettings | None = None,
    labels: LabelInfo = CLASSES,
    outputs: tuple[Head, ...] = ONE,
    **settings: Any,
) -> list[tuple[str, str]]:
    """Severity and message of each problem."""
    training, info = TrainingSettings(**settings), info_of(labels)
    project = Project("Options").replace(training=training, data=data or DataSettings())
    chosen = resolve(training, outputs, info.targets)
    return [(problem.severity, problem.message) for problem in option_problems(project, chosen, info)]


def info_of(labels: LabelInfo = CLASSES, splits: Mapping[str, int] | None = None) -> DataInfo:
    return DataInfo("digits", "Digits", FeatureInfo((8, 8, 1), "uint8"), labels, splits or {"train": 100})


def test_the_usual_options_have_no_problem() -> None:
    assert said() == []
    assert said(early_stopping=EarlyStopping(patience=3), schedule=Cosine(), class_weights="balanced") == []


@pytest.mark.parametrize(
    ("settings", "part"),
    [
        (
            {"schedule": Exponential(warmup_epochs=10)},
            "The warm-up takes 10 epochs, but the run has",
        ),
        ({"schedule": Steps(points=((0, 1), (10, 0.1)))}, "a point at epoch 10, but the run has 10 epochs"),
        ({"schedule": Piecewise(points=((0, 1), (10.5, 0.1)))}, "a point at epoch 10.5"),
        ({"schedule": Cosine(first_epochs=11)}, "first cycle of the schedule takes 11 epochs"),
        ({"schedule": Plateau(patience=10)}, "the learning rate never falls"),
        ({"early_stopping": EarlyStopping(patience=10)}, "Early stopping waits 10 epochs"),
        ({"early_stopping": EarlyStopping(patience=4), "validation_frequency": 3}, "waits 12 epochs"),
        ({"early_stopping": EarlyStopping(patience=4, start_from_epoch=6)}, "waits 10 epochs"),
        ({"validation_frequency": 11}, "validated after every 11, so never"),
        ({"batch_size": 81}, "A batch has 81 samples, but there are only 80"),
        ({"steps_per_execution": 5, "checkpoints": Checkpointing(unit="batches")}, "no checkpoint"),
    ],
)
def test_what_has_no_effect_is_a_warning(settings: dict[str, Any], part: str) -> None:
    [(severity, message)] = said(**settings)
    assert severity == "warning"
    assert part in message


@pytest.mark.parametrize(
    "settings",
    [
        {"schedule": Piecewise(points=((0, 1), (10, 0.1)))},
        {"schedule": Steps(points=((0, 1), (9, 0.1)))},
        {"early_stopping": EarlyStopping(monitor="loss", patience=4), "validation_frequency": 3},
        {"batch_size": 80},
        {"early_stopping": EarlyStopping(monitor="val_accuracy", mode="max")},
        {"schedule": Plateau(monitor="accuracy", patience=3)},
        {"class_weights": {0: 1.0, 2: 0.0}},
        {"steps_per_execution": 5},
    ],
)
def test_what_just_fits_is_no_problem(settings: dict[str, Any]) -> None:
    assert said(**settings) == []


@pytest.mark.parametrize(
    ("settings", "part"),
    [
        ({"early_stopping": EarlyStopping(monitor="val_los")}, 'monitors "val_los", which training doesn'),
        ({"schedule": Plateau(monitor="mae", patience=1)}, 'The schedule monitors "mae"'),
        (
            {"class_weights": "balanced", "outputs": TWO},
            "one has several (scores, more)",
        ),
        (
            {"class_weights": "balanced", "labels": VALUES, "outputs": (Head("v", (None, 1), "linear"),)},
            "numbers",
        ),
        ({"class_weights": {3: 2.0}}, "a weight for class 3, but the classes are 0 to 2"),
        ({"class_weights": {-1: 2.0}}, "a weight for class -1"),
        ({"class_weights": dict.fromkeys(range(3), 0.0)}, "all 0"),
        ({"steps_per_execution": 2, "device": "all"}, "can't compute 2 batches at a time"),
    ],
)
def test_what_can_not_be_is_an_error(settings: dict[str, Any], part: str) -> None:
    [(severity, message)] = said(**settings)
    assert severity == "error"
    assert part in message


def test_a_metric_of_validation_needs_samples_to_validate_on() -> None:
    [(severity, message)] = said(DataSettings(validation_percent=0), early_stopping=EarlyStopping())
    assert severity == "error"
    assert 'monitors "val_loss", but there are no samples to validate on' in message


def test_the_learning_rate_follows_one_schedule_only() -> None:
    optimizer = KerasObject("SGD", {"learning_rate": KerasObject("CosineDecay", {"decay_steps": 9})})
    [(severity, message)] = said(optimizer=optimizer, schedule=Cosine())
    assert severity == "error"
    assert "two schedules: CosineDecay of the optimizer" in message
    assert said(optimizer=optimizer) == []


def test_metrics_of_several_outputs_are_monitored_by_the_name_of_the_output() -> None:
    assert said(outputs=TWO, early_stopping=EarlyStopping(monitor="val_more_accuracy", mode="max")) == []
    assert said(outputs=TWO, early_stopping=EarlyStopping(monitor="scores_loss")) == []
    [(severity, _)] = said(outputs=TWO, early_stopping=EarlyStopping(monitor="val_accuracy"))
    assert severity == "error"


def test_a_run_refuses_errors_and_tells_warnings() -> None:
    def refused(**settings: Any) -> tuple[str, ...]:
        project = Project("Options").replace(training=TrainingSettings(**settings))
        chosen: Suggestion = resolve(project.training, ONE, [CLASSES])
        return refuse_wrong_options(project, chosen, info_of())

    [line] = refused(batch_size=81)
    assert line.startswith("A batch has 81 samples")
    with pytest.raises(TrainingError, match="class 3"):
        refused(class_weights={3: 1.0}, batch_size=81)


@pytest.mark.parametrize(
    ("data", "splits", "count"),
    [
        (DataSettings(), {"train": 100}, 80),
        (DataSettings(test_percent=10), {"train": 100}, 70),
        (DataSettings(validation_split="test"), {"train": 100, "test": 10}, 100),
        (DataSettings(), {"train": 100, "validation": 10}, 100),
        (DataSettings(source="tfds:tiny:train[:50%]"), {"train": 100, "train[:50%]": 50}, 40),
        (DataSettings(source="tfds:tiny:other"), {"train": 100}, None),
    ],
)
def test_samples_to_train_on_are_counted_as_the_pipeline_divides_them(
    data: DataSettings, splits: dict[str, int], count: int | None
) -> None:
    assert num_train_samples(data, info_of(splits=splits)) == count
    assert has_validation(data, info_of(splits=splits))
