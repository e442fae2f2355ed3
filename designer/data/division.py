"""Divides the samples of one split into training, validation and test samples that never overlap."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from designer.errors import DataError

Indices = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Division:
    """Which samples serve for what, as ascending indices."""

    train: Indices
    validation: Indices
    test: Indices


def divide(num_samples: int, *, validation_percent: float, test_percent: float, seed: int) -> Division:
    """Draw validation and test samples at random; all others are for training.

    Args:
        validation_percent: Part of all samples; 0 for none.
        test_percent: Part of all samples; 0 for none.
        seed: The same seed divides the same number of samples in the same way, on every computer.

    Raises:
        DataError: A part that was asked for would be empty.
    """
    num_validation = round(num_samples * validation_percent / 100)
    num_test = round(num_samples * test_percent / 100)
    num_train = num_samples - num_validation - num_test
    train_percent = 100 - validation_percent - test_percent
    _check_part("training", num_train, train_percent, num_samples)
    if validation_percent:
        _check_part("validation", num_validation, validation_percent, num_samples)
    if test_percent:
        _check_part("test", num_test, test_percent, num_samples)
    order = np.random.default_rng(seed).permutation(num_samples)
    validation, test, train = np.split(order, [num_validation, num_validation + num_test])
    return Division(np.sort(train), np.sort(validation), np.sort(test))


def _check_part(part: str, num_samples: int, percent: float, whole: int) -> None:
    if num_samples <= 0:
        raise DataError(
            f"There is no {part} sample: {percent:g} % of {whole:,} is {max(num_samples, 0)}.",
            "Change the percentages or take more data.",
        )
