"""Updates that explode or vanish: how far the weights of a layer move in a step, relative to their size."""

import base64
from collections.abc import Collection, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from designer.training.histograms import SampledWeights
from designer.training.trouble.finding import Finding, Told, names_text

EXPLODING = 0.1
EXPLODING_AT_ONCE = 1.0
EXPLODING_STEPS = 20
VANISHING = 1e-7
MOVING = 1e-5
VANISHING_STEPS = 30
VANISHING_SAMPLES = 3

_MAX_VALUES = 256  # of a weight: enough to know its norm to a few per cent
_LEAST_RMS = 5e-3  # weights that begin near 0 must grow

_EXPLODING_REMEDY = (
    "Lower the learning rate ten times, or set clipnorm=1 at the optimizer; a warm-up helps where it is only "
    "the beginning."
)
_VANISHING_REMEDY = (
    "Let gradients through: ReLU in the place of sigmoid or tanh, He or Glorot initializers, batch "
    "normalization, or skip connections around these layers."
)


class Updates:
    """Compares the weights with those at the sampling before.

    Args:
        trained: Paths of the weights that the loss depends on; None for all.
        told: What was told already.
    """

    def __init__(self, trained: Collection[str] | None, told: Told) -> None:
        self._trained = trained
        self._told = told
        self._layers: _Layers | None = None
        self._step = 0
        self._before: NDArray[np.float32] | None = None
        self._exploding: dict[str, int] = {}  # layer: for how many steps
        self._vanishing: dict[str, tuple[int, int]] = {}  # layer: steps, samplings

    def sampled(self, step: int, weights: SampledWeights) -> list[Finding]:
        """Take in the weights after a step, and judge.

        Args:
            step: 0 for the initial weights.
        """
        if not weights.names:
            return []
        if self._layers is None:
            self._layers = _Layers(weights, self._trained)
        layers, values = self._layers, weights.values[self._layers.picked]
        before, num_steps = self._before, step - self._step
        self._before, self._step = values, step
        if before is None or num_steps < 1 or not np.isfinite(values).all() or not np.isfinite(before).all():
            return []
        size, moved = layers.rms(before), layers.rms(values - before)
        ratios = np.divide(moved, size * num_steps, out=np.full_like(size, np.nan), where=size > 0)
        found = (
            self._explosion(step, num_steps, ratios, size),
            self._vanished(step, num_steps, ratios),
        )
        return [finding for finding in found if finding]

    def state(self) -> dict[str, Any]:
        """What `restore` takes, as JSON."""
        before = self._before
        encoded = None if before is None else base64.b64encode(before.astype("<f4").tobytes()).decode()
        return {
            "step": self._step,
            "before": encoded,
            "exploding": dict(self._exploding),
            "vanishing": {layer: list(counts) for layer, counts in self._vanishing.items()},
        }

    def restore(self, state: Mapping[str, Any]) -> None:
        """Go on where a state was taken."""
        encoded = state["before"]
        self._before = encoded and np.frombuffer(base64.b64decode(encoded), "<f4")
        self._step = state["step"]
        self._exploding = dict(state["exploding"])
        self._vanishing = {layer: (steps, count) for layer, (steps, count) in state["vanishing"].items()}

    def _explosion(
        self, step: int, num_steps: int, ratios: NDArray[np.float64], size: NDArray[np.float64]
    ) -> Finding | None:
        names = self._names
        large = {
            names[at]: float(ratios[at]) for at in np.flatnonzero((ratios > EXPLODING) & (size >= _LEAST_RMS))
        }
        self._exploding = {layer: self._exploding.get(layer, 0) + num_steps for layer in large}
        certain = [
            layer
            for layer, ratio in large.items()
            if ratio > EXPLODING_AT_ONCE or self._exploding[layer] >= EXPLODING_STEPS
        ]
        if not certain:
            return None
        worst = max(certain, key=large.__getitem__)
        if not self._told.may_tell("exploding_updates", large[worst]):
            return None
        evidence = (
            f"In the {num_steps:,} steps up to step {step:,}, the weights of {worst} moved by "
            f"{large[worst]:.0%} of their own size in each; 0.1 % is usual."
        )
        text = f"The updates of {names_text(certain)} explode."
        return Finding("exploding_updates", text, evidence, _EXPLODING_REMEDY, step, worst)

    def _vanished(self, step: int, num_steps: int, ratios: NDArray[np.float64]) -> Finding | None:
        known = ~np.isnan(ratios)
        most = float(np.max(ratios, where=known, initial=0.0))
        small = np.flatnonzero(known & (ratios < VANISHING) & (most > MOVING))
        counts = {layer: self._vanishing.get(layer, (0, 0)) for layer in (self._names[at] for at in small)}
        self._vanishing = {layer: (steps + num_steps, num + 1) for layer, (steps, num) in counts.items()}
        certain = [
            layer
            for layer, (steps, num) in self._vanishing.items()
            if steps >= VANISHING_STEPS and num >= VANISHING_SAMPLES
        ]
        if not certain or not self._told.may_tell("vanishing_updates", len(certain)):
            return None
        ratio = float(ratios[self._names.index(certain[0])])
        mover = self._names[int(np.nanargmax(ratios))]
        evidence = (
            f"In the {num_steps:,} steps up to step {step:,}, the weights of {certain[0]} moved by "
            f"{ratio:.1g} of their own size in each, those of {mover} by {most:.1g}."
        )
        text = f"The updates of {names_text(certain)} vanish."
        return Finding("vanishing_updates", text, evidence, _VANISHING_REMEDY, step, certain[0])

    @property
    def _names(self) -> list[str]:
        return self._layers.names if self._layers else []


class _Layers:
    """Which of the sampled values belong to which layer.

    Attributes:
        picked: Places of the values that are looked at.
        names: The layers by name, in the order of the model.
    """

    def __init__(self, weights: SampledWeights, trained: Collection[str] | None) -> None:
        self.names: list[str] = []
        places, owners, start = [], [], 0
        for name, size in zip(weights.names, weights.sizes, strict=True):
            layer = name.rpartition("/")[0].replace("/", ".")
            if trained is None or name in trained:
                if layer not in self.names:
                    self.names.append(layer)
                picked = np.arange(start, start + size, -(-size // _MAX_VALUES))
                places.append(picked)
                owners.append(np.full(len(picked), self.names.index(layer)))
            start += size
        empty = np.empty(0, np.intp)
        self.picked: NDArray[np.intp] = np.concatenate([empty, *places])
        self._owners: NDArray[np.intp] = np.concatenate([empty, *owners])
        self._counts = np.bincount(self._owners, minlength=len(self.names))

    def rms(self, values: NDArray[np.float32]) -> NDArray[np.float64]:
        """Root of the mean square of the values of each layer."""
        squares = np.square(values, dtype=np.float64)
        sums = np.bincount(self._owners, weights=squares, minlength=len(self.names))
        return np.sqrt(sums / self._counts)
