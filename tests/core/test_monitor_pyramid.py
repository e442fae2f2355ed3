"""No extreme and no NaN is lost on the way to the screen, however many points there are."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.ui.monitor.pyramid import Pyramid
from designer.ui.monitor.series import Series, Window, query

VALUES = st.lists(st.floats(-1e6, 1e6) | st.just(math.nan) | st.just(math.inf), min_size=1, max_size=3000)


@given(VALUES, st.data())
def test_columns_keep_every_extreme_and_every_value_that_is_not_finite(
    values: list[float], data: st.DataObject
) -> None:
    stop = data.draw(st.integers(1, len(values)))
    start = data.draw(st.integers(0, stop - 1))
    columns = Pyramid(values).columns(start, stop, count=data.draw(st.integers(1, 50)))
    assert columns.first[0] <= start
    assert columns.last[-1] == stop - 1
    np.testing.assert_array_equal(columns.first[1:], columns.last[:-1] + 1)
    for first, last, low, high, is_broken in zip(
        columns.first, columns.last, columns.low, columns.high, columns.is_broken, strict=True
    ):
        part = np.array(values[first : last + 1])
        finite = part[np.isfinite(part)]
        assert is_broken == (len(finite) < len(part))
        assert (low, high) == (finite.min(), finite.max()) if len(finite) else math.isnan(low)


@given(st.integers(1, 20_000), st.integers(1, 300))
def test_there_are_about_two_points_a_pixel(size: int, width: int) -> None:
    x, y = query(np.arange(size, dtype=float), Pyramid(range(size)), Window(0, size, width))
    assert len(x) == len(y) <= max(2 * (width + 2), 8)
    assert len(x) >= min(size, width)


def test_a_few_points_are_drawn_as_they_are() -> None:
    x, y = query(np.arange(5.0), Pyramid([3, 1, 4, 1, 5]), Window(0, 4, 100))
    assert (x.tolist(), y.tolist()) == ([0, 1, 2, 3, 4], [3, 1, 4, 1, 5])


def test_one_point_beyond_each_side_is_drawn() -> None:
    x, _ = query(np.arange(10.0), Pyramid(range(10)), Window(3.5, 6.5, 100))
    assert x.tolist() == [3, 4, 5, 6, 7]


def test_a_window_beside_the_data_shows_nothing_that_fails() -> None:
    assert len(query(np.empty(0), Pyramid(), Window(0, 1, 10))[0]) == 0
    assert len(query(np.arange(3.0), Pyramid([1, 2, 3]), Window(50, 60, 10))[0]) <= 1


@pytest.mark.parametrize("is_log", [False, True])
def test_a_spike_of_one_step_in_a_million_is_drawn(is_log: bool) -> None:
    values = np.zeros(1_000_000)
    values[123_456] = 7.0
    pyramid = Pyramid()
    pyramid.extend(values)
    _, y = query(np.arange(1.0, 1_000_001.0), pyramid, Window(1, 1_000_000, 800, is_log=is_log))
    assert y.max() == 7.0


def test_one_nan_breaks_the_line_and_hides_no_neighbour() -> None:
    values = [1.0] * 1000
    values[500], values[501] = math.nan, 9.0
    _, y = query(np.arange(1000.0), Pyramid(values), Window(0, 999, 20))
    assert np.isnan(y).sum() == 1
    assert np.nanmax(y) == 9.0


def test_appending_one_by_one_is_the_same_as_at_once() -> None:
    values = np.random.default_rng(0).normal(size=700)
    slow, fast = Pyramid(), Pyramid(values)
    for value in values:
        slow.append(value)
        slow.columns(0, len(slow), 10)
    np.testing.assert_array_equal(slow.columns(0, 700, 10).high, fast.columns(0, 700, 10).high)


def test_a_resumed_run_replaces_what_it_does_again() -> None:
    series = Series()
    for step in range(1, 101):
        series.append(step, step / 10, step * 1.0, 100.0)
    series.pyramid.columns(0, 100, 5)
    for step in range(51, 101):
        series.append(step, step / 10, step * 1.0, 1.0)
    assert len(series) == 100
    assert series.pyramid.columns(50, 100, 1).high[-1] == 1.0
    assert series.generation == 1


@pytest.mark.parametrize(("x", "index"), [(-5, 0), (1.4, 0), (1.6, 1), (2.9, 2), (99, 2)])
def test_the_nearest_point_is_found(x: float, index: int) -> None:
    series = Series()
    for step in (1, 2, 3):
        series.append(step, step, step, 0.0)
    assert series.nearest("step", x) == index
