"""Formulas of schedules at their edges; tests/tf compares them with Keras's own."""

import math
from typing import get_args

import pytest

from designer.document.schedules import (
    Constant,
    Cosine,
    Exponential,
    OneCycle,
    Piecewise,
    Plateau,
    Schedule,
    Steps,
)
from designer.training.schedules import changes_within_epochs, factor_at

TABLE = ((0.0, 1.0), (2.0, 0.5), (4.0, 0.1))
EACH_KIND = (
    Constant(),
    Steps(points=TABLE),
    Piecewise(points=TABLE),
    Exponential(),
    Cosine(),
    Cosine(first_epochs=1.0),
    OneCycle(),
    Plateau(),
)


def test_each_kind_of_schedule_is_tried_here() -> None:
    union = get_args(Schedule)[0]
    assert {type(schedule) for schedule in EACH_KIND} == set(get_args(union))


@pytest.mark.parametrize("schedule", EACH_KIND, ids=repr)
@pytest.mark.parametrize("num_epochs", [1, 2, 10])
def test_a_warm_up_begins_at_zero_and_joins_the_schedule(schedule: Schedule, num_epochs: int) -> None:
    warm = schedule.model_copy(update={"warmup_epochs": 0.5})
    joined = factor_at(schedule, 0.5, num_epochs)
    assert factor_at(warm, 0, num_epochs) == 0
    assert factor_at(warm, 0.25, num_epochs) == pytest.approx(joined / 2)
    assert factor_at(warm, 0.5, num_epochs) == joined
    assert factor_at(warm, 0.75, num_epochs) == factor_at(schedule, 0.75, num_epochs)


@pytest.mark.parametrize("schedule", EACH_KIND, ids=repr)
def test_a_warm_up_longer_than_the_run_still_rises(schedule: Schedule) -> None:
    warm = schedule.model_copy(update={"warmup_epochs": 20.0})
    factors = [factor_at(warm, epoch, 10) for epoch in range(11)]
    assert factors[0] == 0
    assert factors == sorted(factors)
    assert factors[10] == pytest.approx(factor_at(schedule, 0, 10) / 2)


@pytest.mark.parametrize("schedule", EACH_KIND, ids=repr)
@pytest.mark.parametrize("epoch", [-1.0, 0.0, 1.0, 1e6])
def test_factors_are_numbers_before_at_and_after_a_run_of_one_epoch(schedule: Schedule, epoch: float) -> None:
    assert 0 <= factor_at(schedule, epoch, 1) <= 1


def test_a_step_holds_from_its_time_on() -> None:
    steps = Steps(points=((1.0, 1.0), (2.0, 0.5), (4.0, 0.1)))
    assert [factor_at(steps, time, 5) for time in (0, 1.99, 2, 3.99, 4, 9)] == [1, 1, 0.5, 0.5, 0.1, 0.1]


def test_a_time_that_is_rounded_down_still_reaches_its_step() -> None:
    assert factor_at(Steps(points=((0, 1), (0.3, 0.5))), 0.1 + 0.2 - 1e-12, 1) == 0.5
    assert factor_at(Exponential(rate=0.5, decay_epochs=0.1, staircase=True), 0.3 - 1e-12, 1) == 0.125


def test_lines_join_points_and_are_level_outside() -> None:
    lines = Piecewise(points=((1.0, 1.0), (3.0, 0.0)))
    assert [factor_at(lines, time, 5) for time in (0, 1, 1.5, 2, 3, 9)] == [1, 1, 0.75, 0.5, 0, 0]


def test_one_cosine_ends_with_the_run_and_stays_there() -> None:
    factors = [factor_at(Cosine(alpha=0.1), time, 4) for time in (0, 2, 4, 8)]
    assert factors == pytest.approx([1, 0.55, 0.1, 0.1])


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0, 3.0, 5.0, 7.0, 10.0])
def test_a_cosine_is_high_where_each_cycle_begins(ratio: float) -> None:
    cosine, start = Cosine(first_epochs=0.3, t_mul=ratio, m_mul=0.5), 0.0
    for number in range(8):
        assert factor_at(cosine, start, 10) == pytest.approx(0.5**number, rel=1e-6)
        start += 0.3 * ratio**number


def test_cosine_cycles_that_get_shorter_come_to_an_end() -> None:
    cosine = Cosine(first_epochs=1.0, t_mul=0.5, alpha=0.2)
    assert factor_at(cosine, 1.5, 10) == pytest.approx(1.0)
    assert [factor_at(cosine, time, 10) for time in (2.0, 3.0, 10.0)] == [pytest.approx(0.2)] * 3


@pytest.mark.parametrize("tiny", [1e-320, 1e-9])
def test_times_next_to_nothing_give_numbers(tiny: float) -> None:
    cosine = Cosine(first_epochs=tiny, t_mul=1000.0, m_mul=1000.0)
    staircase = Exponential(decay_epochs=tiny, staircase=True)
    for schedule in (cosine, staircase, Exponential(decay_epochs=tiny), Constant(warmup_epochs=tiny)):
        assert math.isfinite(factor_at(schedule, 1e6, 1_000_000))


def test_cycles_that_grow_without_end_stay_a_number() -> None:
    assert factor_at(Cosine(first_epochs=0.001, t_mul=1, m_mul=1000), 1e6, 1_000_000) <= 1e6


def test_one_cycle_rises_to_the_rate_of_the_optimizer_and_ends_with_the_run() -> None:
    cycle = OneCycle(rise=0.25, start_divisor=10, end_divisor=100)
    factors = [factor_at(cycle, time, 8) for time in (0, 1, 2, 5, 8, 9)]
    assert factors == pytest.approx([0.1, 0.55, 1, (1 + 0.001) / 2, 0.001, 0.001])


@pytest.mark.parametrize(
    ("schedule", "is_within"),
    [
        (Constant(), False),
        (Constant(warmup_epochs=1), True),
        (Plateau(), False),
        (Plateau(warmup_epochs=0.5), True),
        (Steps(points=((0, 1), (3, 0.1))), False),
        (Steps(points=((0.5, 1), (3, 0.1))), False),
        (Steps(points=((0, 1), (2.5, 0.1))), True),
        (Piecewise(points=((0, 1), (3, 0.1))), True),
        (Piecewise(points=((0, 1), (3, 1))), False),
        (Exponential(), True),
        (Exponential(rate=1), False),
        (Exponential(staircase=True, decay_epochs=2), False),
        (Exponential(staircase=True, decay_epochs=1.5), True),
        (Cosine(), True),
        (OneCycle(), True),
    ],
)
def test_only_what_changes_within_epochs_is_set_for_each_batch(schedule: Schedule, is_within: bool) -> None:
    assert changes_within_epochs(schedule) is is_within
    inner = {factor_at(schedule, 2 + part / 16, 6) for part in range(16)}
    early = {factor_at(schedule, part / 16, 6) for part in range(16)}
    assert is_within or len(inner) == len(early) == 1
