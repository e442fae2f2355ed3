"""Events become series and words that say what they said."""

import csv
import math
from pathlib import Path

import pytest

from designer.training.events import RunEvent
from designer.training.judging import is_higher_better
from designer.ui.monitor.metrics import RunMetrics, number
from tests.monitor_events import EPOCHS, batch, epoch, small_run, started


def metrics_of(*events: RunEvent) -> RunMetrics:
    metrics = RunMetrics()
    for event in events:
        metrics.handle(event)
    return metrics


def test_every_value_lies_at_its_step_epoch_and_time() -> None:
    metrics = metrics_of(*small_run())
    loss, validation = metrics.series("loss", "batch"), metrics.series("loss", "validation")
    assert loss is not None
    assert validation is not None
    assert loss.values.tolist() == [3.0 / step for step in range(1, 13)]
    assert loss.x["epoch"].values.tolist() == [step / 4 for step in range(1, 13)]
    assert validation.values.tolist() == [values["val_loss"] for values in EPOCHS]
    assert validation.x["step"].values.tolist() == [4, 8, 12]
    assert validation.x["time"].values.tolist() == [3, 6, 9]


def test_losses_come_first() -> None:
    metrics = metrics_of(batch(1, accuracy=0.5, head_loss=1.0))
    assert metrics.names == ("loss", "head_loss", "accuracy")


def test_the_best_epoch_is_the_one_with_least_loss_or_most_accuracy_in_validation() -> None:
    metrics = metrics_of(*small_run())
    loss, accuracy = metrics.best("loss"), metrics.best("accuracy")
    assert loss is not None
    assert accuracy is not None
    assert (loss.value, loss.epoch) == (0.9, 2)
    assert (accuracy.value, accuracy.epoch) == (0.95, 2)


def test_without_validation_training_is_judged_and_nan_is_never_best() -> None:
    metrics = metrics_of(epoch(1, {"loss": math.nan}), epoch(2, {"loss": 2.0}), epoch(3, {"loss": 3.0}))
    best = metrics.best("loss")
    assert best is not None
    assert (best.value, best.epoch) == (2.0, 2)
    assert metrics_of(epoch(1, {"loss": math.nan})).best("loss") is None


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("loss", False),
        ("accuracy_loss", False),
        ("accuracy", True),
        ("top_k_categorical_accuracy", True),
        ("head_auc_1", True),
        ("mean_io_u", True),
        ("f1_score", True),
        ("mean_absolute_error", False),
        ("accelerated_error", False),
    ],
)
def test_the_name_says_whether_more_is_better(name: str, expected: bool) -> None:
    assert is_higher_better(name) is expected


def test_the_summary_has_the_newest_and_the_best_values() -> None:
    assert metrics_of(*small_run()).summary() == (
        "epoch 3, step 12, loss 0.41, accuracy 0.9,"
        " val_loss 1.1 (best 0.9 at epoch 2), val_accuracy 0.93 (best 0.95 at epoch 2)"
    )


def test_within_an_epoch_the_summary_has_the_values_of_the_newest_batch() -> None:
    metrics = metrics_of(started(), epoch(1, {"loss": 2.0, "val_loss": 1.5}), batch(5, loss=0.7))
    assert metrics.summary() == "epoch 2, step 5, loss 0.7, val_loss 1.5 (best 1.5 at epoch 1)"


def test_a_loss_that_became_nan_is_said_with_its_step() -> None:
    metrics = metrics_of(started(), batch(1, 2.0), batch(2, math.nan), batch(3, math.nan))
    assert metrics.summary() == "epoch 1, step 3, loss NaN (first NaN at step 2)"
    assert metrics_of(started(), batch(1, math.inf)).summary().endswith("loss inf (first inf at step 1)")


def test_without_events_there_is_nothing_to_say() -> None:
    assert metrics_of(started()).summary() == ""


def test_a_table_has_every_point(tmp_path: Path) -> None:
    path = tmp_path / "curves.csv"
    metrics_of(*small_run()).write_csv(path)
    rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
    assert len(rows) == 2 * 12 + 4 * 3
    assert rows[0] == {
        "metric": "loss", "split": "batch", "step": "1", "epoch": "0.25", "time_s": "0.5", "value": "3.0"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.41, "0.41"), (0.123456, "0.1235"), (math.nan, "NaN"), (-math.inf, "-inf"), (1e-9, "1e-09")],
)
def test_numbers_are_short(value: float, text: str) -> None:
    assert number(value) == text
