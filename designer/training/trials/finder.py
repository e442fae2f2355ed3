"""Finds a learning rate by a range test."""

import math
from typing import Any

from designer.document.project import Project
from designer.errors import RequestError
from designer.training.control import Control
from designer.training.preparation import StoppedError
from designer.training.trials.curve import Ending, RateCurve, RunningLoss, curve_of, ramp
from designer.training.trials.events import Emit, TrialEnded, TrialPrepared, TrialStep, ignore
from designer.training.trials.practice import Practice, explained, prepare_practice, trial_scope

LOWEST, HIGHEST, NUM_STEPS = 1e-7, 10.0, 100
_LEAST_STEPS = 10
_MOST_STEPS = 100_000


def find_learning_rate(
    project: Project,
    *,
    control: Control | None = None,
    emit: Emit = ignore,
    low: float = LOWEST,
    high: float = HIGHEST,
    num_steps: int = NUM_STEPS,
) -> RateCurve:
    """Train a fresh copy of the network while the learning rate grows, and see where the loss falls.

    This is the range test of L. N. Smith, "Cyclical Learning Rates for Training Neural Networks" (2017,
    arXiv:1506.01186), with the exponential ramp, the end at four times the best smoothed loss and the two
    suggestions of fastai's `lr_find` (J. Howard, S. Gugger, "fastai: A Layered API for Deep Learning", 2020,
    arXiv:2002.04688): where the loss falls most steeply, and a tenth of the rate where it is least.

    The project, its weights and later runs aren't touched. The project's schedule is left out: the rate
    that is found is what a schedule multiplies.

    Args:
        control: Cancels the test from another thread (`stop`).
        emit: Called with each event, in this thread.
        low: The first rate.
        high: The last rate.
        num_steps: Batches, and so points of the curve, at most.

    Raises:
        RequestError: The range or the number of steps can't be.
        DesignerError: The network doesn't build, the data can't be opened, or they don't fit each other.
    """
    if not (0 < low < high and math.isfinite(high)):
        raise RequestError(
            f"Learning rates can't go from {low:g} to {high:g}.", "Give two above 0, the smaller first."
        )
    if not _LEAST_STEPS <= num_steps <= _MOST_STEPS:
        raise RequestError(
            f"{num_steps} steps won't do.", f"Give a number from {_LEAST_STEPS} to {_MOST_STEPS:,}."
        )
    control = control or Control()
    try:
        with explained(), trial_scope(project):
            curve = _test(project, control, emit, ramp(low, high, num_steps))
    except StoppedError:
        curve = curve_of((), (), "cancelled")
    emit(TrialEnded(result=curve))
    return curve


def _test(project: Project, control: Control, emit: Emit, rates: tuple[float, ...]) -> RateCurve:
    practice = prepare_practice(project, control, emit, rates[0])
    emit(TrialPrepared(num_steps=len(rates), batch_size=project.training.batch_size))
    test = _Test(practice, emit, rates)
    dataset = practice.prepared.train_dataset(0, len(rates))
    practice.fit(dataset, len(rates), before=test.before, after=test.after)
    return curve_of(rates[: len(test.losses)], test.losses, test.ending)


class _Test:
    def __init__(self, practice: Practice, emit: Emit, rates: tuple[float, ...]) -> None:
        self._optimizer: Any = practice.prepared.model.optimizer
        self._control = practice.control
        self._emit = emit
        self._rates = rates
        self._running = RunningLoss()
        self.losses: list[float] = []
        self.ending: Ending = "whole"

    def before(self, step: int) -> None:
        self._optimizer.learning_rate = self._rates[step]

    def after(self, logs: dict[str, float]) -> bool:
        loss, rate = logs["loss"], self._rates[len(self.losses)]
        self.losses.append(loss)
        is_finite = math.isfinite(loss)
        smoothed = self._running.take(loss) if is_finite else loss
        self._emit(TrialStep(step=len(self.losses), rate=rate, loss=loss, smoothed=smoothed))
        if not is_finite:
            self.ending = "not_finite"
        elif self._running.is_diverged:
            self.ending = "diverged"
        elif self._control.is_stopped and len(self.losses) < len(self._rates):
            self.ending = "cancelled"
        return self.ending == "whole"
