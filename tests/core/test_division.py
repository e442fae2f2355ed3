"""Training never sees a validation or test sample."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.data.division import divide
from designer.errors import DataError


@given(
    num_samples=st.integers(100, 5_000),
    validation_percent=st.integers(1, 49),
    test_percent=st.integers(1, 49),
    seed=st.integers(0, 2**32),
)
def test_parts_never_overlap_and_lose_no_sample(
    num_samples: int, validation_percent: int, test_percent: int, seed: int
) -> None:
    division = divide(
        num_samples, validation_percent=validation_percent, test_percent=test_percent, seed=seed
    )
    parts = np.concatenate([division.train, division.validation, division.test])
    assert np.array_equal(np.sort(parts), np.arange(num_samples))


def test_counts_are_exact() -> None:
    division = divide(1797, validation_percent=20, test_percent=10, seed=0)
    assert [len(part) for part in (division.train, division.validation, division.test)] == [1258, 359, 180]


def test_seed_decides_the_division() -> None:
    first, again, other = (
        divide(1000, validation_percent=20, test_percent=0, seed=seed).validation for seed in (1, 1, 2)
    )
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


@pytest.mark.parametrize(
    ("num_samples", "validation_percent", "test_percent", "part"),
    [(2, 20, 0, "validation"), (10, 10, 1, "test"), (0, 0, 0, "training"), (3, 90, 0, "training")],
)
def test_empty_part_is_refused_with_figures(
    num_samples: int, validation_percent: float, test_percent: float, part: str
) -> None:
    with pytest.raises(DataError, match=rf"no {part} sample: .* % of {num_samples} is 0"):
        divide(num_samples, validation_percent=validation_percent, test_percent=test_percent, seed=0)
