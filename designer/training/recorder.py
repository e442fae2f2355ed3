"""What happens between two batches: pausing, stopping, and turning Keras's numbers into events."""

import math
from collections.abc import Callable, Mapping
from typing import Any, Protocol

import numpy as np

from designer.training.averages import OwnValues
from designer.training.control import Control
from designer.training.events import BatchEnded, Histogram
from designer.training.reporter import RunReporter

# Batches are told together this often: reading a result makes Python wait for an accelerator.
_TELL_INTERVAL_S = 0.02


class Sampler(Protocol):
    """Measures how the weights lie."""

    def sample(self) -> Mapping[str, Histogram]:
        """The histogram of each weight by name."""


class Recorder:
    """Follows one `fit`. All methods are called in the training thread.

    Args:
        steps_per_epoch: Batches in an epoch.
        batch_size: Gives the number of samples in the batch of a step.
        own_values: Gives each batch its own metrics.
        sampler: Measures the weights every `interval` steps; None for never.
        on_epoch: Called with step and metrics after each whole epoch has been told.
    """

    def __init__(
        self,
        reporter: RunReporter,
        control: Control,
        *,
        steps_per_epoch: int,
        batch_size: Callable[[int], int],
        own_values: OwnValues,
        sampler: Sampler | None,
        interval: int,
        on_epoch: Callable[[int, Mapping[str, float]], None],
    ) -> None:
        self.step = 0
        self.was_cut_short = False
        self._reporter = reporter
        self._control = control
        self._steps_per_epoch = steps_per_epoch
        self._batch_size = batch_size
        self._own_values = own_values
        self._sampler = sampler
        self._interval = interval
        self._on_epoch = on_epoch
        self._epoch = 0
        self._untold: list[tuple[int, float, Mapping[str, Any]]] = []
        self._tell_at = 0.0
        self._has_warned = False

    def training_began(self) -> None:
        """Measure the initial weights."""
        self._sample()

    def epoch_began(self, epoch: int) -> None:
        """Begin an epoch; they count from 1."""
        self._epoch = epoch
        self._own_values.reset()

    def wait_while_paused(self) -> None:
        """Return when the next batch may be computed."""
        if self._control.is_paused:
            self._tell()
            self._reporter.flush()
            self._control.wait_while_paused()

    def batch_ended(self, logs: Mapping[str, Any]) -> bool:
        """Note a batch.

        Args:
            logs: Keras's running means over the epoch, as tensors or numbers.

        Returns:
            Whether training is to stop.
        """
        self.step += 1
        now = self._reporter.now()
        self._untold.append((self.step, now, logs))
        if self._sampler and self.step % self._interval == 0:
            self._sample()
        elif now >= self._tell_at:
            self._tell()
        if not self._control.is_stopped:
            return False
        self.was_cut_short |= self.step % self._steps_per_epoch != 0
        return True

    def validation_batch_ended(self) -> bool:
        """Note a batch of validation.

        Returns:
            Whether validation is to stop.
        """
        self.was_cut_short |= self._control.is_stopped
        return self._control.is_stopped

    def epoch_ended(self, logs: Mapping[str, Any]) -> bool:
        """Note the end of an epoch, unless it was cut short.

        Returns:
            Whether training is to stop.
        """
        self._tell()
        if not self.was_cut_short:
            metrics = _numbers(logs)
            self._reporter.epoch_ended(self._epoch, self.step, metrics)
            self._on_epoch(self.step, metrics)
        return self._control.is_stopped

    def _sample(self) -> None:
        self._tell()
        if self._sampler:
            self._reporter.histograms_sampled(self._epoch, self.step, self._sampler.sample())

    def _tell(self) -> None:
        if not self._untold:
            return
        untold, self._untold = self._untold, []
        run, epoch = self._reporter.run, self._epoch
        batches = []
        for step, when, logs in untold:
            metrics = self._own_values.take(_numbers(logs), self._batch_size(step))
            batches.append(BatchEnded(run=run, time=when, epoch=epoch, step=step, metrics=metrics))
        self._reporter.batches_ended(batches)
        self._warn_of_nan(batches)
        self._tell_at = self._reporter.now() + _TELL_INTERVAL_S

    def _warn_of_nan(self, batches: list[BatchEnded]) -> None:
        lost = (batch for batch in batches if not math.isfinite(batch.metrics.get("loss", 0.0)))
        if not self._has_warned and (first := next(lost, None)):
            self._has_warned = True
            self._reporter.notice(
                f"The loss is no number any more since step {first.step} (epoch {first.epoch}).",
                "Stop, lower the learning rate, and check that the data holds no NaN.",
            )


def _numbers(logs: Mapping[str, Any]) -> dict[str, float]:
    return {name: _number(value) for name, value in logs.items()}


def _number(value: Any) -> float:
    try:
        return float(value)
    except TypeError:  # one value a class, such as F1Score gives by default: their mean
        return float(np.mean(value))
