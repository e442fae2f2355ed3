"""How long the window can't answer while it trains with its monitor in sight."""

from collections.abc import Mapping
from statistics import median

import numpy as np

from benchmarks.child import told_by
from benchmarks.display import has_virtual_display, no_display, virtual_display
from benchmarks.figures import Figure

NUM_RUNS = 3


def measure() -> list[Figure]:
    if has_virtual_display():
        with virtual_display() as environment:
            return _measure_in(environment)
    return _measure_in(no_display())


def _measure_in(environment: Mapping[str, str]) -> list[Figure]:
    runs, idle = [], []
    for _ in range(NUM_RUNS):
        idle.append(_gaps("idle", environment))
        runs.append(_gaps("training", environment))
    return [
        Figure(
            "gap of the GUI timer while training, p99",
            tuple(_p99(gaps) for gaps in runs),
            "ms",
            16,
            "lower",
            {"p50": median(median(gaps) for gaps in runs), "an idle program's p99": median(map(_p99, idle))},
        ),
        Figure(
            "the worst gap of a run",
            tuple(max(gaps) for gaps in runs),
            "ms",
            100,
            "lower",
            {"an idle program's": median(max(gaps) for gaps in idle)},
        ),
    ]


def _p99(gaps: list[float]) -> float:
    return float(np.percentile(gaps, 99))


def _gaps(kind: str, environment: Mapping[str, str]) -> list[float]:
    """All gaps between the ticks of a 5 ms timer, in ms."""
    gaps: list[float] = told_by("benchmarks.timer_gaps", kind, environment)
    return gaps
