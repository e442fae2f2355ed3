"""From the start of the process to a window that is painted and answers; then until TensorFlow is there.

Each figure is the median over fresh processes, alternating with a window that PySide6 shows with nothing in
it. The clock starts before the process does and stops when the event loop answers after the first painting.
"""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from statistics import median

from benchmarks.display import has_virtual_display, no_display, virtual_display
from benchmarks.figures import Figure

NUM_RUNS = 9
_ROOT = Path(__file__).resolve().parent.parent
_TIMEOUT_S = 60


def measure() -> list[Figure]:
    figures = _measure_on("off screen", no_display())
    if has_virtual_display():
        with virtual_display() as environment:
            figures = _measure_on("X11", environment) + figures
    return figures


def _measure_on(platform: str, environment: Mapping[str, str]) -> list[Figure]:
    with tempfile.TemporaryDirectory() as home:
        environment = {**environment, "MODEL_DESIGNER_HOME": home, "PYTHONPYCACHEPREFIX": f"{home}/bytecode"}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        _start("designer", environment)  # brings the files into the cache, and the bytecode
        runs, bare = [], []
        for _ in range(NUM_RUNS):
            bare.append(_start("bare", environment))
            runs.append(_start("designer", environment))
    assert not any(run["tensorflow"] for run in runs)
    window = Figure(
        f"process start to interactive window, {platform}",
        tuple(run["answered"] for run in runs),
        "s",
        0.6,
        "lower",
        {
            "bare PySide6 window": median(run["answered"] for run in bare),
            "of it on the processor": median(run["processor_s"] for run in runs),
        },
    )
    memory = Figure(
        f"resident memory then, {platform}",
        tuple(run["resident_mb"] for run in runs),
        "MB",
        200,
        "lower",
        {"bare PySide6 window": median(run["resident_mb"] for run in bare)},
    )
    waits = tuple(run["engine_ready"] - run["answered"] for run in runs)
    return [window, memory, Figure(f"engine ready after that, {platform}", waits, "s", 4, "lower")]


def _start(kind: str, environment: Mapping[str, str]) -> dict[str, float]:
    """Seconds since the process was started, and other facts, as `first_paint` tells them."""
    command = [sys.executable, "-m", "benchmarks.first_paint", kind]
    started = time.monotonic()
    output = subprocess.run(
        command,
        cwd=_ROOT,
        env=environment,
        timeout=_TIMEOUT_S,
        check=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ).stdout
    facts: dict[str, float] = json.loads(output)
    clocks = facts.keys() & {"answered", "engine_ready"}
    return {**facts, **{name: facts[name] - started for name in clocks}}
