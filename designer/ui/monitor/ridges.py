"""Where the lines of a stack of histograms run; older ones lie behind and above."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from designer.training.events import Histogram
from designer.ui.monitor.pyramid import Floats

_MIN_SPACING_PX = 3.0
_MAX_LINES = 30

_RISE = 0.45  # of the height, for the highest peak
_MAX_TO_TYPICAL_PEAK = 3.0  # weights that are all equal would else flatten all others


@dataclass(frozen=True, slots=True)
class Sample:
    """The histogram of one weight at one step."""

    step: int
    histogram: Histogram


@dataclass(frozen=True, slots=True)
class Ridge:
    """One histogram as a line, in pixels from the top left; it begins and ends on its baseline."""

    step: int
    baseline: float
    x: Floats
    y: Floats


@dataclass(frozen=True, slots=True)
class Ridges:
    """All lines, oldest first, over values from `low` to `high`."""

    low: float
    high: float
    lines: tuple[Ridge, ...]


def lay_out(samples: Sequence[Sample], width: float, height: float, *, overlay: bool = False) -> Ridges:
    """The lines of at least one histogram, within a width and height in pixels.

    All share one scale, so that a peak twice as high means twice as many weights. Where room is short some of
    the older ones are left out. With `overlay` all stand on the same line.
    """
    rise = height * (0.95 if overlay else _RISE)
    room = _MAX_LINES if overlay else min(_MAX_LINES, int((height - rise) / _MIN_SPACING_PX))
    shown = _thin_out(samples, max(room, 1))
    low = min(sample.histogram.low for sample in shown)
    high = max(sample.histogram.high for sample in shown)
    densities = [_density(sample.histogram) for sample in shown]
    peaks = np.array([density.max(initial=0.0) for density in densities])
    tallest = min(peaks.max(), _MAX_TO_TYPICAL_PEAK * float(np.median(peaks))) or 1.0
    baselines = np.full(len(shown), height) if overlay else np.linspace(rise, height, len(shown) + 1)[1:]
    lines = []
    for sample, density, baseline in zip(shown, densities, baselines.tolist(), strict=True):
        x = (_outline_x(sample.histogram) - low) / ((high - low) or 1.0) * width
        y = baseline - rise * np.minimum(density / tallest, 1.0)
        lines.append(Ridge(sample.step, baseline, x, np.concatenate(([baseline], y, [baseline]))))
    return Ridges(low, high, tuple(lines))


def _thin_out(samples: Sequence[Sample], room: int) -> Sequence[Sample]:
    if len(samples) <= room:
        return samples
    kept = np.linspace(len(samples) - 1, 0, room).round().astype(int)
    return [samples[at] for at in kept[::-1]]


def _density(histogram: Histogram) -> Floats:
    """Share of the weights for each unit of their value, so that histograms of other bins compare."""
    counts = np.array(histogram.counts, dtype=np.float64)
    bin_width = (histogram.high - histogram.low) / max(len(counts), 1)
    total = counts.sum() * bin_width
    return counts / total if total else counts


def _outline_x(histogram: Histogram) -> Floats:
    edges = np.linspace(histogram.low, histogram.high, len(histogram.counts) + 1)
    return np.concatenate((edges[:1], (edges[1:] + edges[:-1]) / 2, edges[-1:]))
