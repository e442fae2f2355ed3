import numpy as np
import pytest

from designer.training.events import Histogram
from designer.training.histograms import MAX_VALUES, NUM_BINS, compress, stride_of


def counts(**by_bin: int) -> tuple[int, ...]:
    found = [0] * NUM_BINS
    for bin_name, count in by_bin.items():
        found[int(bin_name.removeprefix("bin"))] = count
    return tuple(found)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([0.0, 1.0], Histogram(0.0, 1.0, counts(bin0=1, bin63=1), 0.5, 0.5)),
        ([-2.0, -2.0, 2.0, 2.0], Histogram(-2.0, 2.0, counts(bin0=2, bin63=2), 0.0, 2.0)),
        (
            [0.0, 0.25, 0.5, 1.0],
            Histogram(0.0, 1.0, counts(bin0=1, bin16=1, bin32=1, bin63=1), 0.4375, 0.36975),
        ),
        ([1.0, 1.0, 1.0], Histogram(1.0, 2.0, counts(bin0=3), 1.0, 0.0)),
        ([1e9], Histogram(1e9, 2e9, counts(bin0=1), 1e9, 0.0)),
        ([-5.0], Histogram(-5.0, 0.0, counts(bin0=1), -5.0, 0.0)),
        ([np.nan, 0.0, 1.0, np.inf], Histogram(0.0, 1.0, counts(bin0=1, bin63=1), 0.5, 0.5, 2)),
        ([np.nan, -np.inf], Histogram(0.0, 1.0, counts(), 0.0, 0.0, 2)),
        ([-3e38, 3e38], Histogram(-3e38, 3e38, counts(bin0=1, bin63=1), 0.0, 3e38)),
    ],
)
def test_values_become_bins(values: list[float], expected: Histogram) -> None:
    [found] = compress(np.array(values, np.float32), [len(values)])
    assert found.counts == expected.counts
    assert found.num_non_finite == expected.num_non_finite
    numbers = (found.low, found.high, found.mean, found.std)
    assert numbers == pytest.approx((expected.low, expected.high, expected.mean, expected.std), rel=1e-4)


def test_each_array_has_a_histogram_of_its_own() -> None:
    found = compress(np.array([0, 1, 5, 5, 5, np.nan], np.float32), [2, 3, 1])
    assert [(each.low, sum(each.counts), each.num_non_finite) for each in found] == [
        (0.0, 2, 0),
        (5.0, 3, 0),
        (0.0, 0, 1),
    ]


def test_a_histogram_equals_that_of_numpy() -> None:
    values = np.random.default_rng(1).normal(1.0, 1e-3, MAX_VALUES).astype(np.float32)
    [found] = compress(values, [len(values)])
    expected, edges = np.histogram(values.astype(np.float64), NUM_BINS)
    assert np.abs(np.array(found.counts) - expected).sum() <= 4  # values on an edge, in float32
    assert (found.low, found.high) == (edges[0], edges[-1])
    assert found.mean == pytest.approx(values.mean(dtype=np.float64), rel=1e-6)
    assert found.std == pytest.approx(values.std(dtype=np.float64), rel=1e-3)


@pytest.mark.parametrize(
    ("size", "stride"), [(1, 1), (MAX_VALUES, 1), (MAX_VALUES + 1, 2), (10 * MAX_VALUES, 10)]
)
def test_no_more_values_are_met_than_allowed(size: int, stride: int) -> None:
    assert stride_of(size) == stride
    assert len(range(0, size, stride)) <= MAX_VALUES
