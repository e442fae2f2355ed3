"""The learning rate over a run: what each schedule multiplies the optimiser's learning rate by, and when."""

import math
from bisect import bisect_right

import numpy as np

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

# Times are quotients of whole numbers, so that 0.3 epochs may come as 0.299…: such a time is no earlier.
_ROUNDING = 1e-9
_SHORTEST_CYCLE = 1e-6
_GREATEST = 1e6


def factor_at(schedule: Schedule, epoch: float, num_epochs: int) -> float:
    """What the optimiser's learning rate is multiplied by at a time of a run.

    A warm-up is a straight line from 0 to what the schedule says where the warm-up ends; where that is
    not before the end of the run, to what the schedule begins with.

    Args:
        schedule: Of `Plateau`, only the warm-up, for the rest depends on how the training goes.
        epoch: Time since the run started, in epochs with a fraction: 0 before the first batch.
        num_epochs: How many epochs the run has.
    """
    time, warmup = max(0.0, epoch), schedule.warmup_epochs
    if time + _ROUNDING >= warmup:
        return _without_warmup(schedule, time, num_epochs)
    return time / warmup * _without_warmup(schedule, warmup if warmup < num_epochs else 0.0, num_epochs)


def changes_within_epochs(schedule: Schedule) -> bool:
    """Whether the factor can change between two batches of an epoch, and not only from epoch to epoch."""
    if schedule.warmup_epochs:
        return True
    match schedule:
        case Steps(points=points):
            return any(not time.is_integer() for time, _ in points[1:])
        case Piecewise(points=points):
            return len({factor for _, factor in points}) > 1
        case Exponential():
            is_by_epoch = schedule.staircase and float(schedule.decay_epochs).is_integer()
            return schedule.rate < 1 and not is_by_epoch
        case Constant() | Plateau():
            return False
        case _:
            return True


def _without_warmup(schedule: Schedule, time: float, num_epochs: int) -> float:
    match schedule:
        case Steps():
            return _step(schedule, time)
        case Piecewise():
            times, factors = zip(*schedule.points, strict=True)
            return float(np.interp(time, times, factors))
        case Exponential():
            return _exponential(schedule, time)
        case Cosine():
            return _cosine(schedule, time, num_epochs)
        case OneCycle():
            return _one_cycle(schedule, time / max(num_epochs, 1))
        case _:
            return 1.0


def _step(schedule: Steps, time: float) -> float:
    """As PiecewiseConstantDecay, whose boundaries are the last steps before the change."""
    number = bisect_right(schedule.points, time + _ROUNDING, key=lambda point: point[0])
    return schedule.points[max(0, number - 1)][1]


def _exponential(schedule: Exponential, time: float) -> float:
    """As ExponentialDecay."""
    exponent = time / schedule.decay_epochs
    return float(schedule.rate ** (np.floor(exponent + _ROUNDING) if schedule.staircase else exponent))


def _cosine(schedule: Cosine, time: float, num_epochs: int) -> float:
    """As CosineDecayRestarts; with one cycle as CosineDecay, which stays where the cycle ends."""
    if schedule.first_epochs:
        number, part = _cycle(schedule, time / max(schedule.first_epochs, _SHORTEST_CYCLE))
    else:
        number, part = 0, min(1.0, time / max(num_epochs, 1))
    height = math.exp(min(number * math.log(schedule.m_mul), math.log(_GREATEST)))
    cosine = height * (1 + math.cos(math.pi * part)) / 2
    return (1 - schedule.alpha) * cosine + schedule.alpha


def _cycle(schedule: Cosine, time: float) -> tuple[int, float]:
    """Number of a cycle, and the part of it that is over.

    Args:
        time: In lengths of the first cycle. Cycles that get shorter end some time: then the last one is over.
    """
    ratio = schedule.t_mul
    if ratio == 1:
        number = math.floor(time + _ROUNDING)
        return number, max(0.0, time - number)
    left = 1 - time * (1 - ratio)
    if left <= _ROUNDING:
        return 0, 1.0
    number = math.floor(math.log(left, ratio))
    # A logarithm is not exact where a cycle begins, so the one before or after may be meant.
    for candidate in (number + 1, number, max(0, number - 1)):
        start = (1 - ratio**candidate) / (1 - ratio)
        if time + _ROUNDING >= start:
            return candidate, max(0.0, time - start) / ratio**candidate
    return 0, time


def _one_cycle(schedule: OneCycle, part: float) -> float:
    """Up and down along half a cosine each.

    The policy is from Smith and Topin, "Super-Convergence: Very Fast Training of Neural Networks Using
    Large Learning Rates", 2018, arXiv:1708.07120; the form, with cosines and without a third phase, is that
    of PyTorch's `OneCycleLR(anneal_strategy="cos")`, where `rise` is called `pct_start`, `start_divisor`
    `div_factor` and `end_divisor` `final_div_factor`. Here the last value is that of the end of the run.
    """
    start = 1 / schedule.start_divisor
    if part < schedule.rise:
        return _along_cosine(start, 1.0, part / schedule.rise)
    return _along_cosine(1.0, start / schedule.end_divisor, (part - schedule.rise) / (1 - schedule.rise))


def _along_cosine(start: float, end: float, part: float) -> float:
    return end + (start - end) * (1 + math.cos(math.pi * min(1.0, part))) / 2
