"""How long the window can't answer while it trains with its monitor in sight."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from statistics import median

import numpy as np

from benchmarks.display import has_virtual_display, no_display, virtual_display
from benchmarks.figures import Figure

NUM_RUNS = 3
_ROOT = Path(__file__).resolve().parent.parent
_TIMEOUT_S = 300


def measure() -> list[Figure]:
    if has_virtual_display():
        with virtual_display() as environment:
            return _measure_in(environment)
    return _measure_in(no_display())


def _measure_in(environment: Mapping[str, str]) -> list[Figure]:
    runs = [np.array(_gaps(environment)) for _ in range(NUM_RUNS)]
    details = {
        "p50": median(float(np.percentile(gaps, 50)) for gaps in runs),
        "number of gaps": float(sum(map(len, runs))),
    }
    p99 = tuple(float(np.percentile(gaps, 99)) for gaps in runs)
    worst = tuple(float(gaps.max()) for gaps in runs)
    return [
        Figure("gap of the GUI timer while training, p99", p99, "ms", 16, "lower", details),
        Figure("the worst gap of a run", worst, "ms", 100, "lower"),
    ]


def _gaps(environment: Mapping[str, str]) -> list[float]:
    """All gaps between the ticks of a 5 ms timer, in ms, as `timer_gaps` tells them."""
    with tempfile.TemporaryDirectory() as home:
        output = subprocess.run(
            [sys.executable, "-m", "benchmarks.timer_gaps"],
            cwd=_ROOT,
            env={**environment, "MODEL_DESIGNER_HOME": home},
            timeout=_TIMEOUT_S,
            check=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        ).stdout
    gaps: list[float] = json.loads(output)
    return gaps
