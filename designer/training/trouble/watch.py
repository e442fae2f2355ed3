"""Feeds all rules from one run."""

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from designer.training.histograms import SampledWeights
from designer.training.trouble.broken import broken_activations
from designer.training.trouble.dead import DeadUnits, LayerProbe
from designer.training.trouble.finding import Finding, Told
from designer.training.trouble.guessing import guessing_loss
from designer.training.trouble.nonfinite import diagnose
from designer.training.trouble.overfitting import Overfitting
from designer.training.trouble.probe import Probe
from designer.training.trouble.stuck import StuckLoss
from designer.training.trouble.updates import Updates

if TYPE_CHECKING:
    import keras

FIRST_PROBE_STEPS = 200
PROBE_STEPS = 500
PROBE_STEPS_WITHIN_EPOCH = 1000

SampleBatch = Callable[[], tuple[Any, Any]]


class Watch:
    """All rules over what a run has measured, fed with plain values in the order of its steps.

    Args:
        guess: Gives the loss of a network that only guesses; None where that isn't known.
        trained: Paths of the weights that the loss depends on; None for all.
    """

    def __init__(self, guess: Callable[[], float | None], trained: frozenset[str] | None = None) -> None:
        self._told = Told()
        self._stuck = StuckLoss(guess)
        self._overfitting = Overfitting()
        self._updates = Updates(trained, self._told)
        self._dead = DeadUnits(self._told)

    def batch(self, metrics: Mapping[str, float]) -> None:
        """Take in the batch's own loss."""
        if "loss" in metrics:
            self._stuck.batch(metrics["loss"])

    def sampled(self, step: int, weights: SampledWeights, rate: float | None = None) -> list[Finding]:
        """Take in the weights, and the learning rate of the moment."""
        self._stuck.rate(rate)
        return _found(self._stuck.sampled(step), *self._updates.sampled(step, weights))

    def probed(self, step: int, probe: Mapping[str, LayerProbe], num_samples: int) -> list[Finding]:
        """Take in a probe of the activations."""
        return _found(
            broken_activations(step, probe, num_samples, self._told),
            self._dead.probed(step, probe, num_samples),
        )

    def epoch(
        self, epoch: int, step: int, metrics: Mapping[str, float], rate: float | None = None
    ) -> list[Finding]:
        """Take in an epoch's metrics, and the learning rate at its end."""
        self._stuck.rate(rate)
        overfitting = self._overfitting.epoch(epoch, step, metrics)
        if overfitting and not self._told.may_tell("overfitting", 1 + self._overfitting.rise):
            overfitting = None
        return _found(self._stuck.epoch(step), overfitting)

    def state(self) -> dict[str, Any]:
        """What `restore` takes, as JSON."""
        return {name: rule.state() for name, rule in self._rules.items()}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Go on where a state was taken."""
        for name, rule in self._rules.items():
            rule.restore(state[name])

    @property
    def _rules(self) -> dict[str, Any]:
        return {
            "told": self._told,
            "stuck_loss": self._stuck,
            "overfitting": self._overfitting,
            "updates": self._updates,
            "dead_relu": self._dead,
        }


class Troubles:
    """Watches one `fit` in the training thread, and leaves every bit of it as it is.

    Args:
        model: Built and compiled.
        num_classes: By output; 0 or missing where its labels are numbers.
        sample_batch: Gives a batch of training samples and labels, always the same; called at most twice.
        histogram_interval: Steps between two samplings of the weights; 0 for none, which leaves out the rules
            over updates.
    """

    def __init__(
        self,
        model: "keras.Model",
        *,
        num_classes: Mapping[str, int],
        sample_batch: SampleBatch,
        histogram_interval: int,
    ) -> None:
        self._model = model
        self._num_classes = num_classes
        self._sample_batch = sample_batch
        self._probe = Probe(model, sample_batch)
        self._probed_step = 0
        trained = trained_weights(model) if histogram_interval else None
        self._watch = Watch(lambda: self._guess, trained)

    def batch_ended(self, _step: int, _epoch: int, metrics: Mapping[str, float]) -> list[Finding]:
        """Take in a batch's own metrics; each once, in the order of steps."""
        self._watch.batch(metrics)
        return []

    def weights_sampled(self, step: int, weights: SampledWeights) -> list[Finding]:
        """Take in `HistogramSampler.latest` after a step, once its batch was told; step 0 comes first."""
        found = self._watch.sampled(step, weights, weights.rate)
        if step - self._probed_step >= PROBE_STEPS_WITHIN_EPOCH:
            found += self._probed(step)
        return found

    def epoch_ended(self, epoch: int, step: int, metrics: Mapping[str, float]) -> list[Finding]:
        """Take in the metrics of a whole epoch, once its batches were told."""
        found = self._watch.epoch(epoch, step, metrics, self._rate())
        if step - self._probed_step >= (PROBE_STEPS if self._probed_step else FIRST_PROBE_STEPS):
            found += self._probed(step)
        return found

    def state(self) -> dict[str, Any]:
        """What a resumed run needs in order to tell what this one would have told, as JSON."""
        return {"watch": self._watch.state(), "probed_step": self._probed_step}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Go on where a state was taken."""
        self._watch.restore(state["watch"])
        self._probed_step = state["probed_step"]

    def diagnose_nonfinite(
        self, step: int, x: Any, y: Any, restore_last_good: Callable[[], object]
    ) -> Finding:
        """Say why the loss became NaN or infinite; the run must be over. See `nonfinite.diagnose`."""
        return diagnose(self._model, (x, y), restore_last_good, step)

    @cached_property
    def _guess(self) -> float | None:
        return guessing_loss(self._model, self._num_classes, self._sample_batch()[1])

    def _rate(self) -> float | None:
        rate = getattr(self._model.optimizer, "learning_rate", None)
        return None if rate is None else float(np.asarray(rate))

    def _probed(self, step: int) -> list[Finding]:
        self._probed_step = step
        probe = self._probe.measure()
        return self._watch.probed(step, probe, self._probe.num_samples)


def trained_weights(model: "keras.Model") -> frozenset[str] | None:
    """Paths of the weights that lead to an output with a loss; None for all."""
    import keras

    losses = model.loss if isinstance(model.loss, list | tuple) else [model.loss]
    weights = getattr(model._compile_loss, "_user_loss_weights", None) or [1.0] * len(losses)
    if len(losses) != len(model.outputs):
        return None
    outputs = [
        output
        for output, loss, weight in zip(model.outputs, losses, weights, strict=True)
        if loss is not None and weight
    ]
    if not outputs or len(outputs) == len(losses):
        return None
    trained = keras.Model(model.inputs, outputs, name=f"{model.name}_trained")
    return frozenset(weight.path for weight in trained.trainable_variables)


def _found(*findings: Finding | None) -> list[Finding]:
    return [finding for finding in findings if finding]
