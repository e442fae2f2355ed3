"""Series of losses and weights as runs measure them, for the tests of rules."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike

from designer.training.histograms import SampledWeights
from designer.training.trouble.finding import Finding
from designer.training.trouble.watch import Watch

CHANCE = float(np.log(10))


def make_watch(guess: float | None = CHANCE) -> Watch:
    return Watch(lambda: guess)


def noisy(values: ArrayLike, noise: float, seed: int = 0) -> list[float]:
    generator = np.random.default_rng(seed)
    return [float(value + noise * generator.standard_normal()) for value in np.asarray(values)]


def train_on(
    watch: Watch,
    losses: Sequence[float],
    steps_per_epoch: int = 20,
    rate: Callable[[int], float] = lambda _epoch: 1e-3,
) -> list[Finding]:
    """What is told over epochs of batch losses."""
    found: list[Finding] = []
    for step, loss in enumerate(losses, start=1):
        watch.batch({"loss": loss})
        epoch, rest = divmod(step, steps_per_epoch)
        if not rest:
            found += watch.epoch(epoch, step, {"loss": loss}, rate(epoch))
    return found


def validate_on(watch: Watch, training: Sequence[float], validation: Sequence[float]) -> list[Finding]:
    """What is told over epochs of ten steps, of which only the means are known."""
    found: list[Finding] = []
    for epoch, (loss, val_loss) in enumerate(zip(training, validation, strict=True), start=1):
        found += watch.epoch(epoch, 10 * epoch, {"loss": loss, "val_loss": val_loss})
    return found


def weights(**values: ArrayLike) -> SampledWeights:
    """Values by layer name, each in one weight called kernel."""
    names = tuple(f"{layer}/kernel" for layer in values)
    arrays = [np.asarray(each, np.float32) for each in values.values()]
    return SampledWeights(names, tuple(map(len, arrays)), np.concatenate(arrays))


def walk(
    watch: Watch, speeds: Mapping[str, float], samplings: int, interval: int = 10, size: float = 0.1
) -> list[Finding]:
    """What is told where the weights of each layer move by a share of their size in each step."""
    generator = np.random.default_rng(1)
    now = {layer: size * generator.standard_normal(400) for layer in speeds}
    found = watch.sampled(0, weights(**now))
    for sampling in range(1, samplings + 1):
        for layer, speed in speeds.items():
            scale = np.sqrt(np.mean(now[layer] ** 2))
            now[layer] = now[layer] + speed * interval * scale * generator.standard_normal(400)
        found += watch.sampled(sampling * interval, weights(**now))
    return found
