"""Smoothing is the recursion of TensorBoard, however the values come in."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.ui.monitor.series import Series
from designer.ui.monitor.smoothing import SmoothedSeries, Smoother


def by_recursion(values: list[float], weight: float) -> list[float]:
    average, count, result = 0.0, 0, []
    for value in values:
        if math.isfinite(value):
            count += 1
            average = weight * average + (1 - weight) * value
        result.append(average / (1 - weight**count) if math.isfinite(value) else value)
    return result


@given(
    st.lists(st.floats(-1e3, 1e3) | st.just(math.nan), max_size=400),
    st.sampled_from([0.01, 0.5, 0.9, 0.999]),
    st.integers(0, 400),
)
def test_it_is_the_debiased_recursion(values: list[float], weight: float, cut: int) -> None:
    smoother = Smoother(weight)
    array = np.array(values)
    smoothed = np.concatenate([smoother.extend(array[:cut]), smoother.extend(array[cut:])])
    np.testing.assert_allclose(smoothed, by_recursion(values, weight), rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("weight", [0.0, 0.6, 0.999])
def test_a_constant_stays_constant_from_the_first_value_on(weight: float) -> None:
    np.testing.assert_allclose(Smoother(weight).extend(np.full(5000, 2.5)), 2.5)


def test_a_smoothed_series_follows_its_source_also_when_that_starts_over() -> None:
    source = Series()
    smoothed = SmoothedSeries(source, 0.5)
    for step in (1, 2, 3):
        source.append(step, step, step, 8.0)
    assert smoothed.update().values.tolist() == [8.0, 8.0, 8.0]
    source.append(2, 2, 2, 0.0)
    np.testing.assert_allclose(smoothed.update().values, by_recursion([8.0, 0.0], 0.5))
