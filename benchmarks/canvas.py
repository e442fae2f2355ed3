"""The canvas with 1,000 and 5,000 layers: frames, zooming, scrolling, dragging, opening, edits and memory.

And how it compares with NodeGraphQt's; see `peer`.
"""

from collections.abc import Mapping
from statistics import median
from typing import NamedTuple

from benchmarks import peer
from benchmarks.child import told_by
from benchmarks.display import platforms
from benchmarks.figures import Figure

SIZES = (1000, 5000)
_MEMORY_GOAL_MB = 40
_SLICE_GOAL_MS = 16


class _Row(NamedTuple):
    """What to call a step, and its goals in ms for the two sizes."""

    name: str
    goals: tuple[float, float]


_ROWS = {
    "frame, fit": _Row("full frame, fit all", (2, 4)),
    "frame of all, in columns": _Row("full frame, every node in sight", (2, 4)),
    "frame, 100 %": _Row("full frame, 100 % zoom", (4, 4)),
    "zoom step": _Row("zoom step near 50 %", (8, 8)),
    "pan step": _Row("pan step", (4, 4)),
    "drag": _Row("drag one node, each mouse move", (1, 1)),
    "drag, painting": _Row("painting after such a move", (4, 4)),
    "open": _Row("open and show, complete", (15, 60)),
    "open, longest slice": _Row("longest slice of it", (16, 16)),
    "edits, longest slice": _Row("longest slice of an edit's undo or redo, of the worst kind", (16, 16)),
    "analysis shown": _Row("new shapes on all cards", (16, 16)),
}


def measure() -> list[Figure]:
    ours = [figure for platform, environment in platforms() for figure in _measure_on(platform, environment)]
    return ours + peer.measure()


def _measure_on(platform: str, environment: Mapping[str, str]) -> list[Figure]:
    figures = []
    for place, num_nodes in enumerate(SIZES):
        samples: dict[str, list[float]] = told_by("benchmarks.canvas_steps", str(num_nodes), environment)
        what = f"{num_nodes:,} layers, {platform}"
        for step, row in _ROWS.items():
            details = {"an empty canvas": median(samples["open, empty"])} if step == "open" else {}
            figures.append(_figure(f"{row.name}, {what}", samples[step], row.goals[place], details))
        for step, found in samples.items():
            if step.startswith("edit: "):
                name = step.removeprefix("edit: ")
                details = {"with all edges out of sight": median(samples[f"whole: {name}"])}
                figures.append(_figure(f"undo or redo “{name}”, {what}", found, _SLICE_GOAL_MS, details))
        used = tuple(samples["memory"])
        figures.append(Figure(f"memory over an empty canvas, {what}", used, "MB", _MEMORY_GOAL_MB, "lower"))
    return figures


def _figure(name: str, samples: list[float], goal: float, details: dict[str, float] | None = None) -> Figure:
    return Figure(name, tuple(samples), "ms", goal, "lower", details or {})
