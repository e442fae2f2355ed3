"""Our factors against Keras's own schedules, at every step of a run."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from designer.document.schedules import Cosine, Exponential, OneCycle, Schedule, Steps
from designer.training.control import LearningRateChange
from designer.training.learning_rate import LearningRate
from designer.training.schedules import factor_at

# In double precision, for Keras's float32 is off by more than a millionth where a cosine comes near 0.
RATE = np.float64(0.01)
NUM_EPOCHS = 12


def assert_same(schedule: Schedule, reference: Callable[[int], Any], steps: int) -> None:
    for step in range(NUM_EPOCHS * steps + 1):
        ours = RATE * factor_at(schedule, step / steps, NUM_EPOCHS)
        assert ours == pytest.approx(float(reference(step)), rel=1e-6, abs=1e-18), step


@pytest.mark.parametrize("steps", [1, 7, 10])
def test_a_step_table_is_a_piecewise_constant_decay(steps: int) -> None:
    from keras.optimizers.schedules import PiecewiseConstantDecay

    # Keras's boundary is the last step with the value before; ours the first moment with the value after.
    rates = [float(RATE * factor) for factor in (1, 0.5, 0.1)]
    reference = PiecewiseConstantDecay([3 * steps - 1, 8 * steps - 1], rates)
    assert_same(Steps(points=((0, 1), (3, 0.5), (8, 0.1))), reference, steps)


@pytest.mark.parametrize("steps", [1, 7, 10])
@pytest.mark.parametrize("staircase", [False, True])
@pytest.mark.parametrize("decay_epochs", [1, 3])
def test_exponential_is_an_exponential_decay(steps: int, staircase: bool, decay_epochs: int) -> None:
    from keras.optimizers.schedules import ExponentialDecay

    reference = ExponentialDecay(RATE, decay_epochs * steps, 0.7, staircase=staircase)
    schedule = Exponential(rate=0.7, decay_epochs=decay_epochs, staircase=staircase)
    assert_same(schedule, reference, steps)


@pytest.mark.parametrize("steps", [1, 7, 10])
@pytest.mark.parametrize("alpha", [0.0, 0.2])
def test_one_cosine_is_a_cosine_decay(steps: int, alpha: float) -> None:
    from keras.optimizers.schedules import CosineDecay

    assert_same(Cosine(alpha=alpha), CosineDecay(RATE, NUM_EPOCHS * steps, alpha), steps)


@pytest.mark.parametrize("steps", [1, 7, 10])
@pytest.mark.parametrize("alpha", [0.0, 0.2])
@pytest.mark.parametrize(("t_mul", "m_mul"), [(1.0, 1.0), (1.0, 0.8), (2.0, 1.0), (2.0, 0.5), (1.5, 1.0)])
def test_cosines_are_a_cosine_decay_with_restarts(
    steps: int, alpha: float, t_mul: float, m_mul: float
) -> None:
    from keras.optimizers.schedules import CosineDecayRestarts

    reference = CosineDecayRestarts(RATE, 2 * steps, t_mul, m_mul, alpha)
    assert_same(Cosine(first_epochs=2, t_mul=t_mul, m_mul=m_mul, alpha=alpha), reference, steps)


def test_a_rate_that_ends_a_schedule_says_so() -> None:
    import keras

    optimizer = keras.optimizers.Adam(0.01)
    rate = LearningRate(optimizer, OneCycle(), NUM_EPOCHS, 10)
    assert rate.change(LearningRateChange(rate=0.5), 20) == "learning rate 0.5, no longer one cycle"
    assert rate.change(LearningRateChange(rate=0.25), 30) == "learning rate 0.25"
    words = rate.change(LearningRateChange(rate=0.5, schedule=Cosine()), 0)
    assert words == "learning rate 0.5, then cosine"
