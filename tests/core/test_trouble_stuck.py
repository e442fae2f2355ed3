"""A loss that stays where guessing would be is told; one that moves, however noisily or late, is not."""

import json

import numpy as np
import pytest

from designer.training.trouble.guessing import chance_loss
from designer.training.trouble.trend import Trend
from tests.core.trouble_series import CHANCE, make_watch, noisy, train_on


def test_a_loss_that_stays_at_the_level_of_guessing_is_told_once_with_its_figures() -> None:
    losses = noisy([CHANCE] * 400, 0.03)
    [finding] = train_on(make_watch(), losses)
    assert finding.kind == "stuck_loss"
    assert finding.step == 60
    assert finding.message == "The loss has not moved for 40 steps."
    assert "guessing costs 2.303" in finding.evidence
    assert "learning rate" in finding.remedy


def test_a_bad_start_that_fell_back_to_guessing_is_told_too() -> None:
    assert train_on(make_watch(), noisy([9.0] * 10 + [CHANCE] * 90, 0.02))


def test_a_long_epoch_is_judged_before_its_end() -> None:
    from tests.core.trouble_series import weights

    watch = make_watch()
    for loss in noisy([CHANCE] * 300, 0.03):
        watch.batch({"loss": loss})
    [finding] = watch.sampled(300, weights(dense=[1.0, 2.0]), 1e-3)
    assert finding.step == 300


@pytest.mark.parametrize(
    "losses",
    [
        pytest.param(noisy(CHANCE * np.exp(-np.arange(200) / 100), 0.1), id="falls"),
        pytest.param(noisy(np.linspace(CHANCE, 2.1, 60), 0.03), id="falls slowly"),
        pytest.param(noisy(np.linspace(CHANCE, 1.5, 300), 0.8), id="falls in much noise"),
        pytest.param(noisy([CHANCE] * 40, 0.02), id="has hardly begun"),
        pytest.param(noisy([0.3] * 300, 0.1), id="has converged"),
    ],
)
def test_a_loss_that_moves_or_is_low_is_not_told(losses: list[float]) -> None:
    assert not train_on(make_watch(), losses)


def test_too_much_noise_to_be_sure_is_no_finding() -> None:
    assert not train_on(make_watch(), noisy([CHANCE] * 60, 1.0))


def test_a_regression_whose_loss_is_near_0_is_calm() -> None:
    assert not train_on(make_watch(guess=1.0), noisy([1e-5] * 400, 1e-6))


def test_an_unknown_level_of_guessing_is_calm_unless_the_loss_is_constant() -> None:
    assert not train_on(make_watch(None), noisy([5.0] * 400, 0.05))
    [finding] = train_on(make_watch(None), [5.0] * 400)
    assert finding.evidence == "The loss was 5 for each of the batches."


def test_a_loss_of_exactly_0_is_no_trouble() -> None:
    assert not train_on(make_watch(None), [0.0] * 400)


def test_while_the_learning_rate_rises_the_loss_need_not_move() -> None:
    losses = noisy([*([CHANCE] * 100), *np.linspace(CHANCE, 1.0, 200)], 0.03)
    assert not train_on(make_watch(), losses, rate=lambda epoch: 1e-5 * min(epoch, 6))
    assert train_on(make_watch(), losses, rate=lambda _epoch: 1e-3)


def test_a_resumed_watch_tells_what_the_undisturbed_one_does() -> None:
    losses = noisy([CHANCE] * 150, 0.03)
    first = make_watch()
    assert not train_on(first, losses[:40])
    resumed = make_watch()
    resumed.restore(json.loads(json.dumps(first.state())))
    undisturbed = make_watch()
    expected = train_on(undisturbed, losses)
    found = []
    for step, loss in enumerate(losses[40:], start=41):
        resumed.batch({"loss": loss})
        if step % 20 == 0:
            found += resumed.epoch(step // 20, step, {"loss": loss}, 1e-3)
    assert found == expected
    assert resumed.state() == undisturbed.state()


@pytest.mark.parametrize(
    ("loss", "classes", "expected"),
    [
        ("SparseCategoricalCrossentropy", 10, np.log(10)),
        ("CategoricalCrossentropy", 3, np.log(3)),
        ("BinaryCrossentropy", 2, np.log(2)),
        ("MeanSquaredError", 10, None),
        ("SparseCategoricalCrossentropy", 0, None),
    ],
)
def test_guessing_costs_the_logarithm_of_the_number_of_classes(
    loss: str, classes: int, expected: float | None
) -> None:
    assert chance_loss(loss, classes) == pytest.approx(expected)


def test_a_trend_of_any_length_stays_small_and_keeps_its_means() -> None:
    trend = Trend()
    for value in range(10_000):
        trend.add(float(value))
    first, middle, last = trend.thirds()
    assert len(trend) == first.count + middle.count + last.count == 10_000
    assert len(trend.state()["chunks"]) <= 48
    assert first.value < middle.value < last.value
    assert last.value == pytest.approx(10_000 - last.count / 2, abs=1)
