import math
from collections.abc import Sequence

import numpy as np
import pytest

from designer.training.averages import OwnValues


def running_means(values: Sequence[float], weights: Sequence[int]) -> list[float]:
    """What Keras reports: float32 totals, divided."""
    total = np.cumsum(np.asarray(values, np.float32) * np.asarray(weights, np.float32), dtype=np.float32)
    return [float(mean) for mean in total / np.cumsum(weights, dtype=np.float32)]


def test_each_batch_gets_its_own_value_back() -> None:
    values, weights = [2.0, 1.0, 4.0, 0.5], [32, 32, 32, 4]
    own = OwnValues()
    taken = [
        own.take({"loss": mean}, weight)["loss"]
        for mean, weight in zip(running_means(values, weights), weights, strict=True)
    ]
    assert taken == pytest.approx(values, rel=1e-5)


def test_digits_that_float32_does_not_carry_are_not_told() -> None:
    values = [1.0] * 2000
    own = OwnValues()
    taken = [own.take({"accuracy": mean}, 32)["accuracy"] for mean in running_means(values, [32] * 2000)]
    assert set(taken) == {1.0}


def test_late_batches_of_a_long_epoch_keep_their_digits() -> None:
    generator = np.random.default_rng(0)
    values = generator.uniform(0.1, 2.0, 2000).tolist()
    own = OwnValues()
    taken = [own.take({"loss": mean}, 32)["loss"] for mean in running_means(values, [32] * 2000)]
    assert np.abs(np.array(taken) - values).max() < 2e-3


def test_a_metric_that_is_no_mean_keeps_its_running_value() -> None:
    own = OwnValues(running=["auc"])
    own.take({"auc": 0.5}, 10)
    assert own.take({"auc": 0.7}, 10) == {"auc": 0.7}


def test_an_epoch_starts_anew() -> None:
    own = OwnValues()
    own.take({"loss": 3.0}, 10)
    own.reset()
    assert own.take({"loss": 1.0}, 10) == {"loss": 1.0}


@pytest.mark.parametrize("lost", [math.nan, math.inf])
def test_a_lost_loss_stays_lost(lost: float) -> None:
    own = OwnValues()
    own.take({"loss": 1.0}, 10)
    assert not math.isfinite(own.take({"loss": lost}, 10)["loss"])
