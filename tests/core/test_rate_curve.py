"""A range test suggests a rate where the loss falls, and none where it doesn't, however ugly the curve is."""

import math

import numpy as np
import pytest

from designer.training.trials.curve import RunningLoss, curve_of, ramp, rounded, smooth

RATES = ramp(1e-7, 10.0, 100)


def valley(steepest: float, lowest: float, noise: float = 0.0) -> list[float]:
    """Losses that fall from 2.3 to 0.3, most steeply at one rate, and rise behind another."""
    x = np.log10(np.array(RATES))
    falling = 2.3 - 2.0 / (1 + np.exp(-4 * (x - math.log10(steepest))))
    rising = np.maximum(0.0, x - math.log10(lowest)) ** 2 * 2
    scatter = np.random.default_rng(0).normal(0, noise, len(x)) if noise else 0.0
    return list((falling + rising + scatter).tolist())


def test_a_ramp_grows_by_one_factor_from_end_to_end() -> None:
    factors = np.array(RATES[1:]) / np.array(RATES[:-1])
    assert RATES[0] == pytest.approx(1e-7)
    assert RATES[-1] == pytest.approx(10.0)
    assert np.allclose(factors, factors[0])


@pytest.mark.parametrize("noise", [0.0, 0.1, 0.2])
def test_the_suggestion_is_where_the_loss_falls_most_steeply(noise: float) -> None:
    curve = curve_of(RATES, valley(1e-3, 1e-1, noise), "whole")
    assert curve.suggestion is not None
    assert abs(math.log10(curve.suggestion / 1e-3)) < 0.4
    assert f"{curve.suggestion:g}" in curve.reason
    assert not curve.stopped_early


def test_beside_it_stands_a_tenth_of_the_rate_at_the_minimum() -> None:
    curve = curve_of(RATES, valley(1e-3, 1e-1), "whole")
    lowest = RATES[int(np.argmin(curve.smoothed))]
    assert curve.minimum_tenth == pytest.approx(lowest / 10, rel=0.05)


def test_an_explosion_at_the_end_moves_no_suggestion() -> None:
    losses = valley(1e-3, 1e-1)
    exploded = [*losses[:80], *(10.0 ** (row - 78) for row in range(80, 90))]
    assert curve_of(RATES, exploded, "diverged").suggestion == curve_of(RATES, losses, "whole").suggestion


@pytest.mark.parametrize("noise", [0.0, 0.02, 0.3])
def test_a_flat_curve_suggests_nothing_and_says_why(noise: float) -> None:
    scatter = np.random.default_rng(1).normal(0, noise, len(RATES)) if noise else np.zeros(len(RATES))
    curve = curve_of(RATES, [2.3 + float(value) for value in scatter], "whole")
    assert curve.suggestion is curve.minimum_tenth is None
    assert "stays at about 2." in curve.reason


def test_a_loss_that_only_rises_suggests_nothing() -> None:
    curve = curve_of(RATES, [0.1 + row**2 / 1000 for row in range(100)], "diverged")
    assert curve.suggestion is None
    assert "rises without falling first" in curve.reason


@pytest.mark.parametrize(
    ("losses", "said"),
    [
        ([math.nan], "isn't finite from the first batch"),
        ([math.inf, 1.0], "isn't finite from the first batch"),
        ([2.3], "ended after 1 batch,"),
        ([2.3, 2.2, 2.1, math.nan], "ended after 3 batches"),
    ],
)
def test_too_few_points_suggest_nothing(losses: list[float], said: str) -> None:
    curve = curve_of(RATES, losses, "not_finite")
    assert curve.suggestion is None
    assert said in curve.reason
    assert all(map(math.isfinite, curve.losses))
    assert len(curve.rates) == len(curve.losses) == len(curve.smoothed)


def test_a_cancelled_test_keeps_its_points_and_suggests_nothing() -> None:
    curve = curve_of(RATES[:50], valley(1e-3, 1e-1)[:50], "cancelled")
    assert (len(curve.losses), curve.suggestion, curve.stopped_early) == (50, None, True)
    assert curve_of((), (), "cancelled").reason == "The test was cancelled."


def test_a_negative_loss_that_falls_is_no_explosion() -> None:
    running = RunningLoss()
    for row in range(100):
        running.take(-row / 10)
        assert not running.is_diverged
    assert curve_of(RATES, [loss - 3 for loss in valley(1e-3, 1e-1)], "whole").suggestion is not None


def test_noise_in_the_first_batches_is_no_explosion() -> None:
    running = RunningLoss()
    for loss in (0.001, 0.1, 0.001):
        running.take(loss)
    assert not running.is_diverged


def test_smoothing_moves_nothing_along_the_axis() -> None:
    bump = np.zeros(101)
    bump[50] = 1.0
    assert int(smooth(bump).argmax()) == 50
    assert np.allclose(smooth(np.full(20, 3.0)), 3.0)


def test_a_rate_is_rounded_to_two_digits() -> None:
    assert [rounded(rate) for rate in (0.00316228, 1.234e-7, 9.99)] == [0.0032, 1.2e-7, 10.0]
