"""The curve of a learning-rate range test, and the rate that it suggests: arithmetic only."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

Ending = Literal["whole", "diverged", "not_finite", "cancelled"]
Floats = npt.NDArray[np.float64]
_Found = tuple[str, float | None, float | None]

_MEMORY = 0.9
_DIVERGED_TIMES = 4
_LEAST_POINTS = 10
_WIDTH_SHARE = 1 / 40
_LEAST_FALL = 0.02
_RISE = 0.25
_LAST_POINTS = 3
_NOISE_FACTOR = 4.0
_HEADROOM = 0.25
_MAD_TO_SIGMA = 1.4826


@dataclass(frozen=True)
class RateCurve:
    """What came of a range test.

    Args:
        rates: The learning rate of each batch.
        losses: The loss of each batch; all are finite.
        smoothed: The same without the noise of single batches.
        suggestion: The rate at which the loss falls most steeply; None where it falls nowhere.
        minimum_tenth: A tenth of the rate at which the loss is least; None where it falls nowhere.
        reason: Where the suggestion comes from, or why there is none.
        ending: "whole", or why it ended before the largest rate.
    """

    rates: tuple[float, ...]
    losses: tuple[float, ...]
    smoothed: tuple[float, ...]
    suggestion: float | None
    minimum_tenth: float | None
    reason: str
    ending: Ending

    @property
    def stopped_early(self) -> bool:
        """Whether it ended before the largest rate."""
        return self.ending != "whole"


class RunningLoss:
    """An exponential mean of the losses so far, unbiased at its beginning, and whether they explode."""

    def __init__(self) -> None:
        self._sum = self._weight = 0.0
        self._num = 0
        self.best = math.inf

    def take(self, loss: float) -> float:
        """The mean after one more loss."""
        self._num += 1
        self._sum = _MEMORY * self._sum + (1 - _MEMORY) * loss
        self._weight = _MEMORY * self._weight + 1 - _MEMORY
        self.best = min(self.best, self.now)
        return self.now

    @property
    def now(self) -> float:
        """The mean."""
        return self._sum / self._weight

    @property
    def is_diverged(self) -> bool:
        """Whether it is more than four times the best, and that is no chance of the first batches."""
        return self._num >= _LEAST_POINTS and self.now > limit_above(self.best)


def limit_above(best: float) -> float:
    """The loss from which on a test has shown enough: four times the best, or as far above a negative one."""
    return best + (_DIVERGED_TIMES - 1) * abs(best)


def ramp(low: float, high: float, num_steps: int) -> tuple[float, ...]:
    """Learning rates from `low` to `high`, each larger than the one before by the same factor."""
    return tuple(float(rate) for rate in np.geomspace(low, high, num_steps))


def curve_of(rates: Sequence[float], losses: Sequence[float], ending: Ending) -> RateCurve:
    """Smooth a test and find its suggestions.

    Args:
        rates: Growing.
        losses: The loss of each batch; one that isn't finite ends the curve.
    """
    num = next((row for row, loss in enumerate(losses) if not math.isfinite(loss)), len(losses))
    rates, losses = tuple(rates[:num]), tuple(losses[:num])
    smoothed = smooth(_clipped(losses))
    found: _Found = (_why_short(num, ending), None, None)
    if not found[0]:
        found = _suggest(np.array(rates), np.array(losses), smoothed)
    reason, steepest, tenth = found
    return RateCurve(rates, losses, tuple(smoothed.tolist()), steepest, tenth, reason, ending)


def smooth(losses: Floats) -> Floats:
    """A mean over neighbours on both sides: a running mean would move everything to the right."""
    sigma = max(1.0, len(losses) * _WIDTH_SHARE)
    places = np.arange(len(losses))
    weights = np.exp(-0.5 * ((places[:, None] - places[None, :]) / sigma) ** 2)
    smoothed: Floats = weights @ losses / weights.sum(axis=1) if len(losses) else losses
    return smoothed


def rounded(rate: float) -> float:
    """A rate with the two digits that such a test can tell."""
    return float(f"{rate:.1e}")


def _clipped(losses: Sequence[float]) -> Floats:
    """The losses without the height of an explosion, which would drown what came before it."""
    found = np.array(losses, dtype=np.float64)
    if not losses:
        return found
    start = float(np.median(found[:_LEAST_POINTS]))
    return np.minimum(found, start + _HEADROOM * max(start - float(found.min()), _LEAST_FALL * abs(start)))


def _why_short(num: int, ending: Ending) -> str:
    if ending == "cancelled":
        return "The test was cancelled."
    if num >= _LEAST_POINTS:
        return ""
    if not num:
        return "The loss isn't finite from the first batch on, so the learning rate is not to blame."
    batches = "1 batch" if num == 1 else f"{num} batches"
    return f"The test ended after {batches}, too few to see where the loss falls. Begin with a smaller rate."


def _suggest(rates: Floats, losses: Floats, smoothed: Floats) -> _Found:
    lowest = int(smoothed.argmin())
    before = smoothed[: lowest + 1]
    fall = float(before.max() - before[-1])
    if fall <= max(_LEAST_FALL * abs(float(before.max())), _noise(losses, smoothed)):
        return _why_no_fall(losses), None, None
    slopes = np.gradient(smoothed, np.log10(rates))[: lowest + 1]
    steepest = rounded(float(rates[int(slopes.argmin())]))
    reason = (
        f"The loss falls most steeply at a learning rate of {steepest:g} and is least at "
        f"{rounded(float(rates[lowest])):g}."
    )
    return reason, steepest, rounded(float(rates[lowest]) / 10)


def _noise(losses: Floats, smoothed: Floats) -> float:
    """How far the smoothed loss may move by chance."""
    rest = losses - smoothed
    sigma = _MAD_TO_SIGMA * float(np.median(np.abs(rest - np.median(rest))))
    num_averaged = max(1.0, 2 * math.sqrt(math.pi) * len(losses) * _WIDTH_SHARE)
    return _NOISE_FACTOR * sigma / math.sqrt(num_averaged)


def _why_no_fall(losses: Floats) -> str:
    first, last = (float(np.median(part)) for part in (losses[:_LEAST_POINTS], losses[-_LAST_POINTS:]))
    if last - first > _RISE * abs(first):
        return (
            f"The loss begins at {first:.4g} and rises without falling first: perhaps the network is trained "
            "already, or its last layer and its loss don't fit each other."
        )
    return (
        f"The loss stays at about {first:.4g} whatever the rate is: perhaps all layers are frozen, or no "
        "gradient comes through."
    )
