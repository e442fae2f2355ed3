"""Turns Keras's numbers into events: what each batch and epoch came to, and how the weights lie."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

import numpy as np

from designer.training.averages import OwnValues
from designer.training.events import BatchEnded, Histogram
from designer.training.reporter import RunReporter

# Batches are told together this often: reading a result makes Python wait for an accelerator.
_TELL_INTERVAL_S = 0.02


class Sampler(Protocol):
    """Measures how the weights lie."""

    def sample(self) -> Mapping[str, Histogram]:
        """The histogram of each weight by name."""


class Recorder:
    """Follows one run. All methods are called in the training thread.

    Args:
        batch_size: Gives the number of samples in the batch of a step.
        own_values: Gives each batch its own metrics.
        sampler: Measures the weights every `interval` steps; None for never.
        on_batches: Called with batches that were told, oldest first.
        on_sampled: Called with the step at which the weights were measured.
    """

    def __init__(
        self,
        reporter: RunReporter,
        *,
        batch_size: Callable[[int], int],
        own_values: OwnValues,
        sampler: Sampler | None,
        interval: int,
        on_batches: Callable[[list[BatchEnded]], None],
        on_sampled: Callable[[int], None] = lambda _step: None,
    ) -> None:
        self.step = 0
        self.epoch = 0
        self._reporter = reporter
        self._batch_size = batch_size
        self._own_values = own_values
        self._sampler = sampler
        self._interval = interval
        self._on_batches = on_batches
        self._on_sampled = on_sampled
        self._untold: list[tuple[int, int, float, Mapping[str, Any], Mapping[str, float]]] = []
        self._tell_at = 0.0

    def training_began(self) -> None:
        """Measure the initial weights."""
        self._sample()

    def epoch_began(self, epoch: int) -> None:
        """Begin an epoch; they count from 1."""
        self.epoch = epoch
        self._own_values.reset()

    def batches_ended(
        self, step: int, logs: Mapping[str, Any], more: Mapping[str, float] | None = None
    ) -> None:
        """Note a batch, or several that TensorFlow computed at once.

        Args:
            step: Of the last of them.
            logs: Keras's running means over the epoch, as tensors or numbers.
            more: Values of this batch that aren't Keras's, such as its learning rate.
        """
        first, self.step = self.step + 1, step
        now = self._reporter.now()
        self._untold.append((first, step, now, logs, more or {}))
        if self._sampler and step // self._interval > (first - 1) // self._interval:
            self._sample()
        elif now >= self._tell_at:
            self.tell()

    def epoch_ended(self, logs: Mapping[str, Any], more: Mapping[str, float]) -> dict[str, float]:
        """Note the end of an epoch; gives its metrics."""
        self.tell()
        metrics = numbers(logs) | dict(more)
        self._reporter.epoch_ended(self.epoch, self.step, metrics)
        return metrics

    def tell(self) -> None:
        """Tell of all batches up to now."""
        if not self._untold:
            return
        untold, self._untold = self._untold, []
        run, epoch = self._reporter.run, self.epoch
        batches = []
        for first, step, when, logs, more in untold:
            size = sum(map(self._batch_size, range(first, step + 1)))
            metrics = self._own_values.take(numbers(logs), size) | dict(more)
            batches.append(BatchEnded(run=run, time=when, epoch=epoch, step=step, metrics=metrics))
        self._reporter.batches_ended(batches)
        self._tell_at = self._reporter.now() + _TELL_INTERVAL_S
        self._on_batches(batches)

    def memory(self) -> dict[str, Any]:
        """What a checkpoint has to keep; JSON."""
        return {"own_values": self._own_values.memory()}

    def restore(self, step: int, epoch: int, memory: Mapping[str, Any]) -> None:
        """Go on from a checkpoint in an epoch, or at its end."""
        self.step, self.epoch = step, epoch
        self._untold.clear()
        self._own_values.restore(memory["own_values"])

    def _sample(self) -> None:
        self.tell()
        if self._sampler:
            self._reporter.histograms_sampled(self.epoch, self.step, self._sampler.sample())
            self._on_sampled(self.step)


def numbers(logs: Mapping[str, Any]) -> dict[str, float]:
    """Keras's logs as plain numbers."""
    return {name: _number(value) for name, value in logs.items()}


def _number(value: Any) -> float:
    try:
        return float(value)
    except TypeError:  # one value a class, such as F1Score gives by default: their mean
        return float(np.mean(value))
