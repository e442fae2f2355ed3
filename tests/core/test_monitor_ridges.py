"""Histograms lie in the order of their steps, on one scale, and a bounded number of them is kept."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.training.events import Histogram
from designer.ui.monitor.reservoir import Reservoir
from designer.ui.monitor.ridges import Sample, lay_out
from designer.ui.monitor.ticks import decimals, linear_ticks, log_ticks
from tests.monitor_events import histogram


@given(st.integers(0, 500), st.integers(1, 60))
def test_a_reservoir_is_bounded_and_ordered_and_keeps_the_newest(count: int, capacity: int) -> None:
    reservoir: Reservoir[int] = Reservoir(capacity)
    for item in range(count):
        reservoir.add(item)
        assert reservoir.items[-1] == item
    assert len(reservoir.items) == min(count, capacity)
    assert reservoir.items == sorted(reservoir.items)


def test_a_reservoir_keeps_old_and_new_alike() -> None:
    halves = [0, 0]
    for seed in range(200):
        reservoir: Reservoir[int] = Reservoir(20, seed)
        for item in range(1000):
            reservoir.add(item)
        for item in reservoir.items[:-1]:
            halves[item >= 500] += 1
    assert halves[0] / halves[1] == pytest.approx(1, abs=0.1)


def test_older_histograms_lie_higher() -> None:
    ridges = lay_out([Sample(step, histogram()) for step in (0, 10, 20)], 200, 100)
    assert [line.step for line in ridges.lines] == [0, 10, 20]
    baselines = [line.baseline for line in ridges.lines]
    assert baselines == sorted(baselines)
    assert baselines[-1] == 100


def test_everything_stays_inside() -> None:
    samples = [Sample(step, histogram(-step, step + 1, peak=step)) for step in range(50)]
    for line in lay_out(samples, 200, 100).lines:
        assert 0 <= line.x.min() <= line.x.max() <= 200
        assert -1e-9 <= line.y.min() <= line.y.max() <= 100
        assert line.y[0] == line.y[-1] == line.baseline


def test_where_room_is_short_the_newest_and_the_oldest_remain() -> None:
    lines = lay_out([Sample(step, histogram()) for step in range(50)], 200, 40).lines
    assert len(lines) < 10
    assert (lines[0].step, lines[-1].step) == (0, 49)


def test_bins_of_another_width_compare() -> None:
    wide, narrow = histogram(-1, 1), histogram(-0.5, 0.5)
    first, second = lay_out([Sample(0, wide), Sample(1, narrow)], 100, 100, overlay=True).lines
    assert 100 - second.y.min() == pytest.approx(2 * (100 - first.y.min()))


@pytest.mark.parametrize(
    "odd",
    [
        Histogram(0.0, 1.0, (64, *[0] * 63), 0.0, 0.0),
        Histogram(0.0, 1.0, (0,) * 64, 0.0, 0.0, num_non_finite=64),
    ],
    ids=["all equal", "none finite"],
)
def test_odd_histograms_neither_fail_nor_flatten_the_others(odd: Histogram) -> None:
    samples = [Sample(0, odd), *(Sample(step, histogram(-0.5, 0.5)) for step in range(1, 6))]
    last = lay_out(samples, 100, 100, overlay=True).lines[-1]
    assert np.isfinite(last.y).all()
    assert last.baseline - last.y.min() > 30


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [(0, 10, [0, 5, 10]), (-0.3, 0.3, [-0.2, 0.0, 0.2]), (1, 1, [1.0]), (0, 0.07, [0.0, 0.05])],
)
def test_ticks_are_round(low: float, high: float, ticks: list[float]) -> None:
    assert linear_ticks(low, high, 3) == pytest.approx(ticks)


def test_logarithmic_ticks_have_labels_at_1_2_5_and_over_many_decades_at_powers_only() -> None:
    assert log_ticks(0.5, 20)[0] == [0.5, 1, 2, 5, 10, 20]
    assert log_ticks(1, 1e6)[0] == [10.0**power for power in range(7)]


@pytest.mark.parametrize(("spacing", "places"), [(1, 0), (20, 0), (0.5, 1), (0.1, 1), (0.02, 2)])
def test_ticks_have_as_many_decimals_as_they_need(spacing: float, places: int) -> None:
    assert decimals(spacing) == places
